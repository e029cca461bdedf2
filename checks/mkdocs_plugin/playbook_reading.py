"""What the plugin reads: the playbook that lies beside mkdocs.yml, and from it the site."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from mkdocs.exceptions import PluginError

from checks.changes.policy_gate import check_policy
from checks.loading.files import on_disk
from checks.loading.repository import open_policy, open_repository
from checks.loading.sparse_checkout import left_out_of
from checks.model.errors import ChecksError
from checks.model.findings import Severity
from checks.run.judging import Judgement, JudgementDates, judgement_dates
from checks.site.preview import preview_site
from checks.site.site_building import buildable_site, released_site
from checks.wording.measures import plural

if TYPE_CHECKING:
    from pathlib import Path

    from checks.loading.policy import Policy
    from checks.site.site_data import Site
    from checks.wording.language import Language

log = logging.getLogger("mkdocs.plugins.outbound")

UNJUDGED = ("SCH", "REF", "PRV001", "PRV002")
"""Families of which a strict build fails: what they report is not on the pages as it should be."""


@dataclass(frozen=True, slots=True)
class PlaybookSource:
    """Where a playbook is read, and how: `data` is the option of that name, `as_of` is as mkdocs.yml has it."""

    root: Path
    data: str | None
    as_of: str | date | None
    preview: bool

    def site(self, known: Policy | None, language: Language, *, directory_urls: bool) -> Site:
        """Return the site, and log what cannot be read; raises `PluginError` where it cannot be built."""
        try:
            if self.preview:
                repository = open_repository(self.root, self.data, known)
                _log_left_out(self.root, on_disk(repository.data) / "teams")
                days = self._days(repository.policy)
                judgement, site = preview_site(
                    self.root, repository, days, language, directory_urls=directory_urls
                )
            else:
                policy = known or open_policy(self.root)
                _log_left_out(self.root)
                days = self._days(policy)
                judgement = check_policy(None, policy, days)
                site = released_site(self.root, policy, days.as_of, language, directory_urls=directory_urls)
            _log_findings(judgement)
            return buildable_site(site, judgement.findings)
        except ChecksError as error:
            raise PluginError(f"outbound: {error}") from None

    def _days(self, policy: Policy) -> JudgementDates:
        return judgement_dates(policy, self._as_of(), lambda zone: datetime.now(ZoneInfo(zone)).date())

    def _as_of(self) -> date | None:
        as_of: Any = self.as_of
        if as_of is None or isinstance(as_of, date):
            return as_of
        try:
            return date.fromisoformat(as_of)
        except ValueError:
            raise PluginError(f"outbound: `as_of` is written YYYY-MM-DD, not {as_of}") from None


def _log_left_out(root: Path, teams: Path | None = None) -> None:
    """Log what a sparse checkout leaves out of policy and teams as a warning, which a strict build counts."""
    if left_out := left_out_of(root / "playbook", teams):
        log.warning("%s", left_out)


def _log_findings(judgement: Judgement) -> None:
    """Log what could not be read as warnings, which a strict build counts; of the rest only how much there is.

    A build's log is read by more people than the data, and findings say counts the pages hide.
    """
    serious = [
        finding
        for finding in judgement.findings
        if finding.code.startswith(UNJUDGED) and finding.severity is Severity.ERROR
    ]
    for finding in serious:
        log.warning("%s: %s %s", finding.problem.place, finding.code, finding.problem.message)
    rest = len(judgement.findings) - len(serious)
    if rest:
        log.info("%s. For the list, run: outbound check", plural(rest, "finding"))
