"""The method: how coverage is computed, with worked examples, and what is kept private."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.wording.measures import against_agreed, length_words
from checks.wording.language import message
from checks.site.charts import bar
from checks.site.heat_table import cell_words
from checks.site.phrases import quarter

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.site.site_data import Site
    from checks.publish.worked_examples import WorkedExamples


@dataclass(frozen=True, slots=True)
class MethodExample:
    """A worked example: what was so, and how it is judged."""

    situation: str
    judgement: str


@dataclass(frozen=True, slots=True)
class WorkedNumber:
    """A number of coverage: what it counts, and an example from the organisation's own figures."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class MethodView:
    """What the method page says; shares are the playbook's own."""

    organisation: str
    present: str
    coverage: str
    outbound: str
    kept: tuple[Markup, str]
    missed: tuple[Markup, str]
    smallest_group: str
    keep: str
    logs_from: str
    examples: tuple[MethodExample, ...]
    numbers: tuple[WorkedNumber, ...]


_EXAMPLES = (
    MethodExample(message("One each quarter. She joined on its first day and was met once, on its last."), message("Due and met.")),
    MethodExample(message("One each quarter. He joined 20 days before its end."), message("Not owed: he was there for less than half of it.")),
    MethodExample(message("One each quarter. She was away for 40 of its 92 days, and nobody met her."), message("Owed, since 56% of the days were hers, and missed.")),
    MethodExample(message("At most six weeks apart. Nobody has met him since he joined on 1 January; today is 11 April."), message("The first quarter is missed, the second is running. 101 days were owed, 58 of them overdue.")),
    MethodExample(message("At most six weeks apart. She was away for 28 days from the 20th day on."), message("The clock stands still: day 42 comes 28 days later.")),
    MethodExample(message("Seven members. Six were seen every week, one never."), message("Six of seven. Being seen twice makes up for nobody.")),
    MethodExample(message("Nobody saw her in the first quarter. On 1 April somebody did, and weekly from then on."), message("The first quarter is missed, the second is met: what is mended at once is missed once.")),
    MethodExample(message("Everybody was away all quarter, or the company paused."), message("Nothing was due: neither 0% nor 100%.")),
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


def _numbers(site: Site) -> tuple[WorkedNumber, ...]:
    say = site.language.say
    return tuple(
        WorkedNumber(
            say(name),
            say(meaning),
            _example(site, key, found) if (found := site.figures.worked.get(key)) else "",
        )
        for name, key, meaning in _NUMBERS
    )


def _example(site: Site, key: str, found: WorkedExamples) -> str:
    """Return the counts of a worked example in a sentence."""
    language, say, counts = site.language, site.language.say, found.counts
    where = f"{site.titles[found.service]}, {quarter(language, found.quarter)}"
    if key == "due":
        return say(
            "{where}: {due} were due, {met} met and {missed} missed. That is {coverage}.",
            where=where,
            due=language.number(counts.due),
            met=language.number(counts.met),
            missed=language.number(counts.missed),
            coverage=cell_words(language, found.agreed),
        )
    if key == "running":
        return say(
            "{where}: {running} are running, {kept} of them kept so far.",
            where=where,
            running=language.number(counts.running),
            kept=language.number(counts.running_met),
        )
    if key == "days":
        return say(
            "{where}: owed on {owed} days of all members together, overdue on {overdue}.",
            where=where,
            owed=language.number(counts.days_due),
            overdue=language.number(counts.days_overdue),
        )
    due = language.number(counts.due)
    if key == "waived":
        waived = language.number(counts.waived)
        return say("{where}: {waived} were waived, and {due} were due.", where=where, waived=waived, due=due)
    not_owed = language.number(counts.not_owed)
    return say(
        "{where}: {not_owed} were not owed, and {due} were due.", where=where, not_owed=not_owed, due=due
    )


def method_page(site: Site) -> MethodView:
    """Return the method page."""
    share, language = site.house.coverage_at_least, site.language
    met = int(share * 30)
    return MethodView(
        organisation=site.playbook.organisation,
        present=language.percent(site.house.owed_when_present),
        coverage=language.percent(share),
        outbound=language.percent(site.house.outbound_at_least),
        kept=(bar(Fraction(met, 30), share), against_agreed(met, 30, share, language)),
        missed=(bar(Fraction(max(0, met - 1), 30), share), against_agreed(max(0, met - 1), 30, share, language)),
        smallest_group=language.spelled(site.figures.smallest_group),
        keep=length_words(site.playbook.privacy.keep_logs_for, language),
        logs_from=language.day(site.playbook.logs_from),
        examples=tuple(
            MethodExample(language.say(one.situation), language.say(one.judgement)) for one in _EXAMPLES
        ),
        numbers=_numbers(site),
    )
