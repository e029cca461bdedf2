"""What several tests lay out: a repository of plain files in a folder of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.building import Files, lay
from tests.support.examples import PROFILE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path

pytest_plugins = ["tests.support.site"]

# What CI says of itself chooses formats and a base: the tests say it where they mean it.
for name in [one for one in os.environ if one == "CI" or one.startswith(("CI_", "GITHUB_"))]:
    del os.environ[name]

settings.load_profile(PROFILE)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Fail where a file of tests can't be imported: the plugin for doctests would only skip it, tests and all."""
    report = yield
    is_skipped = report.skipped and "unable to import module" in str(report.longrepr)
    if is_skipped and collector.path.name.startswith("test_"):
        report.outcome = "failed"
    return report


@pytest.fixture
def repository(tmp_path: Path) -> Callable[[Files], Path]:
    """Lay files, a path and its text or bytes each, below a root, and return the root."""

    def laid(files: Files) -> Path:
        return lay(tmp_path, files)

    return laid
