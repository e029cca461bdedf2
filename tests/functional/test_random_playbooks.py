"""Every command on random playbooks: an answer, and never a traceback."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from checks.cli import group
from tests.functional.test_feeds import rule_broken
from tests.support.building import lay
from tests.support.examples import many
from tests.support.oracle.cases import files, random_case


@pytest.mark.parametrize("seed", range(many(4, 12)))
def test_each_command_has_an_answer(seed: int, tmp_path: Path) -> None:
    case = random_case(seed)
    root, out = lay(tmp_path / "root", files(case)), tmp_path / "out"

    for words in (
        *(
            ("invite", "--within", "10 weeks", "--format", form)
            for form in ("table", "json", "csv", "ics", "markdown")
        ),
        *(("plan", "--format", form) for form in ("table", "json", "markdown")),
        ("plan", "--load"),
        ("plan", "--format", "ics", "--out", str(out)),
        ("digest",),
    ):
        found = CliRunner().invoke(
            group,
            ["--root", str(root), words[0], "--as-of", case.as_of.isoformat(), *words[1:]],
            catch_exceptions=False,
        )
        assert found.exit_code == 0, (words, found.output)
    assert [rule_broken(one.read_bytes()) for one in out.rglob("*.ics")] == [""] * len(
        list(out.rglob("*.ics"))
    )
