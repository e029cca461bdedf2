"""`python -m tests.nightly.site.lighthouse`: Lighthouse on three pages, beside the bare theme in the same run.

Accessibility, best practices and SEO are to be 100; performance no worse than what the theme as it comes
makes of the same Markdown.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.node import installed
from tests.support.paths import ROOT
from tests.support.serving import serving
from tests.support.site import CHROMIUM, build

PAGES = ("index", "services/one-on-one", "teams/index")
FULL = ("accessibility", "best-practices", "seo")
RUNS = 3
SLACK = 3
"""Points by which two runs of the very same page differ on a busy machine."""

BARE = """\
site_name: Northlight playbook
site_description: What leadership at Northlight promises.
docs_dir: pages
use_directory_urls: false
theme: {name: material}
plugins: [search]
"""


def scores(lighthouse: Path, address: str) -> dict[str, int]:
    """Return a page's scores, 0 to 100."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        subprocess.run(
            [
                str(lighthouse),
                address,
                "--quiet",
                "--output=json",
                f"--output-path={out}",
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
                f"--only-categories={','.join((*FULL, 'performance'))}",
            ],
            check=True,
            capture_output=True,
            timeout=1800,
            env={**os.environ, "CHROME_PATH": CHROMIUM or ""},
        )
        categories = json.loads(out.read_text("utf-8"))["categories"]
    return {name: round(100 * one["score"]) for name, one in categories.items()}


def main() -> int:
    """Print a line a page, and return 1 where one is below what is asked."""
    if CHROMIUM is None or shutil.which("node") is None:
        print("no chromium or no node on this machine, so Lighthouse was not run")
        return 1
    lighthouse = installed() / ".bin" / "lighthouse"
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        ours, bare = Path(folder) / "ours", Path(folder) / "bare"
        assert build(ROOT / "mkdocs.yml", ours / "site").returncode == 0
        subprocess.run(
            [
                sys.executable,
                "-c",
                "from checks.cli import main; main()",
                "--root",
                str(ROOT),
                "render",
                "--out",
                str(bare / "pages"),
            ],
            check=True,
            capture_output=True,
        )
        (bare / "mkdocs.yml").write_text(BARE, "utf-8")
        subprocess.run(
            [
                sys.executable,
                "-m",
                "mkdocs",
                "build",
                "-q",
                "-f",
                str(bare / "mkdocs.yml"),
                "-d",
                str(bare / "site"),
            ],
            check=True,
            capture_output=True,
        )
        with serving(ours / "site") as here, serving(bare / "site") as there:
            for name in PAGES:
                mine = [scores(lighthouse, f"{here}{name}.html") for _ in range(RUNS)]
                theirs = [scores(lighthouse, f"{there}{name}.html") for _ in range(RUNS)]
                full = {key: min(one[key] for one in mine) for key in FULL}
                fast, beside = (
                    sorted(one["performance"] for one in all_of)[RUNS // 2] for all_of in (mine, theirs)
                )
                good = set(full.values()) == {100} and fast >= beside - SLACK
                failed |= not good
                words = ", ".join(f"{key} {score}" for key, score in full.items())
                print(
                    f"{'ok  ' if good else 'FAIL'} {name}: {words}, performance {fast} (bare theme {beside})"
                )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
