"""Templates: their environment, and what they say in the language of their page.

Messages are markup; what fills them, and whatever else a template prints, is made safe.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from checks.site import charts, safe_text
from checks.site.heat_table import any_waived
from checks.site.phrases import GRADES, quarter
from checks.wording.language import Language
from checks.wording.measures import length_words


@lru_cache(maxsize=1)
def template_environment() -> Environment:
    """Return the environment of all templates: whatever one prints is made safe, unless it is markup."""
    environment = Environment(
        loader=PackageLoader("checks.site", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=safe_text.finalized,
    )
    environment.filters.update(
        prose=safe_text.paragraphs,
        capital=safe_text.capital,
        lower_first=safe_text.lower,
        code=safe_text.with_code,
        markup=Markup,
        verbatim=safe_text.verbatim,
        verbatim_lines=lambda words: Markup("&#10;").join(map(safe_text.verbatim, words.split("\n"))),
    )
    environment.globals.update(
        symbol=charts.symbol,
        letter=charts.letter,
        reach=charts.reach,
        any_waived=any_waived,
        newline=Markup("\n"),
    )
    return environment


def template_functions(language: Language) -> Mapping[str, Callable[..., object]]:
    """Return the functions templates say things with, by their names there."""
    return {
        "say": partial(_say, language),
        "counted": partial(_counted, language),
        "heading": partial(_heading, language),
        "day": language.day,
        "length": lambda length: length_words(length, language),
        "percent": language.percent,
        "listed": language.listed,
        "month": language.short_month,
        "quarter": partial(quarter, language),
        "spelled": language.spelled,
        "grade_words": lambda grade: language.say(GRADES[grade]),
        "silent_words": lambda titles: language.listed([safe_text.lower(title) for title in titles]),
    }


def _say(language: Language, text: str, /, **values: object) -> Markup:
    return _filled(language.text(text), values)


def _counted(language: Language, singular: str, plural: str, count: int, /, **values: object) -> Markup:
    counts = {"number": language.number(count), "spelled": language.spelled(count)}
    return _filled(language.forms(singular, plural, count), counts | values)


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    safe = {name: safe_text.finalized(value) for name, value in values.items()}
    return Markup(text).format(**safe)  # noqa: S704 - our own catalogues


def _heading(language: Language, text: str, /, **values: object) -> Markup:
    """Return a heading; where it is translated its anchor stays that of the English one, so that links hold."""
    words = _say(language, text, **values)
    if language.text(text) == text:
        return words
    plain = re.sub(r"{[a-z_]+}", " ", text).lower()
    anchor = "-".join("".join(c if c.isalnum() else " " for c in plain).split())
    return Markup("{} {{: #{} }}").format(words, anchor)
