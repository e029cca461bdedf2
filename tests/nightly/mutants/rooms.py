"""What is mutated, room by room, and the tests that are to notice."""

from __future__ import annotations

from dataclasses import dataclass

READ = ("playbook", "data", "docs", "tools", "benchmarks", "templates", "mkdocs.yml")
"""What tests read beside the code."""


@dataclass(frozen=True)
class Room:
    """Modules that are mutated, as globs below the root, and what is run for each mutant of them."""

    name: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]
    left_out: str = ""
    """Words of the names of tests that take too long to be run some thousand times."""

    def settings(self) -> str:
        """Return the room as mutmut's part of pyproject.toml."""
        chosen = " and ".join(f"not {word}" for word in self.left_out.split())
        arguments = [*(("-k", chosen) if chosen else ()), "-p", "no:unraisableexception"]
        return "\n".join(
            (
                "[tool.mutmut]",
                'source_paths = ["checks"]',
                f"only_mutate = {list(self.modules)}",
                f"also_copy = {list(READ)}",
                # each mutant begins as the tests were collected, with no test run before
                'process_isolation = "forkserver"',
                f"pytest_add_cli_args_test_selection = {list(self.tests)}",
                # a mutant that never ends is given up after three times what its tests take, and five seconds
                "timeout_multiplier = 3.0",
                "timeout_constant = 5.0",
                # what mutmut leaves open itself would end a run as an error, which it takes for a timeout
                f"pytest_add_cli_args = {arguments}",
                "",
            )
        )


RULES = "tests/unit/rules"

ROOMS = (
    Room(
        "calendar, cadence and coverage",
        ("checks/engine/*.py",),
        ("tests/nightly/mutants/sharp.py", "tests/unit/engine", "tests/unit/changes", RULES),
        "tile_2000 out_of_files from_files walk SCH",
    ),
    Room(
        "loading",
        ("checks/loading/*.py",),
        (
            "tests/unit/loading",
            "tests/unit/run/test_arrow_tables.py",
            "tests/unit/imports/test_table_text.py",
            RULES,
        ),
        "walk",
    ),
    Room(
        "judge",
        ("checks/run/*.py",),
        ("tests/unit/run/test_checking.py", "tests/unit/changes/test_attempts.py", RULES),
    ),
    Room(
        "privacy",
        ("checks/publish/*.py",),
        (
            "tests/nightly/mutants/releases_sharp.py",
            "tests/unit/publish",
            "tests/functional/test_release.py",
            "tests/unit/site/test_first_quarter.py",
            "tests/unit/site/test_api.py",
        ),
    ),
)
