"""SCH001 unreadable-file: a file or folder can't be read.

The file is missing, too large, not a regular file, or not UTF-8. Or it begins with a byte order mark, or
contains a control, zero-width or bidirectional character. If a team's file can't be read, the whole
team is left out of the figures until you fix it.

To fix: save the file as UTF-8 without a byte order mark, and remove the character that the message
names. If the finding names `outbound fmt`, that command does it for you.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH001", "unreadable-file", Severity.ERROR, __doc__, file=True)
