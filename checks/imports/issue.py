"""An issue that was filed with a form: read, held against the playbook, and answered in words.

The body is whatever somebody has written; nothing of it is trusted, and of what is repeated in an answer
nothing is alive. An answer names no person: who is meant stands in the issue, until it is deleted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from checks.imports.touchpoint_writer import InputFate, TouchpointInput
from checks.imports.typed_dates import UnclearDayError, parse_typed_day
from checks.model import form_labels
from checks.model.base import FIRST_YEAR, LAST_YEAR
from checks.model.errors import UnusableFileError

if TYPE_CHECKING:
    from checks.imports.touchpoint_writer import InputOutcome
    from checks.model.service import Service

LARGEST = 1024 * 1024
_ACTIONS = ("opened", "edited", "reopened")
_EMPTY = {"", "_no response_", "no response", "none", "n/a", "-"}
_HEADING = re.compile(r"#{2,4}\s+(.+?)\s*#*\s*")
_FOLD = re.compile(
    r"</?details\b[^>]{0,80}>|<summary\b[^>]{0,80}>.{0,200}?</summary>", re.IGNORECASE | re.DOTALL
)
_IN_BRACKETS = re.compile(r".*\(([a-z][a-z0-9-]{1,39})\)", re.DOTALL)


class NoEventError(UnusableFileError):
    """A file that is no event of an issue."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What of an event is read: the issue's number, its text, its day in the organisation's zone, if it is open."""

    number: int
    body: str
    written_on: date
    open: bool


@dataclass(frozen=True, slots=True)
class IssueAnswer:
    """What to say and do about an issue; `text` is Markdown, empty where it is none of the forms."""

    text: str
    close: bool = False


class UnclearFormError(Exception):
    """Why a form cannot be taken, a sentence a reason."""

    def __init__(self, reasons: list[str]) -> None:
        self.reasons = reasons
        super().__init__("; ".join(reasons))


def read_event(path: Path, zone: str) -> Issue:
    """Return the issue of an event's file; a moment without a zone is UTC's. Raises `NoEventError`."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise NoEventError(str(path), "it is no file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise NoEventError(str(path), (error.strerror or "it cannot be read").lower()) from None
    if len(content) > LARGEST:
        raise NoEventError(str(path), "it is larger than 1 MiB")
    try:
        event: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise NoEventError(str(path), "it is not JSON") from None
    issue = event.get("issue") if isinstance(event, dict) else None
    if not isinstance(issue, dict) or "pull_request" in issue:
        raise NoEventError(str(path), "it is no event of an issue")
    number, created = issue.get("number"), issue.get("created_at")
    if type(number) is not int or number < 1 or not isinstance(created, str):
        raise NoEventError(str(path), "its issue has no number or no day")
    if event.get("action") not in _ACTIONS:
        raise NoEventError(
            str(path), f"only issues that were {', '.join(_ACTIONS[:-1])} or {_ACTIONS[-1]} are read"
        )
    try:
        moment = datetime.fromisoformat(created)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        when = moment.astimezone(ZoneInfo(zone)).date()
    except (ValueError, OverflowError):
        raise NoEventError(str(path), "its issue has no day") from None
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise NoEventError(str(path), "its issue has no day")
    body = issue.get("body")
    return Issue(number, body if isinstance(body, str) else "", when, issue.get("state", "open") == "open")


def touchpoint_input_of(issue: Issue, services: Mapping[str, Service]) -> TouchpointInput | None:
    """Return what a form tells; None when the issue is none of the forms, raises `UnclearFormError`."""
    sections = _sections(issue.body)
    if form_labels.DAY not in sections and form_labels.WHO not in sections:
        return None
    reasons = [f"“{label}” stands {len(found)} times" for label, found in sections.items() if len(found) > 1]
    values = {label: _value(found[0]) for label, found in sections.items()}
    reasons += [
        f"“{label}”: one line is expected, of at most 200 characters"
        for label, value in values.items()
        if "\n" in value or len(value) > 200
    ]
    if reasons:
        raise UnclearFormError(reasons)
    service = _service(values.get(form_labels.SERVICE, ""), services, reasons)
    if form_labels.DAY in sections:
        told = _touchpoint(issue, values, service, reasons)
    else:
        who = values.get(form_labels.WHO, "")
        if not who:
            reasons.append(f"“{form_labels.WHO}” is empty")
        told = TouchpointInput(
            issue.written_on, service, who, state="ordered", team=values.get(form_labels.TEAM, "")
        )
    if reasons:
        raise UnclearFormError(reasons)
    return told


def _touchpoint(issue: Issue, values: Mapping[str, str], service: str, reasons: list[str]) -> TouchpointInput:
    day = issue.written_on
    try:
        day = parse_typed_day(values.get(form_labels.DAY, ""), issue.written_on)
    except UnclearDayError as error:
        reasons.append(f"“{form_labels.DAY}”: {error}")
    return TouchpointInput(
        day,
        service,
        values.get(form_labels.MEMBER, ""),
        values.get(form_labels.GIVER, ""),
        _choice(form_labels.STARTED, form_labels.STARTERS, values, reasons),
        _choice(form_labels.BECAME, form_labels.BECOMES, values, reasons) or "held",
        team=values.get(form_labels.OF_TEAM, ""),
    )


def _sections(body: str) -> dict[str, list[str]]:
    """Return the texts below the headings of the forms; others go unread, and so does what is folded around."""
    known = {
        label.casefold(): label
        for label in (form_labels.SERVICE, form_labels.WHO, form_labels.TEAM, form_labels.DAY, form_labels.MEMBER, form_labels.GIVER, form_labels.STARTED,
                      form_labels.BECAME, form_labels.OF_TEAM)
    }  # fmt: skip
    plain = _FOLD.sub("\n", _uncommented(body[:LARGEST].replace("\r\n", "\n").replace("\r", "\n")))
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in plain.split("\n"):
        heading = _HEADING.fullmatch(line.strip()) if len(line) < 200 else None
        if heading:
            label = known.get(heading[1].strip("*_: ").casefold())
            current = None if label is None else found.setdefault(label, [])
            if current is not None:
                current.append("")
        elif current is not None:
            current[-1] += line + "\n"
    return found


def _uncommented(text: str) -> str:
    """Return text without what stands between `<!--` and `-->`, read once: each mark is looked for from the last."""
    kept = []
    at = 0
    while (begins := text.find("<!--", at)) >= 0 and (ends := text.find("-->", begins + 4)) >= 0:
        kept.append(text[at:begins])
        at = ends + 3
    return "".join((*kept, text[at:]))


def _value(text: str) -> str:
    value = text.strip().strip("`").strip()
    return "" if value.casefold() in _EMPTY else value


def _service(value: str, services: Mapping[str, Service], reasons: list[str]) -> str:
    if not value:
        reasons.append(f"“{form_labels.SERVICE}” is not chosen")
        return ""
    by_title = {one.title.casefold(): one.id for one in services.values()}
    bracketed = _IN_BRACKETS.fullmatch(value)
    return bracketed[1] if bracketed else by_title.get(value.casefold(), value)


def _choice(label: str, known: Mapping[str, str], values: Mapping[str, str], reasons: list[str]) -> str:
    value = values.get(label, "")
    if not value:
        return ""
    chosen = known.get(value, value if value in known.values() else "")
    if not chosen:
        reasons.append(f"“{label}” is none of the form's choices")
    return chosen


def refusal_answer(reasons: list[str]) -> IssueAnswer:
    """Return the answer to a form that is not taken."""
    listed = "\n".join(f"- {_alive_nowhere(reason)}" for reason in reasons)
    return IssueAnswer(
        f"Nothing was logged yet:\n\n{listed}\n\nEdit this issue (the three dots above its text, then *Edit*), and it "
        "is read again. No name and no reason is needed, only ids and a day.\n"
    )


def outcome_answer(issue: Issue, done: InputOutcome) -> IssueAnswer:
    """Return the answer to a form that was held against the playbook."""
    row = done.row
    if done.fate is InputFate.REFUSED or row is None:
        return refusal_answer([_spoken(done)])
    what = f"`{row.service}`, {row.day}, {row.state}"
    first = (
        f"In the log already: {what}. Nothing was changed."
        if done.fate is InputFate.KNOWN
        else f"Logged: {what}."
    )
    asked = " Your order is answered in the days that were agreed." if row.state == "ordered" else ""
    notes = "".join(f"\n- {_alive_nowhere(_without(done.told, one))}" for one in done.warnings)
    noted = f"\n\nTo know:\n{notes}" if notes else ""
    return IssueAnswer(
        f"{first}{asked}{noted}\n\nNothing else is needed here, so this issue is closed. It says who met whom, and the "
        "log says it now: whoever administers this repository can delete the issue with *Delete issue* at the "
        f"bottom of its right column, or with\n\n```\ngh issue delete {issue.number} --yes\n```\n",
        close=True,
    )


def _spoken(done: InputOutcome) -> str:
    return _without(done.told, done.words)


def _without(told: TouchpointInput, words: str) -> str:
    """Return words without the ids of persons that were told."""
    for person, instead in ((told.member, "the team member"), (told.given_by, "who gave it")):
        if person:
            words = re.sub(rf"(?<![\w-]){re.escape(person)}(?![\w-])", instead, words)
    return words


def _alive_nowhere(text: str) -> str:
    """Return text in which neither Markdown nor a mention or a reference to an issue does anything."""
    shown = " ".join(text.split())[:400]
    shown = "".join(c for c in shown if c.isprintable())
    return (
        re.sub(r"([\\`*_{}\[\]()<>#|~&!])", r"\\\1", shown)
        .replace("@", "@\u2060")
        .replace("://", ":\u2060//")
    )
