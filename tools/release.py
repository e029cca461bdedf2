"""Hold a tag against the version, and print what the changelog tells of it: python -m tools.release v1.2.0."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


class CannotReleaseError(Exception):
    """What stands in the way, in words."""


def notes(tag: str, root: Path = ROOT) -> str:
    """Return the changelog's part about a version, without its heading; raises `CannotReleaseError`.

    The part begins with `## 1.2.0 - 2027-01-31` and ends where the next begins.
    """
    version = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    if tag != f"v{version}":
        raise CannotReleaseError(f"the tag is {tag}, and pyproject.toml says {version}")
    if f"version: {version}\n" not in (root / "CITATION.cff").read_text("utf-8"):
        raise CannotReleaseError(f"CITATION.cff does not name {version}")
    if not (root / "tests/functional/compatibility" / version / "codes.txt").is_file():
        raise CannotReleaseError(
            f"nothing says what {version} reads and writes: python -m tests.functional.compatibility.recording {version}"
        )
    parts = re.split(r"^## ", (root / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)
    for part in parts[1:]:
        head, _, body = part.partition("\n")
        if re.fullmatch(rf"{re.escape(version)} - \d{{4}}-\d{{2}}-\d{{2}}", head):
            return body.strip() + "\n"
    raise CannotReleaseError(f"CHANGELOG.md has no heading `## {version} - YYYY-MM-DD`")


if __name__ == "__main__":
    try:
        sys.stdout.write(notes(sys.argv[1]))
    except CannotReleaseError as error:
        sys.exit(f"release: {error}")
