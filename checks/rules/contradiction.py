"""SCH011 contradiction: two things in a file contradict one another.

A `to` before its `from`, agreements out of order, two stays of one person in one team that
overlap, one id written twice, or a translation with another number of lines than what it translates.

To fix: decide which of the two holds.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH011", "contradiction", Severity.ERROR, __doc__, file=True)
