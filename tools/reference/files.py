"""docs/reference/files.md: each key of each file and each column of each table, from the models that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from checks.model.agreements import INHERITED, TeamAgreement
from checks.model.columns import ColumnsFile
from checks.model.playbook import Playbook
from checks.model.recognition import CalendarRules
from checks.model.release_document import ReleaseDocument
from checks.model.service import Service
from checks.model.team import Team
from checks.model.touchpoint_log import (
    ACKNOWLEDGEMENTS,
    COLUMNS,
    INITIATIVES,
    PULSE_COLUMNS,
    REQUIRED,
    STATES,
)
from checks.model.waivers import AnswersFile, WaiversFile
from tools.reference.takes import anchor, heading, models_in, takes
from tools.reference.writing import defined, front, html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

FILES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    (
        "playbook.yaml",
        "`playbook/playbook.yaml`: the organisation, its principles, terms and privacy.",
        Playbook,
    ),
    ("Services", "`playbook/services/ID.yaml`: a service a file, named by its id.", Service),
    (
        "calendar.yaml",
        "`playbook/calendar.yaml`, optional: how entries of a calendar are recognised.",
        CalendarRules,
    ),
    (
        "team.yaml",
        "`data/teams/TEAM/team.yaml`: who leads, who coaches, who is in the team, and who is away.",
        Team,
    ),
    (
        "waivers.yaml",
        "`data/teams/TEAM/waivers.yaml`, optional: what a team has agreed to leave out.",
        WaiversFile,
    ),
    (
        "answers.yaml",
        "`data/teams/TEAM/answers.yaml`, optional: broken promises somebody has taken on.",
        AnswersFile,
    ),
    (
        "A table’s columns",
        "`data/columns.yaml`, or a file for `--columns`: what tables from HR call their columns and teams. `import people` keeps it.",
        ColumnsFile,
    ),
    (
        "Releases",
        "`playbook/published/PERIOD.json`, what everyone may read of a closed quarter. Only `release` writes it.",
        ReleaseDocument,
    ),
)
"""Each file with the model that reads it, in the order of the page."""

LOG = {
    "date": "The day it took place, or is to: `2026-11-03`.",
    "service": "The id of the service.",
    "member": "Who received it, by id; empty where the service is for the team as one.",
    "given_by": "Who gave it, by id; may be empty where anyone may give the service.",
    "initiative": "Whose it was: the leader’s (`outbound`) or the member’s (`inbound`).",
    "state": "What became of it.",
    "acknowledged": "The receiver’s own word that it took place. What they say did not take place counts for nothing.",
    "uid": "A number made from the id of a calendar entry, so that it is found again.",
}
STATE = {
    "held": "It took place. Nothing else counts as presence.",
    "booked": "It has a day. That quietens reminders, and counts for nothing else.",
    "ordered": "The member asked for it.",
    "declined": "It was offered, and the member said no. That meets a service that is `offered`.",
    "cancelled": "It did not take place. With initiative `inbound` and an open order, the member took the order back.",
    "missed": "It was to be held, and somebody did not come.",
    "withdrawn": "The row was logged by mistake. It stays, so that corrections are seen.",
}
PULSE = {
    "service": "The service that was asked about, or `organisation` for a question of playbook.yaml.",
    "metric": "The id of the question.",
    "score": "A number of its scale; empty for those who were asked and did not answer.",
    "count": "How many gave this score. Never who.",
}


ABOUT = """
YAML files are UTF-8, without anchors and tags. A key that is not here is refused at its line. Days from and to are
both included. Ids are 2 to 40 small letters, digits and hyphens, and begin with a letter.
"""


def files_page() -> str:
    """Return the page."""
    parts = [
        front("Files", "Each key of each file, and each column of each table, with what it takes."),
        ABOUT,
    ]
    known: set[type[BaseModel]] = set()
    for title, about, model in FILES:
        parts += [f"\n## {title}\n", f"\n{about}\n", _keys(model)]
        parts += _below(model, known)
    parts += _tables()
    return "".join(parts)


def _below(model: type[BaseModel], known: set[type[BaseModel]]) -> Iterator[str]:
    """Yield the parts of a model that were not described before, those within them behind."""
    for part in [part for field in model.model_fields.values() for part in models_in(field.annotation)]:
        if part in known:
            continue
        known.add(part)
        first_line = " ".join((part.__doc__ or "").split("\n\n")[0].split())
        yield f'\n<h3 id="{anchor(part)}">{heading(part).capitalize()}</h3>\n'
        yield f"\n<p>{html(first_line)}</p>\n"
        yield _keys(part)
        yield from _below(part, known)


def _keys(model: type[BaseModel]) -> str:
    return defined(
        (
            field.alias or name,
            f"{takes(field.annotation, field.metadata)}; {_unsaid(model, name, field)}",
            field.description or "",
        )
        for name, field in model.model_fields.items()
    )


def _unsaid(model: type[BaseModel], name: str, field: FieldInfo) -> str:
    """Return what holds where a key is not written."""
    if field.is_required():
        return "required"
    if issubclass(model, TeamAgreement) and name in INHERITED:
        return "without it, as in the agreement before"
    default = field.default
    if default in (None, (), {}) or isinstance(default, BaseModel):
        return "optional"
    if isinstance(default, bool):
        default = str(default).lower()
    return f"`{list(default) if isinstance(default, tuple) else default}` where it is left out"


def _tables() -> Iterator[str]:
    """Yield the tables: their columns in order, and what may stand in them."""
    allowed = {"initiative": INITIATIVES, "state": STATES, "acknowledged": ACKNOWLEDGEMENTS}
    yield "\n## The log\n"
    yield f"\n`data/teams/TEAM/touchpoints/2026-Q4.csv`: a row a touchpoint, a file a calendar quarter. The header has these columns in this order, the first {REQUIRED} of them always.\n"
    yield defined((name, _one_of(allowed.get(name, frozenset())), LOG[name]) for name in COLUMNS)
    yield "\n### States\n"
    yield defined((name, "", STATE[name]) for name in sorted(STATES, key=list(STATE).index))
    yield "\n## The pulse\n"
    yield "\n`data/teams/TEAM/pulse/2026-Q4.csv`, optional: counted answers to the questions of services, a file a quarter.\n"
    yield defined((name, "", PULSE[name]) for name in PULSE_COLUMNS)


def _one_of(values: frozenset[str]) -> str:
    """Return a few values as alternatives, and nothing where there are none or many."""
    alternatives = [f"`{value}`" if value else "empty" for value in sorted(values, reverse=True)]
    return " or ".join(alternatives) if len(values) < 5 else ""
