"""REF009 moved-nowhere: someone has moved to or from a team, but the other team doesn't say so.

A move has two ends. The membership that ends says `moved_to`, so nothing is due after leaving. The membership
in the other team says `moved_from`, so the time since the last conversation goes on counting. It begins within
31 days after the last day in the first team. One of the two is missing. A move ahead is reported too, since one
of its two files is missing.

To fix: add the missing membership or the missing key. If there was no move, remove the key that is there.
`outbound move member` writes both ends.
"""

from collections.abc import Iterator

from checks.model.findings import Problem, Severity
from checks.model.team import Stay
from checks.rules.rule import HalfMove, Rule, TeamFacts


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each end of a move that lacks the other."""
    case = facts.judged.case
    for move in facts.half_moves:
        if move.key == "moved_to":
            words, next_step = _without_arrival(case.team.id, move, is_over=move.stay.last_day < case.as_of)
        else:
            words, next_step = _without_departure(case.team.id, move)
        words = f"{case.team.id}: {{who}} {words}"
        stay = move.stay
        yield Problem(
            stay.place(move.key),
            words.format(who="a member"),
            named=words.format(who=stay.person),
            help=next_step,
            team=case.team.id,
            member=stay.person,
            subject=_subject(move),
        )


def _subject(move: HalfMove) -> str:
    if move.key == "moved_from":
        return f"{move.stay.person} from {move.stay.first}"
    return f"{move.stay.person} {move.stay.last_day}{' half' if move.there else ''}"


def _without_arrival(team: str, move: HalfMove, *, is_over: bool) -> tuple[str, str]:
    moves = "has moved" if is_over else f"moves after {move.stay.last_day}"
    if move.there is None:
        words = f"{moves} to {move.stay.moved_to}, but is not a member there"
        return words, "Add the membership in the other team, or remove `moved_to`."
    words = f"{moves} to {move.stay.moved_to}, but the membership there has no `moved_from`"
    return words, f"Add `moved_from: {team}` in {_where(move.there)}, or remove `moved_to`."


def _without_departure(team: str, move: HalfMove) -> tuple[str, str]:
    if move.there is None:
        words = f"has moved from {move.stay.moved_from}, but was not a member there just before"
        return words, "Correct the dates of the membership in the other team, or remove `moved_from`."
    words = f"has moved from {move.stay.moved_from}, but the membership there does not say `moved_to: {team}`"
    return words, f"Add `moved_to: {team}` in {_where(move.there)}, or remove `moved_from`."


def _where(stay: Stay) -> str:
    place = stay.place()
    return f"{place.path}, line {place.line}" if place.line else place.path


RULE = Rule("REF009", "moved-nowhere", Severity.WARNING, __doc__, team=_check)
