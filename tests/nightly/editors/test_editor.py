"""An editor's help, tried with the language server that editors run: in a playbook and in the data beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.nightly.editors.language_server import LanguageServer
from tests.support.calling import outbound
from tests.support.node import installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = ("--organisation", "Acme", "--team", "Harbour", "--leader", "p-grace", "--member", "p-ada")


@pytest.fixture(scope="module")
def acme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay out a new playbook in two repositories, with its schemas."""
    folder = tmp_path_factory.mktemp("editing")
    for words, here in ((("init", "acme", *WORDS), folder), (("setup", "schema"), folder / "acme")):
        done = outbound(*words, here=here)
        assert done.returncode == 0, done.stderr
    return folder / "acme"


@pytest.fixture(scope="module")
def server(acme: Path) -> Iterator[LanguageServer]:
    with LanguageServer(acme, installed()) as running:
        yield running


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


def test_what_was_laid_out_is_without_problems(acme: Path, server: LanguageServer) -> None:
    files = [*acme.glob("playbook/**/*.yaml"), *(acme.parent / "acme-data").glob("teams/*/*.yaml")]

    assert len(files) > 4
    assert {path.name: server.opened(path, path.read_text("utf-8")) for path in files} == {
        path.name: [] for path in files
    }


def test_slips_in_keys_ids_and_days_are_underlined(acme: Path, server: LanguageServer) -> None:
    path = acme / "playbook/services/one-on-one.yaml"
    text = path.read_text("utf-8")
    wrong = text.replace("\nsummary:", "\nsumary:").replace("serves: [", "serves: [nobody, ")
    wrong = wrong.replace("  - from: ", "  - from: 2026-13-0", 1)

    found = server.opened(path, wrong)

    assert [line for line, _ in found] == [
        2,
        line_of(wrong, "sumary:"),
        line_of(wrong, "serves:"),
        line_of(wrong, "2026-13-0"),
    ]
    assert [words.partition(":")[0] for _, words in found] == [
        'Missing property "summary".',
        "Property sumary is not allowed.",
        "Value is not accepted. Valid values",
        "not a valid date. Write it as YYYY-MM-DD, for example 2026-01-31",
    ]


def test_principles_are_offered_with_their_titles(acme: Path, server: LanguageServer) -> None:
    path = acme / "playbook/services/one-on-one.yaml"
    text = path.read_text("utf-8")
    line = line_of(text, "serves: [")
    server.opened(path, text)

    offered = server.completions(path, line, len("serves: [") + 1)

    assert offered["seen-and-heard"] == "Everyone is seen and heard"
    assert len(offered) > 1


def test_a_key_says_what_it_means(acme: Path, server: LanguageServer) -> None:
    path = acme / "playbook/playbook.yaml"
    text = path.read_text("utf-8")
    server.opened(path, text)

    said = server.hover(path, line_of(text, "owed_when_present"), 8)

    assert "How much of a period someone must be present for it to count" in said


def test_in_the_data_people_groups_and_services_are_offered(acme: Path, server: LanguageServer) -> None:
    path = acme.parent / "acme-data/teams/harbour/team.yaml"
    text = f"{path.read_text('utf-8')}absences:\n  - person: \n    from: 2026-12-24\nagreements:\n  \n"
    server.opened(path, text)

    people = server.completions(path, line_of(text, "- person: "), len("  - person: ") + 1)
    services = server.completions(path, text.count("\n"), 3)

    assert set(people) == {"p-grace", "p-ada"}
    assert "one-on-one" in services
