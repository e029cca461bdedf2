"""COR002 correction-ahead: a correction is about a future date.

A correction is for past dates. With a future date, it would excuse in advance what has not happened
yet. That is also true if `known_since` is in the future. Future dates need no correction: change the
roster, or agree on a waiver.

To fix: end the correction today at the latest, and correct `known_since`.
"""

from collections.abc import Iterator

from checks.engine.correction_approval import is_ahead
from checks.model.findings import Problem, Severity
from checks.rules.rule import Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report corrections that end, or are known, later than today."""
    judged = facts.judged
    team = judged.case.team
    for correction in judged.case.corrections:
        if is_ahead(correction, judged.today):
            key = "to" if correction.last > judged.today else "known_since"
            day = correction.last if key == "to" else correction.known_since
            words = f"has a future date in `{key}` ({day})"
            yield Problem(
                correction.place(key),
                f"{team.id}: a correction {words}",
                named=f"{team.id}: the correction {correction.id} {words}",
                help="Write today or an earlier date. Future dates need no correction.",
                team=team.id,
                member=correction.person,
                subject=correction.id,
            )


RULE = Rule("COR002", "correction-ahead", Severity.ERROR, __doc__, team=_check)
