"""RAT005 log-rewritten: a change deletes or rewrites rows of the log.

You may add rows. In a booked row you may change the date and the state. In any row you may set the
state to `withdrawn`, and the receiver may change `acknowledged`. Any other change looks the same as
tampering, even if it changes no result.

To fix: restore the rows. Keep rows logged by mistake and set their state to `withdrawn`. Then add
the right ones.
"""

from collections import Counter
from collections.abc import Iterator

from checks.model.findings import Place, Problem, Severity
from checks.rules.change_facts import TeamChange
from checks.rules.rule import Rule
from checks.wording.measures import plural


def _check(change: TeamChange) -> Iterator[Problem]:
    """Report, for each file of the base's log, how many of its rows are gone or different."""
    log, team = change.base.log, change.head.team
    counts = Counter(log.file_of(row) for row in change.log.rewritten)
    paths = {path for _, path in change.head.log.files}
    for path, count in sorted(counts.items()):
        yield Problem(
            Place(path) if path in paths else team.place("name"),
            f"{team.id}: this change deletes or rewrites {plural(count, 'row')} of {path.rpartition('/')[2]}",
            help="Restore them. Keep rows logged by mistake and set their state to withdrawn.",
            team=team.id,
            subject=path,
        )


RULE = Rule("RAT005", "log-rewritten", Severity.WARNING, __doc__, change=_check)
