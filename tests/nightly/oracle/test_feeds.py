"""Our calendars as another library reads them: ical.js, run by node."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.functional.test_feeds import events_of, written

NODE = Path(__file__).parent / "feeds"


def test_ical_js_reads_them(tmp_path: Path) -> None:
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip("npm is not here")
    package = (NODE / "package.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    folder = cache / "outbound-playbook" / f"node-{hashlib.sha256(package).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules" / "ical.js").exists():
        (folder / "package.json").write_bytes(package)
        command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=1800)
        if done.returncode:
            pytest.skip("npm could not install ical.js")
    shutil.copy(NODE / "read.mjs", folder)
    for path in written(tmp_path):
        read = subprocess.run(
            ["node", "read.mjs", str(path)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
            timeout=1800,
        )
        expected = [
            {
                "uid": str(one["uid"]),
                "summary": str(one["summary"]),
                "day": one["dtstart"].dt.isoformat(),
                "text": str(one["description"]),
            }
            for one in events_of(path.read_bytes())
        ]

        assert json.loads(read.stdout) == expected
