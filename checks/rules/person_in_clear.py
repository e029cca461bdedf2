"""PRV001 person-in-clear: a name or an address appears where an id belongs.

The playbook uses ids only. Keep the list of who is who in one file outside every repository, because
git keeps what you commit in every copy and in its history. The message doesn't repeat the name.

To fix: write the person's id. If the name is already committed, start the repository afresh.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("PRV001", "person-in-clear", Severity.ERROR, __doc__, file=True)
