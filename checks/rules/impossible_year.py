"""SCH010 impossible-year: a date has an impossible year.

Years from 2000 to 2090 are valid. A date in the year 0206 or 20206 is a typing error.

To fix: correct the year.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH010", "impossible-year", Severity.ERROR, __doc__, file=True)
