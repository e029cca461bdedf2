"""SCH008 malformed-header: a table's first line is not the header it must have.

The log begins with `date,service,member,given_by,initiative,state`, and then `acknowledged` and
`uid` if you like, in this order. There is no column for notes, and none can be added: what was
said in a conversation never enters a repository.

To fix: write the header as it stands above.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH008", "malformed-header", Severity.ERROR, __doc__, file=True)
