"""The files people write, and the schema of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from checks.model.agreements import AgreementFile
from checks.model.columns import ColumnsFile
from checks.model.corrections import CorrectionsFile
from checks.model.playbook import Playbook
from checks.model.recognition import CalendarRules
from checks.model.service import Service
from checks.model.sources import Sources
from checks.model.team import Team
from checks.model.waivers import AnswersFile, WaiversFile
from checks.scaffold.schema_generator import generate_schema
from checks.scaffold.schema_ids import Known, with_known_ids

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

    from checks.model.base import Placed

FOLDER = ".outbound-schemas"
"""Where schemas lie: beside `playbook/` those of the policy, beside `teams/` those of the data. Git passes over it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A kind of file: what it is called here, where it lies, its model, and whether it lies with the data."""

    name: str
    path: str
    model: type[Placed]
    private: bool

    @property
    def first_line(self) -> str:
        """The line that tells a language server where a file's schema lies, seen from the file."""
        up = self.path.count("/") - self.private
        return f"# yaml-language-server: $schema={'../' * up}{FOLDER}/{self.name}.json\n"


DOCUMENTS: tuple[Document, ...] = (
    Document("playbook", "playbook/playbook.yaml", Playbook, private=False),
    Document("service", "playbook/services/<id>.yaml", Service, private=False),
    Document("agreement", "playbook/services/<id>/<from>.yaml", AgreementFile, private=False),
    Document("calendar", "playbook/calendar.yaml", CalendarRules, private=False),
    Document("team", "data/teams/<team>/team.yaml", Team, private=True),
    Document("waivers", "data/teams/<team>/waivers.yaml", WaiversFile, private=True),
    Document("answers", "data/teams/<team>/answers.yaml", AnswersFile, private=True),
    Document("corrections", "data/teams/<team>/corrections.yaml", CorrectionsFile, private=True),
    Document("columns", "data/columns.yaml", ColumnsFile, private=True),
    Document("sources", "data/sources.yaml", Sources, private=True),
)


BY_NAME = {document.name: document for document in DOCUMENTS}


def editor_schemas(known: Known) -> dict[str, JsonSchemaValue]:
    """Return the schema of each document by its name.

    With no ids `known` it says what the model says; with some, that others are nobody's. A file of the policy
    never holds ids of people, whatever is known.
    """
    policy: Known = {kind: ids for kind, ids in known.items() if kind != "person"}
    return {
        document.name: with_known_ids(_schema(document), known if document.private else policy)
        for document in DOCUMENTS
    }


@cache
def _schema(document: Document) -> JsonSchemaValue:
    return {**generate_schema(document.model), "title": document.path}
