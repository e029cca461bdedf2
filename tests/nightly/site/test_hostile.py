"""Sixty hostile texts in every field that takes a text: each is read as it was typed, and none is alive."""

from __future__ import annotations

import re
import shutil
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.nightly.site.test_browser import opened
from tests.support.paths import ROOT
from tests.support.serving import serving
from tests.support.site import build
from tests.unit.site.test_safe_text import HOSTILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

TEXTS = [" ".join(text.replace("\u2028", " ").split()) for text in HOSTILE]

ELEMENTS = set(
    "a article b br button caption code dd del desc details div dl dt em fieldset figcaption figure h1 h2 h3 h4 i input ins "
    "label legend li line nav ol p path pre rect circle polyline script small span strong summary svg table tbody td "
    "th thead title tr ul g".split()
)
ATTRIBUTES = set(
    "aria-describedby aria-hidden aria-label aria-labelledby aria-sort checked class colspan cx cy d data-clipboard-target "
    "data-md-component data-md-type data-sort defer dir download fill height href id name points preserveaspectratio r "
    "rel role rx scope src start style tabindex title type value viewbox vector-effect width xmlns x x1 x2 y y1 y2 open stroke "
    "stroke-width stroke-linecap stroke-dasharray transform".split()
)

WALK = """() => {
  const found = [];
  for (const one of document.querySelectorAll("article, article *")) {
    found.push(["<" + one.localName + ">", ""]);
    for (const attribute of one.attributes) found.push([attribute.name.toLowerCase(), attribute.value]);
  }
  return found;
}"""


def turned(take: Callable[[], str], service: dict[str, Any]) -> dict[str, Any]:
    """Return a service's file with a hostile text in every field that takes one."""
    service |= {"title": take(), "summary": take(), "purpose": f"{take()}\n\n{take()}"}
    service["also_called"] = [take(), take()]
    service["context"]["where"] = take()
    service["agenda"] = [take() for _ in range(4)]
    service["prepare"] = {"leader": [take(), take()], "member": [take(), take()]}
    service["order"] = {"how": take()}
    for metric in service.get("metrics", ()):
        metric["question"] = take()
        metric.pop("translations", None)
    words = ("title", "also_called", "summary", "purpose", "agenda", "prepare", "order")
    where = {"context": {"where": service["context"]["where"]}}
    service["translations"] = {"en": deepcopy({key: service[key] for key in words} | where)}
    service["title"] = "Read in a translation"
    service["evidence"] = [{"claim": take(), "source": take(), "url": "https://x.example/"} for _ in range(2)]
    return service


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, set[str]]]:
    """The example with hostile texts, built strictly; and by page which texts must be read on it."""
    root = tmp_path_factory.mktemp("hostile")
    for name in ("playbook", "data", "docs"):
        shutil.copytree(ROOT / name, root / name)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(
        config.replace("  - outbound:\n", "  - outbound:\n      preview: true\n"), "utf-8"
    )
    endless = _endless()
    said: dict[str, set[str]] = {}
    for path in sorted((root / "playbook/services").glob("*.yaml")):
        here: set[str] = set()

        def take(here: set[str] = here) -> str:
            text = next(endless)
            here.add(text)
            return text

        _write(path, turned(take, _read(path)))
        said[f"services/{path.stem}"] = here
    for path in sorted((root / "data/teams").glob("*/team.yaml")):
        name = next(endless)
        text = path.read_text("utf-8")
        head, _, tail = text.partition("\nname: ")
        path.write_text(f"{head}\nname: {_quoted(name)}\n{tail.partition(chr(10))[2]}", "utf-8")
        said[f"teams/{path.parent.name}"] = {name}
    playbook = root / "playbook/playbook.yaml"
    content = _read(playbook)
    content["organisation"] = next(endless)
    for one in (*content["principles"], *content["metrics"]):
        one |= {key: next(endless) for key in ("title", "text", "question") if key in one}
    _write(playbook, content)
    said["organisation"] = {content["organisation"], *(one["question"] for one in content["metrics"])}
    said["services/index"] = {text for one in content["principles"] for text in (one["title"], one["text"])}
    done = build(root / "mkdocs.yml", root / "site")
    assert done.returncode == 0, done.stderr
    return root / "site", said


def _endless() -> Iterator[str]:
    while True:
        yield from TEXTS


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
    return found


PLAIN = re.compile(r"true|false|[0-9]+|[0-9-]{10}|[0-9.]+%|[a-z0-9 -]+|https://\S+|all|[0-9]+ [a-z ]+")


class _Quoting(yaml.SafeDumper):
    """Writes what must be plain plain, and everything else in quotes."""


_Quoting.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style=None if PLAIN.fullmatch(text) else '"'
    ),
)


def _write(path: Path, content: dict[str, Any]) -> None:
    lines = yaml.dump(content, Dumper=_Quoting, allow_unicode=True, sort_keys=False, width=10_000)
    # What looks like a number, a flag or a day to the dumper was plain in the file it came from.
    plain = re.sub(r"(?m)(: |- )'([0-9][0-9.%-]*|true|false)'$", r"\1\2", lines)
    path.write_text(plain, "utf-8")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_there_are_sixty_of_them() -> None:
    assert len(set(TEXTS)) >= 60


def test_no_dialog_fires_and_each_text_is_read_as_it_was_typed(
    browser: Browser, hostile: tuple[Path, dict[str, set[str]]]
) -> None:
    site, said = hostile
    assert set().union(*said.values()) >= set(TEXTS)
    with serving(site) as address:
        for name, texts in {
            **said,
            "index": set(),
            "teams/index": set(),
            "changes": set(),
            "start/member": set(),
        }.items():
            page, complaints = opened(browser, f"{address}{name}.html", 1280, "light")
            page.mouse.move(300, 400)
            shown = " ".join(page.locator("article").inner_text().split())
            code = " ".join(" ".join(page.locator("article pre").all_inner_texts()).split())
            missing = [text for text in texts if text not in shown and text not in code]
            alive = [
                (what, value)
                for what, value in page.evaluate(WALK)
                if (what[1:-1] not in ELEMENTS if what.startswith("<") else what not in ATTRIBUTES)
                or (
                    what in ("href", "src")
                    and value.lower().lstrip().startswith(("javascript:", "data:", "vbscript:"))
                )
            ]
            named = page.locator("article :is(title, desc)").all_text_contents()
            assert complaints == [], name
            assert [text for text in named if not text.strip()] == [], name
            assert missing == [], name
            assert alive == [], name
            page.context.close()


def proposed(page: Page) -> str:
    """Fill a proposal's form in, with all teams by name, and return the title that comes of it."""
    page.fill("#p-record", "https://x.example/")
    page.fill("#p-from", "2031-01-01")
    page.fill("#p-review_by", "2031-01-01")
    page.fill("#p-why", "<img src=x onerror=alert(1)>")
    page.check("[name=all_teams][value=some]")
    for tick in page.locator("[name=teams]").all():
        tick.check()
    page.click("form.ob-propose button:not([type])")
    return page.input_value("#p-title")


def test_a_proposal_says_hostile_texts_as_they_were_typed(
    browser: Browser, hostile: tuple[Path, dict[str, set[str]]]
) -> None:
    site, said = hostile
    with serving(site) as address:
        for path in sorted((site / "services").glob("*/propose.html")):
            name = f"services/{path.parent.name}"
            page, complaints = opened(browser, f"{address}{name}/propose.html", 1280, "light")
            title = proposed(page)
            alive = {what for what, _ in page.evaluate(WALK)} & {
                "<img>",
                "<iframe>",
                "<object>",
                "onerror",
                "onload",
            }
            assert page.locator("#p-done").is_visible(), name
            assert [text for text in said[name] if title.startswith(text)], (name, title)
            assert alive == set(), name
            assert complaints == [], name
            page.context.close()


def test_titles_and_descriptions_are_text_too(
    browser: Browser, hostile: tuple[Path, dict[str, set[str]]]
) -> None:
    site, _ = hostile
    with serving(site) as address:
        for path in sorted((site / "services").glob("*.html")):
            page, complaints = opened(browser, f"{address}services/{path.name}", 1280, "light")
            heading = page.locator("article h1").first.inner_text()
            assert complaints == []
            assert heading in page.title()
            assert page.locator("meta[property='og:title']").get_attribute("content")
            assert page.locator("head > :not(meta, link, title, script, style, base)").count() == 0
            page.context.close()


@pytest.mark.parametrize("name", ["propose", "retire", "request"])
def test_pages_without_a_service_run_nothing_of_a_policy(
    browser: Browser, hostile: tuple[Path, dict[str, set[str]]], name: str
) -> None:
    site, _ = hostile
    with serving(site) as address:
        page, complaints = opened(browser, f"{address}services/{name}.html", 1280, "light")
        texts = page.locator("form :is(input:not([type]), textarea):visible").all()
        for place, text in zip(texts, _endless(), strict=False):
            place.fill(text)
        for choice in page.locator("form select:visible").all():
            choice.select_option(index=1)
        for day in page.locator("form input[type=date]:visible").all():
            day.fill("2031-01-01")
        page.click("form.ob-propose button:not([type])")
        page.wait_for_timeout(400)

        assert complaints == []
        assert page.locator("article script:not([src], [type])").count() == 0
        page.context.close()
