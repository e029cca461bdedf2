"""Shared by the commands that put everything before a leader at once, on a page or in a mail."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from checks.cli.team_selection import team_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from checks.imports.confirmations import OpenBooking
    from checks.loading.repository import Repository
    from checks.output.answer_links import AnswerLinks
    from checks.output.invitation_words import Name
    from checks.output.leader_desk import LeaderDesk
    from checks.planning.invitations import GatheredInvitations
    from checks.run.judging import JudgementDates

DAYS_AHEAD = 42
"""Days ahead that a desk plans, as `plan` does, and for which its invitations are gathered."""


def desks_of(
    repository: Repository,
    days: JudgementDates,
    gathered: GatheredInvitations,
    name: Name,
    answers: AnswerLinks | None,
) -> Callable[[str], LeaderDesk]:
    """Return what makes the desk of a leader or coach, by their id.

    `gathered` looks `DAYS_AHEAD`; `name` says how people are called, and `answers` makes the
    links of a booking that is over. All teams are planned for once, and their logs are read once, however many desks follow.
    """
    from checks.imports.confirmations import open_bookings
    from checks.output.leader_desk import DeskSources, leader_desk
    from checks.output.plan_report import PlanView
    from checks.planning.weeks import booked_besides, limits_of, plan_items
    from checks.wording.catalogues import language_of

    policy = repository.policy
    language = language_of(policy.language)
    limits = limits_of(policy.playbook, days.as_of, DAYS_AHEAD)
    planned = plan_items(gathered, limits, language, name)
    view = PlanView(days.as_of, limits.minutes, booked_besides(gathered, planned), name, language)
    titles = {service.id: service.read_in(language.code).title for service in policy.services.values()}
    titles |= {old: titles[new] for old, new in policy.former.items() if new in titles}
    by_giver: defaultdict[str, list[OpenBooking]] = defaultdict(list)
    for booking in open_bookings(team_folder(repository), gathered.teams, days.as_of, None):
        by_giver[booking.row.given_by].append(booking)

    def desk(person: str) -> LeaderDesk:
        return leader_desk(
            person, DeskSources(gathered, planned, by_giver.get(person, ()), titles, answers), view
        )

    return desk
