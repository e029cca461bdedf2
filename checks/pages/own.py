"""A person's own record as one page that opens from disk: no script, no request, nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from checks.cadence.window import State
from checks.coverage.own_words import outcome, parts, rows_besides, terms
from checks.languages.language import ENGLISH
from checks.model.base import FOREVER
from checks.pages.text import capital

if TYPE_CHECKING:
    from checks.coverage.own import OwnRow, OwnTeam, OwnWindow
    from checks.loading.policy import Policy

MARK = "made by outbound mine"
"""Stands in every such page, which may be replaced by a later one."""

_SYMBOLS = {
    State.MET: "kept",
    State.KEPT: "kept",
    State.MISSED: "far",
    State.OPEN: "open",
    State.WAIVED: "rest",
    State.NOT_OWED: "rest",
}


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """A window as it is shown."""

    title: str
    span: str
    symbol: str
    outcome: str
    terms: str
    since: str
    clause: str
    rows: tuple[OwnRow, ...]


@dataclass(frozen=True, slots=True)
class OwnSection:
    """A team: what is stored, windows under their headings, and rows that lie in none."""

    name: str
    stored: tuple[str, ...]
    parts: tuple[tuple[str, tuple[OwnEntry, ...]], ...]
    besides: tuple[OwnRow, ...]


def own_page(policy: Policy, person: str, record: Sequence[OwnTeam], as_of: date) -> str:
    """Return the page. It is about one person, and is published nowhere."""
    number = as_of.toordinal()
    return (
        _environment()
        .get_template("own.html.j2")
        .render(
            mark=MARK,
            organisation=policy.playbook.organisation if policy.playbook else "",
            person=person,
            as_of=ENGLISH.ordinal_day(number),
            sections=[_section(team, number) for team in record],
        )
    )


def _section(team: OwnTeam, as_of: int) -> OwnSection:
    return OwnSection(
        name=team.name,
        stored=tuple(_stored(team)),
        parts=tuple(
            (head, tuple(_entry(own, as_of) for own in windows)) for head, windows in parts(team, as_of)
        ),
        besides=tuple(rows_besides(team)),
    )


def _stored(team: OwnTeam) -> list[str]:
    stays = [
        f"In the team {_span(one.first_number, one.last_number)}"
        + (f", coach {one.coach}" if one.coach else "")
        + (f", in the group {one.group}" if one.group else "")
        for one in team.stays
    ]
    roles = [f"A {role} of this team" for role in team.roles]
    away = [f"Away {_span(one.first_number, one.last_number)}" for one in team.absences]
    waivers = [
        f"Waiver {one.id} for {one.service} {_span(one.first_number, one.last_number)}"
        for one in team.waivers
    ]
    counts = (
        ("Rows in which you gave something to others", team.gave),
        ("Broken promises you have taken on", team.answers),
        ("Waivers you have approved", team.approved),
    )
    given = [f"{what}: {len(found):,}" for what, found in counts if found]
    return [*stays, *roles, *away, *waivers, *given]


def _span(first: int, last: int) -> str:
    return f"from {ENGLISH.ordinal_day(first)}" + (
        f" to {ENGLISH.ordinal_day(last)}" if last < FOREVER else " on"
    )


def _entry(own: OwnWindow, as_of: int) -> OwnEntry:
    window = own.window
    late = window.state is State.OPEN and own.by is not None and own.by < as_of
    return OwnEntry(
        title=own.service.title + ("" if window.member else ", the team as one"),
        span=f"{ENGLISH.ordinal_day(window.first)} to {ENGLISH.ordinal_day(window.last)}",
        symbol="far" if late else _SYMBOLS[window.state],
        outcome=capital(outcome(own, as_of, ENGLISH.ordinal_day)),
        terms=capital(terms(own.agreed)),
        since=ENGLISH.ordinal_day(own.agreed.first),
        clause=str(own.agreed.place),
        rows=own.rows,
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("checks.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = ENGLISH.ordinal_day
    return environment
