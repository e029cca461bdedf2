"""Releases as pages show them. This module reads no data: what it knows stands in releases and in the policy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from checks.model.base import FIRST_YEAR
from checks.model.cadences import PeriodUnit
from checks.model.frequency import PromisedWorkload
from checks.model.periods import Period, last_closed, period_of, periods
from checks.model.playbook import Playbook, starting_month
from checks.model.release_document import PublishedRange, PublishedTeam, ReleaseDocument
from checks.model.service import Service
from checks.publish.cells import HIDDEN, Band, Cell, Shown, Standing, range_cell
from checks.publish.figure_units import FigureUnit, NamedTeam
from checks.publish.figures import Figures, HeldShares, PulseCell, TrialCell, terms_changed
from checks.publish.group_figures import released_reach
from checks.publish.ranges import ShareRange

_COARSEST_FIRST = ("organisation", "parents", "teams")


@dataclass(frozen=True)
class Released:
    """What was released: the figures, the teams of the last release, and the day it was written for."""

    figures: Figures
    teams: tuple[NamedTeam, ...]
    as_of: date | None


def released_figures(
    playbook: Playbook, services: Sequence[Service], releases: Sequence[ReleaseDocument], as_of: date
) -> Released:
    """Return the figures of all released quarters, as far as the playbook's privacy allows them now."""
    starts = starting_month(playbook)
    until = max([as_of, *(release.as_of for release in releases)])
    possible = periods(PeriodUnit.QUARTER, date(FIRST_YEAR, 1, 1), until, starts)
    quarters = {quarter.name: quarter for quarter in possible}
    releases = sorted(
        (release for release in releases if release.period in quarters),
        key=lambda release: quarters[release.period].first,
    )
    last = releases[-1] if releases else None
    names = {release.period for release in releases}
    shown = tuple(quarter for quarter in possible if quarter.name in names)
    figures = Figures(
        units=tuple(_units(last)) if last and _may_show_units(playbook, last) else (),
        size=last.members if last else 0,
        quarters=shown,
        last=quarters[last.period] if last else last_closed(PeriodUnit.QUARTER, as_of, starts),
        cells={
            key: cell
            for release in releases
            for key, cell in _cells(release, by_unit=_may_show_units(playbook, release))
        },
        mixed=(quarters[last.period],) if last else (),
        mix=_share(last, "outbound"),
        acknowledged=_share(last, "acknowledged"),
        by_chosen=_share(last, "by_chosen"),
        pulse=_pulse(playbook, services, releases, quarters),
        worked={},
        running={},
        tried=tuple(_tried(releases)),
        hours=PromisedWorkload(Fraction(last.hours), last.givers) if last and last.givers else None,
        changed=terms_changed(services, shown),
        smallest_group=playbook.privacy.smallest_group,
        reach=released_reach(playbook, services, last),
    )
    return Released(figures, tuple(map(_team, last.teams)) if last else (), last.as_of if last else None)


def _may_show_units(playbook: Playbook, release: ReleaseDocument) -> bool:
    """Whether a release shows nothing finer, and no smaller group, than is agreed now."""
    privacy, level = playbook.privacy, _COARSEST_FIRST.index
    return level(release.show) <= level(privacy.finest) and release.smallest_group >= privacy.smallest_group


def _units(release: ReleaseDocument) -> list[FigureUnit]:
    """Return the units of which the release says something, in the order of teams."""
    shown = set(release.teams_told)
    below: dict[str, list[PublishedTeam]] = {}
    for team in release.teams:
        below.setdefault((release.show == "parents" and team.part_of) or team.id, []).append(team)
    names = {team.id: team.name for team in release.teams}
    return [
        FigureUnit(
            unit,
            names.get(unit, unit),
            sum(team.members for team in teams),
            tuple(team.id for team in teams),
            Fraction(sum(team.hours for team in teams)),
            sum(team.leaders + team.coaches for team in teams),
        )
        for unit, teams in below.items()
        if unit in shown
    ]


def _cells(release: ReleaseDocument, *, by_unit: bool) -> list[tuple[tuple[str | None, str, str], Cell]]:
    """Return the cells of one release; of a unit without one in a column that has some, that it is withheld."""
    cells: dict[tuple[str | None, str, str], Cell] = {}
    units = release.teams_told if by_unit else []
    for cell in release.coverage:
        for unit in (None, *units):
            cells.setdefault((unit, cell.service, release.period), HIDDEN)
        if cell.team is None or by_unit:
            lies_in = ShareRange(cell.least, cell.below)
            cells[cell.team, cell.service, release.period] = range_cell(lies_in, cell.agreed)
    for held in release.held if by_unit else ():
        cells[held.team, held.service, release.period] = _held_with_team(held.times, held.of)
    totals: dict[str, list[int]] = {}
    for held in release.held if by_unit else ():
        sums = totals.setdefault(held.service, [0, 0])
        sums[0] += held.times
        sums[1] += held.of
    for service, (times, of) in totals.items():
        cells[None, service, release.period] = Cell(Shown.EXACT, times, of)
    return list(cells.items())


def _held_with_team(times: int, of: int) -> Cell:
    standing = Standing.KEPT if times == of else Standing.BELOW
    return Cell(Shown.EXACT, times, of, standing=standing)


def _range(published: PublishedRange) -> ShareRange:
    return ShareRange(published.least, published.below)


def _share(release: ReleaseDocument | None, part: str) -> HeldShares:
    shares = [share for share in release.shares if share.part == part] if release else []
    return HeldShares({None: range_cell(_range(shares[0]))} if shares else {})


def _pulse(
    playbook: Playbook,
    services: Sequence[Service],
    releases: Sequence[ReleaseDocument],
    quarters: dict[str, Period],
) -> dict[tuple[str, str], tuple[PulseCell, ...]]:
    targets = {
        (name, metric.id): metric.mean_at_least
        for name, metrics in (
            ("organisation", playbook.metrics),
            *((service.id, service.metrics) for service in services),
        )
        for metric in metrics
    }
    cells: dict[tuple[str, str], tuple[PulseCell, ...]] = {}
    for release in releases:
        asked_in = period_of(PeriodUnit.QUARTER, quarters[release.period].first)
        for answer in release.answers:
            key = (answer.service, answer.metric)
            target = targets.get(key)
            kept = None if target is None else _is_kept(answer.mean, answer.bound, Fraction(target))
            shown = Shown.BAND if answer.bound else Shown.EXACT
            cell = PulseCell(asked_in, shown, answer.mean, kept=kept, about=answer.about)
            cells[key] = (*cells.get(key, ()), cell)
    return cells


def _is_kept(mean: Fraction, bound: str | None, target: Fraction) -> bool | None:
    """Return whether the mean agreed on was reached; None where a border leaves it open."""
    if bound == "at least":
        return True if mean >= target else None
    if bound == "at most":
        return False if mean < target else None
    return mean >= target


def _tried(releases: Sequence[ReleaseDocument]) -> list[TrialCell]:
    """Return each length tried, with the mean of its ranges over the released quarters, and the hours it takes now."""
    by_length: dict[tuple[str, int], list[tuple[ShareRange, int]]] = {}
    for release in releases:
        for trial in release.tried:
            by_length.setdefault((trial.service, trial.weeks), []).append((_range(trial), trial.hours))
    last = {(trial.service, trial.weeks) for trial in (releases[-1].tried if releases else ())}
    return [
        TrialCell(service, weeks, _mean_of([share_range for share_range, _ in tried]), Fraction(tried[-1][1]))
        for (service, weeks), tried in sorted(by_length.items())
        if (service, weeks) in last
    ]


def _mean_of(ranges: Sequence[ShareRange]) -> Cell:
    """Return the range the mean over quarters lies in, to the next five percent outwards."""
    least = sum(share_range.least for share_range in ranges) // len(ranges) // 5 * 5
    below = min(100, -(-sum(share_range.below for share_range in ranges) // (5 * len(ranges))) * 5)
    return Cell(Shown.BAND, band=Band.of(ShareRange(least, below)))


def _team(team: PublishedTeam) -> NamedTeam:
    # a team's own terms stand in its roster, which is not read here
    return NamedTeam(team.id, team.name, team.part_of, team.members, team.leaders, team.coaches)
