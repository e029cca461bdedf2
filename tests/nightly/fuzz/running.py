"""`python -m tests.nightly.fuzz.running TARGET WORDS…`: one target under atheris, until the words say it is enough.

Only the project's own code is watched for what an input reaches; it is instrumented while it is imported.
"""

from __future__ import annotations

import importlib
import sys

import atheris


def main() -> None:
    """Fuzz; the process ends with 0 when the time is over, and otherwise at the first crash."""
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["checks"]):
        targets = importlib.import_module("tests.nightly.fuzz.targets")
    atheris.Setup(sys.argv, targets.TARGETS[name].fuzz)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
