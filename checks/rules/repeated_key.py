"""SCH007 repeated-key: a key appears twice in one mapping.

Programs that read YAML differ in which of the two they use. The check uses neither.

To fix: remove one of them.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH007", "repeated-key", Severity.ERROR, __doc__, file=True)
