"""Faults of the call, not of the content: one line on stderr and an exit status."""

from collections.abc import Iterator
from contextlib import contextmanager


class ChecksError(Exception):
    """The command could not do what it was called for; `status` is its exit status."""

    status = 2

    def __reduce__(self) -> tuple[object, ...]:
        """Let it come from another process as it was raised there, with its words and its facts."""
        return _as_it_was, (type(self), str(self), vars(self))


def _as_it_was(kind: type[ChecksError], words: str, facts: dict[str, object]) -> ChecksError:
    error = kind.__new__(kind, words)
    error.__dict__.update(facts)
    return error


class NoPlaybookError(ChecksError):
    """There is no playbook in the folder, or above it where folders are walked up."""

    status = 3

    def __init__(self, folder: str, *, above: bool = False) -> None:
        self.folder = folder
        parents = " or its parent folders" if above else ""
        super().__init__(
            f"no playbook found: there is no playbook/playbook.yaml in {folder}{parents}. "
            "Change to your playbook's folder, or pass --root DIR"
        )


class NoDataError(ChecksError):
    """The folder of teams is missing or empty."""

    status = 3

    def __init__(self, folder: str, why: str) -> None:
        self.folder = folder
        super().__init__(
            f"{why} {folder}. Pass the folder that contains teams/ with --data, or set `data:` in playbook.yaml"
        )


class NothingToJudgeError(ChecksError):
    """There is nothing to check: no service, no member or no day. Nothing to check is never a pass."""

    status = 3


class UnreadError(ChecksError):
    """A file that counts could not be read, so the result would be wrong."""

    status = 3


class SparseCheckoutError(UnreadError):
    """A sparse checkout leaves out a file that counts; the message ends with the command that brings it back."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"this checkout is sparse and lacks {path}. Run: git sparse-checkout disable")


class NoBaseError(ChecksError):
    """The base of a change cannot be read; the message ends with the command that fixes it."""

    status = 3


class WrongClockError(ChecksError):
    """The system date is in a year that no file may contain."""

    status = 3

    def __init__(self, day: str, years: str) -> None:
        self.day = day
        super().__init__(
            f"this computer's date is {day}, outside {years}. Correct the date, or pass --as-of DAY "
            "if the command has this option"
        )


class LostProcessError(ChecksError):
    """A process that checked teams ended unexpectedly."""

    status = 3

    def __init__(self) -> None:
        super().__init__("a process that checked teams ended unexpectedly. Try again with --jobs 1")


class UsageError(ChecksError):
    """The command was called with a wrong option or value."""


class RefusedError(ChecksError):
    """The result would not be valid, so nothing was written."""

    status = 1


class MissingParserError(ChecksError):
    """PyYAML is installed without its C parser."""

    def __init__(self) -> None:
        super().__init__("PyYAML is installed without libyaml. Run: pip install --force-reinstall pyyaml")


class BusyError(ChecksError):
    """Another command is writing to the folder."""

    def __init__(self, folder: str, wait: float) -> None:
        self.folder, self.wait = folder, wait
        super().__init__(
            f"another command has been writing to {folder} for {wait:.0f} seconds. Wait until it ends, then try again"
        )


class ChangedMeanwhileError(ChecksError):
    """A file has changed since it was read; nothing was written to it."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{path} has changed since it was read, so nothing was written to it. Try again")


class UnprovedError(ChecksError):
    """A file was written incorrectly: a bug of this program."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path} was written incorrectly, which is a bug. Check `git diff` before you continue, and report it"
        )


class UnspliceableError(ChecksError):
    """A file whose layout cannot be edited automatically."""

    def __init__(self) -> None:
        super().__init__("the file has a layout that can't be edited automatically. Edit it by hand")


class UnusableFileError(ChecksError):
    """A file is not of the expected kind."""

    def __init__(self, file: str, why: str) -> None:
        self.file = file
        super().__init__(f"{file}: {why}")


class CannotWriteError(ChecksError):
    """A file or folder that cannot be written."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"cannot write {path}: {why}")


@contextmanager
def writing_to(path: object) -> Iterator[None]:
    """Raise `CannotWriteError` for what the system refuses while a path is looked at and written, a long name too."""
    try:
        yield
    except OSError as error:
        raise CannotWriteError(str(path), (error.strerror or "the system refused access").lower()) from None
