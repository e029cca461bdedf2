"""The preview of the site: exact figures from rosters and logs, for those who hold them. Every page says so."""

from pathlib import Path
from typing import TYPE_CHECKING

from checks.loading.history import recorded_on
from checks.loading.repository import Repository
from checks.output.calendar_feeds import published_calendars
from checks.publish.live_figures import live_figures, team_facts
from checks.rules import ALL
from checks.run.checking import run_check
from checks.run.group_surveys import answers_by_group
from checks.run.judging import Judgement, JudgementDates
from checks.site.site_building import read_in
from checks.site.site_data import Site
from checks.wording.language import Language

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage


def preview_site(
    root: Path, repository: Repository, days: JudgementDates, language: Language, *, directory_urls: bool
) -> tuple[Judgement, Site | None]:
    """Return the verdict on rosters and logs, and the site of it; no site where playbook.yaml cannot be read."""
    teams: list[TeamCoverage] = []
    feeds: dict[str, str] = {}
    keep_calendar = published_calendars(feeds, language)
    judgement = run_check(repository, days, on_team=teams.append, on_case=keep_calendar, with_trials=True)
    policy = repository.policy
    if policy.playbook is None:
        return judgement, None
    playbook, services = read_in(language, policy.playbook, policy.services.values())
    site = Site(
        playbook,
        services,
        tuple(map(team_facts, teams)),
        live_figures(playbook, services, teams, judgement.promised, days.as_of, answers_by_group(repository)),
        days.as_of,
        ALL,
        language,
        directory_urls,
        live=True,
        recorded=recorded_on(root, policy),
        feeds=feeds,
        unread=judgement.unread,
        corrections=judgement.corrections,
    )
    return judgement, site
