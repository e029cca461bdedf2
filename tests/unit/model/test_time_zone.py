"""A time zone is one that this machine knows, by exactly its name."""

from __future__ import annotations

import zoneinfo

import pytest
from pydantic import TypeAdapter, ValidationError

from checks.model.playbook import TimeZone
from tests.support.examples import many

ZONE = TypeAdapter(TimeZone)


def is_taken(name: object) -> bool:
    try:
        return bool(ZONE.validate_python(name) == name)
    except ValidationError:
        return False


def test_every_zone_of_this_machine_is_taken() -> None:
    names = sorted(zoneinfo.available_timezones())

    assert [name for name in names[:: many(5, 1)] if not is_taken(name)] == []
    assert len(names) > 400


def test_no_other_spelling_is_taken() -> None:
    names = zoneinfo.available_timezones()
    others = {other for name in names for other in (name.lower(), name.upper(), f"{name}x", f"posix/{name}")}

    assert [other for other in sorted(others - names)[:: many(30, 1)] if is_taken(other)] == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Europe",
        "Europe/",
        "Europe/Nowhere",
        "../Europe/Helsinki",
        "/etc/localtime",
        "zone.tab",
        "UTC\0",
        3,
        None,
    ],
)
def test_what_is_no_zone_is_refused(name: object) -> None:
    assert not is_taken(name)
