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
    left_out: str = "slow"
    """Words of the names of tests that take too long to be run some thousand times."""

    def settings(self) -> str:
        """Return the room as mutmut's part of pyproject.toml."""
        chosen = " and ".join(f"not {word}" for word in self.left_out.split())
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
                f'pytest_add_cli_args = ["-m", "not slow", "-k", "{chosen}", "-p", "no:unraisableexception"]',
                "",
            )
        )


ROOMS = (
    Room(
        "calendar, cadence and coverage",
        ("checks/engine/*.py",),
        (
            "tests/mutants/sharp.py",
            "tests/cadence/test_calendar.py",
            "tests/cadence/test_comparing.py",
            "tests/cadence/test_corners.py",
            "tests/cadence/test_owed.py",
            "tests/cadence/test_section_four.py",
            "tests/cadence/test_settled_examples.py",
            "tests/cadence/test_spans.py",
            "tests/cadence/test_supposed.py",
            "tests/coverage",
            "tests/gate/test_attempts.py",
            "tests/test_rules.py",
        ),
        "tile_2000 from_files walk_judges SCH",
    ),
    Room(
        "loading",
        ("checks/loading/*.py",),
        (
            "tests/loading",
            "tests/cluster/test_tables.py",
            "tests/intake/test_tables.py",
            "tests/test_rules.py",
        ),
        "slow walk_judges",
    ),
    Room(
        "judge",
        ("checks/run/checking.py",),
        ("tests/test_judge.py", "tests/gate/test_attempts.py", "tests/test_rules.py"),
    ),
    Room(
        "privacy",
        ("checks/publish/*.py",),
        (
            "tests/mutants/tables_sharp.py",
            "tests/privacy",
            "tests/reports/test_published.py",
            "tests/reports/test_effect.py",
            "tests/pages/test_first_quarter.py",
            "tests/pages/test_api.py",
        ),
        "slow all_tables_of_twelve five_thousand",
    ),
)
