"""Check names of files and folders: what is misplaced, or not named like its id."""

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from checks.loading.files import Tree, printable
from checks.model.base import Placed
from checks.model.findings import Fault, Place, Problem


def misplaced(path: str, words: str) -> Fault:
    """Return the fault of a file or folder that stands where it should not, or is called as it should not be."""
    shown = printable(path)
    return Fault("SCH006", Problem(Place(shown), f"{shown} {words}", subject=shown))


def unknown_names(tree: Tree, names: Sequence[str], known: set[str]) -> Iterator[Fault]:
    """Yield a fault for each name that is not read: whoever wrote the file expects that it counts."""
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, sorted(known), n=1)
            hint = (
                f". Did you mean {nearest[0]}?" if nearest else f". Known names: {', '.join(sorted(known))}"
            )
            yield misplaced(tree.below(name).shown, f"is not a file that the playbook uses{hint}")


def other_name(model: Placed, key: str, name: str, written: str) -> Fault:
    """Return the fault of a file or folder whose name and `key` say different things."""
    place = model.place(key)
    words = f"the file or folder is called {name}, but its `{key}` is {written}. Use the same word for both"
    return Fault("SCH006", Problem(place, words, subject=place.path))


def tells_who(value: str) -> bool:
    """Whether a value that should be an id looks like somebody's name or address."""
    letters = value.replace(" ", "").replace("-", "").replace("'", "").replace(".", "")
    words = " " in value.strip() or (value.isalpha() and (value[:1].isupper() or not value.isascii()))
    return "@" in value[1:] or (letters.isalpha() and words)


def slug(name: str) -> str:
    """Return an id made from a name.

    >>> slug("R&D Helsinki"), slug("Ääni"), slug("3")
    ('rd-helsinki', 'aani', 'team-3')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    spaced = "".join(c if c.isalnum() else "-" if c in " -_/." else "" for c in plain)
    words = "-".join(part for part in spaced.split("-") if part)
    plain_id = words.lstrip("0123456789-")[:40].rstrip("-")
    return plain_id if len(plain_id) > 1 else f"team-{words[:35]}".rstrip("-")


NAMED = "this looks like a name or an address. Use an id instead, for example p-ann"

NO_WORDS = "names, notes and reasons are not allowed here. Remove this column or key"

PRIVATE_WORDS = frozenset(
    {"address", "comment", "comments", "description", "email", "mail", "name", "note", "notes", "reason", "remark",
     "remarks", "subject", "summary", "text", "title", "topic", "topics"}
)  # fmt: skip
"""Columns and keys that ask for names, contents or reasons, where the files have no place for any."""
