"""Shared by the importers: what their options are called, and that each means the same in all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


def team_option(meaning: str, *, required: bool = False) -> Callable[[F], F]:
    """Add `--team`: the one team that an import is about, with what that means for what is imported."""
    return click.option("--team", metavar="TEAM", required=required, help=meaning)


dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
yes_option = click.option("--yes", is_flag=True, help="Write without asking.")
