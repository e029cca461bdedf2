"""What a rebuild takes in `mkdocs serve` after one YAML file changed: wall seconds of further builds of a process.

    python -m benchmarks.rebuild MKDOCS_YML FILE

Builds the site as `mkdocs serve` does, writes another word into the file's summary, which several pages show, builds
again, and prints the seconds of each of five builds after the first.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

TIMES = 5
SUMMARY = "\nsummary: "


def main(settings: str, changed: str) -> None:
    """Build once, then as often as the file changes."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        load_config(settings, site_dir=folder).plugins.on_startup(command="serve", dirty=False)
        for number in range(TIMES + 1):
            if number:
                text = Path(changed).read_text("utf-8")
                Path(changed).write_text(text.replace(SUMMARY, f"{SUMMARY}Anew, ", 1), "utf-8")
            began = time.perf_counter()
            config = load_config(settings, site_dir=folder)
            build(config)
            if number:
                print(f"{time.perf_counter() - began:.3f}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
