"""The files of a new playbook, as {path: text}; who writes them down is not its concern."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from checks.model.cadences import PeriodUnit
from checks.model.periods import period_of
from checks.model.playbook import Playbook
from checks.model.touchpoint_log import COLUMNS
from checks.scaffold.editor_schemas import BY_NAME
from checks.scaffold.first_teams import FirstStay, NewTeam
from checks.scaffold.service_catalogue import (
    Offer,
    first_agreement,
    load_catalogue,
    usual_rules,
    year_after,
)
from checks.scaffold.workflows import Host
from checks.store.yaml_emitting import HOUSE, Value, document_text, indented, items_text, pair_text


@dataclass(frozen=True, slots=True)
class Choices:
    """What a new playbook is made from. `data` is where the data lie, seen from the policy; `first` the day it begins.

    `columns` is the text of columns.yaml, empty without one.
    `judged_from` is the agreed start, and `counts` whose first step counts in services that leaders start.
    """

    organisation: str
    services: tuple[str, ...]
    teams: tuple[NewTeam, ...]
    first: date
    judged_from: date
    counts: str
    country: str
    time_zone: str
    language: str
    repository: str
    data: str
    version: str
    columns: str = ""


_POLICY_FILES = ("README.md", "mkdocs.yml", "requirements.txt", "CODEOWNERS", ".gitattributes", ".editorconfig",
                 ".gitignore", ".vscode/extensions.json")  # fmt: skip


def policy_files(choices: Choices) -> dict[str, str]:
    """Return the files of the policy's repository."""
    catalogue = load_catalogue()
    offers = {service: catalogue.offers[service] for service in choices.services}
    record = f"{choices.repository.rstrip('/')}/pulls/1"
    served = {principle for offer in offers.values() for principle in offer.service.serves}
    view = {
        "it": choices,
        "record": record,
        "principles": [principle for principle in catalogue.playbook.principles if principle.id in served],
        "rules": [rule.as_data() for rule in catalogue.rules.rules if rule.service in choices.services],
        "titles": [offers[service].service.title for service in choices.services],
        "review": year_after(choices.first),
        "one": choices.data == "data",
        "slug": choices.repository.rstrip("/").rpartition("/")[2],
    }
    files = {name: fill_template(f"policy/{name}", view) for name in _POLICY_FILES}
    files |= {"playbook/playbook.yaml": fill_template("policy/playbook.yaml", view)}
    if view["rules"]:
        files["playbook/calendar.yaml"] = fill_template("policy/calendar.yaml", view)
    files["docs/about.md"] = fill_template("policy/about.md", view)
    return files | {
        f"playbook/services/{name}.yaml": first_agreement(
            offer, choices.first, record, choices.counts, _teams_for(offer, choices)
        )
        for name, offer in offers.items()
    }


def _teams_for(offer: Offer, choices: Choices) -> tuple[str, ...]:
    """Return the teams an agreement is for, none for all: what a leader's leader gives is for those who have one."""
    below = tuple(team.id for team in choices.teams if team.part_of)
    return below if offer.terms.given_by == {"leaders-leader"} else ()


def calendar_file(services: Container[str], written: str) -> str:
    """Return a calendar.yaml with the usual rules for these services; `written` is one that says other keys already."""
    rules = [rule.as_data() for rule in usual_rules(None, services).rules]
    text = fill_template("policy/calendar.yaml", {"rules": rules})
    if not written:
        return text
    lead = written if written.endswith("\n") else written + "\n"
    return lead + text[text.index("\nrules:") + 1 :]


def change_template(host: Host) -> dict[str, str]:
    """Return what a proposed change begins with, where the host looks for it."""
    github, gitlab = ".github/pull_request_template.md", ".gitlab/merge_request_templates/Default.md"
    path = github if host == "github" else gitlab
    return {path: fill_template("policy/pull_request_template.md", {})}


def data_files(choices: Choices) -> dict[str, str]:
    """Return the files of the folder or repository that holds the data, below it."""
    quarter = period_of(PeriodUnit.QUARTER, choices.first).name
    files = {"columns.yaml": choices.columns} if choices.columns else {}
    for team in choices.teams:
        files[f"teams/{team.id}/team.yaml"] = team_file(team)
        files[f"teams/{team.id}/touchpoints/{quarter}.csv"] = ",".join(COLUMNS) + "\n"
    return files


def repository_files(choices: Choices) -> dict[str, str]:
    """Return what a private repository of its own holds besides the data."""
    view = {"it": choices}
    return {
        name: fill_template(f"data/{name}", view) for name in ("README.md", ".gitattributes", ".gitignore")
    }


def team_file(team: NewTeam) -> str:
    """Return a new team's roster."""
    keys: dict[str, Value] = {"schema": 1, "id": team.id, "name": team.name}
    keys |= {"part_of": team.part_of} if team.part_of else {}
    keys |= {"logs_from": team.logs_from} if team.logs_from else {}
    keys |= {"leaders": _stays(team.leaders), "members": _stays(team.members)}
    keys |= {"absences": _stays(team.absences)} if team.absences else {}
    return document_text(keys, BY_NAME["team"].first_line)


def _stays(stays: Sequence[FirstStay]) -> Sequence[Value]:
    keys: list[dict[str, Value | None]] = [
        {
            "person": stay.person,
            "from": stay.first,
            "moved_from": stay.moved_from or None,
            "to": stay.last,
            "described_as": [_description(*days) for days in stay.described] or None,
        }
        for stay in stays
    ]
    return [{key: value for key, value in entry.items() if value is not None} for entry in keys]


def _description(group: str, first: date, last: date | None) -> Value:
    entry: dict[str, Value] = {"group": group, "from": first}
    return entry | ({"to": last} if last else {})


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
        "review": year_after(first),
    }
    return fill_template("policy/service.yaml", view)


def fill_template(name: str, view: object) -> str:
    """Return a template of this room with a view's values in it."""
    return _environment().get_template(f"{name}.j2").render(view)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    """Return the templates' environment. They make YAML and Markdown for an editor, and no page for a browser."""
    environment = Environment(
        loader=PackageLoader("checks.scaffold", "templates"),
        autoescape=False,  # noqa: S701 - no HTML is made here; what goes into YAML goes through `yaml` and `yaml_items`
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["yaml"] = _after_key
    environment.filters["yaml_items"] = _items
    return environment


def _after_key(value: Value) -> str:
    """Return a value as YAML takes it after `key: `, whatever is in it."""
    return pair_text("k", value).removeprefix("k: ")


def _items(items: Sequence[Value]) -> str:
    """Return the items of a list that stands below a key of the first column, each over lines."""
    style = replace(HOUSE, flow_items=False)
    return " " * style.dash + indented(items_text(items, style), style.dash)
