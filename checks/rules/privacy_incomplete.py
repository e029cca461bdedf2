"""PRV004 privacy-incomplete: the privacy page can't say who is responsible for the data or where to complain.

People can ask who is responsible for the log, what it is for, on which legal basis you keep it, and
where to complain. The privacy page answers from five keys under `privacy:` in
`playbook/playbook.yaml`: `controller`, `contact`, `purpose`, `legal_basis` and `complaint_to`.

To fix: ask your data protection officer or adviser for the wording, and add it under `privacy:`.
`outbound setup dpia` writes an impact assessment that you can go through with them.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule
from checks.wording.measures import listed


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Report the keys that are missing, all in one finding."""
    missing = facts.playbook.privacy.unanswered
    if missing:
        keys = listed([f"`{key}`" for key in missing])
        yield Problem(
            facts.playbook.key_place("privacy"),
            f"the privacy page leaves questions open: {keys} {'is' if len(missing) == 1 else 'are'} missing under `privacy:`",
            help="Add them in the words of your data protection officer or adviser.",
            subject="privacy",
        )


RULE = Rule("PRV004", "privacy-incomplete", Severity.WARNING, __doc__, playbook=_check)
