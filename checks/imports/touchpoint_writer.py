"""Touchpoints as somebody tells of them: made into rows of the log, or refused in the words of the check.

Whatever `check` would call an error about a new row is refused before anything is written. A row that
stands in the log already changes nothing. Where a team, a giver or an initiative is not said, it is found
when there is exactly one that can be meant, and asked for when there is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from checks.engine.team_coverage import evaluate_coverage
from checks.engine.timeline import member_timeline, team_timeline
from checks.loading.csv_columns import wrong_with
from checks.loading.documents import read_document
from checks.loading.files import on_disk
from checks.model.errors import ChangedMeanwhileError
from checks.model.findings import Severity
from checks.model.team import Team
from checks.model.touchpoint_log import Log
from checks.rules import ALL
from checks.rules.rule import TeamFacts
from checks.run.checking import case_of, finding_of, known_ids
from checks.store.team_log import LogLine, LogRow, edit_log

if TYPE_CHECKING:
    from checks.engine.timeline import TeamCase
    from checks.loading.repository import Repository
    from checks.loading.team_files import TeamFiles
    from checks.model.base import Span
    from checks.model.findings import Finding
    from checks.model.service import Service
    from checks.model.team import Coach, Leader
    from checks.run.checking import JudgementDates

_JUDGED = ("REF", "DAT")
"""The families of rules that look at a row; its form is held against the table's own meanings before."""

_NEW = "new"
"""The folder of rows that stand in no file yet; no path of a repository is in it."""


@dataclass(frozen=True, slots=True)
class TouchpointInput:
    """A touchpoint as somebody tells of it; what is empty is found out.

    `line` says where it was told: the line of a table.
    """

    day: date
    service: str
    member: str
    given_by: str = ""
    initiative: str = ""
    state: str = "held"
    acknowledged: str = ""
    uid: str = ""
    team: str = ""
    line: int = 0


class InputFate(Enum):
    """What became of what was told."""

    LOGGED = "logged"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class InputOutcome:
    """What became of one touchpoint: `words` say why it was refused, `warnings` what else there is to know."""

    told: TouchpointInput
    fate: InputFate
    team: str = ""
    row: LogRow | None = None
    words: str = ""
    warnings: tuple[str, ...] = ()


class _InputRefusedError(Exception):
    """Why a touchpoint is not taken."""


class TouchpointWriter:
    """Takes touchpoints for one repository, on one day."""

    def __init__(self, repository: Repository, days: JudgementDates) -> None:
        self._repository = repository
        self._days = days
        self._files: dict[str, TeamFiles] = {}
        self._anew = False

    def take(
        self,
        told: Iterable[TouchpointInput],
        *,
        write: bool = True,
        anew: bool = False,
        step: Callable[[], None] = lambda: None,
    ) -> tuple[InputOutcome, ...]:
        """Return what becomes of each touchpoint, in order, and write those that are logged.

        `step` is called after each that is looked at, for who waits.

        A row that was booked says in its place what became of it. A row that was withdrawn is known, and
        is logged again only with `anew`. Raises what the writing room raises; then none of that team is written.
        """
        self._anew = anew
        found = list(self._all_settled(told, step))
        for team in sorted({one.team for one in found if one.row}):
            places = [at for at, one in enumerate(found) if one.team == team and one.row]
            for at, one in zip(places, self._judged(team, [found[at] for at in places]), strict=True):
                found[at] = one
            fresh = [at for at in places if found[at].fate is InputFate.LOGGED]
            if write and fresh:
                late = self._write(team, [row for at in fresh if (row := found[at].row)])
                for at in fresh:
                    if found[at].row in late:
                        found[at] = replace(found[at], fate=InputFate.KNOWN)
        return tuple(found)

    def _all_settled(
        self, told: Iterable[TouchpointInput], step: Callable[[], None]
    ) -> Iterator[InputOutcome]:
        for one in told:
            yield self._settled(one)
            step()

    def _service(self, named: str) -> Service:
        """Return the service of an id it has or had."""
        policy = self._repository.policy
        current = policy.former.get(named, named)
        if current in policy.services:
            return policy.services[current]
        if named in policy.unread:
            raise _InputRefusedError(
                f"{named} cannot be read, so nothing is logged for it; `outbound check` says why"
            )
        nearest = get_close_matches(named, [*policy.services, *policy.former], n=1, cutoff=0.6)
        hint = f"; did you mean {nearest[0]}?" if nearest else f"; there are {', '.join(policy.services)}"
        raise _InputRefusedError(f"there is no service {named}{hint}")

    def _settled(self, told: TouchpointInput) -> InputOutcome:
        """Return the row that is meant, or why there is none."""
        try:
            _form(told)
            service = self._service(told.service)
            team = self._team(told, service)
            case = self._case(team)
            row = LogRow(
                told.day,
                service.id,
                told.member,
                told.given_by or self._giver(told, service, case),
                told.initiative or self._initiative(told, service),
                told.state,
                told.acknowledged,
                told.uid,
            )
        except _InputRefusedError as error:
            return InputOutcome(told, InputFate.REFUSED, words=str(error))
        return InputOutcome(told, InputFate.LOGGED, team, row)

    def _team(self, told: TouchpointInput, service: Service) -> str:
        if service.audience == "team" and told.member:
            raise _InputRefusedError(f"{service.id} is for the team as one: name no member")
        if service.audience == "member" and not told.member:
            raise _InputRefusedError(f"{service.id} is for each member: name one")
        if told.team:
            return self._named(told.team)
        if service.audience == "team":
            led = [team for team, one in self._rosters.items() if _gives(one, told.given_by, told.day)]
            return _only(led, f"name the team whose {service.id} it was")
        there = [team for team, one in self._rosters.items() if _in(one, told.member, told.day)]
        if not there:
            raise _InputRefusedError(
                f"{told.member} is in no team on {told.day}; mend the id or the day, or name the team of a guest"
            )
        return _only(there, f"{told.member} is in {' and '.join(there)} on {told.day}; name the team")

    def _named(self, team: str) -> str:
        if team in self._repository.team_ids:
            return team
        former = self._repository.former_teams
        if team in former:
            return former[team]
        nearest = get_close_matches(team, self._repository.team_ids, n=1)
        raise _InputRefusedError(
            f"there is no team {team}" + (f"; did you mean {nearest[0]}?" if nearest else "")
        )

    @cached_property
    def _rosters(self) -> dict[str, Team]:
        """The rosters that can be read; who is on another must be told with the team."""
        found = {}
        for team_id in self._repository.team_ids:
            tree = self._repository.data.below("teams", team_id, "team.yaml")
            team, faults = read_document(tree, Team, private=True)
            if team and not faults:
                found[team_id] = team
        return found

    def _team_files(self, team: str) -> TeamFiles:
        if team not in self._files:
            self._files[team] = self._repository.team(team)
        return self._files[team]

    def _case(self, team: str, log: Log | None = None) -> TeamCase:
        files = self._team_files(team)
        case = case_of(self._repository, replace(files, log=log) if log else files, self._days)
        if case is None:
            faults = (*files.faults, *self._repository.policy.faults)
            why = f": {faults[0].problem.place}: {faults[0].problem.message}" if faults else ""
            raise _InputRefusedError(f"{team} cannot be read, so nothing is logged there{why}")
        return case

    def _initiative(self, told: TouchpointInput, service: Service) -> str:
        if told.state == "ordered":
            return "inbound"
        if service.initiative == "both":
            raise _InputRefusedError(f"{service.id} may start from either side; say outbound or inbound")
        return service.initiative

    def _giver(self, told: TouchpointInput, service: Service, case: TeamCase) -> str:
        """Return who gave it where only one can be meant: the leader who may, else whoever alone may."""
        if told.state == "ordered":
            return ""
        day = told.day.toordinal()
        if service.audience == "team":
            life = team_timeline(case, service)
        elif told.member in case.people:
            life = member_timeline(case, service, told.member)
        else:
            raise _InputRefusedError(f"say who gave it: {told.member} is not on the roster of {case.team.id}")
        agreed = life.agreed_on(day)
        if agreed is None or "anyone" in agreed.given_by:
            raise _InputRefusedError(
                f"say who gave it: anyone may give {service.id}, or nothing is agreed on {told.day}"
            )
        may = [one for one in case.givers_on(agreed.given_by, day) if one != told.member]
        lead = [one for one in may if one in case.givers_on(agreed.given_by & {"leader"}, day)]
        return _only(
            lead or may, f"say who gave it: {len(may) or 'no'} people may give {service.id} on {told.day}"
        )

    def _judged(self, team: str, found: Sequence[InputOutcome]) -> list[InputOutcome]:
        """Hold the rows of a team against its log and the rules over rows; a row refused hides no other."""
        barred: dict[int, InputOutcome] = {}
        while True:
            judged = self._pass(team, found, barred)
            refused = {at: one for at, one in enumerate(judged) if one.fate is InputFate.REFUSED}
            if len(refused) == len(barred):
                return judged
            barred = refused

    def _pass(
        self, team: str, found: Sequence[InputOutcome], barred: dict[int, InputOutcome]
    ) -> list[InputOutcome]:
        seen = _Seen(anew=self._anew)
        for row in _rows(self._team_files(team).log):
            seen.add(row)
        outcomes: list[InputOutcome] = []
        fresh: list[LogRow] = []
        for at, one in enumerate(found):
            if at in barred or one.row is None:
                outcomes.append(barred.get(at, one))
                continue
            known = seen.has(one.row)
            outcomes.append(replace(one, fate=InputFate.KNOWN if known else InputFate.LOGGED))
            if not known:  # what is known already keeps its own uid, and hides no other row of this one
                seen.add(one.row)
                fresh.append(one.row)
        findings = self._findings(team, fresh)
        logged = [at for at, one in enumerate(outcomes) if one.fate is InputFate.LOGGED]
        for number, at in enumerate(logged):
            outcomes[at] = _with(outcomes[at], findings.get(number, ()))
        return outcomes

    def _findings(self, team: str, rows: Sequence[LogRow]) -> dict[int, list[Finding]]:
        """Return what the rules over a team say of rows that were added to its log, by their number."""
        log, numbers = _joined(self._team_files(team).log, rows)
        files = self._team_files(team)
        judged = evaluate_coverage(self._case(team, log), self._days.today.toordinal())
        facts = TeamFacts(judged, files.waivers, files.answers, files.pulse, known_ids(self._repository))
        found: dict[int, list[Finding]] = {}
        for rule in ALL:
            if rule.team and rule.code.startswith(_JUDGED):
                for problem in rule.team(facts):
                    number = numbers.get((problem.place.path, problem.place.line))
                    if number is not None:
                        playbook = self._repository.policy.playbook
                        one = finding_of(rule.code, problem, playbook, self._days)
                        found.setdefault(number, []).append(one)
        return found

    def _write(self, team: str, rows: Sequence[LogRow]) -> set[LogRow]:
        """Write rows; return those that somebody else has written meanwhile.

        Raises `ChangedMeanwhileError` where the roster is another by now: who was erased comes back by no row.
        """
        late: set[LogRow] = set()
        files = self._team_files(team)

        def edit(lines: tuple[LogLine, ...]) -> list[LogLine | LogRow]:
            if changed := self._repository.changed_since(files):
                raise ChangedMeanwhileError(changed)
            seen = _Seen(anew=self._anew)
            for line in lines:
                seen.add(line.row)
            late.update(row for row in rows if seen.has(row))
            fresh = [row for row in rows if row not in late]
            kept = []
            for line in lines:
                row = next((one for one in fresh if _settles(one, line.row)), None)
                if row:
                    fresh.remove(row)
                kept.append(line.says(_instead(row, line.row)) if row else line)
            return [*kept, *fresh]

        edit_log(on_disk(self._repository.data), team, edit)
        self._files.pop(team)
        return late


class _Seen:
    """The touchpoints there are, as DAT002 tells them apart.

    What was booked and is something else by now is known as booked, and what was withdrawn as anything,
    so that a table imported again changes nothing; with `anew` a withdrawn row hides none.
    """

    def __init__(self, *, anew: bool) -> None:
        self._anew = anew
        self._keys: set[object] = set()

    def add(self, row: LogRow) -> None:
        if row.state == "withdrawn":
            self._keys.add((*_touchpoint(row), "withdrawn"))
            return
        self._keys.add(row.values[:6])
        self._keys.add((*_touchpoint(row), "booked"))
        if row.uid:
            self._keys.add((row.uid, row.service, row.member))

    def has(self, row: LogRow) -> bool:
        keys: set[object] = {row.values[:6]}
        if row.state == "booked":
            keys.add((*_touchpoint(row), "booked"))
        if row.uid:
            keys.add((row.uid, row.service, row.member))
        if not self._anew:
            keys.add((*_touchpoint(row), "withdrawn"))
        return not self._keys.isdisjoint(keys)


def _settles(row: LogRow, booked: LogRow) -> bool:
    """Whether a row says what became of a booked one."""
    return booked.state == "booked" and _touchpoint(row) == _touchpoint(booked)


def _instead(row: LogRow, booked: LogRow) -> LogRow:
    """Return a row in the place of the booked one, with what only that one says."""
    return replace(row, acknowledged=row.acknowledged or booked.acknowledged, uid=row.uid or booked.uid)


def _touchpoint(row: LogRow) -> tuple[object, ...]:
    """Return a row without its state."""
    return row.day, row.service, row.member, row.given_by, row.initiative


def _form(told: TouchpointInput) -> None:
    """Refuse what no log may hold, before anything is looked up by it."""
    values = {
        "date": told.day.isoformat(),
        "service": told.service,
        "member": told.member,
        "given_by": told.given_by,
        "initiative": told.initiative or "outbound",
        "state": told.state,
        "acknowledged": told.acknowledged,
        "uid": told.uid,
    }
    for column, value in values.items():
        words = wrong_with(column, value)
        if words:
            raise _InputRefusedError(f"{column}: {words}")


def _only(found: Sequence[str], words: str) -> str:
    if len(found) != 1:
        raise _InputRefusedError(words)
    return found[0]


def _in(team: Team, person: str, day: date) -> bool:
    return any(stay.person == person and _on(stay, day) for stay in team.members)


def _gives(team: Team, person: str, day: date) -> bool:
    givers: tuple[Leader | Coach, ...] = (*team.leaders, *team.coaches)
    return any(one.person == person and _on(one, day) for one in givers)


def _on(span: Span, day: date) -> bool:
    return span.first_number <= day.toordinal() <= span.last_number


def _rows(log: Log) -> Iterable[LogRow]:
    columns = (log.services, log.members, log.givers, log.initiatives, log.states, log.acknowledged, log.uids)
    for day, *values in zip(log.days, *columns, strict=True):
        yield LogRow(date.fromordinal(day), *values)


def _joined(log: Log, rows: Sequence[LogRow]) -> tuple[Log, dict[tuple[str, int], int]]:
    """Return the log with rows behind its own, and which place each of them has."""
    made = Log(*(list(getattr(log, name)) for name in Log.__slots__))
    numbers: dict[tuple[str, int], int] = {}
    order = sorted(range(len(rows)), key=lambda at: (rows[at].quarter, at))
    for number in order:
        row = rows[number]
        path = f"{_NEW}/{row.quarter}.csv"
        if not made.files or made.files[-1][1] != path:
            made.files.append((len(made), path))
        made.days.append(row.day.toordinal())
        columns = (made.services, made.members, made.givers, made.initiatives, made.states, made.acknowledged)
        for column, value in zip((*columns, made.uids), row.values[1:], strict=True):
            column.append(value)
        place = made.place(len(made) - 1)
        numbers[place.path, place.line] = number
    return made, numbers


def _with(outcome: InputOutcome, findings: Iterable[Finding]) -> InputOutcome:
    words = {severity: [] for severity in Severity}  # type: dict[Severity, list[str]]
    for one in findings:
        words[one.severity].append(f"{one.code} {one.words(members=True)}")
    warnings = (*words[Severity.WARNING], *words[Severity.NOTICE])
    if words[Severity.ERROR]:
        return replace(
            outcome, fate=InputFate.REFUSED, words="; ".join(words[Severity.ERROR]), warnings=warnings
        )
    return replace(outcome, warnings=warnings)
