"""What a template says in the language of its page: messages are markup, what fills them is made safe."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from checks.site.phrases import quarter
from checks.site.teams_page import silent_words
from checks.site.safe_text import finalized

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from checks.wording.language import Language


def template_functions(language: Language) -> Mapping[str, Callable[..., object]]:
    """Return the functions templates say things with, by their names there."""
    return {
        "say": partial(_say, language),
        "counted": partial(_counted, language),
        "heading": partial(_heading, language),
        "day": language.day,
        "listed": language.listed,
        "month": language.short_month,
        "quarter": partial(quarter, language),
        "spelled": language.spelled,
        "silent_words": partial(silent_words, language),
    }


def _say(language: Language, text: str, /, **values: object) -> Markup:
    return _filled(language.text(text), values)


def _counted(language: Language, one: str, many: str, count: int, /, **values: object) -> Markup:
    given = {"number": language.number(count), "spelled": language.spelled(count), **values}
    return _filled(language.forms(one, many, count), given)


def _filled(text: str, values: Mapping[str, object]) -> Markup:
    return Markup(text).format(**{name: finalized(value) for name, value in values.items()})  # noqa: S704 - our own catalogues


def _heading(language: Language, text: str, /, **values: object) -> Markup:
    """Return a heading; where it is translated its anchor stays that of the English one, so that links hold."""
    said = _say(language, text, **values)
    if language.text(text) == text:
        return said
    plain = re.sub(r"{[a-z_]+}", " ", text).lower()
    anchor = "-".join("".join(c if c.isalnum() else " " for c in plain).split())
    return Markup("{} {{: #{} }}").format(said, anchor)
