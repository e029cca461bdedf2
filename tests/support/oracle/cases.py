"""Random small cases for the oracle and the engine, and a case laid out as the files of a repository.

The files are meant to be read without a schema error. Findings they may well have (guests, wrong givers, rows
outside a stay, services nobody may give, a team's terms looser than the playbook's): judging goes on then.
"""

import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.support.oracle.walk import MONTHS, Case, Document, day, filled, in_force

ALL = frozenset(
    {
        "rolling",
        "calendar",
        "events",
        "offered",
        "voluntary",
        "waivers",
        "groups",
        "team-terms",
        "only",
        "audience-team",
        "formerly",
        "year-starts",
        "pauses",
        "leaders-leader",
        "counts-outbound",
    }
)
LEAVING = ALL | {"leaving"}
"""With most events leavings, and most stays ending around the as-of day."""
MOVING = ALL | {"moves"}
"""With members who go on in another team, back and forth too, some with one end of a move missing."""
FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)
GROUP = "probation"
MEMBERS = ("p-ada", "p-ben", "p-cleo", "p-dan")
STEPS = (0, 1, 7, 8, 14, 15, 28, 30, 31)  # days after an event on which steps end, and the next begin
LEADERS = ("p-grace", "p-hugo")
COACHES = ("p-kim", "p-lea")
HEADER = ("date", "service", "member", "given_by", "initiative", "state", "acknowledged", "uid")
DATED = ("agreed_on", "agreed_with", "record", "review_by")


@dataclass(frozen=True)
class Size:
    """How large a case may grow; each number is drawn from those given.

    `days` lie between horizon and as-of day, give or take 30; `people` is the most a team has, and the
    first stay of each begins at the latest `joined` days after the horizon. With `edges` what is rare is
    frequent: stays that owe little or nothing, groups and teams with terms of their own, givers and terms
    that end, orders, and what is taken back.
    """

    days: tuple[int, ...]
    teams: tuple[int, ...]
    services: tuple[int, ...]
    people: int
    joined: int
    edges: bool = False


WHOLE = Size((130, 250, 420, 600), (1, 1, 2, 2, 3), (1, 2, 2, 3), 4, 150)
QUICK = Size((*(130,) * 6, *(200,) * 6, *(300,) * 5, *(420,) * 2, 800), (1, 1, 1, 2), (1, 1, 2), 3, 60)
MOVES = Size((130, 200, 300, 420), (2, 2, 3), (1, 1, 2), 3, 60)
EDGES = Size((130, 130, 200, 300), (1, 1, 1, 2), (1, 1, 2), 3, 60, edges=True)


def random_case(seed: int, *, features: frozenset[str] = ALL, size: Size = WHOLE) -> Case:
    """Return a random case, the same for the same seed, features and size.

    A feature switched off does not occur; with no kind of cadence left, calendar ones remain.
    """
    return Draft(random.Random(seed), features, size).case()


def files(case: Case) -> dict[str, str]:
    """Lay the case out as repository files, path to text, with what the format requires filled in."""
    laid = {"playbook/playbook.yaml": yaml(whole_playbook(case.playbook))}
    for service, document in case.services.items():
        laid[f"playbook/services/{service}.yaml"] = yaml(whole_service(service, document))
    for team, document in case.teams.items():
        folder = f"data/teams/{team}"
        laid[f"{folder}/team.yaml"] = yaml(whole_team(team, document))
        if case.waivers.get(team):
            waivers = [whole_waiver(number, one) for number, one in enumerate(case.waivers[team])]
            laid[f"{folder}/waivers.yaml"] = yaml({"schema": "1", "waivers": waivers})
        quarters: dict[str, list[str]] = {}
        for row in sorted(case.rows.get(team, []), key=lambda one: one["date"]):
            when = day(row["date"])
            name = f"{when.year}-Q{(when.month + 2) // 3}"
            quarters.setdefault(name, [",".join(HEADER)]).append(",".join(row[key] for key in HEADER))
        for name, lines in quarters.items():
            laid[f"{folder}/touchpoints/{name}.csv"] = "".join(f"{line}\n" for line in lines)
    return laid


# Filling in


def whole_playbook(said: Document) -> Document:
    """Return playbook.yaml with all it needs."""
    terms = {"coverage_at_least": "90%", "coverage_may_drop": "2%", "outbound_at_least": "60%"}
    principle = {"id": "seen", "title": "Everyone is seen", "text": "Nobody is passed over."}
    given = {
        "schema": "1",
        "organisation": "Northlight",
        "language": "en",
        "time_zone": "Europe/Helsinki",
        "holidays": "FI",
        "repository": "https://git.example.org/northlight/playbook",
        "year_starts": "january",
        "principles": [principle],
        "privacy": {"smallest_group": "5", "show": "teams", "keep_logs_for": "20 quarters"},
        "capacity": {"leader_hours_per_week": "6"},
        **said,
    }
    given["terms"] = [agreed(one) for one in said["terms"]]
    given["terms"][0] = {**terms, **given["terms"][0]}
    for one in given["terms"]:
        one.pop("review_by", None)
    return given


def whole_service(service: str, said: Document) -> Document:
    """Return a service's file with all it needs."""
    metric = {"id": "useful", "question": "Was it useful to you?", "scale": ["1", "5"], "mean_at_least": "4"}
    return {
        "schema": "1",
        "id": service,
        "title": service.replace("-", " ").capitalize(),
        "summary": "A conversation that is kept.",
        "purpose": "So that nobody is passed over.",
        "context": {"minutes": "45", "where": "In person or by video"},
        "serves": ["seen"],
        "audience": "member",
        "initiative": "both",
        "agenda": ["Their topics first", "What stands in the way"],
        "order": {"how": "Ask your leader"},
        "metrics": [metric],
        **said,
        "agreements": [agreed(one) for one in said["agreements"]],
    }


def whole_team(team: str, said: Document) -> Document:
    """Return a team's file with all it needs."""
    given = {"schema": "1", "id": team, "name": team.capitalize(), **said}
    if "agreements" in said:
        given["agreements"] = {key: [agreed(one) for one in own] for key, own in said["agreements"].items()}
    return {key: value for key, value in given.items() if value not in ([], {})}


def whole_waiver(number: int, said: Document) -> Document:
    """Return a waiver with all it needs."""
    people = [said.get("member", MEMBERS[0])]
    return {
        "id": f"w-{number}",
        "reason": "agreed-pause",
        "approved_by": "p-hopper",
        "agreed_with_people": people,
        **said,
    }


def agreed(said: Document) -> Document:
    """Return a dated entry with the day it was agreed on, with whom, the record and the review day."""
    first = day(said["from"])
    return {
        **said,
        "agreed_on": str(first - timedelta(days=14)),
        "agreed_with": ["members", "leaders"],
        "record": "https://git.example.org/northlight/records/1",
        "review_by": str(first + timedelta(days=365)),
        **{key: said[key] for key in DATED if key in said},
    }


# Writing YAML

PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._%/-]|:(?=/))*(?<! )")
NOT_TEXT = {"y", "n", "yes", "no", "on", "off", "null"}


def scalar(text: str) -> str:
    """Write a scalar, plain where that is safe."""
    return text if PLAIN.fullmatch(text) and text.lower() not in NOT_TEXT else json.dumps(text)


def flow(value: str | Sequence[Any] | Mapping[str, Any]) -> str:
    """Write a value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(flow(item) for item in value) + "]"


def yaml(document: Mapping[str, Any], indent: str = "") -> str:
    """Write a mapping, one key a line, the entries of its lists and mappings each on a line of their own."""
    lines: list[str] = []
    for key, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            lines += [f"{indent}{key}:", *(f"{indent}  - {flow(item)}" for item in value)]
        elif isinstance(value, Mapping):
            lines += [f"{indent}{key}:", yaml(value, indent + "  ").rstrip("\n")]
        else:
            lines.append(f"{indent}{key}: {flow(value)}")
    return "\n".join(lines) + "\n"


# Drawing a case


@dataclass
class Draft:
    """A case in the making: the dice, the features and what has been drawn so far."""

    dice: random.Random
    features: frozenset[str]
    size: Size
    as_of: date = FIRST
    horizon: date = FIRST
    playbook: Document = field(default_factory=dict)
    services: dict[str, Document] = field(default_factory=dict)
    teams: dict[str, Document] = field(default_factory=dict)

    def chance(self, share: float, feature: str | None = None) -> bool:
        """Throw the dice: True with this share, never when the feature is off."""
        return self.dice.random() < share and (feature is None or feature in self.features)

    def rare(self, share: float, feature: str | None = None) -> bool:
        """Throw the dice for something at the edges: three times out of four in a case that is made of them."""
        return self.chance(max(share, 0.75) if self.size.edges else share, feature)

    def around(self, first: date, before: int, after: int) -> date:
        """Return a day near another, within the years of all cases."""
        drawn = first + timedelta(days=self.dice.randint(-before, after))
        return min(max(drawn, FIRST), LAST)

    def case(self) -> Case:
        """Draw the case, the playbook first."""
        self.as_of = self.around(date(2024, 3, 1), 0, 930)
        length = self.dice.choice(self.size.days)
        self.horizon = self.around(self.as_of - timedelta(days=length), 30, 30)
        team_ids = self.dice.sample(["harbour", "dock", "engineering"], self.dice.choice(self.size.teams))
        for team in team_ids:
            document: Document = {"name": team.capitalize()}
            if self.chance(0.5, "formerly"):
                document["formerly"] = [f"{team}-old"]
            self.teams[team] = document
        self.draw_playbook()
        ids = self.dice.sample(
            ["one-on-one", "review", "feedback", "retro"], self.dice.choice(self.size.services)
        )
        for service in ids:
            self.services[service] = self.service(service)
        if self.chance(0.7, "pauses"):
            self.playbook["pauses"] = self.pauses()
        for number, team in enumerate(team_ids):
            self.draw_team(team, number)
        if "moves" in self.features:
            for person in self.some(list(MEMBERS)):
                self.draw_moves(person)
        return Case(
            self.as_of,
            self.playbook,
            self.services,
            self.teams,
            {team: self.waivers(team) for team in team_ids},
            {team: self.rows(team) for team in team_ids},
        )

    # Playbook

    def draw_playbook(self) -> None:
        """Draw what concerns everybody."""
        self.playbook = {
            "holidays": self.dice.choice(("FI", "FI", "DE")),
            "year_starts": "january",
            "logs_from": str(self.horizon),
            "terms": [{"from": str(FIRST), "owed_when_present": self.presence()}],
        }
        if self.chance(0.6, "year-starts"):
            self.playbook["year_starts"] = self.dice.choice(MONTHS)
        if self.chance(0.4):
            changed = {"from": str(self.between(after=60)), "owed_when_present": self.presence()}
            self.playbook["terms"].append(changed)
        if "groups" in self.features:
            self.playbook["groups"] = [{"id": GROUP, "title": "In probation"}]

    def presence(self) -> str:
        """Draw a share of days that makes a window owed."""
        return self.dice.choice(("50%", "50%", "0%", "100%", "33.3%", "75%"))

    def between(self, before: int = 0, after: int = 0) -> date:
        """Draw a day between horizon and as-of day, or so many days before or after."""
        length = (self.as_of - self.horizon).days
        drawn = self.horizon + timedelta(days=self.dice.randint(-before, length + after))
        return min(max(drawn, FIRST + timedelta(days=1)), LAST)

    def pauses(self) -> list[Document]:
        """Draw pauses for everybody, one after the other."""
        drawn: list[Document] = []
        first = self.between()
        for _ in range(self.dice.choice((1, 2))):
            last = self.around(first, 0, 30)
            services = "all" if self.chance(0.6) else self.some(list(self.services))
            drawn.append({"from": str(first), "to": str(last), "services": services})
            first = last + timedelta(days=self.dice.randint(1, 90))
            if first > LAST - timedelta(days=40):
                break
        return drawn

    def some(self, ids: list[str]) -> list[str]:
        """Draw one or more of these, in order."""
        chosen = set(self.dice.sample(ids, self.dice.randint(1, len(ids))))
        return [one for one in ids if one in chosen]

    # Services

    def service(self, service: str) -> Document:
        """Draw a service: its agreements for everybody and perhaps for a group."""
        document: Document = {"audience": "member", "initiative": self.dice.choice(("outbound", "both"))}
        if self.chance(0.25, "audience-team"):
            document["audience"] = "team"
        if self.chance(0.5, "formerly"):
            document["formerly"] = [f"{service}-old"]
        by_anyone = self.chance(0.2)
        style = Style(document["audience"] == "team", by_anyone, self.kind(document["audience"]))
        first = self.horizon if self.chance(0.1) else self.between(before=200)
        agreements = self.sequence(style, first, {}, teams=True)
        if self.rare(0.5, "groups"):
            group = self.sequence(style, self.between(before=100), {"for": GROUP}, teams=True)
            agreements += group
        document["agreements"] = sorted(agreements, key=lambda one: day(one["from"]))
        if any(one.get("cadence", {}).get("after") == "ordering" for one in agreements):
            document["initiative"] = "both"
        return document

    def sequence(
        self,
        style: "Style",
        first: date,
        said: Document,
        *,
        teams: bool = False,
        start: Document | None = None,
    ) -> list[Document]:
        """Draw agreements in order; the first says everything, or inherits from `start`."""
        drawn: list[Document] = []
        so_far = dict(start or {})
        changes = self.dice.choice((0, 0, 1, 1, 2, 3) if style.kind != "rolling" else (0, 1, 2, 3, 4, 5))
        for _ in range(changes + 1):
            agreement: Document = {"from": str(first), **said}
            following = first + timedelta(days=self.dice.choice((5, 17, 40, 60, 90, 150)))
            following = min(self.around(following, 3, 20), LAST)
            if self.chance(0.4 if self.size.edges else 0.12):
                agreement["to"] = str(self.around(first, 0, max((following - first).days - 1, 0)))
            agreement.update(self.changes(style, so_far) if so_far else self.all_terms(style))
            if teams and (not so_far or self.chance(0.1)):
                agreement["teams"] = self.team_list()
            so_far.update(agreement)
            drawn.append(agreement)
            first = following
            if first > self.as_of + timedelta(days=90) or first >= LAST:
                break
        return drawn

    def team_list(self) -> str | list[str]:
        """Draw whom an agreement concerns, perhaps by a former id."""
        if self.chance(0.75):
            return "all"
        return [self.former(one, self.teams[one]) for one in self.some(list(self.teams))]

    def former(self, known: str, document: Document) -> str:
        """Return an id, or one it had before."""
        before: list[str] = document.get("formerly", [])
        return before[0] if before and self.chance(0.3) else known

    def all_terms(self, style: "Style") -> Document:
        """Draw all terms of an agreement."""
        drawn: Document = {
            "obligation": self.obligation(),
            "given_by": self.given_by(style),
            "cadence": self.cadence(style),
            "counts": "outbound" if self.chance(0.25, "counts-outbound") else "any",
            "coverage_at_least": "90%",
        }
        if drawn["obligation"] == "voluntary" and self.chance(0.2):
            del drawn["cadence"]
        return drawn

    def changes(self, style: "Style", so_far: Document) -> Document:
        """Draw what a later agreement says; what it does not say stays."""
        drawn: Document = {}
        if self.chance(0.75):
            drawn["cadence"] = self.cadence(style)
        elif "cadence" not in so_far or self.chance(0.3):
            drawn["cadence"] = so_far.get("cadence", self.cadence(style))
        if self.chance(0.25):
            drawn["obligation"] = self.obligation()
        if self.chance(0.15):
            drawn["given_by"] = self.given_by(style)
        if self.chance(0.2, "counts-outbound"):
            drawn["counts"] = self.dice.choice(("any", "outbound"))
        return drawn

    def obligation(self) -> str:
        """Draw an obligation."""
        drawn = self.dice.choice(("compulsory", "compulsory", "compulsory", "offered", "voluntary"))
        return drawn if drawn in self.features else "compulsory"

    def given_by(self, style: "Style") -> list[str]:
        """Draw who gives the service; empty `given_by` in rows needs a service of anyone's all along."""
        if style.by_anyone:
            return ["anyone"]
        if self.chance(0.2 if len(self.teams) > 1 else 0.05, "leaders-leader"):
            return self.dice.choice((["leaders-leader"], ["coach", "leaders-leader"]))
        return self.dice.choice((["leader"], ["leader"], ["leader", "coach"], ["coach"]))

    def kind(self, audience: str) -> str:
        """Draw a kind of cadence among those switched on."""
        kinds = [one for one in ("calendar", "rolling", "events") if one in self.features]
        if audience == "team":  # "Event cadences are for audience `member`"
            kinds = [one for one in kinds if one != "events"]
        if self.size.edges and "events" in kinds:
            kinds += ["events"] * 3
        if "moves" in self.features and "rolling" in kinds:
            kinds += ["rolling"] * 4
        return self.dice.choice(kinds or ["calendar"])

    def cadence(self, style: "Style") -> Document:
        """Draw a cadence, mostly of the service's usual kind."""
        kind = style.kind if self.chance(0.8) else self.kind("team" if style.for_team else "member")
        if kind == "rolling":
            limit = self.dice.choice(
                ("6 weeks", "2 weeks", "4 weeks", "30 days", "10 days", "90 days", "42 days")
            )
            grace = self.dice.choice(("3 days", "1 week", "14 days"))
            return {"at_most_apart": limit, **({"grace": grace} if self.chance(0.4) else {})}
        if kind == "events":
            return self.event()
        per = self.dice.choice(("week", "month", "month", "quarter", "quarter", "half-year", "year"))
        drawn: Document = {"at_least": self.dice.choice(("1", "1", "2")), "per": per}
        if per == "month" and self.chance(0.3, "only"):
            chosen = set(self.dice.sample(MONTHS, 5))
            drawn["only"] = [name for name in MONTHS if name in chosen]
        return drawn

    def event(self) -> Document:
        """Draw an event cadence."""
        if "leaving" in self.features and self.chance(0.75):
            return self.leaving()
        event = self.dice.choice(("joining", "returning", "returning", "ordering", "ordering"))
        if event == "ordering":
            return {
                "after": event,
                "within": [self.dice.choice(("5 working days", "2 weeks", "3 days", "30 days"))],
            }
        choices = (
            ["7 days", "30 days", "90 days"],
            ["14 days"],
            ["5 working days", "20 working days"],
            ["1 week", "4 weeks"],
        )
        drawn: Document = {"after": event, "within": list(self.dice.choice(choices))}
        if event == "returning" and self.chance(0.4):
            drawn["away_at_least"] = self.dice.choice(("14 days", "28 days", "6 weeks"))
        return drawn

    def left(self, entry: Document, others: list[str]) -> None:
        """Let a stay end around the as-of day, or perhaps in another team."""
        if self.chance(0.6):
            entry["to"] = str(max(self.around(self.as_of, 60, 30), day(entry["from"])))
        if others and self.chance(0.15):
            entry["moved_to"] = others[0]

    def draw_moves(self, person: str) -> None:
        """Let somebody go from team to team, and nowhere else; most moves have both ends, most without a gap."""
        for document in self.teams.values():
            document["members"] = [one for one in document["members"] if one["person"] != person]
        team = self.dice.choice(list(self.teams))
        first = self.around(self.horizon, 60, 60)
        before: tuple[str, Document] | None = None
        for _ in range(self.dice.choice((2, 2, 3, 4, 6))):
            entry: Document = {"person": person, "from": str(first)}
            if self.chance(0.2, "groups"):
                entry["group"] = GROUP
            if self.chance(0.15):
                entry["owed"] = self.dice.choice(("all", "none", self.some(list(self.services))))
            if before:
                self.link(before, (team, entry))
            self.teams[team]["members"].append(entry)
            last = self.around(first, 0, self.dice.choice((8, 40, 90, 120)))
            if last >= self.as_of + timedelta(days=60) or last >= LAST:
                break
            before = (team, entry)
            others = [one for one in self.teams if one != team]
            team = self.dice.choice(others)
            first = last + timedelta(days=self.dice.choice((1, 1, 1, 1, 2, 3, 31, 32)))
            if first > LAST:
                break
            entry["to"] = str(last)

    def link(self, left: tuple[str, Document], begun: tuple[str, Document]) -> None:
        """Write both ends of a move, or perhaps one of them."""
        ends = self.dice.choice(("both",) * 8 + ("to", "from"))
        if ends != "from":
            left[1]["moved_to"] = self.former(begun[0], self.teams[begun[0]])
        if ends != "to":
            begun[1]["moved_from"] = self.former(left[0], self.teams[left[0]])

    def leaving(self) -> Document:
        """Draw a cadence after leaving."""
        within = self.dice.choice(("30 days", "2 weeks", "5 working days", "1 day"))
        drawn: Document = {"after": "leaving", "within": [within]}
        if self.chance(0.7):
            drawn["before"] = self.dice.choice(("14 days", "1 day", "4 weeks", "10 days"))
        return drawn

    # Teams

    def draw_team(self, team: str, number: int) -> None:
        """Draw a team's roster, absences and own terms."""
        document = self.teams[team]
        others = [one for one in self.teams if one != team]
        # the later one lies below an earlier one, so that there is no circle
        above = [one for one in others if list(self.teams).index(one) < number]
        if above and self.chance(0.7):
            document["part_of"] = self.former(above[0], self.teams[above[0]])
        if self.chance(0.35):
            document["logs_from"] = str(min(self.around(self.horizon, 20, 80), self.as_of))
        document["leaders"] = self.givers(list(LEADERS), f"p-boss-{number}")
        document["coaches"] = self.givers(list(COACHES), f"p-guide-{number}") if self.chance(0.7) else []
        people = self.dice.sample(MEMBERS, self.dice.randint(1, self.size.people))
        if number == 0 and len(self.teams) > 1 and self.chance(0.3):
            people = []  # "a team may have no members of its own"
        elif self.chance(0.2):
            people.append(document["leaders"][0]["person"])
        document["members"] = [entry for person in people for entry in self.stays(person, others)]
        document["absences"] = [entry for person in people for entry in self.absences(team, person)]
        if self.chance(0.3) and document["leaders"][0]["person"] not in people:
            away = str(self.between())
            document["absences"].append({"person": document["leaders"][0]["person"], "from": away})
        own = {
            service: self.own_terms(team, service)
            for service in self.services
            if self.rare(0.4, "team-terms")
        }
        document["agreements"] = {service: agreements for service, agreements in own.items() if agreements}

    def givers(self, people: list[str], own: str) -> list[Document]:
        """Draw leaders or coaches: one for good, one with a deputy, or one after the other with a gap."""
        people = [own, *self.dice.sample(people, len(people))]
        change = self.between()
        if self.chance(0.5):
            return [{"person": people[0], "from": str(FIRST)}]
        if self.chance(0.5):
            deputy = {"person": people[1], "from": str(change), "to": str(self.around(change, 0, 90))}
            return [{"person": people[0], "from": str(FIRST)}, deputy]
        if self.size.edges and self.chance(0.5):  # nobody follows
            return [{"person": people[0], "from": str(FIRST), "to": str(change)}]
        following = self.around(change, -1, 40)
        return [
            {"person": people[0], "from": str(FIRST), "to": str(change)},
            {"person": people[2], "from": str(following)},
        ]

    def stays(self, person: str, others: list[str]) -> list[Document]:
        """Draw a person's stays, one after the other, some without a gap or to one of `others`, the last perhaps open."""
        drawn: list[Document] = []
        first = self.around(self.horizon, 90, self.size.joined)
        if self.chance(0.2):  # days on which something else begins or ends
            first = self.dice.choice((self.horizon, self.as_of - timedelta(days=self.dice.choice(STEPS))))
        for _ in range(self.dice.choice((1, 1, 2, 3))):
            entry: Document = {"person": person, "from": str(first)}
            if self.chance(0.5 if self.size.edges else 0.3, "groups"):
                entry["group"] = GROUP
            if self.chance(0.6 if self.size.edges else 0.2):
                entry["owed"] = self.dice.choice(("all", "none", self.some(list(self.services))))
            drawn.append(entry)
            if self.chance(0.35):
                break
            last = self.around(first, -5, 260)
            entry["to"] = str(max(last, first))
            if "leaving" in self.features:
                self.left(entry, others)
                last = day(entry["to"])
            gap = 1 if self.chance(0.4) else self.dice.randint(2, 60)
            first = max(last, first) + timedelta(days=gap)
            if first > LAST:
                break
        return drawn

    def absences(self, team: str, person: str) -> list[Document]:
        """Draw a person's absences from their first stay on, one after the other, the last perhaps open."""
        drawn: list[Document] = []
        joined = min(day(one["from"]) for one in self.teams[team]["members"] if one["person"] == person)
        first = self.around(max(joined, self.horizon), 10, 120)
        if self.chance(0.85):  # else perhaps away before they joined
            first = max(first, joined)
        for _ in range(self.dice.choice((0, 1, 2, 3, 4))):
            entry: Document = {"person": person, "from": str(first)}
            drawn.append(entry)
            if self.chance(0.12):
                break
            last = self.around(first, 0, self.dice.choice((4, 20, 20, 45, 80)))
            if self.chance(0.5):  # a Friday: the next may follow on the Monday
                last = min(last + timedelta(days=(4 - last.weekday()) % 7), LAST)
            entry["to"] = str(last)
            gap = 7 - last.weekday() if self.chance(0.5) else self.dice.randint(1, 60)
            first = last + timedelta(days=gap)
            if first > LAST:
                break
        return drawn

    def own_terms(self, team: str, service: str) -> list[Document]:
        """Draw a team's own terms for a service; the first inherits where the playbook has terms that day."""
        document = self.services[service]
        for_team = document["audience"] == "team"
        by_anyone = all(one.get("given_by", ["anyone"]) == ["anyone"] for one in document["agreements"])
        style = Style(for_team, by_anyone, self.kind(document["audience"]))
        first = self.between(before=40)
        general = [one for one in document["agreements"] if "for" not in one]
        playbook = in_force(filled(general, {}), first)
        mine = [team, *self.teams[team].get("formerly", [])]
        if playbook and playbook["teams"] != "all" and not set(playbook["teams"]) & set(mine):
            playbook = None
        start = {key: value for key, value in (playbook or {}).items() if key not in ("from", "to", "teams")}
        drawn = self.sequence(style, first, {}, start=start) if self.chance(0.8) else []
        if self.rare(0.3, "groups"):
            drawn += self.sequence(style, self.between(before=40), {"for": GROUP})
        return sorted(drawn, key=lambda one: day(one["from"]))

    def waivers(self, team: str) -> list[Document]:
        """Draw waivers, of a member or the whole team."""
        drawn: list[Document] = []
        people = sorted({one["person"] for one in self.teams[team]["members"]})
        for number in range(self.dice.choice((0, 1, 2, 3))):
            if not people or "waivers" not in self.features:
                break
            first = self.between(before=10, after=20)
            last = self.around(first, 0, self.dice.choice((10, 100, 182)))
            waiver: Document = {"id": f"w-{team}-{number}", "service": self.dice.choice(list(self.services))}
            if self.chance(0.5) and self.services[waiver["service"]]["audience"] == "member":
                waiver["member"] = self.dice.choice(people)
            waiver.update(
                {"from": str(first), "to": str(last), "agreed_with_people": [waiver.get("member", people[0])]}
            )
            drawn.append(waiver)
        return drawn

    # The log

    def rows(self, team: str) -> list[dict[str, str]]:
        """Draw a team's log: a series of rows for each service and receiver, no two the same."""
        drawn: dict[tuple[str, ...], dict[str, str]] = {}
        people = sorted({one["person"] for one in self.teams[team]["members"]})
        for service, document in self.services.items():
            receivers = [*people, *(["p-guest"] if self.chance(0.2) else [])]
            if document["audience"] == "team":
                receivers = [""] if people else []
            for receiver in receivers:
                for when in self.row_days(team, service, receiver):
                    row = self.row(team, service, receiver, when)
                    drawn.setdefault(tuple(row[key] for key in HEADER[:6]), row)
        return sorted(drawn.values(), key=lambda one: one["date"])

    def row_days(self, team: str, service: str, receiver: str) -> list[date]:
        """Draw the days of a series: at a pace of its own, and on days on which something begins or ends."""
        pace = self.dice.choice((3, 8, 20, 45, 100, 400))
        first = self.around(self.horizon, 40, 60)
        days = []
        while first <= self.as_of:
            days.append(first)
            first += timedelta(days=max(1, round(self.dice.expovariate(1 / pace))))
        entries = [one for one in self.teams[team]["members"] if one["person"] == receiver]
        entries += self.agreements(team, service)
        edges = [day(one[key]) for one in entries for key in ("from", "to") if key in one]
        edges += [self.horizon, self.as_of]
        edges += [one for one in self.quarter_starts() if self.chance(0.5)]
        near = [self.around(one, 1, 1) for one in edges if self.chance(0.15)]
        if "leaving" in self.features:
            near += [
                self.around(day(one["to"]), 30, 40) for one in entries if "to" in one and self.chance(0.6)
            ]
        near += [self.around(one, 0, 16) for one in self.quarter_starts() if self.chance(0.3)]
        if "moves" in self.features:
            near += [
                self.around(day(one["from"]), 0, 16)
                for one in entries
                if "moved_from" in one and self.chance(0.4)
            ]
        days += [one for one in near if one <= self.as_of]
        if self.chance(0.3):
            days.append(self.around(self.as_of, -1, 60))
        if self.chance(0.3) and days:
            days.append(self.dice.choice(days))
        return days

    def quarter_starts(self) -> list[date]:
        """Return the first days of the calendar's quarters up to the as-of day."""
        firsts = [
            date(year, month, 1) for year in range(FIRST.year, LAST.year + 1) for month in (1, 4, 7, 10)
        ]
        return [one for one in firsts if self.horizon <= one <= self.as_of]

    def row(self, team: str, service: str, receiver: str, when: date) -> dict[str, str]:
        """Draw a row on a day; after the as-of day it can only be booked."""
        states = ["held"] * 10 + ["declined"] * 2 + ["ordered", "cancelled", "missed", "withdrawn", "booked"]
        if any(one.get("cadence", {}).get("after") == "ordering" for one in self.agreements(team, service)):
            states += ["ordered"] * 8 + ["cancelled"] * (8 if self.size.edges else 2)
        state = "booked" if when > self.as_of else self.dice.choice(states)
        return {
            "date": str(when),
            "service": self.former(service, self.services[service]),
            "member": receiver,
            "given_by": self.giver(team, service, receiver, when),
            "initiative": self.dice.choice(
                ("inbound", "outbound", "inbound") if self.size.edges else ("outbound", "outbound", "inbound")
            ),
            "state": state,
            "acknowledged": self.dice.choice(("", "", "", "", "", "", "", "yes", "yes", "no")),
            "uid": f"{self.dice.getrandbits(64):016x}" if self.chance(0.1) else "",
        }

    def agreements(self, team: str, service: str) -> list[Document]:
        """Return all agreements that may concern a team's service."""
        return [*self.services[service]["agreements"], *self.teams[team]["agreements"].get(service, [])]

    def giver(self, team: str, service: str, receiver: str, when: date) -> str:
        """Draw a giver: mostly one who may give that day by some role, else somebody who may not."""
        document = self.teams[team]
        roles = {role for one in self.agreements(team, service) for role in one.get("given_by", [])}
        if roles == {"anyone"}:
            leader: str = document["leaders"][0]["person"]
            return self.dice.choice(("", leader, receiver, "p-visitor"))
        holders = document["leaders"] * ("leader" in roles) + document["coaches"] * ("coach" in roles)
        for name, other in self.teams.items():
            if "leaders-leader" in roles and document.get("part_of") in (name, *other.get("formerly", [])):
                holders = holders + other["leaders"]
        able: list[str] = [
            one["person"] for one in holders if day(one["from"]) <= when <= day(one.get("to", str(LAST)))
        ]
        if able and self.chance(0.88):
            return self.dice.choice(able)
        wrong: list[str] = [
            one["person"] for one in document["leaders"] + document["coaches"] + document["members"]
        ]
        return self.dice.choice([*wrong, receiver or wrong[0]])


@dataclass(frozen=True)
class Style:
    """What all agreements of a service have in common."""

    for_team: bool
    by_anyone: bool
    kind: str
