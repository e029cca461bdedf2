"""What is removed: what is older than was agreed, and what is about one person. Only decisions; nothing is removed here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from checks.engine.kept_records import EntriesTooOld
from checks.engine.team_coverage import kept_from
from checks.loading.team_files import TeamFiles
from checks.model.corrections import Correction
from checks.model.periods import named_quarter
from checks.model.playbook import Playbook
from checks.model.team import Team
from checks.model.waivers import Waiver
from checks.store.yaml_splices import YamlEdit, remove, set_value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retention:
    """The first day of the log that is kept, and the calendar quarters that lie wholly before it.

    `moves` says whether `logs_from` of the playbook moves on to it.
    """

    first: date
    gone: tuple[str, ...]
    moves: bool


def retention(playbook: Playbook, as_of: date, quarters: Iterable[str]) -> Retention:
    """Return which of the quarters that have files are let go on a day.

    The running quarter and as many as `keep_logs_for` says before it are kept.
    """
    first = kept_from(playbook, as_of)
    gone = tuple(sorted(name for name in set(quarters) if named_quarter(name).last < first))
    return Retention(first, gone, playbook.logs_from < first)


def logs_from(first: date) -> Sequence[YamlEdit]:
    """Return the change of playbook.yaml that moves the first day judged on."""
    return [set_value(("logs_from",), first)]


def roster_without_old(old: EntriesTooOld) -> Sequence[YamlEdit]:
    """Return the changes of team.yaml that take out old stays and absences, the last line first."""
    stays, absences = reversed(old.stays), reversed(old.absences)
    return [*(remove(("members", at)) for at in stays), *(remove(("absences", at)) for at in absences)]


def waivers_without_old(old: EntriesTooOld) -> Sequence[YamlEdit]:
    """Return the changes of waivers.yaml that take out old waivers, the last line first."""
    return [remove(("waivers", at)) for at in reversed(old.waivers)]


def answers_without_old(old: EntriesTooOld) -> Sequence[YamlEdit]:
    """Return the changes of answers.yaml that take out old answers, the last line first."""
    return [remove(("answers", at)) for at in reversed(old.answers)]


def corrections_without_old(old: EntriesTooOld) -> Sequence[YamlEdit]:
    """Return the changes of corrections.yaml that take out old corrections, the last line first."""
    return [remove(("corrections", at)) for at in reversed(old.corrections)]


def roster_without(team: Team, person: str, *, gives: bool) -> Sequence[YamlEdit]:
    """Return the changes of team.yaml that take a member out of it, the last line first.

    Who gives a service there (`gives`) stays as leader, coach and absent: what they gave is others' record.
    """
    edits = [remove(("members", at)) for at, stay in _last_first(team.members) if stay.person == person]
    absences = () if gives else _last_first(team.absences)
    return edits + [remove(("absences", at)) for at, absence in absences if absence.person == person]


def waivers_without(waivers: Sequence[Waiver], person: str) -> Sequence[YamlEdit]:
    """Return the changes of waivers.yaml that take out the waivers for a person, and their name under others."""
    edits: list[YamlEdit] = []
    for at, waiver in _last_first(waivers):
        if waiver.member == person:
            edits.append(remove(("waivers", at)))
            continue
        edits += [
            remove(("waivers", at, "agreed_with_people", position))
            for position, agreed_with in _last_first(waiver.agreed_with_people)
            if agreed_with == person
        ]
    return edits


def corrections_without(corrections: Sequence[Correction], person: str) -> Sequence[YamlEdit]:
    """Return the changes of corrections.yaml that take out the corrections about a person."""
    return [remove(("corrections", at)) for at, entry in _last_first(corrections) if entry.person == person]


def _last_first(items: Sequence[T]) -> list[tuple[int, T]]:
    """Return items with their places, the last first, so that taking one out moves none that is still to go."""
    return list(enumerate(items))[::-1]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What of a team is about a person as its member, and goes; `stays` counts what is others' record too."""

    team: str
    rows: int
    roster: Sequence[YamlEdit]
    waivers: Sequence[YamlEdit]
    stays: int
    corrections: Sequence[YamlEdit] = ()

    @property
    def entries(self) -> int:
        """How many entries of rosters, waivers and corrections go."""
        return len(self.roster) + len(self.waivers) + len(self.corrections)


def erasure(files: TeamFiles, team: Team, person: str) -> Erasure:
    """Return what is to be erased in a team; what somebody gave, answered or approved stays."""
    givers = {*(leader.person for leader in team.leaders), *(coach.person for coach in team.coaches)}
    gives = person in givers
    given = files.log.givers.count(person) + sum(waiver.approved_by == person for waiver in files.waivers)
    # Broken promises a person has answered stay: who answers for a team is no secret.
    approved = sum(correction.approved_by == person for correction in files.corrections)
    answered = sum(answer.by == person for answer in files.answers)
    return Erasure(
        files.id,
        files.log.members.count(person),
        roster_without(team, person, gives=gives),
        waivers_without(files.waivers, person),
        given + gives + answered + approved,
        corrections_without(files.corrections, person),
    )
