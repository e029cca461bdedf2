"""What `outbound invite` prints: advice to each leader and coach, and the same as data."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from checks.engine.upcoming import Urgency
from checks.output.invitation_words import (
    Name,
    amount,
    day_words,
    deadline_words,
    giver_heading,
    giver_words,
    reason_words,
    service_words,
    subject,
    subject_words,
)
from checks.planning.invitations import Invitation, to_invite
from checks.wording.measures import cadence_words

if TYPE_CHECKING:
    from checks.wording.language import Language

COLUMNS = (
    *("giver", "team", "service", "member", "state", "by", "late_from", "since", "booked", "offered"),
    *("minutes", "last_touchpoint", "others", "cadence", "policy"),
)


def invitations_by_giver(found: Sequence[Invitation]) -> dict[str, list[Invitation]]:
    """Return invitations by who should invite, in order of their ids; those anyone may give last."""
    groups: dict[str, list[Invitation]] = {}
    for one in sorted(found, key=lambda one: (not one.inviter, one.inviter)):
        groups.setdefault(one.inviter, []).append(one)
    for group in groups.values():
        group.sort(
            key=lambda one: (one.owed.stand is not Urgency.ORDERED, one.owed.by, one.team, subject_words(one))
        )
    return groups


def invitations_as_text(
    found: Sequence[Invitation], as_of: int, last: int, name: Name, width: int, language: Language
) -> str:
    """Return the advice for a terminal, `width` columns wide."""
    blocks = [
        "\n".join(_block(person, group, as_of, name, width, language))
        for person, group in invitations_by_giver(found).items()
    ]
    return "\n\n".join(blocks) + "\n" if blocks else nothing_to_invite(as_of, last, language)


def nothing_to_invite(as_of: int, last: int, language: Language) -> str:
    """Return the words for nothing owed."""
    day = day_words(last, as_of, language)
    return language.say("Nothing is owed by {day} that has not been held or booked.", day=day) + "\n"


def _block(
    person: str, found: Sequence[Invitation], as_of: int, name: Name, width: int, language: Language
) -> Iterator[str]:
    waiting, say = to_invite(list(found)), language.say
    yield giver_words(person, found, name, language)
    yield (
        say("To invite to: {amount}.", amount=amount(waiting, language))
        if waiting
        else say("Everything has a day.")
    )
    head = ""
    who = max(len(subject(one, name, language)) for one in found)
    title = max(len(subject_words(one, language)) for one in found)
    columns = (who, title, width)
    for one in waiting:
        if giver_heading(one.owed, as_of, language) != head:
            head = giver_heading(one.owed, as_of, language)
            yield f"\n  {head}"
        words = deadline_words(one, as_of, language)
        yield from _row(subject(one, name, language), subject_words(one, language), words, columns)
    booked = [one for one in found if one.owed.stand is Urgency.BOOKED]
    if booked:
        booked.sort(key=lambda one: one.owed.booked or 0)
        yield "\n  " + say("Booked")
        for one in booked:
            words = day_words(one.owed.booked or 0, as_of, language)
            yield from _row(subject(one, name, language), subject_words(one, language), words, columns)
    if waiting:
        yield "\n  " + say("Agreed")
        for words in dict.fromkeys(invitation_terms(one, language) for one in waiting):
            yield from textwrap.wrap(
                words,
                width,
                initial_indent="    ",
                subsequent_indent="      ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def invitation_terms(one: Invitation, language: Language) -> str:
    """Return a service with what is agreed of it, and where that stands."""
    return f"{service_words(one, language).title}: {reason_words(one, language)}"


def _row(who: str, title: str, words: str, widths: tuple[int, int, int]) -> Iterator[str]:
    """Yield the lines of one touchpoint: in columns where they fit, else its days below it."""
    first, second, width = widths
    indent = 4 + first + 2 + second + 2
    start = f"    {who:{first}}  {title:{second}}  "
    unpadded = f"    {who:{first}}  {title}  {words}"
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
    found: Sequence[Invitation], as_of: int, last: int, name: Name, language: Language
) -> str:
    """Return the advice as a list to tick."""
    lines, say = [], language.say
    for person, group in invitations_by_giver(found).items():
        lines += [f"## {giver_words(person, group, name, language)}", ""]
        head = ""
        for one in to_invite(group):
            if giver_heading(one.owed, as_of, language) != head:
                head = giver_heading(one.owed, as_of, language)
                lines += [f"### {head}", ""]
            agreed = say("Agreed: {terms}.", terms=reason_words(one, language))
            lines.append(f"- [ ] {_ticked(one, as_of, name, language)} {agreed}")
        booked = [one for one in group if one.owed.stand is Urgency.BOOKED]
        lines += ["", "### " + say("Booked"), ""] if booked else []
        lines += [f"- [x] {_ticked(one, as_of, name, language)}" for one in booked]
        lines.append("")
    return "\n".join(lines) if lines else nothing_to_invite(as_of, last, language)


def _ticked(one: Invitation, as_of: int, name: Name, language: Language) -> str:
    who = subject(one, name, language)
    return f"**{who}**: {subject_words(one, language)}, {deadline_words(one, as_of, language)}."


def invitation_row(one: Invitation) -> dict[str, str | int | bool | None]:
    """Return an invitation as data, with ids alone."""
    owed = one.owed
    place = owed.agreed.cadence_place
    return {
        "giver": one.inviter or None,
        "team": one.team,
        "service": one.service.id,
        "member": owed.member,
        "state": owed.stand.value,
        "by": _iso(owed.by),
        "late_from": _iso(owed.late_from),
        "since": _iso(owed.since),
        "booked": _iso(owed.booked),
        "offered": one.offered,
        "minutes": one.service.context.minutes,
        "last_touchpoint": _iso(owed.last_held),
        "others": " ".join(giver.person for giver in one.givers if giver.person != one.inviter),
        "cadence": cadence_words(owed.agreed.cadence),
        "policy": f"{place.path}:{place.line}",
    }


def _iso(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def invitations_as_json(found: Sequence[Invitation], as_of: int, last: int) -> str:
    """Return invitations as one JSON document."""
    rows = [
        invitation_row(one)
        | {"others": [giver.person for giver in one.givers if giver.person != one.inviter]}
        for group in invitations_by_giver(found).values()
        for one in group
    ]
    document = {"schema": 1, "as_of": _iso(as_of), "until": _iso(last), "rows": rows}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def invitations_as_csv(found: Sequence[Invitation]) -> str:
    """Return invitations as a table."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for group in invitations_by_giver(found).values():
        for one in group:
            writer.writerow(
                {
                    key: "yes" if value is True else "no" if value is False else value
                    for key, value in invitation_row(one).items()
                }
            )
    return out.getvalue()
