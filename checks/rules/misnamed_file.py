"""SCH006 misnamed-file: a file or folder has the wrong name.

The id of a service is also the name of its file, and the id of a team is the name of its folder. A
log file has the name of its calendar quarter. An agreement in a file of its own has its first day as
the name, and the group if it is for one. The rule also reports files that the check doesn't
read, because someone may think that they count.

To fix: rename the file or folder, or change the id in it.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH006", "misnamed-file", Severity.ERROR, __doc__, file=True)
