"""The checks: an index by family, and a page a rule, made from the rule itself."""

from dataclasses import dataclass

from checks.loading.examples import RuleExample, examples_of
from checks.model.findings import Severity
from checks.rules.rule import Rule
from checks.site.safe_text import capital
from checks.site.site_data import Site
from checks.wording.language import message
from checks.wording.severities import severity_words

FAMILIES = {
    "SCH": (message("Files"), message("Can it be read, and does it say what it means?")),
    "REF": (message("References"), message("Does everything that is named exist?")),
    "POL": (message("Policy"), message("Do the agreements hang together?")),
    "DAT": (message("The log"), message("Can it have been as it is logged?")),
    "CAD": (message("Cadence"), message("Is what was agreed kept?")),
    "RAT": (message("Changes"), message("Does a change keep what was agreed, and what was logged?")),
    "WVR": (message("Waivers"), message("Are agreed exceptions still what they were agreed to be?")),
}
_SCOPES = {
    "file": message("Each file, while it is read"),
    "playbook": message("The playbook as a whole"),
    "team": message("Each team"),
    "organisation": message("The organisation, all teams together"),
    "change": message("A change, held against its base"),
}
_FAILS = {
    "error": message("Fails the check"),
    "warning": message("Is said, and fails nothing"),
    "notice": message("Is mentioned"),
}


@dataclass(frozen=True, slots=True)
class RuleView:
    """What one rule's page says, with its examples by their headings."""

    code: str
    title: str
    say: str
    paragraphs: tuple[str, ...]
    fix: str
    examples: tuple[tuple[str, RuleExample], ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Rules whose codes begin alike."""

    title: str
    question: str
    rules: tuple[tuple[Rule, str], ...]


def rule_page(site: Site, rule: Rule) -> RuleView:
    """Return one rule's page."""
    parts, examples, say = rule.body, examples_of(rule.code), site.language.say
    fix = next((part.removeprefix("To fix: ") for part in parts if part.startswith("To fix: ")), "")
    return RuleView(
        code=rule.code,
        title=rule.title,
        say=f"{capital(rule.headline)}.",
        paragraphs=tuple(part for part in parts if not part.startswith("To fix: ")),
        fix=capital(fix),
        examples=((say("It speaks"), examples.speaks), (say("It is silent"), examples.silent)),
        facts=(
            (say("Severity"), _severity_words(site, rule)),
            (say("Judged for"), ". ".join(say(_SCOPES[scope]) for scope in rule.scopes)),
            (say("On the command line"), f"outbound explain {rule.code}"),
        ),
    )


def _severity(site: Site, rule: Rule) -> Severity:
    """Return how much a rule weighs in this playbook on the as-of day."""
    change = site.playbook.severities.get(rule.code)
    return change.on_day(site.as_of) if change else rule.severity


def _severity_words(site: Site, rule: Rule) -> str:
    now, change = _severity(site, rule), site.playbook.severities.get(rule.code)
    say = site.language.say
    words = f"{capital(severity_words(site.language, now))}. {say(_FAILS[now.value])}"
    if change and change.enforced_from and change.severity is not now:
        later = capital(severity_words(site.language, change.severity))
        from_then = say(
            "{severity} from {day} on", severity=later, day=site.language.day(change.enforced_from)
        )
        return f"{words}. {from_then}"
    return words


def rule_families(site: Site) -> tuple[Family, ...]:
    """Return all rules by family."""
    return tuple(
        Family(
            site.language.say(title),
            site.language.say(question),
            tuple(
                (rule, severity_words(site.language, _severity(site, rule)))
                for rule in site.rules
                if rule.code.startswith(family)
            ),
        )
        for family, (title, question) in FAMILIES.items()
    )
