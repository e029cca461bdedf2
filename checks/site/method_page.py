"""The method: how coverage is computed, with worked examples, and what is kept private."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.engine.chance import LEVEL
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

    A number is its name, what it counts, and an example from the organisation's own figures. `level` is how often
    a change may be called more than chance although nothing changed.
    """

    kept: tuple[Markup, str]
    missed: tuple[Markup, str]
    examples: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str, str], ...]
    level: Fraction


_EXAMPLES = (
    (message("One each quarter. She joined on its first day and had one conversation, on its last."), message("Due and met.")),
    (message("One each quarter. He joined 20 days before its end."), message("Not owed. He was there for less than half of the quarter.")),
    (message("One each quarter. She was away for 40 of its 92 days, and no one met her."), message("Owed, because she was there on 56% of the days. It was missed.")),
    (message("At most six weeks apart. No one has met him since he joined on 1 January. Today is 11 April."), message("The first quarter is missed, and the second is not over. 101 days were owed, and 58 of them were overdue.")),
    (message("At most six weeks apart. She was away for 28 days from the 20th day on."), message("The clock stops while she is away, so day 42 comes 28 days later.")),
    (message("Seven members. Six had a conversation every week, and one never did."), message("6 of 7. Meeting one person twice doesn’t make up for missing another.")),
    (message("No one met her in the first quarter. On 1 April someone did, and then every week."), message("The first quarter is missed, and the second is met. A gap that ends right at the start of a quarter counts only once.")),
    (message("Everyone was away all quarter, or the company paused."), message("Nothing was due. The result is neither 0% nor 100%.")),
)  # fmt: skip


_NUMBERS = (
    (
        message("Due, met, missed"),
        "due",
        message(
            "Due: the period ended and the person should have had it. Met: it took place. Missed: it didn’t."
        ),
    ),
    (
        message("Waived"),
        "waived",
        message("Windows that a waiver leaves out. They are neither met nor due."),
    ),
    (
        message("Not owed"),
        "not owed",
        message(
            "Windows with too few owed days. The person joined, left or was away, or the service is optional."
        ),
    ),
    (
        message("Not over yet"),
        "running",
        message(
            "Owed windows that have not ended. They count as kept so far if they are already met or not late."
        ),
    ),
    (
        message("Days due, days overdue"),
        "days",
        message("For a rolling frequency: the owed days, and the days over the limit."),
    ),
)


_SENTENCES = {
    "due": message("{where}: {due} were due, {met} met and {missed} missed. That is {coverage}."),
    "waived": message("{where}: a waiver left out {waived}, and {due} were due."),
    "not owed": message("{where}: {not_owed} were not owed, and {due} were due."),
    "running": message("{where}: {running} have not ended, and {kept} of them are kept so far."),
    "days": message("{where}: {owed} owed days for all members together, and {overdue} of them overdue."),
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
        level=LEVEL,
    )
