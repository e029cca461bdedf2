"""SCH011 contradiction: two entries in a file contradict each other.

Examples are an end date before its start date, agreements out of order, two overlapping memberships
of one person, and an id that appears twice. Another example is a translation with a different number
of lines than the original. So is an agreement that `follows` a different one than the one before
it: someone agreed on other terms while it was proposed.

To fix: decide which of the two is right, and correct the other.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH011", "contradiction", Severity.ERROR, __doc__, file=True)
