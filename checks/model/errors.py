"""Faults of the call, not of the content: one line on stderr and an exit status."""

from collections.abc import Iterator
from contextlib import contextmanager


class ChecksError(Exception):
    """A call that cannot be carried out; `status` is the exit status it ends with."""

    status = 2

    def __reduce__(self) -> tuple[object, ...]:
        """Let it come from another process as it was raised there, with its words and its facts."""
        return _as_it_was, (type(self), str(self), vars(self))


def _as_it_was(kind: type[ChecksError], words: str, facts: dict[str, object]) -> ChecksError:
    error = kind.__new__(kind, words)
    error.__dict__.update(facts)
    return error


class NoPlaybookError(ChecksError):
    """No playbook at or above the folder."""

    status = 3

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            f"no playbook/playbook.yaml in {folder} or a folder above it; name the folder with --root"
        )


class NoDataError(ChecksError):
    """The folder that should hold `teams/` is not there, or holds no team."""

    status = 3

    def __init__(self, folder: str, why: str) -> None:
        self.folder = folder
        super().__init__(f"{why} {folder}; name the folder that holds teams/ with --data or `data:`")


class NothingToJudgeError(ChecksError):
    """What was found leaves nothing to judge: no service, no member, no day. Nothing to check is never a pass."""

    status = 3


class UnreadError(ChecksError):
    """Something that counts could not be read, so that what was asked for would be wrong."""

    status = 3


class NoBaseError(ChecksError):
    """What a change is to be held against cannot be read; the message ends with the command that mends it."""

    status = 3


class WrongClockError(ChecksError):
    """The clock says a day of a year that no file may hold, as one does that was never set."""

    status = 3

    def __init__(self, day: str, years: str) -> None:
        self.day = day
        super().__init__(
            f"the clock of this machine says {day}, and only days of {years} are judged; set it, or name the "
            "day where a command takes --as-of"
        )


class LostProcessError(ChecksError):
    """A process that judged teams was ended from outside, so that nothing can be said of them."""

    status = 3

    def __init__(self) -> None:
        super().__init__(
            "a process that judged teams was ended, by the system or by somebody; try again with --jobs 1"
        )


class UsageError(ChecksError):
    """An option that cannot be meant."""


class RefusedError(ChecksError):
    """Something that would not be valid once it is written; it is not."""

    status = 1


class MissingParserError(ChecksError):
    """PyYAML is here without its C parser."""

    def __init__(self) -> None:
        super().__init__(
            "PyYAML is installed without libyaml; install a wheel of it: pip install --force-reinstall pyyaml"
        )


class BusyError(ChecksError):
    """Another writer holds the folder."""

    def __init__(self, folder: str, wait: float) -> None:
        self.folder, self.wait = folder, wait
        super().__init__(
            f"{folder} is being written to by another command for {wait:.0f} seconds now; try again"
        )


class ChangedMeanwhileError(ChecksError):
    """A file is no longer what was read; it is left as it is."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{path} was changed by somebody else meanwhile and is left as it is; try again")


class UnprovedError(ChecksError):
    """What was written cannot be read back as what was meant: a fault of this program."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path} does not read back as what was to be written; look at `git diff` before going on"
        )


class UnspliceableError(ChecksError):
    """A text that cannot be changed at one place with everything else left as it is."""

    def __init__(self) -> None:
        super().__init__("the file is laid out in a way that cannot be changed by itself; change it by hand")


class UnusableFileError(ChecksError):
    """A file that is not of the kind that is asked for."""

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
        raise CannotWriteError(str(path), (error.strerror or "the system refused").lower()) from None
