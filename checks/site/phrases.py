"""The pages' ways of saying things: quarters, and with whom something was agreed."""

from dataclasses import dataclass

from checks.model.agreements import TeamAgreement
from checks.model.periods import Period
from checks.model.playbook import Terms
from checks.wording.language import Language, message
from checks.wording.roles import party_words

_IN_QUARTER = {
    "1": message("in the first quarter of {year}"),
    "2": message("in the second quarter of {year}"),
    "3": message("in the third quarter of {year}"),
    "4": message("in the fourth quarter of {year}"),
}


def quarter(language: Language, name: str, form: str = message("Q{number} {year}")) -> str:
    """Return `Q3 2026` for `2026-Q3`, `Q1 FY2026` for `FY2026-Q1`, and the year alone for `2026`."""
    year, _, part = name.partition("-Q")
    return language.say(form, number=part, year=year) if part else year


def quarter_heading(language: Language, period: Period, *, is_history: bool) -> str:
    """Return a quarter as the head of a column: `Q3 2026`, or `Q3 2026, history`."""
    name = quarter(language, period.name)
    return language.say("{quarter}, history", quarter=name) if is_history else name


def quarter_alone(language: Language, name: str) -> str:
    """Return `Q3` for `2026-Q3`, where the year stands beside it."""
    return quarter(language, name, message("Q{number}"))


def in_quarter(language: Language, name: str) -> str:
    """Return `in the third quarter of 2026`."""
    year, _, part = name.partition("-Q")
    return language.say(_IN_QUARTER[part], year=year)


def quarters(language: Language, first: str, last: str) -> str:
    """Return `Q4 2025 to Q3 2026`, or a single quarter alone."""
    if first == last:
        return quarter(language, first)
    return language.say("{first} to {last}", first=quarter(language, first), last=quarter(language, last))


def agreement_words(language: Language, agreement: TeamAgreement | Terms) -> str:
    """Return when and with whom an agreement was made, in a sentence."""
    return language.say(
        "Agreed on {day} with {parties}.",
        day=language.day(agreement.agreed_on),
        parties=party_words(agreement.agreed_with, language),
    )


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement in a list: its heading, what else it says, when and with whom it was made, and its record.

    `edit_url` is where its file is edited, empty if it has none of its own.
    """

    symbol: str
    heading: str
    terms: str
    agreement: str
    record: str
    edit_url: str = ""


GRADES = {
    "primary": message("we read the source itself"),
    "second-hand": message("we read about it elsewhere"),
    "vendor": message("from a company that sells something in this field"),
}
"""How close the source of a piece of evidence is, by its grade."""
