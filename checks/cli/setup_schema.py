"""`outbound setup schema`: what an editor needs to complete and check the files, this playbook's own ids included."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, data_folder, find_root_here
from checks.model.errors import UsageError
from checks.output.formats import json_text

if TYPE_CHECKING:
    from collections.abc import Mapping

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
def setup_schema_command(where: Where, name: str | None, out: str | None) -> None:
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
        _write(Path(out), editor_schemas(nobody))
    else:
        _write_beside(root, repository, editor_schemas(known))


def _opened(root: Path, data: str | None) -> Repository:
    """Return the playbook and whatever data there are: an editor of policy may have none."""
    from checks.loading.files import Folder, Tree
    from checks.loading.repository import join_data, open_policy

    policy = open_policy(root)
    return join_data(policy, Tree(Folder(data_folder(root, policy, data)), "data"))


def _write_beside(root: Path, repository: Repository, schemas: Mapping[str, JsonSchemaValue]) -> None:
    """Write each schema where its files look for it; those of the data only where there are data."""
    from checks.cli.team_selection import team_folder
    from checks.scaffold.editor_schemas import DOCUMENTS, FOLDER

    data = team_folder(repository)
    private = {document.name for document in DOCUMENTS if document.private}
    _write(root / FOLDER, {name: schemas[name] for name in schemas if name not in private}, ignored=True)
    if (data / "teams").is_dir():
        _write(data / FOLDER, {name: schemas[name] for name in schemas if name in private}, ignored=True)
    else:
        click.echo(
            f"No data in {data}: nothing was written for the teams' files, and their ids are not known."
        )


def _write(folder: Path, schemas: Mapping[str, JsonSchemaValue], *, ignored: bool = False) -> None:
    """Write schemas into a folder that git passes over where it is `ignored`, and print their names."""
    from os.path import relpath

    from checks.loading.files import printable
    from checks.store.atomic_files import content_of, replace_file

    files = {f"{name}.json": json_text(schema) for name, schema in schemas.items()}
    for name, text in (files | {".gitignore": "*\n"} if ignored else files).items():
        replace_file(folder / name, content_of(folder / name), text.encode())
    near = not folder.is_absolute() or folder.is_relative_to(Path.cwd().parent)
    shown = Path(relpath(folder)) if near else folder
    click.echo(f"{printable(shown.as_posix())}: {', '.join(files)}")
