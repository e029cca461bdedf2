"""What changed: agreements by the day they begin, and the same as a feed."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from itertools import groupby

from checks.model.agreed_terms import AgreedTerms, agreed_by_playbook
from checks.model.service import Service
from checks.site.phrases import agreement_words
from checks.site.safe_text import capital
from checks.site.site_data import Site
from checks.wording.language import Language, message
from checks.wording.measures import iso
from checks.wording.terms import describe, diff

_NAMES = {"cadence": message("how often"), "coverage promised": message("agreed coverage")}
"""Terms that are called something else on pages than in a file."""


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """An agreement that began or will: of which service, and for whom.

    `lines` are what it changed (key, before, after), `words` the whole of it where nothing was agreed before,
    `agreement` when and with whom, `recorded` when it was committed.
    """

    first: date
    begins: str
    service: str
    title: str
    whom: str
    began: bool
    words: str
    lines: tuple[tuple[str, str, str], ...]
    agreement: str
    recorded: str
    record: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What the page says: changes by year, the latest first; `feed` where it can be followed."""

    years: tuple[tuple[str, tuple[AgreementChange, ...]], ...]
    feed: bool


def changes_page(site: Site) -> ChangesView:
    """Return the agreements by the day they begin, the latest first."""
    years = groupby(agreement_changes(site), key=lambda change: iso(change.first)[:4])
    return ChangesView(tuple((year, tuple(changes)) for year, changes in years), feed(site) is not None)


def agreement_changes(site: Site) -> list[AgreementChange]:
    """Return what was agreed for everybody, for groups and by teams, the latest first."""
    changes = [change for service in site.services for change in _of_service(site, service)]
    changes += [change for team in site.teams for change in _of_team(site, team.name, team.own)]
    by_title = sorted(changes, key=lambda change: (change.title, change.whom))
    return sorted(by_title, key=lambda change: change.first, reverse=True)


def _of_service(site: Site, service: Service) -> Iterator[AgreementChange]:
    titles = {group.id: group.title for group in site.playbook.groups}
    for group in dict.fromkeys(entry.group for entry in service.agreements):
        before = None
        for terms in agreed_by_playbook(service, group):
            yield _change(site, terms, before, titles.get(group, "") if group else "")
            before = terms


def _of_team(site: Site, name: str, team_terms: Sequence[AgreedTerms]) -> Iterator[AgreementChange]:
    before: dict[tuple[str, str | None], AgreedTerms] = {}
    for terms in team_terms:
        key = (terms.service, terms.group)
        yield _change(site, terms, before.get(key) or site.terms_on(terms.service, terms.first), name)
        before[key] = terms


def _change(site: Site, terms: AgreedTerms, before: AgreedTerms | None, whom: str) -> AgreementChange:
    language = site.language
    differences = diff(before, terms, language) if before else ()
    lines = tuple((capital(language.say(_NAMES.get(key, key))), was, will) for key, was, will in differences)
    words = language.say("Renewed without changes.") if before and not lines else ""
    if before is None:
        words = capital("; ".join(_whole(language, terms))) + "."
    # The day a line was committed; empty where git does not tell.
    committed = site.recorded.get((terms.place.path, terms.place.line))
    recorded = (
        language.say("In the repository since {day}.", day=language.day(committed)) if committed else ""
    )
    return AgreementChange(
        first=terms.first,
        begins=language.day(terms.first),
        service=terms.service,
        title=site.titles[terms.service],
        whom=whom,
        began=terms.first <= site.as_of,
        words=words,
        lines=lines,
        agreement=agreement_words(language, terms.entry),
        recorded=recorded,
        record=terms.entry.record,
    )


def _whole(language: Language, terms: AgreedTerms) -> Iterator[str]:
    """Yield terms in a row, those that go without saying left out."""
    say, words = language.say, describe(terms, language)
    yield words["cadence"]
    yield words["obligation"]
    yield say("given by {roles}", roles=words["given by"])
    if terms.counts == "outbound":
        yield say("counts only if the leader or coach starts it")
    else:
        yield say("counts no matter who starts it")
    yield say("coverage: {share}", share=words["coverage promised"])


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
    _text(channel, "description", say("Agreements about leadership services, and who agreed to them."))
    for change in agreement_changes(site):
        item = ET.SubElement(channel, "item")
        title = f"{change.title} ({change.whom})" if change.whom else change.title
        _text(item, "title", say("{service}, from {day}", service=title, day=change.begins))
        _text(item, "link", change.record)
        sentences = [change.words] if change.words else []
        for key, before, after in change.lines:
            sentences.append(say("{what}: {after} (was: {before}).", what=key, after=after, before=before))
        _text(item, "description", " ".join([*sentences, change.agreement]))
        _text(item, "pubDate", format_datetime(datetime.combine(change.first, time(), tzinfo=UTC)))
        guid = ET.SubElement(item, "guid", isPermaLink="false")
        guid.text = f"{change.service} {change.whom} {iso(change.first)}"
    ET.indent(rss)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(rss, encoding="unicode")}\n'


def _text(parent: ET.Element, name: str, words: str) -> None:
    """Add an element with words of one line; what XML cannot hold is a space."""
    clean = "".join(c if c.isprintable() else " " for c in words)
    ET.SubElement(parent, name).text = " ".join(clean.replace("\u00a0", " ").split())
