"""SCH009 malformed-row: a row of a table cannot be taken.

It has more or fewer values than the header, or a value that its column does not take. A row that
is misread would make somebody late who is not, so the whole team is unread until it is mended.

To fix: mend the value at the column named.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH009", "malformed-row", Severity.ERROR, __doc__, file=True)
