"""Files put in order: logs as `loading.table_repair` repairs them, and of YAML only what programs have done to it.

A byte order mark, UTF-16, line ends of another system and a missing last line end are repaired everywhere.
Whatever is not clear as a whole is left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from checks.loading.files import LOG_CAP
from checks.loading.spreadsheet_text import NotRepairableError, plain_text
from checks.loading.table_repair import TableRepair, UnclearRow, repair_table
from checks.model.errors import ChecksError
from checks.store.atomic_files import content_of, replace_file


class UnformattableError(ChecksError):
    """A file that cannot be put in order without knowing what it means."""

    status = 1


def files_below(data: Path, root: Path) -> Iterator[Path]:
    """Yield the files of playbook and data that are formatted, in order; links are passed over."""
    patterns = (
        (root / "playbook", ("*.yaml", "services/*.yaml", "services/*/*.yaml")),
        (data / "pulse", ("*.csv",)),
        (data / "teams", ("*/*.yaml", "*/touchpoints/*.csv", "*/pulse/*.csv")),
    )
    for folder, below in patterns:
        for pattern in below:
            paths = sorted(folder.glob(pattern))
            yield from (path for path in paths if path.is_file() and not path.is_symlink())


@dataclass(frozen=True, slots=True)
class FormattedFile:
    """What stands in a file and what should; in words what was done for it, and the rows that need a person."""

    path: Path
    before: bytes
    after: bytes
    steps: tuple[str, ...]
    unclear: tuple[UnclearRow, ...]

    @property
    def changed(self) -> bool:
        """Whether it is not in order as it stands."""
        return self.before != self.after

    def write(self) -> None:
        """Write what should stand in the file; the caller holds the lock."""
        replace_file(self.path, self.before, self.after)


def formatted_file(path: Path) -> FormattedFile:
    """Return a file as it should be; raises `UnformattableError` where it cannot be put in order."""
    before = content_of(path)
    if before is None:
        raise UnformattableError(f"{path}: there is no such file")
    if len(before) > LOG_CAP:
        raise UnformattableError(f"{path}: it is larger than {LOG_CAP // 1024:,} KiB")
    try:
        repair = repair_table(before, path.stem) if path.suffix == ".csv" else _yaml_repair(before)
    except NotRepairableError as error:
        place = f"{path}:{error.line}" if error.line else str(path)
        raise UnformattableError(f"{place}: {error}") from None
    return FormattedFile(path, before, repair.content, repair.steps, repair.unclear)


def _yaml_repair(content: bytes) -> TableRepair:
    plain = plain_text(content, table=False)
    return TableRepair(plain.text.encode(), plain.steps, ())
