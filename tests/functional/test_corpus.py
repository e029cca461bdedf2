"""Every bad input there is, once and in this process; `tests/nightly/corpus` runs each twice, in processes under limits."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.nightly.corpus.cases import CANARY, INPUTS, KINDS, Case, all_cases
from tests.nightly.corpus.running import MAIL_SETTINGS, Outcome, opened, state_of, wrong_with
from tests.support.calling import outbound
from tests.support.rights import without_rights

if TYPE_CHECKING:
    from pathlib import Path

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_bad_input_has_its_verdict_and_no_other(case: Case, tmp_path: Path) -> None:
    root = case.lay(tmp_path)
    before = state_of(tmp_path)

    with without_rights():
        done = outbound(*case.call, here=root, env={"HOME": str(tmp_path), **MAIL_SETTINGS})

    written = dict.fromkeys(sorted(path for path, _ in before ^ state_of(tmp_path)))
    opened(tmp_path)
    out, err = (text.replace(str(tmp_path), "TOP") for text in (done.stdout, done.stderr))
    outcome = Outcome(done.returncode, out, err, tuple(written), 0, 0)
    assert wrong_with(case, outcome) == []


def test_each_input_has_a_verdict_and_each_verdict_an_input() -> None:
    files = [path for path in INPUTS.rglob("*") if path.is_file()]
    stems = Counter(path.with_suffix("") for path in files)

    assert {path.parent.name for path in files} <= set(KINDS)
    assert [str(stem) for stem, number in stems.items() if number != 2] == []
    assert len(CASES) >= 150


def test_whatever_is_wrong_the_rest_of_the_repository_is_judged() -> None:
    judged = [case for case in CASES if KINDS[case.kind].reads_teams and case.expected.findings]
    without = {case.name for case in judged if CANARY not in case.expected.findings}

    assert len(judged) > 200
    assert {
        name for name in without if not name.startswith("paths/teams-")
    } == set()  # the folder of all teams
