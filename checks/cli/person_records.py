"""Shared by the commands about one person: what is stored of them, and where a file about people may lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checks.cli.team_selection import data_root_of, team_folder
from checks.model.errors import NothingToJudgeError, UnreadError, UsageError, writing_to

if TYPE_CHECKING:
    from checks.engine.member_record import TeamRecord
    from checks.loading.repository import Repository
    from checks.run.judging import JudgementDates


def member_record_of(repository: Repository, person: str, days: JudgementDates) -> tuple[TeamRecord, ...]:
    """Return what every team holds about a person.

    Raises `UnreadError` where something cannot be read, and `NothingToJudgeError` where no team knows the person.
    """
    from checks.engine.member_record import team_record
    from checks.run.judging import case_of

    records, unread = [], repository.policy.unreadable
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            unread.append(files.id)
        elif record := team_record(case, person, files.answers):
            records.append(record)
    if unread:
        raise UnreadError(
            f"{', '.join(unread)} could not be read, so the record would not be whole: run `outbound check`"
        )
    if not records:
        raise NothingToJudgeError("nothing is stored under this id: it is on no roster and in no log")
    return tuple(records)


def refuse_file_in_repository(repository: Repository, option: str, file: str) -> None:
    """Raise `UsageError` for a file about one person where it would be committed or published: docs, policy, data."""
    root, data = data_root_of(repository), team_folder(repository)
    for folder in (root / "playbook", root / "docs", root / "data", data):
        if Path(file).resolve().is_relative_to(folder.resolve()):
            raise UsageError(
                f"{option} {file}: it is about one person and does not belong into {folder.name}/; "
                "name a file elsewhere"
            )


def refuse_folder_in_repository(path: Path, what: str) -> None:
    """Raise `UsageError` where a folder or file lies in a git repository or a playbook's folder."""
    real = path.resolve()
    for folder in (real, *real.parents):
        with writing_to(path):
            if (folder / ".git").exists() or (folder / "playbook" / "playbook.yaml").exists():
                raise UsageError(
                    f"{path} lies in the repository {folder}; {what} are kept outside every repository"
                )
