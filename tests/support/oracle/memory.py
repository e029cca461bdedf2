"""A case as the engine takes it, its models made in memory: nothing is written, read or parsed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from checks.engine.departures import moves_out_of
from checks.engine.team_case import TeamCase
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.model.team import Team
from checks.model.touchpoint_log import Log
from checks.model.waivers import Waiver
from checks.run.moves import Moves
from tests.support.oracle.cases import HEADER, whole_playbook, whole_service, whole_team, whole_waiver
from tests.support.oracle.walk import Case, day


def team_cases(case: Case) -> Iterator[TeamCase]:
    """Yield each team with all that is needed to judge it, in order of their ids."""
    playbook = playbook_of(case)
    services = {
        service: Service.model_validate(whole_service(service, said))
        for service, said in sorted(case.services.items())
    }
    teams = {team: Team.model_validate(whole_team(team, said)) for team, said in sorted(case.teams.items())}
    former_teams = {old: team.id for team in teams.values() for old in team.formerly}

    def current_team(named: str) -> str | None:
        return named if named in teams else former_teams.get(named)

    def case_of_team(team: Team) -> TeamCase:
        above = former_teams.get(team.part_of or "", team.part_of)
        return TeamCase(
            playbook=playbook,
            services=services,
            team=team,
            log=log_of(case.rows.get(team.id, [])),
            waivers=tuple(
                Waiver.model_validate(whole_waiver(number, said))
                for number, said in enumerate(case.waivers.get(team.id, []))
            ),
            above=teams[above].leaders if above in teams else (),
            former={old: service.id for service in services.values() for old in service.formerly},
            as_of=case.as_of,
        )

    for team in teams.values():
        moves = Moves(current_team, lambda origin: moves_out_of(case_of_team(teams[origin])))
        yield replace(case_of_team(team), carried=moves.carried_into(team))


def playbook_of(case: Case) -> Playbook:
    """Return playbook.yaml, but for the time zone: to look it up takes longer than all the rest."""
    said: dict[str, Any] = whole_playbook(case.playbook)
    return Playbook.model_validate({key: value for key, value in said.items() if key != "time_zone"})


def log_of(rows: list[dict[str, str]]) -> Log:
    """Return rows as columns, in the order given."""
    days = [day(row["date"]) for row in rows]
    services, members, givers, initiatives, states, acknowledged, uids = (
        [row[key] for row in rows] for key in HEADER[1:]
    )
    return Log(days, services, members, givers, initiatives, states, acknowledged, uids)
