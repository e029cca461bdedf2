"""Who is meant by an id, an address or a name that somebody typed, by the table of people.

Nothing here guesses: a text that fits several people gives all of them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches
from itertools import permutations

from checks.imports.people_rows import name_orders, names_of, plain_person
from checks.loading.people import People, Person

_LEAST = 3
"""Letters that the beginning of a name has at least: fewer fit by accident."""

_MOST_WORDS = 5
_MAILBOX = re.compile(r"([^<>]*?)\s*<([^<>\s]+)>")
_SPELT_OTHERWISE = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("æ", "a"), ("ø", "o"), ("ł", "l"), ("đ", "d"))


def people_meant(text: str, people: People) -> tuple[str, ...]:
    """Return the ids of everybody who may be meant, sorted: one where it is clear, none where nobody fits.

    An id comes first, then an address, a whole name, words of a name, and the beginnings of words. Only the
    first of these that fits anybody counts. Capitals, accents and the order of first and last name don't.
    """
    texts = _parts(text.strip())
    for part in texts:
        if part in people.by_id:
            return (part,)
        if person := people.by_address.get(_address(part)):
            return (person,)
    for spelling in (plain_person, _loosely):
        for fits in (_is_name, _has_words, _begins_so):
            for part in texts:
                plain = spelling(part)
                meant = [
                    person.id
                    for person in people.by_id.values()
                    if plain and fits(plain, spelling(person.name))
                ]
                if meant:
                    return tuple(sorted(meant))
    return ()


def _parts(text: str) -> list[str]:
    """Return a text as it is, and what may be meant in it: `Ann Lund (p-0001)`, `Ann Lund <ann@example.org>`."""
    mailbox = _MAILBOX.fullmatch(text)
    parts = (text, mailbox[2], mailbox[1]) if mailbox else names_of(text)
    return [part for part in parts if part]


def nearest_people(text: str, people: People) -> tuple[str, ...]:
    """Return the ids of who has the name, a word of it, the address or the id nearest to a text; none where none is near."""
    plain = plain_person(text)
    owners: dict[str, set[str]] = {}
    for person in people.by_id.values():
        for name in _called(person):
            owners.setdefault(name, set()).add(person.id)
    nearest = get_close_matches(plain, owners, n=1, cutoff=0.7)
    return tuple(sorted(owners[nearest[0]])) if nearest else ()


def _called(person: Person) -> Iterator[str]:
    yield person.id
    yield from map(_address, person.addresses)
    yield from name_orders(person.name)
    yield from (word for word in _words(plain_person(person.name)) if len(word) >= _LEAST)


def _address(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip("<>").removeprefix("mailto:")


def _loosely(text: str) -> str:
    """Return a name as it is compared where no spelling of it fits: ä, ae and a are one.

    >>> _loosely("Jürgen Groß"), _loosely("Juergen Gross")
    ('jurgen gross', 'jurgen gross')
    """
    plain = plain_person(text)
    for written, alike in _SPELT_OTHERWISE:
        plain = plain.replace(written, alike)
    return plain


def _is_name(plain: str, name: str) -> bool:
    return plain.replace("-", " ") in name_orders(name.replace("-", " "))


def _has_words(plain: str, name: str) -> bool:
    return _fits(plain.split(), _words(name), str.__eq__)


def _begins_so(plain: str, name: str) -> bool:
    typed = plain.replace(".", " ").split()
    longest = max((len(word) for word in typed), default=0)
    return longest >= _LEAST and _fits(typed, _words(name), str.startswith)


def _words(name: str) -> list[str]:
    """Return the words of a name, and the parts of those with a hyphen."""
    words = name.replace(".", " ").split()
    return words + [part for word in words if "-" in word for part in word.split("-") if part]


def _fits(typed: list[str], words: Iterable[str], fits: Callable[[str, str], bool]) -> bool:
    """Whether each word that was typed fits a word of its own."""
    if not 0 < len(typed) <= _MOST_WORDS:
        return False
    hits = [[at for at, word in enumerate(words) if fits(word, part)] for part in typed]
    if not all(hits):
        return False
    return len(typed) == 1 or any(
        all(at in hit for at, hit in zip(places, hits, strict=True))
        for places in permutations(sorted({at for hit in hits for at in hit}), len(typed))
    )
