"""Every text that a command writes into a file is in it as it was typed."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from checks.cli.column_options import kept_text
from checks.imports.calendar_rewriting import rewrite_rules
from checks.imports.column_recognition import ColumnPlan, TableKind
from checks.imports.table_text import TextTable
from checks.loading.blocks import parse_yaml
from checks.loading.documents import judge_block
from checks.model.columns import ColumnsFile
from checks.model.recognition import CalendarRule, CalendarRules
from checks.model.service import Service
from checks.model.team import Team
from checks.scaffold.first_teams import FirstStay, NewTeam
from checks.scaffold.issue_forms import issue_forms
from checks.scaffold.next_agreement import StatedTerms, next_agreement
from checks.scaffold.repository_layout import Choices, blank_service, policy_files, team_file
from checks.scaffold.service_catalogue import load_catalogue
from checks.store.yaml_splices import append, apply_edits
from tests.support.examples import examples
from tests.unit.store.typed_texts import typed_lines

DAY = date(2026, 11, 2)
URLS = st.text(st.characters(codec="ascii", exclude_characters="<>\"'`\\^{|}", min_codepoint=33, max_codepoint=126),
               max_size=40).map("https://git.example.org/{}".format)  # fmt: skip


def read(text: str, model: Any) -> Any:
    """Return a file as its model."""
    block, faults = parse_yaml(text, "a file")
    assert block is not None, faults
    document, wrong = judge_block(block, model)
    assert (faults, wrong) == ([], [])
    return document


@given(typed_lines, st.sampled_from(["no", "on", "y-1", "harbour"]))
@examples(20, 10_000)
def test_the_name_of_a_team(name: str, member: str) -> None:
    text = team_file(NewTeam("harbour", name, (FirstStay("p-lea", DAY),), (FirstStay(member, DAY, DAY),)))

    team = read(text, Team)

    assert (team.name, yaml.safe_load(text)["name"]) == (name.strip(), name)
    assert [(stay.person, stay.first, stay.last) for stay in team.members] == [(member, DAY, DAY)]


@given(typed_lines, URLS)
@examples(15, 10_000)
def test_the_title_and_record_of_a_service(title: str, record: str) -> None:
    text = blank_service("walk", title, 30, load_catalogue().playbook, DAY, record)

    service = read(text, Service)

    assert service.title == title.strip()
    assert service.summary == f"{title}: describe the benefit in one sentence.".strip()
    assert service.agreements[0].record == record


SERVICE = blank_service("walk", "Walk", 30, load_catalogue().playbook, DAY, "https://git.example.org/1")


@given(URLS)
@examples(15, 10_000)
def test_the_record_of_an_agreement(record: str) -> None:
    terms = next_agreement(
        read(SERVICE, Service), StatedTerms(first=date(2027, 1, 1), agreed_on=DAY, record=record)
    )

    text = apply_edits(SERVICE, [append(("agreements",), terms)])

    assert text.startswith(SERVICE)
    assert read(text, Service).agreements[1].record == record


@given(typed_lines, typed_lines, URLS)
@examples(10, 10_000)
def test_the_organisation_of_a_playbook(organisation: str, folder: str, repository: str) -> None:
    choices = Choices(
        organisation=organisation,
        services=(),
        teams=(),
        first=DAY,
        judged_from=DAY,
        counts="any",
        country="NO",
        time_zone="Europe/Oslo",
        language="en",
        repository=repository,
        data=f"../{folder}",
        version="1",
    )

    files = policy_files(choices)

    playbook, _ = parse_yaml(files["playbook/playbook.yaml"], "a file")
    assert playbook is not None
    assert playbook["organisation"] == organisation
    assert playbook["repository"] == repository
    assert playbook["data"] == f"../{folder}"
    assert yaml.safe_load(files["playbook/playbook.yaml"])["holidays"] == "NO"
    assert parse_yaml(files["mkdocs.yml"], "a file")[0] is not None
    assert yaml.safe_load(files["mkdocs.yml"])["site_name"] == f"{organisation} playbook"


@given(st.lists(typed_lines, min_size=1, max_size=3), typed_lines)
@examples(20, 10_000)
def test_the_titles_of_a_calendar_rule(titles: list[str], category: str) -> None:
    rule = CalendarRule.model_validate({"service": "one-on-one", "title": titles, "category": category})

    rules = read(rewrite_rules("schema: 1\n", {"rules": [rule.as_data()]}), CalendarRules)

    assert rules.rules[0].titles == tuple(title.strip() for title in titles)
    assert rules.rules[0].category == category.strip()


KEYS = typed_lines.filter(lambda text: text != "<<")


@given(typed_lines, typed_lines, KEYS, KEYS)
@examples(20, 10_000)
def test_the_words_of_a_table(person: str, team: str, label: str, word: str) -> None:
    table = TextTable("table.csv", (person, team), (), (), ())
    plan = ColumnPlan(table, TableKind.PEOPLE, {"person": 0, "team": 1}, {}, (), ())

    columns = read(kept_text(None, plan, {label: "harbour"}, {word: "held"}), ColumnsFile)

    assert (columns.columns.person, columns.columns.team) == (person.strip(), team.strip())
    assert columns.teams == {label.strip(): "harbour"}
    assert columns.words == {word.strip(): "held"}


@given(st.lists(typed_lines, min_size=1, max_size=25))
@examples(4, 1_000)
def test_the_titles_in_issue_forms(titles: list[str]) -> None:
    service = load_catalogue().offers["one-on-one"].service
    services = [service.model_copy(update={"title": title}) for title in titles]

    for text in issue_forms(services).values():
        options = [part["attributes"].get("options", []) for part in yaml.safe_load(text)["body"]]
        assert {f"{title} (one-on-one)" for title in titles} <= set(chain.from_iterable(options))
