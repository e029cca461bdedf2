"""A release: what everybody may read of one closed quarter, decided by sizes and terms, in ranges.

How each figure is shown is decided over all figures of the quarter together, by sizes and terms alone. What was
logged only says in which range a share lies. A quarter is released once and stays, so no two releases can be
subtracted: each has its own windows and its own touchpoints.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from checks.engine.cadence_trials import CadenceTrial
from checks.engine.counts import Counts
from checks.engine.group_answers import GroupAnswers
from checks.engine.pulse_answers import AnswerCounts, PulseResult, add_answers
from checks.engine.team_coverage import TeamCoverage
from checks.model.cadences import PeriodUnit
from checks.model.metrics import metrics_of
from checks.model.periods import Period, period_of
from checks.model.playbook import Playbook, describing_groups
from checks.model.service import Metric, Service
from checks.publish.group_felt import everyones_hundredths, felt_ranges, on_scale
from checks.publish.group_ranges import GROUP_FROM, Side, group_borders, range_of_part
from checks.publish.group_shares import TeamGroups, started_ranges
from checks.publish.live_figures import acknowledged_share, chosen_coach_share, held_shares, outbound_share
from checks.publish.quarter_sizes import DescribedPeople, ServiceSizes, TeamSizes, two_largest
from checks.publish.ranges import (
    PAIR,
    WHOLE,
    WHOLE_FROM,
    Part,
    ShareRange,
    range_of,
    share_percent,
    team_borders,
    total_borders,
)
from checks.wording.measures import percent

Document = dict[str, Any]

_SHARES = {
    "outbound": outbound_share,
    "acknowledged": acknowledged_share,
    "by_chosen": chosen_coach_share,
}
"""Shares of what was held, as a release names them."""

_COACHES = frozenset({"coach"})
_GIVERS = frozenset({"leader", "coach"})

FEWEST_ANSWERS = 11
"""Answers under which nothing is said of a mean: three people could still be at the other end of the scale."""


@dataclass(frozen=True)
class QuarterTeam:
    """A team in the quarter that is released: its sizes, what was logged of it, and the lengths that were tried."""

    sizes: TeamSizes
    coverage: TeamCoverage
    trials: tuple[CadenceTrial, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something a release doesn't say: of which service, of how many teams or of the total, and why."""

    service: str
    teams: tuple[str, ...]
    why: str


def release_of(
    playbook: Playbook,
    services: Sequence[Service],
    teams: Sequence[QuarterTeam],
    quarter: Period,
    as_of: date,
    by_group: Sequence[GroupAnswers] = (),
) -> tuple[Document, list[Withheld]]:
    """Return the release of a closed quarter, without its seal, and what it withholds.

    `teams` are all of the organisation, judged for `as_of`; `by_group` are answers of no team.
    """
    coverage: list[Document] = []
    held: list[Document] = []
    groups: list[Document] = []
    withheld: list[Withheld] = []
    for service in services:
        of_service = _Column(playbook, service, teams, quarter.name)
        if service.audience == "team":
            held += of_service.held_with_teams()
        else:
            coverage += of_service.cells()
            groups += of_service.groups()
        withheld += of_service.withheld()
    results = [result for team in teams for result in team.coverage.pulse]
    results += [each.result for each in by_group]
    document: Document = {
        "schema": 1,
        "period": quarter.name,
        "as_of": as_of.isoformat(),
        "smallest_group": playbook.privacy.smallest_group,
        "show": playbook.privacy.finest,
        "members": sum(team.sizes.members for team in teams),
        "hours": sum(team.sizes.hours for team in teams),
        "givers": len(frozenset().union(*(team.sizes.givers(_GIVERS) for team in teams))),
        "teams": [_team(team.sizes) for team in teams],
        "coverage": coverage,
        "held": held,
        "shares": list(_shares(playbook, teams, quarter.name)),
        "answers": list(_answers(playbook, services, results, quarter)),
        "tried": list(_tried(services, teams)),
    }
    started = list(_started(playbook, teams, quarter.name, document["shares"]))
    felt = list(_felt(playbook, services, results, by_group, document["answers"], quarter))
    # whether there are any is decided by sizes
    of_groups = {"groups": groups, "started": started, "felt": felt}
    document |= {key: cells for key, cells in of_groups.items() if cells}
    return document, withheld


def _team(sizes: TeamSizes) -> Document:
    part_of = {"part_of": sizes.part_of} if sizes.part_of else {}
    return {
        "id": sizes.team,
        "name": sizes.name,
        **part_of,
        "members": sizes.members,
        "leaders": len(sizes.leaders),
        "coaches": len(sizes.coaches),
        "hours": sizes.hours,
    }


def _range(share_range: ShareRange) -> Document:
    return {"from": share_range.least, "below": share_range.below}


@dataclass(frozen=True)
class _Column:
    """One service in the quarter: the ranges of units, and of the organisation, decided together."""

    playbook: Playbook
    service: Service
    teams: Sequence[QuarterTeam]
    quarter: str

    def _sizes(self, team: QuarterTeam) -> ServiceSizes:
        return team.sizes.services[self.service.id]

    def _counts(self, team: QuarterTeam) -> Counts:
        row = team.coverage.row(self.service.id, self.quarter)
        return row.counts if row else Counts()

    @property
    def _taking_part(self) -> list[QuarterTeam]:
        """The teams in which something of the service can end in the quarter, by terms and rosters alone."""
        return [team for team in self.teams if self._sizes(team).heaviest and self._sizes(team).most]

    @property
    def _units(self) -> dict[str, list[QuarterTeam]]:
        """The teams by the unit that is shown: itself, or its parent; none where only the organisation is."""
        show = self.playbook.privacy.finest
        units: dict[str, list[QuarterTeam]] = {}
        for team in self._taking_part if show != "organisation" else ():
            unit = team.sizes.part_of if show == "parents" else None
            units.setdefault(unit or team.sizes.team, []).append(team)
        # among parents a team alone is none: its figure would be its leader's
        return {unit: teams for unit, teams in units.items() if show == "teams" or len(teams) > 1}

    def _agreed(self, teams: Iterable[QuarterTeam]) -> Fraction | None:
        """Return the share agreed with everybody; None where teams have agreed on different ones."""
        shares = {self._sizes(team).agreed for team in teams}
        return shares.pop() if len(shares) == 1 else None

    def _borders(self, teams: Sequence[QuarterTeam]) -> tuple[int, ...]:
        """Return the borders of a unit's ranges; none where nothing may be said of it."""
        sizes = [self._sizes(team) for team in teams]
        if not all(each.by_team for each in sizes):
            return ()
        if sum(team.sizes.members for team in teams) < self.playbook.privacy.smallest_group:
            return ()
        agreed = share_percent(self._agreed(teams))
        if len(teams) > 1:
            return total_borders([self._part(team, WHOLE) for team in teams], self._known(teams), agreed)
        (one_team,) = sizes
        if "anyone" in one_team.given_by:
            return ()
        # who is under terms with more windows weighs as much as so many others
        known = -(-(PAIR + 1) * one_team.heaviest // one_team.lightest) - 1
        return team_borders(one_team.least, one_team.lightest, agreed, known)

    def _known(self, teams: Sequence[QuarterTeam]) -> int:
        roles = frozenset().union(*(self._sizes(team).given_by for team in teams))
        people = {team.sizes.team: self._sizes(team).most for team in teams}
        return two_largest([team.sizes for team in teams], roles, people)

    def _part(self, team: QuarterTeam, share_range: ShareRange) -> Part:
        sizes = self._sizes(team)
        return Part(share_range, sizes.least, sizes.most, sizes.lightest, sizes.heaviest)

    def _ranges(self) -> dict[str, ShareRange]:
        """Return the range of each unit; one that says nothing where nothing may be said."""
        return {unit: self._lies_in(teams, self._borders(teams)) for unit, teams in self._units.items()}

    def _lies_in(self, teams: Sequence[QuarterTeam], borders: Sequence[int]) -> ShareRange:
        counts = sum(map(self._counts, teams), Counts())
        return range_of(counts.met, counts.due, borders)

    def _total(self, ranges: Mapping[str, ShareRange]) -> ShareRange:
        """Return the range of the organisation, which tells no more of a unit than the unit's own."""
        teams = self._taking_part
        sizes = [self._sizes(team) for team in teams]
        whole = all(each.by_team for each in sizes)
        known = {"joining", "leaving"}  # who has joined or left, everybody knows
        if not teams or any(known & each.after for each in sizes):
            return WHOLE
        if not whole and sum(each.least for each in sizes) < WHOLE_FROM:
            return WHOLE
        unit_of = {team.sizes.team: unit for unit, members in self._units.items() for team in members}
        parts = [self._part(team, ranges.get(unit_of.get(team.sizes.team, ""), WHOLE)) for team in teams]
        agreed = share_percent(self._agreed(teams))
        borders = total_borders(parts, self._known(teams), agreed, None if whole else 10)
        if not borders and all(part.range != WHOLE for part in parts):
            # what follows from the ranges of all teams is no more than they say
            return ShareRange(min(p.range.least for p in parts), max(p.range.below for p in parts))
        return self._lies_in(teams, borders)

    def cells(self) -> Iterator[Document]:
        """Yield what is published of the service: the organisation first, then each unit."""
        ranges = self._ranges()
        for unit, share_range in ((None, self._total(ranges)), *ranges.items()):
            if share_range == WHOLE:
                continue
            agreed = self._agreed(self._units[unit] if unit else self._taking_part)
            share = {"agreed": percent(agreed)} if agreed is not None else {}
            yield {"team": unit, "service": self.service.id, **_range(share_range), **share}

    def groups(self) -> Iterator[Document]:
        """Yield in which range each group that describes members lies, where it may be said."""
        teams = self._taking_part
        sizes = [self._sizes(team) for team in teams]
        if not teams or self.service.audience == "team" or not all(each.by_team for each in sizes):
            return
        ranges = self._ranges()
        total = self._total(ranges)
        for group in describing_groups(self.playbook):
            described = [each.described.get(group.id, DescribedPeople()) for each in sizes]
            if min(map(len, _apart(described))) < GROUP_FROM:
                continue
            inside = [(len(each.inside), len(each.touched)) for each in described]
            outside = [
                (len(each.outside), size.most - len(each.inside))
                for size, each in zip(sizes, described, strict=True)
            ]
            borders = group_borders(self._side(inside, ranges), self._side(outside, ranges), total)
            if borders:
                counts = self._counts_in(group.id)
                lies_in = range_of(counts.met, counts.due, borders)
                yield {"group": group.id, "service": self.service.id, **_range(lies_in)}

    def _side(self, people: Sequence[tuple[int, int]], ranges: Mapping[str, ShareRange]) -> Side:
        """Return those in a group, or outside it: `people` are the fewest and the most of each team that takes part.

        A team's range leaves its part more: what one half was not met, the other can have been.
        """
        teams = self._taking_part
        unit_of = {team.sizes.team: unit for unit, members in self._units.items() for team in members}
        parts = []
        for team, (least, most) in zip(teams, people, strict=True):
            sizes = self._sizes(team)
            lies_in = ranges.get(unit_of.get(team.sizes.team, ""), WHOLE)
            lies_in = range_of_part(lies_in, sizes.least * sizes.lightest, most * sizes.heaviest)
            parts.append(Part(lies_in, least, most, sizes.lightest, sizes.heaviest))
        roles = frozenset().union(*(self._sizes(team).given_by for team in teams))
        by_team = {team.sizes.team: most for team, (_, most) in zip(teams, people, strict=True)}
        return Side(tuple(parts), two_largest([team.sizes for team in teams], roles, by_team))

    def _counts_in(self, group: str) -> Counts:
        rows = (row for team in self.teams for row in team.coverage.groups)
        wanted = (self.service.id, self.quarter, group)
        return sum((row.counts for row in rows if row.key == wanted), Counts())

    def held_with_teams(self) -> Iterator[Document]:
        """Yield how often each team of enough people received its own service: it tells of nobody in it."""
        for team in self._teams_as_one():
            times, of = self._counts(team).met, self._sizes(team).windows
            yield {"team": team.sizes.team, "service": self.service.id, "times": min(times, of), "of": of}

    def _teams_as_one(self) -> Iterator[QuarterTeam]:
        few = self.playbook.privacy.smallest_group
        for team in self._taking_part if self.playbook.privacy.finest == "teams" else ():
            if self._sizes(team).by_team and team.sizes.members >= few:
                yield team

    def withheld(self) -> Iterator[Withheld]:
        """Yield what is not said of the service, and why, by sizes and terms."""
        if not self._taking_part:
            return
        if self.service.audience == "team":
            shown = {team.sizes.team for team in self._teams_as_one()}
            units = {team.sizes.team for team in self._taking_part}
            total = False
        else:
            ranges = self._ranges()
            shown, units = {unit for unit, lies in ranges.items() if lies != WHOLE}, set(ranges)
            total = self._total(ranges) == WHOLE
        silent = tuple(sorted(units - shown))
        if silent and any(self._sizes(team).after for team in self._taking_part):
            yield Withheld(
                self.service.id,
                silent,
                "it follows an event, and the event itself would reveal something about a person",
            )
        elif silent and any("anyone" in self._sizes(team).given_by for team in self._taking_part):
            yield Withheld(
                self.service.id,
                silent,
                "anyone may give it, so someone could work out who else did not get it",
            )
        elif silent and any(not self._sizes(team).windows for team in self._taking_part):
            yield Withheld(
                self.service.id, silent, "it has terms for a group, and figures would reveal who is in it"
            )
        elif silent:
            yield Withheld(self.service.id, silent, "too few members")
        if total:
            yield Withheld(
                self.service.id,
                (),
                "two leaders or coaches together could work out the result of a single person",
            )


def _apart(described: Sequence[DescribedPeople]) -> tuple[frozenset[str], frozenset[str]]:
    """Return who is in a group in every team, and who is outside it in every team: each person once."""
    inside = frozenset().union(*(each.inside for each in described))
    outside = frozenset().union(*(each.outside for each in described))
    touched = frozenset().union(*(each.touched for each in described))
    return inside, outside - touched


def _parts(teams: Sequence[QuarterTeam]) -> list[Part]:
    """Return all teams by their members at the end of the quarter, without a range of their own."""
    return [Part(WHOLE, team.sizes.members, team.sizes.members, 1, 1) for team in teams]


def _shares(playbook: Playbook, teams: Sequence[QuarterTeam], quarter: str) -> Iterator[Document]:
    """Yield in which ten points each share of what was held lies, in the whole organisation."""
    people = {team.sizes.team: team.sizes.members for team in teams}
    if sum(people.values()) < 2 * playbook.privacy.smallest_group:
        return
    for part, share in _SHARES.items():
        roles = _COACHES if part == "by_chosen" else _GIVERS
        known = two_largest([team.sizes for team in teams], roles, people)
        borders = total_borders(_parts(teams), known, step=10)
        if borders and (part != "by_chosen" or any(team.sizes.coaches for team in teams)):
            cell = held_shares(share, [team.coverage for team in teams], [quarter]).of(None)
            yield {"part": part, **_range(range_of(cell.met or 0, cell.due or 0, borders))}


def _started(
    playbook: Playbook, teams: Sequence[QuarterTeam], quarter: str, shares: Sequence[Document]
) -> Iterator[Document]:
    """Yield in which range the share of conversations that leaders and coaches started lies, by group."""
    everyone = [ShareRange(share["from"], share["below"]) for share in shares if share["part"] == "outbound"]
    groups = [group.id for group in describing_groups(playbook)]
    by_team = [TeamGroups(team.sizes, team.coverage.groups) for team in teams]
    for group, lies_in in started_ranges(groups, by_team, quarter, everyone[0]) if everyone else ():
        yield {"group": group, **_range(lies_in)}


def _answers(
    playbook: Playbook, services: Sequence[Service], results: Iterable[PulseResult], quarter: Period
) -> Iterator[Document]:
    """Yield the mean of each question, or that it lies beyond what few could have made of it."""
    asked_in = period_of(PeriodUnit.QUARTER, quarter.first).name
    answers = add_answers(results)
    for (service, metric_id), metric in metrics_of(playbook, {each.id: each for each in services}).items():
        counts = answers.get((service, metric_id, asked_in), AnswerCounts())
        if counts.given >= max(FEWEST_ANSWERS, playbook.privacy.smallest_group):
            yield {"service": service, "metric": metric_id, **published_mean(counts, metric)}


def _felt(
    playbook: Playbook,
    services: Sequence[Service],
    results: Iterable[PulseResult],
    by_group: Sequence[GroupAnswers],
    published: Sequence[Document],
    quarter: Period,
) -> Iterator[Document]:
    """Yield between which scores the mean of a group lies, for the questions that groups count."""
    asked_in = period_of(PeriodUnit.QUARTER, quarter.first).name
    metrics = metrics_of(playbook, {each.id: each for each in services})
    everyone, groups = add_answers(results), {group.id for group in describing_groups(playbook)}
    for cell in published:
        key = (cell["service"], cell["metric"], asked_in)
        metric, given = metrics[key[:2]], everyone[key].given
        answers = {each.group: each.answers for each in by_group if each[:3] == key and each.group in groups}
        total = everyones_hundredths(Fraction(cell["mean"]), cell.get("bound"), given, metric)
        for group, lies_in in felt_ranges(answers, given, total, metric.scale):
            low, high = (_tenth(on_scale(share, metric.scale)) for share in lies_in)
            yield {"group": group, "service": key[0], "metric": key[1], "from": low, "below": high}


def published_mean(counts: AnswerCounts, metric: Metric) -> Document:
    """Return a mean to one decimal and about how many answered, up to the next five.

    Nearer to an end of the scale than two known answers and one more could pull it from there, it only says
    that it is beyond that border.
    """
    about = -(-counts.given // 5) * 5
    low, high = metric.scale
    reach = Fraction((PAIR + 1) * (high - low), about - 4)
    mean = counts.mean or Fraction(low)
    if mean >= high - reach:
        return {"mean": _tenth(high - reach), "bound": "at least", "about": about}
    if mean <= low + reach:
        return {"mean": _tenth(low + reach, up=True), "bound": "at most", "about": about}
    return {"mean": _tenth(mean), "about": about}


def _tenth(number: Fraction, *, up: bool = False) -> str:
    tenths = -int(-number * 10 // 1) if up else int(number * 10)
    return f"{tenths // 10}.{tenths % 10}"


def _tried(services: Sequence[Service], teams: Sequence[QuarterTeam]) -> Iterator[Document]:
    """Yield how often other lengths of a rolling promise would have been kept, from 30 people on."""
    by_length: dict[tuple[str, int], list[CadenceTrial]] = {}
    for team in teams:
        for trial in team.trials:
            by_length.setdefault((trial.service, trial.weeks), []).append(trial)
    for service in services:
        column = [team for team in teams if team.sizes.services[service.id].most]
        people = {team.sizes.team: team.sizes.services[service.id].most for team in column}
        roles = frozenset().union(*(team.sizes.services[service.id].given_by for team in column))
        parts = [
            Part(WHOLE, sizes.least, sizes.most, 1, 1)
            for sizes in (team.sizes.services[service.id] for team in column)
        ]
        if sum(part.least for part in parts) < WHOLE_FROM:
            continue
        borders = total_borders(parts, two_largest([team.sizes for team in column], roles, people), step=5)
        for (service_id, weeks), trials in sorted(by_length.items()) if borders else ():
            if service_id == service.id:
                lies_in = range_of(sum(t.met for t in trials), sum(t.due for t in trials), borders)
                hours = round(sum((t.hours for t in trials), Fraction(0)))
                yield {"service": service.id, "weeks": weeks, **_range(lies_in), "hours": hours}
