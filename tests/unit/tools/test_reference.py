"""The pages made from code are what the code makes, and nothing of it is left out."""

from __future__ import annotations

import re

from checks.model import errors
from checks.model.touchpoint_log import COLUMNS, GROUP_PULSE_COLUMNS, PULSE_COLUMNS, STATES
from tests.support.paths import ROOT
from tools.reference.commands import ENVIRONMENT, STATUSES, commands_page
from tools.reference.files import LOG, PULSE, STATE
from tools.reference.pages import pages

_READ = re.compile(
    r"(?:environ|environment)(?:\.get\(|\.setdefault\(|\[)\"([A-Z_]+)\"(?!\] =)|\b(OUTBOUND_CHANNEL_|OUTBOUND_[A-Z]+(?:_[A-Z]+)*)|\b(CI_[A-Z_]+)|\b(GITHUB_[A-Z_]+)\""
)


def test_what_is_made_from_code_is_as_it_would_be_made() -> None:
    stale = [path for path, text in pages(ROOT).items() if (ROOT / path).read_text("utf-8") != text]

    assert stale == [], "run `make reference` again, and commit what it writes"


def test_each_exit_status_of_an_error_has_its_meaning() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    statuses = {kind.status for kind in kinds if issubclass(kind, errors.ChecksError)}

    assert [status for status, _, _ in STATUSES] == ["0", *map(str, sorted(statuses))]


def test_nothing_is_called_by_a_name_of_the_code() -> None:
    made = "".join(pages(ROOT).values())

    assert not re.findall(
        r"\w\[[ \w]+\](?!\()|dict\[|\| None|NoneType|(?:title|principle|service) words</", made
    )


def test_no_help_text_shows_the_marks_it_is_laid_out_with() -> None:
    assert not re.search(r"\\b|\x08", commands_page())


def test_what_is_said_of_all_commands_is_said_of_none() -> None:
    assert "<code>--help" not in commands_page()
    assert ", --help" not in commands_page()


def test_it_is_the_same_each_time() -> None:
    assert pages(ROOT) == pages(ROOT)


def test_each_column_and_state_of_a_table_has_words() -> None:
    assert [*LOG] == [*COLUMNS]
    assert [*PULSE] == [*GROUP_PULSE_COLUMNS]
    assert GROUP_PULSE_COLUMNS[1:] == PULSE_COLUMNS
    assert set(STATE) == STATES


def test_the_environment_is_what_commands_read_of_it() -> None:
    code = "\n".join(file.read_text("utf-8") for file in sorted((ROOT / "checks").rglob("*.py")))
    read = {next(filter(None, found)) for found in _READ.findall(code)}
    examples = ("OUTBOUND_ICS_", "OUTBOUND_CLOUD_")  # of names that sources.yaml chooses
    read = {name for name in read if not name.startswith(examples)}

    assert {name for name in read if not name.startswith("OUTBOUND_CHANNEL_")} | {"OUTBOUND_CHANNEL_"} == set(
        ENVIRONMENT
    )


def test_no_page_shows_words_of_a_library() -> None:
    text = "".join(page.read_text("utf-8") for page in (ROOT / "docs/reference").glob("*.md"))

    assert "Pydantic" not in text
    assert "dict[" not in text
