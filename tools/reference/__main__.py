"""`python -m tools.reference`: write the pages that are made from code; the same bytes each time."""

from __future__ import annotations

from pathlib import Path

from tools.reference.pages import pages

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Write each page whose text has changed, and say which."""
    for path, text in pages(ROOT).items():
        file = ROOT / path
        if not file.is_file() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            print(path)


if __name__ == "__main__":
    main()
