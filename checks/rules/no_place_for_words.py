"""PRV002 no-place-for-words: a file has a column or key for names, notes or reasons.

Three things never enter a repository: what people said in a conversation, why someone was away, and
people's names. The log has no column for notes, and an absence has only dates.

To fix: remove the column or key. Also remove its contents from git's history.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("PRV002", "no-place-for-words", Severity.ERROR, __doc__, file=True)
