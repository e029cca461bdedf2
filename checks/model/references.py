"""Ids that are somebody else's: of what an id is the id, so that an editor can offer those there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from checks.model.base import Id

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

Kind = Literal["principle", "service", "team", "group", "person", "rule"]

MARK = "x-outbound-id-of"
"""The keyword that says in a schema of what an id is the id; it is gone from those that are handed out."""


@dataclass(frozen=True)
class IdOf:
    """Says of a field's ids of what they are the ids."""

    kind: Kind

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(core_schema), MARK: self.kind}


PrincipleId = Annotated[Id, IdOf("principle")]
ServiceId = Annotated[Id, IdOf("service")]
TeamId = Annotated[Id, IdOf("team")]
GroupId = Annotated[Id, IdOf("group")]
PersonId = Annotated[Id, IdOf("person")]
