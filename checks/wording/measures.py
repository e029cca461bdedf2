"""The words for shares, counts, days and cadences. Findings are said in English; pages hand in their language."""

from datetime import date
from fractions import Fraction

from checks.model.agreed_terms import AnyCadence
from checks.model.base import FOREVER
from checks.model.cadences import MONTHS, CalendarCadence, RollingCadence
from checks.model.lengths import Length
from checks.wording.language import ENGLISH, Language, message, numbered

percent = ENGLISH.percent
"""A share in English, as findings say it: `87.5%`."""

listed = ENGLISH.listed
"""Words in a row in English, as findings say them: `a, b and c`."""


def share_of(met: int, due: int, language: Language = ENGLISH) -> str:
    """Return the share with its counts, or that nothing was due.

    >>> share_of(21, 24), share_of(1120, 1500), share_of(0, 0)
    ('87.5% (21 of 24)', '74.6% (1,120 of 1,500)', 'nothing due')
    """
    if not due:
        return language.say("nothing due")
    return language.say(
        "{share} ({met} of {due})",
        share=language.percent(Fraction(met, due)),
        met=language.number(met),
        due=language.number(due),
    )


def against_agreed(met: int, due: int, agreed: Fraction, language: Language = ENGLISH) -> str:
    """Return the share beside the one agreed: `87.5% (21 of 24), agreed 90%`."""
    return language.say(
        "{share}, agreed {agreed}", share=share_of(met, due, language), agreed=language.percent(agreed)
    )


def variation_words(*, beyond: bool, language: Language = ENGLISH) -> str:
    """Return whether a change is more than chance explains, in words.

    >>> variation_words(beyond=True), variation_words(beyond=False)
    ('more than chance explains', 'within the usual variation')
    """
    return language.say(_BEYOND if beyond else _USUAL)


_BEYOND, _USUAL = message("more than chance explains"), message("within the usual variation")


def moved_words(before: Fraction, after: Fraction, *, beyond: bool, language: Language = ENGLISH) -> str:
    """Return how a share moved and whether chance explains it.

    >>> moved_words(Fraction(86, 100), Fraction(81, 100), beyond=False)
    'down from 86% to 81%: within the usual variation'
    """
    shares = {"before": language.percent(before), "after": language.percent(after)}
    words = variation_words(beyond=beyond, language=language)
    if after < before:
        return language.say("down from {before} to {after}: {words}", words=words, **shares)
    return language.say("up from {before} to {after}: {words}", words=words, **shares)


def plural(count: int, singular: str, many: str = "") -> str:
    """Return a count with its noun, and a verb if need be.

    >>> plural(1, "member"), plural(1200, "member"), plural(2, "person", "people")
    ('1 member', '1,200 members', '2 people')
    """
    return f"{count:,} {singular if count == 1 else many or singular + 's'}"


def hours(amount: Fraction, language: Language = ENGLISH) -> str:
    """Return hours raised to one decimal, never rounded down; `.0` is left out.

    >>> hours(Fraction(6)), hours(Fraction(601, 100)), hours(Fraction(1))
    ('6 hours', '6.1 hours', '1 hour')
    """
    tenths = -(-amount.numerator * 10 // amount.denominator)  # `//` rounds down, so this rounds up
    number = language.number(tenths // 10) if tenths % 10 == 0 else language.tenths(tenths)
    return language.counted("{number} hour", "{number} hours", 1 if tenths == 10 else 2, number=number)


def score(mean: Fraction, language: Language = ENGLISH) -> str:
    """Return a mean score cut to one decimal, never rounded up.

    >>> score(Fraction(4)), score(Fraction(399, 100))
    ('4.0', '3.9')
    """
    return language.tenths(mean.numerator * 10 // mean.denominator)


def iso(day: date) -> str:
    """Return a day as `YYYY-MM-DD`."""
    return day.isoformat()


def iso_or_none(day: date | None) -> str | None:
    """Return a day as `YYYY-MM-DD`; None for none, and for the last day there is: it never comes."""
    return None if day is None or day >= FOREVER else iso(day)


_LENGTHS = {
    "day": numbered("{number} day", "{number} days"),
    "week": numbered("{number} week", "{number} weeks"),
    "working day": numbered("{number} working day", "{number} working days"),
    "quarter": numbered("{number} quarter", "{number} quarters"),
}
_EACH = {
    "week": numbered("one each week", "{spelled} each week"),
    "month": numbered("one each month", "{spelled} each month"),
    "quarter": numbered("one each quarter", "{spelled} each quarter"),
    "half-year": numbered("one each half-year", "{spelled} each half-year"),
    "year": numbered("one each year", "{spelled} each year"),
}
_AFTER = {
    "joining": message("within {lengths} of joining"),
    "returning": message("within {lengths} of returning"),
    "ordering": message("within {lengths} of a request"),
    "leaving": message("within {lengths} after leaving"),
}
_LEAVING = message("from {before} before to {lengths} after leaving")
_ROLLING = message("at most {length} apart")
_ONLY = message("{often} ({months})")
NO_RHYTHM = message("whenever someone asks")
"""What is said of how often, where nothing is agreed about it."""


def length_words(length: Length, language: Language) -> str:
    """Return a length of time as a language says it: `6 weeks`."""
    return language.counted(*_LENGTHS[length.unit], length.count, number=length.count)


def months_words(cadence: CalendarCadence, language: Language) -> list[str]:
    """Return the names of the months a cadence is bound to."""
    return [language.month(MONTHS.index(month) + 1) for month in cadence.only or ()]


def cadence_words(cadence: AnyCadence | None, language: Language = ENGLISH) -> str:
    """Return a cadence in words: `at most 6 weeks apart`, `one each quarter`, `within 7 days of joining`."""
    if cadence is None:
        return language.say(NO_RHYTHM)
    if isinstance(cadence, RollingCadence):
        return language.say(_ROLLING, length=length_words(cadence.at_most_apart, language))
    if isinstance(cadence, CalendarCadence):
        often = language.counted(*_EACH[cadence.per.value], cadence.at_least)
        months = ", ".join(months_words(cadence, language))
        return language.say(_ONLY, often=often, months=months) if months else often
    lengths = language.listed([length_words(step, language) for step in cadence.within])
    if cadence.before:
        before = length_words(cadence.before, language)
        return language.say(_LEAVING, before=before, lengths=lengths)
    return language.say(_AFTER[cadence.after], lengths=lengths)


def cadence_templates(language: Language) -> dict[str, object]:
    """Return what cadences are said with, placeholders open and of counts both forms, for a page's script to fill."""
    return {
        "lengths": language.templates(_LENGTHS),
        "each": language.templates(_EACH),
        "only": language.text(_ONLY),
        "after": {event: language.text(words) for event, words in _AFTER.items()},
        "rolling": language.text(_ROLLING),
        "leaving": language.text(_LEAVING),
        "none": language.text(NO_RHYTHM),
    }


def with_grace(
    words: str,
    cadence: AnyCadence | None,
    language: Language = ENGLISH,
    form: str = message("{often}, grace period {grace}"),
) -> str:
    """Return the words of a cadence with its grace, where it has one; `form` is the message that joins the two."""
    grace = cadence.grace if isinstance(cadence, RollingCadence) else None
    return language.say(form, often=words, grace=length_words(grace, language)) if grace else words
