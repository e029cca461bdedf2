"""A playbook is judged and its site made: from rosters and logs, or from published figures alone."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from checks.loading.history import recorded_on
from checks.loading.policy import Policy
from checks.loading.repository import Repository
from checks.model.findings import Finding
from checks.output.calendar_feeds import published_calendars
from checks.run.checking import check_policy_alone, run_check
from checks.run.judging import Judgement, JudgementDates
from checks.site.site_data import Site, published_site, site_of
from checks.wording.language import Language

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage


def live_site(
    root: Path, repository: Repository, days: JudgementDates, language: Language, *, directory_urls: bool
) -> tuple[Judgement, Site | None]:
    """Return the verdict on rosters and logs, and the site of it; no site where playbook.yaml cannot be read."""
    teams: list[TeamCoverage] = []
    feeds: dict[str, str] = {}
    keep_calendar = published_calendars(feeds, language)
    judgement = run_check(repository, days, on_team=teams.append, on_case=keep_calendar, with_trials=True)
    policy = repository.policy
    site = site_of(policy, tuple(teams), judgement, language, directory_urls=directory_urls)
    return judgement, replace(site, feeds=feeds, recorded=recorded_on(root, policy)) if site else None


def released_site(
    root: Path, policy: Policy, days: JudgementDates, language: Language, *, directory_urls: bool
) -> tuple[Judgement, Site | None]:
    """Return the verdict on the policy, and the site of published figures; none where playbook.yaml cannot be read."""
    judgement = check_policy_alone(policy, days)
    site = published_site(policy, judgement, language, directory_urls=directory_urls)
    return judgement, replace(site, recorded=recorded_on(root, policy)) if site else None


def playbook_fault(judgement: Judgement) -> Finding:
    """Return the first finding in playbook.yaml: it says why there is no site."""
    path = "playbook/playbook.yaml"
    return next(finding for finding in judgement.findings if finding.problem.place.path == path)
