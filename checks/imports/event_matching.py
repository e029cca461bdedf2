"""Match the occurrences of a calendar to touchpoints, by the rules of `playbook/calendar.yaml` and a roster.

The first rule that fits wins. An occurrence that fits no rule is counted; one that fits a rule by its words,
and is still no touchpoint of the team, is passed over with the reason.

Whose initiative it was is the organiser's: outbound when somebody organised it who may give the service,
inbound when the member did. An assistant, or nobody, leaves that open; then it is the initiative the service
has by agreement, and where that is `both` the entry is passed over. Source: design.md, sections 1 and 8.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from checks.engine.afterwards import may_give_to, stay_left
from checks.engine.team_case import TeamCase
from checks.model.agreed_terms import AgreedTerms
from checks.model.recognition import CalendarRule
from checks.model.service import Service
from checks.model.team import Stay

_NO = ("DECLINED", "DELEGATED")
PAIR = 2
"""People in an entry for a member, where its rule says nothing of `attendees`."""


@dataclass(frozen=True, slots=True)
class EntryWords:
    """The words of an entry, for somebody who looks for rules at their own terminal; they are written nowhere.

    `pattern` is what titles of its kind have in common, without names and numbers. `unknown` are the addresses in
    it that the table of people does not have.
    """

    title: str
    pattern: str
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One occurrence of an entry, without its title and without addresses, unless its `words` were asked for.

    `last` is its last day. `answers` holds the people known, the organiser among them, with their PARTSTAT;
    `strangers` counts the others who have not said no, and `lists` are the teams whose list is among them. `organiser` is empty for a stranger or nobody. `titles` and
    `categories` are those words of the rules that it has. It is `in_series` where its uid says which occurrence it is.
    """

    file: str
    position: int
    shown: str
    uid: str
    day: date
    last: date
    in_series: bool = False
    all_day: bool = False
    status: str = ""
    sequence: int = 0
    organiser: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    strangers: int = 0
    lists: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    away: bool = False
    called_off_in_title: bool = False
    words: EntryWords | None = None

    @property
    def people(self) -> int:
        """How many are in it, the organiser included; whoever has said no is not."""
        return sum(answer not in _NO for answer in self.answers.values()) + self.strangers

    def says_no(self, person: str) -> bool:
        """Whether the person has said that they do not come."""
        return self.answers.get(person) in _NO

    def merged(self, copy: "Occurrence") -> "Occurrence":
        """Return it with what a copy in another calendar adds: who answered, and that it was cancelled."""
        answered = {
            person: answer
            for person, answer in copy.answers.items()
            if answer in _NO or self.answers.get(person) == "NEEDS-ACTION"
        }
        return replace(
            self,
            answers={**copy.answers, **self.answers, **answered},
            status=copy.status if copy.status == "CANCELLED" else self.status,
            titles=self.titles | copy.titles,
            categories=self.categories | copy.categories,
        )


@dataclass(frozen=True, slots=True)
class MatchedEntry:
    """A touchpoint as a calendar knows it; `sure` unless the entry, or the answer of one of the two, is tentative."""

    day: date
    service: str
    member: str
    giver: str
    initiative: str
    uid: str
    sure: bool
    source: Occurrence

    @property
    def accepted(self) -> bool:
        """Whether giver and member have accepted it; whoever organised it has, unless they say something else."""
        people = [person for person in (self.giver, self.member) if person]
        return self.sure and all(
            self.source.answers.get(person) == "ACCEPTED"
            or (person == self.source.organiser and not self.source.says_no(person))
            for person in people
        )


@dataclass(frozen=True, slots=True)
class SkippedEntry:
    """An occurrence that is no touchpoint, and why."""

    source: Occurrence
    why: str


@dataclass(frozen=True, slots=True)
class CalledOff:
    """An occurrence that does not take place, for one member or, with None, for everybody."""

    source: Occurrence
    member: str | None


@dataclass(frozen=True, slots=True)
class MatchResult:
    """The touchpoints of all occurrences, and what became of the others.

    `off` are those that do not take place, `seen` all there are. `unfit` are the occurrences that no rule fits,
    cancelled ones among them.
    """

    touchpoints: tuple[MatchedEntry, ...]
    passed: tuple[SkippedEntry, ...]
    off: tuple[CalledOff, ...]
    seen: tuple[Occurrence, ...]
    unfit: tuple[Occurrence, ...]


NOTHING = MatchResult((), (), (), (), ())
"""The result of matching no calendar at all."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One occurrence under one rule: touchpoints, or why there are none; `lacks` is who is not in it.

    It `fits` unless the rule asks for another number of people.
    """

    touchpoints: tuple[MatchedEntry, ...] = ()
    why: tuple[str, ...] = ()
    off: tuple[str | None, ...] = ()
    lacks: str = ""
    fits: bool = True


def match_occurrences(
    occurrences: Iterable[Occurrence], rules: Sequence[CalendarRule], case: TeamCase
) -> MatchResult:
    """Return the touchpoints of the team, and what was made of everything else."""
    touchpoints: list[MatchedEntry] = []
    passed: list[SkippedEntry] = []
    off: list[CalledOff] = []
    seen: list[Occurrence] = []
    unfit: list[Occurrence] = []
    for occurrence in occurrences:
        seen.append(occurrence)
        why = why_called_off(occurrence)
        reading = _called_off(why, occurrence, rules) if why else _first_fitting(occurrence, rules, case)
        if reading:
            touchpoints += reading.touchpoints
            passed += (SkippedEntry(occurrence, why) for why in reading.why)
            off += (CalledOff(occurrence, member) for member in reading.off)
        if not reading or (why and not reading.why):
            unfit.append(occurrence)
    return MatchResult(tuple(touchpoints), tuple(passed), tuple(off), tuple(seen), tuple(unfit))


def why_called_off(occurrence: Occurrence) -> str:
    """Return how a cancelled occurrence shows that it is; empty where it takes place."""
    if occurrence.status != "CANCELLED":
        return ""
    return "the title shows that it is cancelled" if occurrence.called_off_in_title else "it is cancelled"


def _called_off(why: str, occurrence: Occurrence, rules: Iterable[CalendarRule]) -> _Reading:
    """Return that an occurrence does not take place; why, where its words fit a rule."""
    fits = any(_has_words(rule, occurrence) for rule in rules)
    return _Reading(why=(why,) if fits else (), off=(None,))


def _has_words(rule: CalendarRule, occurrence: Occurrence) -> bool:
    """Whether an entry has the words of a rule: one of its titles, and its category."""
    titles = rule.titles
    return (not titles or not occurrence.titles.isdisjoint(titles)) and (
        not rule.category or rule.category in occurrence.categories
    )


def _first_fitting(occurrence: Occurrence, rules: Iterable[CalendarRule], case: TeamCase) -> _Reading | None:
    """Return the reading of the first rule that fits; else of the first that fits by its words alone, or None."""
    nearest: _Reading | None = None
    for rule in rules:
        if not _has_words(rule, occurrence):
            continue
        reading = _wrong_number(rule, occurrence) or _read(rule, occurrence, case)
        if reading.fits and reading.lacks not in rule.present:
            return reading
        if rule.titles or rule.category:
            nearest = nearest or replace(reading, touchpoints=())
    return nearest


def _wrong_number(rule: CalendarRule, occurrence: Occurrence) -> _Reading | None:
    """Return why the number of people does not fit, None when it does.

    A meeting whose number fitted before some said no is off.
    """
    why = _misfit(rule, occurrence.people)
    if not why:
        return None
    declined = len(occurrence.answers) + occurrence.strangers - occurrence.people
    off = declined and not _misfit(rule, occurrence.people + declined)
    words = f"{why}{_unknown(occurrence)}" + (
        f"; {declined} of the people invited declined" if declined else ""
    )
    return _Reading(why=(words,), off=(None,) if off else (), fits=False)


def _misfit(rule: CalendarRule, people: int) -> str:
    wanted = rule.attendees
    if wanted and wanted.at_least is not None and people < wanted.at_least:
        return f"it has {_people(people)}, but the rule for {rule.service} needs at least {wanted.at_least}"
    if wanted and wanted.at_most is not None and people > wanted.at_most:
        return f"it has {_people(people)}, but the rule for {rule.service} allows at most {wanted.at_most}"
    return ""


def _people(number: int) -> str:
    return {0: "no people", 1: "1 person"}.get(number, f"{number} people")


def _read(rule: CalendarRule, occurrence: Occurrence, case: TeamCase) -> _Reading:
    service = case.services.get(case.current(rule.service))
    if service is None:
        return _refused(
            f"its rule is for {rule.service}, but there is no such service, or its file could not be read"
        )
    if (occurrence.last - occurrence.day).days > (0 if occurrence.all_day else 1):
        return _refused("it lasts several days")
    meeting = _Meeting(occurrence, service, case)
    if service.audience == "team":
        return meeting.for_team()
    if occurrence.people > PAIR and rule.attendees is None:
        return _refused(
            f"it has {_people(occurrence.people)}, but its rule has no `attendees`. Add the numbers you expect"
        )
    return meeting.for_members()


def _refused(why: str) -> _Reading:
    return _Reading(why=(why,))


_SEVERAL_GIVERS = "several people in it may give the service, and none of them organised it"


class _Meeting:
    """One occurrence as a touchpoint of one service: who gives it, to whom, on whose initiative."""

    def __init__(self, occurrence: Occurrence, service: Service, case: TeamCase) -> None:
        self.occurrence = occurrence
        self.service = service
        self.case = case
        self.day = occurrence.day
        self.members = tuple(person for person in occurrence.answers if self._stay(person))

    def for_team(self) -> _Reading:
        """Return the team's one touchpoint."""
        terms = self._terms(None)
        if terms is None:
            return self._not_agreed()
        givers = [person for person in self.occurrence.answers if self._may_give(person, terms)]
        if not givers:
            return self._lacks("giver")
        coming = [person for person in givers if not self.occurrence.says_no(person)]
        if not coming:
            return self._declined("the leader or coach has declined")
        giver = self._choose(coming)
        if not giver:
            return _refused(_SEVERAL_GIVERS)
        if not any(person != giver and not self.occurrence.says_no(person) for person in self.members):
            return self._lacks("member")
        return self._touchpoints([(giver, "")], {giver: set(givers)})

    def for_members(self) -> _Reading:
        """Return a touchpoint for each member it is given to."""
        if not self.members:
            return self._lacks("member")
        terms = {member: self._terms(member) for member in self.members}
        if not any(terms.values()):
            return self._not_agreed()
        pairs = [
            (giver, member)
            for member, agreed in terms.items()
            if agreed
            for giver in self.occurrence.answers
            if giver != member and self._may_give(giver, agreed, member)
        ]
        if not pairs:
            return self._lacks("giver")
        says_no = self.occurrence.says_no
        coming = [(giver, member) for giver, member in pairs if not says_no(giver)]
        if not coming:
            return self._declined("the leader or coach has declined")
        both = [(giver, member) for giver, member in coming if not says_no(member)]
        if not both:
            return self._declined("the member has declined")
        if self.occurrence.people > PAIR:
            giver = self._choose(sorted({giver for giver, _ in both}))
            if not giver:
                return _refused(_SEVERAL_GIVERS)
        else:
            narrowed = self._narrowed(both)
            giver = narrowed[0][0]
            if len(narrowed) > 1:
                return _refused("either person may give the service. Log it by hand")
        chosen = [pair for pair in coming if pair[0] == giver]
        able = {member: {giver for giver, receiver in pairs if receiver == member} for _, member in chosen}
        return self._touchpoints(chosen, able)

    def _touchpoints(self, pairs: list[tuple[str, str]], able: Mapping[str, set[str]]) -> _Reading:
        """Return a touchpoint for each pair of giver and member; `able` are those who may give to each.

        The team's own has no member; its `able` stand under the giver.
        """
        occurrence = self.occurrence
        touchpoints: list[MatchedEntry] = []
        why: dict[str, None] = {}
        off: list[str | None] = []
        for giver, member in pairs:
            initiative = self._initiative(member, able[member or giver])
            if member and occurrence.says_no(member):
                why["the member has declined"] = None
                off.append(member)
            elif initiative is None:
                stranger = f"someone else organised it, and {self.service.id} can start from either side"
                why[stranger if occurrence.people else "it has no organiser"] = None
            else:
                answers = (occurrence.status, occurrence.answers.get(giver), occurrence.answers.get(member))
                sure, day, uid = "TENTATIVE" not in answers, occurrence.day, occurrence.uid
                terms = (self.service.id, member, giver, initiative)
                touchpoints.append(MatchedEntry(day, *terms, uid, sure, occurrence))
        return _Reading(tuple(touchpoints), tuple(why), tuple(off))

    def _initiative(self, member: str, able: set[str]) -> str | None:
        organiser = self.occurrence.organiser
        if organiser and organiser == member:
            return "inbound"
        if organiser in able:
            return "outbound"
        if not member and organiser in self.members:
            return "inbound"
        return None if self.service.initiative == "both" else self.service.initiative

    def _choose(self, givers: list[str]) -> str:
        """Return who of several gives it: the organiser, or the only one who is no member; else nobody."""
        if self.occurrence.organiser in givers:
            return self.occurrence.organiser
        outsiders = [giver for giver in givers if giver not in self.members] or givers
        return outsiders[0] if len(outsiders) == 1 else ""

    def _narrowed(self, pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return the pairs left when the chosen coach, and then the side that begins, decide between two."""
        pairs = [pair for pair in pairs if self.case.chosen_coach(pair[1], self.day) == pair[0]] or pairs
        side = {"outbound": 0, "inbound": 1}.get(self.service.initiative)
        begun = [pair for pair in pairs if side is not None and pair[side] == self.occurrence.organiser]
        return begun or pairs

    def _stay(self, person: str | None) -> Stay | None:
        """Return the person's stay in the team on the day, or the one they have left where that is still to be followed."""
        stays = (stay for stay in self.case.team.members if stay.person == person)
        return next((stay for stay in stays if stay.has(self.day)), None) or self._left(person)

    def _left(self, person: str | None) -> Stay | None:
        """Return the stay a person has left under terms after leaving."""
        if not person or self.service.audience == "team":
            return None
        return stay_left(self.case, self.service, person, self.day)

    def _terms(self, member: str | None) -> AgreedTerms | None:
        """Return the terms in force on the day, for a member's group or for the team as one."""
        stay = self._stay(member)
        timeline = self.case.terms_by_day(self.service, stay.group if stay else None)
        return next((terms for terms in timeline if terms.first <= self.day <= terms.last), None)

    def _may_give(self, person: str, terms: AgreedTerms, member: str = "") -> bool:
        return may_give_to(self.case, person, terms.given_by, self.day, self._left(member))

    def _declined(self, why: str) -> _Reading:
        return _Reading(why=(why,), off=(None,))

    def _not_agreed(self) -> _Reading:
        return _refused(f"there is no agreement on {self.service.id} for that day")

    def _lacks(self, role: Literal["giver", "member"]) -> _Reading:
        team = self.case.team.id
        words = {
            "giver": f"no one in it may give {self.service.id} in {team} on that day",
            "member": f"no one in it is a member of {team} on that day",
        }[role]
        if not self.occurrence.answers and not self.occurrence.strangers:
            words = "it has neither an organiser nor attendees"
        return _Reading(why=(words + _unknown(self.occurrence),), lacks=role)


def _unknown(occurrence: Occurrence) -> str:
    """Return how many addresses of an entry nobody is known by, in brackets; empty where there is none."""
    strangers = occurrence.strangers
    words = "address" if strangers == 1 else "addresses"
    return f" ({strangers} {words} not in people.csv)" if strangers else ""


def by_entry(passed: Iterable[SkippedEntry]) -> Iterator[tuple[SkippedEntry, list[date]]]:
    """Yield each entry and reason once, with its days in order."""
    by_reason: dict[tuple[str, int, str], list[SkippedEntry]] = {}
    for entry in passed:
        by_reason.setdefault((entry.source.file, entry.source.position, entry.why), []).append(entry)
    for entries in by_reason.values():
        yield entries[0], sorted(entry.source.day for entry in entries)
