"""The facts of a change that its rules judge: one team, or the policy, before and after.

Worked out by `checks.changes`: here they are only counted together.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple, Self

from checks.engine.team_case import TeamCase
from checks.engine.term_comparison import LooserTerm
from checks.engine.window import State, Window
from checks.model.agreed_terms import AgreedTerms
from checks.model.corrections import Correction
from checks.model.findings import Place, Severity
from checks.model.playbook import Playbook, Terms
from checks.model.service import Service


class ChangePart(StrEnum):
    """A part of a change, in the order in which they are made."""

    HORIZON = "horizon"
    DAYS = "days"
    LOG = "log"
    TERMS = "terms"


class WindowKey(NamedTuple):
    """What makes a window the same in base and head; `service` is the base's id.

    `begins` and `ends` are the days of a calendar or reporting period; after an event `begins` is its day,
    `ends` is None and `step` which step it is. `nth` tells two orders of one day apart.
    """

    service: str
    member: str | None
    begins: date
    ends: date | None
    step: int
    nth: int


@dataclass(frozen=True, slots=True)
class ChangedWindow:
    """A closed window of the base that was met and is no longer, or was missed and is no longer.

    Or a running one in which somebody was late, and is no longer. `after` is None where the head has no such
    window.
    """

    key: WindowKey
    window: Window
    after: State | None
    part: ChangePart

    @property
    def lost(self) -> bool:
        """Whether it was met, and is no longer."""
        return self.window.state is State.MET

    @property
    def running(self) -> bool:
        """Whether it is not over, but broken already."""
        return self.window.state is State.OPEN


@dataclass(frozen=True, slots=True)
class CommonWindows:
    """Closed windows that were due in base and head alike, and how many were met in each."""

    due: int = 0
    before: int = 0
    after: int = 0

    @property
    def shares(self) -> tuple[Fraction, Fraction]:
        """The share met in the base and in the head."""
        return Fraction(self.before, self.due or 1), Fraction(self.after, self.due or 1)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.due + other.due, self.before + other.before, self.after + other.after)


@dataclass(frozen=True, slots=True)
class LogChange:
    """Rows of the base's log that are no longer there as they were.

    `corrected` are set to withdrawn, or acknowledged with `no`: the row stays and the correction is
    seen. `rewritten` were deleted, or changed in what a row never changes in; a booked row may.
    """

    corrected: tuple[int, ...] = ()
    rewritten: tuple[int, ...] = ()


class LoosenedTerms(NamedTuple):
    """Terms of a service that promise less from `day` on; `after` is None where nothing is agreed any more."""

    service: str
    before: AgreedTerms
    after: AgreedTerms | None
    day: date
    looser: LooserTerm


class LoosenedDefault(NamedTuple):
    """One of the playbook's own terms that asks for less from `day` on."""

    key: str
    words: str
    day: date


@dataclass(frozen=True)
class TeamChange:
    """One team before and after a change.

    `ids` maps services' ids in the head to those in the base. `due_before` and `due_after` are the closed
    windows that are due on either side, from the later of both horizons on. `log` says what became of the
    base's rows. `loosened` are the terms over the team that promise less. The base is the one with what
    accepted corrections name put right; `accepted` are the windows that this changes. `refused` are the
    corrections whose approver gains from them by the roster of the base, or owes what they excuse.
    """

    base: TeamCase
    head: TeamCase
    ids: Mapping[str, str]
    changed_windows: tuple[ChangedWindow, ...]
    due_before: Mapping[WindowKey, State]
    due_after: Mapping[WindowKey, State]
    log: LogChange
    loosened: tuple[LoosenedTerms, ...]
    accepted: tuple[ChangedWindow, ...] = ()
    refused: tuple[Correction, ...] = ()

    @cached_property
    def common(self) -> dict[str, CommonWindows]:
        """The windows due on both sides by service, under the head's id; those lost in the open are left out."""
        excused = {changed.key for changed in self.changed_windows if self.excused(changed)}
        totals: defaultdict[str, CommonWindows] = defaultdict(CommonWindows)
        for key in (self.due_before.keys() & self.due_after.keys()) - excused:
            states = self.due_before[key], self.due_after[key]
            totals[self.head_id(key.service)] += CommonWindows(1, *(state is State.MET for state in states))
        return dict(sorted(totals.items()))

    @property
    def common_total(self) -> CommonWindows:
        """The windows of all services that are due on both sides."""
        return sum(self.common.values(), CommonWindows())

    @property
    def added(self) -> int:
        """How many windows are due in the head alone."""
        return len(self.due_after.keys() - self.due_before.keys())

    @property
    def removed(self) -> int:
        """How many windows are due in the base alone."""
        return len(self.due_before.keys() - self.due_after.keys())

    def head_id(self, service: str) -> str:
        """Return the id a service of the base has in the head."""
        return next((new for new, old in self.ids.items() if old == service), service)

    def rewritten(self, window: Window) -> bool:
        """Whether rows that may have counted for a window were deleted or changed in place."""
        return self._may_have_counted(self.log.rewritten, window)

    def corrected(self, window: Window) -> bool:
        """Whether rows that may have counted for a window were corrected in the open."""
        return self._may_have_counted(self.log.corrected, window)

    def excused(self, changed: ChangedWindow) -> bool:
        """Whether a window was lost by corrections alone that everybody can see."""
        return changed.lost and changed.part is ChangePart.LOG and not self.rewritten(changed.window)

    def _may_have_counted(self, rows: tuple[int, ...], window: Window) -> bool:
        log = self.base.log
        return any(
            log.days[row] <= window.last
            and log.members[row] == (window.member or "")
            and self.base.current(log.services[row]) == window.service
            for row in rows
        )


@dataclass(frozen=True, slots=True)
class AgreedPolicy:
    """What may be agreed in base or head: the playbook and its services, those unread by their ids."""

    playbook: Playbook
    services: Mapping[str, Service]
    unread: frozenset[str]


@dataclass(frozen=True, slots=True)
class RemovedTeam:
    """A team of the base that the head does not have, and how many windows it had missed."""

    team: str
    missed: int


class DroppedMember(NamedTuple):
    """A member whom no team owes services from `day` on, which are agreed and which a team of the base owes them.

    `place` is the line of the head that says so, in the roster of `team`. With `unnamed` it is a membership in a new
    team that no agreement names. `before` is the membership in the base.
    """

    place: Place
    member: str
    day: date
    before: Place
    team: str
    services: tuple[str, ...]
    unnamed: bool


class TeamsChange(NamedTuple):
    """What only the teams' files say of a change: teams removed, those of today by former id, members dropped."""

    removed: Sequence[RemovedTeam] = ()
    renamed: Mapping[str, str] = MappingProxyType({})
    dropped: Sequence[DroppedMember] = ()


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """What a rule over a change sees of the policy before and after.

    `ids` maps services' ids in the head to those in the base. `loosened` are the terms of services that
    promise less, `loosened_defaults` the playbook's own, `new_terms` its entries that the base has not.
    `default_severities` are those of the rules by code, which hold unless a playbook says otherwise.
    `presumed_renames` are teams' new ids by those they may have had, where no data say so. `dropped` are the
    members whom no team owes any more what is agreed.
    """

    base: AgreedPolicy
    head: AgreedPolicy
    ids: Mapping[str, str]
    removed_teams: tuple[RemovedTeam, ...]
    loosened: tuple[LoosenedTerms, ...]
    loosened_defaults: tuple[LoosenedDefault, ...]
    new_terms: tuple[Terms, ...]
    default_severities: Mapping[str, Severity]
    as_of: date
    presumed_renames: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[DroppedMember, ...] = ()
