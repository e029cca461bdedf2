"""Numbers, days and rows of words as each language writes them, which is as Babel does."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from checks.model.languages import LANGUAGES
from checks.wording.catalogues import language_of
from checks.wording.language import ENGLISH, Language
from checks.wording.measures import percent

DAY = date(2026, 11, 20)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return language_of(str(request.param))


def test_a_day_is_written_as_babel_writes_it(language: Language) -> None:
    locale = "en_GB" if language.code == "en" else language.code

    assert language.day(DAY).replace("\u00a0", " ") == format_date(DAY, "long", locale=locale)


def test_numbers_are_written_as_babel_writes_them(language: Language) -> None:
    assert language.number(1200) == format_decimal(1200, locale=language.code)
    assert language.tenths(39) == format_decimal(Decimal("3.9"), locale=language.code)
    assert language.percent(Fraction(7, 8)) == format_percent(
        Decimal("0.875"), locale=language.code, decimal_quantization=False
    )


def test_in_finnish_and_swedish_as_people_write_them() -> None:
    finnish, swedish = language_of("fi"), language_of("sv")

    assert finnish.day(DAY) == "20.\u00a0marraskuuta 2026"
    assert swedish.day(DAY) == "20\u00a0november 2026"
    assert finnish.percent(Fraction(9999, 10000)) == "99,9\u00a0%"
    assert finnish.number(1200) == "1\u00a0200"
    assert finnish.listed(["a", "b", "c"]) == "a, b ja c"
    assert swedish.either(["a", "b"]) == "a eller b"
    assert (finnish.spelled(3), swedish.spelled(3), ENGLISH.spelled(3)) == ("3", "tre", "three")
    assert (swedish.month(3), finnish.short_month(3), swedish.short_month(1)) == ("mars", "maalis", "jan")


@given(st.fractions(min_value=0, max_value=1))
def test_a_share_on_an_english_page_is_the_share_a_finding_says(share: Fraction) -> None:
    assert ENGLISH.percent(share) == percent(share)


def test_what_is_in_no_catalogue_is_said_as_it_is() -> None:
    assert language_of("fi").say("Nobody has said {this} yet.", this="x") == "Nobody has said x yet."


def test_a_value_that_looks_like_a_placeholder_stays_a_value() -> None:
    assert ENGLISH.say("{a}, {b}", a="{b}", b="{a.__class__}") == "{b}, {a.__class__}"


def test_help_reads_no_catalogue_and_no_locale() -> None:
    code = "import sys; from checks.cli import main; sys.argv = ['outbound', '--help']\ntry: main()\nexcept SystemExit: print([one for one in sys.modules if one.startswith(('babel', 'checks.wording'))])"

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=1800
    )

    assert done.stdout.splitlines()[-1] == "[]"
