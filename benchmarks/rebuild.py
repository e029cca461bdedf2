"""What a rebuild takes in `mkdocs serve` after one YAML file changed: wall seconds of the second build of a process.

    python -m benchmarks.rebuild MKDOCS_YML FILE

Builds the site, writes the file again with a blank line more, builds as `mkdocs serve` does, and prints the seconds of
each of five builds after the first.
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


def main(settings: str, changed: str) -> None:
    """Build once, then as often as the file changes."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(TIMES + 1):
            if number:
                with Path(changed).open("a", encoding="utf-8") as file:
                    file.write("\n")
            began = time.perf_counter()
            build(load_config(settings, site_dir=folder))
            if number:
                print(f"{time.perf_counter() - began:.3f}", flush=True)


main(*sys.argv[1:])
