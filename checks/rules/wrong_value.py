"""SCH005 wrong-value: a value is not of the kind its key takes.

Dates are written `2026-01-31`, shares `90%`, lengths of time `6 weeks` or `30 days`, flags `true`
or `false`, and numbers without quotes. Months and words such as biweekly are refused because
people read them in different ways; the message names the readings.

To fix: write the value as the message says.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH005", "wrong-value", Severity.ERROR, __doc__, file=True)
