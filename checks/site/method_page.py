"""The method: how coverage is computed, with worked examples, and what is kept private."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.site.charts import bar
from checks.site.heat_table import cell_words
from checks.site.phrases import quarter
from checks.wording.language import message
from checks.wording.measures import against_agreed

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.site.site_data import Site


@dataclass(frozen=True, slots=True)
class MethodView:
    """What the method page says: a share kept and one missed, situations with their judgement, and the numbers.

    A number is its name, what it counts, and an example from the organisation's own figures.
    """

    kept: tuple[Markup, str]
    missed: tuple[Markup, str]
    examples: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str, str], ...]


_EXAMPLES = (
    (message("One each quarter. She joined on its first day and was met once, on its last."), message("Due and met.")),
    (message("One each quarter. He joined 20 days before its end."), message("Not owed: he was there for less than half of it.")),
    (message("One each quarter. She was away for 40 of its 92 days, and nobody met her."), message("Owed, since 56% of the days were hers, and missed.")),
    (message("At most six weeks apart. Nobody has met him since he joined on 1 January; today is 11 April."), message("The first quarter is missed, the second is running. 101 days were owed, 58 of them overdue.")),
    (message("At most six weeks apart. She was away for 28 days from the 20th day on."), message("The clock stands still: day 42 comes 28 days later.")),
    (message("Seven members. Six were seen every week, one never."), message("Six of seven. Being seen twice makes up for nobody.")),
    (message("Nobody saw her in the first quarter. On 1 April somebody did, and weekly from then on."), message("The first quarter is missed, the second is met: what is mended at once is missed once.")),
    (message("Everybody was away all quarter, or the company paused."), message("Nothing was due: neither 0% nor 100%.")),
)  # fmt: skip


_NUMBERS = (
    (
        message("Due, met, missed"),
        "due",
        message("Windows that are over and were owed; those in which it took place; the others."),
    ),
    (
        message("Waived"),
        "waived",
        message("Windows that were left out by agreement. They are neither met nor due."),
    ),
    (
        message("Not owed"),
        "not owed",
        message(
            "Windows in which too few days were owed: somebody came, left or was away, or it is voluntary."
        ),
    ),
    (
        message("Running"),
        "running",
        message("Owed windows that are not over. Those met already, or not late so far, are kept so far."),
    ),
    (
        message("Days due, days overdue"),
        "days",
        message("Of a rolling rhythm: days on which it was owed, and those past its limit."),
    ),
)


_SENTENCES = {
    "due": message("{where}: {due} were due, {met} met and {missed} missed. That is {coverage}."),
    "waived": message("{where}: {waived} were waived, and {due} were due."),
    "not owed": message("{where}: {not_owed} were not owed, and {due} were due."),
    "running": message("{where}: {running} are running, {kept} of them kept so far."),
    "days": message("{where}: owed on {owed} days of all members together, overdue on {overdue}."),
}


def _example(site: Site, number: str) -> str:
    """Return the counts of the example of a number in a sentence; nothing where there is none."""
    example, language = site.figures.worked.get(number), site.language
    if example is None:
        return ""
    counts = {
        "due": example.counts["due"],
        "met": example.counts["met"],
        "missed": example.counts["missed"],
        "waived": example.counts["waived"],
        "not_owed": example.counts["not_owed"],
        "running": example.counts["running"],
        "kept": example.counts["running_met"],
        "owed": example.counts["days_due"],
        "overdue": example.counts["days_overdue"],
    }
    return language.say(
        _SENTENCES[number],
        where=f"{site.titles[example.service]}, {quarter(language, example.quarter)}",
        coverage=cell_words(language, example.agreed),
        **{name: language.number(count) for name, count in counts.items()},
    )


def method_page(site: Site) -> MethodView:
    """Return the method page."""
    share, language = site.default_terms.coverage_at_least, site.language
    met = int(share * 30)
    missed = max(0, met - 1)
    return MethodView(
        kept=(bar(Fraction(met, 30), share), against_agreed(met, 30, share, language)),
        missed=(bar(Fraction(missed, 30), share), against_agreed(missed, 30, share, language)),
        examples=tuple(
            (language.say(situation), language.say(judgement)) for situation, judgement in _EXAMPLES
        ),
        numbers=tuple(
            (language.say(name), language.say(meaning), _example(site, key))
            for name, key, meaning in _NUMBERS
        ),
    )
