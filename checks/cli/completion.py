"""What a shell completes: services from the names of their files, people from the rosters, codes of rules. Names no one knows."""

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
    folder = _root(ctx) / str(ctx.find_root().params.get("data") or _data(_root(ctx)))
    found: set[str] = set()
    for path in folder.glob("teams/*/team.yaml"):
        try:
            found.update(_PERSON.findall(path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError):
            continue
    return sorted(person for person in found if person.startswith(incomplete))


def _root(ctx: click.Context) -> Path:
    root = ctx.find_root().params.get("root")
    if root:
        return Path(str(root))
    here = Path.cwd()
    at = [one for one in (here, *here.parents) if (one / "playbook" / "playbook.yaml").exists()]
    return at[0] if at else here


def _data(root: Path) -> str:
    try:
        found = re.search(
            r"^data: *(\S+)", (root / "playbook" / "playbook.yaml").read_text("utf-8"), re.MULTILINE
        )
    except (OSError, UnicodeDecodeError):
        return "data"
    return found[1] if found else "data"


def rule_codes(_ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Return the codes of rules that begin so."""
    from checks.rules import BY_CODE

    return [code for code in BY_CODE if code.startswith(incomplete.upper())]
