"""PRV005 teams-not-agreed: the site is to show figures of single teams, and no agreement on that is written down.

A team's figure is its leader's figure. So `show: teams` needs an agreement of its own, with those
who are led and, where there is one, with the works council. Until it is written down, the site shows
no finer level than `parents`: figures of several teams together.

To fix: agree on it, then write `agreed_on`, `agreed_with` and `record` under `privacy:`, with
`members` in `agreed_with` and `works-council` where there is one. If you don't want figures of single
teams, write `show: parents`.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.rules.rule import PlaybookFacts, Rule
from checks.wording.measures import listed

_WORDS = {"agreed_with": "`agreed_with` with `members`"}


def _check(facts: PlaybookFacts) -> Iterator[Problem]:
    """Report the parts that the agreement lacks, where single teams are to be shown."""
    playbook, privacy = facts.playbook, facts.playbook.privacy
    if privacy.show != "teams" or not privacy.unagreed:
        return
    place = privacy.key_place("show") if privacy.says("show") else playbook.key_place("privacy")
    lacking = listed([_WORDS.get(key, f"`{key}`") for key in privacy.unagreed])
    yield Problem(
        place,
        f"figures of single teams are not shown: `show: teams` needs an agreement of its own, and {lacking} "
        "under `privacy:`; agree on it and write it down, or write `show: parents`",
        subject="show",
    )


RULE = Rule("PRV005", "teams-not-agreed", Severity.WARNING, __doc__, playbook=_check)
