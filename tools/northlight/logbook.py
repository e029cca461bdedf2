"""One team's log while it is being invented: who is there, who may give, and how a row comes about."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tools.northlight.days import DAY, days
from tools.northlight.story import AS_OF

if TYPE_CHECKING:
    from datetime import date

    from tools.northlight.world import Team, Term, World

BOOKED_UNTIL = AS_OF + timedelta(weeks=3)


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


@dataclass
class Logbook:
    """The rows of one team while they are being invented."""

    world: World
    team: Team
    rows: list[Row] = field(default_factory=list)
    rng: random.Random = field(default_factory=random.Random)

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

    def size(self, day: date) -> int:
        """Return the number of members, at least one, so that an empty team fits no day."""
        return max(1, sum(self.stay(m, day) is not None for m in self.members))

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
