"""`outbound rename person`: a person by another id, in all files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from checks.cli.change_verbs import new_id, open_whole_change, settle, writing_options
from checks.cli.person_argument import PERSON, lookup_option
from checks.cli.scaffold_options import parse_person

if TYPE_CHECKING:
    from checks.cli.context import Where


@click.command(
    "person",
    epilog="\b\nExample:\n  outbound rename person p-ada p-a1b2",
)
@click.argument("old", metavar="OLD", type=PERSON)
@click.argument("new", metavar="NEW")
@lookup_option
@writing_options
@click.pass_obj
def rename_person_command(where: Where, old: str, new: str, dry_run: bool, yes: bool) -> None:
    """Give a person another id, in rosters, logs, waivers, answers and calendars.

    A roster keeps the old id under `formerly`, so the check of the change sees a rename and no loss. Remove that
    line once the change is merged. Git still has the old id in its history.
    """
    from checks.scaffold.person_renaming import rename_person

    repository, _, draft = open_whole_change(where)
    person, wanted = parse_person("OLD", old), new_id(new)
    rename_person(draft, repository, person, wanted)
    draft.notes.append("If you have a table of people (people.csv), change the id there too.")
    next_step = "run `outbound check --base main`"
    settle(repository, draft, yes=yes, dry_run=dry_run, renamed={person: wanted}, next_step=next_step)
