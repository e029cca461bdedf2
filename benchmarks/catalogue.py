"""A seeded organisation with the whole catalogue: the eleven services of the example, and two years of log."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from benchmarks.organisation import AS_OF, FIRST, TEAM

EXAMPLE = Path(__file__).parents[1] / "playbook"
TEAMS_TOGETHER = 10
"""Teams below one leader of leaders."""

HEADER = "date,service,member,given_by,initiative,state\n"
DAYS = (AS_OF - FIRST).days
PACES = {
    "one-on-one": (22, "leader"),
    "recognition": (34, "leader"),
    "skip-level": (115, "above"),
    "career-conversation": (330, "coach"),
    "performance-discussion": (165, "leader"),
    "stay-interview": (185, "leader"),
}
"""How many days lie between two rows of a service, more or less, and who gives it."""

ORDERED = {"feedback-on-request": (120, "above"), "coach-session": (150, "coach")}
"""The same of those that members order: an order, and a few days later the answer."""


def lay_catalogue(root: Path, people: int) -> int:
    """Write a playbook and its data below `root`; returns how many rows were logged, about 108 a person."""
    (root / "playbook").mkdir(parents=True)
    shutil.copytree(EXAMPLE / "services", root / "playbook/services")
    shutil.copy(EXAMPLE / "playbook.yaml", root / "playbook")
    rows = 0
    for number in range(-(-people // TEAM)):
        above = number // TEAMS_TOGETHER
        if number % TEAMS_TOGETHER == 0:
            _write(
                root / f"data/teams/above-{above:04}/team.yaml",
                f"schema: 1\nid: above-{above:04}\nname: Above {above}\n"
                f"leaders:\n  - {{person: p-above-{above}, from: 2020-01-01}}\n",
            )
        size = min(TEAM, people - number * TEAM)
        rows += _lay_team(root / f"data/teams/team-{number:05}", number, size)
    return rows


@dataclass
class _Team:
    """A team in the making: who is in it, who gives, who is away, and the rows of its log so far."""

    number: int
    members: list[str]
    random: Random
    rows: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.givers = {
            "leader": f"p-{self.number}-lead",
            "coach": f"p-{self.number}-coach",
            "above": f"p-above-{self.number // TEAMS_TOGETHER}",
        }
        self.joined = {member: FIRST - timedelta(200) for member in self.members}
        # one of each team joins in these years
        self.joined[self.members[-1]] = FIRST + timedelta(self.random.randrange(DAYS - 120))
        self.away = {
            member: max(self.joined[member], FIRST) + timedelta(self.random.randrange(50, DAYS - 60))
            for member in self.members
        }

    def roster(self, team: str) -> str:
        """Return team.yaml; everybody is away for a month once."""
        members = [f"  - {{person: {member}, from: {day}}}\n" for member, day in self.joined.items()]
        absences = [
            f"  - {{person: {member}, from: {day}, to: {day + timedelta(self.random.randint(26, 34))}}}\n"
            for member, day in self.away.items()
        ]
        return (
            f"schema: 1\nid: {team}\nname: Team {self.number}\npart_of: above-{self.number // TEAMS_TOGETHER:04}\n"
            f"leaders:\n  - {{person: {self.givers['leader']}, from: 2020-01-01}}\n"
            f"coaches:\n  - {{person: {self.givers['coach']}, from: 2020-01-01, at_most: 8}}\n"
            f"members:\n{''.join(members)}absences:\n{''.join(absences)}"
        )

    def log(self) -> None:
        """Log two years."""
        slack = self.random.choice((80, 80, 150))  # a team in three meets half as often as the others
        for member in self.members:
            for service, (pace, role) in PACES.items():
                self.log_at_a_pace(member, service, pace * slack // 100, self.givers[role])
            for days in (2, 10, 40):
                back = self.away[member] + timedelta(34 + days)
                self.add(back, "return-from-leave", member, self.givers["coach"])
                first = self.joined[member] + timedelta(days)
                self.add(first, "onboarding-check-in", member, self.givers["leader"])
            for service, (pace, role) in ORDERED.items():
                self.log_orders(member, service, pace, self.givers.get(role, self.givers["above"]))
        self.add(self.any_day(), "one-on-one", f"p-{self.number}-guest", self.givers["leader"])
        self.add(self.any_day(), "recognition", self.members[0], self.members[1])  # may not give it
        for since in range(0, DAYS, 60):
            day = FIRST + timedelta(since + self.random.randrange(30))
            self.add(day, "team-health-check", "", self.givers["leader"])

    def any_day(self) -> date:
        return FIRST + timedelta(self.random.randrange(DAYS))

    def log_at_a_pace(self, member: str, service: str, pace: int, giver: str) -> None:
        """Log a service given by the leader's initiative, but while the member is away."""
        day = max(self.joined[member], FIRST + timedelta(self.random.randrange(pace // 2)))
        while day <= AS_OF:
            if not self.away[member] <= day <= self.away[member] + timedelta(25):
                self.add(day, service, member, giver)
            day += timedelta(self.random.randint(pace * 3 // 4, pace * 9 // 8))

    def log_orders(self, member: str, service: str, pace: int, giver: str) -> None:
        """Log orders, each answered two days later."""
        day = max(self.joined[member], FIRST) + timedelta(self.random.randrange(pace))
        while day < AS_OF - timedelta(10):
            if not self.away[member] - timedelta(9) <= day <= self.away[member] + timedelta(34):
                self.add(day, service, member, giver, "inbound,ordered")
                self.add(day + timedelta(2), service, member, giver, "inbound,held")
            day += timedelta(self.random.randint(pace // 2, pace * 3 // 2))

    def add(self, day: date, service: str, member: str, giver: str, how: str = "outbound,held") -> None:
        """Log a row in the file of its quarter, unless it lies outside these years."""
        if FIRST <= day <= AS_OF:
            name = f"{day.year}-Q{(day.month + 2) // 3}"
            self.rows.setdefault(name, []).append(f"{day},{service},{member},{giver},{how}\n")


def _lay_team(folder: Path, number: int, size: int) -> int:
    team = _Team(number, [f"p-{number}-{member}" for member in range(size)], Random(number))
    _write(folder / "team.yaml", team.roster(folder.name))
    team.log()
    for name, lines in team.rows.items():
        _write(folder / f"touchpoints/{name}.csv", HEADER + "".join(sorted(lines)))
    return sum(map(len, team.rows.values()))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
