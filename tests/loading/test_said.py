"""What is said of bad files, word for word: `said/KIND.txt`, made by `python -m tests.loading.test_said`.

They are those of the corpus, which holds each to its code and place, and the changes of `more.yaml`. Here stands what
people read: the words without a person and with one, what they are about, and what else helps. Read the difference
before it is committed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from checks.loading.examples import FileChanges
from checks.loading.repository import open_repository
from checks.model.errors import ChecksError
from checks.run.checking import JudgementDates, judge
from tests.approved import approve, approved
from tests.building import AS_OF, Files, base, lay
from tests.corpus.cases import KINDS, all_cases

if TYPE_CHECKING:
    from checks.model.findings import Finding

HERE = Path(__file__).parent
SAID = HERE / "said"
READ = ("playbook", "service", "recognition", "figures", "team", "waivers", "answers", "log", "pulse", "more")
LARGEST = 64 * 1024
MOST = 12
"""Findings of a case that are written out; a log with the wrong delimiter has one a line."""


def said(name: str, files: Files, top: Path) -> Iterator[str]:
    """Yield what is said of a repository, line by line."""
    root = lay(top, files)
    yield f"## {name}"
    try:
        found = judge(open_repository(root), JudgementDates(AS_OF, AS_OF, AS_OF)).findings
    except ChecksError as error:
        yield f"status {error.status}: {error}".replace(str(root), "ROOT")
        return
    for finding in found[:MOST]:
        yield from _lines(finding)
    if len(found) > MOST:
        yield f"and {len(found) - MOST} more"


def _lines(finding: Finding) -> Iterator[str]:
    problem = finding.problem
    yield f"{problem.place} {finding.code} {finding.severity}: {problem.message!r}"
    about = (problem.team, problem.service, problem.member, problem.period, problem.subject)
    for name, words in (
        ("named", problem.named),
        ("help", problem.help),
        ("about", " / ".join(filter(None, about))),
    ):
        if words:
            yield f"  {name}: {words!r}"
    for one in problem.related:
        yield f"  beside: {one.place} {one.message!r}"


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


def page(kind: str) -> str:
    """Return all that is said of the cases of a kind."""
    lines: list[str] = []
    for name, files in cases(kind).items():
        with tempfile.TemporaryDirectory() as top:
            lines += (*said(name, files, Path(top)), "")
    return "\n".join(lines)


ALL = {name: (kind, files) for kind in READ for name, files in cases(kind).items()}


@pytest.mark.parametrize("name", ALL)
def test_what_is_said_of_a_bad_file_is_what_was_agreed(name: str, tmp_path: Path) -> None:
    kind, files = ALL[name]
    agreed = approved(SAID, kind).strip().split("\n\n")

    assert "\n".join(said(name, files, tmp_path)) in agreed


if __name__ == "__main__":
    approve(SAID, ((kind, page(kind)) for kind in READ))
