"""Repositories as values: a path and its content, laid into a folder, judged, and printed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import checks.rules
from checks.changes.gate import check_change, with_base_guards
from checks.cli.check import view_of
from checks.loading.examples import base_files
from checks.loading.repository import Repository, open_repository
from checks.output import concise
from checks.run.checking import run_check
from checks.run.judging import Judgement, judgement_dates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.model.findings import Finding
    from checks.output.finding_view import FindingView

BASE = Path(checks.rules.__path__[0]) / "examples" / "base"
Files = dict[str, str | bytes]
AS_OF = date(2026, 11, 23)
HARBOUR = "data/teams/harbour"


def base() -> Files:
    """Return a small repository of two teams without any finding on `AS_OF`."""
    return base_files()


def lay(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files below `root` as they are, line ends too, and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def judged(repository: Repository, as_of: date = AS_OF, now: date | None = None) -> Judgement:
    """Judge as the command does, on a day `now` that is the as-of day unless said otherwise."""
    return run_check(repository, judgement_dates(repository.policy, as_of, lambda _: now or as_of))


def findings(root: Path, as_of: date = AS_OF) -> tuple[Finding, ...]:
    """Return what the whole check finds."""
    return judged(open_repository(root), as_of).findings


def gated(base: Path | None, root: Path, as_of: date = AS_OF, now: date | None = None) -> Judgement:
    """Hold the playbook under `root` against the one under `base`, as the command does."""
    before = open_repository(base) if base else None
    head = open_repository(root)
    days = judgement_dates(with_base_guards(before, head).policy, as_of, lambda _: now or as_of)
    return check_change(before, head, days, ("the base", "0" * 40 if base else None))


def view(
    root: Path,
    as_of: date = AS_OF,
    *,
    now: date | None = None,
    members: bool = False,
    against: Path | None = None,
) -> FindingView:
    """Return what a report is made of; `against` is the base a change is held against."""
    repository = open_repository(root)
    judgement = gated(against, root, as_of, now) if against else judged(repository, as_of, now)
    return view_of(
        repository.policy, judgement, lambda _: True, repository.tree_at, members=members, strict=False
    )


def lines(
    root: Path,
    as_of: date = AS_OF,
    *,
    now: date | None = None,
    members: bool = False,
    against: Path | None = None,
) -> list[str]:
    """Return the lines `outbound check --format concise` prints."""
    return concise.concise_report(view(root, as_of, now=now, members=members, against=against)).splitlines()


def heads(root: Path, as_of: date = AS_OF) -> list[str]:
    """Return `path:line:column: CODE` of each finding."""
    return [f"{one.problem.place}: {one.code}" for one in findings(root, as_of)]
