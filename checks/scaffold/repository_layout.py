"""The files of a new playbook, as {path: text}; who writes them down is not its concern."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from checks.model.cadences import PeriodUnit
from checks.model.periods import period_of
from checks.model.touchpoint_log import COLUMNS
from checks.scaffold.service_catalogue import first_agreement, load_catalogue

if TYPE_CHECKING:
    from datetime import date

    from checks.model.playbook import Playbook
    from checks.scaffold.first_teams import NewTeam
    from checks.scaffold.workflows import Host


@dataclass(frozen=True, slots=True)
class Choices:
    """What a new playbook is made from. `data` is where the data lie, seen from the policy; `first` the day it begins."""

    organisation: str
    services: tuple[str, ...]
    teams: tuple[NewTeam, ...]
    first: date
    country: str
    time_zone: str
    language: str
    repository: str
    data: str
    version: str


def policy_files(choices: Choices) -> dict[str, str]:
    """Return the files of the policy's repository."""
    offered = load_catalogue()
    record = f"{choices.repository.rstrip('/')}/pulls/1"
    services = {
        f"playbook/services/{service}.yaml": first_agreement(offered.offers[service], choices.first, record)
        for service in choices.services
    }
    served = {
        principle for service in choices.services for principle in offered.offers[service].service.serves
    }
    view = {
        "it": choices,
        "record": record,
        "principles": [principle for principle in offered.playbook.principles if principle.id in served],
        "rules": [rule for rule in offered.rules.rules if rule.service in choices.services],
        "titles": [offered.offers[service].service.title for service in choices.services],
        "review": choices.first.replace(year=choices.first.year + 1, day=min(choices.first.day, 28)),
        "one": choices.data == "data",
        "slug": choices.repository.rstrip("/").rpartition("/")[2],
    }
    names = (
        "README.md",
        "mkdocs.yml",
        "requirements.txt",
        "CODEOWNERS",
        ".gitattributes",
        ".editorconfig",
        ".gitignore",
        ".vscode/extensions.json",
    )
    files = {name: _filled(f"policy/{name}", view) for name in names}
    files["playbook/playbook.yaml"] = _filled("policy/playbook.yaml", view)
    if view["rules"]:
        files["playbook/calendar.yaml"] = _filled("policy/calendar.yaml", view)
    files["docs/about.md"] = _filled("policy/about.md", view)
    return files | services


def change_template(host: Host) -> dict[str, str]:
    """Return what a proposed change begins with, where the host looks for it."""
    path = {
        "github": ".github/pull_request_template.md",
        "gitlab": ".gitlab/merge_request_templates/Default.md",
    }
    return {path[host]: _filled("policy/pull_request_template.md", {})}


def data_files(choices: Choices) -> dict[str, str]:
    """Return the files of the folder or repository that holds the data, below it."""
    quarter = period_of(PeriodUnit.QUARTER, choices.first).name
    files: dict[str, str] = {}
    for team in choices.teams:
        files[f"teams/{team.id}/team.yaml"] = _filled("data/team.yaml", {"it": choices, "team": team})
        files[f"teams/{team.id}/touchpoints/{quarter}.csv"] = ",".join(COLUMNS) + "\n"
    return files


def repository_files(choices: Choices) -> dict[str, str]:
    """Return what a private repository of its own holds besides the data."""
    view = {"it": choices}
    return {name: _filled(f"data/{name}", view) for name in ("README.md", ".gitattributes", ".gitignore")}


def team_file(team: NewTeam, first: date) -> str:
    """Return a new team's roster."""
    return _filled("data/team.yaml", {"it": {"first": first}, "team": team})


def blank_service(
    service: str, title: str, minutes: int, playbook: Playbook, first: date, record: str
) -> str:
    """Return the file of a service of one's own, voluntary to begin with, to be filled in."""
    view = {
        "id": service,
        "title": title,
        "minutes": minutes,
        "serves": [principle.id for principle in playbook.principles][:1],
        "first": first,
        "record": record,
        "review": first.replace(year=first.year + 1, day=min(first.day, 28)),
    }
    return _filled("policy/service.yaml", view)


def _filled(name: str, view: object) -> str:
    return _environment().get_template(f"{name}.j2").render(view)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Return the templates' environment. They make YAML and Markdown for an editor, and no page for a browser."""
    environment = Environment(
        loader=PackageLoader("checks.scaffold", "templates"),
        autoescape=False,  # noqa: S701 - no HTML is made here; texts of YAML go through `quoted`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = quoted
    return environment


def quoted(text: str) -> str:
    """Return text as YAML takes it whatever is in it.

    >>> quoted("a: b"), quoted("Harbour")
    ('"a: b"', 'Harbour')
    """
    plain = text.replace(" ", "").replace("-", "").isalnum() and text[:1].isalpha() and text.isascii()
    words = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
    return (
        text
        if plain and text == text.strip() and text.lower() not in words
        else json.dumps(text, ensure_ascii=False)
    )
