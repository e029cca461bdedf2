"""`outbound render`: a folder of its own, replaced as a whole, or one line on why not."""

from pathlib import Path

from click.testing import CliRunner

from checks.cli import group
from checks.model.errors import NothingToJudgeError, UsageError
from tests.support.building import base, lay


def test_an_unreadable_playbook_is_named_and_nothing_written(tmp_path: Path) -> None:
    files = base()
    files["playbook/playbook.yaml"] = str(files["playbook/playbook.yaml"]).replace("privacy:", "privcy:")
    root = lay(tmp_path / "root", files)

    done = CliRunner().invoke(group, ["--root", str(root), "render", "--out", str(tmp_path / "out")])

    assert isinstance(done.exception, NothingToJudgeError)
    assert str(done.exception).startswith("playbook/playbook.yaml:")
    assert "Did you mean `privacy`?" in str(done.exception)
    assert not (tmp_path / "out").exists()


def test_a_folder_with_files_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    root = lay(tmp_path / "root", base())
    theirs = tmp_path / "out" / "letter.txt"
    theirs.parent.mkdir()
    theirs.write_text("mine", "utf-8")

    done = CliRunner().invoke(group, ["--root", str(root), "render", "--out", str(tmp_path / "out")])

    assert isinstance(done.exception, UsageError)
    assert [path.name for path in theirs.parent.iterdir()] == ["letter.txt"]


def test_pages_of_a_service_that_is_gone_are_gone_too(tmp_path: Path) -> None:
    root = lay(tmp_path / "root", base())
    out = tmp_path / "out"
    runner = CliRunner()
    first = runner.invoke(group, ["--root", str(root), "render", "--out", str(out)])
    (root / "playbook/services/health-check.yaml").unlink()

    second = runner.invoke(group, ["--root", str(root), "render", "--out", str(out)])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert not (out / "services" / "health-check.md").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "root"]
