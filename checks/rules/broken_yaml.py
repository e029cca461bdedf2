"""SCH002 broken-yaml: the file is not valid YAML, or uses a part of YAML that is not allowed.

The check refuses anchors, aliases, merge keys, tags, directives and second documents. They let a
tiny file grow without limit, and other programs read them differently. The file must be one
mapping, at most 16 levels deep.

Some mistakes can't be seen. The message names the column of a tab, of a non-breaking space, of a curly quote,
or of a colon in a text without quotes.

To fix: correct the line that the message names, and write shared values out in full.
"""

from checks.model.findings import Severity
from checks.rules.rule import Rule

RULE = Rule("SCH002", "broken-yaml", Severity.ERROR, __doc__, file=True)
