"""Which findings about a file go away with `outbound fmt`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.loading.files import LOG_CAP, YAML_CAP, Tree, forbidden_in
from checks.loading.spreadsheet_text import NotRepairableError, plain_text
from checks.loading.table_repair import TableRepair, repair_table
from checks.model.findings import Fault, Place

FMT = "Run: outbound fmt"

_OF_A_TABLE = frozenset({"SCH001", "SCH008", "SCH009"})


def repairable_places(faults: Sequence[Fault], tables: Sequence[Tree]) -> Iterator[Place]:
    """Yield the places of faults that `outbound fmt` repairs; a row that it would leave is not among them."""
    places: dict[str, list[Place]] = {}
    for fault in faults:
        if fault.code in _OF_A_TABLE:
            places.setdefault(fault.problem.place.path, []).append(fault.problem.place)
    for tree in tables:
        repair = _repair(tree) if tree.shown in places else None
        if repair:
            left = {row.before[0] for row in repair.unclear}
            yield from (place for place in places[tree.shown] if place.line not in left)


def with_repair(fault: Fault, tree: Tree) -> Fault:
    """Return the fault of a YAML file that is no plain text, with what to do where `outbound fmt` repairs that."""
    content = tree.content(YAML_CAP)
    if isinstance(content, str):
        return fault
    try:
        plain = plain_text(content, table=False)
    except NotRepairableError:
        return fault
    if not plain.steps or forbidden_in(plain.text):
        return fault
    return replace(fault, problem=replace(fault.problem, help=FMT))


def _repair(tree: Tree) -> TableRepair | None:
    """Return what `outbound fmt` would do to a file, None where that is nothing."""
    content = tree.content(LOG_CAP)
    if isinstance(content, str):
        return None
    try:
        repair = repair_table(content, tree.name.removesuffix(".csv"))
    except NotRepairableError:
        return None
    return repair if repair.content != content else None
