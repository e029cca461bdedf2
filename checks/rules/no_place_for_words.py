"""PRV002 no-place-for-words: a column or key for a name, a note or a reason where there is no place for one.

What was said in a conversation, why somebody was away, and what somebody is called never enter a
repository. The log has no column for notes, an absence has days and nothing else.

To fix: take the column or key out, with what stands under it in the history as well.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("PRV002", "no-place-for-words", Severity.ERROR, __doc__, file=True)
