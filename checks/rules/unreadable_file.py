"""SCH001 unreadable-file: a file or folder cannot be read.

It is missing, no regular file, larger than is taken, not UTF-8, begins with a byte order mark, or
holds a character that no text here may hold: a control character, a zero-width or a bidirectional
one. What cannot be read cannot be judged, so a team with such a file is unread, never covered.

To fix: save the file as UTF-8 without a byte order mark, and take the character named out.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH001", "unreadable-file", Severity.ERROR, __doc__, file=True)
