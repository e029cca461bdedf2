"""A language that marks its words: ⟦As of ⟧20 November 2026, so that what no catalogue says is seen unmarked."""

import re
from gettext import NullTranslations
from html.parser import HTMLParser

from checks.wording.language import Language
from tools.messages import template

_PARTS = re.compile(r"({[a-z_]+}|<[^>]*>|&[a-z]+;)")
_LETTER = re.compile(r"[^\W\d_]")
SAID = frozenset(one.id if isinstance(one.id, str) else tuple(one.id) for one in template())
"""Every message that is found in the code and the templates."""
_SPOKEN = ("aria-label", "alt", "placeholder", "title", "content", "summary")
_SILENT = ("script", "style", "pre", "code")


class _Marked(NullTranslations):
    def gettext(self, message: str) -> str:
        assert message in SAID, (
            f"{message!r} is in no catalogue: nothing that is said in an f-string is found"
        )
        return self._marked(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        assert (msgid1, msgid2) in SAID, f"{msgid1!r} is in no catalogue"
        return self._marked(msgid1 if n == 1 else msgid2)

    def _marked(self, message: str) -> str:
        parts = enumerate(_PARTS.split(message))
        return "".join(f"⟦{one}⟧" if at % 2 == 0 and _LETTER.search(one) else one for at, one in parts)


PSEUDO = Language("fi", _Marked())
"""Writes numbers and days as Finnish does."""


class Heard(HTMLParser):
    """Collects what a page says, but for code: its texts, and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT or ("lang", "en") in attrs:
            self._silent.append(tag)
        self.texts += [value for name, value in attrs if name in _SPOKEN and value and tag != "meta"]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


def unmarked(text: str) -> str:
    """Return what stands outside the marks."""
    return re.sub("⟦[^⟦⟧]*⟧", " ", text)
