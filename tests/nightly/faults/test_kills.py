"""Writers that are killed: no file is torn, and no row is lost."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from checks.loading.csv_columns import read_log
from checks.loading.files import Folder, Tree
from checks.loading.team_files import quarter_files
from tests.unit.store.test_team_log import HEADER, team, writer

if TYPE_CHECKING:
    from pathlib import Path


def test_fifty_kills_tear_no_file_and_lose_no_row(tmp_path: Path) -> None:
    data = team(tmp_path, q3=HEADER)
    told = 0
    for kill in range(50):
        running = writer(data, f"k{kill}", 1_000)
        assert running.stdout
        first = running.stdout.readline()  # it has written a row, and is somewhere in the next
        time.sleep((kill % 10) * 0.003)
        running.send_signal(signal.SIGKILL)
        told += len(running.communicate(timeout=1800)[0].split()) + bool(first)
        trees, faults = quarter_files(Tree(Folder(data), "data").below("teams", "harbour", "touchpoints"))
        log, wrong = read_log(trees)
        assert [*faults, *wrong] == []
        assert len(log) >= told
    assert told >= 50
