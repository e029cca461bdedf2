"""SCH004 missing-key: a key that the file needs is not there.

The first agreement of a service says everything; later ones take over what they do not say, but
always name the day, the people and the record of the agreement.

To fix: write the key.
"""

from checks.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH004", "missing-key", Severity.ERROR, __doc__, file=True)
