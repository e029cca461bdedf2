"""Rules that would take entries no rule takes: of a giver and a member, or of a giver and most of a team.

A suggestion is worked out from the words of entries, which stay at the terminal of whoever asked. Each was tried:
with its rule the entries counted are touchpoints of the team.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checks.imports.event_matching import PAIR, Occurrence, match_occurrences
from checks.imports.ics_titles import plain_title
from checks.imports.stand_ins import as_organised_for
from checks.model.recognition import Assistant, Attendees, CalendarRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from checks.engine.team_case import TeamCase
    from checks.imports.event_matching import MatchResult
    from checks.model.service import Service

_TEAM_AT_LEAST = 3
_USUAL = "one-on-one"
"""The service that a meeting of two is usually of, where the playbook has it."""

_TRIED = "?"
"""A title that stands for whatever title an entry has, while its people are looked at."""


@dataclass(frozen=True, slots=True)
class RuleSuggestion:
    """A rule that would take some entries, of which the title holds `title`.

    `services` are those it may be a rule for, the likeliest first. `titles` are those of the entries as they are.
    """

    title: str
    services: tuple[str, ...]
    pair: bool
    entries: int
    meetings: int
    titles: tuple[str, ...]

    def rule(self, service: str) -> CalendarRule:
        """Return it as a rule for one of its services."""
        return _rule(service, self.title, pair=self.pair)


@dataclass(frozen=True, slots=True)
class RoomSuggestion:
    """An address without which a number of entries would fit a rule, or could have one: perhaps no person's."""

    address: str
    entries: int


@dataclass(frozen=True, slots=True)
class AssistantSuggestion:
    """Who organised a number of entries that would fit a rule were they organised by somebody in them."""

    assistant: str
    acts_for: str
    entries: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What would take more of the entries of some calendars.

    `wordless` counts entries of a giver and a member, or of most of a team, whose titles have nothing in common
    that a rule could name.
    """

    rules: tuple[RuleSuggestion, ...] = ()
    rooms: tuple[RoomSuggestion, ...] = ()
    assistants: tuple[AssistantSuggestion, ...] = ()
    wordless: int = 0


def suggest_rules(matches: MatchResult, rules: Sequence[CalendarRule], case: TeamCase) -> Suggestions:
    """Return what would take entries that no rule takes; their occurrences have their words."""
    groups: dict[tuple[bool, str], _Group] = {}
    for occurrence in matches.unfit:
        for pair in (True, False):
            services = list(_services(occurrence, case, pair=pair))
            if services and occurrence.words:
                group = groups.setdefault((pair, occurrence.words.pattern), _Group())
                group.add(occurrence, occurrence.words.title, services)
    found_none = [group for (_, pattern), group in groups.items() if not pattern]
    suggested = [
        _suggestion(pattern, group, case, pair=pair) for (pair, pattern), group in groups.items() if pattern
    ]
    left = [*matches.unfit, *(entry.source for entry in matches.passed)]
    return Suggestions(
        tuple(sorted(suggested, key=lambda rule: (-rule.meetings, rule.title))),
        tuple(_rooms(left, rules, case)),
        tuple(_assistants(left, rules, case)),
        sum(len(group.entries) for group in found_none),
    )


@dataclass(slots=True)
class _Group:
    """Entries whose titles have the same words in common."""

    entries: set[tuple[str, int]] = field(default_factory=set)
    titles: dict[str, None] = field(default_factory=dict)
    services: dict[str, None] = field(default_factory=dict)
    meetings: int = 0

    def add(self, occurrence: Occurrence, title: str, services: Iterable[str]) -> None:
        self.entries.add((occurrence.file, occurrence.position))
        self.titles.setdefault(title)
        self.services |= dict.fromkeys(services)
        self.meetings += 1


def _suggestion(pattern: str, group: _Group, case: TeamCase, *, pair: bool) -> RuleSuggestion:
    def unlikeliness(service: str) -> tuple[bool, bool]:
        return not _is_named_by(case.services[service], pattern), service != _USUAL

    services = tuple(sorted(group.services, key=unlikeliness))
    return RuleSuggestion(pattern, services, pair, len(group.entries), group.meetings, tuple(group.titles))


def _is_named_by(service: Service, pattern: str) -> bool:
    """Whether a title's words are what a service is called."""
    names = [plain_title(name) for name in (service.title, *service.also_called)]
    return any(name in pattern or pattern in name for name in names)


def _services(occurrence: Occurrence, case: TeamCase, *, pair: bool) -> Iterator[str]:
    """Return the services an entry is a touchpoint of, were there a rule; none unless its people are the right ones."""
    if occurrence.strangers or (
        occurrence.people != PAIR if pair else not _is_most_of_team(occurrence, case)
    ):
        return
    for service in case.services.values():
        if service.audience == ("member" if pair else "team"):
            rule = _rule(service.id, _TRIED, pair=pair)
            titled = replace(occurrence, titles=frozenset({_TRIED}))
            touchpoints = match_occurrences([titled], [rule], case).touchpoints
            if any(_has_role(entry.giver, occurrence, case) for entry in touchpoints):
                yield service.id


def _has_role(person: str, occurrence: Occurrence, case: TeamCase) -> bool:
    """Whether somebody leads or coaches the team on the day, or leads those who do: two peers are no giver and member."""
    roles = {"leader", "coach"} | ({"leaders-leader"} if case.above is not None else set())
    return case.may_give(person, frozenset(roles), occurrence.day)


def _is_most_of_team(occurrence: Occurrence, case: TeamCase) -> bool:
    members = {stay.person for stay in case.team.members if stay.has(occurrence.day)}
    coming = [person for person in occurrence.answers if not occurrence.says_no(person)]
    return len(members.intersection(coming)) * 2 > len(members) and len(coming) >= _TEAM_AT_LEAST


def _rule(service: str, title: str, *, pair: bool) -> CalendarRule:
    number = {"at_most": str(PAIR)} if pair else {"at_least": str(_TEAM_AT_LEAST)}
    return CalendarRule.model_construct(
        service=service, title=title, category=None, attendees=Attendees.model_validate(number),
        present=("giver", "member"),
    )  # fmt: skip


def _rooms(
    occurrences: Iterable[Occurrence], rules: Sequence[CalendarRule], case: TeamCase
) -> Iterator[RoomSuggestion]:
    """Yield the addresses without which entries would fit a rule, those of most entries first.

    Entries for which there is no rule yet count too, if the address is among different people: a guest of one
    member is not.
    """
    fitting: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    ruleless: defaultdict[str, dict[tuple[str, int], frozenset[str]]] = defaultdict(dict)
    for occurrence in occurrences:
        unknown = occurrence.words.unknown if occurrence.words else ()
        if len(unknown) != 1 or "@" not in unknown[0]:
            continue
        place, without = (occurrence.file, occurrence.position), replace(occurrence, strangers=0)
        if match_occurrences([without], rules, case).touchpoints:
            fitting[unknown[0]].add(place)
        elif any(tuple(_services(without, case, pair=pair)) for pair in (True, False)):
            ruleless[unknown[0]][place] = frozenset(occurrence.answers)
    for address, people in ruleless.items():
        if address in fitting or len(set(people.values())) > 1:
            fitting[address] |= set(people)
    counts = Counter({address: len(places) for address, places in fitting.items()})
    yield from (RoomSuggestion(address, count) for address, count in counts.most_common())


def _assistants(
    occurrences: Iterable[Occurrence], rules: Sequence[CalendarRule], case: TeamCase
) -> Iterator[AssistantSuggestion]:
    """Yield who organised entries that would fit a rule had a giver in them organised them."""
    entries: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for occurrence in occurrences:
        others = [person for person in occurrence.answers if person != occurrence.organiser]
        for leader in others if occurrence.organiser and len(others) == PAIR else ():
            assistant = Assistant.model_construct(assistant=occurrence.organiser, acts_for=leader)
            touchpoints = match_occurrences(
                as_organised_for([occurrence], [assistant]), rules, case
            ).touchpoints
            if any(entry.giver == leader for entry in touchpoints):
                pair = (occurrence.organiser, leader)
                entries.setdefault(pair, set()).add((occurrence.file, occurrence.position))
    for (assistant_id, leader_id), places in sorted(entries.items(), key=lambda item: -len(item[1])):
        yield AssistantSuggestion(assistant_id, leader_id, len(places))
