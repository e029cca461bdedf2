"""SCH008 malformed-header: the first line of a table is not the expected header.

The header of a log is `date,service,member,given_by,initiative,state`. You may add `acknowledged`,
and then `uid`. You can't add a column for notes: what people said in a conversation never enters a
repository.

To fix: write the header as the message shows it. If a spreadsheet saved the file with semicolons or
tabs, run `outbound fmt`.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH008", "malformed-header", Severity.ERROR, __doc__, file=True)
