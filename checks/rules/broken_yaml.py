"""SCH002 broken-yaml: a file is not YAML, or uses a part of YAML that is not taken.

Anchors, aliases, merge keys, tags, directives and second documents are refused: they let a file
of a kilobyte grow without end, and make it mean something else to another reader. The file must
be one mapping, at most 16 deep.

To fix: mend the line named, and write values out where they are shared.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH002", "broken-yaml", Severity.ERROR, __doc__, file=True)
