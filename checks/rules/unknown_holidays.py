"""POL011 unknown-holidays: an agreement counts working days, but the public holidays are not known.

Steps such as `2 working days` skip weekends and public holidays. If the holidays of a country or a
year are not known, each weekday counts as a working day. An answer could then look late that isn't.

To fix: set `holidays` to the country's ISO 3166 code, with its region if it has one (DE-BY). You can
also agree on days instead of working days.
"""

from collections.abc import Iterator

from checks.model.cadences import EventCadence
from checks.model.findings import Problem, Severity
from checks.model.workdays import holidays_known
from checks.rules.rule import PlaybookFacts, Rule


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at the years from the first judged to the next, where somebody counts working days."""
    country = facts.playbook.holidays
    if country is None or not any(_counts_working_days(facts)):
        return
    years = range(facts.playbook.logs_from.year, facts.as_of.year + 2)
    unknown = [str(year) for year in years if not holidays_known(country, year)]
    if unknown:
        when = "" if len(unknown) == len(years) else f" in {', '.join(unknown)}"
        words = f"the holidays of {country}{when} are not known, but an agreement counts working days"
        step = "Set `holidays` to a code such as FI or DE-BY, or agree on days instead of working days."
        yield Problem(facts.playbook.key_place("holidays"), words, subject=country, help=step)


def _counts_working_days(facts: PlaybookFacts) -> Iterator[bool]:
    for service in facts.services:
        for entry in service.agreements:
            cadence = entry.cadence
            if isinstance(cadence, EventCadence):
                yield cadence.after == "returning" or any(step.working for step in cadence.within)


RULE = Rule("POL011", "unknown-holidays", Severity.ERROR, __doc__, playbook=_check)
