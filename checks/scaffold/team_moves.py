"""Members who go on in another team: their membership ends in one roster and begins in the other.

Absences that last go along, since clocks stop for them in the new team too. The log stays: what was held counts in
the team in which it was held.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.loading.team_files import TeamFiles
from checks.model.errors import UsageError
from checks.model.team import Absence, Coach, Leader, Stay, Team
from checks.rules.nobody_gives import WARNING_FOR
from checks.store.yaml_emitting import Value
from checks.store.yaml_splices import YamlEdit, add_key, add_list, append, remove, set_value
from checks.wording.measures import plural

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MemberMove:
    """A member of `team`, number `at` of its members, who is in the team `target` from `day` on."""

    team: Team
    at: int
    target: str
    day: date

    @property
    def stay(self) -> Stay:
        """The membership that ends."""
        return self.team.members[self.at]

    @property
    def person(self) -> str:
        """The id of the member."""
        return self.stay.person


def move_of(team: Team, person: str, target: str, day: date) -> MemberMove:
    """Return the move of a member; raises `UsageError` for who is not in the team on the day before."""
    before = day - _DAY
    at = next(
        (at for at, stay in enumerate(team.members) if stay.person == person and stay.has(before)), None
    )
    if at is not None:
        return MemberMove(team, at, target, day)
    later = min(
        (stay.first for stay in team.members if stay.person == person and stay.first > before), default=None
    )
    if later:
        raise UsageError(
            f"{person} joins {team.id} on {later}. Choose a day after that, or change the entry in "
            f"data/teams/{team.id}/team.yaml"
        )
    raise UsageError(
        f"{person} is not a member of {team.id} on {before}, the day before the move. Check the day"
    )


AbsenceKey = tuple[str, date, date | None]
"""The person of an absence, its first day and its last, None without an end."""


def absence_key(absence: Absence) -> AbsenceKey:
    """Return by what an absence is known again in another roster."""
    return absence.person, absence.first, absence.last


def departures(moves: Sequence[MemberMove], *, with_absences: bool = True) -> Iterator[YamlEdit]:
    """Yield the edits of the roster that members of one team leave; absences after the last day are taken out."""
    for move in moves:
        last = move.day - _DAY
        if move.stay.last != last:
            yield set_last(move.team, "members", move.at, last)
        if move.stay.moved_to is None:
            yield add_key(("members", move.at), "moved_to", move.target, after="to")
        else:
            yield set_value(("members", move.at, "moved_to"), move.target)
    gone = {move.person for move in moves if not _stays_on(move)}
    if gone and with_absences:
        yield from absence_ends(moves[0].team, gone, moves[0].day)


def absence_ends(team: Team, people: Collection[str], day: date) -> Iterator[YamlEdit]:
    """Yield the edits that end the absences of people who are in a roster no more from a day on, or take them out."""
    lasting = [
        (at, absence)
        for at, absence in enumerate(team.absences)
        if absence.person in people and absence.last_day >= day
    ]
    yield from (set_last(team, "absences", at, day - _DAY) for at, absence in lasting if absence.first < day)
    yield from (remove(("absences", at)) for at, absence in reversed(lasting) if absence.first >= day)


def set_last(team: Team, key: str, at: int, last: date) -> YamlEdit:
    """Return the edit that gives an entry of a roster its last day."""
    if getattr(team, key)[at].last is None:
        return add_key((key, at), "to", last, after="from")
    return set_value((key, at, "to"), last)


def _stays_on(move: MemberMove) -> bool:
    """Whether the member still leads or coaches the team after the move, so that its roster needs the absences."""
    roles: tuple[Leader | Coach, ...] = (*move.team.leaders, *move.team.coaches)
    return any(role.person == move.person and role.last_day >= move.day for role in roles)


def membership(move: MemberMove, *, coach: bool, group: bool) -> dict[str, Value]:
    """Return the entry of the new roster; what a second team owes stays as it is said."""
    stay = move.stay
    last = stay.last if stay.last and stay.last >= move.day else None
    owed: Value = stay.owed if isinstance(stay.owed, str) else list(stay.owed)
    keys: dict[str, Value | None] = {
        "person": stay.person,
        "from": move.day,
        "moved_from": move.team.id,
        "to": last,
        "coach": stay.coach if coach and chosen_coach(move) else None,
        "group": stay.group if group else None,
        "described_as": _lasting_descriptions(stay, move.day) or None,
        "owed": owed if stay.says("owed") else None,
        "moved_to": stay.moved_to if last and stay.moved_to != move.target else None,
    }
    return {key: value for key, value in keys.items() if value is not None}


def _lasting_descriptions(stay: Stay, day: date) -> list[Value]:
    """Return the entries of groups that still describe the member on a day or later."""
    entries: list[Value] = []
    for entry in stay.described_as:
        if entry.last_day >= day:
            keys: dict[str, Value] = {"group": entry.group, "from": entry.first}
            entries.append(keys | ({"to": entry.last} if entry.last else {}))
    return entries


def lasting_absences(moves: Iterable[MemberMove], known: Sequence[Absence] = ()) -> list[dict[str, Value]]:
    """Return the entries of absences that go along, with their first days; those that are `known` there are left out."""
    there = {absence_key(absence) for absence in known}
    entries: list[dict[str, Value]] = []
    for move in moves:
        for absence in move.team.absences:
            if goes_along(absence, move) and absence_key(absence) not in there:
                entry: dict[str, Value] = {"person": absence.person, "from": absence.first}
                entries.append(entry | ({"to": absence.last} if absence.last else {}))
    return entries


def goes_along(absence: Absence, move: MemberMove) -> bool:
    """Whether an absence is the member's, and lasts until the day of the move or longer."""
    return absence.person == move.person and absence.last_day >= move.day


def arrivals(team: Team, moves: Sequence[MemberMove], *, coach: bool, group: bool) -> Iterator[YamlEdit]:
    """Yield the edits of the roster in which members go on; raises `UsageError` for who is in it already.

    Coaches of the team they leave may come along before: see `coaches_along`.
    """
    yield from added_to(team, "members", memberships(team, moves, coach=coach, group=group))
    yield from added_to(team, "absences", lasting_absences(moves, team.absences))


def memberships(
    team: Team, moves: Sequence[MemberMove], *, coach: bool, group: bool
) -> list[dict[str, Value]]:
    """Return the entries of members who go on in a team; raises `UsageError` for who is in it already."""
    for move in moves:
        there = next(
            (stay for stay in team.members if stay.person == move.person and stay.last_day >= move.day), None
        )
        if there:
            raise UsageError(
                f"{move.person} is a member of {team.id} from {there.first} on already. Nothing was written"
            )
    return [membership(move, coach=coach, group=group) for move in moves]


def days_after_roles(team: Team, day: date) -> list[date]:
    """Return the days on which `check` fails if no one can give to members of a team, who are there from `day` on.

    POL009 is an error `WARNING_FOR` after the first day without a leader or coach, which is `day` or later.
    """
    kinds: tuple[Sequence[Leader | Coach], ...] = (team.leaders, team.coaches)
    ends = {role.last + _DAY for roles in kinds for role in roles if role.last and role.last >= day}
    gone = {day for roles in kinds if roles and not any(role.has(day) for role in roles)}
    return sorted(first + WARNING_FOR for first in ends | gone)


def require_coach(team: Team, move: MemberMove) -> None:
    """Raise `UsageError` where the member's coach is none of the team's on the day."""
    coach = move.stay.coach
    if coach and not any(entry.person == coach and entry.has(move.day) for entry in team.coaches):
        raise UsageError(
            f"{coach} is not a coach of {team.id} on {move.day}. Leave out --keep-coach, or add them to `coaches` in "
            f"data/teams/{team.id}/team.yaml"
        )


def coaches_along(moves: Sequence[MemberMove], known: Sequence[Coach] = ()) -> list[dict[str, Value]]:
    """Return the entries of the coaches whom members have chosen, for the team they go on in; who coaches it is left out."""
    entries: dict[str, dict[str, Value]] = {}
    for move in moves:
        coach = chosen_coach(move)
        if coach and not any(entry.person == coach.person and entry.last_day >= move.day for entry in known):
            keys: dict[str, Value | None] = {
                "person": coach.person,
                "from": move.day,
                "to": coach.last,
                "at_most": coach.at_most,
            }
            entries[coach.person] = {key: value for key, value in keys.items() if value is not None}
    return list(entries.values())


def chosen_coach(move: MemberMove) -> Coach | None:
    """Return who coaches the member on the day of the move, None without a coach."""
    return next(
        (entry for entry in move.team.coaches if entry.person == move.stay.coach and entry.has(move.day)),
        None,
    )


def added_to(team: Team, key: str, entries: Sequence[Value]) -> Iterator[YamlEdit]:
    """Yield the edit that adds entries to a list of a roster, if there are any."""
    if entries:
        yield append((key,), *entries) if team.says(key) else add_list(key, *entries)


def left_behind(files: TeamFiles, moves: Sequence[MemberMove]) -> Iterator[str]:
    """Yield, as sentences, what stays in the team that members leave: the whole team's waivers, and booked conversations."""
    day = min(move.day for move in moves) if moves else date.max
    for waiver in files.waivers:
        if waiver.member is None and waiver.last >= day:
            yield (
                f"The waiver {waiver.id} is for all of {files.id}, so it doesn't apply in {moves[0].target}. "
                "If it should, run: outbound new waiver"
            )
    for move in moves:
        booked = sum(
            files.log.states[row] == "booked" and files.log.members[row] == move.person
            for row in range(len(files.log))
            if files.log.days[row] >= move.day
        )
        if booked:
            yield (
                f"{plural(booked, 'booked conversation')} of {move.person} from {move.day} on "
                f"{'stays' if booked == 1 else 'stay'} in the log of {files.id}. Book again in {move.target}: outbound log"
            )


def teams_left_by(person: str, teams: Iterable[Team], day: date) -> list[Team]:
    """Return the teams in which somebody is on the day before."""
    before = day - _DAY
    return [
        team for team in teams if any(stay.person == person and stay.has(before) for stay in team.members)
    ]


def is_member_of(team: Team, person: str, day: date) -> bool:
    """Whether somebody is a member of a team on a day."""
    return any(stay.person == person and stay.has(day) for stay in team.members)
