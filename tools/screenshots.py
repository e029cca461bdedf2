"""`make screenshots`: ten pages of the built site, light and dark, on a desk and on a phone, as pictures to look at."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright

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


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""


def main(site: Path, out: Path) -> None:
    """Write `out`/PAGE-WIDTH-SCHEME.png of each page of the site."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("no chromium on this machine: apt-get install chromium")
    out.mkdir(parents=True, exist_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for scheme in ("light", "dark"):
            for name, width in WIDTHS.items():
                context = browser.new_context(
                    color_scheme="dark" if scheme == "dark" else "light",
                    viewport={"width": width, "height": 900},
                    reduced_motion="reduce",
                )
                page = context.new_page()
                for path in PAGES:
                    page.goto(f"http://127.0.0.1:{server.server_port}/{path}.html")
                    page.wait_for_timeout(250)
                    page.screenshot(
                        path=out / f"{path.replace('/', '-')}-{name}-{scheme}.png", full_page=True
                    )
                context.close()
        browser.close()
    server.shutdown()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}: look at them.")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
