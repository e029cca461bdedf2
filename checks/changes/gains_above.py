"""Whether the leader of the team above gains from a correction: they may approve it, unless it excuses their own promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.changes.corrected_base import corrected_base
from checks.changes.windows import team_change
from checks.model.agreed_terms import terms_by_day

if TYPE_CHECKING:
    from checks.engine.team_case import TeamCase
    from checks.engine.window import Window
    from checks.model.corrections import Correction


def approver_owes_it(base: TeamCase, head: TeamCase, correction: Correction) -> bool:
    """Whether the approver leads the team above, and the correction excuses a service that they give.

    What they do not give themselves they gain nothing from.
    """
    first, last = correction.first, correction.last
    leaders = (leader for case in (base, head) for leader in case.above or ())
    if not any(
        leader.person == correction.approved_by and leader.first <= last and leader.last_day >= first
        for leader in leaders
    ):
        return False
    right = corrected_base(base, head, [correction])
    freed = team_change(base, right, {}).changed_windows
    return any(not changed.lost and _is_given_from_above(base, changed.window) for changed in freed)


def _is_given_from_above(case: TeamCase, window: Window) -> bool:
    """Whether the leader of the team above may give a window's service, to anybody, while it lasts."""
    service = case.services[window.service]
    own = (entry for entries in case.team.agreements.values() for entry in entries)
    groups = {None, *(entry.group for entry in (*service.agreements, *own))}
    return any(
        "leaders-leader" in agreed.given_by and agreed.first <= window.last and agreed.last >= window.first
        for group in groups
        for agreed in terms_by_day(case.team, service, group)
    )
