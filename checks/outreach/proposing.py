"""What `outbound plan` prints: each giver's weeks, and what cannot be met with what would help."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.cadence.owed import Stand
from checks.coverage.wording import hours
from checks.outreach.inviting import row
from checks.outreach.words import Name, day_words, subject, what

if TYPE_CHECKING:
    from checks.outreach.planning import Planned


def by_giver(planned: Sequence[Planned]) -> dict[str, list[Planned]]:
    """Return what is planned by who gives it, in order of their ids."""
    groups: dict[str, list[Planned]] = {}
    for one in planned:
        groups.setdefault(one.giver, []).append(one)
    return groups


def as_text(
    planned: Sequence[Planned], as_of: int, most: int | None, besides: Besides, name: Name, width: int
) -> str:
    """Return the plan for a terminal."""
    if not planned:
        return "Nothing is owed in these weeks.\n"
    blocks = [
        "\n".join(_block(person, group, as_of, most, besides, name, width))
        for person, group in by_giver(planned).items()
    ]
    return "\n\n".join(blocks) + f"\n\n{summary(planned)}\n"


def summary(planned: Sequence[Planned]) -> str:
    """Return the counts in a line: `21 planned, 6 booked already, 1 not possible`."""
    without = sum(one.day is None and one.giver != "" for one in planned)
    nobodys = sum(not one.giver for one in planned)
    booked = sum(one.invitation.owed.stand is Stand.BOOKED for one in planned)
    fresh = len(planned) - without - booked - nobodys
    anyone = f", {nobodys:,} that anyone may give" if nobodys else ""
    impossible = f", {without:,} not possible" if without else ""
    return f"{fresh:,} planned, {booked:,} booked already{impossible}{anyone}."


def weeks(planned: Sequence[Planned]) -> dict[int, list[Planned]]:
    """Return what has a day, by the Monday of its week."""
    found: dict[int, list[Planned]] = {}
    for one in sorted((one for one in planned if one.day), key=lambda one: one.day or 0):
        found.setdefault(one.week or 0, []).append(one)
    return dict(sorted(found.items()))


Besides = Mapping[tuple[str, int], int]
"""Minutes booked in somebody's week for what is not in the plan."""


def _week(
    person: str, monday: int, group: Sequence[Planned], besides: Besides, as_of: int, most: int | None
) -> str:
    """Return the head of a week: `Week of Mon 23 Nov: 3 hours of 6, 0.5 hours of them booked besides`."""
    more = Fraction(besides.get((person, monday), 0), 60)
    limit = f" of {most // 60}" if most else ""
    others = f", {hours(more)} of them booked besides" if more else ""
    return f"Week of {day_words(monday, as_of)}: {hours(load(group) + more)}{limit}{others}"


def load(planned: Sequence[Planned]) -> Fraction:
    """Return the hours some touchpoints take."""
    return Fraction(sum(one.invitation.service.context.minutes for one in planned), 60)


_LONGEST_DUE = 25
"""Columns of the longest words for a last day."""


def _block(
    person: str,
    planned: Sequence[Planned],
    as_of: int,
    most: int | None,
    besides: Besides,
    name: Name,
    width: int,
) -> Iterator[str]:
    yield name(person) if person else "Anyone may give these"
    who = max(len(subject(one.invitation, name)) for one in planned)
    title = max(len(what(one.invitation)) for one in planned)
    days = max((len(day_words(one.day, as_of)) for one in planned if one.day), default=0)
    for monday, group in weeks(planned).items():
        yield f"\n  {_week(person, monday, group, besides, as_of, most)}"
        for one in group:
            owed = one.invitation.owed
            booked = "booked" if owed.stand is Stand.BOOKED else _due(one, as_of)
            when = f"    {day_words(one.day or 0, as_of):{days}}  {subject(one.invitation, name):{who}}  "
            padded = f"{when}{what(one.invitation):{title}}  {booked}"
            close = f"{when}{what(one.invitation)}  {booked}"
            if len(f"{when}{'':{title}}  ") + _LONGEST_DUE <= width:
                yield padded
            elif len(close) <= width:
                yield close
            else:
                yield f"{when}{what(one.invitation)}"
                yield f"{'':{len(when)}}{booked}"
    impossible = [one for one in planned if one.day is None]
    if impossible:
        yield "\n  Not possible as it is" if person else ""
        for one in impossible:
            words = (
                f"{subject(one.invitation, name)}, {what(one.invitation)}, {_due(one, as_of)}: {one.why_not}"
            )
            yield from textwrap.wrap(
                words, width, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False
            )


def _due(one: Planned, as_of: int) -> str:
    owed = one.invitation.owed
    if owed.by < as_of:
        return f"was due {day_words(owed.by, as_of)}"
    verb = "answer by" if owed.stand is Stand.ORDERED else "by"
    return f"{verb} {day_words(owed.by, as_of)}"


def as_markdown(
    planned: Sequence[Planned], as_of: int, most: int | None, besides: Besides, name: Name
) -> str:
    """Return the plan as Markdown."""
    lines = []
    for person, group in by_giver(planned).items():
        lines += [f"## {name(person) if person else 'Anyone may give these'}", ""]
        for monday, of_week in weeks(group).items():
            lines += [f"### {_week(person, monday, of_week, besides, as_of, most)}", ""]
            for one in of_week:
                booked = one.invitation.owed.stand is Stand.BOOKED
                box, due = ("[x]", "booked") if booked else ("[ ]", _due(one, as_of))
                lines.append(
                    f"- {box} {day_words(one.day or 0, as_of)}: **{subject(one.invitation, name)}**, "
                    f"{what(one.invitation)}, {due}"
                )
            lines.append("")
        impossible = [one for one in group if one.day is None]
        if impossible:
            lines += ["### Not possible as it is", ""] if person else []
            lines += [
                f"- **{subject(one.invitation, name)}**, {what(one.invitation)}, {_due(one, as_of)}: {one.why_not}"
                for one in impossible
            ]
            lines.append("")
    return "\n".join([*lines, summary(planned), ""])


def as_json(planned: Sequence[Planned], as_of: str, until: str, most: int | None) -> str:
    """Return the plan as one JSON document, with ids alone."""
    from checks.coverage.wording import iso

    rows: list[dict[str, object]] = [
        {
            **row(one.invitation),
            "giver": one.giver or None,
            "others": [giver.person for giver in one.invitation.givers if giver.person != one.giver],
            "week": None if one.week is None else iso(one.week),
            "day": None if one.day is None else iso(one.day),
            "why_not": one.why_not or None,
        }
        for one in planned
    ]
    document = {"schema": 1, "as_of": as_of, "until": until, "minutes_per_week": most, "rows": rows}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Carried:
    """What somebody carries: hours promised a week, members led, chosen by, and room for so many more (None: any)."""

    promised: Fraction
    led: int
    chosen: int
    room: int | None


def load_text(
    planned: Sequence[Planned], carried: Mapping[str, Carried], most: int | None, name: Name
) -> str:
    """Return who carries how much, in order of ids: what is promised, what the weeks ahead take, and coaches' room."""
    if not carried:
        return "Nobody leads or coaches.\n"
    head = ("giver", "leads", "coaches", "room", "promised a week", "touchpoints", "fullest week")
    groups = by_giver(planned)
    body = []
    for person, one in sorted(carried.items()):
        each = [load(group) for group in weeks(groups.get(person, [])).values()]
        room = "" if one.room is None else str(one.room)
        body.append(
            (
                *(name(person), str(one.led or ""), str(one.chosen or ""), room, hours(one.promised)),
                *(str(len(groups.get(person, []))), hours(max(each, default=Fraction(0)))),
            )
        )
    widths = [max(len(line[at]) for line in (head, *body)) for at in range(len(head))]
    lines = [
        "  ".join(
            f"{cell:{width}}" if at == 0 else f"{cell:>{width}}"
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (head, *body)
    ]
    limit = f"Each has {hours(Fraction(most, 60))} a week for what is promised.\n" if most else ""
    return "\n".join([*lines, ""]) + f"\n{limit}" if limit else "\n".join([*lines, ""])
