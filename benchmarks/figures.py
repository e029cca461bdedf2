"""Figures with their targets: a table for people, and benchmarks/results.json for programs."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.latest import stamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RESULTS = Path(__file__).parent / "results.json"


@dataclass(frozen=True)
class Figure:
    """Something measured; where there is a target, `value` is at most or at least that.

    `target` is the number of the target it belongs to, `says` what is measured, `unit` empty for a ratio, `why` what
    stands in the way where a target is known to be missed.
    """

    target: str
    says: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None
    why: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least

    def line(self) -> str:
        """Return a line of the table."""
        wanted = f"at most {self.at_most:g}" if self.at_most is not None else ""
        wanted = f"at least {self.at_least:g}" if self.at_least is not None else wanted
        verdict = {True: "met", False: "NOT MET", None: ""}[self.met]
        value = f"{self.value:,.2f}{' ' if self.unit else ''}{self.unit}"
        return f"{self.target:<4} {self.says:<78} {value:>14}  {wanted:<14} {verdict}".rstrip()


def write(figures: Sequence[Figure], measured: Mapping[str, object]) -> None:
    """Write all that was measured, on which machine and when."""
    results = {
        "schema": 1,
        **stamp(),
        "how": "processes in turn; medians of five runs unless a line says more; ratios of CPU seconds within this run",
        "figures": [{**asdict(figure), "met": figure.met} for figure in figures],
        **measured,
    }
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
