"""Answers of `outbound init`: asked again until they can be meant, with what this machine is set to as a proposal."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from checks.cli.context import parse_day_option
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from checks.scaffold.service_catalogue import Offer

T = TypeVar("T")

counts_option = click.option(
    "--counts",
    type=click.Choice(["any", "outbound"]),
    help="Whose first step counts for a one-on-one: anyone's, or only the leader's or coach's. [default: any]",
)
judged_from_option = click.option(
    "--judged-from",
    metavar="DAY",
    help="First day from which broken promises count. Before it, they are only for information. "
    "[default: the first day of the next quarter]",
)

_LOCALTIME = Path("/etc/localtime")
_OPTION = re.compile(r"--[a-z-]+[^:]*: ")
"""What stands before a message about an option; somebody who is asked has named none."""


def ask_until(question: str, default: str, parse: Callable[[str], T], *, asked: bool) -> T:
    """Ask on a terminal until the answer can be meant; a script gets the default.

    `parse` raises `UsageError` for what cannot be meant.
    """
    if not asked:
        return parse(default)
    while True:
        try:
            return parse(str(click.prompt(question, default=default)))
        except UsageError as error:
            words = _OPTION.sub("", str(error), count=1)
            click.echo(f"Please answer again: {words}{'' if words.endswith('?') else '.'}", err=True)


def machine_zone() -> str:
    """Return the time zone this machine is set to; Europe/Helsinki where it says none, or one without a place."""
    from zoneinfo import available_timezones

    names = [os.environ.get("TZ", "").removeprefix(":")]
    with suppress(OSError, RuntimeError):  # a loop of links
        names.append(str(_LOCALTIME.resolve()).partition("zoneinfo/")[2])
    known = available_timezones()
    return next((name for name in names if name in known and _has_place(name)), "Europe/Helsinki")


def _has_place(zone: str) -> bool:
    """Whether a time zone is that of a place: Etc/UTC is how a server is set, not where people are."""
    return "/" in zone and not zone.startswith("Etc/")


def machine_country() -> str:
    """Return the country of this machine's language, `none` where it says none: FI of fi_FI.UTF-8."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_TIME", "LANG")]
    territories = (re.fullmatch(r"[a-z]{2,3}_([A-Z]{2})(?:[.@].*)?", name) for name in names)
    return next((territory[1] for territory in territories if territory), "none")


def country_in(text: str) -> str:
    """Return a country as playbook.yaml takes it, empty for none; raises `UsageError` for what is none."""
    from pydantic import TypeAdapter, ValidationError

    from checks.model.playbook import Country

    code = text.strip().upper()
    if code in ("", "NONE"):
        return ""
    try:
        return TypeAdapter(Country).validate_python(code)
    except ValidationError:
        raise UsageError(
            f"--country {text}: not a valid country. Write an ISO 3166 code, for example FI"
        ) from None


def start_answer(text: str | None, today: date, first: date, *, asked: bool) -> date:
    """Return the agreed start: as the option says, or asked for, from the first day of the next quarter on."""
    from checks.model.cadences import PeriodUnit
    from checks.model.periods import period_of

    if text:
        return parse_day_option("--judged-from", text)
    following = period_of(PeriodUnit.QUARTER, max(today, first)).last + timedelta(days=1)
    question = "First day from which broken promises count (before it, they are only for information)"
    return ask_until(
        question, following.isoformat(), lambda answer: parse_day_option("--judged-from", answer), asked=asked
    )


def counts_answer(counts: str | None, services: Sequence[Offer], *, asked: bool) -> str:
    """Return whose first step counts; asked where a chosen service is one that leaders and coaches start."""
    if counts or not any(offer.terms.counts == "outbound" for offer in services):
        return counts or "any"
    question = "Does a one-on-one count if the member set it up? (yes or no)"
    return "any" if ask_until(question, "yes", _is_yes, asked=asked) else "outbound"


def _is_yes(text: str) -> bool:
    answer = text.strip().lower()
    if answer not in ("yes", "y", "no", "n"):
        raise UsageError("write yes or no")
    return answer.startswith("y")


def left_out_lines(chosen: Sequence[str], offers: Mapping[str, Offer], *, every: bool) -> Iterator[str]:
    """Yield which services of the catalogue were not created, and why; `every` says that all were asked for."""
    left_out = [name for name in offers if name not in chosen]
    above = [name for name in left_out if every and offers[name].terms.given_by == {"leaders-leader"}]
    others = [name for name in left_out if name not in above]
    if above:
        yield (
            f"Not created, because no team is part of another: {', '.join(above)}. Once a team names the team "
            f"above it with `part_of`, run: outbound new service {above[0]}"
        )
    if others:
        yield (
            f"Not created, because you did not choose them: {', '.join(others)}. To add one later, run: "
            f"outbound new service {others[0]}"
        )
