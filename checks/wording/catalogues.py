"""The catalogues: GNU gettext's, a file a language, read as they were written.

A catalogue is read when a language other than English is asked for, in some 50 ms; there is no
compiled copy that could be older than its source.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

from checks.wording.language import ENGLISH, Language

if TYPE_CHECKING:
    from babel.messages import Catalog


@cache
def language_of(code: str) -> Language:
    """Return a language of `LANGUAGES` by its code."""
    if code == ENGLISH.code:
        return ENGLISH
    from gettext import GNUTranslations

    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, catalogue_of(code))
    compiled.seek(0)
    return Language(code, GNUTranslations(compiled))


def catalogue_of(code: str) -> Catalog:
    """Return a language's catalogue, as it lies in the package."""
    from babel.messages.pofile import read_po

    with files("checks.wording").joinpath(f"{code}.po").open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)
