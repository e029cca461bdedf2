"""docs/reference/files.md: each key of each file and each column of each table, from the models that read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from checks.model.agreements import INHERITED, AgreementFile, TeamAgreement
from checks.model.columns import ColumnsFile
from checks.model.corrections import CorrectionsFile
from checks.model.playbook import Playbook
from checks.model.recognition import CalendarRules
from checks.model.release_document import ReleaseDocument
from checks.model.service import Service
from checks.model.sources import Sources
from checks.model.team import Team
from checks.model.touchpoint_log import (
    ACKNOWLEDGEMENTS,
    COLUMNS,
    GROUP_PULSE_COLUMNS,
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
    ("Services", "`playbook/services/ID.yaml`: one file per service, named after its id.", Service),
    (
        "Agreement files",
        "`playbook/services/ID/DAY.yaml`, optional: an agreement of the service in a file of its own. Its name is the first day, and the group if it is for one: `2027-01-01-probation.yaml`.",
        AgreementFile,
    ),
    (
        "calendar.yaml",
        "`playbook/calendar.yaml`, optional: rules that match calendar entries with services.",
        CalendarRules,
    ),
    (
        "team.yaml",
        "`data/teams/TEAM/team.yaml`: a team's leaders, coaches and members, and their absences.",
        Team,
    ),
    (
        "waivers.yaml",
        "`data/teams/TEAM/waivers.yaml`, optional: exceptions that a team has agreed.",
        WaiversFile,
    ),
    (
        "answers.yaml",
        "`data/teams/TEAM/answers.yaml`, optional: plans for missed promises.",
        AnswersFile,
    ),
    (
        "corrections.yaml",
        "`data/teams/TEAM/corrections.yaml`, optional: approved corrections of past dates.",
        CorrectionsFile,
    ),
    (
        "Column names",
        "`data/columns.yaml`, or a file for `--columns`: the names of columns, teams and words in tables. `import people` and `import log` keep it.",
        ColumnsFile,
    ),
    (
        "sources.yaml",
        "`data/sources.yaml`, optional: the calendars that `collect` reads. It names environment variables, and never contains a secret.",
        Sources,
    ),
    (
        "Releases",
        "`playbook/published/PERIOD.json`: the public figures of a past quarter. Only `release` writes it.",
        ReleaseDocument,
    ),
)
"""Each file with the model that reads it, in the order of the page."""

LOG = {
    "date": "The date on which it took place, or is to take place: `2026-11-03`.",
    "service": "The id of the service.",
    "member": "The receiver's id. Empty if the service is for the whole team.",
    "given_by": "The giver's id. It may be empty if anyone may give the service.",
    "initiative": "The side that started it: the leader or coach (`outbound`), or the member (`inbound`).",
    "state": "The outcome, one of the states below.",
    "acknowledged": "The receiver’s own statement: `yes`, it took place, or `no`, it didn't. With `no`, it doesn't count.",
    "uid": "A number made from the id of a calendar entry, so that a later import recognises it.",
}
STATE = {
    "held": "It took place. Only this state counts as presence.",
    "booked": "It is booked for a date. This stops reminders, but doesn't count as held.",
    "ordered": "A request: the member asked for it.",
    "declined": "The leader offered it, and the member said no. This counts as met if the service is `offered`.",
    "cancelled": "It did not take place. With initiative `inbound`, this also cancels the member's open request.",
    "missed": "Someone did not come.",
    "withdrawn": "Someone logged the row by mistake. Keep the row, so that corrections stay visible.",
}
PULSE = {
    "group": "A group with `describes: true`. Empty for members whom none of the other rows counts.",
    "service": "The service that the question is about, or `organisation` for a question of playbook.yaml.",
    "metric": "The id of the question.",
    "score": "A number on the question's scale. Empty for people who did not answer.",
    "count": "The number of people with this score. The file never shows who they are.",
}


ABOUT = """
YAML files are UTF-8, without anchors and tags. Unknown keys are errors. `from` and `to` dates are both inclusive.
Ids are 2 to 40 lowercase letters, digits and hyphens, starting with a letter.
"""


def files_page() -> str:
    """Return the page."""
    parts = [
        front(
            "Files", "Every key of every YAML file and every column of every table, with its possible values."
        ),
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
        return "if left out, as in the agreement before"
    default = field.get_default(call_default_factory=True)
    if default in (None, (), {}) or isinstance(default, BaseModel):
        return "optional"
    if isinstance(default, bool):
        default = str(default).lower()
    return f"`{list(default) if isinstance(default, tuple) else default}` if left out"


def _tables() -> Iterator[str]:
    """Yield the tables: their columns in order, and what may stand in them."""
    allowed = {"initiative": INITIATIVES, "state": STATES, "acknowledged": ACKNOWLEDGEMENTS}
    yield "\n## Touchpoint log\n"
    yield f"\n`data/teams/TEAM/touchpoints/2026-Q4.csv`: one row per touchpoint, one file per calendar quarter. The header has these columns in this order. The first {REQUIRED} are required.\n"
    yield defined((name, _one_of(allowed.get(name, frozenset())), LOG[name]) for name in COLUMNS)
    yield "\n### States\n"
    yield defined((name, "", STATE[name]) for name in sorted(STATES, key=list(STATE).index))
    yield "\n## Survey results\n"
    yield "\n`data/teams/TEAM/pulse/2026-Q4.csv`, optional: counts of the answers to survey questions, one file per calendar quarter.\n"
    yield defined((name, "", PULSE[name]) for name in PULSE_COLUMNS)
    yield "\n`data/pulse/2026-Q4.csv`, optional: counts of the answers to questions with `count_by: groups`, for the whole organisation.\n"
    yield defined((name, "", PULSE[name]) for name in GROUP_PULSE_COLUMNS)


def _one_of(values: frozenset[str]) -> str:
    """Return a few values as alternatives, and nothing where there are none or many."""
    alternatives = [f"`{value}`" if value else "empty" for value in sorted(values, reverse=True)]
    return " or ".join(alternatives) if len(values) < 5 else ""
