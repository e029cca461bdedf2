"""Occurrences of a calendar, by the rules of `playbook/calendar.yaml` and a roster, as touchpoints.

The first rule that fits wins. What none fits is counted; what one fits by its words, and is still no
touchpoint of the team, is passed over with the reason.

Whose initiative it was is the organiser's: outbound when somebody organised it who may give the service,
inbound when the member did. An assistant, or nobody, leaves that open; then it is the initiative the service
has by agreement, and where that is `both` the entry is passed over. Source: design.md, sections 1 and 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checks.engine.timeline import TeamCase
    from checks.model.agreed_terms import AgreedTerms
    from checks.model.recognition import CalendarRule
    from checks.model.service import Service

_NO = ("DECLINED", "DELEGATED")
PAIR = 2
"""People in an entry for a member, where its rule says nothing of `attendees`."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of an entry, without its title and without addresses.

    `last` is its last day. `answers` are the people known, the organiser among them, with their answer as
    iCalendar says it; `strangers` counts the others. `organiser` is empty for a stranger or nobody. `titles`
    and `categories` are the rules' words it has.
    """

    file: str
    position: int
    shown: str
    uid: str
    day: date
    last: date
    all_day: bool = False
    status: str = ""
    sequence: int = 0
    organiser: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    strangers: int = 0
    titles: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    away: bool = False

    @property
    def people(self) -> int:
        """How many are in it, the organiser included."""
        return len(self.answers) + self.strangers

    def says_no(self, person: str) -> bool:
        """Whether the person has said that they do not come."""
        return self.answers.get(person) in _NO

    def also(self, copy: Occurrence) -> Occurrence:
        """Return it with what a copy in another calendar knows: who said no, and that it was cancelled."""
        answers = {**copy.answers, **self.answers}
        answers |= {who: said for who, said in copy.answers.items() if said in _NO}
        status = copy.status if copy.status == "CANCELLED" else self.status
        return replace(
            self,
            answers=answers,
            status=status,
            titles=self.titles | copy.titles,
            categories=self.categories | copy.categories,
        )


@dataclass(frozen=True, slots=True)
class MatchedEntry:
    """A touchpoint as a calendar knows it; `sure` unless it, or one of the two, is tentative."""

    day: date
    service: str
    member: str
    giver: str
    initiative: str
    uid: str
    sure: bool
    source: Occurrence


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An occurrence that is no touchpoint, and why."""

    source: Occurrence
    why: str


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What became of all occurrences.

    `off` are those that do not take place: uid, and the member it is off for, or None for everybody.
    `unfit` are the entries that no rule fits, by file and position.
    """

    touchpoints: tuple[MatchedEntry, ...]
    passed: tuple[SkippedEntry, ...]
    off: frozenset[tuple[str, str | None]]
    seen: frozenset[str]
    unfit: frozenset[tuple[str, int]]


NOTHING = MatchResult((), (), frozenset(), frozenset(), frozenset())
"""What there is in no calendar."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One occurrence under one rule: touchpoints, or why there are none; `lacks` someone it must have."""

    touchpoints: tuple[MatchedEntry, ...] = ()
    why: tuple[str, ...] = ()
    off: tuple[str | None, ...] = ()
    lacks: str = ""


def match_occurrences(
    occurrences: Iterable[Occurrence], rules: Iterable[CalendarRule], case: TeamCase
) -> MatchResult:
    """Return the touchpoints of the team, and what was made of everything else."""
    rules = tuple(rules)
    touchpoints: list[MatchedEntry] = []
    passed: list[SkippedEntry] = []
    off: set[tuple[str, str | None]] = set()
    seen: set[str] = set()
    unfit: set[tuple[str, int]] = set()
    for one in occurrences:
        seen.add(one.uid)
        if one.status == "CANCELLED":
            off.add((one.uid, None))
            continue
        read = _first_that_fits(one, rules, case)
        if read is None:
            unfit.add((one.file, one.position))
            continue
        touchpoints += read.touchpoints
        passed += (SkippedEntry(one, why) for why in read.why)
        off |= {(one.uid, member) for member in read.off}
    return MatchResult(tuple(touchpoints), tuple(passed), frozenset(off), frozenset(seen), frozenset(unfit))


def _first_that_fits(one: Occurrence, rules: Iterable[CalendarRule], case: TeamCase) -> _Read | None:
    """Return what the first rule that fits makes of it; else why the first did not that fits by its words."""
    nearly: _Read | None = None
    for rule in rules:
        if not _words_fit(rule, one):
            continue
        why = _why_not_so_many(rule, one)
        read = _Read(why=(why,)) if why else _read(rule, one, case)
        if not why and (not read.lacks or read.lacks not in rule.present):
            return read
        if rule.title or rule.category:
            nearly = nearly or _Read(why=read.why)
    return nearly


def _words_fit(rule: CalendarRule, one: Occurrence) -> bool:
    return (not rule.title or rule.title in one.titles) and (
        not rule.category or rule.category in one.categories
    )


def _why_not_so_many(rule: CalendarRule, one: Occurrence) -> str:
    """Return why the number of people does not fit, empty when it does."""
    wanted = rule.attendees
    if wanted and wanted.at_least is not None and one.people < wanted.at_least:
        return f"{_people(one.people)} in it, and the rule for {rule.service} says at least {wanted.at_least}"
    if wanted and wanted.at_most is not None and one.people > wanted.at_most:
        return f"{_people(one.people)} in it, and the rule for {rule.service} says at most {wanted.at_most}"
    return ""


def _people(number: int) -> str:
    return {0: "nobody is", 1: "one person is"}.get(number, f"{number} people are")


def _read(rule: CalendarRule, one: Occurrence, case: TeamCase) -> _Read:
    service = case.services.get(case.current(rule.service))
    if service is None:
        return _Read(why=(f"its rule names {rule.service}, and no such service can be read",))
    if (one.last - one.day).days > (0 if one.all_day else 1):
        return _Read(why=("it lasts several days",))
    group = _Meeting(one, service, case)
    if service.audience == "team":
        return group.for_team()
    if one.people > PAIR and rule.attendees is None:
        return _Read(why=(f"{_people(one.people)} in it, and its rule says nothing of `attendees`",))
    return group.for_members()


class _Meeting:
    """One occurrence as a touchpoint of one service: who gives it, to whom, on whose initiative."""

    def __init__(self, one: Occurrence, service: Service, case: TeamCase) -> None:
        self.one = one
        self.service = service
        self.case = case
        self.day = one.day.toordinal()
        self.members = tuple(
            person
            for person in one.answers
            if any(
                stay.person == person and stay.first_number <= self.day <= stay.last_number
                for stay in case.team.members
            )
        )

    def for_team(self) -> _Read:
        """Return the team's one touchpoint."""
        agreed = self._agreed(None)
        if agreed is None:
            return self._not_agreed()
        givers = [one for one in self.one.answers if self._may_give(one, agreed)]
        if not givers:
            return self._lacks("giver")
        giver = self._choose(givers)
        if not giver:
            return _Read(why=("several people in it may give it, and none of them organised it",))
        if self.one.says_no(giver):
            return _Read(why=("the one who gives it has declined",), off=(None,))
        if not any(person != giver and not self.one.says_no(person) for person in self.members):
            return self._lacks("member")
        return self._made([(giver, "")], {giver: set(givers)})

    def for_members(self) -> _Read:
        """Return a touchpoint for each member it is given to."""
        if not self.members:
            return self._lacks("member")
        terms = {member: self._agreed(member) for member in self.members}
        if not any(terms.values()):
            return self._not_agreed()
        pairs = [
            (giver, member)
            for member, agreed in terms.items()
            if agreed
            for giver in self.one.answers
            if giver != member and self._may_give(giver, agreed)
        ]
        if not pairs:
            return self._lacks("giver")
        if self.one.people > PAIR:
            giver = self._choose(sorted({giver for giver, _ in pairs}))
            chosen = [pair for pair in pairs if pair[0] == giver]
            if not giver:
                return _Read(why=("several people in it may give it, and none of them organised it",))
        else:
            chosen = self._narrowed(pairs)
            if len(chosen) > 1:
                return _Read(why=("which of the two gives it cannot be told",))
        giver = chosen[0][0]
        if self.one.says_no(giver):
            return _Read(why=("the one who gives it has declined",), off=(None,))
        able = {member: {who for who, whom in pairs if whom == member} for _, member in chosen}
        return self._made(chosen, able)

    def _made(self, pairs: list[tuple[str, str]], able: Mapping[str, set[str]]) -> _Read:
        """Return a touchpoint for each pair of giver and member; `able` are those who may give to each."""
        found: list[MatchedEntry] = []
        why: dict[str, None] = {}
        off: list[str | None] = []
        for giver, member in pairs:
            initiative = self._initiative(member, able[member or giver])
            if member and self.one.says_no(member):
                why["the member has declined"] = None
                off.append(member)
            elif initiative is None:
                why[
                    f"somebody else organised it, and {self.service.id} may be either's initiative"
                    if self.one.people
                    else "it does not say who organised it"
                ] = None
            else:
                tentative = self.one.status == "TENTATIVE" or "TENTATIVE" in (
                    self.one.answers.get(giver),
                    self.one.answers.get(member),
                )
                found.append(
                    MatchedEntry(
                        self.one.day,
                        self.service.id,
                        member,
                        giver,
                        initiative,
                        self.one.uid,
                        not tentative,
                        self.one,
                    )
                )
        return _Read(tuple(found), tuple(why), tuple(off))

    def _initiative(self, member: str, able: set[str]) -> str | None:
        organiser = self.one.organiser
        if organiser and organiser == member:
            return "inbound"
        if organiser in able:
            return "outbound"
        if not member and organiser in self.members:
            return "inbound"
        return None if self.service.initiative == "both" else self.service.initiative

    def _choose(self, givers: list[str]) -> str:
        """Return who of several gives it: the organiser, or the only one who is no member; else nobody."""
        if self.one.organiser in givers:
            return self.one.organiser
        apart = [giver for giver in givers if giver not in self.members] or givers
        return apart[0] if len(apart) == 1 else ""

    def _narrowed(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the pairs left when the chosen coach, and then the side that begins, decide between two."""
        chosen = [pair for pair in pairs if self.case.chosen_coach(pair[1], self.day) == pair[0]]
        pairs = chosen or pairs
        side = {"outbound": 0, "inbound": 1}.get(self.service.initiative)
        begun = [pair for pair in pairs if side is not None and pair[side] == self.one.organiser]
        return begun or pairs

    def _agreed(self, member: str | None) -> AgreedTerms | None:
        group = next(
            (
                stay.group
                for stay in self.case.team.members
                if stay.person == member and stay.first_number <= self.day <= stay.last_number
            ),
            None,
        )
        return next(
            (
                agreed
                for agreed in self.case.timeline(self.service, group)
                if agreed.first <= self.day <= agreed.last
            ),
            None,
        )

    def _may_give(self, person: str, agreed: AgreedTerms) -> bool:
        return self.case.may_give(person, agreed.given_by, self.day)

    def _not_agreed(self) -> _Read:
        return _Read(why=(f"no agreement on {self.service.id} is in force on that day",))

    def _lacks(self, whom: str) -> _Read:
        team = self.case.team.id
        words = {
            "giver": f"nobody in it may give {self.service.id} in {team} on that day",
            "member": f"nobody in it is a member of {team} on that day",
        }[whom]
        strangers = self.one.strangers
        if strangers:
            words += f" ({strangers} {'address' if strangers == 1 else 'addresses'} not in people.csv)"
        return _Read(why=(words,), lacks=whom)


def by_entry(passed: Iterable[SkippedEntry]) -> Iterator[tuple[SkippedEntry, list[date]]]:
    """Yield each entry and reason once, with its days in order."""
    found: dict[tuple[str, int, str], tuple[SkippedEntry, list[date]]] = {}
    for one in passed:
        key = (one.source.file, one.source.position, one.why)
        found.setdefault(key, (one, []))[1].append(one.source.day)
    for first, days in found.values():
        yield first, sorted(days)
