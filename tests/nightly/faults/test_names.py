"""Names that obey no rule: no traceback, nothing a terminal or a code host would obey, and formats that can be read."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from checks.loading.files import printable
from tests.nightly.faults.commands import AS_OF, WRITES
from tests.nightly.faults.names import HIDDEN, NAMES, named
from tests.nightly.faults.together import Ended, Workshop
from tests.support.building import base, lay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="file systems there refuse such names by themselves")

FOLDERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "playbook": ("playbook", ("", ".yaml")),
    "services and their folders": ("playbook/services", ("", ".yaml")),
    "folders without a service": ("playbook/services", ("",)),
    "agreements": ("playbook/services/one-on-one", ("", ".yaml")),
    "releases": ("playbook/published", ("", ".json")),
    "teams": ("data/teams", ("", ".yaml")),
    "a team": ("data/teams/harbour", ("", ".yaml")),
    "logs": ("data/teams/harbour/touchpoints", ("", ".csv")),
    "surveys": ("data/teams/harbour/pulse", ("", ".csv")),
}
"""Each folder that is walked, and how the names end that are laid in it: without a suffix as a folder, else as a file."""

OWN_FOLDERS = {"services and their folders"}
"""Where a folder belongs to the file of the same name, which alone is reported: it has to be renamed first."""

FORMATS = ("full", "concise", "json", "github", "summary", "sarif", "junit")
REPORTS = (
    "check",
    *(word for form in FORMATS for word in ("--format", f"{form}:../{form}")),
    *("--format", "issues:../issues"),
    *AS_OF,
)
OTHERS: Mapping[str, tuple[str, ...]] = {
    "fmt": ("fmt", "--check"),
    "coverage": ("coverage", *AS_OF),
    "invite": ("invite", *AS_OF),
    "mine": ("mine", "--person", "p-ada", *AS_OF),
    "export": ("export", "--person", "p-ada", *AS_OF),
    "prune": ("prune", "--dry-run", *AS_OF),
    "log": WRITES["log"].words,
    "setup schema": ("setup", "schema"),
    "release": ("release", *AS_OF),
    "render": ("render", "--out", "../pages", *AS_OF),
}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = Workshop(tmp_path_factory.mktemp("work"))
    yield made
    made.close()


def laid(top: Path, where: str, names: Sequence[str]) -> Path:
    """Lay a repository with each name in a folder, as an empty folder, as an empty file with a suffix, or as both."""
    root = lay(top / "repository", base())
    folder, suffixes = FOLDERS[where]
    (root / folder).mkdir(exist_ok=True)
    for name in names:
        for suffix in suffixes:
            path = root / folder / named(name, suffix)
            path.touch() if suffix else path.mkdir()
    return root


def to_report(where: str) -> list[str]:
    """Return the paths of which a finding has to be, as findings show them."""
    folder, suffixes = FOLDERS[where]
    return [
        f"{folder}/{printable(named(name, suffix))}"
        for name in NAMES.keys() - HIDDEN
        for suffix in suffixes
        if suffix or where not in OWN_FOLDERS
    ]


def odd(text: str) -> set[str]:
    """Return what no terminal should get: characters it obeys, and beginnings of lines a code host obeys."""
    found = {one for one in text if not (one.isprintable() or one == "\n")}
    return found | {line[:20] for line in text.split("\n") if line.lstrip().startswith(("::", "##["))}


def wrong_with(ended: Ended) -> list[object]:
    """Return what is wrong with how a call ended, whatever it was about."""
    one_line = not ended.err.startswith("outbound: ") or ended.status < 2 or ended.err.count("\n") == 1
    return [
        *odd(ended.out + ended.err),
        *(["a traceback"] if "Traceback" in ended.err else []),
        *([ended.status] if ended.status not in (0, 1, 2, 3) else []),
        *([] if one_line else [ended.err]),
    ]


@pytest.mark.parametrize("where", FOLDERS)
def test_odd_names_are_found_and_every_format_can_be_read(
    where: str, workshop: Workshop, tmp_path: Path
) -> None:
    root = laid(tmp_path / "one", where, list(NAMES))
    other = laid(tmp_path / "other", where, list(NAMES)[::-1])

    ended = [workshop.alone(REPORTS, here) for here in (root, other)]
    texts, again = (
        {path.name: path.read_text("utf-8") for path in here.parent.iterdir() if path.is_file()}
        for here in (root, other)
    )

    assert [(one.status, wrong_with(one)) for one in ended] == [(1, []), (1, [])]
    assert texts == again
    assert set(texts) == set(FORMATS)
    assert {form: odd(text) for form, text in texts.items() if form != "github" and odd(text)} == {}
    commands = [line for line in texts["github"].split("\n") if line.startswith("::")]
    assert [line for line in commands if not line.startswith(("::error file=", "::error title="))] == []
    json.loads(texts["sarif"])
    ET.fromstring(texts["junit"])  # noqa: S314 - of our own making
    paths = [one["path"] for one in json.loads(texts["json"])["findings"]]
    assert [
        shown
        for shown in to_report(where)
        if not any(path == shown or path.startswith(f"{shown}/") for path in paths)
    ] == []


@pytest.mark.parametrize("where", FOLDERS)
def test_no_command_stumbles_over_odd_names(where: str, workshop: Workshop, tmp_path: Path) -> None:
    root = laid(tmp_path, where, list(NAMES))

    assert {
        name: wrong for name, words in OTHERS.items() if (wrong := wrong_with(workshop.alone(words, root)))
    } == {}


ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "import log": ("import", "log", "{}", "--team", "harbour"),
    "import people": ("import", "people", "{}", "--yes"),
    "import people, columns": ("import", "people", "table.csv", "--yes", "--columns", "{}"),
    "import calendar": ("import", "calendar", "--team", "harbour", "--people", "../people.csv", "{}"),
    "import calendar, held": ("import", "calendar", "--team", "harbour", "--held", "{}"),
    "import issue": ("import", "issue", "--event", "{}"),
    "invite, people": ("invite", "--people", "../{}", *AS_OF),
    "render": ("render", "--out", "{}", *AS_OF),
    "plan, as calendars": ("plan", "--format", "ics", "--teams", "--out", "../{}", *AS_OF),
    "export": ("export", "--person", "p-ada", "--out", "../{}", *AS_OF),
    "export, tables": ("export", "--parquet", "../{}"),
    "setup forms": ("setup", "forms", "--out", "./{}"),
    "setup dpia": ("setup", "dpia", "--out", "../{}"),
    "init": ("init", "../{}", "--organisation", "Acme", "--first-day", "2026-11-02"),
    "init, organisation": ("init", "../acme", "--organisation", "{}", "--first-day", "2026-11-02"),
    "check, a format to a file": ("check", "--format", "json:{}", *AS_OF),
    "check, a format": ("check", "--format", "{}", *AS_OF),
    "check, base": ("check", "--base", "{}", *AS_OF),
    "check, rules": ("check", "--select", "{}", *AS_OF),
    "check, day": ("check", "--as-of", "{}"),
    "check, jobs": ("check", "--jobs", "{}"),
    "data": ("--data", "{}", "check", *AS_OF),
    "root": ("--root", "{}", "check", *AS_OF),
    "fmt": ("fmt", "{}"),
    "mine, a page": ("mine", "--person", "p-ada", "--html", "../{}", *AS_OF),
    "mine, person": ("mine", "--person", "{}", *AS_OF),
    "digest, memory": ("digest", "--state", "../{}", *AS_OF),
    "digest, team": ("digest", "--team", "{}", *AS_OF),
    "a command": ("{}",),
    "an argument too many": ("explain", "CAD001", "{}"),
    "an option": ("explain", "--{}"),
    "explain": ("explain", "{}"),
    "log, service": ("log", "{}", "p-ada"),
    "log, member": ("log", "one-on-one", "{}"),
    "coverage": ("coverage", "--by", "{}"),
    "new service": ("new", "service", "{}", "--title", "Pairing"),
    "new service, title": ("new", "service", "pairing", "--title", "{}"),
    "new team": ("new", "team", "{}", "--leader", "p-kai"),
    "new agreement, record": (
        *("new", "agreement", "one-on-one", "--from", "2027-01-01", "--per", "month", "--record", "{}"),
    ),
    "new agreement, with whom": (
        *("new", "agreement", "one-on-one", "--from", "2027-01-01", "--per", "month"),
        *("--record", "https://git.example.org/1", "--with", "{}"),
    ),
    "release": ("release", "--correct", "{}"),
}
"""Calls with a place for what somebody gives them."""

GIVEN = {
    "all at once": "\n::error::a\x1b[2J\x9b\u202e\t\"'`%s{0}|<b>",
    "not UTF-8": "\n::error::\udcff\udcfe\x07",
    "quotes alone": "\"a'b`c]}",
}


@pytest.mark.parametrize(
    ("what", "there"),
    [("all at once", ""), ("all at once", "junk\n"), ("not UTF-8", ""), ("quotes alone", "")],
)
def test_odd_arguments_are_said_again_so_that_none_is_obeyed(
    what: str, there: str, workshop: Workshop, tmp_path: Path
) -> None:
    found = {}
    for number, (label, words) in enumerate(ARGUMENTS.items()):
        top = tmp_path / str(number)
        root = lay(top / "repository", {**base(), "table.csv": "person,team,from\n"})
        lay(top, {"people.csv": "id,name,address\n"})
        if there:
            for folder in (root, top):
                (folder / GIVEN[what]).write_text(there)
        found[label] = wrong_with(workshop.alone([one.replace("{}", GIVEN[what]) for one in words], root))

    assert {label: wrong for label, wrong in found.items() if wrong} == {}
