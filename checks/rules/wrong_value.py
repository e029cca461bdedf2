"""SCH005 wrong-value: a value has the wrong format.

Write dates as `2026-01-31`, shares as `90%` and lengths of time as `6 weeks` or `30 days`. Write
flags as `true` or `false`, and numbers without quotes. The check refuses months and words such as
biweekly, because people read them in different ways. The message lists the readings.

To fix: write the value as the message shows.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH005", "wrong-value", Severity.ERROR, __doc__, file=True)
