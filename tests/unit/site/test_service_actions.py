"""What a reader can do: order a service, put it into a calendar, follow what changes. Whatever the texts say."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from icalendar import Calendar

from checks.site.changes_page import agreement_changes, feed
from checks.site.service_actions import calendar_invitation, order_action
from checks.site.service_pages import service_page
from tests.support.building import Files, base
from tests.support.site_making import preview

if TYPE_CHECKING:
    from pathlib import Path

SERVICE, PLAYBOOK = "playbook/services/one-on-one.yaml", "playbook/playbook.yaml"
HOSTILE = "1; <b>x</b>, \\n & \u00e4 ]]>"


def with_cadence(cadence: str, **texts: str) -> Files:
    files = base()
    text = str(files[SERVICE]).replace("{at_least: 1, per: quarter}", cadence)
    for old, new in texts.items():
        text = text.replace(f"{old}: ", f"{old}: {new!r} #", 1)
    return files | {SERVICE: text}


RULES = {
    "{at_most_apart: 6 weeks, grace: 1 week}": {"FREQ": ["WEEKLY"], "INTERVAL": [6]},
    "{at_most_apart: 30 days}": {"FREQ": ["WEEKLY"], "INTERVAL": [4]},
    "{at_most_apart: 3 days}": {"FREQ": ["WEEKLY"], "INTERVAL": [1]},
    "{at_least: 1, per: week}": {"FREQ": ["WEEKLY"], "INTERVAL": [1]},
    "{at_least: 1, per: month}": {"FREQ": ["MONTHLY"], "INTERVAL": [1]},
    "{at_least: 1, per: quarter}": {"FREQ": ["MONTHLY"], "INTERVAL": [3]},
    "{at_least: 1, per: year}": {"FREQ": ["MONTHLY"], "INTERVAL": [12]},
    "{at_least: 2, per: month}": None,
    "{at_least: 1, per: month, only: [march]}": None,
    "{after: joining, within: [7 days]}": None,
}


@pytest.mark.parametrize("cadence", RULES)
def test_a_calendar_repeats_as_often_as_agreed(tmp_path: Path, cadence: str) -> None:
    made = preview(tmp_path, with_cadence(cadence))
    service = next(one for one in made.services if one.id == "one-on-one")

    text = calendar_invitation(made, service)

    if RULES[cadence] is None:
        assert text is None
        return
    assert text
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert dict(event.decoded("rrule")) == RULES[cadence]
    assert event.decoded("dtstart") == datetime(2026, 11, 30, 10)  # noqa: DTZ001 - the reader's own time
    assert event.decoded("duration") == timedelta(minutes=45)


def test_hostile_texts_are_texts_in_a_calendar_and_in_the_feed(tmp_path: Path) -> None:
    files = with_cadence("{at_most_apart: 6 weeks}", title=HOSTILE, summary=HOSTILE)
    made = preview(
        tmp_path, files | {PLAYBOOK: str(files[PLAYBOOK]) + "repository: https://git.example.org/a?b=1&c=2\n"}
    )
    service = next(one for one in made.services if one.id == "one-on-one")

    (event,) = Calendar.from_ical(calendar_invitation(made, service) or "").walk("VEVENT")
    rss = ET.fromstring(feed(made) or "")  # noqa: S314 - made here

    assert str(event.decoded("summary")) == service.title
    titles = [item.findtext("title") or "" for item in rss.iter("item")]
    assert any(title.startswith("1; <b>x</b>,") for title in titles)
    assert rss.findtext("channel/link") == "https://git.example.org/a?b=1&c=2"


def test_the_feed_needs_an_address_and_has_an_item_an_agreement(tmp_path: Path) -> None:
    alone = preview(tmp_path / "alone")
    files = base()
    placed = preview(
        tmp_path / "placed",
        files | {PLAYBOOK: str(files[PLAYBOOK]) + "site: https://playbook.example.org/\n"},
    )

    assert feed(alone) is None
    items = list(ET.fromstring(feed(placed) or "").iter("item"))  # noqa: S314 - made here
    assert len(items) == len(agreement_changes(placed)) == 2
    assert len({item.findtext("guid") for item in items}) == 2


def test_changes_say_what_became_of_each_term(tmp_path: Path) -> None:
    files = base()
    later = "  - {{from: {}, {}agreed_on: 2026-11-01, agreed_with: [members], record: https://git.example.org/9, review_by: 2027-12-31}}\n"
    text = (
        str(files[SERVICE])
        + later.format("2026-12-01", "coverage_at_least: 95%, ")
        + later.format("2027-06-01", "")
    )

    first, second, *rest = agreement_changes(preview(tmp_path, files | {SERVICE: text}))

    assert (first.first, first.words, first.began) == (
        date(2027, 6, 1),
        "Renewed without changes.",
        False,
    )
    assert second.lines == (("Agreed coverage", "90%", "95%"),)
    assert {one.began for one in rest} == {True}
    assert rest[-1].words.startswith("One each quarter; compulsory; given by leader or coach")


def test_the_share_of_requests_is_the_playbooks_of_that_time(tmp_path: Path) -> None:
    files = with_cadence("{after: ordering, within: [3 working days]}")
    service = str(files[SERVICE]).replace("obligation: compulsory", "obligation: voluntary")
    service = service.replace("    coverage_at_least: 90%\n", "") + (
        "  - {from: 2026-11-01, agreed_on: 2026-10-01, agreed_with: [members], "
        "record: https://git.example.org/9, review_by: 2027-12-31}\n"
    )
    raised = (
        "  - {from: 2026-11-01, coverage_at_least: 95%, agreed_on: 2026-10-01, agreed_with: [members], "
        "record: https://git.example.org/8}\nprivacy:"
    )
    playbook = str(files[PLAYBOOK]).replace("privacy:", raised, 1)

    site = preview(tmp_path, files | {SERVICE: service, PLAYBOOK: playbook})
    view = service_page(site, next(one for one in site.services if one.id == "one-on-one"))

    assert dict(view.facts)["Agreed coverage"] == "95%"
    assert [re.findall(r"coverage (\d+%)", entry.terms) for entry in view.agreements] == [["95%"], ["90%"]]


def test_an_order_is_filled_in_where_the_playbook_says_where(tmp_path: Path) -> None:
    files = with_cadence("{at_most_apart: 6 weeks}") | {}
    text = str(files[SERVICE]) + "order: {how: Ask.}\n"
    orders = str(files[PLAYBOOK]) + "orders: https://git.example.org/records/issues/new?template=order.yml\n"

    found = {
        name: order_action(made, next(one for one in made.services if one.id == "one-on-one"))
        for name, made in {
            "by mail": preview(tmp_path / "mail", files | {SERVICE: text}),
            "by form": preview(tmp_path / "form", files | {SERVICE: text, PLAYBOOK: orders}),
            "not": preview(tmp_path / "not", files),
        }.items()
    }

    assert found["not"] is None
    assert found["by mail"]
    assert found["by mail"].form == ""
    assert found["by mail"].mail.startswith("mailto:?subject=Request%3A%20One-on-one&body=")
    assert found["by form"]
    asked = parse_qs(urlsplit(found["by form"].form).query)
    assert asked["template"] == ["order.yml"]
    assert asked["title"] == ["Request: One-on-one"]
    assert "I don’t have to give a reason." in asked["body"][0]
