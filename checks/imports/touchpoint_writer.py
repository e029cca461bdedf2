"""Touchpoints as people enter them: turned into rows of the log, or refused in the words of the check.

Whatever `check` would call an error about a new row is refused before anything is written. A row that
stands in the log already changes nothing. A team, giver or initiative that is left out is filled in when
exactly one can be meant, and asked for otherwise.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import Enum
from functools import cached_property

from checks.engine.afterwards import givers_to, stay_left
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import evaluate_coverage
from checks.engine.timeline import terms_of_receiver
from checks.loading.csv_columns import text_columns, wrong_with
from checks.loading.files import on_disk
from checks.loading.repository import Repository
from checks.loading.team_files import TeamFiles
from checks.model.errors import ChangedMeanwhileError
from checks.model.findings import Finding, Severity
from checks.model.service import Service
from checks.model.team import Coach, Leader, Stay, Team
from checks.model.touchpoint_log import COLUMNS, Log
from checks.rules import ALL
from checks.rules.rule import TeamFacts
from checks.run.judging import JudgementDates, case_of, finding_of, known_ids
from checks.store.team_log import LogLine, LogRow, edit_log, rows_of

_ROW_RULES = ("REF", "DAT")
"""The families of rules that look at a row; the form of its values is checked before."""

_NEW = "new"
"""The folder that rows not yet written are said to stand in; no path of a repository is below it."""


@dataclass(frozen=True, slots=True)
class TouchpointInput:
    """A touchpoint as somebody enters it: the columns of the log, of which empty ones are filled in.

    `line` is where it stands in a table.
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
    """What became of an input: written, in the log already, or refused."""

    LOGGED = "logged"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class InputOutcome:
    """What became of one touchpoint: `words` say why it was refused, `warnings` what else there is to know."""

    touchpoint: TouchpointInput
    fate: InputFate
    team: str = ""
    row: LogRow | None = None
    words: str = ""
    warnings: tuple[str, ...] = ()


class _RefusedError(Exception):
    """Why an input is refused."""


class TouchpointWriter:
    """Writes touchpoints into the logs of one repository, on one day."""

    def __init__(self, repository: Repository, days: JudgementDates) -> None:
        self._repository = repository
        self._days = days
        self._files: dict[str, TeamFiles] = {}
        self._cases: dict[str, TeamCase] = {}
        self._log_again = False

    def take(
        self,
        touchpoints: Iterable[TouchpointInput],
        *,
        write: bool = True,
        log_again: bool = False,
        step: Callable[[], None] = lambda: None,
    ) -> tuple[InputOutcome, ...]:
        """Write the touchpoints that can be logged, and return what becomes of each, in order.

        `step` is called after each that is looked at, for a progress bar.

        A new row takes the place of the booked row it answers. A row that was withdrawn counts as known,
        and is logged again only with `log_again`. Raises what `edit_log` raises; then nothing of that team is written.
        """
        self._log_again = log_again
        outcomes: list[InputOutcome] = []
        for touchpoint in touchpoints:
            outcomes.append(self._resolved(touchpoint))
            step()
        for team in sorted({outcome.team for outcome in outcomes if outcome.row}):
            places = [at for at, outcome in enumerate(outcomes) if outcome.row and outcome.team == team]
            judged = self._judged(team, [outcomes[at] for at in places])
            fresh = [outcome.row for outcome in judged if outcome.row and outcome.fate is InputFate.LOGGED]
            late = self._write(team, fresh) if write and fresh else set()
            for at, outcome in zip(places, judged, strict=True):
                beaten = outcome.fate is InputFate.LOGGED and outcome.row in late
                outcomes[at] = replace(outcome, fate=InputFate.KNOWN) if beaten else outcome
        return tuple(outcomes)

    def _service(self, named: str) -> Service:
        """Return the service of an id it has or had."""
        policy = self._repository.policy
        current = policy.former.get(named, named)
        if current in policy.services:
            return policy.services[current]
        if named in policy.unread:
            why = "could not be read, so nothing was logged for it. To see why, run: outbound check"
            raise _RefusedError(f"{named} {why}")
        nearest = get_close_matches(named, [*policy.services, *policy.former], n=1, cutoff=0.6)
        hint = f". Did you mean {nearest[0]}?" if nearest else f". Services: {', '.join(policy.services)}"
        raise _RefusedError(f"there is no service {named}{hint}")

    def _resolved(self, touchpoint: TouchpointInput) -> InputOutcome:
        """Return the row that is meant, or why there is none."""
        try:
            row = _checked_row(touchpoint)
            service = self._service(row.service)
            team = self._team(touchpoint, service)
            case = self._cases[team] = self._cases.get(team) or self._case(team)
            given_by = row.given_by or self._giver(touchpoint, service, case)
            initiative = row.initiative or self._initiative(touchpoint, service)
        except _RefusedError as error:
            return InputOutcome(touchpoint, InputFate.REFUSED, words=str(error))
        row = replace(row, service=service.id, given_by=given_by, initiative=initiative)
        return InputOutcome(touchpoint, InputFate.LOGGED, team, row)

    def _team(self, touchpoint: TouchpointInput, service: Service) -> str:
        person, giver, day = touchpoint.member, touchpoint.given_by, touchpoint.day
        if service.audience == "team" and person:
            raise _RefusedError(f"{service.id} is for the whole team. Leave the member out and name the team")
        if service.audience == "member" and not person:
            raise _RefusedError(f"{service.id} is for single members. Name the member")
        if touchpoint.team:
            return self._current_team(touchpoint.team)
        if service.audience == "team":
            rosters = self._rosters.items()
            led = [team for team, roster in rosters if _on(roster.leaders + roster.coaches, giver, day)]
            return _only(led, f"the team of this {service.id} is not clear. Name the team")
        teams = [
            team for team in self._teams_of.get(person, ()) if _on(self._rosters[team].members, person, day)
        ]
        teams = teams or [
            team
            for team in self._teams_of.get(person, ())
            if stay_left(self._case(team), service, person, day)
        ]
        if not teams:
            fix = "Check the id and the date. For a guest, name the team"
            raise _RefusedError(f"{person} is not in any team on {day}. {fix}")
        return _only(teams, f"{person} is in {' and '.join(teams)} on {day}. Name the team")

    def _current_team(self, team: str) -> str:
        """Return the id a team has now, by this one or a former one."""
        ids = self._repository.team_ids
        current = team if team in ids else self._repository.former_teams.get(team)
        if current:
            return current
        nearest = get_close_matches(team, ids, n=1)
        raise _RefusedError(f"there is no team {team}{f'. Did you mean {nearest[0]}?' if nearest else ''}")

    @cached_property
    def _rosters(self) -> dict[str, Team]:
        """The rosters that can be read; for people on another the input must name the team."""
        rosters = {team: self._repository.roster(team) for team in self._repository.team_ids}
        return {team: roster for team, (roster, faults) in rosters.items() if roster and not faults}

    @cached_property
    def _teams_of(self) -> dict[str, list[str]]:
        """The teams in which each person is or was a member, so that no row goes through all rosters."""
        teams: dict[str, list[str]] = {}
        for team, roster in self._rosters.items():
            for person in {stay.person for stay in roster.members}:
                teams.setdefault(person, []).append(team)
        return teams

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
            raise _RefusedError(f"{team} could not be read, so nothing was logged for it{why}")
        return case

    def _initiative(self, touchpoint: TouchpointInput, service: Service) -> str:
        if touchpoint.state == "ordered":
            return "inbound"
        if service.initiative == "both":
            raise _RefusedError(
                f"{service.id} can start from either side. Add who started it: outbound or inbound"
            )
        return service.initiative

    def _giver(self, touchpoint: TouchpointInput, service: Service, case: TeamCase) -> str:
        """Return who gave it where only one can be meant: the leader who may, else whoever alone may."""
        if touchpoint.state == "ordered":
            return ""
        member, day = touchpoint.member, touchpoint.day
        if service.audience == "member" and member not in case.people:
            raise _RefusedError(f"{member} is not on the roster of {case.team.id}. Add who gave it")
        terms = terms_of_receiver(case, service, member, day)
        if terms is None or "anyone" in terms.given_by:
            why = f"anyone may give {service.id}, or there is no agreement for {touchpoint.day}"
            raise _RefusedError(f"{why}. Add who gave it")
        left = stay_left(case, service, member, day) if member else None
        givers = [giver for giver in givers_to(case, terms.given_by, day, left) if giver != member]
        of_leaders = givers_to(case, terms.given_by & {"leader"}, day, left)
        leaders = [giver for giver in givers if giver in of_leaders]
        words = f"{len(givers) or 'no'} people may give {service.id} on {touchpoint.day}"
        return _only(leaders or givers, f"{words}. Add who gave it")

    def _judged(self, team: str, outcomes: Sequence[InputOutcome]) -> list[InputOutcome]:
        """Hold the rows of a team against its log and the rules over rows.

        A refused row must not hide another as its duplicate, so the rest is judged again without it.
        """
        refused: dict[int, InputOutcome] = {}
        while True:
            judged = self._judged_without(refused, team, outcomes)
            before = len(refused)
            refused = {at: outcome for at, outcome in enumerate(judged) if outcome.fate is InputFate.REFUSED}
            if len(refused) == before:
                return judged

    def _judged_without(
        self, refused: dict[int, InputOutcome], team: str, outcomes: Sequence[InputOutcome]
    ) -> list[InputOutcome]:
        known = _KnownRows(rows_of(self._team_files(team).log), log_again=self._log_again)
        judged: list[InputOutcome] = []
        fresh: dict[int, LogRow] = {}
        for at, outcome in enumerate(outcomes):
            if at in refused or outcome.row is None:
                judged.append(refused.get(at, outcome))
            elif known.has(outcome.row):
                judged.append(replace(outcome, fate=InputFate.KNOWN))
            else:  # only a new row may make others known: one known already keeps its own uid
                known.add(outcome.row)
                fresh[at] = outcome.row
                judged.append(replace(outcome, fate=InputFate.LOGGED))
        findings = self._findings(team, list(fresh.values()))
        for number, at in enumerate(fresh):
            judged[at] = _with_findings(judged[at], findings[number])
        return judged

    def _findings(self, team: str, rows: Sequence[LogRow]) -> defaultdict[int, list[Finding]]:
        """Return what the rules over a team say of rows that were added to its log, by their number."""
        files = self._team_files(team)
        log, numbers = _joined(files.log, rows)
        result = evaluate_coverage(self._case(team, log), self._days.today)
        facts = TeamFacts(result, files.waivers, files.answers, files.pulse, known_ids(self._repository))
        findings: defaultdict[int, list[Finding]] = defaultdict(list)
        for rule in ALL:
            for problem in rule.team(facts) if rule.team and rule.code.startswith(_ROW_RULES) else ():
                number = numbers.get((problem.place.path, problem.place.line))
                if number is not None:
                    playbook = self._repository.policy.playbook
                    findings[number].append(finding_of(rule.code, problem, playbook, self._days))
        return findings

    def _write(self, team: str, rows: Sequence[LogRow]) -> set[LogRow]:
        """Write rows; return those that somebody else has written meanwhile.

        Raises `ChangedMeanwhileError` where the roster is another by now: no row may bring back who was erased.
        """
        late: set[LogRow] = set()
        files = self._team_files(team)

        def edit(lines: tuple[LogLine, ...]) -> list[LogLine | LogRow]:
            if changed := self._repository.changed_since(files):
                raise ChangedMeanwhileError(changed)
            known = _KnownRows((line.row for line in lines), log_again=self._log_again)
            late.update(row for row in rows if known.has(row))
            fresh = [row for row in rows if row not in late]
            edited: list[LogLine] = []
            for line in lines:
                old = line.row
                booked = _stateless(old) if old.state == "booked" else None
                new = next((row for row in fresh if _stateless(row) == booked), None)
                if new:
                    fresh.remove(new)
                    new = replace(
                        new, acknowledged=new.acknowledged or old.acknowledged, uid=new.uid or old.uid
                    )
                edited.append(line.says(new or old))
            return [*edited, *fresh]

        edit_log(on_disk(self._repository.data), team, edit)
        self._files.pop(team)
        return late


class _KnownRows:
    """The touchpoints there are, as DAT002 tells them apart.

    A row that was booked and has another state by now is still known as booked, and a withdrawn one in any
    state, so that a table imported again changes nothing; with `log_again` a withdrawn row hides none.
    """

    def __init__(self, rows: Iterable[LogRow], *, log_again: bool) -> None:
        self._log_again = log_again
        self._keys: set[object] = set()
        for row in rows:
            self.add(row)

    def add(self, row: LogRow) -> None:
        if row.state == "withdrawn":
            self._keys.add((_stateless(row), "withdrawn"))
        else:
            self._keys |= {*_keys(row), (*_stateless(row), "booked")}

    def has(self, row: LogRow) -> bool:
        keys = _keys(row)
        if not self._log_again:
            keys.add((_stateless(row), "withdrawn"))
        return not self._keys.isdisjoint(keys)


def _keys(row: LogRow) -> set[object]:
    return {(*_stateless(row), row.state)} | ({(row.uid, row.service, row.member)} if row.uid else set())


def _stateless(row: LogRow) -> tuple[object, ...]:
    return row.values[:5]


def _checked_row(touchpoint: TouchpointInput) -> LogRow:
    """Return an input as a row; values no log may hold are refused, before anything is looked up by them."""
    row = LogRow(*astuple(touchpoint)[: len(COLUMNS)])
    for column, value in zip(COLUMNS, row.values, strict=True):
        words = wrong_with(column, value)
        if words and (value or column != "initiative"):
            raise _RefusedError(f"{column}: {words}")
    return row


def _only(choices: Sequence[str], words: str) -> str:
    if len(choices) != 1:
        raise _RefusedError(words)
    return choices[0]


def _on(spans: Iterable[Stay | Leader | Coach], person: str, day: date) -> bool:
    """Whether one of the spans is the person's and holds the day."""
    return any(
        span.person == person and span.first <= day and (span.last is None or day <= span.last)
        for span in spans
    )


def _joined(log: Log, rows: Sequence[LogRow]) -> tuple[Log, dict[tuple[str, int], int]]:
    """Return a copy of the log with `rows` behind its own, and the number of each of them by path and line."""
    joined = Log(*(list(getattr(log, name)) for name in Log.__slots__))
    numbers: dict[tuple[str, int], int] = {}
    for number in sorted(range(len(rows)), key=lambda at: (rows[at].quarter, at)):
        row = rows[number]
        path = f"{_NEW}/{row.quarter}.csv"
        if not joined.files or joined.files[-1][1] != path:
            joined.files.append((len(joined), path))
        joined.days.append(row.day)
        for column, value in zip(text_columns(joined), row.values[1:], strict=True):
            column.append(value)
        place = joined.place(len(joined) - 1)
        numbers[place.path, place.line] = number
    return joined, numbers


def _with_findings(outcome: InputOutcome, findings: Iterable[Finding]) -> InputOutcome:
    """Return the outcome with its warnings, refused where one of the findings is an error."""
    words: dict[Severity, list[str]] = {severity: [] for severity in Severity}
    for finding in findings:
        words[finding.severity].append(f"{finding.code} {finding.words(members=True)}")
    outcome = replace(outcome, warnings=(*words[Severity.WARNING], *words[Severity.NOTICE]))
    if words[Severity.ERROR]:
        return replace(outcome, fate=InputFate.REFUSED, words="; ".join(words[Severity.ERROR]))
    return outcome
