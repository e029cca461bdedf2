"""REF008 unknown-rule: the severity of a rule is changed, and there is no such rule.

A misspelt code would leave the rule as it is, and everybody would believe it changed. Whether a
file can be read (SCH) is not the playbook's to weigh.

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
            words = f"{code} is always an error: what cannot be read cannot be judged"
            yield Problem(place, words, subject=code)
        else:
            yield from unknown_reference("rule", code, facts.known.rules, place)


RULE = Rule("REF008", "unknown-rule", Severity.ERROR, __doc__, playbook=_check)
