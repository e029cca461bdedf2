"""What `outbound plan` prints: each giver's weeks, and what cannot be met with what would help."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.upcoming import Urgency
from checks.output.invitation_report import invitation_row
from checks.output.invitation_words import Name, day_words, subject, subject_words
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import hours

if TYPE_CHECKING:
    from checks.planning.weeks import PlannedItem


def plan_by_giver(planned: Sequence[PlannedItem]) -> dict[str, list[PlannedItem]]:
    """Return what is planned by who gives it, in order of their ids."""
    groups: dict[str, list[PlannedItem]] = {}
    for one in planned:
        groups.setdefault(one.giver, []).append(one)
    return groups


Besides = Mapping[tuple[str, int], int]
"""Minutes booked in somebody's week for what is not in the plan."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """How a plan is told: as of which day, `most` minutes a week (None: any), how people are called, in a language."""

    as_of: int
    most: int | None
    besides: Besides
    name: Name
    language: Language = ENGLISH

    def day(self, day: int) -> str:
        """Return a day with its weekday."""
        return day_words(day, self.as_of, self.language)

    def subject(self, one: PlannedItem) -> str:
        """Return who receives it."""
        return subject(one.invitation, self.name, self.language)

    def what(self, one: PlannedItem) -> str:
        """Return the service and how long it takes."""
        return subject_words(one.invitation, self.language)

    def giver(self, person: str) -> str:
        """Return who gives; nobody in particular has no id."""
        return self.name(person) if person else self.language.say("Anyone may give these")


def plan_as_text(planned: Sequence[PlannedItem], telling: PlanView, width: int) -> str:
    """Return the plan for a terminal."""
    if not planned:
        return telling.language.say("Nothing is owed in these weeks.") + "\n"
    blocks = [
        "\n".join(_block(person, group, telling, width)) for person, group in plan_by_giver(planned).items()
    ]
    return "\n\n".join(blocks) + f"\n\n{plan_summary(planned, telling.language)}\n"


def plan_summary(planned: Sequence[PlannedItem], language: Language) -> str:
    """Return the counts in a line: `21 planned, 6 booked already, 1 not possible`."""
    without = sum(one.day is None and one.giver != "" for one in planned)
    nobodys = sum(not one.giver for one in planned)
    booked = sum(one.invitation.owed.stand is Urgency.BOOKED for one in planned)
    say, number = language.say, language.number
    parts = [
        say("{number} planned", number=number(len(planned) - without - booked - nobodys)),
        say("{number} booked already", number=number(booked)),
    ]
    if without:
        parts.append(say("{number} not possible", number=number(without)))
    if nobodys:
        parts.append(say("{number} that anyone may give", number=number(nobodys)))
    return f"{', '.join(parts)}."


def week_lines(planned: Sequence[PlannedItem]) -> dict[int, list[PlannedItem]]:
    """Return what has a day, by the Monday of its week."""
    found: dict[int, list[PlannedItem]] = {}
    for one in sorted((one for one in planned if one.day), key=lambda one: one.day or 0):
        found.setdefault(one.week or 0, []).append(one)
    return dict(sorted(found.items()))


def _week(person: str, monday: int, group: Sequence[PlannedItem], telling: PlanView) -> str:
    """Return the head of a week: `Week of Mon 23 Nov: 3 hours of 6, 0.5 hours of them booked besides`."""
    more = Fraction(telling.besides.get((person, monday), 0), 60)
    language, day = telling.language, telling.day(monday)
    taken = hours(load_by_giver(group) + more, language)
    others = hours(more, language)
    if telling.most and more:
        return language.say(
            "Week of {day}: {hours} of {most}, {others} of them booked besides",
            day=day,
            hours=taken,
            most=telling.most // 60,
            others=others,
        )
    if telling.most:
        return language.say("Week of {day}: {hours} of {most}", day=day, hours=taken, most=telling.most // 60)
    if more:
        return language.say(
            "Week of {day}: {hours}, {others} of them booked besides", day=day, hours=taken, others=others
        )
    return language.say("Week of {day}: {hours}", day=day, hours=taken)


def load_by_giver(planned: Sequence[PlannedItem]) -> Fraction:
    """Return the hours some touchpoints take."""
    return Fraction(sum(one.invitation.service.context.minutes for one in planned), 60)


_IMPOSSIBLE = message("Not possible as it is")
_LONGEST_DUE = 25
"""Columns of the longest words for a last day."""


def _block(person: str, planned: Sequence[PlannedItem], telling: PlanView, width: int) -> Iterator[str]:
    yield telling.giver(person)
    who = max(len(telling.subject(one)) for one in planned)
    title = max(len(telling.what(one)) for one in planned)
    days = max((len(telling.day(one.day)) for one in planned if one.day), default=0)
    for monday, group in week_lines(planned).items():
        yield f"\n  {_week(person, monday, group, telling)}"
        for one in group:
            when = f"    {telling.day(one.day or 0):{days}}  {telling.subject(one):{who}}  "
            yield from _line(when, telling.what(one), _settled(one, telling), title, width)
    impossible = [one for one in planned if one.day is None]
    if impossible:
        yield "\n  " + telling.language.say(_IMPOSSIBLE) if person else ""
        for one in impossible:
            words = f"{telling.subject(one)}, {telling.what(one)}, {_due(one, telling)}: {one.why_not}"
            yield from textwrap.wrap(
                words, width, initial_indent="    ", subsequent_indent="      ", break_on_hyphens=False
            )


def _line(when: str, service: str, settled: str, title: int, width: int) -> Iterator[str]:
    """Yield one line in columns, closed up where it is too long for them, or broken where it is too long at all."""
    if len(when) + title + 2 + _LONGEST_DUE <= width:
        yield f"{when}{service:{title}}  {settled}"
    elif len(f"{when}{service}  {settled}") <= width:
        yield f"{when}{service}  {settled}"
    else:
        yield f"{when}{service}"
        yield f"{'':{len(when)}}{settled}"


def _settled(one: PlannedItem, telling: PlanView) -> str:
    booked = one.invitation.owed.stand is Urgency.BOOKED
    return telling.language.say("booked") if booked else _due(one, telling)


def _due(one: PlannedItem, telling: PlanView) -> str:
    owed, say = one.invitation.owed, telling.language.say
    day = telling.day(owed.by)
    if owed.by < telling.as_of:
        return say("was due {by}", by=day)
    return say("answer by {by}", by=day) if owed.stand is Urgency.ORDERED else say("by {by}", by=day)


def plan_as_markdown(planned: Sequence[PlannedItem], telling: PlanView) -> str:
    """Return the plan as Markdown."""
    lines = []
    for person, group in plan_by_giver(planned).items():
        lines += [f"## {telling.giver(person)}", ""]
        for monday, of_week in week_lines(group).items():
            lines += [f"### {_week(person, monday, of_week, telling)}", ""]
            for one in of_week:
                box = "[x]" if one.invitation.owed.stand is Urgency.BOOKED else "[ ]"
                settled = _settled(one, telling)
                lines.append(
                    f"- {box} {telling.day(one.day or 0)}: **{telling.subject(one)}**, {telling.what(one)}, {settled}"
                )
            lines.append("")
        impossible = [one for one in group if one.day is None]
        if impossible:
            lines += ["### " + telling.language.say(_IMPOSSIBLE), ""] if person else []
            lines += [
                f"- **{telling.subject(one)}**, {telling.what(one)}, {_due(one, telling)}: {one.why_not}"
                for one in impossible
            ]
            lines.append("")
    return "\n".join([*lines, plan_summary(planned, telling.language), ""])


def plan_as_json(planned: Sequence[PlannedItem], as_of: str, until: str, most: int | None) -> str:
    """Return the plan as one JSON document, with ids alone."""
    from checks.wording.measures import iso

    rows: list[dict[str, object]] = [
        {
            **invitation_row(one.invitation),
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
class GiverWeek:
    """What somebody carries: hours promised a week, members led, chosen by, and room for so many more (None: any)."""

    promised: Fraction
    led: int
    chosen: int
    room: int | None


_COLUMNS = (
    message("giver"),
    message("leads"),
    message("coaches"),
    message("room"),
    message("promised a week"),
    message("touchpoints"),
    message("fullest week"),
)


def load_as_text(planned: Sequence[PlannedItem], carried: Mapping[str, GiverWeek], telling: PlanView) -> str:
    """Return who carries how much, in order of ids: what is promised, what the weeks ahead take, and coaches' room."""
    language = telling.language
    if not carried:
        return language.say("Nobody leads or coaches.") + "\n"
    groups = plan_by_giver(planned)
    lines = [tuple(map(language.say, _COLUMNS))]
    for person, one in sorted(carried.items()):
        each = [load_by_giver(group) for group in week_lines(groups.get(person, [])).values()]
        room = "" if one.room is None else str(one.room)
        who = (telling.name(person), str(one.led or ""), str(one.chosen or ""), room)
        fullest = hours(max(each, default=Fraction(0)), language)
        lines.append((*who, hours(one.promised, language), str(len(groups.get(person, []))), fullest))
    widths = [max(len(line[at]) for line in lines) for at in range(len(_COLUMNS))]
    rest = [
        "".join(f"  {cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    ]
    text = "".join(
        f"{line[0]:{widths[0]}}{cells}".rstrip() + "\n" for line, cells in zip(lines, rest, strict=True)
    )
    if not telling.most:
        return text
    most = hours(Fraction(telling.most, 60), language)
    return text + "\n" + language.say("Each has {hours} a week for what is promised.", hours=most) + "\n"
