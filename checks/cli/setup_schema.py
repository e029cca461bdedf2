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

_NAMES = (
    "playbook",
    "service",
    "agreement",
    "calendar",
    "team",
    "waivers",
    "answers",
    "corrections",
    "columns",
    "sources",
)


@click.command(
    "schema",
    epilog="\b\nThe first line of a file shows where its schema is:\n"
    "  # yaml-language-server: $schema=../../.outbound-schemas/service.json",
)
@click.argument("name", metavar="[NAME]", required=False, type=click.Choice(_NAMES))
@click.option("--out", metavar="DIR", help="Write all schemas into DIR instead, without ids of people.")
@click.pass_obj
def setup_schema_command(where: Where, name: str | None, out: str | None) -> None:
    """Write JSON Schemas, so that an editor can complete, explain and check the YAML files.

    The schemas of playbook.yaml, services, agreements and calendar.yaml go to `.outbound-schemas` beside playbook/.
    Those of the teams' files go beside teams/. They contain the ids of this playbook, so run the command
    again after you add some. Only the schemas beside teams/ contain ids of people. Git ignores both
    folders.

    With NAME, the command prints one schema without ids of people. NAME is playbook, service, agreement,
    calendar, team, waivers, answers, corrections, columns or sources.
    """
    from checks.scaffold.editor_schemas import editor_schemas

    if out == "":
        raise UsageError("--out is empty. Give a folder")
    if name and out:
        raise UsageError("use either NAME or --out, not both")
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


def known_ids_of(repository: Repository) -> Known:
    """Return the ids that may be referred to; those of files that cannot be read are known too.

    People are those on any roster, by id and nothing else. A service or team of a former id is named after it.
    """
    from checks.loading.documents import read_document
    from checks.model.team import Team
    from checks.rules import ALL

    policy, playbook = repository.policy, repository.policy.playbook
    services = {service.id: service.title for service in policy.services.values()}
    rosters = {
        team_id: read_document(repository.data.below("teams", team_id, "team.yaml"), Team, private=True)[0]
        for team_id in repository.team_ids
    }
    readable = {team_id: team for team_id, team in rosters.items() if team}
    names = {team_id: team.name if team else "" for team_id, team in rosters.items()}
    former = {old: team_id for team_id, team in readable.items() for old in team.formerly}
    people = {
        entry.person
        for team in readable.values()
        for entries in (team.leaders, team.coaches, team.members)
        for entry in entries
    }
    return {
        "service": services | dict.fromkeys(policy.unreadable, "") | _renamed(policy.former),
        "team": names | _renamed(former),
        "principle": {principle.id: principle.title for principle in playbook.principles} if playbook else {},
        "group": {group.id: group.title for group in playbook.groups} if playbook else {},
        "rule": {rule.code: rule.headline for rule in ALL if not rule.code.startswith("SCH")},
        "person": dict.fromkeys(sorted(people), ""),
    }


def _renamed(former: dict[str, str]) -> dict[str, str]:
    return {old: f"now {new}" for old, new in former.items()}


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
            f"There is no data in {data}, so the schemas of the teams' files were not written and the "
            "teams' ids are missing."
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
