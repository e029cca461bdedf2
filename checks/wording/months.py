"""The names of months in the languages that tables and sheets are read in."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from checks.model.languages import LANGUAGES

_LANGUAGES = tuple(dict.fromkeys((*LANGUAGES, "de", "fr")))
"""The languages of tables and sheets that are read; the site's own come first."""


@cache
def month_numbers() -> Mapping[str, int]:
    """Return the number of each month by its names and short names, in lowercase and without a point.

    A name that is two months' in two languages is left out.
    """
    from babel import Locale

    names: defaultdict[str, set[int]] = defaultdict(set)
    for language in _LANGUAGES:
        for context in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    names[name.rstrip(".").casefold()].add(number)
    return {name: numbers.pop() for name, numbers in names.items() if len(numbers) == 1}
