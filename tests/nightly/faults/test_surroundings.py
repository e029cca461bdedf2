"""What a call prints depends on files, words and the day alone: no locale, zone, seed or encoding changes a byte."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.functional.test_base import begun
from tests.nightly.faults.commands import AS_OF, ONE_ON_ONE, READINGS, WRITES, Writing
from tests.nightly.faults.running import Said, called, contents, said_by
from tests.nightly.faults.test_faults import laid
from tests.support.building import base, lay
from tests.support.calling import broken_promise, replaced

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLAIN = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
WITHOUT_UTF_8 = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
SURROUNDINGS: Mapping[str, Mapping[str, str]] = {
    "no language, the first place of a day": {
        "LC_ALL": "C",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "1",
    },
    "no UTF-8, the last place of a day": {
        "LC_ALL": "POSIX",
        "TZ": "Pacific/Niue",
        "PYTHONHASHSEED": "12345",
        **WITHOUT_UTF_8,
    },
    "streams in ASCII, a zone there is not": {"PYTHONIOENCODING": "ascii", "TZ": "Not/A zone"},
    "streams in Latin-1, a language there is not": {"PYTHONIOENCODING": "latin-1:strict", "LC_ALL": "xx_YY"},
    "Turkish, another seed": {"LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "random", "COLUMNS": "100"},
}
"""Each seed, zone and locale once; they change different things, so that they may come together."""

TITLE = "Kahdenkeskinen – välillä 😀"


def change(root: Path) -> None:
    """Lay a change with letters beyond ASCII: in a text, in a file's name; and a promise that is broken."""
    title = replaced(ONE_ON_ONE, ("title: One-on-one", f"title: {TITLE}"))
    lay(root, {**title, **broken_promise(), "data/teams/Höhe/team.yaml": ""})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit and a change."""
    root = begun(tmp_path_factory.mktemp("surroundings"), base())
    change(root)
    return root


@pytest.fixture(scope="module")
def plain(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Said]:
    return said_by(READINGS, root, tmp_path_factory.mktemp("plain"), PLAIN)


def test_each_reading_says_something_worth_comparing(plain: Mapping[str, Said]) -> None:
    assert {name for name, (status, _, _) in plain.items() if status not in (0, 1)} == {
        "prune, what would go"
    }
    assert {name for name, (_, out, err) in plain.items() if not out + err} == set()
    beyond = {name for name, (_, out, _) in plain.items() if TITLE.split(maxsplit=1)[0].encode() in out}
    assert {"effect, markdown", "mine, text"} <= beyond


@pytest.mark.parametrize("surrounding", SURROUNDINGS)
def test_every_reading_prints_the_same_bytes(
    surrounding: str, root: Path, plain: Mapping[str, Said], tmp_path: Path
) -> None:
    said = said_by(READINGS, root, tmp_path, SURROUNDINGS[surrounding])

    assert {name for name, one in said.items() if one != plain[name]} == set()


def test_what_programs_read_can_be_read(plain: Mapping[str, Said]) -> None:
    for name, (_, out, _) in plain.items():
        text = out.decode("utf-8")
        if name.endswith(("json", "sarif")):
            json.loads(text)
        elif name.endswith("junit"):
            ET.fromstring(text)  # noqa: S314 - of our own making
        elif name.endswith("csv"):
            assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1


WRITTEN = {name: one for name, one in WRITES.items() if set(AS_OF) <= set(one.words)}


@pytest.mark.parametrize("name", WRITTEN)
def test_every_file_is_written_with_the_same_bytes(name: str, tmp_path: Path) -> None:
    made = []
    for number, env in enumerate((PLAIN, SURROUNDINGS["no UTF-8, the last place of a day"])):
        writing = WRITTEN[name]
        files = {**writing.files, **replaced(ONE_ON_ONE, ("title: One-on-one", f"title: {TITLE}"))}
        root = laid(tmp_path / str(number), Writing(writing.words, files))
        done = called(writing.words, root, env)
        made.append((done.returncode, done.stdout, done.stderr, contents(root.parent)))

    assert made[0][0] == 0
    assert made[0] == made[1]
