"""What `outbound invite` prints: advice to each leader and coach, and the same as data."""

from __future__ import annotations

import textwrap
from datetime import date
from typing import TYPE_CHECKING

from checks.engine.upcoming import Urgency
from checks.output.formats import csv_text, json_text
from checks.output.invitation_words import (
    Name,
    amount,
    by_heading,
    day_words,
    deadline_words,
    giver_words,
    reason_words,
    service_words,
    subject,
    subject_words,
)
from checks.planning.invitations import Invitation, to_invite
from checks.wording.measures import cadence_words, iso, iso_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from checks.wording.language import Language

COLUMNS = (
    *("giver", "team", "service", "member", "state", "by", "late_from", "since", "booked", "offered"),
    *("minutes", "last_touchpoint", "others", "cadence", "policy"),
)


def invitations_by_giver(invitations: Iterable[Invitation]) -> dict[str, list[Invitation]]:
    """Return invitations by who should invite, in order of their ids; those anyone may give last."""
    groups: dict[str, list[Invitation]] = {}
    for invitation in sorted(invitations, key=_in_order):
        groups.setdefault(invitation.inviter, []).append(invitation)
    return groups


def _in_order(invitation: Invitation) -> tuple[bool, str, bool, date, str, str]:
    owed, inviter = invitation.owed, invitation.inviter
    ordered = owed.urgency is Urgency.ORDERED
    return not inviter, inviter, not ordered, owed.by, invitation.team, subject_words(invitation)


def invitations_as_text(
    invitations: Sequence[Invitation], as_of: date, last: date, name: Name, width: int, language: Language
) -> str:
    """Return the advice for a terminal, `width` columns wide."""
    blocks = [
        "\n".join(_block(person, group, as_of, name, width, language))
        for person, group in invitations_by_giver(invitations).items()
    ]
    return "\n\n".join(blocks) + "\n" if blocks else _nothing_to_invite(as_of, last, language)


def _nothing_to_invite(as_of: date, last: date, language: Language) -> str:
    day = day_words(last, as_of, language)
    return language.say("Nothing is owed by {day} that has not been held or booked.", day=day) + "\n"


def _block(
    person: str, group: Sequence[Invitation], as_of: date, name: Name, width: int, language: Language
) -> Iterator[str]:
    waiting, say = to_invite(group), language.say
    receivers = [subject(invitation, name, language) for invitation in group]
    services = [subject_words(invitation, language) for invitation in group]
    widths = (max(map(len, receivers)), max(map(len, services)), width)

    def row(invitation: Invitation, words: str) -> Iterator[str]:
        return _row(subject(invitation, name, language), subject_words(invitation, language), words, widths)

    yield giver_words(person, group, name, language)
    if waiting:
        yield say("To invite to: {amount}.", amount=amount(waiting, language))
    else:
        yield say("Everything has a day.")
    for heading, under_it in by_heading(waiting, as_of, language):
        yield f"\n  {heading}"
        for invitation in under_it:
            yield from row(invitation, deadline_words(invitation, as_of, language))
    booked = _booked(group)
    if booked:
        yield "\n  " + say("Booked")
        for invitation in sorted(booked, key=lambda invitation: invitation.owed.booked or as_of):
            yield from row(invitation, day_words(invitation.owed.booked or as_of, as_of, language))
    if waiting:
        yield "\n  " + say("Agreed")
        for words in dict.fromkeys(invitation_terms(invitation, language) for invitation in waiting):
            yield from textwrap.wrap(
                words,
                width,
                initial_indent="    ",
                subsequent_indent="      ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def _booked(invitations: Iterable[Invitation]) -> list[Invitation]:
    return [invitation for invitation in invitations if invitation.owed.urgency is Urgency.BOOKED]


def invitation_terms(invitation: Invitation, language: Language) -> str:
    """Return a service with what is agreed of it, and where that stands."""
    return f"{service_words(invitation, language).title}: {reason_words(invitation, language)}"


def _row(receiver: str, title: str, words: str, widths: tuple[int, int, int]) -> Iterator[str]:
    """Yield the lines of one touchpoint: in columns where they fit, else its days below it."""
    first, second, width = widths
    indent = 4 + first + 2 + second + 2
    start = f"    {receiver:{first}}  {title:{second}}  "
    unpadded = f"    {receiver:{first}}  {title}  {words}"
    if len(unpadded) <= width < indent + 34:
        yield unpadded
    elif width - indent >= 34:
        yield from _whole(words, width, start, " " * indent)
    else:
        yield start.rstrip()
        yield from _whole(words, width, " " * 8, " " * 8)


def _whole(words: str, width: int, start: str, later: str) -> list[str]:
    """Return words wrapped between their parts where these fit, so that no day is torn apart."""
    parts = words.split("; ")
    if max(map(len, parts)) < width - len(later):
        words = "; ".join(part.replace(" ", "\u00a0") for part in parts)
    lines = textwrap.wrap(words, width, initial_indent=start, subsequent_indent=later, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines]


def invitations_as_markdown(
    invitations: Sequence[Invitation], as_of: date, last: date, name: Name, language: Language
) -> str:
    """Return the advice as a list to tick."""
    lines, say = [], language.say
    for person, group in invitations_by_giver(invitations).items():
        lines += [f"## {giver_words(person, group, name, language)}", ""]
        for heading, under_it in by_heading(to_invite(group), as_of, language):
            lines += [f"### {heading}", ""]
            for invitation in under_it:
                agreed = say("Agreed: {terms}.", terms=reason_words(invitation, language))
                lines.append(f"- [ ] {_ticked(invitation, as_of, name, language)} {agreed}")
        booked = _booked(group)
        lines += ["", "### " + say("Booked"), ""] if booked else []
        lines += [f"- [x] {_ticked(invitation, as_of, name, language)}" for invitation in booked]
        lines.append("")
    return "\n".join(lines) if lines else _nothing_to_invite(as_of, last, language)


def _ticked(invitation: Invitation, as_of: date, name: Name, language: Language) -> str:
    receiver, deadline = subject(invitation, name, language), deadline_words(invitation, as_of, language)
    return f"**{receiver}**: {subject_words(invitation, language)}, {deadline}."


def invitation_row(invitation: Invitation) -> dict[str, object]:
    """Return an invitation as data, with ids alone."""
    owed, inviter = invitation.owed, invitation.inviter
    place = owed.agreed.cadence_place
    return {
        "giver": inviter or None,
        "team": invitation.team,
        "service": invitation.service.id,
        "member": owed.member,
        "state": owed.urgency.value,
        "by": iso(owed.by),
        "late_from": iso(owed.late_from),
        "since": iso_or_none(owed.since),
        "booked": iso_or_none(owed.booked),
        "offered": invitation.offered,
        "minutes": invitation.service.context.minutes,
        "last_touchpoint": iso_or_none(owed.last_held),
        "others": [giver.person for giver in invitation.givers if giver.person != inviter],
        "cadence": cadence_words(owed.agreed.cadence),
        "policy": f"{place.path}:{place.line}",
    }


def _rows(invitations: Sequence[Invitation]) -> list[dict[str, object]]:
    groups = invitations_by_giver(invitations).values()
    return [invitation_row(invitation) for group in groups for invitation in group]


def invitations_as_json(invitations: Sequence[Invitation], as_of: date, last: date) -> str:
    """Return invitations as one JSON document."""
    return json_text({"schema": 1, "as_of": iso(as_of), "until": iso(last), "rows": _rows(invitations)})


def invitations_as_csv(invitations: Sequence[Invitation]) -> str:
    """Return invitations as a table; others who may give it are parted by spaces."""
    return csv_text(COLUMNS, ([_cell(row[column]) for column in COLUMNS] for row in _rows(invitations)))


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else value
