"""What `outbound plan` prints: each giver's weeks, and what cannot be met with what would help."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from operator import itemgetter
from textwrap import TextWrapper

from checks.engine.upcoming import Urgency
from checks.output.formats import json_text, text_table
from checks.output.invitation_report import invitation_row
from checks.output.invitation_words import InvitationWords, Name
from checks.planning.weeks import PlannedItem
from checks.wording.language import ENGLISH, Language, message
from checks.wording.measures import hours, iso_or_none


def plan_by_giver(planned: Sequence[PlannedItem]) -> dict[str, list[PlannedItem]]:
    """Return what is planned by who gives it, in order of their ids."""
    groups: dict[str, list[PlannedItem]] = {}
    for item in planned:
        groups.setdefault(item.giver, []).append(item)
    return groups


Besides = Mapping[tuple[str, date], int]
"""Minutes booked in a giver's week (by its Monday) for what is not in the plan."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """How a plan is shown: as of which day, `most` minutes a week (None: any), how people are called, in a language."""

    as_of: date
    most: int | None
    besides: Besides
    name: Name
    language: Language = ENGLISH

    @property
    def words(self) -> InvitationWords:
        """How what is planned is worded."""
        return InvitationWords(self.as_of, self.name, self.language)

    def due(self, item: PlannedItem) -> str:
        """Return by when it is owed."""
        owed, say = item.invitation.owed, self.language.say
        day = self.words.day(owed.by)
        if owed.by < self.as_of:
            return say("was due {by}", by=day)
        return (
            say("requested, by {by}", by=day) if owed.urgency is Urgency.ORDERED else say("by {by}", by=day)
        )

    def due_or_booked(self, item: PlannedItem) -> str:
        """Return by when it is owed, or that it has a day already."""
        return self.language.say("booked") if is_booked(item) else self.due(item)

    def impossible(self, item: PlannedItem, receiver: str) -> str:
        """Return what has no day, for whom, and why not."""
        return f"{receiver}, {self.words.service(item.invitation)}, {self.due(item)}: {item.why_not}"


def is_booked(item: PlannedItem) -> bool:
    """Return whether it has a day in the log already."""
    return item.invitation.owed.urgency is Urgency.BOOKED


def plan_as_text(planned: Sequence[PlannedItem], view: PlanView, width: int) -> str:
    """Return the plan for a terminal."""
    if not planned:
        return view.language.say("Nothing is due in these weeks.") + "\n"
    blocks = [
        "\n".join(_block(person, group, view, width)) for person, group in plan_by_giver(planned).items()
    ]
    return "\n\n".join(blocks) + f"\n\n{_summary(planned, view.language)}\n"


def _summary(planned: Sequence[PlannedItem], language: Language) -> str:
    """Return the counts in a line: `21 planned, 6 booked already, 1 not possible`."""
    impossible = sum(item.day is None and item.giver != "" for item in planned)
    anyones = sum(not item.giver for item in planned)
    booked = sum(map(is_booked, planned))
    say, number = language.say, language.number
    parts = [
        say("{number} planned", number=number(len(planned) - impossible - booked - anyones)),
        say("{number} already booked", number=number(booked)),
    ]
    if impossible:
        parts.append(say("{number} not possible", number=number(impossible)))
    if anyones:
        parts.append(say("{number} that anyone may give", number=number(anyones)))
    return f"{', '.join(parts)}."


def weeks_of(planned: Sequence[PlannedItem]) -> dict[date, list[PlannedItem]]:
    """Return what has a day, in order, by the Monday of its week."""
    weeks: dict[date, list[PlannedItem]] = {}
    for day, item in sorted(((item.day, item) for item in planned if item.day), key=itemgetter(0)):
        weeks.setdefault(item.week or day, []).append(item)
    return weeks


def week_heading(person: str, monday: date, items: Sequence[PlannedItem], view: PlanView) -> str:
    """Return the head of a week: `Week of Mon 23 Nov: 3 hours of 6, 0.5 hours of them booked besides`."""
    besides = Fraction(view.besides.get((person, monday), 0), 60)
    say, day = view.language.say, view.words.day(monday)
    taken, others = hours(_hours_of(items) + besides, view.language), hours(besides, view.language)
    if not view.most and not besides:
        return say("Week of {day}: {hours}", day=day, hours=taken)
    if not view.most:
        return say(
            "Week of {day}: {hours}, including {others} for other bookings",
            day=day,
            hours=taken,
            others=others,
        )
    most = view.most // 60
    if not besides:
        return say("Week of {day}: {hours} of {most}", day=day, hours=taken, most=most)
    form = message("Week of {day}: {hours} of {most}, including {others} for other bookings")
    return say(form, day=day, hours=taken, most=most, others=others)


def _hours_of(items: Iterable[PlannedItem]) -> Fraction:
    return Fraction(sum(item.invitation.service.context.minutes for item in items), 60)


IMPOSSIBLE = message("Does not fit")
"""The heading of what has no day."""

_LONGEST_DUE = 25
"""Columns of the longest words for a last day."""


def _block(person: str, planned: Sequence[PlannedItem], view: PlanView, width: int) -> Iterator[str]:
    words = view.words
    yield words.giver(person)
    receivers = max(len(words.receiver(item.invitation)) for item in planned)
    services = max(len(words.service(item.invitation)) for item in planned)
    days = max((len(words.day(item.day)) for item in planned if item.day), default=0)
    for monday, items in weeks_of(planned).items():
        yield f"\n  {week_heading(person, monday, items, view)}"
        for item in items:
            day, receiver = words.day(item.day or monday), words.receiver(item.invitation)
            start = f"    {day:{days}}  {receiver:{receivers}}  "
            yield from _row(start, words.service(item.invitation), view.due_or_booked(item), services, width)
    impossible = [item for item in planned if item.day is None]
    if impossible:
        yield "\n  " + view.language.say(IMPOSSIBLE) if person else ""
    wrapper = TextWrapper(width, "    ", "      ", break_on_hyphens=False)
    for item in impossible:
        yield from wrapper.wrap(view.impossible(item, words.receiver(item.invitation)))


def _row(start: str, service: str, due: str, services: int, width: int) -> Iterator[str]:
    """Yield one line in columns, closed up where it is too long for them, or broken where it is too long at all."""
    if len(start) + services + 2 + _LONGEST_DUE <= width:
        yield f"{start}{service:{services}}  {due}"
    elif len(f"{start}{service}  {due}") <= width:
        yield f"{start}{service}  {due}"
    else:
        yield f"{start}{service}"
        yield f"{'':{len(start)}}{due}"


def plan_as_markdown(planned: Sequence[PlannedItem], view: PlanView) -> str:
    """Return the plan as Markdown."""
    lines, words = [], view.words
    for person, group in plan_by_giver(planned).items():
        lines += [f"## {words.giver(person)}", ""]
        for monday, items in weeks_of(group).items():
            lines += [f"### {week_heading(person, monday, items, view)}", ""]
            for item in items:
                box, day = "[x]" if is_booked(item) else "[ ]", words.day(item.day or monday)
                receiver, service = words.receiver(item.invitation), words.service(item.invitation)
                lines.append(f"- {box} {day}: **{receiver}**, {service}, {view.due_or_booked(item)}")
            lines.append("")
        impossible = [item for item in group if item.day is None]
        if impossible:
            lines += ["### " + view.language.say(IMPOSSIBLE), ""] if person else []
            receivers = [f"**{words.receiver(item.invitation)}**" for item in impossible]
            lines += [f"- {view.impossible(*pair)}" for pair in zip(impossible, receivers, strict=True)]
            lines.append("")
    return "\n".join([*lines, _summary(planned, view.language), ""])


def plan_as_json(planned: Sequence[PlannedItem], as_of: str, until: str, most: int | None) -> str:
    """Return the plan as one JSON document, with ids alone."""
    rows = [
        {
            **invitation_row(item.invitation),
            "giver": item.giver or None,
            "others": [giver.person for giver in item.invitation.givers if giver.person != item.giver],
            "week": iso_or_none(item.week),
            "day": iso_or_none(item.day),
            "why_not": item.why_not or None,
        }
        for item in planned
    ]
    return json_text({"schema": 1, "as_of": as_of, "until": until, "minutes_per_week": most, "rows": rows})


@dataclass(frozen=True, slots=True)
class GiverWeek:
    """What somebody carries: hours promised a week, members led and coached, and room for so many more (None: any)."""

    promised: Fraction
    led: int
    chosen: int
    room: int | None


_COLUMNS = (
    message("leader or coach"),
    message("leads"),
    message("coaches"),
    message("can take"),
    message("per week"),
    message("touchpoints"),
    message("busiest week"),
)


def load_as_text(planned: Sequence[PlannedItem], carried: Mapping[str, GiverWeek], view: PlanView) -> str:
    """Return who carries how much, in order of ids: what is promised, what the weeks ahead take, and coaches' room."""
    language = view.language
    if not carried:
        return language.say("There are no leaders or coaches.") + "\n"
    groups = plan_by_giver(planned)
    rows = [tuple(map(language.say, _COLUMNS))]
    for person, load in sorted(carried.items()):
        items, room = groups.get(person, []), "" if load.room is None else str(load.room)
        fullest = max(map(_hours_of, weeks_of(items).values()), default=Fraction(0))
        members = str(load.led or ""), str(load.chosen or ""), room
        week = hours(load.promised, language), str(len(items)), hours(fullest, language)
        rows.append((view.words.name(person), *members, *week))
    text = text_table(rows, 1)
    if not view.most:
        return text
    most = hours(Fraction(view.most, 60), language)
    return text + "\n" + language.say("Each leader and coach has {hours} a week for this.", hours=most) + "\n"
