"""What a table of people calls its columns and teams: said in a saved file, or guessed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from checks.model.errors import UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from checks.loading.csv_columns import BadRow
    from checks.model.columns import ColumnsFile


def columns_in(
    file: Path, columns: str | None, save: str | None, needed: Sequence[str]
) -> tuple[dict[str, str], Mapping[str, str]]:
    """Return what the table calls our columns, and our teams by what it calls them.

    `columns` names a saved file that says so; without one they are guessed, and `needed` must be among them.
    `save` names a file to save them to. Raises `NotATableError` and `UsageError`.
    """
    from checks.imports.people_table import NotATableError, guess_columns, header_of, list_values

    if columns is not None:
        read = _saved(columns)
        names, teams = read.columns.names(), dict(read.teams)
    else:
        header = header_of(file)
        names, teams = guess_columns(header), {}
        lacking = next((name for name in needed if name not in names), None)
        if lacking:
            raise NotATableError(
                file.name,
                (
                    f"no column for `{lacking}`. Name it in a file, and pass the file with --columns. Columns "
                    f"here: {list_values(header)}"
                ),
            )
    if save is not None:
        _save(save, names, teams)
    return names, teams


def _saved(name: str) -> ColumnsFile:
    from checks.loading.documents import read_document
    from checks.loading.files import Folder, Tree
    from checks.model.columns import ColumnsFile

    path = Path(name)
    read, faults = read_document(Tree(Folder(path.absolute().parent), name, (path.name,)), ColumnsFile)
    if read is None or faults:
        problem = faults[0].problem
        raise UsageError(f"{problem.place}: {problem.message}")
    return read


def _save(name: str, names: Mapping[str, str], teams: Mapping[str, str]) -> None:
    import json

    text = "columns:\n" + "".join(
        f"  {ours}: {json.dumps(theirs, ensure_ascii=False)}\n" for ours, theirs in names.items()
    )
    if teams:
        text += "teams:\n" + "".join(
            f"  {json.dumps(theirs, ensure_ascii=False)}: {team}\n" for theirs, team in teams.items()
        )
    path = Path(name)
    with writing_to(name):
        if path.exists() and path.read_text(encoding="utf-8") != text:
            raise UsageError(f"{name} already exists with other contents. Choose another file")
        path.write_text(text, encoding="utf-8")


def column_lines(file: Path, bad: Sequence[BadRow]) -> list[str]:
    """Return a line for each row that was not taken, in the table's order."""
    return [f"{file.name}, line {row.line}: {row.why}" for row in sorted(bad, key=lambda row: row.line)]
