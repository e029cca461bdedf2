"""`make screenshots`: pages of the built site as pictures to look at, and the README's pictures in docs/assets/.

Ten pages are taken light and dark, on a desk and on a phone. The README shows the page of teams, and a check in a
terminal: what the command prints, in the colours of a terminal. A guide shows what two commands ask on a terminal:
they are called with the files that the guide has its readers save. Two more show mails as they arrive, and the page
that a leader gets, and three show handbooks of others with a playbook in them.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from tools.example_mails import private_pages
from tools.handbook_looks import built_handbooks
from tools.small_png import with_palette

PAGES = (
    "index",
    "start/member",
    "services/index",
    "services/one-on-one",
    "teams/index",
    "teams/harbour",
    "organisation",
    "privacy",
    "changes",
    "checks/cad001",
)
WIDTHS = {"desktop": 1280, "phone": 390}

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

README_WIDTH, README_HEIGHT, README_SCALE = 1180, 780, 0.8
"""The window the README shows, and its size beside the picture's."""

CHECK = ("check", "--select", "CAD002", "--select", "CAD004")
COLUMNS, TERMINAL_WIDTH = 112, 944

GUIDE = Path("docs/guides/from-a-spreadsheet.md")
_SAVED = re.compile(r"save this as `(?:\.\./)?([^`]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)

INIT = ("init", "acme", "--from", "hr.csv", "--people", "people.csv", "--first-day", "2026-09-01")
SUGGEST = ("import", "calendar", "../lea.ics", "--team", "harbour", "--suggest")
QUIETLY = (
    "--organisation",
    "Acme",
    "--services",
    "one-on-one,performance-discussion,team-health-check",
    "--time-zone",
    "Europe/Helsinki",
)
"""Answers to what `init` would ask before the table is read."""

PATIENCE = 60
"""Seconds after which a command that prints nothing is given up."""

GUIDE_COLUMNS, GUIDE_WIDTH, GUIDE_SCALE = 88, 744, 1.5
"""The terminal of the guide, and how much larger than shown its picture is."""

PRIVATE_WIDTHS = {"mail-leader": 560, "mail-member": 390, "desk": 900}
PRIVATE_SCALE, PRIVATE_HEIGHT = 1.0, 980
"""The windows that mails and a leader's page are shown in; what is longer is cut."""

HANDBOOK_WIDTH, HANDBOOK_HEIGHT = 1280, 760
"""The window that handbooks of others are shown in: wide enough for the menu beside a page."""

_LIGHT = [
    (36, 41, 47),
    (207, 34, 46),
    (17, 99, 41),
    (125, 78, 0),
    (9, 105, 218),
    (130, 80, 223),
    (27, 124, 131),
    (87, 96, 106),
]
_DARK = [
    (201, 209, 217),
    (255, 123, 114),
    (63, 185, 80),
    (210, 153, 34),
    (88, 166, 255),
    (188, 140, 255),
    (57, 197, 207),
    (177, 186, 196),
]
TERMINALS = {
    "light": TerminalTheme((255, 255, 255), (36, 41, 47), _LIGHT, _LIGHT),
    "dark": TerminalTheme((13, 17, 23), (201, 209, 217), _DARK, _DARK),
}
_FRAME = (
    "<body style='margin:0;background:{background}'><pre style='margin:0;padding:20px;color:{colour};"
    'font:13px/1.5 "DejaVu Sans Mono",monospace\'>{{code}}</pre></body>'
)
"""What the terminal's text is drawn in."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Log no requests."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve the site while the pictures are taken, and yield its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@contextmanager
def opened(
    browser: Browser, scheme: Scheme, width: int, height: int = 900, scale: float = 1
) -> Iterator[Page]:
    """Open a page in a scheme and a size."""
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": height},
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    yield context.new_page()
    context.close()


def show(page: Page, address: str) -> None:
    """Show a page of the site, and wait until it is drawn."""
    page.goto(address)
    page.wait_for_timeout(250)


def take_pages(browser: Browser, address: str, out: Path) -> None:
    """Write `out`/PAGE-WIDTH-SCHEME.png of each page."""
    for scheme in SCHEMES:
        for name, width in WIDTHS.items():
            with opened(browser, scheme, width) as page:
                for path in PAGES:
                    show(page, f"{address}/{path}.html")
                    file = out / f"{path.replace('/', '-')}-{name}-{scheme}.png"
                    page.screenshot(path=file, full_page=True)


def printed(
    words: Sequence[str],
    here: Path,
    columns: int,
    around: Mapping[str, str],
    answers: Mapping[str, str] | None = None,
) -> str:
    """Return what the command prints on a terminal, its colours with it.

    `answers` are typed behind the texts that ask for them; without any the command has no terminal to ask in.
    """
    ours, theirs = pty.openpty()
    program = [sys.executable, "-c", "from checks.cli import main; main()", *words]
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(columns), **around}
    text, left = b"", dict(answers or {})
    with subprocess.Popen(  # noqa: S603 - the command of this project
        program, cwd=here, env=environment, stdout=theirs, stderr=theirs,
        stdin=subprocess.DEVNULL if answers is None else theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        with suppress(OSError):  # the other end is closed
            while select.select([ours], [], [], PATIENCE)[0] and (piece := os.read(ours, 4096)):
                text += piece
                for question in [question for question in left if text.endswith(question.encode())]:
                    os.write(ours, left.pop(question).encode())
            process.terminate()  # done already, unless it waits for an answer to something else
    os.close(ours)
    if left:
        sys.exit(f"The command did not ask {', '.join(left)}, but printed:\n{text.decode()}")
    return text.decode().replace("\r\n", "\n")


def terminal(words: Sequence[str], text: str, scheme: Scheme, columns: int) -> str:
    """Return HTML that looks as a terminal with the command and its output does."""
    theme = TERMINALS[scheme]
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(
            record=True, width=columns + 2, file=nowhere, force_terminal=True, color_system="truecolor"
        )
        console.print(Text(f"$ outbound {' '.join(words)}", style="bold"))
        console.print(Text.from_ansi(text))
        frame = _FRAME.format(background=theme.background_color.hex, colour=theme.foreground_color.hex)
        return console.export_html(theme=theme, inline_styles=True, code_format=frame)


def take_for_guide(browser: Browser, assets: Path) -> None:
    """Write the pictures of a guide: the columns of a table from HR, and the rules that a calendar lacks."""
    with tempfile.TemporaryDirectory() as folder:
        for file, text in _SAVED.findall(GUIDE.read_text(encoding="utf-8")):
            (Path(folder) / file).write_text(text, encoding="utf-8")
        for name, words, text in guide_calls(Path(folder)):
            with opened(browser, "light", GUIDE_WIDTH, 1, GUIDE_SCALE) as page:
                page.set_content(terminal(words, text, "light", GUIDE_COLUMNS))
                (assets / f"{name}.png").write_bytes(with_palette(page.screenshot(full_page=True)))


def guide_calls(folder: Path) -> Iterator[tuple[str, Sequence[str], str]]:
    """Yield the name of a picture, its command, and what that prints up to its last question."""
    around = {"OUTBOUND_PEOPLE": str(folder / "people.csv"), "PYTHONPATH": str(Path.cwd())}
    asked = {"for example team=Division: ": "\n", "[y/N]: ": "y\n"}
    quietly = (*INIT, *QUIETLY, "--country", "none", "--counts", "any", "--judged-from", "2027-01-01")
    begun = printed(quietly, folder, GUIDE_COLUMNS, around, asked)
    yield "columns", INIT, begun[: begun.index("[y/N]: ") + len("[y/N]: ")]
    playbook = folder / "acme/playbook/playbook.yaml"
    playbook.write_text(playbook.read_text(encoding="utf-8") + "today: 2026-11-20\n", encoding="utf-8")
    suggested = printed(SUGGEST, folder / "acme", GUIDE_COLUMNS, around, {"for none): ": "\n"})
    yield "suggest", SUGGEST, suggested[: suggested.index("for none): ") + len("for none): ")]


def take_private(browser: Browser, assets: Path) -> None:
    """Write the pictures of mails and of a leader's page, all but the last of what is long."""
    with tempfile.TemporaryDirectory() as folder:
        for name, html in private_pages(Path(folder)):
            with opened(browser, "light", PRIVATE_WIDTHS[name], 1, PRIVATE_SCALE) as page:
                page.set_content(html)
                height = min(page.evaluate("document.documentElement.scrollHeight"), PRIVATE_HEIGHT)
                page.set_viewport_size({"width": PRIVATE_WIDTHS[name], "height": height})
                (assets / f"{name}.png").write_bytes(with_palette(page.screenshot()))


def take_handbooks(browser: Browser, assets: Path) -> None:
    """Write a picture of each handbook: a page of the playbook as its guest."""
    with tempfile.TemporaryDirectory() as folder:
        for name, site, path in built_handbooks(Path(folder), Path.cwd()):
            with (
                served(site) as address,
                opened(browser, "light", HANDBOOK_WIDTH, HANDBOOK_HEIGHT, README_SCALE) as page,
            ):
                show(page, f"{address}/{path}")
                (assets / f"{name}.png").write_bytes(with_palette(page.screenshot()))


def take_for_readme(browser: Browser, address: str, assets: Path) -> None:
    """Write the pictures of the README, small enough for a repository."""
    text = printed(CHECK, Path.cwd(), COLUMNS, {})
    for scheme in SCHEMES:
        with opened(browser, scheme, README_WIDTH, README_HEIGHT, README_SCALE) as page:
            show(page, f"{address}/teams/index.html")
            (assets / f"teams-{scheme}.png").write_bytes(with_palette(page.screenshot()))
        with opened(browser, scheme, TERMINAL_WIDTH, 1) as page:
            page.set_content(terminal(CHECK, text, scheme, COLUMNS))
            (assets / f"check-{scheme}.png").write_bytes(with_palette(page.screenshot(full_page=True)))


def main(site: Path, out: Path, assets: Path) -> None:
    """Take all pictures of a built site."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("There is no chromium on this machine. Run: apt-get install chromium")
    for folder in (out, assets):
        folder.mkdir(parents=True, exist_ok=True)
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        take_for_readme(browser, address, assets)
        take_for_guide(browser, assets)
        take_private(browser, assets)
        take_handbooks(browser, assets)
        take_pages(browser, address, out)
        browser.close()
    print(
        f"{len(list(out.glob('*.png')))} pictures in {out}, and those of the README and guides in {assets}: look at them."
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path("docs/assets"))
