r"""The JSON Schemas of what a field's text may be: what an editor completes and checks.

A schema sees what a YAML 1.2 core reader makes of the text: `3` is a number there, and `2026-01-31` and `90%`
are texts. Patterns are ECMA's, without `\d` and `\w`, which other engines read otherwise. Source:
docs/adr/0017-schemas-for-editors.md.
"""

from pydantic import WithJsonSchema

_WHOLE_DAY = (
    "(?:20[0-8][0-9]|2090)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DAY = rf"{_WHOLE_DAY}|20(?:[02468][048]|[1357][26])-02-29"
"""Every day from 2000 to 2090, leap days too, and no other."""

SHARE = r"100(?:\.0{1,2})?%|(?:0|[1-9][0-9]?)(?:\.[0-9]{1,2})?%"

_NEVER = r"""\s<>"'`\\^{|}\x00-\x1f"""
URL = rf"https://(?=.{{1,1990}}$)[^@:/?#{_NEVER}][^@/?#{_NEVER}]*(?:[/?#][^{_NEVER}]*)?"
"""A host, no user, and whatever follows."""

LINE = r"\s*\S(?:[^\n]{0,398}\S)?\s*"
PROSE = r"\s*\S(?:[\s\S]{0,7998}\S)?\s*"


def spelled(pattern: str, otherwise: str, *examples: str) -> WithJsonSchema:
    """Return the schema of a text that fits `pattern` as a whole; an editor says `otherwise` where it does not."""
    return WithJsonSchema(
        {"type": "string", **_fitting(pattern, otherwise), **({"examples": [*examples]} if examples else {})}
    )


def words(pattern: str, otherwise: str) -> WithJsonSchema:
    """Return the schema of a text in any words: `2026` and `true` are taken as they are written."""
    return WithJsonSchema({"type": ["string", "number", "boolean"], **_fitting(pattern, otherwise)})


def number(least: int, most: int = 9_999_999) -> WithJsonSchema:
    """Return the schema of a whole number, both ends included."""
    return WithJsonSchema({"type": "integer", "minimum": least, "maximum": most})


def _fitting(pattern: str, otherwise: str) -> dict[str, str]:
    """Return a pattern and, in the keywords of language servers, what is said where the value is another."""
    return {"pattern": f"^(?:{pattern})$", "patternErrorMessage": otherwise, "errorMessage": otherwise}
