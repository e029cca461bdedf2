"""What a shell completes: services from the names of their files, people from the rosters, codes of rules.

No file is parsed and no name of a person is read: ids alone are looked for.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

_PERSON = re.compile(r"\bperson: *([a-z][a-z0-9-]{1,39})\b")


def service_names(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of services that begin so."""
    folder = _root(ctx) / "playbook" / "services"
    return sorted(path.stem for path in folder.glob("*.yaml") if path.stem.startswith(incomplete))


def member_names(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of people on a roster that begin so."""
    return sorted(person for person in roster_ids(ctx) if person.startswith(incomplete))


def roster_ids(ctx: click.Context) -> set[str]:
    """Return the ids of people on any roster, also on one that has a fault."""
    playbook = _text(_root(ctx) / "playbook" / "playbook.yaml")
    match = re.search(r"^data: *(\S+)", playbook, re.MULTILINE)
    data = ctx.find_root().params.get("data") or (match[1] if match else "data")
    folder = _root(ctx) / str(data)
    return {person for path in folder.glob("teams/*/team.yaml") for person in _PERSON.findall(_text(path))}


def _root(ctx: click.Context) -> Path:
    root = ctx.find_root().params.get("root")
    if root:
        return Path(str(root))
    here = Path.cwd()
    above = (folder for folder in (here, *here.parents) if (folder / "playbook" / "playbook.yaml").exists())
    return next(above, here)


def _text(path: Path) -> str:
    """Return a file's text, empty where it cannot be read: a shell completes what it can."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def rule_codes(_ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the codes of rules that begin so."""
    from checks.rules import BY_CODE

    return [code for code in BY_CODE if code.startswith(incomplete.upper())]
