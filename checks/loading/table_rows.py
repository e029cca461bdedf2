"""Turn a team into rows of tables, and back: the same models judge rows as judge files.

A row is a column and its value each; null stands for what was not written. Nothing of a value that is
refused is repeated: it may be a person's.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from checks.engine.carried_clocks import CarriedClocks, ClockLeft, ClocksLeft
from checks.loading.blocks import parse_yaml
from checks.loading.coherence import team_faults
from checks.loading.csv_columns import log_of, why_refused
from checks.loading.documents import WrongValue, about_person, wrong_values
from checks.loading.team_files import TeamFiles
from checks.model.agreements import TeamAgreement
from checks.model.base import ID_PATTERN, Placed, parse_id
from checks.model.cluster_tables import TEAM, TOUCHPOINTS
from checks.model.findings import Fault, Place, Problem
from checks.model.source import Block, Items, Quoted
from checks.model.team import Absence, Coach, Description, Leader, Stay, Team
from checks.model.touchpoint_log import Log
from checks.model.waivers import Waiver

M = TypeVar("M", bound=Placed)
Value = str | date | bool | Sequence[str] | None
Row = Mapping[str, Value]
Rosters = Mapping[str, Sequence[Row]]
"""The rows of one team by table, of all tables but the log."""

_NUMBER = re.compile(r"0|[1-9][0-9]*")
_CLOCK = re.compile(rf"(?P<service>{ID_PATTERN.pattern})(?P<days>( -?[0-9]{{1,5}}){{4}})")
_CLOCKS = "clocks"
_DESCRIBED = "described_as"
_DESCRIPTION = re.compile(r"(?P<group>\S+) (?P<first>\S+)( (?P<last>\S+))?")
_MARK = (1, 1)


class TableTeam(NamedTuple):
    """A team as `run.judging.case_under` takes it; `above` are the leaders of the team above, None when unknown.

    `carried` are the rolling clocks of members who have come from another team.
    """

    files: TeamFiles
    above: tuple[Leader, ...] | None
    carried: CarriedClocks


def team_rows(
    files: TeamFiles, above: tuple[Leader, ...] | None, carried: CarriedClocks
) -> dict[str, list[Row]]:
    """Return the rows of a team by table; of one that cannot be read, only that it cannot."""
    team = files.team
    if team is None or files.unread:
        return {"teams": [{"team": files.id, "unread": True, "above_unread": False}]}
    roles = (("leader", team.leaders), ("coach", team.coaches), ("leaders-leader", above or ()))
    tables: dict[str, Iterable[Row]] = {
        "teams": [
            {
                "formerly": list(team.formerly),
                "logs_from": team.logs_from,
                "unread": False,
                "above_unread": above is None,
            }
        ],
        "members": [_member(stay, carried.get((stay.person, stay.first))) for stay in team.members],
        "givers": [{"role": role, **_days_of(giver)} for role, givers in roles for giver in givers],
        "absences": map(_days_of, team.absences),
        "waivers": map(_waiver, files.waivers),
        "agreements": [
            {"service": service, "terms": json.dumps(_plain(entry.written), ensure_ascii=False)}
            for service, entries in team.agreements.items()
            for entry in entries
        ],
    }
    return {name: [{"team": team.id, **row} for row in rows] for name, rows in tables.items()}


def _days_of(entry: Leader | Coach | Stay | Absence) -> Row:
    return {"person": entry.person, "from": entry.first, "to": entry.last}


def _member(stay: Stay, clocks: ClocksLeft | None) -> Row:
    owed = {"all": None, "none": []}.get(stay.owed) if isinstance(stay.owed, str) else list(stay.owed)
    texts = [" ".join(map(str, (service, *clock[:4]))) for service, clock in (clocks or {}).items()]
    stood = {"group": stay.group, "owed": owed, "moved_to": stay.moved_to}
    described = [
        " ".join(map(str, (e.group, e.first, *([e.last] if e.last else [])))) for e in stay.described_as
    ]
    return {**_days_of(stay), **stood, _CLOCKS: texts or None, _DESCRIBED: described or None}


def _waiver(waiver: Waiver) -> Row:
    texts = {name: getattr(waiver, name) for name in ("id", "service", "member", "reason", "approved_by")}
    return {**texts, "from": waiver.first, "to": waiver.last}


def _plain(value: object) -> object:
    """Return what was written as JSON has it: a number in plain digits is one, all other scalars are texts."""
    if isinstance(value, Block):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, Items):
        return [_plain(inner) for inner in value]
    if not isinstance(value, Quoted) and _NUMBER.fullmatch(str(value)):
        return int(str(value))
    return str(value)


def read_team_rows(team_id: str, rosters: Rosters, log: Sequence[Sequence[str]]) -> TableTeam:
    """Return a team out of its rows, with what is wrong with them; a team with faults is unread, as in files.

    `log` are the columns of the touchpoints, the team's left out, as text.
    """
    faults = list(_team_row_faults(team_id, rosters.get("teams", ())))
    if faults:
        return TableTeam(TeamFiles(team_id, None, Log(), faults=tuple(faults)), (), {})
    row = rosters["teams"][0]
    leaders, coaches, above = _givers(rosters.get("givers", ()), faults)
    block = _block("teams", row, {"unread", "above_unread"})
    block |= {
        "schema": "1",
        "id": team_id,
        "name": team_id,  # what it is called is nobody's business here
        "leaders": leaders,
        "coaches": coaches,
        "members": _stays(rosters.get("members", ()), faults),
        "absences": _models(Absence, "absences", rosters.get("absences", ()), faults),
        "agreements": _agreements(rosters.get("agreements", ()), faults),
    }
    waivers = _models(Waiver, "waivers", rosters.get("waivers", ()), faults)
    if len({waiver.id for waiver in waivers}) < len(waivers):
        faults.append(_fault("waivers", "waivers, id: another waiver has the same id. Choose a different id"))
    team = _model(Team, block, faults)
    if team:
        faults += team_faults(team)
    carried = _carried(rosters.get("members", ()), faults)
    touchpoints, wrong = log_of(log, TOUCHPOINTS)
    files = TeamFiles(team_id, team, touchpoints, waivers, faults=(*faults, *wrong))
    return TableTeam(files, None if row.get("above_unread") else above, carried)


def _team_row_faults(team_id: str, rows: Sequence[Row]) -> Iterator[Fault]:
    if not team_id:
        yield _fault("teams", "these rows have no team. Fill in the column `team`")
        return
    yield from _wrong_id("teams", "team", team_id)
    if len(rows) != 1:
        yield _fault(
            "teams",
            f"the table teams has {f'{len(rows)} rows' if rows else 'no row'} for this team. Write exactly 1",
        )
    elif rows[0].get("unread"):
        yield _fault(
            "teams", "its files could not be read when the tables were written. Fix them and export again"
        )


def _wrong_id(table: str, column: str, value: str) -> Iterator[Fault]:
    if words := why_refused(parse_id, value):
        yield _fault(table, f"{table}, {column}: {words}")


def _givers(
    rows: Sequence[Row], faults: list[Fault]
) -> tuple[tuple[Leader, ...], tuple[Coach, ...], tuple[Leader, ...]]:
    """Return the leaders, the coaches, and the leaders of the team above."""
    by_role: dict[Value, list[Row]] = {"leader": [], "coach": [], "leaders-leader": []}
    for row in rows:
        role = row.get("role")
        if isinstance(role, str) and role in by_role:
            by_role[role].append({key: value for key, value in row.items() if key != "role"})
        else:
            words = "givers, role: not a valid value. Write one of leader, coach, leaders-leader"
            faults.append(_fault("givers", words))
    return (
        _models(Leader, "givers", by_role["leader"], faults),
        _models(Coach, "givers", by_role["coach"], faults),
        _models(Leader, "givers", by_role["leaders-leader"], faults),
    )


def _as_in_roster(row: Row) -> Row:
    """Return a member's row in the words of the roster: an empty list is `none` there, and it has no clocks."""
    owed = row.get("owed")
    row = {key: value for key, value in row.items() if key not in (_CLOCKS, _DESCRIBED)}
    return {**row, "owed": "none"} if owed is not None and not owed else row


def _stays(rows: Sequence[Row], faults: list[Fault]) -> tuple[Stay, ...]:
    """Return the members' rows as memberships; descriptions are models of their own within."""
    stays = []
    for row in rows:
        stay = _model(Stay, _block("members", _as_in_roster(row)), faults)
        entries = tuple(_descriptions(row, faults))
        if stay:
            stays.append(stay.model_copy(update={"described_as": entries}) if entries else stay)
    return tuple(stays)


def _descriptions(row: Row, faults: list[Fault]) -> Iterator[Description]:
    texts = row.get(_DESCRIBED) or ()
    for text in texts if isinstance(texts, Sequence) else ():
        match = _DESCRIPTION.fullmatch(str(text))
        if match is None:
            words = f"members, {_DESCRIBED}: not a valid value. Write the id of a group, a first day, and a last day if there is one"
            faults.append(_fault("members", words))
            continue
        entry: Row = {"group": match["group"], "from": match["first"], "to": match["last"]}
        described = _model(Description, _block("members", entry), faults)
        if described:
            yield described


def _carried(rows: Sequence[Row], faults: list[Fault]) -> dict[tuple[str, date], ClocksLeft]:
    """Return the clocks of members' rows; a text that is none is a fault."""
    carried: dict[tuple[str, date], ClocksLeft] = {}
    for row in rows:
        texts = row.get(_CLOCKS) or ()
        matches = [_CLOCK.fullmatch(str(text)) for text in texts] if isinstance(texts, Sequence) else [None]
        clocks = {match["service"]: _clock(match["days"]) for match in matches if match}
        if None in matches or any(not 0 < clock.limit <= clock.limit_with_grace for clock in clocks.values()):
            words = "members, clocks: not a valid value. Write the id of a service and four numbers of days"
            faults.append(_fault("members", words))
        elif clocks and (first := _day_of(row)):
            carried[str(row.get("person")), first] = clocks
    return carried


def _clock(days: str) -> ClockLeft:
    limit, left, limit_with_grace, left_with_grace = map(int, days.split())
    return ClockLeft(limit, left, limit_with_grace, left_with_grace)


def _day_of(row: Row) -> date | None:
    """Return the first day of a member's row; None for what is no day, which its model says."""
    try:
        return date.fromisoformat(str(row.get("from")))
    except ValueError:
        return None


def _agreements(rows: Sequence[Row], faults: list[Fault]) -> dict[str, tuple[TeamAgreement, ...]]:
    agreements: defaultdict[str, list[TeamAgreement]] = defaultdict(list)
    for row in rows:
        block, wrong = parse_yaml(str(row.get("terms") or ""), "agreements")
        faults += (_fault("agreements", f"agreements, terms: {fault.problem.message}") for fault in wrong)
        service = str(row.get("service") or "")
        faults += _wrong_id("agreements", "service", service)
        entry = _model(TeamAgreement, block, faults) if block is not None and not wrong else None
        if entry:
            agreements[service].append(entry)
    return {
        service: tuple(sorted(entries, key=lambda entry: entry.first))
        for service, entries in agreements.items()
    }


def _models(model: type[M], table: str, rows: Iterable[Row], faults: list[Fault]) -> tuple[M, ...]:
    models = [_model(model, _block(table, row), faults) for row in rows]
    return tuple(entry for entry in models if entry is not None)


def _model(model: type[M], block: Block, faults: list[Fault]) -> M | None:
    """Return a row as its model; what is wrong is added to `faults`."""
    try:
        return model.model_validate(block)
    except ValidationError as error:
        wrong = (about_person(value, block) for value in wrong_values(error, block, model))
        faults += (_at_column(block.path, value) for value in wrong)
        return None


def _at_column(table: str, wrong: WrongValue) -> Fault:
    """Return the fault of a row, with its column; keys within `terms` are not repeated."""
    column = next((step for step in reversed(wrong.steps) if isinstance(step, str)), "")
    named = column and not wrong.at_key and wrong.code != "SCH004"
    words = f"{column}: {wrong.words}" if named else wrong.words
    return _fault(table, f"{table}, {words}", wrong.code)


def _fault(table: str, words: str, code: str = "SCH009") -> Fault:
    return Fault(code, Problem(Place(table), words))


def _block(table: str, row: Row, beside: Iterable[str] = ()) -> Block:
    """Return a row as a file would have it, each value a text; flags and the columns `beside` are left out."""
    block = Block(table, _MARK)
    for key, value in row.items():
        if value is None or isinstance(value, bool) or key == TEAM.name or key in beside:
            continue
        block[key] = (
            value
            if isinstance(value, str)
            else value.isoformat()
            if isinstance(value, date)
            else _items(value)
        )
        block.keys_at[key] = block.values_at[key] = _MARK
    return block


def _items(values: Sequence[str]) -> Items:
    items = Items(_MARK)
    items += values
    items.values_at += [_MARK] * len(items)
    return items
