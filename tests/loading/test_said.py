"""What is said of every bad file of the corpus, word for word: `said/KIND.txt`, made by `python -m tests.loading.test_said`.

The corpus holds each file to its code and place; here stands what people read: the words without a person and with
one, what they are about, and what else helps. Read the difference before it is committed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from checks.errors import ChecksError
from checks.judge import Clock, judge
from checks.loading.repository import open_repository
from tests.building import AS_OF, base, lay
from tests.corpus.cases import KINDS, Case, all_cases

if TYPE_CHECKING:
    from checks.findings import Finding

SAID = Path(__file__).parent / "said"
READ = ("playbook", "service", "recognition", "figures", "team", "waivers", "answers", "log", "pulse")
LARGEST = 64 * 1024
MOST = 12
"""Findings of a case that are written out; a log with the wrong delimiter has one a line."""


def said(case: Case, top: Path) -> Iterator[str]:
    """Yield what is said of a case, line by line; in the order it is found in, which is the order of the files."""
    root = lay(top, base() | {KINDS[case.kind].at: case.content()})
    yield f"## {case.name}"
    try:
        found = judge(open_repository(root), Clock(AS_OF, AS_OF, AS_OF)).findings
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


def cases(kind: str) -> list[Case]:
    """Return the cases of a kind that lie there as small files."""
    return [
        case
        for case in all_cases()
        if case.kind == kind and not case.script and case.input.stat().st_size <= LARGEST
    ]


def page(kind: str) -> str:
    """Return all that is said of the cases of a kind."""
    lines: list[str] = []
    for case in cases(kind):
        with tempfile.TemporaryDirectory() as top:
            lines += (*said(case, Path(top)), "")
    return "\n".join(lines)


@pytest.mark.parametrize("case", [case for kind in READ for case in cases(kind)], ids=lambda case: case.name)
def test_what_is_said_of_a_bad_file_is_what_was_agreed(case: Case, tmp_path: Path) -> None:
    agreed = (SAID / f"{case.kind}.txt").read_text("utf-8").strip().split("\n\n")

    assert "\n".join(said(case, tmp_path)) in agreed


if __name__ == "__main__":
    SAID.mkdir(exist_ok=True)
    for name in READ:
        (SAID / f"{name}.txt").write_text(page(name), "utf-8")
