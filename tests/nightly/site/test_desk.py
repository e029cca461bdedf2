"""A leader's page in a real browser: accessible, narrow and wide, light and dark, and on one sheet of paper."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from checks.site.desk_page import desk_mail
from checks.wording.catalogues import language_of
from tests.nightly.site.test_browser import opened, violations
from tests.support.calling import outbound
from tests.support.leader_desks import desk_for
from tests.support.paths import ROOT
from tests.unit.site.test_desk_page import ANSWERS, FRIDAY, HOSTILE

MAIL = {"OUTBOUND_MAIL_KEY": "k" * 40, "OUTBOUND_MAIL_ANSWERS": "playbook@example.org"}
HELD = re.compile(
    r"^(2026-11-1[78],one-on-one,p-(?:dagny|hilja|leonie),p-paavo,outbound),held,yes,$", re.MULTILINE
)
LOG = "data/teams/harbour/touchpoints/2026-Q4.csv"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, with three meetings of a leader of eleven that nobody has confirmed, and its people's names."""
    root = tmp_path_factory.mktemp("example") / "northlight"
    for name in ("playbook", "data"):
        shutil.copytree(ROOT / name, root / name)
    log = root / LOG
    text, changed = HELD.subn(r"\1,booked,,", log.read_text("utf-8"))
    assert changed == 3
    log.write_text(text, encoding="utf-8")
    roster = (root / "data/teams/harbour/team.yaml").read_text("utf-8")
    ids = sorted(set(re.findall(r"person: (p-[a-z]+)", roster)))
    people = "".join(f"{one},{one[2:].title()} Haapalainen,{one[2:]}@example.org\n" for one in ids)
    (root.parent / "people.csv").write_text(f"id,name,address\n{people}", encoding="utf-8")
    return root


def page_of(root: Path, language: str) -> Path:
    """Return the page of the leader, written in a language."""
    playbook = root / "playbook/playbook.yaml"
    text = re.sub(r"(?m)^language: ..$", f"language: {language}", playbook.read_text("utf-8"))
    playbook.write_text(text, encoding="utf-8")
    file, people = root.parent / f"{language}.html", root.parent / "people.csv"
    done = outbound(
        "desk", "--leader", "p-paavo", "--out", str(file), "--people", str(people), here=root, env=MAIL
    )
    assert done.returncode == 0, done.stderr
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_leaders_page_is_accessible_and_fits(
    browser: Browser, example: Path, scheme: str, width: int
) -> None:
    file = page_of(example, "en")
    page, complaints = opened(browser, file.as_uri(), width, scheme)

    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert violations(page) == []
    assert over <= 0
    assert [words for words in complaints if words != file.as_uri()] == []
    expect(page.get_by_role("link", name="Took place", exact=True)).to_have_count(3)
    page.context.close()


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_leaders_page_prints_on_one_sheet(browser: Browser, example: Path, language: str) -> None:
    page, _ = opened(browser, page_of(example, language).as_uri(), 1280, "dark")

    sheets = page.pdf(format="A4")

    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_the_mail_is_accessible_and_fits(
    browser: Browser, example: Path, tmp_path: Path, scheme: str, language: str
) -> None:
    words = language_of(language)
    desk = desk_for(example, "p-paavo", FRIDAY, words, answers=ANSWERS)
    file = tmp_path / "mail.html"
    file.write_text(desk_mail(desk, "Northlight", words, ["The end."]), encoding="utf-8")

    page, complaints = opened(browser, file.as_uri(), 320, scheme)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert violations(page) == []
    assert over <= 0
    assert [said for said in complaints if said != file.as_uri()] == []
    page.context.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_comes_alive_on_a_leaders_page(
    browser: Browser, example: Path, tmp_path: Path, name: str
) -> None:
    people, file = tmp_path / "people.csv", tmp_path / "page.html"
    quoted = name.replace('"', '""')
    people.write_text(f'id,name,address\np-eero,"{quoted}",eero@example.org\n', encoding="utf-8")

    done = outbound("desk", "--leader", "p-paavo", "--out", str(file), "--people", str(people), here=example)
    page, complaints = opened(browser, file.as_uri(), 1280, "light")

    assert done.returncode == 0, done.stderr
    assert [words for words in complaints if words != file.as_uri()] == []
    assert " ".join(name.split()) in page.inner_text("main")
    page.context.close()
