"""SCH006 misnamed-file: a file or folder has a name that does not fit what it holds.

The file of a service and the folder of a team are named by their ids, and the log's files by
calendar quarters, so that a name never means two things. A file nobody reads is reported, since
somebody thought that it counts.

To fix: rename the file or folder, or change the id in it.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH006", "misnamed-file", Severity.ERROR, __doc__, file=True)
