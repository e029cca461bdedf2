"""The built site: strict, the same bytes twice, every link alive, and nothing about a person."""

import csv
import filecmp
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from tests.support.paths import ROOT
from tests.support.site import build

PLAIN = """\
site_name: Northlight playbook
docs_dir: pages
use_directory_urls: {directory_urls}
theme: {{name: material, font: false}}
extra_css: [assets/outbound.css, assets/playbook.css]
markdown_extensions: [attr_list, tables, toc]
"""


class _Links(HTMLParser):
    """Collects the ids of a page, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids |= {value for name in ("id", "name") if (value := found.get(name))}
        self.links += [value for name in ("href", "src") if (value := found.get(name)) and tag != "base"]


def _read(page: Path) -> _Links:
    parser = _Links()
    parser.feed(page.read_text("utf-8"))
    return parser


def broken_links(site: Path) -> list[str]:
    """Return every link and anchor within the site that leads nowhere."""
    pages = {page: _read(page) for page in sorted(site.rglob("*.html")) if page.name != "404.html"}
    broken = []
    for page, found in pages.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (
                parts.fragment and target in pages and parts.fragment not in pages[target].ids
            ):
                broken.append(f"{page.relative_to(site)} -> {link}")
    return broken


def _same(one: Path, other: Path) -> None:
    names = [path.relative_to(one) for path in sorted(one.rglob("*")) if path.is_file()]
    assert names == [path.relative_to(other) for path in sorted(other.rglob("*")) if path.is_file()]
    assert [name for name in names if not filecmp.cmp(one / name, other / name, shallow=False)] == []


def test_two_builds_have_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = build(ROOT / "mkdocs.yml", tmp_path / "again")

    assert again.returncode == 0, again.stderr
    _same(built, tmp_path / "again")


def test_properdocs_builds_the_same_pages_strictly(built: Path, tmp_path: Path) -> None:
    done = build(ROOT / "mkdocs.yml", tmp_path / "site", sys.executable, "-m", "properdocs", "build")

    assert done.returncode == 0, done.stderr
    ours = {path.relative_to(built) for path in built.rglob("*.html")}
    assert ours == {path.relative_to(tmp_path / "site") for path in (tmp_path / "site").rglob("*.html")}


def _render(out: Path, *options: str) -> None:
    _outbound("--root", str(ROOT), "render", "--out", str(out), *options)


def _outbound(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from checks.cli import main; main()", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("directory_urls", [False, True], ids=["files", "folders"])
def test_zensical_builds_what_render_writes(tmp_path: Path, *, directory_urls: bool) -> None:
    _render(tmp_path / "pages", *(["--directory-urls"] if directory_urls else []))
    plain = PLAIN.format(directory_urls=str(directory_urls).lower())
    (tmp_path / "mkdocs.yml").write_text(plain, "utf-8")

    done = subprocess.run(
        [Path(sys.executable).parent / "zensical", "build", "-f", "mkdocs.yml"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=1800,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ob-hero" in (tmp_path / "site" / "index.html").read_text("utf-8")
    page = "services/one-on-one/index.html" if directory_urls else "services/one-on-one.html"
    assert (tmp_path / "site" / page).is_file()
    assert broken_links(tmp_path / "site") == []


def test_links_resolve_with_directory_addresses_too(tmp_path: Path) -> None:
    _render(tmp_path / "pages", "--directory-urls")
    (tmp_path / "mkdocs.yml").write_text(PLAIN.format(directory_urls="true"), "utf-8")

    done = build(tmp_path / "mkdocs.yml", tmp_path / "site")

    assert done.returncode == 0, done.stderr
    assert broken_links(tmp_path / "site") == []


def test_render_writes_the_same_bytes_as_the_plugin_hands_on(tmp_path: Path) -> None:
    _render(tmp_path / "one")
    _render(tmp_path / "two")

    _same(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "one" / "services" / "one-on-one.md").read_text("utf-8").startswith("---\ntitle: ")


def persons() -> set[str]:
    """Return every id of a person in the example's rosters and logs."""
    persons: set[str] = set()
    for roster in (ROOT / "data" / "teams").glob("*/team.yaml"):
        persons |= set(re.findall(r"\bp-[a-z0-9-]+", roster.read_text("utf-8")))
    for log in (ROOT / "data" / "teams").glob("*/touchpoints/*.csv"):
        with log.open(encoding="utf-8") as file:
            persons |= {row["member"] for row in csv.DictReader(file) if row["member"]}
    return persons


def named_in(site: Path) -> set[tuple[str, str]]:
    """Return the files of a site that name a person, and whom, without what a guide says by hand."""
    ids = "|".join(sorted(map(re.escape, persons()), key=len, reverse=True)).encode()
    named = re.compile(rb"(?<![a-z0-9-])(?:" + ids + rb")(?![a-z0-9-])")
    files = [path for path in site.rglob("*") if path.is_file() and path.suffix not in {".gz", ".png"}]
    return {
        (name, found.decode())
        for path in files
        for found in named.findall(path.read_bytes())
        if not written_by_hand(name := str(path.relative_to(site)), found.decode())
    }


def written_by_hand(name: str, person: str) -> bool:
    """Whether a guide, or the search for what stands in one, names somebody of the example as an example.

    Guides are prose in docs/, whose commands are run on the example's own data.
    """
    guides = [path for folder in ("how-to", "guides") for path in (ROOT / "docs" / folder).glob("*.md")]
    if not name.startswith("search/"):
        guides = [path for path in guides if f"{path.parent.name}/{path.stem}.html" == name]
    return any(re.search(rf"(?<![a-z0-9-]){person}(?![a-z0-9-])", path.read_text("utf-8")) for path in guides)


def test_no_team_page_tells_that_somebody_came_back_from_leave(built: Path) -> None:
    for page in (built / "teams").glob("*.html"):
        article = page.read_text("utf-8").partition("<article")[2].partition("</article>")[0]
        assert page.name == "index.html" or "Return from leave" not in article, page.name
    index = (built / "teams" / "index.html").read_text("utf-8")
    assert "Return from leave" not in index.partition("<table")[2].partition("</table>")[0]


def test_nothing_is_fetched_from_another_host(built: Path) -> None:
    pattern = re.compile(
        r"<(?:script|img|link|iframe|source)[^>]+(?:src|href)=[\"']?(https?:)?//", re.IGNORECASE
    )

    found = [
        page.name
        for page in built.rglob("*.html")
        for tag in pattern.finditer(page.read_text("utf-8"))
        if "rel=canonical" not in tag[0] and 'rel="edit"' not in tag[0]
    ]
    assert found == []


def test_the_home_page_is_small(built: Path) -> None:
    assert (built / "index.html").stat().st_size < 80_000


def test_an_editor_is_led_to_the_file_of_the_service(built: Path) -> None:
    page = (built / "services" / "one-on-one.html").read_text("utf-8")

    assert (
        "https://git.northlight.example/northlight/playbook/edit/main/playbook/services/one-on-one.yaml"
        in page
    )


def _copy(tmp_path: Path) -> Path:
    for name in ("playbook", "data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


def _preview(tmp_path: Path, **options: object) -> Path:
    """Lay the example, to be built as a preview."""
    root = _copy(tmp_path)
    config = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    config["plugins"] = ["search", {"outbound": {"preview": True, **options}}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return root


def _ordered(tmp_path: Path, guides: list[object]) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Build a playbook with two pages written by hand and their order as mkdocs.yml says it."""
    root = _copy(tmp_path)
    shutil.rmtree(root / "docs")
    (root / "docs").mkdir()
    for name in ("about", "begin"):
        (root / f"docs/{name}.md").write_text(f"# {name.title()}\n", "utf-8")
    config = yaml.safe_load((root / "mkdocs.yml").read_text("utf-8"))
    config["plugins"] = ["search", {"outbound": {"guides": guides}}]
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    return root, build(root / "mkdocs.yml", root / "site")


def test_pages_by_hand_stand_as_mkdocs_yml_orders_them(tmp_path: Path) -> None:
    root, done = _ordered(tmp_path, [{"First": ["begin.md"]}])

    assert done.returncode == 0, done.stderr
    assert re.search(r"rel=\"?next\"? href=\"?about\.html", (root / "site/begin.html").read_text("utf-8"))


def test_an_ordered_page_that_is_missing_fails_the_build(tmp_path: Path) -> None:
    _, done = _ordered(tmp_path, ["begin.md", "gone.md"])

    assert done.returncode == 1
    assert "gone.md" in done.stderr


def test_a_strict_preview_fails_on_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    root = _preview(tmp_path)
    file = root / "data/teams/harbour/team.yaml"
    file.write_text(file.read_text("utf-8").replace("members:", "membres:", 1), "utf-8")

    done = build(root / "mkdocs.yml", root / "site")

    assert done.returncode == 1
    assert "data/teams/harbour/team.yaml:" in done.stderr
    assert "Did you mean `members`?" in done.stderr
    assert "Traceback" not in done.stderr
    teams = (root / "site/teams/index.html").read_text("utf-8")
    assert "Teams that could not be read" in teams
    assert (
        "nothing is said of their coverage" in re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), teams)
        or "harbour" in teams
    )


def test_an_unreadable_playbook_stops_the_build_at_its_line(tmp_path: Path) -> None:
    root = _copy(tmp_path)
    file = root / "playbook/playbook.yaml"
    file.write_text(file.read_text("utf-8").replace("language: en", "langauge: en"), "utf-8")

    done = build(root / "mkdocs.yml", root / "site")

    assert done.returncode == 1
    assert re.search(r"playbook/playbook\.yaml:\d+:1: SCH003", done.stderr)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("show", ["organisation", "parents"])
def test_no_team_has_figures_where_larger_groups_are_shown(tmp_path: Path, show: str) -> None:
    root = _copy(tmp_path)
    file = root / "playbook/playbook.yaml"
    file.write_text(re.sub(r"show: teams", f"show: {show}", file.read_text("utf-8")), "utf-8")

    done = build(root / "mkdocs.yml", root / "site")

    assert done.returncode == 0, done.stderr
    harbour = (root / "site/teams/harbour.html").read_text("utf-8")
    assert "ob-h" not in re.findall(r"class=\"?([^\">]+)", harbour)
    assert "Running now" not in harbour
    assert "only for groups larger than one team" in harbour
    index = (root / "site/teams/index.html").read_text("utf-8")
    assert "Engineering" in index
    assert "Harbour</a><small>" not in index


def test_a_preview_is_judged_for_the_day_that_is_asked(tmp_path: Path) -> None:
    root = _preview(tmp_path, as_of="2026-04-15")

    done = build(root / "mkdocs.yml", root / "site")

    assert done.returncode == 0, done.stderr
    assert "Inside, as of 15" in (root / "site/index.html").read_text("utf-8")
    assert "first quarter" in (root / "site/index.html").read_text("utf-8")


def test_the_log_of_a_build_says_no_figure_and_no_team(tmp_path: Path) -> None:
    done = build(_preview(tmp_path) / "mkdocs.yml", tmp_path / "site")

    said = done.stdout + done.stderr
    assert "findings. For the list, run: outbound check" in said
    assert "CAD" not in said
    assert "landfall" not in said


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site, built strictly where there are neither rosters nor logs."""
    root = _copy(tmp_path_factory.mktemp("public"))
    shutil.rmtree(root / "data")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.returncode == 0, done.stderr
    return root / "site"


def test_a_public_site_needs_no_roster_and_no_log(built: Path, public: Path) -> None:
    teams = (public / "teams/index.html").read_text("utf-8")

    assert "As of 20" in (public / "index.html").read_text("utf-8")
    assert "Harbour" in teams
    assert "waiting now" not in teams
    named = [path for path in built.rglob("*.html") if path.name != "changes.html"]  # it asks git since when
    assert len(named) > 60
    assert [
        path for path in named if path.read_bytes() != (public / path.relative_to(built)).read_bytes()
    ] == []


def test_nobody_is_in_a_byte_of_a_public_site(public: Path) -> None:
    assert named_in(public) == set()


def test_a_teams_calendar_is_the_one_the_command_writes(tmp_path: Path) -> None:
    root = _preview(tmp_path / "root")
    done = build(root / "mkdocs.yml", root / "site")
    assert done.returncode == 0, done.stderr
    _outbound("--root", str(ROOT), "plan", "--format", "ics", "--teams", "--out", str(tmp_path))

    written = {path.name: path.read_bytes() for path in (tmp_path / "teams").iterdir()}
    assert {path.name: path.read_bytes() for path in (root / "site/teams").glob("*.ics")} == written
    assert "../teams/harbour.ics" in _read(root / "site/teams/harbour.html").links
    assert b"BEGIN:VEVENT" in written["harbour.ics"]
