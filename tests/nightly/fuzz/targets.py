"""The targets: one a kind of what people and other programs hand in."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from email.headerregistry import Address
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from checks.imports import (
    column_recognition,
    column_words,
    issue,
    people_import,
    people_rows,
    roster_changes,
    table_text,
    team_structure,
)
from checks.imports.ics import LARGEST, NotACalendarError, split_calendar
from checks.imports.ics_expansion import Expansion, give_up_after
from checks.imports.incoming_mail import read_mail
from checks.imports.mail_checking import IntakeRules, MailFate, TakenMail
from checks.imports.mail_intake import MailIntake
from checks.loading.coherence import agreement_faults, playbook_faults, team_faults, waiver_faults
from checks.loading.csv_columns import read_log, read_pulse
from checks.loading.documents import read_document
from checks.loading.files import EntryKind, Tree
from checks.loading.people import People, Person
from checks.loading.repository import Repository, open_repository
from checks.model.columns import ColumnsFile
from checks.model.errors import UsageError
from checks.model.playbook import Playbook
from checks.model.recognition import CalendarRules
from checks.model.release_document import ReleaseDocument
from checks.model.service import Service
from checks.model.sources import Sources
from checks.model.team import Team
from checks.model.waivers import AnswersFile, WaiversFile
from checks.output.answer_links import AnswerLinks
from checks.output.mail_bodies import MailFrame
from checks.output.mail_replies import ReplyWords
from checks.remote.mail_links import LinkAct, LinkSigner, SignedLink
from checks.remote.outgoing_mail import MailError, MailServer, written_message
from checks.run.judging import JudgementDates
from checks.wording.language import ENGLISH
from tests.nightly.corpus.cases import all_cases, issue_event
from tests.nightly.fuzz.oracle import assert_placed, assert_tame, twice
from tests.support.building import BASE, base, lay
from tests.support.meeting_sheets import meetings_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from checks.imports.touchpoint_writer import TouchpointInput
    from checks.model.base import Placed
    from checks.model.findings import Fault

FOLDER = TemporaryDirectory(prefix="fuzz-")
REPOSITORY = open_repository(BASE)
SERVICES = REPOSITORY.policy.services
TEAMS = {one.id: one.team for one in REPOSITORY.teams() if one.team}
PEOPLE = {"ada@example.org": "p-ada"}
KNOWN_TEAMS = team_structure.KnownTeams(TEAMS)
ANSWERS = column_recognition.ColumnAnswers()


@dataclass(frozen=True)
class Memory:
    """One file as a store."""

    data: bytes

    def kind(self, _: tuple[str, ...]) -> EntryKind:
        """Return what stands there: the file, whatever its name."""
        return EntryKind.FILE

    def names(self, _: tuple[str, ...]) -> list[str] | str:
        """Return no names: it is no folder."""
        return []

    def content(self, _: tuple[str, ...], cap: int) -> bytes | str:
        """Return the bytes, unless they are too many."""
        return self.data if len(self.data) <= cap else "it is too large"


@dataclass(frozen=True)
class Target:
    """What is called with bytes, and the kinds of the corpus whose inputs are its seeds."""

    fuzz: Callable[[bytes], None]
    kinds: tuple[str, ...]


MODELS: tuple[type[Placed], ...] = (
    Playbook, Service, CalendarRules, ReleaseDocument, Team, WaiversFile, AnswersFile, ColumnsFile, Sources,
)  # fmt: skip


def fuzz_yaml(data: bytes) -> None:
    """Read the bytes as each model: the model, or at least one fault; of the private ones no value is told."""
    for model in MODELS:
        private = model in (Team, WaiversFile, AnswersFile, Sources)
        tree = Tree(Memory(data), "some.yaml", ("some.yaml",))
        read = twice(lambda: read_document(tree, model, private=private))  # noqa: B023 - called at once
        assert read is not None
        made, faults = read
        assert (made is None) == bool(faults), f"{model.__name__}: neither read nor refused"
        assert_placed([*faults, *_incoherent(made)], data)


def _incoherent(made: Placed | None) -> Iterator[Fault]:
    match made:
        case Playbook():
            yield from playbook_faults(made)
        case Service():
            yield from agreement_faults(made)
        case Team():
            yield from team_faults(made)
        case WaiversFile():
            yield from waiver_faults(made)


def fuzz_log(data: bytes) -> None:
    """Read the bytes as a log and as answers to a pulse: all rows, or faults and none."""
    files = [Tree(Memory(data), "2026-Q4.csv", ("2026-Q4.csv",))]
    read = twice(lambda: _columns_of(files))
    assert read is not None
    columns, faults = read
    assert len({len(column) for column in columns}) == 1, "columns of several lengths"
    assert not (faults and columns[0]), "rows of a file with faults"
    assert len(columns[0]) <= data.count(b"\n") + 1, "more rows than lines"
    assert_placed(faults, data)
    pulse = twice(lambda: read_pulse(files))
    assert pulse is not None
    rows, faults = pulse
    assert not (faults and rows), "answers of a file with faults"
    assert_placed(faults, data)


def _columns_of(files: list[Tree]) -> tuple[list[list[object]], list[Fault]]:
    log, faults = read_log(files)
    columns = (log.days, log.services, log.members, log.givers, log.initiatives, log.states, log.uids)
    return [list(column) for column in columns], faults


TASK: Mapping[str, Any] = {
    "first": "2026-10-01",
    "last": "2026-12-31",
    "zone": "Europe/Helsinki",
    "people": PEOPLE,
    "titles": ["1:1"],
    "categories": ["Leadership"],
    "booked": {"95444b29d72b7893": "2026-11-30"},
}


class RefusedCalendarError(UsageError):
    """What the command makes of a calendar nobody can work out."""


def fuzz_calendar(data: bytes) -> None:
    """Expand the bytes as a calendar: each entry at most refused once, no address and no title handed back."""
    if len(data) > LARGEST:
        return
    answer = twice(lambda: _expanded(data.decode("utf-8", "replace")))
    if answer is None:
        return
    answer = json.loads(json.dumps(answer))
    positions = [position for position, _, _ in answer["refused"]]
    assert len(positions) == len(set(positions)), "an entry is refused twice"
    assert all(1 <= position <= answer["entries"] for position in positions)
    assert_tame(why for _, shown, text in answer["refused"] for why in (shown, text))
    assert_tame(answer["notes"])
    for one in answer["occurrences"]:
        assert re.fullmatch(r"[0-9a-f]{16}", one["uid"])
        assert dt.date.fromisoformat(one["day"]) <= dt.date.fromisoformat(one["last"])
        assert {*one["answers"], one["organiser"] or "p-ada"} <= {"p-ada"}, "a stranger is named"
        assert set(one["titles"]) <= {"1:1"}


def _expanded(text: str) -> dict[str, Any]:
    """Do what the process that is started for a calendar does, and leave no limit behind."""
    last_year = dt.MAXYEAR
    try:
        calendar = split_calendar(text)
        give_up_after(2027)
        return Expansion(TASK, calendar).run()
    except NotACalendarError as error:
        raise RefusedCalendarError(str(error)) from None
    finally:
        give_up_after(last_year)


def fuzz_issue(data: bytes) -> None:
    """Read the bytes as the body of an issue."""
    fuzz_event(issue_event(data))


def fuzz_event(data: bytes) -> None:
    """Read the bytes as an event: an issue and what it tells, or reasons in which nothing is alive."""
    path = _laid("event.json", data)
    read = twice(lambda: issue.read_event(path, "Europe/Helsinki"))
    if read is None:
        return
    assert read.number >= 1
    told = twice(lambda: _told(read))
    if isinstance(told, issue.IssueAnswer):
        assert told.text, "refused without a word"
        assert len(told.text) <= 20 * LONGEST_REASON, "a long answer"
        for line in told.text.splitlines():
            assert_tame([line.replace("\u2060", "")])
            assert not re.search(r"(?<!\\)[<`]|@(?!\u2060)", line.partition("- ")[2]), f"alive: {line!r}"
    elif told is not None:
        assert told.service, "told without a service"
        assert all("\n" not in one for one in (told.service, told.member, told.given_by, told.team))


LONGEST_REASON = 500


def _told(read: issue.Issue) -> TouchpointInput | issue.IssueAnswer | None:
    try:
        return issue.touchpoint_input_of(read, SERVICES)
    except issue.UnclearFormError as error:
        return issue.refusal_answer(error.reasons)


def fuzz_roster(data: bytes) -> None:
    """Read the bytes as a table of people and as one of absences: each row read, refused or a double, and teams there are."""
    path = _laid("roster.csv", data)
    table = twice(lambda: table_text.read_text_table(path, column_words.is_heading))
    if table is None:
        return
    known = people_rows.known_people(PEOPLE, [])
    days = roster_changes.ImportDays(dt.date(2026, 11, 20), dt.date(2024, 7, 1), dt.date(2024, 10, 1))
    for kind in column_recognition.TableKind:
        plan = twice(partial(column_recognition.recognise_columns, table, kind, ANSWERS))
        if plan is None or any(question.needed for question in plan.questions):
            continue
        if kind is column_recognition.TableKind.PEOPLE:
            done = twice(partial(people_import.import_people, plan, known, KNOWN_TEAMS, days))
        else:
            rows = people_rows.absence_rows(plan, known)
            done = twice(partial(people_import.import_absences, rows, KNOWN_TEAMS, days))
        assert done is not None
        new = {one.team for one in done.change.new_teams}
        assert set(done.change.teams()) <= {*TEAMS, *new}
        assert_tame(_cut(one.why for one in done.bad))
        assert_tame(_cut(done.change.notes))


def _cut(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without the ids they list, which are as many as a roster has."""
    return (line[:LONGEST_REASON] for line in lines)


def fuzz_table(data: bytes) -> None:
    """Read the bytes as a table of touchpoints: each row told or refused, once."""
    path = _laid("table.csv", data)
    read = twice(lambda: meetings_in(path))
    if read is None:
        return
    lines = [one.line for one in read.touchpoints] + [one.line for one in read.refused]
    assert len(lines) == len(set(lines)), "a row is told twice"
    assert_tame(one.why for one in read.refused)


def _laid(name: str, data: bytes) -> Path:
    path = Path(FOLDER.name) / name
    path.write_bytes(data)
    return path


SIGNER = LinkSigner("a key of thirty-two letters or so")
BOOKED = "2026-11-12,one-on-one,p-ada,p-grace,outbound,booked,,"
HELD = "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,,"
LINKS = {
    f"@{act.name}@".encode(): SIGNER.sign(
        SignedLink(act, SIGNER.entry("harbour", row.split(",")), SIGNER.person(person))
    ).encode()
    for act, row, person in (
        (LinkAct.HELD, BOOKED, "p-grace"),
        (LinkAct.MOVED, BOOKED, "p-grace"),
        (LinkAct.CONTESTED, HELD, "p-ada"),
        (LinkAct.RECORD, "", "p-ada"),
    )
}
"""What stands in a mail in the place of a link that is good, since links are good for 60 days alone."""

_NAMES = {"p-grace": "Grace Hopper", "p-ada": "Ada Lovelace"}
_SERVER = MailServer(
    "127.0.0.1", 9, "insecure", Address(addr_spec="playbook@example.org"), "playbook@example.org"
)


def fuzz_mail(data: bytes) -> None:
    """Take the bytes as a mail: done only with a link of its sender's, and answered without a word of its own."""
    for mark, token in LINKS.items():
        data = data.replace(mark, token)
    mail = twice(lambda: read_mail(data))
    assert mail is not None
    assert_tame(
        [mail.sender, mail.subject[:LONGEST_REASON], *mail.lines, *(text[:99] for text in mail.results)]
    )
    intake, now = _intake(), dt.datetime.now(dt.UTC)
    taken = intake.take_mail(mail, now)
    good = [
        link
        for link in LINKS.values()
        if link.decode() in mail.subject or link.decode() in "".join(mail.lines)
    ]
    if taken.fate in (MailFate.DONE, MailFate.RECORD):
        assert good, "done without a link"
        assert mail.sender.casefold() in ("grace@example.org", "ada@example.org")
    if taken.address:
        _assert_safe_answer(taken)


def _assert_safe_answer(taken: TakenMail) -> None:
    """Assert that the answer goes to one address, names nobody by id, and repeats nothing that is alive."""
    links = AnswerLinks(SIGNER, "playbook@example.org", ENGLISH)
    words = ReplyWords(
        dt.date(2026, 11, 23),
        lambda person: _NAMES[person],
        SERVICES,
        links,
        MailFrame("Northlight", ENGLISH),
    )
    reply = words.reply(taken)
    assert_tame([reply.to, reply.subject])
    assert not any(person in f"{reply.subject}{reply.text}{reply.html}" for person in _NAMES)
    try:
        message = written_message(_SERVER, reply)
    except MailError:  # an unknown sender's address may be none that a server takes
        assert not taken.person
        return
    assert len(message["To"].addresses) == 1
    head = message.as_bytes().partition(b"\r\n\r\n")[0]
    assert head.count(b"\nTo: ") == 1
    assert b"\nBcc:" not in head


@cache
def _mailed_repository() -> Repository:
    """Return a repository with a booking and a held row that links are about."""
    quarter = "data/teams/harbour/touchpoints/2026-Q4.csv"
    header = str(base()[quarter]).splitlines()[0]
    files = {**base(), quarter: f"{header}\n{HELD}\n{BOOKED}\n"}
    return open_repository(lay(Path(FOLDER.name) / "mailed", files))


@cache
def _intake() -> MailIntake:
    """Return an intake that remembers and writes nothing, and so takes each mail alike."""
    repository = _mailed_repository()
    people = {
        person: Person(person, name, (f"{name.split()[0].lower()}@example.org",))
        for person, name in _NAMES.items()
    }
    day = dt.date(2026, 11, 23)
    rules = IntakeRules(SIGNER, "playbook@example.org")
    return MailIntake(repository, People(people), rules, None, JudgementDates(day, day, day), write=False)


TARGETS: Mapping[str, Target] = {
    "yaml": Target(
        fuzz_yaml,
        ("playbook", "service", "recognition", "figures", "team", "waivers", "answers", "columns"),
    ),
    "log": Target(fuzz_log, ("log", "pulse", "fmt")),
    "calendar": Target(fuzz_calendar, ("calendar",)),
    "issue": Target(fuzz_issue, ("issue",)),
    "event": Target(fuzz_event, ("event",)),
    "roster": Target(fuzz_roster, ("roster", "absences", "people")),
    "table": Target(fuzz_table, ("table",)),
    "mail": Target(fuzz_mail, ("mail",)),
}

LARGEST_SEED = 16 * 1024
"""Bytes; a larger input of the corpus is judged there alone."""


def seeds(target: Target) -> Iterator[tuple[str, bytes]]:
    """Yield the inputs of the corpus of a target's kinds, by name."""
    for case in all_cases():
        if case.kind in target.kinds:
            content = case.content() if _prints(case.input) else b""
            if 0 < len(content) <= LARGEST_SEED:
                yield case.name, content


def _prints(path: Path) -> bool:
    """Whether an input is a file or a script that prints one, not one that calls another command."""
    return path.suffix != ".sh" or "# outbound " not in path.read_text(encoding="utf-8")
