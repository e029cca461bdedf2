"""A log is changed whole or not at all, and by one writer at a time."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock, Timeout
from hypothesis import given
from hypothesis import strategies as st

from checks.model.errors import BusyError, CannotWriteError, ChangedMeanwhileError, UnreadError
from checks.store.atomic_files import LOCK, content_of, locked, replace_file
from checks.store.team_log import LogLine, LogRow, edit_log, read_lines
from tests.support.examples import many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid\n"
ROW = LogRow(date(2026, 8, 3), "one-on-one", "p-ada", "p-grace", "outbound", "held")


def team(data: Path, **files: str) -> Path:
    """Lay a team's log, a text a quarter (`q3="…"` is 2026-Q3.csv), and return the folder of its data."""
    folder = data / "teams/harbour/touchpoints"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"2026-{name.upper()}.csv").write_bytes(text.encode())
    return data


def text(data: Path, quarter: str) -> str:
    return (data / f"teams/harbour/touchpoints/2026-{quarter}.csv").read_bytes().decode()


def test_a_row_is_put_in_order_and_the_others_keep_their_bytes(tmp_path: Path) -> None:
    old = (
        HEADER
        + '2026-07-01,one-on-one,"p-ada",p-grace,outbound,held,,\n2026-09-01,one-on-one,p-ada,p-grace,outbound,held,yes,\n'
    )
    data = team(tmp_path, q3=old)

    done = edit_log(data, "harbour", lambda lines: (*lines, ROW))

    lines = old.splitlines()
    new = "2026-08-03,one-on-one,p-ada,p-grace,outbound,held,,"
    assert text(data, "Q3").splitlines() == [lines[0], lines[1], new, lines[2]]
    assert (done.added, done.removed, done.files) == (1, 0, ("2026-Q3",))


@pytest.mark.parametrize("member", ["p-ada\np-mia", "Ada Byron", "=1+1"])
def test_a_row_that_could_not_be_read_again_is_not_written(tmp_path: Path, member: str) -> None:
    data = team(tmp_path, q3=HEADER)

    with pytest.raises(UnreadError, match="Nothing was changed"):
        edit_log(data, "harbour", lambda lines: (*lines, replace(ROW, member=member)))

    assert text(data, "Q3") == HEADER


def test_the_first_row_of_a_quarter_makes_its_file(tmp_path: Path) -> None:
    data = team(tmp_path)

    edit_log(data, "harbour", lambda _: [ROW])

    assert (
        text(data, "Q3")
        == HEADER.replace(",acknowledged,uid", "") + "2026-08-03,one-on-one,p-ada,p-grace,outbound,held\n"
    )


def test_an_optional_column_appears_with_its_first_use(tmp_path: Path) -> None:
    data = team(
        tmp_path,
        q3="date,service,member,given_by,initiative,state\n2026-07-01,one-on-one,p-ada,p-grace,outbound,held\n",
    )

    edit_log(data, "harbour", lambda lines: (*lines, LogRow(*ROW_VALUES, acknowledged="no")))

    assert text(data, "Q3").splitlines() == [
        "date,service,member,given_by,initiative,state,acknowledged",
        "2026-07-01,one-on-one,p-ada,p-grace,outbound,held,",
        "2026-08-03,one-on-one,p-ada,p-grace,outbound,held,no",
    ]


ROW_VALUES = (ROW.day, ROW.service, ROW.member, ROW.given_by, ROW.initiative, ROW.state)


def test_a_row_that_moves_is_there_before_it_leaves(tmp_path: Path) -> None:
    data = team(tmp_path, q3=HEADER + "2026-08-03,one-on-one,p-ada,p-grace,outbound,booked,,\n", q4=HEADER)
    moved = LogRow(date(2026, 10, 5), "one-on-one", "p-ada", "p-grace", "outbound", "booked")

    done = edit_log(data, "harbour", lambda _: [moved])

    assert (text(data, "Q3"), text(data, "Q4").splitlines()[1:]) == (
        HEADER,
        ["2026-10-05,one-on-one,p-ada,p-grace,outbound,booked,,"],
    )
    assert done.files == ("2026-Q3", "2026-Q4")


def test_a_row_leaves_a_growing_file_once_it_is_in_the_new(tmp_path: Path) -> None:
    """Another program changes the file it moves to meanwhile, so that this one cannot be written."""
    q3, q4 = (
        HEADER + f"2026-{day},one-on-one,p-ada,p-grace,outbound,booked,,\n" for day in ("09-28", "11-02")
    )
    data = team(tmp_path, q3=q3, q4=q4)
    folder = data / "teams/harbour/touchpoints"

    def edit(lines: tuple[LogLine, ...]) -> list[LogLine | LogRow]:
        (folder / "2026-Q4.csv").write_text(q4 + "\n", encoding="utf-8")
        moved = lines[0].says(replace(lines[0].row, day=date(2026, 10, 5)))
        return [moved, lines[1], ROW, replace(ROW, day=date(2026, 8, 17))]

    with pytest.raises(ChangedMeanwhileError):
        edit_log(data, "harbour", edit)

    assert "2026-09-28,one-on-one" in text(data, "Q3")


def test_a_changed_line_stays_in_place_or_moves_with_its_day(tmp_path: Path) -> None:
    rows = [f"2026-08-03,one-on-one,p-{who},p-grace,outbound,booked,," for who in ("ada", "mia", "noa")]
    data = team(tmp_path, q3=HEADER + "".join(f"{row}\n" for row in rows))

    edit_log(data, "harbour", lambda lines: (lines[0].says(replace(lines[0].row, state="held")), *lines[1:]))
    done = edit_log(
        data,
        "harbour",
        lambda lines: (*lines[:2], lines[2].says(replace(lines[2].row, day=date(2026, 10, 1)))),
    )

    assert text(data, "Q3").splitlines()[1:] == [rows[0].replace("booked", "held"), rows[1]]
    assert text(data, "Q4").splitlines()[1:] == ["2026-10-01,one-on-one,p-noa,p-grace,outbound,booked"]
    assert (done.added, done.removed) == (1, 1)


def test_two_rows_that_swap_quarters_are_never_both_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (
        "2026-08-03,one-on-one,p-ada,p-grace,outbound,booked",
        "2026-10-05,one-on-one,p-mia,p-grace,outbound,booked",
    )
    data = team(tmp_path, q3=f"{HEADER}{old},,\n", q4=f"{HEADER}{new},,\n")
    seen: list[list[str]] = []

    def swap(lines: tuple[LogLine, ...]) -> list[LogLine]:
        first, second = lines
        return [
            first.says(replace(first.row, day=date(2026, 10, 6))),
            second.says(replace(second.row, day=date(2026, 8, 4))),
        ]

    def watched(path: Path, before: bytes | None, after: bytes | None) -> None:
        replace_file(path, before, after)
        seen.append([one.row.member for one in read_lines(data, "harbour")])

    monkeypatch.setattr("checks.store.team_log.replace_file", watched)
    edit_log(data, "harbour", swap)

    assert all({"p-ada", "p-mia"} <= set(members) for members in seen)
    assert [one.row.day.month for one in read_lines(data, "harbour")] == [8, 10]


def test_line_ends_of_another_system_are_kept(tmp_path: Path) -> None:
    data = team(tmp_path, q3=HEADER.replace("\n", "\r\n"))

    edit_log(data, "harbour", lambda _: [ROW])

    assert text(data, "Q3").count("\r\n") == 2
    assert text(data, "Q3").count("\n") == 2


def test_a_log_that_cannot_be_read_is_left_as_it_is(tmp_path: Path) -> None:
    broken = HEADER + "5.8.2026,one-on-one,p-ada,p-grace,outbound,held,,\n"
    data = team(tmp_path, q3=broken)

    with pytest.raises(UnreadError, match=r"2026-Q3.csv:2:1: SCH009 .*YYYY-MM-DD.*. Nothing was changed"):
        edit_log(data, "harbour", lambda lines: (*lines, ROW))

    assert text(data, "Q3") == broken


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(CannotWriteError, match="link"):
        replace_file(tmp_path / "link", b"x", b"y")

    assert (tmp_path / "real").read_text() == "x"


def test_what_somebody_else_changed_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("theirs")

    with pytest.raises(ChangedMeanwhileError):
        replace_file(file, b"mine before", b"mine")
    with pytest.raises(ChangedMeanwhileError):
        replace_file(file, None, b"mine")

    assert file.read_text() == "theirs"


def test_a_file_keeps_its_mode_and_can_be_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("x")
    file.chmod(0o600)

    replace_file(file, b"x", b"y")
    mode = file.stat().st_mode & 0o777
    replace_file(file, b"y", None)

    assert (mode, file.exists(), content_of(file)) == (0o600, False, None)


def test_a_second_writer_is_told_who_waits(tmp_path: Path) -> None:
    with (
        FileLock(tmp_path / LOCK),
        pytest.raises(BusyError, match="another command"),
        locked(tmp_path, wait=0.1),
    ):
        pass


def test_who_holds_a_folder_may_hold_it_again(tmp_path: Path) -> None:
    with locked(tmp_path):
        with locked(tmp_path, wait=0):
            pass
        with pytest.raises(Timeout), FileLock(tmp_path / LOCK, timeout=0.1):
            pass
    with FileLock(tmp_path / LOCK, timeout=0.1):
        pass


WRITER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from checks.store.team_log import LogRow, edit_log
data, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for at in range(count):
    row = LogRow(date(2026, 7, 1) + timedelta(at % 90), "one-on-one", f"p-{name}-{at}", "p-grace", "outbound", "held")
    edit_log(data, "harbour", lambda lines: (*lines, row))
    print(at, flush=True)
"""


EACH = many(20, 100)
"""Rows that each of four writers adds."""


def writer(data: Path, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(data), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def test_four_writers_at_once_lose_no_row(tmp_path: Path) -> None:
    data = team(tmp_path, q3=HEADER)

    running = [writer(data, name, EACH) for name in "abcd"]
    said = [one.communicate(timeout=3600)[0].split() for one in running]

    assert [len(one) for one in said] == [EACH] * 4
    assert len(read_lines(data, "harbour")) == 4 * EACH
    assert [path.name for path in (data / "teams/harbour/touchpoints").iterdir()] == ["2026-Q3.csv"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    old = HEADER + "".join(
        f"2026-07-{day:02},one-on-one,p-ada,p-grace,outbound,held,,\n" for day in range(1, 29)
    )
    data = team(tmp_path, q3=old)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(old) // 2, before[1]))
    try:
        with pytest.raises(CannotWriteError):
            edit_log(data, "harbour", lambda lines: (*lines, ROW))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert text(data, "Q3") == old
    assert [path.name for path in (data / "teams/harbour/touchpoints").iterdir()] == ["2026-Q3.csv"]


def as_nobody(action: Callable[[], object]) -> str:
    """Carry something out in a process without root's rights, and return how it ended."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            action()
            said = "done"
        except CannotWriteError as error:
            said = f"refused: {error}"
        except BaseException as error:
            said = repr(error)
        os.write(write, said.encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


def test_a_read_only_folder_leaves_the_old_file() -> None:
    with tempfile.TemporaryDirectory() as made:
        data = team(Path(made), q3=HEADER)
        for path in (data, data / "teams", data / "teams/harbour"):
            path.chmod(0o777)
        folder = data / "teams/harbour/touchpoints"
        folder.chmod(0o555)
        try:
            said = as_nobody(lambda: edit_log(data, "harbour", lambda lines: (*lines, ROW)))
        finally:
            folder.chmod(0o755)
        assert said.startswith(f"refused: cannot write {folder}")
        assert text(data, "Q3") == HEADER
        assert [path.name for path in folder.iterdir()] == ["2026-Q3.csv"]


ROWS = st.builds(
    LogRow,
    day=st.integers(0, 500).map(lambda days: date(2025, 9, 1) + timedelta(days)),
    service=st.sampled_from(["one-on-one", "recognition"]),
    member=st.sampled_from(["p-ada", "p-mia", "p-noa"]),
    given_by=st.sampled_from(["p-grace", ""]),
    initiative=st.sampled_from(["outbound", "inbound"]),
    state=st.sampled_from(["held", "booked", "withdrawn"]),
    acknowledged=st.sampled_from(["", "yes", "no"]),
    uid=st.sampled_from(["", "0123456789abcdef"]),
)


@given(st.lists(st.tuples(st.lists(ROWS, max_size=4), st.sets(st.integers(0, 9))), min_size=1, max_size=6))
def test_whatever_comes_and_goes_the_log_is_what_was_meant(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[list[LogRow], set[int]]]
) -> None:
    data = team(tmp_path_factory.mktemp("log"))
    meant: list[LogRow] = []
    for rows, gone in steps:

        def edit(
            lines: tuple[LogLine, ...], rows: list[LogRow] = rows, gone: set[int] = gone
        ) -> Iterable[LogLine | LogRow]:
            return [*(one for at, one in enumerate(lines) if at not in gone), *rows]

        there = [one.row for one in read_lines(data, "harbour")]
        meant = [*(one for at, one in enumerate(there) if at not in gone), *rows]
        edit_log(data, "harbour", edit)
        assert sorted(one.row for one in read_lines(data, "harbour")) == sorted(meant)
