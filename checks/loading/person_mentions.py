"""Lines of YAML files that name a person: by id, by an address, or by all parts of a name."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from checks.loading.people import Person


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A line of a file that names a person; `by` is `id`, `address` or `name`, never the name itself."""

    path: Path
    line: int
    by: str


def person_mentions(files: Iterable[Path], person: str, known: Person | None) -> Iterator[PersonMention]:
    """Yield the lines of files that name a person, whoever wrote them; `known` is what the table of people has.

    A name of one word alone may be any word, and is not looked for. Bytes that are no UTF-8 are passed over.
    """
    addresses = [_plain(address) for address in known.addresses] if known else []
    name = set(re.findall(r"[\w'-]{2,}", _plain(known.name))) if known else set()
    for path in files:
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
            text = _plain(line)
            if re.search(rf"(?<![\w-]){re.escape(person)}(?![\w-])", text):
                yield PersonMention(path, number, "id")
            elif any(re.search(rf"(?<![\w.+-]){re.escape(each)}(?![\w-])", text) for each in addresses):
                yield PersonMention(path, number, "address")
            elif len(name) > 1 and name <= set(re.findall(r"[\w'-]{2,}", text)):
                yield PersonMention(path, number, "name")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
