"""REF008 unknown-rule: the playbook changes the severity of a rule that doesn't exist.

With a misspelt code, the rule keeps its severity and no one notices. You can't change the severity
of rules about files that can't be read (SCH).

To fix: write the code as `outbound explain` lists it.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.reference_problems import unknown_reference
from checks.rules.rule import PlaybookFacts, Rule


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Look at the codes under `severities`."""
    for code in facts.playbook.severities:
        place = facts.playbook.key_place("severities", code)
        if code.startswith("SCH"):
            words = f"{code} is always an error: the check needs files that it can read"
            yield Problem(place, words, subject=code)
        else:
            yield from unknown_reference("rule", code, facts.known.rules, place)


RULE = Rule("REF008", "unknown-rule", Severity.ERROR, __doc__, playbook=_check)
