"""Write the touchpoint logs of Northlight, the fictional organisation of the example.

The logs are invented, so they come from a program and not from a person: whoever changes a roster or a term
runs it again, and a reader can see that nobody real stands behind a row. Rosters, pauses and service ids are
read; what the teams make of them is the story told by the tables below. Harbour, Breakwater, Meridian and
Compass keep what was agreed, Landfall slips after a change of leader, Sounding waits to be asked.

Every choice comes from a `random.Random` seeded with the team and the service, so the bytes are the same on each
run and machine, and a change in one team leaves the logs of the others alone.

Usage: python tools/northlight_log.py [--check]
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
SEED = "northlight"
HORIZON, ROLLING_FROM, AS_OF = date(2024, 10, 1), date(2026, 1, 1), date(2026, 11, 20)
BOOKED_UNTIL = AS_OF + timedelta(weeks=3)
HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid"
DAY = timedelta(days=1)

# Months in a window of each calendar service; the one-on-one leaves this list when it becomes rolling.
CALENDAR = {
    "one-on-one": 3,
    "recognition": 1,
    "skip-level": 3,
    "performance-discussion": 6,
    "stay-interview": 6,
    "career-conversation": 12,
}
# The first day of services that came later, and the working days in which an order is answered.
STARTS = {"stay-interview": date(2025, 1, 1), "coach-session": date(2025, 1, 1)}
ANSWER_WITHIN = {"feedback-on-request": 5, "coach-session": 3}
# Orders a member makes in a quarter.
ORDERS = {"feedback-on-request": 0.6, "coach-session": 0.3}
# Earliest and latest owed day of each step after joining and returning, within what is agreed.
STEPS = {
    "onboarding-check-in": ((0, 5), (17, 28), (58, 86)),
    "return-from-leave": ((0, 1), (7, 12), (26, 39)),
}

# Percentage of windows met, by the quarter in which the window ends: 2024-Q4 to 2026-Q4.
KEPT: Mapping[str, Sequence[int]] = {
    "one-on-one": (80, 83, 88, 91, 95),
    "recognition": (68, 70, 73, 77, 80, 82, 84, 87, 88),
    "skip-level": (72, 78, 82, 85, 88, 86, 90, 94, 94),
    "performance-discussion": (55, 0, 88, 0, 93, 0, 98, 0, 99),
    "stay-interview": (0, 0, 82, 0, 86, 0, 94, 0, 96),
    "career-conversation": (20, 0, 0, 0, 92, 0, 0, 0, 97),
}
SOUNDING = {
    **KEPT,
    "one-on-one": (50, 55, 55, 55, 60, 55, 55, 60, 55),
    "recognition": (55, 50, 50, 48, 50, 46, 45, 42, 45),
    "performance-discussion": (40, 0, 80, 0, 85, 0, 88, 0, 88),
    "stay-interview": (0, 0, 70, 0, 75, 0, 88, 0, 88),
    "career-conversation": (10, 0, 0, 0, 80, 0, 0, 0, 85),
}
LANDFALL = {**KEPT, "recognition": (70, 72, 75, 78, 81, 83, 84, 58, 60)}
GOALS = {"sounding": SOUNDING, "landfall": LANDFALL}
# Members whose one-on-one comes too late, in each quarter of 2026.
SLIPS = {
    "harbour": (2, 1, 0, 0),
    "breakwater": (2, 1, 0, 0),
    "meridian": (1, 0, 0, 0),
    "compass": (2, 1, 0, 0),
    "landfall": (1, 1, 5, 3),
    "skerry": (1, 0, 0, 0),
    "lantern": (0, 0, 0, 0),
}
# What did not happen although an event asked for it (step from 0), and health checks that were skipped.
MISSED_STEPS = {
    ("return-from-leave", "p-sisko", 1),
    ("onboarding-check-in", "p-idris", 2),
    ("onboarding-check-in", "p-fanni", 1),
    ("onboarding-check-in", "p-ciro", 1),
}
MISSED_CHECKS = {("landfall", 0), ("compass", 0), ("sounding", 1), ("breakwater", 1), ("skerry", 2)}
# Share of orders answered late, in the order's quarter; from 2026-Q2 on only Landfall is still late.
LATE_ORDERS = (0.3, 0.25, 0.2, 0.15, 0.12, 0.08, 0, 0, 0)


class Row(NamedTuple):
    """One line of the log, in the order of its header."""

    day: date
    service: str
    member: str
    given_by: str
    initiative: str
    state: str = "held"
    acknowledged: str = ""
    uid: str = ""

    def text(self) -> str:
        """Return the CSV line; ids and fixed words never need a quote."""
        return ",".join((self.day.isoformat(), *self[1:]))


@dataclass(frozen=True)
class Term:
    """A stay, a leadership or a coaching; both ends are included."""

    person: str
    first: date
    last: date
    coach: str = ""

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Team:
    """A roster as it stands in `team.yaml`, with the leaders of the team above."""

    id: str
    logs_from: date
    leaders: tuple[Term, ...]
    coaches: tuple[Term, ...]
    stays: tuple[Term, ...]
    above: tuple[Term, ...]


@dataclass(frozen=True)
class World:
    """Who is where: days off are the same whichever roster names them."""

    teams: tuple[Team, ...]
    absences: Mapping[str, tuple[tuple[date, date], ...]]
    pauses: tuple[tuple[date, date], ...]

    def away(self, person: str, day: date) -> bool:
        """Whether any roster names an absence of theirs that day."""
        return any(first <= day <= last for first, last in self.absences.get(person, ()))

    def paused(self, day: date) -> bool:
        """Whether the company rests that day."""
        return any(first <= day <= last for first, last in self.pauses)

    def at_work(self, person: str, day: date) -> bool:
        """Whether the day is one on which they could meet somebody."""
        return is_working(day) and not self.paused(day) and not self.away(person, day)


@cache
def holidays(year: int) -> frozenset[date]:
    """Return Finland's public holidays, with the eves of Midsummer and Christmas, when nobody works either."""
    a, b, c = year % 19, *divmod(year, 100)  # Easter by Butcher's rule for the Gregorian calendar
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    easter = date(year, month, day + 1)
    midsummer = next(d for d in days(date(year, 6, 20), date(year, 6, 26)) if d.isoweekday() == 6)
    moving = {easter + offset * DAY for offset in (-2, 1, 39)} | {midsummer - DAY}
    fixed = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}
    return frozenset(moving | {date(year, m, d) for m, d in fixed})


def days(first: date, last: date) -> list[date]:
    """Return every day from first to last, both included."""
    return [first + n * DAY for n in range((last - first).days + 1)]


@cache
def is_working(day: date) -> bool:
    """Whether the day is neither weekend nor public holiday."""
    return day.isoweekday() < 6 and day not in holidays(day.year)


def quarter(day: date) -> int:
    """Return the number of the day's quarter, counted from 2024-Q4, which is 0."""
    return day.year * 4 + (day.month - 1) // 3 - (2024 * 4 + 3)


def windows(months: int) -> Iterator[tuple[date, date]]:
    """Yield the calendar windows of so many months that touch the log's years, running ones too."""
    starts = [date(y, m, 1) for y in (2024, 2025, 2026) for m in range(1, 13, months)] + [date(2027, 1, 1)]
    for first, following in pairwise(starts):
        if following > HORIZON:
            yield first, following - DAY


def read_world(root: Path) -> World:
    """Read rosters and pauses; dates come out of the safe loader as dates."""
    yaml = YAML(typ="safe")
    rosters = {path.parent.name: yaml.load(path) for path in sorted(root.glob("data/teams/*/team.yaml"))}
    playbook = yaml.load(root / "playbook" / "playbook.yaml")
    absences: dict[str, set[tuple[date, date]]] = {}
    for roster in rosters.values():
        for entry in roster.get("absences", []):
            absences.setdefault(entry["person"], set()).add((entry["from"], entry.get("to", date.max)))
    return World(
        teams=tuple(read_team(roster, rosters) for roster in rosters.values() if roster["members"]),
        absences={person: tuple(sorted(spans)) for person, spans in absences.items()},
        pauses=tuple((entry["from"], entry["to"]) for entry in playbook.get("pauses", [])),
    )


def read_team(roster: Mapping[str, Any], rosters: Mapping[str, Mapping[str, Any]]) -> Team:
    """Take one roster apart; what a log does not need is left out."""

    def terms(source: Mapping[str, Any], key: str) -> tuple[Term, ...]:
        return tuple(
            Term(e["person"], e["from"], e.get("to", date.max), e.get("coach", ""))
            for e in source.get(key, [])
        )

    above = rosters.get(roster.get("part_of", ""), {})
    return Team(
        id=roster["id"],
        logs_from=max(HORIZON, roster.get("logs_from", HORIZON)),
        leaders=terms(roster, "leaders"),
        coaches=terms(roster, "coaches"),
        stays=terms(roster, "members"),
        above=terms(above, "leaders"),
    )


@dataclass
class Logbook:
    """The rows of one team while they are being invented."""

    world: World
    team: Team
    services: frozenset[str]
    rows: list[Row] = field(default_factory=list)
    rng: random.Random = field(default_factory=random.Random)

    def write(self) -> list[Row]:
        """Invent every service in turn, each from a seed of its own, and return the rows in the file's order."""
        for service in sorted(self.services):
            self.rng = random.Random(f"{SEED}/{self.team.id}/{service}")
            if service in CALENDAR:
                self.hold_by_calendar(service)
            if service == "one-on-one" and self.team.id != "sounding":
                self.hold_rolling()
            elif service == "team-health-check":
                self.hold_health_checks()
            elif service in STEPS:
                self.hold_steps(service)
            elif service in ANSWER_WITHIN:
                self.answer_orders(service)
        first_of_each = {row[:6]: row for row in reversed(self.rows)}
        return sorted(first_of_each.values())

    # Who is there, and who may give.

    @property
    def members(self) -> list[str]:
        """Return everybody who ever was in the team, by id."""
        return sorted({stay.person for stay in self.team.stays})

    def stay(self, member: str, day: date) -> Term | None:
        """Return the stay the member is in that day."""
        return next((s for s in self.team.stays if s.person == member and s.covers(day)), None)

    def owed(self, member: str, first: date, last: date) -> list[date]:
        """Return the days on which something can be owed: in the team, logged, neither away nor paused."""
        return [
            day
            for day in days(max(first, self.team.logs_from), last)
            if self.stay(member, day) and not self.world.away(member, day) and not self.world.paused(day)
        ]

    def givers(self, service: str, member: str, day: date) -> list[str]:
        """Return who may give the service that day and is at work, the likeliest first."""
        stay = self.stay(member, day)
        chosen = [stay.coach] if stay and stay.coach else []
        leaders = [t.person for t in self.team.leaders if t.covers(day)]
        coaches = [t.person for t in self.team.coaches if t.covers(day)]
        if service == "skip-level":
            order = [t.person for t in self.team.above if t.covers(day)]
        elif service == "coach-session":
            order = [c for c in chosen if c in coaches] + self.rng.sample(coaches, len(coaches))
        elif service == "feedback-on-request":
            peers = [m for m in self.members if self.stay(m, day)]
            order = self.rng.sample(peers, len(peers)) + leaders
        elif service == "one-on-one" or not leaders:
            order = [c for c in chosen if c in coaches] + leaders + coaches
        else:
            asks_coach = service in {"recognition", "career-conversation"} and self.rng.random() < 0.2
            order = coaches + leaders if asks_coach else leaders + coaches
        return [p for p in order if p != member and self.world.at_work(p, day)]

    def fits(self, service: str, member: str, day: date) -> bool:
        """Whether the member is in the team and at work, and somebody there may give the service."""
        at_work = self.stay(member, day) is not None and self.world.at_work(member, day)
        return at_work and bool(self.givers(service, member, day))

    # Writing rows.

    def initiative(self, service: str) -> str:
        """Say who starts: Sounding's leader waits to be asked, elsewhere those who lead go first."""
        waits = self.team.id == "sounding"
        inbound = {
            "one-on-one": 1.0 if waits else 0.2,
            "performance-discussion": 0.9 if waits else 0.05,
            "career-conversation": 1.0 if waits else 0.6,
        }
        return "inbound" if self.rng.random() < inbound.get(service, 0) else "outbound"

    def add(self, day: date, service: str, member: str, initiative: str = "", state: str = "held") -> None:
        """Add a row by the likeliest giver; after the as-of day it is booked, or not yet thought of."""
        who = self.givers(service, member, day)[0]
        row = Row(day, service, member, who, initiative or self.initiative(service), state)
        if day > AS_OF:
            if day <= BOOKED_UNTIL and self.rng.random() < 0.7:
                self.rows.append(row._replace(state="booked"))
            return
        acknowledged = "yes" if state == "held" and self.rng.random() < 0.85 else ""
        imported = service == "one-on-one" and self.rng.random() < 0.06
        uid = f"{self.rng.getrandbits(64):016x}" if imported else ""
        self.rows.append(row._replace(acknowledged=acknowledged, uid=uid))
        if service in {"one-on-one", "skip-level", "performance-discussion"} and state == "held":
            self.stumble(self.rows[-1])

    def stumble(self, row: Row) -> None:
        """Now and then somebody had to call off, did not come, or logged the wrong day before."""
        before = row.day - self.rng.randint(2, 5) * DAY
        state = self.rng.choices(["", "cancelled", "missed", "withdrawn"], [953, 30, 10, 7])[0]
        if not state or before < self.team.logs_from or not self.fits(row.service, row.member, before):
            return
        if row.given_by in self.givers(row.service, row.member, before):
            # Only what those who lead call off is cancelled here: inbound, it would be an order withdrawn.
            initiative = "outbound" if state == "cancelled" else row.initiative
            self.rows.append(Row(before, row.service, row.member, row.given_by, initiative, state))

    # One kind of cadence each.

    def hold_by_calendar(self, service: str) -> None:
        """Go through the service's windows; the one-on-one's end where its rolling terms begin."""
        for first, last in windows(CALENDAR[service]):
            rolling = service == "one-on-one" and last >= ROLLING_FROM and self.team.id != "sounding"
            if not rolling and last >= STARTS.get(service, HORIZON):
                self.hold_window(service, first, last)

    def hold_window(self, service: str, first: date, last: date) -> None:
        """Meet as many of those who are owed the window as the story says.

        Before 2026-Q3 the last of a fraction is left to chance; from then on no promise breaks by chance.
        """
        owed = {m: self.owed(m, first, last) for m in self.members}
        length = (last - max(first, self.team.logs_from)).days + 1
        due = [m for m in self.members if 2 * len(owed[m]) >= length]
        goal = GOALS.get(self.team.id, KEPT)[service][quarter(last)]
        blur = self.rng.random() if quarter(last) < 7 else 0
        missed = self.rng.sample(due, int(len(due) * (100 - goal) / 100 + blur))
        sessions = self.sessions(service, owed)
        for member in due:
            candidates = [day for day in owed[member] if self.fits(service, member, day)]
            if service in {"performance-discussion", "career-conversation"}:
                candidates = candidates[len(candidates) * 2 // 5 :]
            together = [day for day in sessions if day in candidates]
            if member in missed or not candidates:
                continue
            day = self.rng.choice(together or candidates)
            says_no = service == "stay-interview" and self.rng.random() < 0.15 and day <= AS_OF
            self.add(day, service, member, state="declined" if says_no else "held")
            if service == "one-on-one" and self.rng.random() < 0.4:
                self.add(self.rng.choice(candidates), service, member)

    def sessions(self, service: str, owed: Mapping[str, Sequence[date]]) -> list[date]:
        """Return the few days on which a leader's leader meets one team, alone or in small groups."""
        if service != "skip-level":
            return []
        usable = sorted({d for m, own in owed.items() for d in own if self.fits(service, m, d)})
        return self.rng.sample(usable, min(3, len(usable)))

    def hold_rolling(self) -> None:
        """Hold the one-on-ones of 2026, and some that members order besides, which count for nothing then."""
        slipping = self.slipping()
        for member in self.members:
            self.roll(member, slipping.get(member, set()))
            for first, last in windows(3):
                extra = [d for d in self.owed(member, first, last) if self.fits("one-on-one", member, d)]
                if first >= ROLLING_FROM and extra and self.rng.random() < 0.3:
                    day = self.rng.choice(extra)
                    if day <= AS_OF:
                        self.add(day, "one-on-one", member, "inbound")

    def slipping(self) -> dict[str, set[int]]:
        """Choose whose one-on-one comes too late in each quarter of 2026, nobody twice running."""
        chosen: dict[str, set[int]] = {}
        for (first, last), number in zip(
            [w for w in windows(3) if w[0] >= ROLLING_FROM], SLIPS[self.team.id], strict=True
        ):
            present = [m for m in self.members if len(self.owed(m, first, last)) > 70]
            free = [m for m in present if quarter(first) - 1 not in chosen.get(m, set())]
            for member in self.rng.sample(free, number):
                chosen.setdefault(member, set()).add(quarter(first))
        return chosen

    def roll(self, member: str, slips: set[int]) -> None:
        """Walk along the owed days from one one-on-one to the next, every four weeks or so, or too late."""
        clock = self.owed(member, ROLLING_FROM, date(2026, 12, 31))
        last, target = 0, self.rng.randint(4, 30)
        late = self.late_from(clock, 0, slips)
        for number, day in enumerate(clock):
            if self.stay(member, day - DAY) is None:  # joined that day: the clock starts anew, and soon
                last, target = number, self.rng.randint(5, 12)
                late = None
            wanted = self.rng.randint(52, 57) if late is not None and number - last < 52 else target
            if number - last >= wanted and self.fits("one-on-one", member, day):
                self.add(day, "one-on-one", member, "outbound")
                if late is not None:
                    slips.discard(late)
                if day > AS_OF:
                    return
                last, target = number, self.gap(day)
                late = self.late_from(clock, number, slips)

    def gap(self, day: date) -> int:
        """Return the number of owed days to the next one-on-one, well within the terms."""
        tight = self.team.id == "harbour" and day >= date(2026, 5, 20)  # its own terms ask for four weeks
        return self.rng.randint(14, 20) if tight else self.rng.randint(24, 34)

    @staticmethod
    def late_from(clock: Sequence[date], number: int, slips: set[int]) -> int | None:
        """Return the quarter that a gap from here would break, if the story asks for it.

        Past its first 15 days, so that the lateness is no leftover, and early enough to be mended inside it.
        """
        if number + 60 >= len(clock):
            return None
        broken = clock[number + 50]
        into = (broken - date(broken.year, (broken.month - 1) // 3 * 3 + 1, 1)).days
        return quarter(broken) if quarter(broken) in slips and 15 <= into <= 80 else None

    def hold_health_checks(self) -> None:
        """Hold one a quarter, on a day when three in four can come."""
        for first, last in windows(3):
            usable = [
                day
                for day in days(max(first, self.team.logs_from), last)
                if sum(self.fits("team-health-check", m, day) for m in self.members) * 4 >= 3 * self.size(day)
            ]
            if usable and (self.team.id, quarter(last)) not in MISSED_CHECKS:
                self.add(self.rng.choice(usable), "team-health-check", "", "outbound")

    def size(self, day: date) -> int:
        """Return the number of members, at least one, so that an empty team fits no day."""
        return max(1, sum(self.stay(m, day) is not None for m in self.members))

    def hold_steps(self, service: str) -> None:
        """Hold each step after a joining or a return."""
        for member in self.members:
            for event in self.events(service, member):
                clock = self.owed(member, event, event + 150 * DAY)
                for step, (early, late) in enumerate(STEPS[service]):
                    usable = [d for d in clock[early : late + 1] if self.fits(service, member, d)]
                    if usable and (service, member, step) not in MISSED_STEPS:
                        self.add(self.rng.choice(usable), service, member, "outbound")

    def events(self, service: str, member: str) -> Iterator[date]:
        """Yield the first days of stays, or the first days back after 28 days away and more."""
        if service == "onboarding-check-in":
            starts = [s.first for s in self.team.stays if s.person == member]
            yield from (d for d in starts if d >= self.team.logs_from and not self.stay(member, d - DAY))
        else:
            for first, last in self.world.absences.get(member, ()):
                long = last < AS_OF and (last - first).days >= 27
                if long and first >= self.team.logs_from and self.stay(member, last + DAY):
                    yield last + DAY

    def answer_orders(self, service: str) -> None:
        """Let members order now and then; one order at a time, since an answer goes to the oldest open one."""
        rate = ORDERS[service] * (1.6 if self.team.id == "sounding" else 1)
        for member in self.members:
            for first, last in windows(3):
                if self.rng.random() < rate and last >= STARTS.get(service, HORIZON):
                    self.answer_order(service, member, first, last)

    def answer_order(self, service: str, member: str, first: date, last: date) -> None:
        """Add an order from the middle of a quarter and its answer, a withdrawal, or an answer too late."""
        clock = [d for d in self.owed(member, first, last + 40 * DAY) if self.fits(service, member, d)]
        orders = [d for d in clock if first + 5 * DAY <= d <= min(last - 25 * DAY, AS_OF - DAY)]
        if not orders:
            return
        ordered = self.rng.choice(orders)
        following = clock[clock.index(ordered) + 1 :]
        if len(following) < 16 or (following[15] - ordered).days > 26:  # away soon: they ask later
            return
        late = self.rng.random() < self.late_share(service, ordered)
        in_time = following[: ANSWER_WITHIN[service] - 1]
        answered = self.rng.choice(following[11:14] if late else in_time)
        asked = self.givers(service, member, ordered)
        there = self.givers(service, member, answered)
        self.rows.append(Row(ordered, service, member, asked[0], "inbound", "ordered"))
        state = "cancelled" if self.rng.random() < 0.05 else "held"
        if answered <= AS_OF:
            who = asked[0] if asked[0] in there else there[0]
            acknowledged = "yes" if state == "held" and self.rng.random() < 0.85 else ""
            self.rows.append(Row(answered, service, member, who, "inbound", state, acknowledged))

    def late_share(self, service: str, ordered: date) -> float:
        """Return the share of orders answered late, by the quarter in which they came."""
        slipping = self.team.id == "landfall" and service == "feedback-on-request"
        return 0.2 if slipping and quarter(ordered) == 7 else LATE_ORDERS[quarter(ordered)]


def files(world: World, services: frozenset[str]) -> dict[str, str]:
    """Return path and text of each log, one file a team and calendar quarter that has rows."""
    texts: dict[str, list[str]] = {}
    for team in world.teams:
        for row in Logbook(world, team, services).write():
            name = f"{row.day.year}-Q{(row.day.month - 1) // 3 + 1}.csv"
            texts.setdefault(f"data/teams/{team.id}/touchpoints/{name}", [HEADER]).append(row.text())
    return {path: "\n".join(lines) + "\n" for path, lines in sorted(texts.items())}


def main() -> int:
    """Write the logs, or with --check say which differ; 1 when one does."""
    parser = argparse.ArgumentParser(description="Write the example's touchpoint logs.")
    parser.add_argument("--check", action="store_true", help="compare and write nothing")
    only_check: bool = parser.parse_args().check
    services = frozenset(path.stem for path in (ROOT / "playbook" / "services").glob("*.yaml"))
    wanted = files(read_world(ROOT), services)
    there = {p.relative_to(ROOT).as_posix(): p for p in sorted(ROOT.glob("data/teams/*/touchpoints/*.csv"))}
    stale = [
        path
        for path, text in wanted.items()
        if path not in there or there[path].read_bytes() != text.encode()
    ]
    extra = [path for path in there if path not in wanted]
    if only_check:
        for path in stale + extra:
            print(f"{path} differs from what tools/northlight_log.py writes", file=sys.stderr)
        return 1 if stale or extra else 0
    for path in stale:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(wanted[path].encode())
    for path in extra:
        there[path].unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
