"""SCH010 impossible-year: a date lies in a year that cannot be meant.

Years from 2000 to 2090 are taken. A date in 0206 or 20206 is a slip of the hand.

To fix: write the year that is meant.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH010", "impossible-year", Severity.ERROR, __doc__, file=True)
