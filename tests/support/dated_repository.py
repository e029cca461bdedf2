"""The base repository on a day of its own, and its logs as rows."""

from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from checks.cli import group
from checks.model.errors import ChecksError
from tests.support.building import Files, base, lay

TODAY = "2026-11-23"
HARBOUR = "data/teams/harbour/touchpoints"
Q4 = f"{HARBOUR}/2026-Q4.csv"


def laid(root: Path, changes: Files | None = None) -> Path:
    """Lay the base repository, judged on `TODAY` for good, with other or more files."""
    files = base()
    files["playbook/playbook.yaml"] = f"{files['playbook/playbook.yaml']!s}today: {TODAY}\narchive: true\n"
    return lay(root, {**files, **(changes or {})})


def logged(root: Path, team: str = "harbour") -> list[str]:
    """Return all rows of a team's log, without the empty columns at their ends."""
    folder = root / "data" / "teams" / team / "touchpoints"
    rows = (line for path in sorted(folder.glob("*.csv")) for line in path.read_text().splitlines()[1:])
    return [row.rstrip(",") for row in rows]


def fresh(root: Path, before: list[str]) -> list[str]:
    """Return the rows of harbour that were not there before."""
    return [row for row in logged(root) if row not in before]


class Said(NamedTuple):
    """What a call came to."""

    returncode: int
    stdout: str
    stderr: str


def called(root: Path, *words: str, typed: str | None = None) -> Said:
    """Call the command for a root in this process; return exit status, stdout and stderr."""
    result = CliRunner().invoke(group, ["--root", str(root), *words], prog_name="outbound", input=typed)
    if isinstance(result.exception, ChecksError):
        return Said(result.exception.status, result.stdout, f"{result.stderr}outbound: {result.exception}\n")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Said(result.exit_code, result.stdout, result.stderr)
