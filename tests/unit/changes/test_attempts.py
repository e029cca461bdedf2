"""Attempts to fool the gate, all of which are seen through, and honest changes, all of which pass.

Written as the cases of the rules are; `findings` are the lines of the whole check of the change.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.loading.examples import example_of
from checks.output import concise
from tests.support.building import lay, view

HERE = Path(__file__).parent
ATTEMPTS = sorted((HERE / "attempts").glob("*.yaml"))
HONEST = sorted((HERE / "honest").glob("*.yaml"))


@pytest.mark.parametrize("path", [*ATTEMPTS, *HONEST], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_change_is_judged_as_it_says(path: Path, tmp_path: Path) -> None:
    case = example_of(path.read_text(encoding="utf-8"))

    shown = view(
        lay(tmp_path / "head", case.after()), case.as_of, against=lay(tmp_path / "base", case.before())
    )

    assert concise.concise_report(shown).splitlines() == case.findings.splitlines()
    failing = {one.code for one in shown.findings if shown.fails(one)}
    if path in HONEST:
        assert not failing
    else:
        assert failing or any(one.code.startswith("RAT") for one in shown.findings)


def test_there_are_enough_attempts_and_honest_changes() -> None:
    for paths, least in ((ATTEMPTS, 40), (HONEST, 12)):
        said = {example_of(path.read_text(encoding="utf-8")).what for path in paths}
        assert len(said) == len(paths) >= least
