"""What of a team's files is older than the playbook keeps: ended stays, absences, waivers and answers.

An entry is old once it ended before the first day that is kept. Some old ones are kept all the same, since the
quarters that are kept could not be judged as before without them; `entries_too_old` says which.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.engine.date_spans import DateSpans
from checks.engine.team_case import TeamCase
from checks.engine.team_coverage import kept_from
from checks.model.periods import named_quarter
from checks.model.playbook import starting_month
from checks.model.team import Absence
from checks.model.waivers import Answer

_DAY = timedelta(days=1)
_NONE = DateSpans()


@dataclass(frozen=True, slots=True)
class EntriesTooOld:
    """The places, from 0 and in order, of what is kept for too long, in the lists of a team's files."""

    stays: tuple[int, ...]
    absences: tuple[int, ...]
    waivers: tuple[int, ...]
    answers: tuple[int, ...]
    corrections: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many entries there are."""
        lists = (self.stays, self.absences, self.waivers, self.answers, self.corrections)
        return sum(map(len, lists))


def entries_too_old(case: TeamCase, answers: Sequence[Answer]) -> EntriesTooOld:
    """Return what ended before the first day kept, and is needed for nothing that is kept.

    An absence is needed while the first day back is kept, where weekends and holidays alone part it from the next
    one the day back from that. A stay is needed:

    - while the person's next one follows it without a gap from the first day kept on: else they would join again;
    - while an absence or a waiver that is kept lies in it;
    - while the person is named in a row, an absence or a waiver that is kept, and has no other stay that is: else
      they would be a stranger.

    Who leads or coaches stays: what they gave is the record of others too.
    """
    first, team = kept_from(case.playbook, case.as_of), case.team
    old_absences = [at for at, absence in enumerate(team.absences) if _is_over(case, absence, first)]
    starts = starting_month(case.playbook)
    return EntriesTooOld(
        stays=tuple(sorted(_old_stays(case, first, old_absences))),
        absences=tuple(old_absences),
        waivers=tuple(at for at, waiver in enumerate(case.waivers) if waiver.last_day < first),
        answers=tuple(
            at for at, answer in enumerate(answers) if named_quarter(answer.period, starts).last < first
        ),
        corrections=tuple(at for at, entry in enumerate(case.corrections) if entry.last < first),
    )


def _is_over(case: TeamCase, absence: Absence, first: date) -> bool:
    """Whether the absences in a row that one is part of ended, and the first day back came, before `first`."""
    back_by = first - _DAY
    if absence.last_day >= back_by:
        return False
    rows = case.absences_in_a_row(absence.person)
    return next(end for begin, end in rows if begin <= absence.first <= end) < back_by


def _old_stays(case: TeamCase, first: date, old_absences: Sequence[int]) -> Iterator[int]:
    """Yield the places of the stays that ended before `first` and are not needed."""
    stays = case.team.members
    if all(stay.last_day >= first for stay in stays):
        return
    needed = _days_needed(case, first, old_absences)
    named = {*needed, *_in_kept_rows(case, first)}
    followed = {stay.person for stay in stays if stay.first == first}
    old: dict[str, list[int]] = {}
    staying: set[str] = set()
    for at, stay in enumerate(stays):
        follows = stay.last_day == first - _DAY and stay.person in followed
        if stay.last_day >= first or follows or needed.get(stay.person, _NONE) & DateSpans.of([stay]):
            staying.add(stay.person)
        else:
            old.setdefault(stay.person, []).append(at)
    for person, places in old.items():
        last = max(places, key=lambda at: stays[at].last_day)
        keeps_last = person in named and person not in staying
        yield from (at for at in places if not (keeps_last and at == last))


def _days_needed(case: TeamCase, first: date, old_absences: Sequence[int]) -> dict[str, DateSpans]:
    """Return the days of the absences and waivers that are kept, by the people they name."""
    days_of: dict[str, list[tuple[date, date]]] = {}
    for at, absence in enumerate(case.team.absences):
        if at not in old_absences:
            days_of.setdefault(absence.person, []).append((absence.first, absence.last_day))
    for waiver in case.waivers:
        people = (waiver.member, waiver.approved_by, *waiver.agreed_with_people)
        for person in people if waiver.last_day >= first else ():
            if person:
                days_of.setdefault(person, []).append((waiver.first, waiver.last_day))
    return {person: DateSpans.joined(spans) for person, spans in days_of.items()}


def _in_kept_rows(case: TeamCase, first: date) -> Iterator[str]:
    """Yield who received or gave what stands in the files of the log that are kept."""
    log = case.log
    for (begin, path), (end, _) in itertools.pairwise([*log.files, (len(log), "")]):
        if named_quarter(path.rpartition("/")[2].removesuffix(".csv")).last >= first:
            yield from log.members[begin:end]
            yield from log.givers[begin:end]
