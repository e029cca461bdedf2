"""SCH003 unknown-key: a key is not one this file has.

A misspelt key would be a rule nobody keeps, so it is an error. The nearest known key is named.

To fix: write the key as it is known, or take it out.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH003", "unknown-key", Severity.ERROR, __doc__, file=True)
