"""Lengths of time as agreements write them: `6 weeks`, `30 days`, `5 working days`, `9 quarters`."""

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from checks.model.base import refusal
from checks.model.shapes import spelled

_LENGTH = re.compile(r"([1-9][0-9]{0,3}) (day|week|working day|quarter|month|year)(s?)")
_VAGUE = {
    "biweekly": "can mean every 2 weeks or twice a week. Write `2 weeks`, or {at_least: 2, per: week}",
    "bimonthly": "can mean every two months or twice a month. Write `8 weeks`, or {at_least: 2, per: month}",
    "fortnightly": "is not a valid length of time. Write `2 weeks`",
    "weekly": "can be read in several ways. Write `1 week`, or {at_least: 1, per: week}",
    "monthly": "can be read in several ways. Write `4 weeks`, `30 days`, or {at_least: 1, per: month}",
    "quarterly": "can be read in several ways. Write `13 weeks`, or {at_least: 1, per: quarter}",
    "yearly": "can be read in several ways. Write `52 weeks`, or {at_least: 1, per: year}",
    "daily": "is not a valid length of time. Write `1 day`",
}


@dataclass(frozen=True, slots=True)
class Length:
    """So many of a unit; `days` counts calendar days, or working days where `working` is set."""

    count: int
    unit: str

    @property
    def working(self) -> bool:
        """Whether it counts days that are neither weekend nor holiday."""
        return self.unit == "working day"

    @property
    def days(self) -> int:
        """The number of days (working days for `working`) it stands for."""
        return self.count * 7 if self.unit == "week" else self.count

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'s' if self.count != 1 else ''}"


def parse_length(value: object, units: tuple[str, ...]) -> Length:
    """Return the length written in `value`; only `units` are taken, others are explained."""
    if not isinstance(value, str):
        raise refusal(f"this must be a length of time, for example `6 {units[0]}s`")
    match = _LENGTH.fullmatch(value)
    if match and match[2] in units and (match[1] == "1") == (match[3] == ""):
        return Length(int(match[1]), match[2])
    raise refusal(_why_not(value, match, units))


def _why_not(value: str, match: re.Match[str] | None, units: tuple[str, ...]) -> str:
    if value.lower() in _VAGUE:
        return f"`{value.lower()}` {_VAGUE[value.lower()]}"
    if match and match[2] in ("month", "year") and "week" in units:
        count = int(match[1])
        days = count * (30 if match[2] == "month" else 365)
        return (
            f"a {match[2]} has no fixed length. Write `{days} days`, `{days // 7} weeks`, "
            f"or {{at_least: 1, per: {match[2]}}}"
        )
    if match and match[2] in units:
        right = Length(int(match[1]), match[2])
        return f"not a valid length of time. Write `{right}`"
    if match and match[2] == "working day":
        return "only `within` can count working days. Write days or weeks here"
    listed = " or ".join(f"`6 {unit}s`" for unit in units)
    return f"not a valid length of time. Write it as {listed}"


_CALENDAR, _STEP, _QUARTERS = ("week", "day"), ("day", "week", "working day"), ("quarter",)


def parse_calendar_length(value: object) -> Length:
    """Return a length in days or weeks."""
    return parse_length(value, _CALENDAR)


def _step_length(value: object) -> Length:
    return parse_length(value, _STEP)


def _quarters(value: object) -> Length:
    return parse_length(value, _QUARTERS)


def _shape(units: tuple[str, ...], *examples: str) -> WithJsonSchema:
    listed = "|".join(units)
    return spelled(
        f"1 (?:{listed})|(?:[2-9]|[1-9][0-9]{{1,3}}) (?:{listed})s",
        f"not a valid length of time. Write it as {' or '.join(f'`6 {unit}s`' for unit in units)}",
        *examples,
    )


_CALENDAR_SHAPE = _shape(_CALENDAR, "6 weeks", "30 days")
CALENDAR_SHAPE = dict(_CALENDAR_SHAPE.json_schema or {})
"""The JSON Schema of a length in days or weeks."""

CalendarLength = Annotated[Length, PlainValidator(parse_calendar_length), _CALENDAR_SHAPE]
StepLength = Annotated[Length, PlainValidator(_step_length), _shape(_STEP, "14 days", "5 working days")]
Quarters = Annotated[Length, PlainValidator(_quarters), _shape(_QUARTERS, "9 quarters")]
