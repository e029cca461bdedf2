"""What the pages are made from, and the questions several of them ask of it: no log, no roster, no engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from checks.model.agreed_terms import (
    AgreedTerms,
    DefaultTerms,
    agreed_by_playbook,
    default_terms_by_day,
    default_terms_on,
)
from checks.model.cadences import PeriodUnit
from checks.model.periods import period_of
from checks.model.playbook import Playbook, agreed_start, starting_month
from checks.model.service import Service
from checks.publish.figure_units import NamedTeam
from checks.publish.figures import Figures
from checks.rules.rule import Rule
from checks.site.code_hosts import HOSTS, code_host
from checks.site.page_selection import LEFT_OUT, PageSelection
from checks.site.promise_sentences import order_of
from checks.wording.language import Language


@dataclass(frozen=True)
class Site:
    """Everything a page may say, as of a day. `directory_urls` is how the generator lays pages out.

    A site is made from the policy and releases, unless it is `live`: then it is a preview with exact figures,
    for those who hold the data, and every page says so. `recorded` says on which day lines of the policy were
    committed, by path and line, as far as git tells it. `unread` are teams whose files can't be read, and
    `feeds` teams' calendars, by team, and `corrections` how many of past dates there were within a year: these
    are known to a preview alone. `guides` are pages written by hand, by
    path; only the plugin knows them. `pages` says which pages there are, and `folder` is that of the playbook in
    its repository: empty, or ending with a slash.
    """

    playbook: Playbook
    services: tuple[Service, ...]
    teams: tuple[NamedTeam, ...]
    figures: Figures
    as_of: date
    rules: tuple[Rule, ...]
    language: Language
    directory_urls: bool = False
    live: bool = False
    recorded: Mapping[tuple[str, int], date] = field(default_factory=dict)
    feeds: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    guides: frozenset[str] = frozenset()
    corrections: int = 0
    pages: PageSelection = field(default_factory=PageSelection)
    folder: str = ""

    @property
    def next_quarter(self) -> date:
        """The first day of the quarter to come."""
        return period_of(PeriodUnit.QUARTER, self.as_of, starting_month(self.playbook)).last + timedelta(
            days=1
        )

    @cached_property
    def history_before(self) -> date | None:
        """The agreed start, where a shown quarter or the as-of day lies before it; else None."""
        start = agreed_start(self.playbook)
        earliest = min([self.as_of, *(quarter.first for quarter in self.figures.quarters)])
        return start if self.playbook.logs_from < start and earliest < start else None

    def is_history(self, day: date) -> bool:
        """Whether a quarter that began on a day, or a wait seen on it, lies before the agreed start."""
        return self.history_before is not None and day < self.history_before

    @cached_property
    def default_terms(self) -> DefaultTerms:
        """The playbook's terms on the as-of day."""
        return default_terms_on(default_terms_by_day(self.playbook.terms), self.as_of)

    @cached_property
    def agreements(self) -> dict[str, tuple[AgreedTerms, ...]]:
        """Each service's agreements for everybody, in order."""
        return {service.id: agreed_by_playbook(service, None) for service in self.services}

    def terms_now(self, service: str) -> AgreedTerms | None:
        """Return the agreement of a service for everybody that is in force on the as-of day."""
        return self.terms_on(service, self.as_of)

    def terms_on(self, service: str, day: date) -> AgreedTerms | None:
        """Return the agreement of a service for everybody that is in force on a day."""
        return next((terms for terms in self.agreements[service] if terms.first <= day <= terms.last), None)

    def promised_share(self, terms: AgreedTerms | None) -> Fraction:
        """Return the coverage promised under terms; the playbook's own, of their last day so far, where they say none."""
        if terms is None:
            return self.default_terms.coverage_at_least
        if terms.coverage_at_least is not None:
            return terms.coverage_at_least
        day = max(terms.first, min(terms.last, self.as_of))
        return default_terms_on(default_terms_by_day(self.playbook.terms), day).coverage_at_least

    @cached_property
    def catalogue(self) -> tuple[Service, ...]:
        """The services in the order in which they are shown."""
        return tuple(sorted(self.services, key=lambda service: order_of(service, self.terms_now(service.id))))

    @cached_property
    def titles(self) -> dict[str, str]:
        """Each service's title."""
        return {service.id: service.title for service in self.services}

    def has(self, path: str) -> bool:
        """Whether there is a page or file."""
        return self.pages.has(path)

    def leads_to(self, path: str) -> bool:
        """Whether a link to a page or file leads somewhere: to it, or to what stands for it elsewhere."""
        return self.has(path) or bool(self.pages.address_elsewhere(path))

    def link(self, page: str, target: str, anchor: str = "") -> str:
        """Return the address of page `target` (`services/one-on-one.md`) as seen from `page`.

        A page that is left out has the address that the handbook names instead, or else `LEFT_OUT`.
        """
        if elsewhere := self.pages.address_elsewhere(target):
            return elsewhere if ":" in elsewhere else self._relative(page, elsewhere)
        if not self.has(target):
            return LEFT_OUT
        if self.pages.rules_on_one_page and target.startswith("checks/") and target != "checks/index.md":
            target, anchor = "checks/index.md", target.removeprefix("checks/").removesuffix(".md")
        fragment = f"#{anchor}" if anchor else ""
        if not self.directory_urls:
            return "../" * page.count("/") + target.removesuffix(".md") + ".html" + fragment
        folder = target.removesuffix(".md").removesuffix("index").rstrip("/")
        return (self._relative(page, f"{folder}/" if folder else "") or "./") + fragment

    def asset(self, page: str, path: str) -> str:
        """Return the address of a file that is no page (`changes.xml`) as seen from `page`; see `link`."""
        if elsewhere := self.pages.address_elsewhere(path):
            return elsewhere if ":" in elsewhere else self._relative(page, elsewhere)
        return self._relative(page, path) if self.has(path) else LEFT_OUT

    def _relative(self, page: str, path: str) -> str:
        deeper = self.directory_urls and not page.endswith("index.md")
        return "../" * (page.count("/") + deeper) + path

    def edit_url(self, path: str) -> str:
        """Return where a file of the policy is edited at its code host, empty when no host is named."""
        home = (self.playbook.repository or "").rstrip("/")
        host = code_host(self.playbook) or HOSTS["github"]
        return f"{home}{host.edit}{self.folder}{path}" if home else ""
