"""The survey answers of a repository that are counted by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.engine.group_answers import GroupAnswers, group_answers
from checks.model.metrics import metrics_of

if TYPE_CHECKING:
    from checks.loading.repository import Repository


def answers_by_group(repository: Repository) -> tuple[GroupAnswers, ...]:
    """Return them by question, quarter and group; none where the playbook or one of their files can't be read."""
    policy = repository.policy
    if policy.playbook is None:
        return ()
    rows, _ = repository.group_pulse
    return group_answers(rows, metrics_of(policy.playbook, policy.services), policy.former)
