"""Agreements of services moved between the list in the service's file and files of their own."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from checks.model.agreements import agreement_file_name
from checks.model.errors import UnspliceableError
from checks.scaffold.change_draft import UndraftableError
from checks.scaffold.editor_schemas import BY_NAME
from checks.store.agreement_splitting import join_list, split_list

if TYPE_CHECKING:
    from checks.model.service import Service
    from checks.scaffold.change_draft import ChangeDraft


def draft_split(draft: ChangeDraft, service: Service) -> None:
    """Draft a file for each agreement in a service's list; the list goes last, so that a kill in between loses none."""
    shown = service.place().path
    listed = sorted(
        (entry for entry in service.agreements if entry.place().path == shown),
        key=lambda entry: entry.place(),
    )
    if not listed:
        return
    try:
        rest, files = split_list(draft.text(shown) or "", BY_NAME["agreement"].first_line)
    except UnspliceableError:
        raise UndraftableError(shown, _IN_BRACKETS) from None
    for entry, (_, file) in zip(listed, files, strict=True):
        draft.put(f"{shown.removesuffix('.yaml')}/{agreement_file_name(entry.first, entry.group)}", file)
    draft.put(shown, rest)


def remove_empty_folders(draft: ChangeDraft) -> None:
    """Remove the folders of agreements that have no file left, after a change is written."""
    for folder in {change.path.parent for change in draft.changes() if change.after is None}:
        with suppress(OSError):  # it has another file, for example README.md
            folder.rmdir()


def draft_join(draft: ChangeDraft, service: Service) -> None:
    """Draft all agreements of a service into its list; the files go last, so that a kill in between loses none."""
    shown, paths = service.place().path, service.agreement_files
    if not paths:
        return
    text, files = draft.text(shown) or "", [draft.text(path) or "" for path in paths]
    try:
        draft.put(shown, join_list(text, files))
    except UnspliceableError:
        raise UndraftableError(shown, _IN_BRACKETS) from None
    for path in paths:
        draft.put(path, None)


_IN_BRACKETS = "its agreements can't be moved as they are written. Write each key on a line of its own"
