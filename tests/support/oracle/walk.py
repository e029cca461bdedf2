"""Judge a case by walking day by day over sets of dates. Source: design.md, sections 3, 4 and 6.

Slow and plain on purpose: every question ("is it owed on this day?") is answered for one day at a time,
and windows are counted by looking at each of their days.

Readings agreed for the project, where the words leave room:

(1) "A calendar window that begins before the horizon is judged only when met" is not for rolling windows.
(2) On a day with no agreement in force no touchpoint counts.
(3) Any counting touchpoint in the calendar period counts for a calendar window, whatever terms it fell under.
(4) A touchpoint of a stay under rolling terms before its first owed day starts the clock too.
(5) The rolling window is one a member, service and reporting period, over all stays and limits together.
(6) A difference in limit is taken from the terms last applied, by an owed day or by a touchpoint.

Choices of this oracle, where the words leave room still:

(a) Days to come need stay, agreement, `owed` and a giver; only absences, pauses and waivers are overlooked.
    The as-of day itself is no day to come.
(b) "Terms that begin after the as-of day open no window" is read for the member: a window is opened by a
    day up to the as-of day on which these terms were theirs. So it holds too for a group they enter later
    and for the playbook's terms that come back when a team's own end.
(c) A missed event step belongs to the period of its last day (not of the day after).
(d) An event step that is not owed belongs to the period of the day it was met on, or of its last day; a step
    cut short to that of the last day of the stay with an agreement; one that has no last day because the
    counted days run out for ever otherwise (no giver, `owed`) is not owed, in the period of the as-of day.
(e) A step that would begin after the stay or the last agreement has no day in it and is no window.
(f) A met event step is over on that day, also when that is the as-of day: met, never `running_met`.
(g) A touchpoint meets an event step even when the step has no last day, but not when it has no counted day:
    what can never be missed can not be met either.
(h) Under ordering terms "either initiative counts" holds for the `ordered` rows and for the touchpoints of
    such a day, whatever `counts` says; on a day of other terms touchpoints are as those terms count.
(i) Each `ordered` row is an order and each withdrawal row takes one away, also several on one day;
    touchpoints count once a day, so a day answers one order. A withdrawal needs a day of the stay, no terms.
(j) Whether `declined` counts is asked of the terms of the row's own day, in event steps too.
(k) In a rolling window's first 14 days any counting touchpoint mends, whichever terms it fell under, and all
    late days of the window up to the last such touchpoint are let off, carried over or not.
(l) Rolling terms that are voluntary are neither a gap nor another kind: the clock stands still, goes on after
    them, and touchpoints under them start it. Days without `owed`, giver or presence likewise.
(m) Audience `team`: a stay is a run of days with a member; `owed`, groups and waivers naming a member do
    not matter; rows naming a member do not count. For audience `member` rows without one do not.
(n) Absences are those of the team's own file. They are not cut to the stay: somebody who was away 28 days
    and whose first day back is a day of a stay returns, even if they joined while away.
(o) "First day back" is the day after the last day away, weekend or not. Known absences to come are known.
(p) An agreement without cadence makes no window and, for rolling clocks, is another kind of cadence.
(q) A team's own agreements for a group start from nothing ("the first of them says everything").
(r) A calendar window that begins before the horizon and is met still has to be owed by its owed days.
(s) Weekend is what the `holidays` package says for the country; Saturday and Sunday without a country.
(u) After leaving (ADR 36): a leaving is the last day of days of stay in a row, unless the entry says `moved_to`. Its
    window begins on the nth promised and clear day before the last one (the first day of the stay where there are
    fewer), and ends on the nth promised and clear day after it, waived or not: it is owed when one of its days is
    not waived. After it a day is promised as if the last
    entry went on, absences aside, with the givers of that day and of the last one. A next stay cuts it short.
    Touchpoints after the last day count for this window alone.
(v) Moves (ADR 43): a stay whose `moved_from` names a team begins with the clock of the last day there, if the latest
    stay there that ends within 31 days before it says `moved_to` this team, and no other follows it there at once.
    Late days of such a stay up to the last touchpoint in its first 14 days are let off.
(t) Former service ids are resolved everywhere (rows, waivers, pauses, `owed`, team terms), former team ids
    in `part_of`, `teams`, `moved_to` and `moved_from`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import takewhile
from typing import Any, TypeVar

Document = dict[str, Any]
Key = tuple[str, str, str, str | None]

DAY = timedelta(days=1)
AHEAD = timedelta(days=1200)  # so far beyond the as-of day stays last; nothing in a case is further off
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
PER_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass
class Case:
    """A repository in memory and the day to judge it for; every scalar as it is written in YAML or CSV."""

    as_of: date
    playbook: Document
    services: dict[str, Document]
    teams: dict[str, Document]
    waivers: dict[str, list[Document]] = field(default_factory=dict)
    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)


@dataclass
class Counts:
    """The counts of `coverage --format json`: windows, and days of rolling cadences."""

    due: int = 0
    met: int = 0
    missed: int = 0
    waived: int = 0
    not_owed: int = 0
    running: int = 0
    running_met: int = 0
    days_due: int = 0
    days_overdue: int = 0


Tally = dict[str, Counts]  # by the name of the reporting period


def judge(case: Case, period: str = "quarter") -> dict[Key, Counts]:
    """Return the counts by team, service, reporting period and member; rows of all zeros are left out.

    `period` is `month`, `quarter` or `year`. The member is None for a team's own windows.
    """
    result: dict[Key, Counts] = {}
    for team in case.teams:
        for service, document in case.services.items():
            receivers: list[str | None] = [None]
            if document.get("audience", "member") == "member":
                receivers = sorted({entry["person"] for entry in case.teams[team].get("members", [])})
            for member in receivers:
                for name, counts in Walk(case, team, service, member, period).counts().items():
                    if any(getattr(counts, each.name) for each in fields(counts)):
                        result[team, service, name, member] = counts
    return result


# Dates, lengths and shares


@cache
def day(text: str) -> date:
    """Read `2026-01-31`."""
    return date.fromisoformat(text)


def span(first: date, last: date) -> list[date]:
    """Return every day from `first` to `last`, both included."""
    return [first + DAY * number for number in range((last - first).days + 1)]


def covers(entry: Mapping[str, Any], when: date) -> bool:
    """Say whether `from` … `to`, both included, takes this day in; no `to` is for ever."""
    return day(entry["from"]) <= when and ("to" not in entry or when <= day(entry["to"]))


def length(text: str) -> int:
    """Read `6 weeks`, `30 days` or `5 working days` as a number of days (of whichever sort)."""
    number, *_, unit = text.split()
    return int(number) * (7 if unit.startswith("week") else 1)


def share(text: str) -> Fraction:
    """Read `87.5%` exactly."""
    return Fraction(text.removesuffix("%")) / 100


@cache
def period_at(when: date, per: str, year_starts: int) -> tuple[date, date]:
    """Return first and last day of the calendar's week, month, quarter, half-year or year around a day."""
    if per == "week":
        monday = when - DAY * when.weekday()
        return monday, monday + DAY * 6
    size = PER_MONTHS[per]
    starts = 1 if per == "month" else year_starts
    first = when.replace(day=1)
    while (first.month - starts) % size:
        first = (first - DAY).replace(day=1)
    following = first
    for _ in range(size):
        following = (following + DAY * 31).replace(day=1)
    return first, following - DAY


def period_name(when: date, per: str, year_starts: int) -> str:
    """Name the reporting period a day lies in: `2026-08`, `2026-Q3`, `2026`, `FY2026-Q1`, `FY2026`."""
    if per == "month":
        return f"{when.year}-{when.month:02}"
    # "another than january gives FY2026-Q1, named after the calendar year it starts in"
    first_of_year, _ = period_at(when, "year", year_starts)
    year = f"{'' if year_starts == 1 else 'FY'}{first_of_year.year}"
    if per == "year":
        return year
    return f"{year}-Q{(when.month - year_starts) % 12 // 3 + 1}"


@cache
def workday_test(country: str | None) -> Callable[[date], bool]:
    """Return a test for days that are neither weekend nor holiday."""
    if not country:
        return lambda when: when.weekday() < 5
    import holidays

    calendar = holidays.country_holidays(country)
    return lambda when: when.weekday() not in calendar.weekend and when not in calendar


# Terms


@dataclass(frozen=True)
class Calendar:
    """At least so many in each calendar period; `only` in these months, or in all when empty."""

    at_least: int
    per: str
    only: frozenset[int]


@dataclass(frozen=True)
class Rolling:
    """At most so many owed days apart."""

    limit: int
    grace: int


@dataclass(frozen=True)
class After:
    """Within so many days (True: working days) of an event, step by step; `before` it too, with leaving."""

    event: str
    within: tuple[tuple[int, bool], ...]
    away_at_least: int
    before: int = 0


@dataclass(frozen=True)
class Terms:
    """What an agreement says, as far as it is judged."""

    obligation: str
    given_by: tuple[str, ...]
    counts: str
    cadence: Calendar | Rolling | After | None


def cadence_of(said: Document | None) -> Calendar | Rolling | After | None:
    """Read a cadence."""
    if said is None:
        return None
    if "per" in said:
        only = frozenset(MONTHS.index(name) + 1 for name in said.get("only", []))
        return Calendar(int(said["at_least"]), said["per"], only)
    if "at_most_apart" in said:
        return Rolling(length(said["at_most_apart"]), length(said.get("grace", "0 days")))
    steps = [said["within"]] if isinstance(said["within"], str) else said["within"]
    within = tuple((length(step), "working" in step) for step in steps)
    before = length(said["before"]) if "before" in said else 0
    return After(said["after"], within, length(said.get("away_at_least", "28 days")), before)


def filled(sequence: Iterable[Document], start: Document) -> list[Document]:
    """Return dated entries in order, each with what it does not say itself ("stays as it was")."""
    whole: list[Document] = []
    so_far = {key: said for key, said in start.items() if key not in ("from", "to", "teams", "for")}
    for entry in sorted(sequence, key=lambda one: day(one["from"])):
        so_far = {**{key: said for key, said in so_far.items() if key != "to"}, **entry}
        whole.append(so_far)
    return whole


def in_force(sequence: Sequence[Document], when: date) -> Document | None:
    """Return the entry in force: "an agreement ends where the next begins", `to` leaves a gap."""
    latest = None
    for entry in sequence:
        if day(entry["from"]) <= when:
            latest = entry
    return latest if latest and covers(latest, when) else None


# One receiver

Answer = TypeVar("Answer")


class Daily(dict[date, Answer]):
    """An answer for each day, found when it is first asked for."""

    def __init__(self, find: Callable[[date], Answer]) -> None:
        """Take the question."""
        super().__init__()
        self.find = find

    def __missing__(self, when: date) -> Answer:
        """Answer for a day."""
        self[when] = found = self.find(when)
        return found


@dataclass
class Clock:
    """A rolling clock: a day is overdue above `limit`, late above `late`; `terms` were applied last."""

    number: int
    limit: int
    late: int
    terms: Rolling


@dataclass
class Order:
    """An order and, once answered, the day of the answer."""

    placed: date
    last: date | None  # None: cut short
    open_days: set[date]
    answered: date | None = None
    withdrawn: bool = False


class Walk:
    """One team, one service, one receiver (a member, or None for the team as one)."""

    def __init__(self, case: Case, team: str, service: str, member: str | None, period: str) -> None:
        """Gather the days: of stays, terms, absence, pause, waiver and counting touchpoints."""
        self.case, self.team_id, self.service, self.member = case, team, service, member
        self.team = case.teams[team]
        self.as_of = case.as_of
        self.period = period
        self.year_starts = MONTHS.index(case.playbook.get("year_starts", "january")) + 1
        self.is_workday = workday_test(case.playbook.get("holidays"))
        # The horizon: "the later of `logs_from` of playbook and team"
        self.horizon = max(day(one["logs_from"]) for one in (case.playbook, self.team) if "logs_from" in one)
        self.days = span(self.horizon, self.as_of)
        self.tally: Tally = {}
        self.clocks: dict[date, Clock | None] = {}  # at the end of each day under rolling terms

        self.entries = self.existing_stays()
        groups = {None, *(entry.get("group") for entry in self.entries)}
        self.playbooks = {group: self.playbook_sequence(group) for group in groups}
        self.own = {group: self.team_sequence(group) for group in groups}
        self.house = filled(case.playbook["terms"], {})
        self.absences = self.team.get("absences", [])
        if member:
            self.absences = [one for one in self.absences if one["person"] == member]
        self.pauses = [
            one for one in case.playbook.get("pauses", []) if self.names_service(one.get("services", "all"))
        ]
        self.waivers = [
            one
            for one in case.waivers.get(team, [])
            if self.names_service([one["service"]]) and one.get("member") in (None, member)
        ]
        self.read: dict[int, Terms] = {}

        self.stays = Daily(self.stays_on)
        self.terms = Daily(self.terms_on)
        self.absent = Daily(self.is_absent)
        self.paused = Daily(lambda when: any(covers(one, when) for one in self.pauses))
        self.waived = Daily(lambda when: any(covers(one, when) for one in self.waivers))
        self.promised = Daily(self.is_promised)
        self.rows = [row for row in case.rows.get(team, []) if self.is_mine(row)]
        self.touched = {day(row["date"]) for row in self.rows if self.is_counting(row)}

    def counts(self) -> Tally:
        """Judge all windows and return their counts by reporting period."""
        self.judge_calendar()
        self.judge_rolling()
        self.judge_joining_and_returning()
        self.judge_orders()
        self.judge_leaving()
        return self.tally

    def at(self, when: date) -> Counts:
        """Return the counts of the reporting period a day lies in."""
        return self.tally.setdefault(period_name(when, self.period, self.year_starts), Counts())

    # What is so on a day

    def existing_stays(self) -> list[Document]:
        """Return the entries of the roster that exist: of the member, or of everybody for the team."""
        existing: list[Document] = []
        for person in {entry["person"] for entry in self.team.get("members", [])}:
            if self.member not in (None, person):
                continue
            before: date | None = None  # the last day of the entry before
            mine = [entry for entry in self.team["members"] if entry["person"] == person]
            for entry in sorted(mine, key=lambda one: day(one["from"])):
                # "Stays that begin after the as-of day do not exist yet, unless they follow without a gap on
                # one that does"
                if day(entry["from"]) > self.as_of and before != day(entry["from"]) - DAY:
                    break
                existing.append(entry)
                before = day(entry["to"]) if "to" in entry else None
        return existing

    def stays_on(self, when: date) -> list[Document]:
        """Return the entries of the roster that take a day in."""
        return [one for one in self.entries if covers(one, when)] if when <= self.as_of + AHEAD else []

    def names_service(self, ids: str | Sequence[str]) -> bool:
        """Say whether `all`, `none` or a list of ids (former ones too) takes the service in."""
        if isinstance(ids, str):
            return ids == "all"
        known = {self.service, *self.case.services[self.service].get("formerly", [])}
        return any(one in known for one in ids)

    def names_team(self, ids: str | Sequence[str]) -> bool:
        """Say whether `all` or a list of ids (former ones too) takes the team in."""
        known = {self.team_id, *self.team.get("formerly", [])}
        return ids == "all" if isinstance(ids, str) else any(one in known for one in ids)

    def playbook_sequence(self, group: str | None) -> list[Document]:
        """Return the playbook's agreements for a group, or for everybody."""
        agreements = self.case.services[self.service]["agreements"]
        return filled([one for one in agreements if one.get("for") == group], {})

    def playbook_terms(self, group: str | None, when: date) -> Document | None:
        """Return the playbook's agreement in force for this team."""
        found = in_force(self.playbooks[group], when)
        # "An agreement ends where the next begins, whichever teams that names"
        return found if found and self.names_team(found.get("teams", "all")) else None

    def team_sequence(self, group: str | None) -> list[Document]:
        """Return the team's own agreements for a group, or for everybody."""
        agreements = [
            one
            for service, own in self.team.get("agreements", {}).items()
            if self.names_service([service])
            for one in own
            if one.get("for") == group
        ]
        if group or not agreements:
            # "agreements with `for` are a sequence of their own, and the first of them says everything"
            return filled(agreements, {})
        # "A team's first own agreement inherits what it does not say from the playbook's terms of that day"
        first = min(day(one["from"]) for one in agreements)
        return filled(agreements, self.playbook_terms(None, first) or {})

    def terms_on(self, when: date) -> Terms | None:
        """Return the terms in force on a day of a stay.

        "The first that is, of: the team's for the group, the team's, the playbook's for the group, the
        playbook's".
        """
        if when < self.horizon or not self.stays[when]:
            return None
        return self.agreed_on(self.stays[when][0].get("group") if self.member else None, when)

    def agreed_on(self, group: str | None, when: date) -> Terms | None:
        """Return the terms in force on a day for somebody in a group."""
        found = (
            (in_force(self.own[group], when) if group else None)
            or in_force(self.own[None], when)
            or (self.playbook_terms(group, when) if group else None)
            or self.playbook_terms(None, when)
        )
        if found is None:
            return None
        if id(found) not in self.read:
            self.read[id(found)] = Terms(
                found["obligation"],
                tuple(found["given_by"]),
                found.get("counts", "any"),
                cadence_of(found.get("cadence")),
            )
        return self.read[id(found)]

    def is_absent(self, when: date) -> bool:
        """Say whether the member is away; the team is when all its members are."""
        if self.member:
            return any(covers(one, when) for one in self.absences)
        people = {entry["person"] for entry in self.stays[when]}
        return bool(people) and people <= {one["person"] for one in self.absences if covers(one, when)}

    def givers(self, given_by: Sequence[str], when: date) -> set[str]:
        """Return who may give the service on a day, where not anyone may."""
        holders: list[Document] = []
        if "leader" in given_by:
            holders += self.team.get("leaders", [])
        if "coach" in given_by:  # "any coach of the team counts as coach"
            holders += self.team.get("coaches", [])
        if "leaders-leader" in given_by:  # "the team above; its leaders are the leaders' leaders"
            for team, document in self.case.teams.items():
                if self.team.get("part_of") in (team, *document.get("formerly", [])):
                    holders += document.get("leaders", [])
        return {one["person"] for one in holders if covers(one, when)}

    def is_promised(self, when: date) -> bool:
        """Say whether a day has all an owed day needs, but for obligation, absence, pause and waiver."""
        terms = self.terms[when]
        if terms is None:
            return False
        # "in a stay in the team whose `owed` takes it in"
        if self.member and not self.names_service(self.stays[when][0].get("owed", "all")):
            return False
        # "A service that nobody but the receiver may give on a day is not owed on it (absence of givers does
        # not matter for that)"
        return "anyone" in terms.given_by or bool(self.givers(terms.given_by, when) - {self.member or ""})

    def is_clear(self, when: date, *, waivers: bool = True) -> bool:
        """Say whether a day is neither absent, paused nor (if `waivers` are asked for) waived."""
        # "in a window not over yet, of any kind, the days to come count as owed while stay and agreement
        # last, whatever absences, pauses and waivers are known"
        if when > self.as_of:
            return True
        return not (self.absent[when] or self.paused[when] or (waivers and self.waived[when]))

    def is_owed(self, when: date, *, waivers: bool = True) -> bool:
        """Say whether a day is an owed day (or a day to come that counts as one)."""
        # "Voluntary services owe nothing"
        terms = self.terms[when]
        return (
            terms is not None
            and terms.obligation in ("compulsory", "offered")
            and self.promised[when]
            and self.is_clear(when, waivers=waivers)
        )

    def is_mine(self, row: Mapping[str, str]) -> bool:
        """Say whether a row is of this service and receiver, from horizon to as-of day, in a stay."""
        when = day(row["date"])
        return (
            (row["member"] or None) == self.member
            and self.names_service([row["service"]])
            and self.horizon <= when <= self.as_of  # "rows after the as-of day count for nothing"
            and bool(self.stays[when])  # "on a day of a stay"; guests have none
        )

    def is_counting(self, row: Mapping[str, str]) -> bool:
        """Say whether a row of this receiver is a counting touchpoint."""
        terms = self.terms[day(row["date"])]
        if terms is None:
            return False
        # What counts: "a `held` row (for `offered` also `declined`), not acknowledged `no`"
        states = ("held", "declined") if terms.obligation == "offered" else ("held",)
        if row["state"] not in states or row["acknowledged"] == "no":
            return False
        # It is "given by somebody who may give it on that day and is not the receiver"
        giver = row["given_by"]
        if giver == self.member:
            return False
        if "anyone" not in terms.given_by and giver not in self.givers(terms.given_by, day(row["date"])):
            return False
        # Of the right initiative: what "the agreement in force that day counts"; orders: "either initiative"
        return terms.counts == "any" or is_ordering(terms) or row["initiative"] == "outbound"

    # Windows

    def enough(self, owed_days: int, first: date, last: date) -> bool:
        """Say whether so many owed days make a window owed."""
        # The share is "as in force on its last day, or on the as-of day while it is running"
        terms = in_force(self.house, min(last, self.as_of))
        assert terms is not None, "a case has playbook terms from its horizon on"
        # Of its days; "at 0%: at least one day"
        return owed_days >= 1 and Fraction(owed_days, (last - first).days + 1) >= share(
            terms["owed_when_present"]
        )

    def record(self, last: date, *, owed: bool, waived: bool, met: bool) -> None:
        """Count a calendar or rolling window, in the period of its last day."""
        counts = self.at(last)
        if not owed:
            # "not owed and would have been without waivers is `waived`"
            if waived:
                counts.waived += 1
            else:
                counts.not_owed += 1
        elif last < self.as_of:  # "over when its last day is before the as-of day"
            counts.due += 1
            counts.met += met
            counts.missed += not met
        else:
            counts.running += 1
            counts.running_met += met

    def days_by_now(self) -> Iterator[tuple[date, Terms]]:
        """Yield the days of stay and agreement from the horizon to the as-of day: they open windows."""
        for when in self.days:
            terms = self.terms[when]
            if terms is not None:
                yield when, terms

    def under(self, cadence: Calendar | type[Rolling], first: date, last: date) -> list[date]:
        """Return the days with an equal cadence, or with one of a kind."""
        found = []
        for when in span(first, last):
            terms = self.terms[when]
            if terms and (terms.cadence == cadence or type(terms.cadence) is cadence):
                found.append(when)
        return found

    def judge_calendar(self) -> None:
        """Judge one window a calendar period and cadence."""
        opened: set[tuple[date, date, Calendar]] = set()
        for when, terms in self.days_by_now():
            cadence = terms.cadence
            if isinstance(cadence, Calendar) and (not cadence.only or when.month in cadence.only):
                opened.add((*period_at(when, cadence.per, self.year_starts), cadence))
        for first, last, cadence in opened:
            # "days under an equal cadence count together, whichever agreement set it"
            mine = self.under(cadence, first, last)
            owed = self.enough(sum(self.is_owed(when) for when in mine), first, last)
            unwaived = self.enough(sum(self.is_owed(when, waivers=False) for when in mine), first, last)
            met = sum(first <= when <= last for when in self.touched) >= cadence.at_least
            # A window that begins before the horizon "is judged only when met, else it is not owed"
            judged = first >= self.horizon or met
            self.record(last, owed=judged and owed, waived=judged and unwaived, met=met)

    def judge_rolling(self) -> None:
        """Judge one window a reporting period, and count days due and overdue."""
        late = self.walk_rolling_clock()
        opened = {
            period_at(when, self.period, self.year_starts)
            for when, terms in self.days_by_now()
            if isinstance(terms.cadence, Rolling)
        }
        for first, last in opened:
            mine = self.under(Rolling, first, last)
            owed = self.enough(sum(self.is_owed(when) for when in mine), first, last)
            unwaived = self.enough(sum(self.is_owed(when, waivers=False) for when in mine), first, last)
            # "Late days up to the last touchpoint in a window's first 14 days are not held against it"
            mended = [when for when in self.touched if first <= when < first + DAY * 14]
            held_against = [
                when for when in late if first <= when <= last and (not mended or when > max(mended))
            ]
            self.record(last, owed=owed, waived=unwaived, met=not held_against)

    def walk_rolling_clock(self) -> set[date]:
        """Return the late days, counting `days_due` and `days_overdue` on the way."""
        late: set[date] = set()
        clock: Clock | None = None
        carried: list[date] = []
        for when in self.days:
            terms = self.terms[when]
            cadence = terms.cadence if terms else None
            if self.stays[when] and not self.stays[when - DAY]:
                clock = self.carried_clock(when)
                carried += [when] if clock and isinstance(cadence, Rolling) else []
            if not isinstance(cadence, Rolling):
                # out of the stay; or "coming from another kind of cadence, or from a gap in the terms, the
                # first owed day is day 0"
                clock = None
                continue
            whole = cadence.limit + cadence.grace
            if self.is_owed(when):
                if clock is None:
                    clock = Clock(0, cadence.limit, whole, cadence)
                else:
                    clock.number += 1
                if clock.terms != cadence:
                    before = clock.terms
                    clock.limit = moved(clock.number, clock.limit, before.limit, cadence.limit)
                    # "The same holds, by itself, for what is left with the grace"
                    clock.late = moved(clock.number, clock.late, before.limit + before.grace, whole)
                    clock.terms = cadence
                self.at(when).days_due += 1
                self.at(when).days_overdue += clock.number > clock.limit
                if clock.number > clock.late:
                    late.add(when)
            if when in self.touched:
                # "the first owed day after a day with a counting touchpoint is day 1"; "a touchpoint starts
                # the clock under the terms of its own day"
                clock = Clock(0, cadence.limit, whole, cadence)
            self.clocks[when] = clock
        for first in carried:
            # lateness that came along and is mended within the first 14 days of the stay
            mended = [when for when in self.touched if first <= when < first + DAY * 14]
            late -= {when for when in late if mended and first <= when <= max(mended)}
        return late

    def carried_clock(self, first: date) -> Clock | None:
        """Return the clock a stay begins with: where it stood at the end of the last day in the team before."""
        entry = self.stays[first][0]
        origin = self.team_named(entry.get("moved_from"))
        if self.member is None or origin is None or origin == self.team_id:
            return None
        ends = [
            day(one["to"])
            for one in self.case.teams[origin].get("members", [])
            if one["person"] == self.member
            and "to" in one
            and first - DAY * 31 <= day(one["to"]) < first
            and self.team_named(one.get("moved_to")) == self.team_id
        ]
        if not ends:
            return None
        last = max(ends)
        there = Walk(self.case, origin, self.service, self.member, self.period)
        if there.stays[last + DAY] or last < there.horizon:
            return None
        there.days = span(there.horizon, last)
        there.walk_rolling_clock()
        clock = there.clocks.get(last)
        return replace(clock) if clock else None

    def team_named(self, named: str | None) -> str | None:
        """Return the team that has or had an id."""
        return next(
            (
                team
                for team, said in self.case.teams.items()
                if named is not None and named in (team, *said.get("formerly", []))
            ),
            None,
        )

    # Events

    def judge_joining_and_returning(self) -> None:
        """Judge the steps after each first day of a stay and each first day back."""
        for when, terms in self.days_by_now():
            cadence = terms.cadence
            if not isinstance(cadence, After):
                continue
            if cadence.event == "joining":
                happens = not self.stays[when - DAY]
            else:
                happens = cadence.event == "returning" and self.is_first_day_back(when, cadence.away_at_least)
            if happens:
                self.judge_steps(when, cadence.within, owed=terms.obligation in ("compulsory", "offered"))

    def is_bridged(self, when: date) -> bool:
        """Say whether a day lies between absences with nothing but weekends and holidays around it."""
        before = after = when
        while not self.absent[before] and not self.is_workday(before):
            before -= DAY
        while not self.absent[after] and not self.is_workday(after):
            after += DAY
        return self.absent[before] and self.absent[after]

    def is_first_day_back(self, when: date, away_at_least: int) -> bool:
        """Say whether a day follows on absences in a row of that length."""
        # "absences in a row of at least `away_at_least`, weekends and holidays between them included"
        if self.absent[when] or self.is_bridged(when):
            return False
        away = 0
        while away < away_at_least and self.is_bridged(when - DAY * (away + 1)):
            away += 1
        return away >= away_at_least

    def rest_of_stay(self, event: date) -> Iterator[date]:
        """Yield the event's day and the days of the same stay after it."""
        when = event
        while when == event or self.stays[when]:
            yield when
            when += DAY

    def last_day(self, event: date, step: tuple[int, bool]) -> date | None:
        """Return the last day of a step; None when it is cut short."""
        number, working = step
        # "counting owed days after the event's day"; these "need stay, `owed`, some agreement, a giver, and
        # no absence, pause or waiver", whatever the obligation
        for when in self.rest_of_stay(event):
            if when == event or not self.promised[when] or not self.is_clear(when):
                continue
            number -= not working or self.is_workday(when)
            if number == 0:
                return when
        return None

    def cut_day(self, event: date) -> date:
        """Return the day on which a step without a last day ended: the last of stay and agreement."""
        last = self.last_agreed(event)
        return last if last < self.as_of + AHEAD else self.as_of

    def last_agreed(self, event: date) -> date:
        """Return the last day of the stay with an agreement."""
        return max(when for when in self.rest_of_stay(event) if self.terms[when])

    def judge_steps(self, event: date, within: Iterable[tuple[int, bool]], *, owed: bool) -> None:
        """Judge joining or returning: a window a step."""
        start = event
        for step in within:
            last = self.last_day(event, step)
            if start > self.as_of:
                return
            rest = self.window(event, start, last)
            if not any(self.terms[when] for when in rest):
                return
            # "Met on the day of the first touchpoint in it"
            met_on = min(self.touched & rest, default=None)
            self.record_step(event, last, met_on, owed=owed and self.can_be_missed(rest))
            if last is None:  # "nor are the steps after it"
                return
            start = last + DAY

    def window(self, event: date, first: date, last: date | None) -> set[date]:
        """Return the days of a step: from its first to its last, or to that of the stay."""
        days = takewhile(lambda when: last is None or when <= last, self.rest_of_stay(event))
        return {when for when in days if when >= first}

    def can_be_missed(self, window: set[date]) -> bool:
        """Say whether an event's window has an owed day in it, whatever the obligation."""
        # A window "with no owed day in it [...] is not owed, touched or not"
        return any(self.promised[when] and self.is_clear(when) for when in window)

    def record_step(self, event: date, last: date | None, met_on: date | None, *, owed: bool) -> None:
        """Count an event window."""
        if met_on and owed:
            self.at(met_on).due += 1
            self.at(met_on).met += 1
        elif last is None or not owed:
            # Cut short: "a window not met and cut short before its last day [...] is not owed"
            self.at(met_on or last or self.cut_day(event)).not_owed += 1
        elif last < self.as_of:  # "missed once its last day is before the as-of day"
            self.at(last).due += 1
            self.at(last).missed += 1
        else:
            self.at(last).running += 1

    def judge_orders(self) -> None:
        """Judge each order: a window of one step, answered oldest first."""
        orders: list[Order] = []
        rows: dict[str, list[Mapping[str, str]]] = {}
        for row in self.rows:
            rows.setdefault(row["date"], []).append(row)
        for when in map(day, sorted(rows)):
            # "Within a day orders come first, then touchpoints, then withdrawals"
            today = rows[str(when)]
            if is_ordering(self.terms[when]):  # "either initiative counts"
                orders += [self.order(when) for row in today if row["state"] == "ordered"]
            if when in self.touched:
                for order in open_orders(orders, when)[:1]:
                    order.answered = when
            states = [(row["state"], row["initiative"]) for row in today]
            for order in open_orders(orders, when)[: states.count(("cancelled", "inbound"))]:
                order.withdrawn = True
        for order in orders:
            if not order.withdrawn:  # "which then leaves no window"
                # "judged whatever the obligation"
                owed = self.can_be_missed(order.open_days)
                self.record_step(order.placed, order.last, order.answered, owed=owed)

    # Leaving

    def judge_leaving(self) -> None:
        """Judge the window around each last day."""
        for entry in self.entries if self.member else []:
            last = day(entry.get("to", "2999-01-01"))
            if last < self.horizon or "to" not in entry or "moved_to" in entry or self.stays[last + DAY]:
                continue
            terms = self.terms[last]
            if terms and isinstance(terms.cadence, After) and terms.cadence.event == "leaving":
                self.judge_last_day(last, entry, terms)

    def judge_last_day(self, left: date, entry: Document, terms: Terms) -> None:
        """Judge the window around one last day under its terms."""
        assert isinstance(terms.cadence, After)
        stay = [left]
        while self.stays[stay[-1] - DAY] and stay[-1] > self.horizon:
            stay.append(stay[-1] - DAY)
        days = self.days_before_leaving(stay, terms.cadence.before)
        # "Terms that begin after the as-of day open no window yet"
        opened = any(self.terms[when] is terms for when in stay if when <= self.as_of)
        if not opened or min(days) > self.as_of:
            return
        afterwards, last = self.days_after_leaving(left, entry, terms.cadence.within[0])
        counted = [when for when in days if self.promised[when] and self.is_clear(when)]
        counted += [
            when
            for when, agreed in afterwards
            if self.is_counted_afterwards(when, agreed, left, entry)
            and (when > self.as_of or not self.waived[when])
        ]
        touched = self.touched & days
        touched |= {when for when, agreed in afterwards if self.is_touched_afterwards(when, agreed, left)}
        met_on = min(touched, default=None)
        if last is None and met_on is None:  # cut short, or never over
            cut = max([left, *(when for when, _ in afterwards)])
            self.at(cut if cut < self.as_of + AHEAD else self.as_of).not_owed += 1
        else:
            owed = bool(counted) and terms.obligation in ("compulsory", "offered")
            self.record_step(left, last, met_on, owed=owed)

    def days_before_leaving(self, stay: Iterable[date], number: int) -> set[date]:
        """Return the last day of a stay, the first of `stay`, and so many promised and clear days before it."""
        days: set[date] = set()
        for when in stay:
            if number == 0 and days:
                break
            number -= bool(days) and self.promised[when] and self.is_clear(when, waivers=False)
            days.add(when)
        return days

    def days_after_leaving(
        self, left: date, entry: Document, step: tuple[int, bool]
    ) -> tuple[list[tuple[date, Terms]], date | None]:
        """Return the days with terms after a last day, and the last of them: None when it is cut short."""
        number, working = step
        days: list[tuple[date, Terms]] = []
        when = left + DAY
        while not self.stays[when] and when <= self.as_of + AHEAD:
            terms = self.agreed_on(entry.get("group"), when)
            if terms:
                days.append((when, terms))
                if self.is_counted_afterwards(when, terms, left, entry):
                    number -= not working or self.is_workday(when)
            if number == 0:
                return days, when
            when += DAY
        return days, None

    def is_counted_afterwards(self, when: date, terms: Terms, left: date, entry: Document) -> bool:
        """Say whether a day after the last one is counted."""
        if when <= self.as_of and self.paused[when]:
            return False
        givers = self.givers(terms.given_by, when) | self.givers(terms.given_by, left)
        return self.names_service(entry.get("owed", "all")) and (
            "anyone" in terms.given_by or bool(givers - {self.member or ""})
        )

    def is_touched_afterwards(self, when: date, terms: Terms, left: date) -> bool:
        """Say whether a touchpoint on a day after the last one counts."""
        for row in self.case.rows.get(self.team_id, []):
            if day(row["date"]) != when or row["member"] != self.member or when > self.as_of:
                continue
            states = ("held", "declined") if terms.obligation == "offered" else ("held",)
            giver = row["given_by"]
            entitled = self.givers(terms.given_by, when) | self.givers(terms.given_by, left)
            if (
                self.names_service([row["service"]])
                and row["state"] in states
                and row["acknowledged"] != "no"
                and giver != self.member
                and ("anyone" in terms.given_by or giver in entitled)
                and (terms.counts == "any" or is_ordering(terms) or row["initiative"] == "outbound")
            ):
                return True
        return False

    def order(self, placed: date) -> Order:
        """Return a new order, open to its last day, or to the last day of the stay with an agreement."""
        terms = self.terms[placed]
        assert terms is not None
        assert isinstance(terms.cadence, After)
        last = self.last_day(placed, terms.cadence.within[0])  # "with exactly one step"
        # "Or no agreement holds for that team and group any more"; a gap in the terms keeps it open
        return Order(placed, last, self.window(placed, placed, last or self.last_agreed(placed)))


def is_ordering(terms: Terms | None) -> bool:
    """Say whether terms are of the kind "after ordering"."""
    return terms is not None and isinstance(terms.cadence, After) and terms.cadence.event == "ordering"


def open_orders(orders: Iterable[Order], when: date) -> list[Order]:
    """Return the orders open on a day, the oldest first."""
    return [one for one in orders if when in one.open_days and not one.answered and not one.withdrawn]


def moved(number: int, last: int, before: int, now: int) -> int:
    """Return the clock's last number after a change of limit on the day with this number."""
    # "what is left to the last day grows by the difference when the limit grows; when it shrinks, it becomes
    # the smaller of what is left and the new limit counted from that day as day 0"
    return last + now - before if now >= before else min(last, number + now)
