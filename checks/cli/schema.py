"""`outbound schema`: what an editor needs to complete and check the files, this playbook's own ids included."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import find_root_here
from checks.model.errors import UsageError
from checks.output.formats import json_text

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

    from checks.loading.repository import Repository
    from checks.scaffold.schema_ids import Known

_NAMES = ("playbook", "service", "calendar", "team", "waivers", "answers", "columns")


@click.command(
    "schema",
    epilog="\b\nA file says in its first line where its schema lies:\n"
    "  # yaml-language-server: $schema=../../.outbound-schemas/service.json",
)
@click.argument("name", metavar="[NAME]", required=False, type=click.Choice(_NAMES))
@click.option("--out", metavar="DIR", help="Write all of them into DIR instead, without ids of people.")
@click.pass_obj
def schema_command(where: tuple[Path | None, str | None], name: str | None, out: str | None) -> None:
    """Write JSON Schemas of the YAML files, so that an editor completes, explains and checks them.

    The schemas of playbook.yaml, services and calendar.yaml are written into `.outbound-schemas` beside
    playbook/, those of the teams' files beside teams/. They know the ids of this playbook: write them again when
    there are new ones. Ids of people stand only in those beside teams/, and git passes over both folders.

    With NAME (playbook, service, calendar, team, waivers, answers, columns) one schema is printed, without ids
    of people.
    """
    from checks.cli.known_ids import known_ids_of
    from checks.scaffold.editor_schemas import editor_schemas

    if out == "":
        raise UsageError("--out is empty; name a folder")
    if name and out:
        raise UsageError("NAME prints one schema and --out writes all: say one of the two")
    root = find_root_here(where)
    repository = _opened(root, where[1])
    known = known_ids_of(repository)
    nobody: Known = {kind: ids for kind, ids in known.items() if kind != "person"}
    if name:
        click.echo(json_text(editor_schemas(nobody)[name]), nl=False)
    elif out:
        _say(Path(out), _write(Path(out), editor_schemas(nobody)))
    else:
        _write_beside(root, repository, editor_schemas(known))


def _opened(root: Path, data: str | None) -> Repository:
    """Return the playbook and whatever data there are: an editor of policy may have none."""
    from checks.loading.files import Folder, Tree
    from checks.loading.repository import join_data, open_policy

    policy = open_policy(root)
    named = data or (policy.playbook.data if policy.playbook else "data")
    return join_data(policy, Tree(Folder((root / named).resolve()), "data"))


def _write_beside(root: Path, repository: Repository, made: Mapping[str, JsonSchemaValue]) -> None:
    """Write each schema where its files look for it; those of the data only where there are data."""
    from checks.cli.team_selection import team_folder
    from checks.scaffold.editor_schemas import DOCUMENTS, FOLDER

    data = team_folder(repository)
    private = {one.name for one in DOCUMENTS if one.private}
    places = [(root / FOLDER, set(made) - private)]
    if (data / "teams").is_dir():
        places.append((data / FOLDER, private))
    for folder, names in places:
        written = _write(folder, {name: one for name, one in made.items() if name in names})
        _replace(folder / ".gitignore", "*\n")
        _say(folder, written)
    if len(places) == 1:
        click.echo(
            f"No data in {data}: nothing was written for the teams' files, and their ids are not known."
        )


def _write(folder: Path, made: Mapping[str, JsonSchemaValue]) -> list[str]:
    """Write schemas into a folder, and return their names."""
    for name, schema in made.items():
        _replace(folder / f"{name}.json", json_text(schema))
    return [f"{name}.json" for name in made]


def _replace(path: Path, text: str) -> None:
    from checks.store.atomic_files import content_of, replace_file

    replace_file(path, content_of(path), text.encode())


def _say(folder: Path, names: list[str]) -> None:
    from os.path import relpath

    from checks.loading.files import printable

    shown = (
        folder if folder.is_absolute() and not folder.is_relative_to(Path.cwd().parent) else relpath(folder)
    )
    click.echo(f"{printable(Path(shown).as_posix())}: {', '.join(names)}")
