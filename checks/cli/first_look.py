"""After an import into a playbook in which nothing was logged before: one page of what there is now."""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from checks.cli.context import Where, judgement_dates_of, open_repository_here
from checks.cli.person_argument import terminal_naming_of
from checks.model.errors import ChecksError, NothingToJudgeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Contents = tuple[int, frozenset[tuple[str, str]]]
    """How many rows the log has, and who is in which team."""

P = ParamSpec("P")


def with_first_look(command: Callable[Concatenate[Where, P], None]) -> Callable[Concatenate[Where, P], None]:
    """Return an import command that ends with the page if nothing was logged before, and something changed."""

    @wraps(command)
    def looking(where: Where, /, *words: P.args, **options: P.kwargs) -> None:
        before = _contents(where, only_if_empty=True)
        try:
            command(where, *words, **options)
        except SystemExit:  # some rows were refused, and the others taken
            _show(where, before, options)
            raise
        _show(where, before, options)

    return looking


def _contents(where: Where, *, only_if_empty: bool = False) -> Contents | None:
    """Return what a playbook holds; None where it cannot be read, or something is logged and only empty is wanted."""
    rows, people = 0, set()
    try:
        for team in open_repository_here(where).teams():
            rows += len(team.log)
            if rows and only_if_empty:
                return None
            people |= {(team.id, stay.person) for stay in (team.team.members if team.team else ())}
    except (ChecksError, OSError):  # the command itself says what is wrong
        return None
    return rows, frozenset(people)


def _show(where: Where, before: Contents | None, options: Mapping[str, object]) -> None:
    """Print the page, if something has come in since; the options are those of the import."""
    after = _contents(where) if before else None
    if after is None or after == before:
        return
    from checks.output.first_import import first_import_page

    repository = open_repository_here(where)
    day, people = (text if isinstance(text, str) else None for text in map(options.get, ("as_of", "people")))
    named = people if people and Path(people).exists() else None  # a dry run writes none
    name = terminal_naming_of(repository, named)
    with suppress(NothingToJudgeError):  # the first day that counts is still to come
        click.echo(
            "\n" + first_import_page(repository, judgement_dates_of(repository.policy, day), name), nl=False
        )
