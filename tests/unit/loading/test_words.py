"""What is said of bad files, word for word and each thing once: `words/KIND.txt`, made by `python -m tests.unit.loading.test_words`.

The files are those of the corpus, which holds each to its code and place, and the changes of `more.yaml`. Here stands
what people read: the words without a person and with one, and what else helps. Read the difference before it is
committed.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from checks.loading.examples import FileChanges
from checks.loading.repository import open_repository
from checks.model.errors import ChecksError
from checks.run.checking import run_check
from checks.run.judging import JudgementDates
from tests.nightly.corpus.cases import KINDS, all_cases
from tests.support.approved import approve, approved
from tests.support.building import AS_OF, Files, base, lay

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
WORDS = HERE / "words"
READ = ("playbook", "service", "recognition", "figures", "team", "waivers", "answers", "log", "pulse", "more")
LARGEST = 64 * 1024


def said(files: Files, top: Path) -> Iterator[str]:
    """Yield what is said of a repository, without the places, which the corpus holds."""
    root = lay(top, files)
    try:
        found = run_check(open_repository(root), JudgementDates(AS_OF, AS_OF, AS_OF)).findings
    except ChecksError as error:
        yield f"status {error.status}: {error}".replace(str(root), "ROOT")
        return
    for finding in found:
        problem = finding.problem
        named = f" | {problem.named}" if problem.named and problem.named != problem.message else ""
        yield f"{finding.code} {finding.severity}: {problem.message}{named}"
        yield from (f"beside: {one.message}" for one in problem.related)
        if problem.help:
            yield f"help: {problem.help}"


def cases(kind: str) -> dict[str, Files]:
    """Return the repositories of a kind by their names, those of the corpus that are small files."""
    if kind == "more":
        changes = yaml.safe_load((HERE / "more.yaml").read_text("utf-8"))
        return {name: FileChanges(**change).over(base()) for name, change in changes.items()}
    return {
        case.name: base() | {KINDS[case.kind].at: case.content()}
        for case in all_cases()
        if case.kind == kind and not case.script and case.input.stat().st_size <= LARGEST
    }


_VALUE = re.compile(r"`[^`]*`|“[^”]*”|\bp-\w+|U\+\w+|\b[\w./-]*\d[\w./:-]*")
"""What differs from case to case in words that are the same."""


def page(kind: str) -> str:
    """Return all that is said of the cases of a kind, each thing once, with the first value it was said of."""
    told: dict[str, str] = {}
    for files in cases(kind).values():
        with tempfile.TemporaryDirectory() as top:
            for line in said(files, Path(top)):
                told.setdefault(_VALUE.sub("…", line), line)
    return "".join(f"{line}\n" for line in sorted(told.values()))


@pytest.mark.parametrize("kind", READ)
def test_each_thing_said_of_a_bad_file_is_as_agreed(kind: str) -> None:
    assert page(kind).splitlines() == approved(WORDS, kind).splitlines()


if __name__ == "__main__":
    approve(WORDS, ((kind, page(kind)) for kind in READ))
