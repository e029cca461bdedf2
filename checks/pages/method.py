"""The method: how coverage is computed, with worked examples, and what is kept private."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from checks.coverage.wording import against, percent
from checks.pages.charts import bar
from checks.pages.heat import cell_words
from checks.pages.text import day, number, quarter

if TYPE_CHECKING:
    from markupsafe import Markup

    from checks.pages.site import Site
    from checks.privacy.worked import Worked


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example: what was so, and how it is judged."""

    situation: str
    judgement: str


@dataclass(frozen=True, slots=True)
class Number:
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
    examples: tuple[Example, ...]
    numbers: tuple[Number, ...]


_EXAMPLES = (
    Example("One each quarter. She joined on its first day and was met once, on its last.", "Due and met."),
    Example("One each quarter. He joined 20 days before its end.", "Not owed: he was there for less than half of it."),
    Example("One each quarter. She was away for 40 of its 92 days, and nobody met her.", "Owed, since 56% of the days were hers, and missed."),
    Example("At most six weeks apart. Nobody has met him since he joined on 1 January; today is 11 April.", "The first quarter is missed, the second is running. 101 days were owed, 58 of them overdue."),
    Example("At most six weeks apart. She was away for 28 days from the 20th day on.", "The clock stands still: day 42 comes 28 days later."),
    Example("Seven members. Six were seen every week, one never.", "Six of seven. Being seen twice makes up for nobody."),
    Example("Nobody saw her in the first quarter. On 1 April somebody did, and weekly from then on.", "The first quarter is missed, the second is met: what is mended at once is missed once."),
    Example("Everybody was away all quarter, or the company paused.", "Nothing was due: neither 0% nor 100%."),
)  # fmt: skip


_NUMBERS = (
    (
        "Due, met, missed",
        "due",
        "Windows that are over and were owed; those in which it took place; the others.",
    ),
    ("Waived", "waived", "Windows that were left out by agreement. They are neither met nor due."),
    (
        "Not owed",
        "not owed",
        "Windows in which too few days were owed: somebody came, left or was away, or it is voluntary.",
    ),
    (
        "Running",
        "running",
        "Owed windows that are not over. Those met already, or not late so far, are kept so far.",
    ),
    (
        "Days due, days overdue",
        "days",
        "Of a rolling rhythm: days on which it was owed, and those past its limit.",
    ),
)


def _numbers(site: Site) -> tuple[Number, ...]:
    return tuple(
        Number(name, meaning, _example(site, key, found) if (found := site.figures.worked.get(key)) else "")
        for name, key, meaning in _NUMBERS
    )


def _example(site: Site, key: str, found: Worked) -> str:
    """Return the counts of a worked example in a sentence."""
    counts, where = found.counts, f"{site.titles[found.service]}, {quarter(found.quarter)}"
    if key == "due":
        return (
            f"{where}: {counts.due:,} were due, {counts.met:,} met and {counts.missed:,} missed. "
            f"That is {cell_words(found.agreed)}."
        )
    if key == "running":
        return f"{where}: {counts.running:,} are running, {counts.running_met:,} of them kept so far."
    if key == "days":
        return f"{where}: owed on {counts.days_due:,} days of all members together, overdue on {counts.days_overdue:,}."
    if key == "waived":
        return f"{where}: {counts.waived:,} were waived, and {counts.due:,} were due."
    return f"{where}: {counts.not_owed:,} were not owed, and {counts.due:,} were due."


def method(site: Site) -> MethodView:
    """Return the method page."""
    share = site.house.coverage_at_least
    met = int(share * 30)
    return MethodView(
        organisation=site.playbook.organisation,
        present=percent(site.house.owed_when_present),
        coverage=percent(share),
        outbound=percent(site.house.outbound_at_least),
        kept=(bar(Fraction(met, 30), share), against(met, 30, share)),
        missed=(bar(Fraction(max(0, met - 1), 30), share), against(max(0, met - 1), 30, share)),
        smallest_group=number(site.figures.smallest_group),
        keep=str(site.playbook.privacy.keep_logs_for),
        logs_from=day(site.playbook.logs_from),
        examples=_EXAMPLES,
        numbers=_numbers(site),
    )
