"""Who is meant in a new playbook: ids, or names and addresses of a people table that lies there already, or of a table from HR."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from checks.cli.context import parse_id_option
from checks.cli.init_answers import ids_in
from checks.cli.person_argument import resolved_person
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from checks.loading.people import People


def people_there(named: str | None, folders: Sequence[Path]) -> People | None:
    """Return the people table that is named, None without one, or where it is still to be written."""
    from checks.loading.people import read_people

    file = named or os.environ.get("OUTBOUND_PEOPLE")
    return read_people(Path(file), folders) if file and Path(file).exists() else None


def person_ids(texts: Iterable[str], people: People | None, label: str) -> list[str]:
    """Return the ids of who is meant; raises `UsageError` for a name of several people, or of nobody."""
    known = [resolved_person(text, people, label, set) if people else text for text in texts]
    lead = (
        f"{label}: use ids, or names with --people FILE: "
        if label.startswith("-")
        else "use ids, not names: "
    )
    return [parse_id_option(lead, person) for person in known]


def ids_answered(text: str, people: People | None) -> list[str]:
    """Return who is meant by an answer: one person, or several separated by commas; a name may have one in it."""
    if people is None:
        return ids_in(text)
    if not text.strip():
        raise UsageError("write at least one id, name or address")
    try:
        return person_ids([text.strip()], people, "Person")
    except UsageError:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if len(parts) < 2:
            raise
    return person_ids(parts, people, "Person")
