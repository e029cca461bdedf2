"""`make words`: what the code and the templates say, gathered into the catalogues; what nobody says is let go.

python tools/messages.py          # write
python tools/messages.py --check  # exit 1 where a catalogue would be otherwise
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from checks.model.languages import LANGUAGES
from checks.wording.catalogues import catalogue_of

ROOT = Path(__file__).parents[1]
CATALOGUES = ROOT / "checks" / "wording"
TRANSLATED = tuple(one for one in LANGUAGES if one != "en")
DATED = (b'"Project-Id', b'"Report-', b'"POT-', b'"PO-', b'"Last-', b'"Language-Team', b'"Generated')
"""Lines of a catalogue's head that tell of who ran what and when, and would be others each time."""
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": None,
    "heading": None,
    "message": None,
    "counted": (1, 2),
    "numbered": (1, 2),
    "_say": None,
}
METHODS = [("**/templates/**.j2", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.j2": {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}}


def template() -> Catalog:
    """Return every message there is, without a translation, in the order of the files that say them."""
    found = Catalog(charset="utf-8")
    said_in = extract_from_dir(ROOT / "checks", METHODS, OPTIONS, KEYWORDS, directory_filter=_wanted)
    for path, _, message, comments, context in sorted(said_in, key=lambda one: (one[0], one[1])):
        found.add(message, None, [(f"checks/{path}", 1)], auto_comments=comments, context=context)
    return found


def _wanted(folder: str | Path) -> bool:
    return Path(folder).name not in ("__pycache__", "starting", "rules")


def updated(language: str) -> bytes:
    """Return a language's catalogue with the messages there are now: new ones empty, none guessed at."""
    catalogue = catalogue_of(language)
    catalogue.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    out = BytesIO()
    write_po(out, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
    head, _, rest = out.getvalue().partition(b"\n\n")
    kept = [line for line in head.splitlines() if not line.startswith(DATED)]
    return b"\n".join(kept) + b"\n\n" + rest


def main() -> int:
    """Write the catalogues anew, or say which would be."""
    stale = 0
    for language in TRANSLATED:
        file, made = CATALOGUES / f"{language}.po", updated(language)
        if file.read_bytes() != made and "--check" in sys.argv[1:]:
            print(f"checks/wording/{language}.po is not what the code says: run `make words`")
            stale = 1
        elif file.read_bytes() != made:
            file.write_bytes(made)
        untranslated = sum(1 for one in catalogue_of(language) if one.id and not said(one.string or ""))
        if untranslated:
            print(f"{untranslated} messages have no translation in checks/wording/{language}.po")
    return stale


def said(string: str | tuple[str, ...] | list[str]) -> bool:
    """Whether a message is translated, in each of its forms."""
    return bool(string) if isinstance(string, str) else all(string)


if __name__ == "__main__":
    sys.exit(main())
