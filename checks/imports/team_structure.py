"""The teams that a people table describes: who is in which, who leads it, and which team is above it.

A team is a department, led by who manages it. Where a department has people with another manager, they are with that
manager: in the department the manager heads, else in a team of that manager's own. So everybody's leader is their
manager. Who heads a team is a member of their own manager's team, and that team is the one above. Nobody is made a
leader who manages nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from checks.imports.managers import ReportingLine, current_lines
from checks.imports.people_rows import PersonRow
from checks.loading.csv_columns import BadRow
from checks.loading.naming import slug
from checks.model.team import Team
from checks.wording.measures import plural

LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class PlannedTeam:
    """A team of the table: `leader` is empty if the table names none, `above` if nobody is above its leader."""

    id: str
    name: str
    leader: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStay:
    """A membership by the table's line; both days are included, and without a last one it goes on."""

    line: int
    person: str
    team: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class KnownTeams:
    """The rosters there are by id, former ids, and ids by what the table calls teams.

    `groups` are the ids of groups that describe members, by id and title in lowercase.
    """

    rosters: Mapping[str, Team] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)

    def id_of(self, label: str) -> str | None:
        """Return the team that a table means by a label: an id, a former one, or a name, whatever its case."""
        plain = label.casefold()
        by_label = {name.casefold(): team for name, team in self.labels.items()}
        team = by_label.get(plain) or self.former.get(plain, plain)
        names = {roster.name.casefold(): roster.id for roster in self.rosters.values()}
        return team if team in self.rosters or plain in by_label else names.get(plain)


@dataclass(slots=True)
class TeamStructure:
    """Teams by id, memberships, rows that fit in no team, what was noticed, and what the table calls each department."""

    teams: dict[str, PlannedTeam] = field(default_factory=dict)
    stays: list[PlannedStay] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def team_structure(lines: Sequence[ReportingLine], known: KnownTeams, as_of: date) -> TeamStructure:
    """Return the teams of a table as of a day; rows that ended before it show who was where, and not who leads."""
    return _StructureBuilder(lines, known, as_of).built()


class _StructureBuilder:
    """Builds the structure step by step: departments, their heads, managers' own teams, memberships, teams above."""

    def __init__(self, lines: Sequence[ReportingLine], known: KnownTeams, as_of: date) -> None:
        self._lines = lines
        self._known = known
        self._current = current_lines(lines, as_of)
        self._current_rows = {line.row.line for line in self._current}
        self._reports: defaultdict[str, list[ReportingLine]] = defaultdict(list)
        for line in self._current:
            self._reports[line.manager].append(line)
        self._teams_of: defaultdict[str, list[str]] = defaultdict(list)
        self._sizes: Counter[str] = Counter()
        for roster in known.rosters.values():
            for stay in roster.members:
                if stay.last is None:
                    self._teams_of[stay.person].append(roster.id)
                    self._sizes[roster.id] += 1
        self._done = TeamStructure()
        self._managing = {line.manager for line in self._current} - {""}
        self._departments = self._ids_of_departments()
        self._inside: defaultdict[str, list[ReportingLine]] = defaultdict(list)
        for line in self._current:
            if line.row.team:
                self._inside[self._departments[line.row.team]].append(line)
        self._heads = {team: self._head_of(team, inside) for team, inside in self._inside.items()}
        self._own: dict[str, str] = {}

    def built(self) -> TeamStructure:
        """Return the structure."""
        done = self._done
        self._plan_departments()
        for line in self._lines:
            team, why = self._team_of(line)
            if team:
                row = line.row
                done.stays.append(PlannedStay(row.line, row.person, team, row.first, row.last))
            elif why:
                done.bad.append(BadRow(line.row.line, why))
        self._name_tops()
        self._name_unknown()
        self._set_teams_above()
        inhabited = {stay.team for stay in done.stays}
        done.teams = {team: planned for team, planned in done.teams.items() if team in inhabited}
        done.labels = dict(self._departments)
        return done

    def _plan_departments(self) -> None:
        """Plan a team for each department, and note where two departments have one id."""
        names: dict[str, list[str]] = defaultdict(list)
        for label, team in self._departments.items():
            names[team].append(label)
        for team, labels in sorted(names.items()):
            self._done.teams[team] = PlannedTeam(team, labels[0], self._heads.get(team, ""))
            if len(labels) > 1 and team not in self._known.labels.values():
                listed = " and ".join(sorted(labels))
                self._done.notes.append(
                    f"{listed} have the same id here, {team}, so they are one team. To separate them, give each its own "
                    "id in columns.yaml"
                )

    def _ids_of_departments(self) -> dict[str, str]:
        """Return the id of each department; one that is new may be the new name of a team with the same people."""
        labels = dict.fromkeys(line.row.team for line in self._lines if line.row.team)
        ids = {label: team for label in labels if (team := self._known.id_of(label))}
        for label in labels:
            if label not in ids:
                people = {line.row.person for line in self._current if line.row.team == label}
                before = self._same_people(people, set(ids.values()))
                if before:
                    self._done.notes.append(
                        f"team {label!r} of the table has most of the people of {before}, so it is read as that team's new name"
                    )
                ids[label] = before or self._new_id(label)
        return ids

    def _new_id(self, label: str) -> str:
        """Return an id made from a label: of a team that is called so but for its marks, else one that no team has."""
        plain = slug(label)
        roster = self._known.rosters.get(plain)
        if roster is None:
            return plain
        if slug(roster.name) == plain:
            self._done.notes.append(
                f"team {label!r} of the table is read as {plain}, which is called {roster.name!r}"
            )
            return plain
        numbered = (f"{plain[:37]}-{number}" for number in range(2, len(self._known.rosters) + 3))
        return next(team for team in numbered if team not in self._known.rosters)

    def _same_people(self, people: set[str], taken: set[str]) -> str:
        """Return the team, of those the table does not name, in which most of the people are, and who are most of it."""
        where = Counter(team for person in people for team in self._teams_of[person] if team not in taken)
        team, number = max(where.items(), key=lambda counted: (counted[1], counted[0]), default=("", 0))
        return team if 2 * number > len(people) and 2 * number > self._sizes[team] else ""

    def _head_of(self, team: str, inside: Sequence[ReportingLine]) -> str:
        """Return who heads a department: who is in it and manages most of it, or manages it from outside."""
        people = {line.row.person for line in inside}
        reports: defaultdict[str, list[str]] = defaultdict(list)
        for line in inside:
            reports[line.manager].append(line.row.person)
        reports.pop("", None)
        managed = {line.row.person for line in inside if line.manager in people}
        roots = [
            line.row.person
            for line in inside
            if line.row.person in reports and line.row.person not in managed
        ]
        scores = {root: (_below(root, reports), 1) for root in roots}
        for manager in reports:
            if manager not in people:
                direct = sum(person not in scores for person in reports[manager])
                scores[manager] = (direct, 0)
        best = {person: score for person, score in scores.items() if score[0]}
        roster = self._known.rosters.get(team)
        before = {leader.person for leader in roster.leaders if leader.last is None} if roster else set()
        leading = {person: score for person, score in best.items() if person in before}
        choice = leading or best
        return max(choice, key=lambda person: choice[person]) if choice else ""

    def _team_of(self, line: ReportingLine) -> tuple[str, str]:
        """Return the team of a row, or why it has none; nothing at all for who is at the top."""
        department = self._departments.get(line.row.team, "")
        head = self._heads.get(department, "")
        if line.row.line not in self._current_rows and department:
            return department, ""
        if line.unknown:
            return (department, "") if department and not head else ("", line.unknown)
        if not line.manager:
            if line.row.person in self._managing:
                return "", ""
            return (
                department,
                "" if department else "it names neither a team nor a manager that is in the table",
            )
        if head == line.manager:
            return department, ""
        return self._own_team(line.manager), ""

    def _own_team(self, manager: str) -> str:
        """Return the team that a manager's reports are in, if their department is headed by somebody else."""
        if manager not in self._own:
            headed = [team for team, head in self._heads.items() if head == manager]
            home = {
                self._departments[line.row.team]
                for line in self._current
                if line.row.person == manager and line.row.team
            }
            largest = sorted(headed, key=lambda team: (team not in home, -len(self._inside[team])))
            self._own[manager] = largest[0] if largest else self._department_alone(manager, home)
        return self._own[manager]

    def _department_alone(self, manager: str, home: Collection[str]) -> str:
        """Return the department in which a manager is all by themselves, led by them; else a team by manager."""
        for team in home:
            if not self._heads[team] and {line.row.person for line in self._inside[team]} == {manager}:
                self._done.teams[team] = replace(self._done.teams[team], leader=manager)
                return team
        return self._team_by_manager(manager)

    def _team_by_manager(self, manager: str) -> str:
        """Return the team of a manager who heads no department: one they lead already, or a new one."""
        taken = set(self._departments.values()) | set(self._own.values())
        led = [
            roster.id
            for roster in self._known.rosters.values()
            if roster.id not in taken
            and any(leader.person == manager and leader.last is None for leader in roster.leaders)
        ]
        reports = [
            line
            for line in self._reports[manager]
            if self._heads.get(self._departments.get(line.row.team, "")) != manager
        ]
        before = self._same_people({line.row.person for line in reports}, taken)
        labels = {line.row.team for line in reports}
        label = labels.pop() if len(labels) == 1 else ""
        team = f"{slug(label)}-{manager}" if label else f"team-{manager}"
        if len(team) > LONGEST_ID:
            team = f"team-{manager}"[:LONGEST_ID].rstrip("-")
        team = led[0] if led else before or team
        roster = self._known.rosters.get(team)
        name = roster.name if roster else f"{label} ({manager})" if label else f"Team of {manager}"
        self._done.teams[team] = PlannedTeam(team, name, manager)
        return team

    def _name_tops(self) -> None:
        """Note who is above everybody, and who is in a team without a manager of their own."""
        members = {stay.person for stay in self._done.stays}
        alone = [line.row for line in self._current if not line.manager and not line.unknown]
        for row in dict.fromkeys(_named(alone, members, self._managing)):
            self._done.notes.append(row)

    def _name_unknown(self) -> None:
        """Note rows whose manager has no id, and that are taken all the same: their department has no leader."""
        lines = sorted(line.row.line for line in self._current if line.unknown and self._team_of(line)[0])
        if lines:
            shown = ", ".join(map(str, lines[:3])) + (" …" if len(lines) > 3 else "")
            its, word = ("its team has", "line") if len(lines) == 1 else ("their teams have", "lines")
            self._done.notes.append(
                f"{plural(len(lines), 'row has', 'rows have')} a manager who isn't in the table, so {its} no leader ({word} {shown})"
            )

    def _set_teams_above(self) -> None:
        done = self._done
        home: dict[str, str] = {}
        for stay in done.stays:
            if stay.line in self._current_rows:
                home.setdefault(stay.person, stay.team)
        for team, planned in done.teams.items():
            above = home.get(planned.leader, "")
            if above and above != team:
                done.teams[team] = replace(planned, above=above)
        for team in _in_loops({team: planned.above for team, planned in done.teams.items()}):
            done.teams[team] = replace(done.teams[team], above="")
            done.notes.append(f"the managers in the table put {team} above itself, so no team is above it")


def _named(rows: Sequence[PersonRow], members: set[str], managing: set[str]) -> Iterator[str]:
    for row in rows:
        if row.person in managing and row.person not in members:
            yield f"{row.person} has no manager in the table, so {row.person} isn't a member of any team and has no leader"
    lonely = sorted({row.person for row in rows if row.person not in managing})
    if lonely and managing:
        shown = ", ".join(lonely[:5]) + (f" and {len(lonely) - 5} more" if len(lonely) > 5 else "")
        verbs = ("person has", "is") if len(lonely) == 1 else ("people have", "are")
        yield f"{len(lonely)} {verbs[0]} no manager in the table and {verbs[1]} in the team of their department: {shown}"


def _below(root: str, reports: Mapping[str, Sequence[str]]) -> int:
    """Return how many people a manager has below, reports of reports among them."""
    seen: set[str] = set()
    waiting = list(reports[root])
    while waiting:
        person = waiting.pop()
        if person not in seen:
            seen.add(person)
            waiting += reports.get(person, ())
    return len(seen - {root})


def _in_loops(above: Mapping[str, str]) -> list[str]:
    """Return one team of each circle of teams that are above each other."""
    cut: list[str] = []
    for start in above:
        path: list[str] = []
        team = start
        while team and team not in path and team not in cut:
            path.append(team)
            team = above.get(team, "")
        if team and team in path and team not in cut:
            cut.append(team)
    return cut
