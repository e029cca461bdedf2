"""Shared by the parts of `outbound setup` that write text files: what has drifted is written, or told with --check."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def update_files(
    folder: Path, texts: Mapping[str, str], *, check: bool, drifted: str, shown: str = ""
) -> bool:
    """Write the files that are not as `texts` has them, print each name behind `shown`, and return whether there were any.

    With `check` nothing is written, and where there are such the command prints `drifted` and ends with 1.
    """
    from checks.store.atomic_files import content_of, replace_file

    before = {name: content_of(folder / name) for name in texts}
    changed = [name for name, text in texts.items() if before[name] != text.encode()]
    for name in changed:
        click.echo(f"{shown}{name}")
        if not check:
            replace_file(folder / name, before[name], texts[name].encode())
    if check and changed:
        click.echo(drifted, err=True)
        sys.exit(1)
    return bool(changed)
