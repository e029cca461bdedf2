"""A reader of counted answers who knows who is in each table: which score each person may have given."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping


class AnswerTable(NamedTuple):
    """How many of some people gave each score."""

    people: frozenset[str]
    counts: Counter[int]


def tables_of(given_by: Mapping[str, int], tables: Iterable[Collection[str]]) -> list[AnswerTable]:
    """Return the tables of people, as they would be written down."""
    return [
        AnswerTable(frozenset(people), Counter(given_by[person] for person in people)) for people in tables
    ]


def possible_scores(tables: list[AnswerTable]) -> dict[str, set[int]]:
    """Return which scores each person has in some world that fits all tables."""
    people = sorted(frozenset[str]().union(*(table.people for table in tables)))
    scores = sorted({score for table in tables for score in table.counts})
    left = [Counter(table.counts) for table in tables]
    tables_by_person = {
        person: [at for at, table in enumerate(tables) if person in table.people] for person in people
    }
    return {
        person: {score for score in scores if _fits(person, score, people, left, tables_by_person)}
        for person in people
    }


def _fits(
    person: str,
    score: int,
    people: list[str],
    left: list[Counter[int]],
    tables_by_person: Mapping[str, list[int]],
) -> bool:
    """Whether a world fits in which a person gave a score: the others are dealt what is left, one after the other."""
    ordered = [person, *(each for each in people if each != person)]
    dead: set[tuple[int, tuple[tuple[tuple[int, int], ...], ...]]] = set()

    def deal(at: int, choices: Collection[int]) -> bool:
        if at == len(ordered):
            return not any(table.total() for table in left)
        state = (at, tuple(tuple(sorted((+table).items())) for table in left))
        if state in dead:
            return False
        tables = tables_by_person[ordered[at]]
        for choice in choices:
            if all(left[table][choice] for table in tables):
                for table in tables:
                    left[table][choice] -= 1
                fits = deal(at + 1, range(11))
                for table in tables:
                    left[table][choice] += 1
                if fits:
                    return True
        dead.add(state)
        return False

    return deal(0, (score,))
