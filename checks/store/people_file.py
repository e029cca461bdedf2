"""Keep names and addresses in the table of people, outside every repository: add who is new, and change no other line."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from checks.loading.people import HEADER
from checks.model.errors import UsageError
from checks.wording.measures import plural

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f<>,;]+@[^@\s\x00-\x1f\x7f<>,;]+")


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person as a table from HR has them; name and address may be empty."""

    id: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PeopleFileChange:
    """The table's text before, None where there was none, and after; and how many lines changed."""

    before: bytes | None
    after: bytes
    added: int = 0
    renamed: int = 0
    addresses: int = 0

    def counts(self) -> str:
        """Return what changes, in words; empty if nothing does."""
        parts = (
            (self.added, "person added", "people added"),
            (self.renamed, "name changed", "names changed"),
            (self.addresses, "address added", "addresses added"),
        )
        return ", ".join(plural(number, *words) for number, *words in parts if number)


def require_outside(path: Path, folders: Iterable[Path] = ()) -> None:
    """Raise `UsageError` where a path is in a git repository, or in one of the folders of a playbook."""
    target = path.absolute()
    resolved = target.parent.resolve() / target.name
    inside = next((parent for parent in resolved.parents if (parent / ".git").exists()), None)
    inside = inside or next((folder for folder in folders if resolved.is_relative_to(folder.resolve())), None)
    if inside:
        raise UsageError(
            f"{path} is in the repository {inside}. Keep names and addresses outside every repository: name another "
            "file with --people"
        )


def merged_people(before: bytes | None, people: Iterable[NamedPerson]) -> PeopleFileChange:
    """Return the table with these people in it: new lines at its end, and names as they are now.

    A line is kept as it is written unless its person has another name. An address that is somebody else's is left out.
    """
    merging = _Merging((before.decode("utf-8-sig") if before else ",".join(HEADER)).splitlines())
    for person in _merged(people):
        merging.take(person)
    if not (merging.new or merging.renamed):
        return PeopleFileChange(before, before if before is not None else b"")
    text = "\n".join([*merging.lines, *merging.new]) + "\n"
    return PeopleFileChange(before, text.encode(), merging.added, merging.renamed, merging.addresses)


class _Merging:
    """The lines of a table while people are added to it, and how many of each kind of change there were."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.new: list[str] = []
        self.added = self.renamed = self.addresses = 0
        self._width = len(_cells(lines[0])) if lines else len(HEADER)
        self._rows = [_cells(line) for line in lines[1:]]
        filled = [row for row in self._rows if len(row) > 2]
        self._names = {row[0].strip(): row[1].strip() for row in reversed(filled)}
        self._owners = {row[2].strip().casefold(): row[0].strip() for row in filled if row[2].strip()}

    def take(self, person: NamedPerson) -> None:
        """Add a person who is new, or an address or name that is."""
        address = person.address if _ADDRESS.fullmatch(person.address) else ""
        fresh = address.casefold() not in self._owners
        if address and self._owners.setdefault(address.casefold(), person.id) != person.id:
            address = ""
        name = self._names.get(person.id)
        if name is None:
            self.added += 1
            self.new.append(_line([person.id, person.name, address], self._width))
        elif address and fresh:
            self.addresses += 1
            self.new.append(_line([person.id, name, address], self._width))
        if name is not None and person.name and name != person.name:
            self.renamed += 1
            _rename(self.lines, self._rows, person)
        self._names[person.id] = person.name or name or ""


def _merged(people: Iterable[NamedPerson]) -> list[NamedPerson]:
    """Return each person once, with the first name and address there is."""
    merged: dict[str, NamedPerson] = {}
    for person in people:
        known = merged.get(person.id, person)
        name = _CONTROL.sub(" ", known.name or person.name).strip()
        merged[person.id] = NamedPerson(person.id, name, known.address or person.address)
    return [person for person in merged.values() if person.name or person.address]


def _rename(lines: list[str], rows: Sequence[Sequence[str]], person: NamedPerson) -> None:
    for at, row in enumerate(rows):
        if len(row) > 2 and row[0].strip() == person.id:
            lines[at + 1] = _line([row[0], person.name, *row[2:]], len(row))


def _cells(line: str) -> list[str]:
    return next(csv.reader([line]), [])


def _line(values: Sequence[str], width: int) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([*values, *[""] * (width - len(values))])
    return out.getvalue()
