"""Agreements in files of their own, `playbook/services/<id>/<from>.yaml`, joined with the list of their service."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from checks.loading.coherence import agreement_faults, unsorted_faults
from checks.loading.documents import judge_block, read_document
from checks.loading.files import NO_LINKS, EntryKind, Tree, collect, entries, printable, unreadable
from checks.loading.naming import misplaced
from checks.model.agreements import AgreementFile, agreement_file_name
from checks.model.findings import Fault, Problem
from checks.model.service import Service
from checks.model.source import Block, Items

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-[a-z][a-z0-9-]{1,39})?\.yaml")


def read_agreement_files(folder: Tree) -> tuple[list[AgreementFile], list[Fault]]:
    """Return the agreements in a service's folder in the order of their names, and what is wrong with them.

    A file in the folder's place is not read: `folder_faults` reports it.
    """
    if folder.kind() not in (EntryKind.FOLDER, EntryKind.LINK):
        return [], []
    faults: list[Fault] = []
    names = collect(faults, entries(folder))
    agreements: list[AgreementFile] = []
    for name in names:
        file = folder.below(name)
        if not _is_named_after_a_day(name):
            faults.append(misplaced(file.shown, _WRONG_NAME))
            continue
        agreement, wrong = read_document(file, AgreementFile)
        if agreement and agreement.file_name != name:
            wrong = [_other_day_or_group(agreement, name)]
        faults += wrong
        if agreement and not wrong:
            agreements.append(agreement)
    return agreements, faults


_WRONG_NAME = (
    "is in the folder of a service's agreements, but is not named after a first day. Rename it, for example to "
    "2027-01-01.yaml, or move it"
)


def _is_named_after_a_day(name: str) -> bool:
    match = _NAME.fullmatch(name)
    with suppress(ValueError):
        return match is not None and bool(date.fromisoformat(match[1]))
    return False


def _other_day_or_group(agreement: AgreementFile, name: str) -> Fault:
    """Return the fault of a file whose name has another first day or group than its content."""
    day = str(agreement.first)
    key, written = ("for", agreement.group) if name.startswith(day) else ("from", day)
    place = agreement.place(key)
    states = f"its `{key}` is {written}" if written else f"it has no `{key}`"
    words = (
        f"the file is called {name}, but {states}. Correct it, or rename the file to {agreement.file_name}"
    )
    return Fault("SCH006", Problem(place, words, subject=place.path))


def joined(service: Service, own: list[AgreementFile]) -> tuple[Service, list[Fault]]:
    """Return a service with the agreements of its list and those with files of their own, sorted by first day.

    Its faults are those of the agreements as a whole: without any, out of order, or with two of one day.
    """
    if not own:
        return service, [*_none_at_all(service), *agreement_faults(service)]
    if faults := list(unsorted_faults(service)):
        return service, faults
    listed: list[tuple[date, Block]] = [(entry.first, entry.written) for entry in service.agreements]
    listed += [(entry.first, _without_version(entry.written)) for entry in own]
    listed.sort(key=lambda dated: dated[0])
    whole, faults = judge_block(_with_agreements(service.written, [block for _, block in listed]), Service)
    return (whole, [*faults, *agreement_faults(whole)]) if whole else (service, faults)


def _none_at_all(service: Service) -> Iterator[Fault]:
    if not service.agreements:
        place = service.place()
        folder = f"{place.path.removesuffix('.yaml')}/"
        example = agreement_file_name(date(2027, 1, 1), None)
        words = (
            f"`agreements` is missing. Add it, or add an agreement as a file, for example {folder}{example}"
        )
        yield Fault("SCH004", Problem(place, words, subject=f"{place.path} agreements"))


def _without_version(block: Block) -> Block:
    """Return what a file holds as an entry of the list holds it."""
    entry = Block(block.path, block.mark)
    entry.update((key, value) for key, value in block.items() if key != "schema")
    entry.keys_at, entry.values_at = block.keys_at, block.values_at
    return entry


def _with_agreements(block: Block, agreements: list[Block]) -> Block:
    """Return a service's file as if its agreements were all in its list, each with the place where it is written."""
    items = Items(block.values_at.get("agreements", block.mark))
    for agreement in agreements:
        items.append(agreement)
        items.values_at.append(agreement.mark)
    whole = Block(block.path, block.mark)
    whole.update(block)
    whole["agreements"] = items
    whole.keys_at = {"agreements": block.mark, **block.keys_at}
    whole.values_at = {"agreements": block.mark, **block.values_at}
    return whole


def folder_faults(folder: Tree, services: Collection[str]) -> list[Fault]:
    """Return what is wrong with something beside the services' files that is not named like one of them.

    `services` are the ids that the names of services' files say. A folder of one of them is right.
    """
    kind = folder.kind()
    if kind not in (EntryKind.FOLDER, EntryKind.LINK):
        words = "is in the folder of services, but does not end in .yaml. Rename it or move it"
        return [misplaced(folder.shown, words)]
    if folder.name in services:  # what keeps it from being read is reported with the service
        return []
    if kind is EntryKind.LINK:
        return [unreadable(folder.shown, NO_LINKS)]
    return [misplaced(folder.shown, _no_service(printable(folder.name), map(printable, services)))]


def _no_service(name: str, services: Iterable[str]) -> str:
    """Return what is wrong with a folder without a service's file, and what helps; each text is safe to print."""
    nearest = get_close_matches(name, sorted(services), n=1)
    if not nearest and not _ID.fullmatch(name):
        return "is a folder, but not named after a service. Rename it or move it"
    hint = f"Did you mean {nearest[0]}?" if nearest else "Add the service's file, or remove the folder"
    return f"is a folder of agreements, but there is no {name}.yaml. {hint}"
