"""Where the files of a playbook refer to a service, a team or a person by id, found by the types of their models.

A field says of what its ids are the ids (`checks.model.references`), so that a kind of file, or a key, that is added
later is found too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from checks.loading.files import EntryKind, entries
from checks.model.errors import UsageError
from checks.model.references import MARK, Kind
from checks.scaffold.editor_schemas import DOCUMENTS, Document
from checks.scaffold.schema_generator import generate_schema
from checks.store.yaml_splices import YamlEdit, rename_key, set_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checks.loading.repository import Repository
    from checks.scaffold.change_draft import ChangeDraft
    from checks.store.yaml_styles import Steps


@dataclass(frozen=True, slots=True)
class IdPlace:
    """A value at `steps` that is an id, or with `key` the key there."""

    steps: Steps
    key: bool = False


def rewrite_references(
    draft: ChangeDraft, repository: Repository, kind: Kind, old: str, new: str, *, renamed_team: str = ""
) -> None:
    """Change each reference to `old` in policy and data; logs and surveys stay, since `formerly` covers their rows.

    `renamed_team` is the id that the folder of the team `old` has got in the draft. Raises `UsageError` for a file
    that is no YAML: what it refers to is not known.
    """
    for document in sorted(DOCUMENTS, key=lambda document: kind == "person" and document.name != "team"):
        for shown in _files(document, repository):
            path = shown
            if renamed_team and shown.startswith(f"data/teams/{old}/"):
                path = shown.replace(f"data/teams/{old}/", f"data/teams/{renamed_team}/", 1)
            if not renamed_team and draft.text(path) is None:
                continue
            draft.edit(path, list(_edits(document, draft.text(path) or "", path, (kind, old, new))))


def _files(document: Document, repository: Repository) -> Iterator[str]:
    """Yield the files of a kind that are there, as findings call them."""
    if "<id>" in document.path:
        yield from _files_of_services(repository, own="<from>" in document.path)
        return
    teams = repository.team_ids if "<team>" in document.path else ("",)
    for team in teams:
        shown = document.path.replace("<team>", team)
        if repository.tree_at(shown).kind() is EntryKind.FILE:
            yield shown


def _files_of_services(repository: Repository, *, own: bool) -> Iterator[str]:
    """Yield the files of services, or with `own` those of agreements that have their own."""
    folder = repository.policy.root.below("playbook", "services")
    for name in entries(folder)[0]:
        if name.endswith(".yaml") and not own:
            yield f"playbook/services/{name}"
        elif own and folder.below(name).kind() is EntryKind.FOLDER:
            below = entries(folder.below(name))[0]
            yield from (f"playbook/services/{name}/{each}" for each in below if each.endswith(".yaml"))


def _edits(document: Document, text: str, shown: str, change: tuple[Kind, str, str]) -> Iterator[YamlEdit]:
    kind, old, new = change
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        raise UsageError(f"{shown} can't be read, so nothing was written. Run: outbound check") from None
    for reference in references_in(document, node, kind, old):
        if reference.key:
            yield rename_key(reference.steps, new)
        else:
            yield set_value(reference.steps, new)


def references_in(document: Document, node: yaml.Node | None, kind: Kind, id_: str) -> list[IdPlace]:
    """Return where a document refers to `id_`; keys come last, since values are found by them."""
    schema = _schema(document.name)
    there = list(_walk(node, schema, schema, (), (kind, id_)))
    return sorted(there, key=lambda reference: (reference.key, -len(reference.steps)))


@cache
def _schema(name: str) -> Any:
    return generate_schema(next(document.model for document in DOCUMENTS if document.name == name))


def _walk(node: Any, schema: Any, top: Any, steps: Steps, wanted: tuple[Kind, str]) -> Iterator[IdPlace]:
    schemas = list(_alternatives(schema, top))
    if isinstance(node, yaml.ScalarNode):
        if node.value == wanted[1] and any(each.get(MARK) == wanted[0] for each in schemas):
            yield IdPlace(steps)
    elif isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            below = [each["items"] for each in schemas if "items" in each]
            yield from _walk(item, {"anyOf": below}, top, (*steps, at), wanted)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            names = (each.get("propertyNames", {}).get(MARK) for each in schemas)
            if key.value == wanted[1] and wanted[0] in names:
                yield IdPlace((*steps, key.value), key=True)
            below = [inner for each in schemas for inner in _of_key(each, key.value)]
            yield from _walk(value, {"anyOf": below}, top, (*steps, key.value), wanted)


def _of_key(schema: Any, key: str) -> Iterator[Any]:
    if key in schema.get("properties", {}):
        yield schema["properties"][key]
    elif isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]


def _alternatives(schema: Any, top: Any) -> Iterator[Any]:
    """Yield what a value may be by a schema: what it refers to, and each of what it is any of."""
    if "$ref" in schema:
        target = top
        for name in schema["$ref"].removeprefix("#/").split("/"):
            target = target[name]
        yield from _alternatives(target, top)
    for key in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(key, ()):
            yield from _alternatives(each, top)
    yield schema
