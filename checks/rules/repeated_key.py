"""SCH007 repeated-key: a key stands twice in one mapping.

YAML readers differ in which of the two they take. Neither is taken here.

To fix: take one of them out.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH007", "repeated-key", Severity.ERROR, __doc__, file=True)
