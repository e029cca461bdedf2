"""RAT005 log-rewritten: rows of the log were deleted, or changed where they stood.

No row is deleted. What may change in a row is a booked one's date and state, the receiver's own word
in acknowledged, and any row's state to withdrawn. Whatever else is other than it was cannot be told
from a log that was made to fit, even where no window is lost by it.

To fix: restore the rows; set those that were logged by mistake to withdrawn, and add right ones.
"""

from collections import Counter
from collections.abc import Iterator

from checks.model.findings import Place, Problem, Severity
from checks.rules.change_facts import TeamChange
from checks.rules.rule import Rule
from checks.wording.measures import plural


def _check(change: TeamChange) -> Iterator[Problem]:
    """Report, for each file of the base's log, how many of its rows are gone or other than they were."""
    log, team = change.base.log, change.head.team
    counts = Counter(log.file_of(row) for row in change.log.rewritten)
    paths = {path for _, path in change.head.log.files}
    for path, count in sorted(counts.items()):
        yield Problem(
            Place(path) if path in paths else team.place("name"),
            f"{team.id}: {plural(count, 'row')} of {path.rpartition('/')[2]} {'was' if count == 1 else 'were'} deleted or "
            "changed in place; a row logged by mistake is set to withdrawn and stays",
            team=team.id,
            subject=path,
        )


RULE = Rule("RAT005", "log-rewritten", Severity.WARNING, __doc__, change=_check)
