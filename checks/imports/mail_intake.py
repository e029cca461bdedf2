"""Mails with which people answer, taken one after another: checked, written into the log, and what became of each.

The link of a mail is bound to the row as it was when the link was made. So a mail that is read twice, or sent again,
finds another row, and is told what the log says by now.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from checks.imports.incoming_mail import IncomingMail, read_mail
from checks.imports.mail_answers import OF_GIVER, answered_rows, earlier_forms, moved_days, says_already
from checks.imports.mail_checking import AskedMail, IntakeRules, MailFate, TakenMail, checked_mail
from checks.imports.survey_memory import take_score
from checks.imports.touchpoint_writer import InputFate, TouchpointInput, TouchpointWriter
from checks.loading.files import on_disk
from checks.model.errors import ChangedMeanwhileError, UnreadError
from checks.remote.mail_links import LinkAct
from checks.store.team_log import LogLine, LogRow, edit_log, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from checks.imports.mail_memory import MailMemory
    from checks.imports.survey_memory import SurveyMemory
    from checks.imports.typed_moves import TypedDays
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.run.judging import JudgementDates

_LOOKED_BACK = timedelta(days=500)
"""How old the rows are that a link can be about, with much to spare."""

_FURTHEST = timedelta(days=366)
"""How far from today a meeting may be moved: what is further is a slip."""


class MailIntake:
    """Takes mails for a repository; `memory` is changed with what is taken, None where nothing is remembered.

    `survey` counts the answers of a survey; without it they stay where they are. With `write` off it says what would become of each mail, and changes no file.
    """

    def __init__(
        self,
        repository: Repository,
        people: People,
        rules: IntakeRules,
        memory: MailMemory | None,
        days: JudgementDates,
        *,
        write: bool = True,
        survey: SurveyMemory | None = None,
    ) -> None:
        self._repository, self._people, self._rules = repository, people, rules
        self._survey = survey
        self._memory, self._days, self._write = memory, days, write
        self._data = on_disk(repository.data)
        self._rows: dict[str, dict[str, list[LogRow]]] = {}
        self.unread: set[str] = set()

    def take(self, content: bytes, now: datetime) -> TakenMail:
        """Do what a mail asks, and return what became of it; raises what `edit_log` raises."""
        return self.take_mail(read_mail(content), now)

    def take_mail(self, mail: IncomingMail, now: datetime) -> TakenMail:
        """Do the same with a mail that is read already."""
        checked = checked_mail(mail, self._people, self._rules, now)
        if isinstance(checked, AskedMail):
            act = checked.link.act
            if act is LinkAct.SCORE:
                return self._scored(checked, now)
            return self._record(checked) if act is LinkAct.RECORD else self._answered(checked, now)
        if checked.fate is MailFate.STRANGER and checked.address:
            key = self._rules.signer.digest("stranger", checked.address.casefold())
            memory = self._memory
            if memory is None or not memory.may_answer(key, self._days.today):
                return replace(checked, address="")
        return checked

    def _scored(self, asked: AskedMail, now: datetime) -> TakenMail:
        """Count an answer of a survey. Who gave it gets no reply: there is nothing to say, and less to be seen."""
        if self._survey is None:
            return replace(asked.came_to(MailFate.FOR_SURVEY), address="")
        playbook, today = self._repository.policy.playbook, self._days.today
        written_on = asked.mail.written_on(now, playbook.time_zone if playbook else "UTC")
        fate = take_score(self._survey, self._rules.signer, asked, min(today, written_on))
        taken = asked.came_to(fate)
        return replace(taken, address="") if fate is MailFate.COUNTED else taken

    def _record(self, asked: AskedMail) -> TakenMail:
        """Return that a person asks for their record; once a day, lest others have it sent on and on."""
        sent = self._memory is not None and self._memory.records.get(self._record_key(asked.person))
        return asked.came_to(MailFate.RECORD_SENT if sent == self._days.today else MailFate.RECORD)

    def remember_record(self, person: str) -> None:
        """Remember that a person was sent their record today."""
        if self._memory is not None:
            self._memory.records[self._record_key(person)] = self._days.today

    def _record_key(self, person: str) -> str:
        return self._rules.signer.digest("record", person)

    def _answered(self, asked: AskedMail, now: datetime) -> TakenMail:
        """Return what became of the row that a mail is about."""
        key, signer, memory = self._rules.signer.digest("link", asked.token), self._rules.signer, self._memory
        used = memory is not None and key in memory.used
        entries = self._entries(asked)
        meant = (entry for entry in entries if signer.entry(entry[0], entry[1].values) == asked.link.entry)
        entry = None if used else next(meant, None)
        if entry is None:
            return self._too_late(asked, now)
        team, row = entry
        days: tuple[date, ...] = ()
        if asked.link.act is LinkAct.MOVED:
            typed = self._typed_days(asked.mail, row.day, now)
            days = typed.unclear or typed.days
            if fate := _why_no_day(typed, row.day):
                return replace(asked.came_to(fate, team, row), days=days)
        if fate := self._why_not(asked.link.act, team, row, days):
            return replace(asked.came_to(fate, team, row), days=days)
        fresh = self._change(asked.link.act, team, row, days)
        if fresh is None:
            return self._too_late(asked, now)
        if memory is not None:
            memory.used[key] = self._days.today
        return replace(asked.came_to(MailFate.DONE, team, fresh), before=row, days=days)

    def _typed_days(self, mail: IncomingMail, day: date, now: datetime) -> TypedDays:
        policy = self._repository.policy
        written_on = mail.written_on(now, policy.playbook.time_zone if policy.playbook else "UTC")
        return moved_days(mail, day, written_on, day_first=policy.language != "en")

    def _why_not(self, act: LinkAct, team: str, row: LogRow, days: tuple[date, ...]) -> MailFate | None:
        """Return why a row cannot become what is asked for, None where it can."""
        rows = answered_rows(row, act, next(iter(days), None))
        if not rows:
            return MailFate.ALREADY if says_already(row, act, days) else MailFate.NOT_POSSIBLE
        if act is LinkAct.HELD and row.day > self._days.today:
            return MailFate.TOO_EARLY
        if act is not LinkAct.MOVED:
            return None
        fresh, playbook = rows[-1], self._repository.policy.playbook
        begins = playbook.logs_from if playbook else fresh.day
        if fresh.day < begins or abs(fresh.day - self._days.today) > _FURTHEST:
            return MailFate.DAY_REFUSED
        parts = (fresh.day, fresh.service, fresh.member, fresh.given_by, fresh.initiative, fresh.state)
        booking = TouchpointInput(*parts, team=team)
        (outcome,) = TouchpointWriter(self._repository, self._days).take(
            [booking], write=False, log_again=True
        )
        fates = {InputFate.KNOWN: MailFate.DAY_TAKEN, InputFate.REFUSED: MailFate.DAY_REFUSED}
        return fates.get(outcome.fate)

    def _change(self, act: LinkAct, team: str, row: LogRow, days: tuple[date, ...]) -> LogRow | None:
        """Write what becomes of a row, and return it as it stands then; None where somebody else has changed it."""
        rows = answered_rows(row, act, next(iter(days), None))
        if self._write:
            try:
                edit_log(self._data, team, partial(_edited, row, rows, act))
            except ChangedMeanwhileError:
                return None
            finally:
                self._rows.pop(team, None)
        key, people = rows[-1].values[:6], (row.given_by, row.member)
        there = (now for person in people for now in self._rows_of(team).get(person, ()))
        return next((now for now in there if now.values[:6] == key), rows[-1])

    def _too_late(self, asked: AskedMail, now: datetime) -> TakenMail:
        """Return what the log says of an entry whose link is used up, kindly where it is what the mail asks for."""
        signer, link = self._rules.signer, asked.link
        for team, row in self._entries(asked):
            if any(signer.entry(team, form.values) == link.entry for form in earlier_forms(row)):
                moved = link.act is LinkAct.MOVED
                days = self._typed_days(asked.mail, date.min, now).days if moved else ()
                done = says_already(row, link.act, days)
                return asked.came_to(MailFate.ALREADY if done else MailFate.CHANGED, team, row)
        return asked.came_to(MailFate.UNREAD if self.unread else MailFate.USED)

    def _entries(self, asked: AskedMail) -> Iterator[tuple[str, LogRow]]:
        """Yield the rows that a person gave or received, as the act of their link has it, each with its team."""
        of_giver = asked.link.act in OF_GIVER
        for team in self._repository.team_ids:
            for row in self._rows_of(team).get(asked.person, ()):
                if asked.person == (row.given_by if of_giver else row.member):
                    yield team, row

    def _rows_of(self, team: str) -> dict[str, list[LogRow]]:
        """Return the rows of a team that can be meant, by each person in them, as they were read last."""
        if team not in self._rows:
            by_person: defaultdict[str, list[LogRow]] = defaultdict(list)
            first = self._days.today - _LOOKED_BACK
            try:
                rows = [line.row for line in read_lines(self._data, team) if line.row.day >= first]
            except UnreadError:
                self.unread.add(team)
                rows = []
            for row in rows:
                if row.state != "withdrawn":
                    for person in {row.member, row.given_by} - {""}:
                        by_person[person].append(row)
            self._rows[team] = dict(by_person)
        return self._rows[team]


def _why_no_day(typed: TypedDays, before: date) -> MailFate | None:
    """Return why a mail does not say to which day a meeting was moved, None where it does."""
    if typed.unclear or len(typed.days) > 1:
        return MailFate.UNCLEAR_DAY
    if not typed.days:
        return MailFate.NO_DAY
    return MailFate.SAME_DAY if typed.days == (before,) else None


def _edited(
    row: LogRow, rows: tuple[LogRow, ...], act: LinkAct, lines: tuple[LogLine, ...]
) -> list[LogLine | LogRow]:
    """Return the lines of a log with `rows` for a row; one that would stand there twice is withdrawn instead.

    Raises `ChangedMeanwhileError` where the row stands there no more.
    """
    meant = [line for line in lines if line.row == row]
    if not meant:
        raise ChangedMeanwhileError("the entry of a mail")
    if act not in OF_GIVER:  # the same word is said of both where a row stands there twice
        return [line.says(rows[0]) if line in meant else line for line in lines]
    there = {line.row.values[:6] for line in lines if line not in meant and line.row.state != "withdrawn"}
    twice = rows[-1].values[:6] in there
    first = replace(row, state="withdrawn") if twice else rows[0]
    others = replace(row, state="withdrawn")
    edited: list[LogLine | LogRow] = [
        line.says(first if line is meant[0] else others) if line in meant else line for line in lines
    ]
    return [*edited, *(() if twice else rows[1:])]
