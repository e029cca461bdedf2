"""Read an issue that was filed with a form, and answer it in words.

The body is whatever somebody has written, so nothing of it is trusted, and Markdown repeated in an answer is
escaped. An answer names no person: who is meant stands in the issue, until it is deleted.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from checks.engine.team_case import TeamCase
from checks.engine.timeline import terms_of_receiver
from checks.imports.touchpoint_writer import InputFate, InputOutcome, TouchpointInput
from checks.imports.typed_dates import UnclearDayError, parse_typed_day
from checks.model import form_labels as labels
from checks.model.base import FIRST_YEAR, LAST_YEAR
from checks.model.errors import UnusableFileError
from checks.model.service import Service
from checks.store.team_log import LogRow

LARGEST = 1024 * 1024
_ACTIONS = ("opened", "edited", "reopened")
_EMPTY = {"", "_no response_", "no response", "none", "n/a", "-"}
_HEADING = re.compile(r"#{2,4}\s+(.+?)\s*#*\s*")
_FOLD = re.compile(
    r"</?details\b[^>]{0,80}>|<summary\b[^>]{0,80}>.{0,200}?</summary>", re.IGNORECASE | re.DOTALL
)
_IN_BRACKETS = re.compile(r".*\(([a-z][a-z0-9-]{1,39})\)", re.DOTALL)
_LABELS = (labels.SERVICE, labels.WHO, labels.TEAM, labels.DAY, labels.MEMBER, labels.GIVER, labels.STARTED,
           labels.BECAME, labels.OF_TEAM)  # fmt: skip


class NoEventError(UnusableFileError):
    """A file that is no event of an issue."""


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue as an event tells of it; `written_on` is its day in the organisation's time zone.

    `author` is the account that opened it, `sender` the one that did what the event is about; empty where not said.
    """

    number: int
    body: str
    written_on: date
    open: bool
    author: str = ""
    sender: str = ""


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
    event = _json(path)
    issue = event.get("issue") if isinstance(event, dict) else None
    if not isinstance(issue, dict) or "pull_request" in issue:
        raise NoEventError(str(path), "it is not an event of an issue")
    number, created = issue.get("number"), issue.get("created_at")
    if type(number) is not int or number < 1 or not isinstance(created, str):
        raise NoEventError(str(path), "its issue has no number or no date")
    if event.get("action") not in _ACTIONS:
        raise NoEventError(
            str(path), "the event must be about an issue that someone opened, edited or reopened"
        )
    try:
        moment = datetime.fromisoformat(created)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        written_on = moment.astimezone(ZoneInfo(zone)).date()
    except (ValueError, OverflowError):
        written_on = date.min
    if not FIRST_YEAR <= written_on.year <= LAST_YEAR:
        raise NoEventError(str(path), "its issue has no date")
    body = issue.get("body")
    body = body if isinstance(body, str) else ""
    is_open = issue.get("state", "open") == "open"
    return Issue(number, body, written_on, is_open, _login(issue.get("user")), _login(event.get("sender")))


def _login(account: object) -> str:
    login = account.get("login") if isinstance(account, dict) else None
    return login if isinstance(login, str) else ""


def _json(path: Path) -> Any:
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for
            raise NoEventError(str(path), "it is not a file")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise NoEventError(str(path), (error.strerror or "it could not be read").lower()) from None
    if len(content) > LARGEST:
        raise NoEventError(str(path), "it is larger than 1 MiB")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NoEventError(str(path), "it is not JSON") from None


def filer_of(issue: Issue, by_account: Mapping[str, str] | None) -> str:
    """Return the id of the person whose account filed an issue; raises `UnclearFormError` where it is bound to none.

    `by_account` are ids by account in small letters, None where no table of people says whose they are.
    """
    if by_account is None:
        raise UnclearFormError([_NO_TABLE])
    if not issue.author or issue.author.casefold() != issue.sender.casefold():
        raise UnclearFormError([_ANOTHER_ACCOUNT])
    person = by_account.get(issue.author.casefold())
    if person is None:
        raise UnclearFormError([_UNBOUND.format(account=issue.author)])
    return person


_NO_TABLE = (
    "This repository has no table of people yet, so it can't link your account to an id. Ask HR or the person who set "
    "up the forms to add it. “Forms” in the guide to checks on GitHub explains how."
)
_ANOTHER_ACCOUNT = (
    "Someone other than the author changed this issue last. Only the author's account can log it. Edit the issue from "
    "that account, or open an issue of your own."
)
_UNBOUND = (
    "Your account {account} isn't linked to an id yet. Ask HR or the person who set up the forms to add this line to "
    "the table of people, with your own id in front: “your-id,,,{account}”."
)


def why_not_theirs(person: str, row: LogRow, case: TeamCase) -> str:
    """Return why a person may not file a row of a team, in words; empty where it is theirs.

    It is theirs if they received it, gave it and may give it, or lead the team on its day.
    """
    leads = any(leader.person == person and leader.has(row.day) for leader in case.team.leaders)
    if leads or person == row.member or (person == row.given_by and _may_give(row, case)):
        return ""
    if row.state == "ordered":
        return (
            "The id you entered is not the one linked to your account. You can make requests for yourself. Leaders can make "
            "them for members of their team."
        )
    return (
        "The id linked to your account neither received nor gave this. You can log your own conversations, and leaders "
        "can log those of their team. Ask the team's leader to log it."
    )


def _may_give(row: LogRow, case: TeamCase) -> bool:
    """Whether who gave a row had the right to, by the terms its receiver is under on its day."""
    service = case.services.get(case.current(row.service))
    if service is None or (row.member and row.member not in case.people):
        return False
    terms = terms_of_receiver(case, service, row.member, row.day)
    return terms is not None and case.may_give(row.given_by, terms.given_by, row.day)


def touchpoint_input_of(issue: Issue, services: Mapping[str, Service]) -> TouchpointInput | None:
    """Return what a form says; None when the issue is none of the forms, raises `UnclearFormError`."""
    sections = _sections(issue.body)
    if labels.DAY not in sections and labels.WHO not in sections:
        return None
    reasons = [
        f"“{label}” appears {len(texts)} times. Keep only one"
        for label, texts in sections.items()
        if len(texts) > 1
    ]
    values = {label: texts[0].strip().strip("`").strip() for label, texts in sections.items()}
    values = {label: "" if value.casefold() in _EMPTY else value for label, value in values.items()}
    reasons += [
        f"“{label}” is too long. Write one line of at most 200 characters"
        for label, value in values.items()
        if "\n" in value or len(value) > 200
    ]
    if reasons:
        raise UnclearFormError(reasons)
    service = _service(values.get(labels.SERVICE, ""), services, reasons)
    read = _touchpoint if labels.DAY in sections else _order
    touchpoint = read(issue, values, service, reasons)
    if reasons:
        raise UnclearFormError(reasons)
    return touchpoint


def _touchpoint(issue: Issue, values: Mapping[str, str], service: str, reasons: list[str]) -> TouchpointInput:
    day = issue.written_on
    try:
        day = parse_typed_day(values.get(labels.DAY, ""), issue.written_on)
    except UnclearDayError as error:
        reasons.append(f"“{labels.DAY}”: {error}")
    return TouchpointInput(
        day,
        service,
        values.get(labels.MEMBER, ""),
        values.get(labels.GIVER, ""),
        _choice(labels.STARTED, labels.STARTERS, values, reasons),
        _choice(labels.BECAME, labels.BECOMES, values, reasons) or "held",
        team=values.get(labels.OF_TEAM, ""),
    )


def _order(issue: Issue, values: Mapping[str, str], service: str, reasons: list[str]) -> TouchpointInput:
    member = values.get(labels.WHO, "")
    if not member:
        reasons.append(f"“{labels.WHO}” is empty. Enter your id")
    team = values.get(labels.TEAM, "")
    return TouchpointInput(issue.written_on, service, member, state="ordered", team=team)


def _sections(body: str) -> dict[str, list[str]]:
    """Return the texts below each heading of the forms; other headings, and folds around the text, are passed over."""
    known = {label.casefold(): label for label in _LABELS}
    plain = _FOLD.sub("\n", _uncommented(body[:LARGEST].replace("\r\n", "\n").replace("\r", "\n")))
    sections: dict[str, list[str]] = {}
    texts: list[str] | None = None
    for line in plain.split("\n"):
        heading = _HEADING.fullmatch(line.strip()) if len(line) < 200 else None
        if heading:
            label = known.get(heading[1].strip("*_: ").casefold())
            texts = None if label is None else sections.setdefault(label, [])
            if texts is not None:
                texts.append("")
        elif texts is not None:
            texts[-1] += line + "\n"
    return sections


def _uncommented(text: str) -> str:
    """Return text without what stands between `<!--` and `-->`, read once: each mark is looked for from the last."""
    parts = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        parts.append(text[at:begin])
        at = end + 3
    return "".join((*parts, text[at:]))


def _service(value: str, services: Mapping[str, Service], reasons: list[str]) -> str:
    if not value:
        reasons.append(f"“{labels.SERVICE}” is empty. Choose a service")
    by_title = {service.title.casefold(): service.id for service in services.values()}
    bracketed = _IN_BRACKETS.fullmatch(value)
    return bracketed[1] if bracketed else by_title.get(value.casefold(), value)


def _choice(label: str, known: Mapping[str, str], values: Mapping[str, str], reasons: list[str]) -> str:
    """Return the value that a choice stands for, by its label on the form or as itself; empty without one."""
    value = values.get(label, "")
    chosen = known.get(value, value if value in known.values() else "")
    if value and not chosen:
        reasons.append(f"“{label}” is not one of the form's choices. Choose one of them")
    return chosen


def refusal_answer(reasons: list[str]) -> IssueAnswer:
    """Return the answer to a form that is not taken."""
    listed = "\n".join(f"- {_inert(reason)}" for reason in reasons)
    return IssueAnswer(
        f"Nothing was logged yet:\n\n{listed}\n\nTo try again, edit this issue: click the three dots above its text, then "
        "*Edit*. Write only ids and a date, no names and no reasons.\n"
    )


def outcome_answer(issue: Issue, outcome: InputOutcome) -> IssueAnswer:
    """Return the answer to a form that was held against the playbook."""
    row, touchpoint = outcome.row, outcome.touchpoint
    if outcome.fate is InputFate.REFUSED or row is None:
        return refusal_answer([_anonymous(touchpoint, outcome.words)])
    state = {"ordered": "requested", "missed": "no-show"}.get(row.state, row.state)
    what = f"`{row.service}`, {row.day}, {state}"
    known = outcome.fate is InputFate.KNOWN
    first = f"Already in the log: {what}. Nothing changed." if known else f"Logged: {what}."
    asked = (
        " If the service has a deadline for requests, you get an answer by then."
        if row.state == "ordered"
        else ""
    )
    notes = "".join(f"\n- {_inert(_anonymous(touchpoint, warning))}" for warning in outcome.warnings)
    noted = f"\n\nPlease note:\n{notes}" if notes else ""
    return IssueAnswer(
        f"{first}{asked}{noted}\n\nAll done, so this issue is now closed. It contains personal data that is now in the "
        "log, so a repository admin can delete it: click *Delete issue* at the bottom of the right column, or "
        f"run\n\n```\ngh issue delete {issue.number} --yes\n```\n",
        close=True,
    )


def _anonymous(touchpoint: TouchpointInput, words: str) -> str:
    """Return words without the ids of persons that were entered, named by their role instead."""
    for person, instead in (
        (touchpoint.member, "the team member"),
        (touchpoint.given_by, "the leader or coach"),
    ):
        if person:
            words = re.sub(rf"(?<![\w-]){re.escape(person)}(?![\w-])", instead, words)
    return words


def _inert(text: str) -> str:
    """Return text in which neither Markdown nor a mention or a reference to an issue does anything."""
    shown = "".join(c for c in " ".join(text.split())[:400] if c.isprintable())
    escaped = re.sub(r"([\\`*_{}\[\]()<>#|~&!])", r"\\\1", shown)
    return escaped.replace("@", "@\u2060").replace("://", ":\u2060//")
