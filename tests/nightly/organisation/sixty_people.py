"""Sixty people in eight teams, in two repositories as `outbound init` lays them, and what is logged of them each month."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from checks.loading.repository import open_repository
from checks.model.agreed_terms import agreed_by_playbook
from tests.support.calling import outbound
from tests.support.change_verbs import commit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from checks.loading.repository import Repository
    from checks.model.service import Service
    from checks.model.team import Stay, Team

TEAMS = {"harbour": 8, "quay": 8, "lantern": 8, "skerry": 6, "islet": 7, "beacon": 8, "dune": 8}
"""Members of each team. Their leaders are the eighth team, `direction`."""

HEAD = "p-head"
SERVICES = "one-on-one,skip-level,onboarding-check-in,stay-interview,performance-discussion"
UNMET = {"p-quay-2": ("2026-04-01", "2026-06-30"), "p-lantern-3": ("2026-10-01", "2026-12-31")}
"""Who gets neither one-on-one nor skip-level, and in which time: promises that are really missed."""

SICK = {"p-harbour-4": ("2026-04-13", "2026-07-31")}
"""Who is away without the roster saying so until August."""

_IN_MONTHS = {"skip-level": (2, 5, 8, 11), "performance-discussion": (3, 9), "stay-interview": (4, 10)}


@dataclass(frozen=True)
class Organisation:
    """Where policy and data lie, each a git repository."""

    policy: Path
    data: Path

    def folder(self, path: str) -> Path:
        """Return the repository in which a path such as `playbook/playbook.yaml` or `teams/quay/team.yaml` lies."""
        return self.data if path.startswith("teams/") else self.policy

    def verdict(self, *words: str) -> tuple[int, list[dict[str, Any]]]:
        """Return the exit code of `outbound check` and its findings."""
        done = outbound("check", "--format", "json", "--members", *words, here=self.policy)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        assert "not compared" not in done.stderr, done.stderr
        findings: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
        return done.returncode, findings


def begun(root: Path) -> Organisation:
    """Lay an organisation of about sixty people on 2 January 2026, and commit it in both repositories."""
    first = ("--services", SERVICES, "--first-day", "2026-01-01", "--judged-from", "2026-01-01")
    done = outbound("init", "acme", "--organisation", "Acme", *first, "--country", "FI", here=root)
    assert done.returncode == 0, done.stderr
    organisation = Organisation(root / "acme", root / "acme-data")
    _lay_policy(organisation.policy)
    for path in sorted((organisation.data / "teams" / "first-team").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (organisation.data / "teams" / "first-team").rmdir()
    for team, count in TEAMS.items():
        _lay_team(organisation.data, team, [f"p-{team}-{number}" for number in range(1, count + 1)])
    _lay_team(organisation.data, "direction", [f"p-lead-{team}" for team in TEAMS])
    for folder in (organisation.policy, organisation.data):
        commit(folder, "Begin")
    return organisation


def _lay_policy(policy: Path) -> None:
    services = policy / "playbook" / "services"
    joining = (services / "onboarding-check-in.yaml").read_text("utf-8")
    leaving = joining.replace("onboarding-check-in", "exit-conversation").replace(
        "{after: joining, within: [7 days, 30 days, 90 days]}",
        "{after: leaving, before: 14 days, within: [30 days]}",
    )
    assert leaving.count("leaving") == 1
    (services / "exit-conversation.yaml").write_text(leaving, "utf-8")
    skip = services / "skip-level.yaml"
    teams = ", ".join(TEAMS)
    skip.write_text(skip.read_text("utf-8").replace("teams: all", f"teams: [{teams}]"), "utf-8")
    playbook = policy / "playbook" / "playbook.yaml"
    text = playbook.read_text("utf-8").replace("coverage_may_drop: 5% ", "coverage_may_drop: 40%")
    playbook.write_text(
        f"{text.rstrip()}\ngroups:\n  - {{id: eased, title: Eased}}\ntoday: 2026-01-02\narchive: true\n",
        "utf-8",
    )


def _lay_team(data: Path, team: str, members: list[str]) -> None:
    leader = HEAD if team == "direction" else f"p-lead-{team}"
    above = "" if team == "direction" else "part_of: direction\n"
    lines = "".join(f"  - {{person: {member}, from: 2026-01-01}}\n" for member in members)
    folder = data / "teams" / team
    (folder / "touchpoints").mkdir(parents=True)
    (folder / "team.yaml").write_text(
        f"schema: 1\nid: {team}\nname: {team.capitalize()}\n{above}"
        f"leaders:\n  - {{person: {leader}, from: 2026-01-01}}\nmembers:\n{lines}",
        "utf-8",
    )


_Row = dict[str, str]


def month_of_meetings(organisation: Organisation, month: date, path: Path) -> None:
    """Write a table of what was held in a month: whoever is there gets what is due, but for `UNMET` and `SICK`."""
    repository = open_repository(organisation.policy)
    rows = [row for team in repository.teams() if team.team for row in _rows(repository, team.team, month)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file, ["team", "date", "service", "member", "given_by", "initiative", "state"]
        )
        writer.writeheader()
        writer.writerows(rows)


def _rows(repository: Repository, team: Team, month: date) -> Iterator[_Row]:
    for number, stay in enumerate(team.members):
        for service_id, day in _held(stay, month, number):
            service = _service(repository, service_id)
            if service and _is_there(team, stay, day) and _is_agreed(service, day):
                giver = _giver(repository, team, service_id, day)
                if giver:
                    yield {
                        "team": team.id,
                        "date": day.isoformat(),
                        "service": service.id,
                        "member": stay.person,
                        "given_by": giver,
                        "initiative": "outbound",
                        "state": "held",
                    }


def _held(stay: Stay, month: date, number: int) -> Iterator[tuple[str, date]]:
    """Yield what somebody gets in a month, and when: the same each time it is asked."""
    usual = month.replace(day=8 + number)
    if not _in(UNMET, stay.person, usual):
        yield "one-on-one", usual
    for service, months in _IN_MONTHS.items():
        if month.month in months and not (service == "skip-level" and _in(UNMET, stay.person, usual)):
            yield service, usual + timedelta(1)
    around = [("onboarding-check-in", stay.first + timedelta(days)) for days in (4, 20, 75)]
    if stay.last and not stay.moved_to:
        around.append(("exit-conversation", stay.last - timedelta(2)))
    for service, day in around:
        if (day.year, day.month) == (month.year, month.month) and stay.first > date(2026, 1, 1):
            yield service, day
        elif service == "exit-conversation" and (day.year, day.month) == (month.year, month.month):
            yield service, day


def _in(spans: dict[str, tuple[str, str]], person: str, day: date) -> bool:
    first, last = spans.get(person, ("9", "0"))
    return first <= day.isoformat() <= last


def _is_there(team: Team, stay: Stay, day: date) -> bool:
    away = any(absence.person == stay.person and absence.has(day) for absence in team.absences)
    return stay.has(day) and not away and not _in(SICK, stay.person, day)


def _is_agreed(service: Service, day: date) -> bool:
    return any(terms.first <= day <= terms.last for terms in agreed_by_playbook(service, None))


def _service(repository: Repository, service_id: str) -> Service | None:
    services = repository.policy.services.values()
    return next((each for each in services if service_id in (each.id, *each.formerly)), None)


def _giver(repository: Repository, team: Team, service_id: str, day: date) -> str | None:
    giving = team
    if service_id == "skip-level":
        above = repository.roster(team.part_of)[0] if team.part_of else None
        if above is None:
            return None
        giving = above
    return next((leader.person for leader in giving.leaders if leader.has(day)), None)
