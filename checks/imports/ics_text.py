r"""Turn the bytes of a calendar export into lines: unfolded, in whatever encoding and with whatever line ends.

A line is folded by bytes, so a fold may lie inside a letter: lines are joined before they are decoded. Line ends
that were doubled on the way (`\r\r\n`, or a blank line behind each line) are taken as single ones. What is no
UTF-8 is read as Windows-1252, line by line. Source: RFC 5545, section 3.1.
"""

import codecs
import re

_LINE_END = re.compile(rb"\r+\n?")
_LINE_ENDS = re.compile(rb"\n{2,}")
_FOLD = re.compile(rb"\n[ \t]")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def calendar_text(content: bytes) -> str:
    r"""Return the text with each property on a line of its own; blank lines are left out.

    >>> calendar_text("BEGIN:VCALENDAR\r\r\nSUMMARY:L\xf6n\r\n\r\n e".encode("latin-1"))
    'BEGIN:VCALENDAR\nSUMMARY:Löne'
    """
    if content.startswith(_UTF_16):
        content = content.decode("utf-16", "replace").encode()
    content = _LINE_END.sub(b"\n", content.removeprefix(codecs.BOM_UTF8))
    # one line end each before folds are looked for: searching runs of them again from each would take for ever
    lines = _FOLD.sub(b"", _LINE_ENDS.sub(b"\n", content)).split(b"\n")
    return "\n".join(_decoded(line) for line in lines if line.strip())


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
