"""The rules: an index by family, and a page for each rule, made from the rule itself."""

from dataclasses import dataclass

from checks.loading.examples import RuleExample, examples_of
from checks.rules.rule import Rule
from checks.site.safe_text import capital
from checks.site.site_data import Site
from checks.wording.language import message
from checks.wording.severities import severity_words

FAMILIES = {
    "SCH": (message("Files"), message("Can the check read each file, and is each value valid?")),
    "REF": (message("References"), message("Does each service, team and person that a file names exist?")),
    "POL": (message("Agreements"), message("Are the agreements complete and consistent?")),
    "DAT": (message("The log"), message("Is the log plausible?")),
    "CAD": (message("Coverage"), message("Did the teams get what was agreed?")),
    "RAT": (message("Changes"), message("Does a change leave the agreements and the log intact?")),
    "WVR": (message("Waivers"), message("Are waivers still valid?")),
    "COR": (message("Corrections"), message("Are corrections of past dates approved, and are they few?")),
    "PRV": (message("Privacy"), message("Does the repository hold only data about people that it should?")),
}
_SCOPES = {
    "file": message("Each file"),
    "playbook": message("The whole playbook"),
    "team": message("Each team"),
    "organisation": message("The organisation, all teams together"),
    "change": message("A change compared with its base"),
}
_FAILS = {
    "error": message("The check fails"),
    "warning": message("The check reports it but does not fail"),
    "notice": message("For information"),
}
_CASES = message("It depends on the case, as described below")


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
        examples=(
            (say("Example: reported"), examples.speaks),
            (say("Example: not reported"), examples.silent),
        ),
        facts=(
            (say("Severity"), _severity_words(site, rule)),
            (say("What it checks"), ". ".join(say(_SCOPES[scope]) for scope in rule.scopes)),
            (say("On the command line"), f"outbound explain {rule.code}"),
        ),
    )


def _severities(site: Site, rule: Rule) -> str:
    """Return the severities of a rule's findings in this playbook on the as-of day: `error or warning`."""
    severities = rule.severities(site.playbook.severities.get(rule.code), site.as_of)
    words, *others = (severity_words(site.language, severity) for severity in severities)
    for other in others:
        words = site.language.say("{severity} or {other}", severity=words, other=other)
    return words


def _severity_words(site: Site, rule: Rule) -> str:
    change, say = site.playbook.severities.get(rule.code), site.language.say
    now, *others = rule.severities(change, site.as_of)
    words = f"{capital(_severities(site, rule))}. {say(_CASES if others else _FAILS[now.value])}"
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
            tuple((rule, _severities(site, rule)) for rule in site.rules if rule.code.startswith(family)),
        )
        for family, (title, question) in FAMILIES.items()
    )


def rules_in_full(site: Site) -> tuple[tuple[str, str, tuple[RuleView, ...]], ...]:
    """Return all rules on one page: each family's title, its question, and its rules as their own pages show them."""
    return tuple(
        (family.title, family.question, tuple(rule_page(site, rule) for rule, _ in family.rules))
        for family in rule_families(site)
    )
