"""What the title of an entry says: the words of rules, the names of people in it, and whether it is called off.

Titles are compared in one form: letters composed, in small letters, each kind of dash and space as one. Words that
begin or end in a digit do not fit inside a longer number: `1:1` is not in `11:15`.

A rule's title that is `A / B`, or the two letters with another sign between, stands for the names of two people in
the entry. A lone `A` stands for a title that is one name and nothing else.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

_ALIKE = dict.fromkeys(map(ord, "‐‑‒–—−"), "-") | {ord("∶"): ":", ord("↔"): "<>", ord("’"): "'"}
_TWO_NAMES = re.compile(r"A (\S{1,5}) B")
_ONE_NAME = "A"
_PART_OF_A_NAME = 2
"""Letters that a part of a name has at least: initials are none."""

_REPLY = r"(?:(?:fwd?|re|wg|aw|vs|vl|vb|sv|tr|rv) ?: ?)*"
_CALLED_OFF = "|".join(
    ("cancell?ed", "abgesagt", "storniert", "entfällt", "peruttu", "peruutettu", "inställ[td]", "avlyst",
     "annulée?", "reportée? sine die")
)  # fmt: skip
_BEGINS_OFF = re.compile(rf"{_REPLY}[\[(*]*(?:{_CALLED_OFF})(?![^\W_])")
_ENDS_OFF = re.compile(rf".*[-(\[:] ?(?:{_CALLED_OFF})[\])*!.]*")


MOST_LETTERS = 400
"""Letters of a title that are looked at; no title that somebody reads is longer."""


@lru_cache(maxsize=4096)
def plain_title(title: str) -> str:
    r"""Return a title in the form that titles are compared in.

    >>> plain_title("Lo\u0308nesamtal  1\u20131")
    'lönesamtal 1-1'
    """
    composed = unicodedata.normalize("NFC", title[:MOST_LETTERS].translate(_ALIKE))
    seen = "".join(letter for letter in composed if unicodedata.category(letter) != "Cf")
    return " ".join(seen.casefold().split())


@lru_cache(maxsize=4096)
def is_called_off(text: str) -> bool:
    """Whether a title begins or ends with `Canceled` or the like, or a status is such a word.

    >>> [is_called_off(text) for text in ("FW: Abgesagt: 1:1", "1:1 (cancelled)", "CANCELED", "Why we cancelled it")]
    [True, True, True, False]
    """
    plain = plain_title(text)
    return bool(_BEGINS_OFF.match(plain) or _ENDS_OFF.fullmatch(plain))


def name_parts(*names: str) -> frozenset[str]:
    """Return the words of names, as they may stand in a title; initials are left out.

    >>> sorted(name_parts("Lopez, Ana (HR)", "ana.lopez"))
    ['ana', 'lopez']
    """
    plain = re.sub(r"\([^)]*\)", " ", " ".join(map(plain_title, names)))
    return frozenset(part for part in re.split(r"[\s,.;_]+", plain) if len(part) >= _PART_OF_A_NAME)


def words_in_title(title: str, words: Iterable[str], people: Collection[frozenset[str]]) -> Iterator[str]:
    """Yield those words of rules that a title holds; `people` are the parts of the name of each person in the entry.

    >>> list(words_in_title("1:1 Ana/Bo", ("1:1", "A / B", "A <> B"), [frozenset({"ana"}), frozenset({"bo"})]))
    ['1:1', 'A / B']
    """
    plain = plain_title(title)
    for word in words:
        between = _TWO_NAMES.fullmatch(word)
        if between:
            fits = _has_two_names(plain, plain_title(between[1]), people)
        elif word == _ONE_NAME:
            fits = any(_is_name(plain, parts) for parts in people)
        else:
            fits = _words(plain_title(word)).search(plain) is not None
        if fits:
            yield word


@lru_cache(maxsize=1024)
def _words(plain: str) -> re.Pattern[str]:
    """Return what finds words in a plain title: as a part of longer ones, but never of a number."""
    before = r"(?<!\d)(?<!\d[-:./])" if plain[:1].isdigit() else ""
    after = r"(?!\d|[-:./]\d)" if plain[-1:].isdigit() else ""
    return re.compile(f"{before}{re.escape(plain)}{after}")


def _has_two_names(plain: str, sign: str, people: Collection[frozenset[str]]) -> bool:
    """Whether the names of two people stand on the two sides of a sign, with no other word between."""
    space = " " if sign.isalpha() or sign == "-" else " ?"
    for parts in re.finditer(f"{space}{re.escape(sign)}{space}", plain):
        left = [who for who in people if _ends_in(plain[: parts.start()], who)]
        right = [who for who in people if _ends_in(plain[parts.end() :][::-1], {part[::-1] for part in who})]
        if any(one_side is not other for one_side in left for other in right):
            return True
    return False


def _ends_in(text: str, parts: Collection[str]) -> bool:
    return any(
        text.endswith(part) and not text[: -len(part)][-1:].isalnum()
        for part in parts
        if len(part) <= len(text)
    )


def _is_name(plain: str, parts: frozenset[str]) -> bool:
    words = name_parts(plain)
    return bool(words) and words <= parts


_CONNECTING = frozenset(
    {"with", "and", "for", "of", "the", "mit", "und", "fur", "für", "med", "och", "för", "avec", "et", "de", "du",
     "kanssa", "ja", "s", "w", "x", "vs"}
)  # fmt: skip
"""Words that only join names to others: they are at no end of a rule's title."""

_WORDS = re.compile(r"\w(?:[\w'.-]*\w)?")
_NUMBERED = re.compile(r"\d.*|[qh][1-4]|(?:kw|vk|v|w|week|woche|viikko|vecka|semaine)\d*")


def title_pattern(title: str, people: Collection[frozenset[str]], others: Collection[str] = ()) -> str:
    """Return what titles of this kind have in common, as a rule's title says it; empty where there is nothing.

    Names of people in the entry, `others` (words of the names of people who are not), dates and numbers are left out.

    >>> ana, bo = frozenset({"ana", "lopez"}), frozenset({"bo"})
    >>> [title_pattern(title, [ana, bo]) for title in ("Re: Weekly sync Ana, KW 45", "Ana | Bo", "Bo", "Bo's hour")]
    ['weekly sync', 'A | B', 'A', 'hour']
    """
    plain = re.sub(rf"^{_REPLY}", "", plain_title(title))
    names = {part for parts in people for part in parts}.union(others)
    pieces: list[list[str]] = [[]]
    end = 0
    for match in _WORDS.finditer(plain):
        word = match[0]
        if plain[end : match.start()] != " ":
            pieces.append([])
        if word in names or word.removesuffix("'s") in names or _NUMBERED.fullmatch(word):
            pieces.append([])
        else:
            pieces[-1].append(word)
        end = match.end()
    longest = max((" ".join(_without_joining(piece)) for piece in pieces), key=len)
    return longest if len(longest) > _PART_OF_A_NAME else _of_names(plain, people)


def _without_joining(words: list[str]) -> list[str]:
    """Return words without those at both ends that only join."""
    ends = [at for at, word in enumerate(words) if word not in _CONNECTING]
    return words[ends[0] : ends[-1] + 1] if ends else []


def _of_names(plain: str, people: Collection[frozenset[str]]) -> str:
    """Return the title of a rule for a title that is names alone."""
    signs = dict.fromkeys(re.findall(r"[^\w\s.,']{1,5}|(?<= )\w{1,3}(?= )", plain))
    sign = next((sign for sign in signs if _has_two_names(plain, sign, people)), "")
    if sign:
        return f"A {sign} B"
    return _ONE_NAME if any(_is_name(plain, parts) for parts in people) else ""
