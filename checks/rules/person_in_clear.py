"""PRV001 person-in-clear: a name or an address stands where only an id belongs.

People are ids only. Who is who stands in one file outside every repository, because what is in a
repository is in all its copies and in its history for good. What was written is not repeated here.

To fix: write the person's id; then start the repository afresh where the name was committed already.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("PRV001", "person-in-clear", Severity.ERROR, __doc__, file=True)
