"""The checks: an index by family, and a page a rule, made from the rule itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.loading.examples import examples_of
from checks.pages.text import capital, day

if TYPE_CHECKING:
    from datetime import date

    from checks.findings import Severity
    from checks.loading.examples import Edit, Example
    from checks.pages.site import Site
    from checks.rules.rule import Rule

FAMILIES = {
    "SCH": ("Files", "Can it be read, and does it say what it means?"),
    "REF": ("References", "Does everything that is named exist?"),
    "POL": ("Policy", "Do the agreements hang together?"),
    "DAT": ("The log", "Can it have been as it is logged?"),
    "CAD": ("Cadence", "Is what was agreed kept?"),
    "RAT": ("Changes", "Does a change keep what was agreed, and what was logged?"),
    "WVR": ("Waivers", "Are agreed exceptions still what they were agreed to be?"),
}
_SCOPES = {
    "file": "Each file, while it is read",
    "playbook": "The playbook as a whole",
    "team": "Each team",
    "organisation": "The organisation, all teams together",
    "change": "A change, held against its base",
}
_FAILS = {"error": "Fails the check", "warning": "Is said, and fails nothing", "notice": "Is mentioned"}


@dataclass(frozen=True, slots=True)
class ExampleView:
    """An example: what it is about, what it changes, and what the rule `says` of it, which may be nothing."""

    heading: str
    what: str
    edits: tuple[Edit, ...]
    as_of: date
    now: date | None
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """What one rule's page says."""

    code: str
    title: str
    say: str
    paragraphs: tuple[str, ...]
    fix: str
    examples: tuple[ExampleView, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Rules whose codes begin alike."""

    title: str
    question: str
    rules: tuple[tuple[Rule, Severity], ...]


def rule_page(site: Site, rule: Rule) -> RuleView:
    """Return one rule's page."""
    parts, found = rule.body, examples_of(rule.code)
    fix = next((part.removeprefix("To fix: ") for part in parts if part.startswith("To fix: ")), "")
    return RuleView(
        code=rule.code,
        title=rule.title,
        say=f"{capital(rule.headline)}.",
        paragraphs=tuple(part for part in parts if not part.startswith("To fix: ")),
        fix=capital(fix),
        examples=(
            _example("It speaks", rule, found.speaks),
            _example("It is silent", rule, found.silent),
        ),
        facts=(
            ("Severity", _severity_words(site, rule)),
            ("Judged for", ". ".join(_SCOPES[scope] for scope in rule.scopes)),
            ("On the command line", f"outbound explain {rule.code}"),
        ),
    )


def _severity(site: Site, rule: Rule) -> Severity:
    """Return how much a rule weighs in this playbook on the as-of day."""
    change = site.playbook.severities.get(rule.code)
    return change.on_day(site.judgement.as_of) if change else rule.severity


def _severity_words(site: Site, rule: Rule) -> str:
    now, change = _severity(site, rule), site.playbook.severities.get(rule.code)
    words = f"{now.value.capitalize()}. {_FAILS[now.value]}"
    if change and change.enforced_from and change.severity is not now:
        words += f". {change.severity.value.capitalize()} from {day(change.enforced_from)} on"
    return words


def _example(heading: str, rule: Rule, example: Example) -> ExampleView:
    return ExampleView(
        heading=heading,
        what=example.what,
        edits=example.edits(),
        as_of=example.as_of,
        now=example.now,
        says=example.lines_of(rule.code),
    )


def families(site: Site) -> tuple[Family, ...]:
    """Return all rules by family."""
    return tuple(
        Family(
            title,
            question,
            tuple((rule, _severity(site, rule)) for rule in site.rules if rule.code.startswith(family)),
        )
        for family, (title, question) in FAMILIES.items()
    )
