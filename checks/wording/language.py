"""A language: its messages, and the way it writes numbers, days and rows of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

_LOCALES = {"en": "en_GB"}
"""The locale of a language whose code alone would give another: British English writes `20 November 2026`."""


def message(text: str) -> str:
    """Return `text` as it is: it is said later, and stands in the catalogues."""
    return text


def numbered(singular: str, plural: str) -> tuple[str, str]:
    """Return the two forms of a message as they are: they are said later, and stand in the catalogues."""
    return singular, plural


SPELLED = (
    message("one"),
    message("two"),
    message("three"),
    message("four"),
    message("five"),
    message("six"),
    message("seven"),
    message("eight"),
    message("nine"),
    message("ten"),
    message("eleven"),
    message("twelve"),
)
"""The counts that are written as words."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its code (`fi`), with its messages; without any it says what the code says.

    It is handed in as a value, so that pages in two languages can be made side by side. Babel is imported
    where a locale is needed first: a command that writes numbers and shares in English pays nothing.
    """

    code: str
    messages: NullTranslations = field(default_factory=NullTranslations, compare=False, repr=False)

    def text(self, text: str) -> str:
        """Return a message with its placeholders still open; one no catalogue has is returned as it is."""
        return self.messages.gettext(text) if text else ""

    def say(self, text: str, /, **values: object) -> str:
        """Return a message with its placeholders filled."""
        return self.text(text).format(**values)

    def forms(self, singular: str, plural: str, count: int) -> str:
        """Return the form of a message for a count, with its placeholders still open."""
        return self.messages.ngettext(singular, plural, count)

    def counted(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """Return the form of a message for a count; `{number}` is the count in digits, `{spelled}` in words."""
        known = {"number": self.number(count), "spelled": self.spelled(count), **values}
        return self.forms(singular, plural, count).format(**known)

    def both_forms(self, singular: str, plural: str) -> list[str]:
        """Return the forms of a message for one and for more, with placeholders open: a page's script fills them."""
        return [self.forms(singular, plural, count) for count in (1, 2)]

    def templates(self, messages: Mapping[str, tuple[str, str]]) -> dict[str, list[str]]:
        """Return both forms of each message, by its name."""
        return {name: self.both_forms(*forms) for name, forms in messages.items()}

    def spelled(self, count: int) -> str:
        """Return a count of one to twelve as a word, others as digits; a language may write digits always."""
        return self.text(SPELLED[count - 1]) if 0 < count <= len(SPELLED) else self.number(count)

    def number(self, count: int) -> str:
        """Return a whole number: `1,200`."""
        return f"{count:,}" if self.code == "en" else self._decimal(Decimal(count))

    def tenths(self, tenths: int) -> str:
        """Return so many tenths with one decimal: `4.0` for 40."""
        return self._decimal(Decimal(tenths) / 10, "#,##0.0")

    def hundredths(self, amount: Fraction) -> str:
        """Return an amount with as many decimals as it has, two at the most: `4.2`."""
        return self._decimal(Decimal(int(amount * 100)) / 100)

    def _decimal(self, amount: Decimal, pattern: str | None = None) -> str:
        from babel.numbers import format_decimal

        return format_decimal(amount, pattern, self._locale)

    def percent(self, share: Fraction) -> str:
        """Return a share cut to one decimal, never rounded up; a decimal of 0 is left out.

        >>> ENGLISH.percent(Fraction(7, 8)), ENGLISH.percent(Fraction(9999, 10000)), ENGLISH.percent(Fraction(9, 10))
        ('87.5%', '99.9%', '90%')
        """
        tenths = share.numerator * 1000 // share.denominator
        if self.code == "en":
            return f"{tenths // 10}.{tenths % 10}".removesuffix(".0") + "%"
        from babel.numbers import format_percent

        return format_percent(Decimal(tenths) / 1000, locale=self._locale, decimal_quantization=False)

    def day(self, when: date) -> str:
        """Return `20 November 2026`, its parts kept on one line up to the month."""
        from babel.dates import format_date

        pattern = str(self._locale.date_formats["long"].pattern)
        return format_date(when, pattern.replace(" ", "\u00a0", 1), locale=self._locale)

    def short_day(self, when: date, pattern: str) -> str:
        """Return a day by a pattern that is a message, for the order of its parts is a language's own.

        >>> ENGLISH.short_day(date(2026, 11, 23), "EEE d MMM")
        'Mon 23 Nov'
        """
        from babel.dates import format_date

        return format_date(when, self.text(pattern), locale=self.code)

    def month(self, number: int) -> str:
        """Return the name of a month, 1 to 12, standing by itself."""
        return str(self._locale.months["stand-alone"]["wide"][number])

    def short_month(self, number: int) -> str:
        """Return a month, 1 to 12, as short as it is still read."""
        from babel import Locale

        return str(Locale.parse(self.code).months["stand-alone"]["abbreviated"][number]).rstrip(".")

    def listed(self, words: Sequence[str]) -> str:
        """Return words in a row.

        >>> ENGLISH.listed(["a"]), ENGLISH.listed(["a", "b"]), ENGLISH.listed(["a", "b", "c"])
        ('a', 'a and b', 'a, b and c')
        """
        if self.code == "en":
            *before, last = words or [""]
            return f"{', '.join(before)} and {last}" if before else last
        from babel.lists import format_list

        return format_list(words, style="standard", locale=self._locale)

    def either(self, words: Sequence[str]) -> str:
        """Return words of which one holds: `a, b or c`."""
        from babel.lists import format_list

        return format_list(words, style="or", locale=self._locale)

    @property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(_LOCALES.get(self.code, self.code))


ENGLISH = Language("en")
"""What findings and everything in a terminal is said in."""
