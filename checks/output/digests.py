"""Digests: one message a leader or team, with what went well first, and each matter at most every 14 days.

A leader's or coach's digest goes to that person alone and may hold ids of those they should invite. A team's
goes to more than one person: it holds no id and no count of its own, only the last days of windows, which the
policy gives away already, and figures as the published pages show them. It says nothing of what is open or
booked, since in a small team that tells of persons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from checks.engine.upcoming import Urgency
from checks.output.calendar_feeds import key_of, windows_ahead
from checks.output.invitation_report import invitation_terms
from checks.output.invitation_words import (
    amount,
    day_words,
    deadline_words,
    giver_heading,
    subject,
    subject_words,
)
from checks.publish.suppression import Shown, Standing
from checks.wording.measures import share_of

if TYPE_CHECKING:
    from checks.engine.timeline import TeamCase
    from checks.planning.invitations import Invitation
    from checks.publish.figures import PublicFigures
    from checks.publish.suppression import Cell
    from checks.wording.language import Language

EVERY = timedelta(days=14)
"""How long nothing more is said of a matter."""

SOON = 14
"""Days ahead that are looked at."""

_KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Item:
    """One matter: `key` makes it the same from day to day, `head` is what it stands under, `words` say it."""

    key: tuple[str, ...]
    head: str
    words: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A message to a person, or to a team's channel: what went well, what comes, and why."""

    to: str
    kind: Literal["person", "team"]
    title: str
    well: tuple[str, ...]
    items: tuple[Item, ...]
    end: tuple[str, ...]

    @property
    def is_team(self) -> bool:
        """Whether more than one person reads it."""
        return self.kind == "team"

    @property
    def matters(self) -> tuple[str, ...]:
        """The matters as digests: whoever reads them learns nothing."""
        return tuple(
            hashlib.sha256("\x1f".join((self.kind, self.to, *one.key)).encode()).hexdigest()
            for one in self.items
        )


def due_matters(digest: Digest, told: Mapping[str, date], as_of: date) -> Digest | None:
    """Return the digest without what was told less than 14 days ago; None when nothing is left."""
    left = tuple(
        item
        for item, matter in zip(digest.items, digest.matters, strict=True)
        if matter not in told or told[matter] + EVERY <= as_of
    )
    if not left:
        return None
    return Digest(digest.to, digest.kind, digest.title, digest.well, left, digest.end)


def remembered_matters(told: Mapping[str, date], digest: Digest, as_of: date) -> dict[str, date]:
    """Return what has been told once this digest is delivered; what is long past is let go."""
    kept = {matter: day for matter, day in told.items() if day + _KEPT_FOR > as_of}
    return kept | dict.fromkeys(digest.matters, as_of)


def digest_for_giver(
    person: str, found: Sequence[Invitation], held: tuple[int, int], as_of: int, language: Language
) -> Digest | None:
    """Return the digest of one who gives; `held` are touchpoints and people of the last two weeks.

    None when nothing waits that has no day.
    """
    waiting = [one for one in found if one.owed.stand is not Urgency.BOOKED and one.owed.by <= as_of + SOON]
    if not waiting:
        return None
    booked = sum(one.owed.stand is Urgency.BOOKED for one in found)
    well = []
    say, counted = language.say, language.counted
    if held[0]:
        people = counted("{number} person", "{number} people", held[1])
        well.append(
            counted(
                "In the last two weeks you have held {number} touchpoint with {people}.",
                "In the last two weeks you have held {number} touchpoints with {people}.",
                held[0],
                people=people,
            )
        )
    if booked:
        well.append(
            counted(
                "{number} touchpoint has a day already.", "{number} touchpoints have a day already.", booked
            )
        )
    items = tuple(
        Item(key_of(one), giver_heading(one.owed, as_of, language), _item(one, as_of, language))
        for one in sorted(waiting, key=lambda one: (one.owed.stand is not Urgency.ORDERED, one.owed.by))
    )
    terms = "; ".join(dict.fromkeys(invitation_terms(one, language) for one in waiting))
    days = say("Days that would suit: {command}", command=f"outbound plan --leader {person}")
    title = say("Whom to invite: {amount}", amount=amount(waiting, language))
    return Digest(person, "person", title, tuple(well), items, (say("Agreed: {terms}.", terms=terms), days))


def _item(one: Invitation, as_of: int, language: Language) -> str:
    return f"{subject(one, str, language)}: {subject_words(one, language)}, {deadline_words(one, as_of, language)}"


def digest_for_team(case: TeamCase, figures: PublicFigures | None, language: Language) -> Digest | None:
    """Return the digest of a team; None when no window ends soon."""
    as_of, say = case.as_of, language.say
    ending = [one for one in windows_ahead(case, as_of + SOON) if one[2] <= as_of + SOON]
    if not ending:
        return None
    items = tuple(
        Item(
            ("window", service, str(first)),
            say("Windows that end soon"),
            say(
                "{service}: last day {day}",
                service=case.services[service].read_in(language.code).title,
                day=day_words(last, as_of, language),
            ),
        )
        for service, first, last in sorted(ending, key=lambda one: (one[2], one[0]))
    )
    well = tuple(_figures(case, figures, language)) if figures else ()
    end = (say("Whoever would like one can ask for it; the playbook says how."),)
    title = say("{team}: leadership services", team=case.team.name)
    return Digest(case.team.id, "team", title, well, items, end)


def _figures(case: TeamCase, figures: PublicFigures, language: Language) -> list[str]:
    """Return what the pages show of the last closed quarter, promises kept first."""
    quarter = figures.last.name
    found = []
    for service in case.services.values():
        cell = figures.cell(case.team.id, service.id, quarter)
        words, title = _cell(cell, language), service.read_in(language.code).title
        if words and cell.standing is Standing.KEPT:
            said = language.say(
                "{service} in {quarter}: {share}, as promised.", service=title, quarter=quarter, share=words
            )
            found.append((0, said))
        elif words:
            said = language.say(
                "{service} in {quarter}: {share}.", service=title, quarter=quarter, share=words
            )
            found.append((1, said))
    return [words for _, words in sorted(found)]


def _cell(cell: Cell, language: Language) -> str:
    if cell.shown is Shown.EXACT:
        return share_of(cell.met or 0, cell.due or 0, language)
    return cell.band.sign(language) if cell.shown is Shown.BAND and cell.band else ""


def marker(digest: Digest) -> str:
    """Return the line by which an issue is found again that is kept up to date in place."""
    return f"<!-- outbound digest {digest.to} -->"


def digest_as_markdown(digest: Digest) -> str:
    """Return the message as Markdown, with its marker first."""
    lines = [marker(digest), f"# {digest.title}", "", *digest.well]
    head = ""
    for item in digest.items:
        if item.head != head:
            head = item.head
            lines += ["", f"## {head}", ""]
        lines.append(f"- {item.words}")
    return "\n".join([*lines, "", *digest.end, ""])


def digest_as_text(digest: Digest) -> str:
    """Return the message as plain text."""
    lines = [digest.title, *(["", *digest.well] if digest.well else [])]
    head = ""
    for item in digest.items:
        if item.head != head:
            head = item.head
            lines += ["", f"{head}:"]
        lines.append(f"- {item.words}")
    return "\n".join([*lines, "", *digest.end, ""])
