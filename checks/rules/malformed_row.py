"""SCH009 malformed-row: a row of a table is not valid.

The row has too many or too few values, or a value that its column doesn't accept. A misread row
could make someone look late who isn't. So the whole team is left out of the figures until you fix
the row.

To fix: correct the value in the column that the message names. If the finding names `outbound fmt`,
that command does it for you.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH009", "malformed-row", Severity.ERROR, __doc__, file=True)
