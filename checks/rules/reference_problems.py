"""Shared by the rules over references: one problem for an id nobody has, with the nearest known."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from checks.model.findings import Place, Problem


class Reference(NamedTuple):
    """An id, and where it is referred to."""

    id: str
    place: Place


_RENAMED = ("service", "team")
"""What may have another id than before, and says so in its file."""


def unknown_reference(
    what: str,
    wanted: str,
    known: Iterable[str],
    place: Place,
    *,
    team: str | None = None,
    many: str = "",
    in_data: bool = False,
) -> Iterator[Problem]:
    """Yield a problem when `wanted` is not `known`, with the nearest id; `unknown_person` is for those of people.

    What a team's files say, and others `in_data`, is repeated only in `named`: it may be a person in the wrong place.
    """
    if wanted in (ids := set(known)):
        return
    hint = _hint(wanted, ids)
    named, subject = f"there is no {what} {wanted}{many}{hint}", f"{what} {wanted} {place.path}"
    lead = f"{team}: " if team else ""
    next_step = f"Write the id of a {what} that exists."
    if what in _RENAMED:
        next_step += f" If the {what} has a new id, list the old one under `formerly` in its file."
    if team is None and not in_data:
        yield Problem(place, named, help=next_step, subject=subject)
    else:
        yield Problem(
            place,
            f"{lead}there is no such {what}{many}{hint}",
            named=f"{lead}{named}",
            help=next_step,
            team=team,
            subject=subject,
        )


def unknown_person(
    wanted: str, known: Iterable[str], place: Place, words: str, *, team: str, help_words: str = ""
) -> Iterator[Problem]:
    """Yield a problem when the person is not `known`; who is meant stands only in `named`."""
    if wanted in (ids := set(known)):
        return
    yield Problem(
        place,
        words.format(who="someone"),
        named=words.format(who=wanted) + _hint(wanted, ids),
        help=help_words,
        team=team,
        member=wanted,
        subject=f"{wanted} {place.path}",
    )


def _hint(wanted: str, known: set[str]) -> str:
    nearest = get_close_matches(wanted, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {nearest[0]}?" if nearest else ""
