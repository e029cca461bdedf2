"""Read `people.csv`: who is who, outside every repository, for the commands that talk to a person.

Nothing read here is ever written into a repository, and no message about a file repeats a name or an address. Only
who types a name at a terminal is shown whom it may mean.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from checks.loading.csv_columns import BadRow, uneven
from checks.model.base import ID_PATTERN
from checks.model.errors import UsageError

HEADER = ("id", "name", "address")
ACCOUNT = "account"
"""A fourth column that may be left out: the person's account at the code host."""

_CAP = 8 * 1024 * 1024
_ADDRESS = re.compile(r"[^@\s\x00-\x1f\x7f<>,;]+@[^@\s\x00-\x1f\x7f<>,;]+")
_ACCOUNT = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9_.-]{0,254}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name, addresses and accounts at the code host; mail goes to the first address."""

    id: str
    name: str
    addresses: tuple[str, ...]
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in the file by id; `bad` are the lines left out."""

    by_id: dict[str, Person]
    bad: tuple[BadRow, ...] = ()

    @property
    def by_address(self) -> dict[str, str]:
        """Ids by address, in small letters."""
        people = self.by_id.values()
        return {address.casefold(): person.id for person in people for address in person.addresses}

    @property
    def by_account(self) -> dict[str, str]:
        """Ids by account, in small letters."""
        people = self.by_id.values()
        return {account.casefold(): person.id for person in people for account in person.accounts}


def read_people(path: Path, repositories: Iterable[Path]) -> People:
    """Return who is who; raises `UsageError` where there is no such table, or it lies where it must not.

    `repositories` are the folders of playbook and data: the file may lie neither in them nor in the working
    tree of the git repository they belong to. Somebody with several addresses has a line for each.
    """
    try:
        resolved = path.resolve(strict=True)
    except (OSError, RuntimeError):
        why = f"file not found: {path}. Set the path to people.csv with --people or OUTBOUND_PEOPLE"
        raise UsageError(why) from None
    for folder in map(Path.resolve, repositories):
        parents = (folder, *folder.parents)
        top = next((parent for parent in parents if (parent / ".git").exists()), folder)
        if resolved.is_relative_to(top):
            raise UsageError(
                f"{path} is inside a repository of the playbook or its data. Move it outside, because it contains "
                "names and addresses"
            )
    return _people(_text(resolved, path))


def _text(resolved: Path, path: Path) -> str:
    try:
        if not resolved.is_file():
            raise UsageError(f"{path} is not a file. Set the path to people.csv")
        with resolved.open("rb") as file:
            content = file.read(_CAP + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        why = (error.strerror or "the system refused access").lower()
        raise UsageError(f"{path} cannot be read: {why}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text. Save it as UTF-8") from None
    if len(content) > _CAP or "\x00" in text:
        raise UsageError(f"{path} is not a table of people. Its first line must be {','.join(HEADER)}")
    return text


def _people(text: str) -> People:
    reader = csv.reader(text.splitlines(), strict=True)
    people: dict[str, Person] = {}
    owners: dict[str, str] = {}
    bad: list[BadRow] = []
    header, rows = _rows(reader)
    for row in rows:
        values = [value.strip() for value in row]
        if why := _why_bad(values, len(header), owners):
            bad.append(BadRow(reader.line_num, why))
            continue
        person_id, name, address, account = (*values, "")[:4]
        account = account.removeprefix("@")
        person = people.setdefault(person_id, Person(person_id, name, ()))
        if address and address.casefold() not in owners:
            person = replace(person, addresses=(*person.addresses, address))
        if account and _of_account(account) not in owners:
            person = replace(person, accounts=(*person.accounts, account))
        people[person_id] = person
        owners |= {key: person_id for key in (address.casefold(), _of_account(account)) if key}
    return People(people, tuple(bad))


def _of_account(account: str) -> str:
    """Return what an account goes by among addresses, none of which begins like this; empty without one."""
    return f"@{account.casefold()}" if account else ""


def _rows(reader: Iterator[list[str]]) -> tuple[list[str], Iterator[list[str]]]:
    """Return the header, and the rows that are not empty; raises `UsageError` for what is no such table."""
    with _as_csv():
        header = [name.strip().casefold() for name in next(reader, [])]
    if tuple(header) not in (HEADER, (*HEADER, ACCOUNT)):
        raise UsageError(f"the first line of the table of people must be {','.join(HEADER)}")
    return header, _filled(reader)


def _filled(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    with _as_csv():
        yield from (row for row in reader if any(value.strip() for value in row))


@contextmanager
def _as_csv() -> Iterator[None]:
    try:
        yield
    except csv.Error as error:
        raise UsageError(f"the table of people is not valid CSV: {error}") from None


def _why_bad(values: list[str], width: int, owners: dict[str, str]) -> str:
    if len(values) != width:
        return f"this row {uneven(len(values), width)}"
    person_id, name, address, account = (*values, "")[:4]
    if not ID_PATTERN.fullmatch(person_id):
        return "invalid id. Use 2 to 40 lowercase letters, digits and hyphens, starting with a letter"
    if _CONTROL.search(name):
        return "the name contains an invalid character. Remove it"
    if address and not _ADDRESS.fullmatch(address):
        return "invalid email address. Check it for typing errors"
    if owners.get(address.casefold(), person_id) != person_id:
        return "another person already has this email address. Correct one of the two"
    return _why_bad_account(person_id, account, owners)


def _why_bad_account(person_id: str, account: str, owners: dict[str, str]) -> str:
    if account and not _ACCOUNT.fullmatch(account):
        return "invalid account. Write it as the code host shows it, for example ada-l"
    if owners.get(_of_account(account.removeprefix("@")), person_id) != person_id:
        return "another person already has this account. Correct one of the two"
    return ""
