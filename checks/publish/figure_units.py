"""The rows of the published tables: teams, their parents, and the small teams together."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.engine.team_coverage import TeamCoverage
from checks.model.playbook import Playbook

SMALL = "small-teams"
"""The unit that adds up the teams under the smallest group."""


@dataclass(frozen=True, slots=True)
class FigureUnit:
    """A row of the published tables: a team, a parent with its teams, or the small teams together.

    `hours` a week are promised to it, by its size and what was agreed alone, and `givers` lead or coach it.
    """

    id: str
    name: str
    size: int
    teams: tuple[str, ...]
    hours: Fraction = Fraction(0)
    givers: int = 0


def units_of(playbook: Playbook, teams: Sequence[TeamCoverage]) -> tuple[FigureUnit, ...]:
    """Return the rows to show: teams, their parents, or none, as `privacy.show` says.

    Units under the smallest group are left out. Two or more of them make a last row together, where
    they reach the smallest group so.
    """
    show, k = playbook.privacy.show, playbook.privacy.smallest_group
    if show == "organisation":
        return ()
    names = {team.team: team.name for team in teams}
    groups: dict[str, list[TeamCoverage]] = {}
    for team in teams:
        groups.setdefault((show == "parents" and team.part_of) or team.team, []).append(team)
    ordered = sorted(groups) if show == "parents" else groups
    units = [_unit(name, names.get(name, name), groups[name]) for name in ordered]
    small = [unit for unit in units if 0 < unit.size < k]
    small_teams = {team for unit in small for team in unit.teams}
    together = _unit(SMALL, "Small teams together", [team for team in teams if team.team in small_teams])
    large = [unit for unit in units if unit.size >= k]
    return (*large, together) if len(small) > 1 and together.size >= k else tuple(large)


def _unit(unit_id: str, name: str, teams: Sequence[TeamCoverage]) -> FigureUnit:
    return FigureUnit(
        unit_id,
        name,
        sum(team.size for team in teams),
        tuple(team.team for team in teams),
        sum((team.hours for team in teams), Fraction(0)),
        sum(team.leaders + team.coaches for team in teams),
    )
