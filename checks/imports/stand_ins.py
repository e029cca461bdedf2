"""Who stands for others in an entry, as calendar.yaml says: assistants, and the lists of a team."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from checks.imports.event_matching import PAIR, Occurrence
from checks.model.recognition import Assistant
from checks.model.team import Team


def with_lists_read(occurrences: Iterable[Occurrence], team: Team) -> Iterator[Occurrence]:
    """Yield the occurrences with the members of the day in the place of the team's own list.

    A list of another team counts as one person: who is on it does not matter here.
    """
    for occurrence in occurrences:
        if team.id in occurrence.lists:
            members = [stay.person for stay in team.members if stay.has(occurrence.day)]
            answers = dict.fromkeys(members, "NEEDS-ACTION") | dict(occurrence.answers)
            yield replace(
                occurrence, answers=dict(sorted(answers.items())), strangers=occurrence.strangers - 1
            )
        else:
            yield occurrence


def as_organised_for(
    occurrences: Iterable[Occurrence], assistants: Sequence[Assistant]
) -> Iterator[Occurrence]:
    """Yield the occurrences as they would be had those organised them whom assistants act for.

    An assistant is in a meeting of two others only as the one who sent it, and is left out of it. An assistant's
    own meetings with the person they act for stay as they are.
    """
    for occurrence in occurrences:
        for name in sorted({entry.assistant for entry in assistants}):
            leaders = [entry.acts_for for entry in assistants if entry.assistant == name]
            occurrence = _without(occurrence, name, leaders)  # noqa: PLW2901
        yield occurrence


def _without(occurrence: Occurrence, assistant: str, leaders: Sequence[str]) -> Occurrence:
    present = [leader for leader in leaders if leader in occurrence.answers and leader != assistant]
    if assistant not in occurrence.answers or not present:
        return occurrence
    others = {person: answer for person, answer in occurrence.answers.items() if person != assistant}
    left = replace(occurrence, answers=others)
    if left.people < PAIR:
        return occurrence
    if occurrence.organiser != assistant:
        return left
    return replace(left, organiser=present[0] if len(present) == 1 else "")
