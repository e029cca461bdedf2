"""SCH003 unknown-key: the file has a key that is not known.

A misspelt key would be ignored without anyone noticing, so it is an error. The message suggests the
nearest known key.

To fix: correct the key, or remove it.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH003", "unknown-key", Severity.ERROR, __doc__, file=True)
