"""What changed: agreements by the day they begin, and the same as a feed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import groupby
from typing import TYPE_CHECKING

from checks.model.agreed_terms import agreed_by_playbook
from checks.wording.terms import diff, describe
from checks.wording.measures import iso
from checks.site.phrases import made
from checks.site.safe_text import capital

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.model.agreed_terms import AgreedTerms
    from checks.wording.language import Language
    from checks.site.site_data import Site


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """An agreement that began or will: of which service, and for whom.

    `lines` are what it changed (key, before, after), `words` the whole of it where nothing was agreed before.
    """

    first: int
    begins: str
    service: str
    title: str
    whom: str
    began: bool
    words: str
    lines: tuple[tuple[str, str, str], ...]
    made: str
    recorded: str
    record: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What the page says: changes by year, the latest first; `feed` where it can be followed."""

    organisation: str
    years: tuple[tuple[str, tuple[AgreementChange, ...]], ...]
    feed: bool


def changes_page(site: Site) -> ChangesView:
    """Return the agreements by the day they begin, the latest first."""
    found = agreement_changes(site)
    years = groupby(found, key=lambda one: iso(one.first)[:4])
    return ChangesView(
        organisation=site.playbook.organisation,
        years=tuple((year, tuple(entries)) for year, entries in years),
        feed=feed(site) is not None,
    )


def agreement_changes(site: Site) -> list[AgreementChange]:
    """Return what was agreed for everybody, for groups and by teams, the latest first."""
    found = [one for service in site.services for one in _of_service(site, service.id)]
    found += [one for team in site.teams for one in _of_team(site, team.name, team.own)]
    return sorted(found, key=lambda one: (-one.first, one.title, one.whom))


def _of_service(site: Site, service: str) -> Iterator[AgreementChange]:
    titles = {group.id: group.title for group in site.playbook.groups}
    (made,) = (one for one in site.services if one.id == service)
    for group in dict.fromkeys(entry.group for entry in made.agreements):
        before = None
        for agreed in agreed_by_playbook(made, group):
            yield _change(site, agreed, before, titles.get(group, "") if group else "")
            before = agreed


def _of_team(site: Site, name: str, own: Sequence[AgreedTerms]) -> Iterator[AgreementChange]:
    before: dict[tuple[str, str | None], AgreedTerms] = {}
    for agreed in own:
        key = (agreed.service, agreed.group)
        yield _change(site, agreed, before.get(key) or site.on(agreed.service, agreed.first), name)
        before[key] = agreed


def _change(site: Site, agreed: AgreedTerms, before: AgreedTerms | None, whom: str) -> AgreementChange:
    language = site.language
    lines = (
        tuple(
            (capital(language.say(key)), was, will) for key, was, will in diff(before, agreed, language)
        )
        if before
        else ()
    )
    words = language.say("Agreed anew, as it was.") if before and not lines else ""
    if before is None:
        words = capital("; ".join(_whole(language, agreed))) + "."
    return AgreementChange(
        first=agreed.first,
        begins=language.ordinal_day(agreed.first),
        service=agreed.service,
        title=site.titles[agreed.service],
        whom=whom,
        began=agreed.first <= site.as_of,
        words=words,
        lines=lines,
        made=made(language, agreed.entry),
        recorded=_recorded(site, agreed),
        record=agreed.entry.record,
    )


def _recorded(site: Site, agreed: AgreedTerms) -> str:
    """Return since when the line that begins an agreement is in the repository; empty where git does not tell."""
    since = site.recorded.get((agreed.place.path, agreed.place.line))
    return site.language.say("In the repository since {day}.", day=site.language.day(since)) if since else ""


def _whole(language: Language, agreed: AgreedTerms) -> Iterator[str]:
    """Yield terms in a row, those that go without saying left out."""
    say, terms = language.say, describe(agreed, language)
    yield terms["cadence"]
    yield terms["obligation"]
    yield say("given by {roles}", roles=terms["given by"])
    if agreed.counts == "outbound":
        yield say("only what the leader starts counts")
    else:
        yield say("any initiative counts")
    yield say("coverage {share}", share=terms["coverage promised"])


def feed(site: Site) -> str | None:
    """Return the changes as RSS 2.0; None where neither the site nor the repository has an address."""
    say = site.language.say
    home = site.playbook.site or site.playbook.repository
    if home is None:
        return None
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _text(channel, "title", say("{organisation}: what changed", organisation=site.playbook.organisation))
    _text(channel, "link", home)
    _text(channel, "description", say("What was agreed about leadership services, and with whom."))
    for one in agreement_changes(site):
        item = ET.SubElement(channel, "item")
        whose = f"{one.title} ({one.whom})" if one.whom else one.title
        _text(item, "title", say("{service}, from {day}", service=whose, day=one.begins))
        _text(item, "link", one.record)
        _text(item, "description", " ".join(_sentences(site.language, one)))
        _text(item, "pubDate", format_datetime(datetime.fromordinal(one.first).replace(tzinfo=UTC)))
        guid = ET.SubElement(item, "guid", isPermaLink="false")
        guid.text = f"{one.service} {one.whom} {iso(one.first)}"
    ET.indent(rss)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(rss, encoding="unicode")}\n'


def _sentences(language: Language, one: AgreementChange) -> Iterator[str]:
    if one.words:
        yield one.words
    for key, before, after in one.lines:
        yield language.say("{what}: {after}, before {before}.", what=key, after=after, before=before)
    yield one.made


def _text(parent: ET.Element, name: str, words: str) -> None:
    clean = "".join(c if c.isprintable() else " " for c in words)
    ET.SubElement(parent, name).text = " ".join(clean.replace("\u00a0", " ").split())
