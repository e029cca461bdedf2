"""The package beside what handbooks pin: installed in an environment of its own, and a guest in the handbook."""

from __future__ import annotations

import os
import subprocess
import venv
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.nightly.package.building import WHEEL, built
from tests.nightly.site.test_build import broken_links
from tests.support.paths import ROOT

if TYPE_CHECKING:
    from pathlib import Path


class PinnedHandbook(NamedTuple):
    """What stands in requirements of a site that exists, and the plugins in its mkdocs.yml."""

    pins: str
    plugins: tuple[str, ...] = ("search",)


HANDBOOKS = {
    "the oldest theme": PinnedHandbook("mkdocs==1.6.0 mkdocs-material==9.4.0"),
    "feeds and own order": PinnedHandbook(
        "mkdocs==1.6.0 mkdocs-material==9.4.14 mkdocs-awesome-pages-plugin==2.9.2 mkdocs-rss-plugin==1.9.0",
        ("search", "awesome-pages", "rss: {use_git: false}"),
    ),
    "dates and authors, compiled": PinnedHandbook(
        "mkdocs==1.6.0 mkdocs-material==9.5.21 mkdocs-git-revision-date-localized-plugin==1.2.6 "
        "pymdown-extensions==10.8.1 babel==2.15.0 certifi==2024.2.2 charset-normalizer==3.3.2 click==8.1.7 "
        "idna==3.7 jinja2==3.1.4",
        ("search", "git-revision-date-localized"),
    ),
    "many plugins": PinnedHandbook(
        "mkdocs==1.6.0 mkdocs-material==9.5.28 mkdocs-static-i18n[material]==1.3.1 mike==2.0.0 "
        "pymdown-extensions==10.7 mkdocs-glightbox==0.3.7 mkdocs-minify-plugin==0.8.0 "
        "mkdocs-macros-plugin==1.0.5 mkdocs-monorepo-plugin==1.1.0 mkdocs-redirects==1.2.1 pygments==2.17.2",
        ("search", "glightbox", "macros", "monorepo", "redirects: {redirect_maps: {old.md: index.md}}"),
    ),
    "everything frozen": PinnedHandbook(
        "mkdocs==1.6.1 mkdocs-material==9.5.47 babel==2.16.0 certifi==2024.8.30 charset-normalizer==3.4.0 "
        "click==8.1.7 idna==3.10 jinja2==3.1.4 packaging==24.1 python-dateutil==2.9.0.post0 pyyaml==6.0.2 "
        "requests==2.32.3"
    ),
    "proofs of links": PinnedHandbook(
        "mkdocs==1.6.1 mkdocs-material==9.6.14 babel==2.17.0 backrefs==5.8 certifi==2025.4.26 click==8.2.1 "
        "filelock==3.18.0 jinja2==3.1.6 markdown==3.8 mkdocs-htmlproofer-plugin==1.3.0 "
        "mkdocs-macros-plugin==1.3.7",
        ("search", "macros", "htmlproofer: {validate_external_urls: false, raise_error: true}"),
    ),
    "a colourful command": PinnedHandbook(
        "mkdocs-material==9.6.18 rich~=13.7.1 rich-click~=1.7.4 click~=8.1.7"
    ),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(WHEEL, ROOT, tmp_path_factory.mktemp("dist"))


@pytest.mark.parametrize("handbook", HANDBOOKS.values(), ids=HANDBOOKS)
def test_a_handbook_with_its_pins_takes_the_playbook(
    handbook: PinnedHandbook, wheel: Path, tmp_path: Path
) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    host, binaries = tmp_path / "host", tmp_path / "env/bin"
    _write_handbook(host, handbook.plugins)

    def run(*words: str) -> None:
        done = _run(host, str(binaries / words[0]), *words[1:])
        assert done.returncode == 0, f"{words}\n{done.stdout}{done.stderr}"

    run("pip", "install", "--quiet", "--no-compile", *handbook.pins.split())
    run("mkdocs", "build", "--strict", "-d", str(tmp_path / "before"))
    ours = f"outbound-playbook[site] @ {wheel.as_uri()}"
    run("pip", "install", "--quiet", "--no-compile", *handbook.pins.split(), ours)
    run("pip", "check")
    run("outbound", "init", ".", "--yes", "--organisation", "Acme")
    run("outbound", "check", "--exit-zero")
    run("mkdocs", "build", "--strict", "-d", str(tmp_path / "after"))

    assert broken_links(tmp_path / "after") == []
    assert (tmp_path / "after/leadership/services/one-on-one/index.html").is_file()
    for page in ("index.html", "onboarding/index.html"):
        assert _main_text(tmp_path / "after" / page) == _main_text(tmp_path / "before" / page)


def _write_handbook(host: Path, plugins: tuple[str, ...]) -> None:
    """Write a handbook of two pages with the plugins, in a git repository of its own."""
    (host / "docs").mkdir(parents=True)
    lines = "".join(f"  - {plugin}\n" for plugin in plugins)
    (host / "mkdocs.yml").write_text(
        "site_name: Acme handbook\nsite_url: https://acme.example/\n"
        f"theme: {{name: material, font: false}}\nplugins:\n{lines}",
        "utf-8",
    )
    (host / "docs/index.md").write_text("# Acme\n\nSee [the first day](onboarding.md).\n", "utf-8")
    (host / "docs/onboarding.md").write_text("# Onboarding\n\nCome in.\n", "utf-8")
    for words in (
        ("init", "--quiet", "-b", "main"),
        ("add", "."),
        ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "commit", "--quiet", "-m", "Handbook"),
    ):
        assert _run(host, "git", *words).returncode == 0


def _main_text(page: Path) -> str:
    """Return the article of a page."""
    _, _, rest = page.read_text("utf-8").partition("<article")
    article, end, _ = rest.partition("</article>")
    assert end
    return article


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL"))}
    return subprocess.run(
        words, cwd=folder, env=kept | {"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
        timeout=1800,
    )  # fmt: skip
