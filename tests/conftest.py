"""What several tests lay out: a repository of plain files in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Files, lay


@pytest.fixture
def repository(tmp_path: Path) -> Callable[[Files], Path]:
    """Lay files, a path and its text or bytes each, below a root, and return the root."""

    def laid(files: Files) -> Path:
        return lay(tmp_path, files)

    return laid
