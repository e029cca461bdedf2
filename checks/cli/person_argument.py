"""Shared by all commands: a person asked for by id, address or name, and how people are called on a terminal.

Names come from the table of people, and go to the terminal alone: what a command gets is an id.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.types import StringParamType

from checks.cli.completion import roster_ids
from checks.cli.context import data_folder, find_root_here, open_policy_here
from checks.cli.team_selection import people_of
from checks.model.base import ID_PATTERN
from checks.model.errors import ChecksError, UsageError

if TYPE_CHECKING:
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.output.invitation_words import Name

F = TypeVar("F", bound=Callable[..., object])

_PEOPLE = f"{__name__}.people"
_SHOWN = 8
"""People listed where a name fits several; the rest are counted."""


class PersonType(StringParamType):
    """The id of a person who is named by an id, an address or a name of the table of people.

    Without such a table, and for ids that it lacks, the text stays as it is. The option `--people` of a command
    names the table, and is read before.
    """

    name = "person"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the id; raises `UsageError` for a name of several people, or of nobody."""
        if not value or ctx is None or ctx.resilient_parsing:
            return value
        people = _people_here(ctx)
        if people is None:
            return value
        return resolved_person(str(value), people, _label(param), lambda: roster_ids(ctx))


PERSON = PersonType()


def person_option(option: str, *names: str, **settings: Any) -> Callable[[F], F]:
    """Add an option that asks for a person."""
    return click.option(option, *names, type=PERSON, metavar="PERSON", **settings)


def _keep_people(ctx: click.Context, _option: click.Parameter, file: str | None) -> None:
    ctx.meta[_PEOPLE] = file


lookup_option = click.option(
    "--people",
    metavar="FILE",
    is_eager=True,  # names are looked up in it
    expose_value=False,
    callback=_keep_people,
    help="Table of people (people.csv), outside every repository, to find people by name. [default: OUTBOUND_PEOPLE]",
)
"""For commands that show nobody: the table is only looked up."""


def resolved_person(text: str, people: People, label: str, on_rosters: Callable[[], set[str]]) -> str:
    """Return the id of who is meant; raises `UsageError`, which lists whom a text fits or who is nearest.

    An id that the table lacks stays as it is if it is on a roster, or has a hyphen or a digit: no name looks so.
    """
    from checks.imports.person_names import nearest_people, people_meant

    if text in people.by_id or (ID_PATTERN.fullmatch(text) and text in on_rosters()):
        return text
    meant = people_meant(text, people)
    if len(meant) == 1:
        return meant[0]
    if meant:
        more = f" and {len(meant) - _SHOWN} more" if len(meant) > _SHOWN else ""
        listed = ", ".join(_listed(person, people) for person in meant[:_SHOWN])
        raise UsageError(f"{label} {text}: this fits {len(meant)} people: {listed}{more}. Use an id")
    if ID_PATTERN.fullmatch(text) and not text.isalpha():
        return text
    nearest = " or ".join(_listed(person, people) for person in nearest_people(text, people)[:3])
    hint = f"Did you mean {nearest}?" if nearest else "Use an id, an address or a name from it"
    raise UsageError(f"{label} {text}: the table of people has no one like this. {hint}")


def resolved_people(label: str, texts: Sequence[str]) -> list[str]:
    """Return the ids of people who are named by ids, addresses or names of the table of people."""
    context = click.get_current_context()
    people = _people_here(context)
    if people is None:
        return list(texts)
    return [resolved_person(text, people, label, lambda: roster_ids(context)) for text in texts]


def _listed(person: str, people: People) -> str:
    """Return how somebody is called in an error: by id alone in CI, where many read it."""
    return person if os.environ.get("CI") else called(person, people)


def called(person: str, people: People) -> str:
    """Return how somebody is called on a terminal: by name and id, or by id where there is no name."""
    from checks.imports.people_rows import spoken_name

    known = people.by_id.get(person)
    return f"{spoken_name(known.name)} ({person})" if known and known.name else person


def prompted_person(question: str, repository: Repository, named: str | None) -> str:
    """Ask at a terminal for a person, and again after a name that fits nobody or several; return an id."""
    people = known_people_of(repository, named)
    context = click.get_current_context()
    if people is None:
        return str(click.prompt(f"{question} (id)"))
    while True:
        answer = str(click.prompt(f"{question} (name, address or id)")).strip()
        try:
            return resolved_person(answer, people, "Person", lambda: roster_ids(context))
        except UsageError as error:
            click.echo(f"{error}.", err=True)


def known_people_of(repository: Repository, named: str | None) -> People | None:
    """Return who is who, None where no table is named."""
    return people_of(repository, named) if named or os.environ.get("OUTBOUND_PEOPLE") else None


def naming_of(repository: Repository, named: str | None) -> Name:
    """Return how people are called: by name and id where a table of people is at hand, else by id."""
    people = known_people_of(repository, named)
    if people is None:
        return str
    return lambda person: called(person, people)


def terminal_naming_of(repository: Repository, named: str | None) -> Name:
    """Return how an import calls people: as `naming_of` does, and by id alone in CI, where many read it."""
    return str if os.environ.get("CI") else naming_of(repository, named)


_ID_IN_TEXT = re.compile(r"(?<![\w/.@-])(?=[^\W\d_]*[\d-])[a-z0-9]+(?:-[a-z0-9]+)*(?![\w/@-]|\.\w)")
"""Ids with a hyphen or a digit: an id such as `may` is left as it is, since it may be a word."""


def with_names(text: str, name: Name) -> str:
    """Return a line for a terminal with people by name and id; the ids in `text` are those that `name` calls otherwise.

    >>> with_names("p-ada gave it to p-bo, see a/p-ada", {"p-ada": "Ada (p-ada)", "p-bo": "p-bo"}.get)
    'Ada (p-ada) gave it to p-bo, see a/p-ada'
    """
    return _ID_IN_TEXT.sub(lambda match: name(match[0]) or match[0], text)


def plain_naming_of(repository: Repository, named: str | None) -> Name:
    """Return how people are called on a page for one person: by name, with the id where others have the same name.

    Without a table of people, or a name in it, they are called by id.
    """
    from collections import Counter

    from checks.imports.people_rows import spoken_name

    people = known_people_of(repository, named)
    if people is None:
        return str
    names = {person.id: spoken_name(person.name) for person in people.by_id.values() if person.name}
    shared = Counter(names.values())

    def plain(person: str) -> str:
        name = names.get(person, person)
        return f"{name} ({person})" if shared[name] > 1 else name

    return plain


def _people_here(ctx: click.Context) -> People | None:
    """Return the table of the call, None where none is named; raises `UsageError` where it lies in a repository."""
    named = (ctx.params.get("people"), ctx.meta.get(_PEOPLE), os.environ.get("OUTBOUND_PEOPLE"))
    file = next((file for file in named if isinstance(file, str) and file), "")
    if not file:
        return None
    where = ctx.find_root().obj
    try:
        root = find_root_here(where)
        data = data_folder(root, open_policy_here(where), where[1])
    except ChecksError:
        return None  # the command itself says what is wrong with the playbook
    from checks.loading.people import read_people

    key = f"{__name__} {file}"
    if key not in ctx.meta:  # read once a call, whoever is asked for
        ctx.meta[key] = read_people(Path(file), (root, data))
    people: People = ctx.meta[key]
    return people


def _label(param: click.Parameter | None) -> str:
    """Return what people type or read: `--by` of an option, `MEMBER` of an argument."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return str(param.metavar).strip("[]…") if isinstance(param, click.Argument) else "Person"
