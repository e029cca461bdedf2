"""PRV005 teams-not-agreed: the website should show figures of single teams, but the agreement is incomplete.

A team's figure is its leader's figure. So `show: teams` needs an agreement of its own with the
members and, if there is one, with the works council. Until you record it, the website shows no finer
level than `parents`: figures of several teams together.

To fix: agree on it. Then write `agreed_on`, `agreed_with` and `record` under `privacy:`. List
`members` in `agreed_with`, and `works-council` if there is one. If you don't want figures of single
teams, write `show: parents`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule
from checks.wording.measures import listed

_WORDS = {"agreed_with": "`members` in `agreed_with`"}


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Report the parts that the agreement lacks, where single teams are to be shown."""
    playbook, privacy = facts.playbook, facts.playbook.privacy
    if privacy.show != "teams" or not privacy.unagreed:
        return
    place = privacy.key_place("show") if privacy.says("show") else playbook.key_place("privacy")
    lacking = listed([_WORDS.get(key, f"`{key}`") for key in privacy.unagreed])
    verb = "is" if len(privacy.unagreed) == 1 else "are"
    yield Problem(
        place,
        "the website does not show figures of single teams: `show: teams` needs an agreement, and "
        f"{lacking} {verb} missing under `privacy:`",
        help="Agree on it and write that down, or write `show: parents`.",
        subject="show",
    )


RULE = Rule("PRV005", "teams-not-agreed", Severity.WARNING, __doc__, playbook=_check)
