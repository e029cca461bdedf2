"""Files put in order: logs sorted and written plainly, and of YAML only what programs have done to it.

A byte order mark, line ends of another system and a missing last line end are mended everywhere. Whatever
cannot be read afterwards as what it said before is left alone.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from checks.loading.csv_columns import OPEN_QUOTE, uneven
from checks.loading.files import CONFLICT, LOG_CAP, conflict_in
from checks.model.errors import ChecksError
from checks.model.touchpoint_log import COLUMNS, PULSE_COLUMNS, REQUIRED
from checks.store.atomic_files import content_of, replace_file

_BOM = b"\xef\xbb\xbf"


class UnformattableError(ChecksError):
    """A file that cannot be put in order without knowing what it means."""

    status = 1


def files_below(data: Path, root: Path) -> Iterator[Path]:
    """Yield the files of playbook and data that are formatted, in order; links are passed over."""
    patterns = (
        (root / "playbook", ("*.yaml", "services/*.yaml")),
        (data / "teams", ("*/*.yaml", "*/touchpoints/*.csv", "*/pulse/*.csv")),
    )
    for folder, below in patterns:
        for pattern in below:
            paths = sorted(folder.glob(pattern))
            yield from (path for path in paths if path.is_file() and not path.is_symlink())


def format_text(path: Path) -> tuple[bytes, bytes]:
    """Return what stands in a file and what should; raises `UnformattableError`."""
    before = content_of(path)
    if before is None:
        raise UnformattableError(f"{path}: there is no such file")
    if len(before) > LOG_CAP:
        raise UnformattableError(f"{path}: it is larger than {LOG_CAP // 1024:,} KiB")
    try:
        text = before.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        why = f"it is not UTF-8 text (byte {error.start + 1}). Save it as UTF-8"
        raise UnformattableError(f"{path}: {why}") from None
    plain = text.replace("\r\n", "\n")
    if plain and not plain.endswith("\n"):
        plain += "\n"
    return before, (_table(path, plain) if path.suffix == ".csv" else plain).encode()


def mend_file(path: Path) -> None:
    """Write what should stand in a file; the caller holds the lock."""
    replace_file(path, *format_text(path))


def _table(path: Path, text: str) -> str:
    """Return a log in order, its values quoted only where they must be; another table as it is."""
    if conflict := conflict_in(text):
        raise UnformattableError(f"{path}:{conflict}: {CONFLICT}")
    lines = text.split("\n")[:-1]
    reader = csv.reader(lines, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        raise UnformattableError(f"{path}:{reader.line_num}: this line is not valid CSV: {error}") from None
    if not rows:
        raise UnformattableError(f"{path}: it is empty. Remove the file, or write the header line")
    if len(rows) != len(lines):
        raise UnformattableError(f"{path}: {OPEN_QUOTE}")
    header, body = tuple(rows[0]), rows[1:]
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise UnformattableError(f"{path}:{number}: this row {uneven(len(row), len(header))}")
    if header == COLUMNS[: len(header)] and len(header) >= REQUIRED:
        body.sort()
    elif header != PULSE_COLUMNS:
        raise UnformattableError(f"{path}:1: the first line must be {','.join(COLUMNS[:REQUIRED])}")
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([list(header), *body])
    return table.getvalue()
