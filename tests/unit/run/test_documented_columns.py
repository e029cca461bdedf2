"""The page about tables lists each column with its type and meaning, as the tables have them."""

from __future__ import annotations

import pytest

from checks.model.cluster_tables import TABLES, ColumnKind
from tests.support.paths import ROOT

PAGE = ROOT / "docs/how-to/judge-on-a-cluster.md"
TYPES = {
    ColumnKind.TEXT: "string",
    ColumnKind.TEXTS: "list of strings",
    ColumnKind.DAY: "date32",
    ColumnKind.FLAG: "bool",
}


@pytest.mark.parametrize("table", TABLES)
def test_the_page_lists_every_column_of_a_table(table: str) -> None:
    written = PAGE.read_text("utf-8").partition(f"### {table}\n\n")[2].partition("\n\n")[0]

    assert written.splitlines()[2:] == [
        f"| `{one.name}` | {TYPES[one.kind]}{', optional' if one.optional else ''} | {one.meaning} |"
        for one in TABLES[table]
    ]
