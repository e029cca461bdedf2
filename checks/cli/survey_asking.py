"""The survey of `outbound ask`: each member is asked once a quarter about the services they received or were owed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import click

from checks.cli.context import parse_day_option, playbook_of
from checks.cli.person_mails import SendingReport, first_addresses, print_report
from checks.cli.team_selection import readable_team
from checks.model.errors import UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from checks.engine.team_case import TeamCase
    from checks.imports.survey_memory import SurveyMemory, SurveyQuestion, SurveyRound
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.model.periods import Period
    from checks.model.touchpoint_log import PulseRow
    from checks.output.answer_links import AnswerLinks
    from checks.output.digests import Digest
    from checks.output.invitation_words import Name
    from checks.output.mail_bodies import MailFrame
    from checks.output.survey_mails import SurveyWords
    from checks.output.survey_table import TableQuestion
    from checks.remote.outgoing_mail import Outbox
    from checks.run.judging import JudgementDates

LAST_CLOSED = "last"
"""Stands for the last quarter that is over."""

COUNTED_BY_GROUP = "its answers are counted by group, and a table can't do that. Ask it by mail"
"""Why a question is not asked at a table."""

_LASTS = timedelta(days=21)
_LONGEST = timedelta(days=45)
_LAST_WEEK = timedelta(days=7)
_QUARTER = re.compile(r"20[0-9]{2}-Q[1-4]")


class SurveyCall(NamedTuple):
    """What a survey is asked with: the quarter, the last day as typed, and whether it only reminds."""

    quarter: str
    until: str | None
    remind: bool


@dataclass(frozen=True)
class SurveyMailing:
    """What survey mails are made with: who is who, what makes links, and what is around a mail."""

    people: People | None
    links: AnswerLinks
    frame: MailFrame


@dataclass
class SurveyPlan:
    """Whom a survey asks what; `left_out` says why a question is not asked, `unread` which teams could not be read.

    `grouped` are the questions, by service and metric, whose answers groups count.
    """

    asked: dict[SurveyQuestion, frozenset[str]] = field(default_factory=dict)
    left_out: dict[SurveyQuestion, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    teams: dict[str, str] = field(default_factory=dict)
    grouped: frozenset[tuple[str, str]] = frozenset()

    def by_person(self) -> dict[str, list[SurveyQuestion]]:
        """Return each person's questions."""
        by_person: defaultdict[str, list[SurveyQuestion]] = defaultdict(list)
        for question, people in self.asked.items():
            for person in people:
                by_person[person].append(question)
        return dict(sorted(by_person.items()))


def surveyed_quarter(name: str, as_of: date, lead: str = "--survey") -> Period:
    """Return the quarter that is meant, named at `lead`; raises `UsageError` for none, and for one that is not over."""
    from checks.model.cadences import PeriodUnit
    from checks.model.periods import last_closed, named_quarter

    last = last_closed(PeriodUnit.QUARTER, as_of)
    if name == LAST_CLOSED:
        return last
    if not _QUARTER.fullmatch(name):
        raise UsageError(f"{lead} {name}: this is not a valid quarter. Write, for example, {last.name}")
    quarter = named_quarter(name)
    if quarter.last >= as_of:
        raise UsageError(f"{lead} {name}: this quarter is not over. Choose {last.name}, or ask later")
    return quarter


def survey_plan(repository: Repository, days: JudgementDates, quarter: Period) -> SurveyPlan:
    """Return whom a survey of a quarter asks; questions to fewer people than the smallest group are not asked."""
    from checks.model.metrics import ORGANISATION
    from checks.planning.survey_receivers import survey_receivers
    from checks.run.judging import case_of

    smallest, by_group = playbook_of(repository).privacy.smallest_group, _GroupedAsking(quarter)
    plan, elsewhere = SurveyPlan(unread=[*repository.policy.unreadable]), set[str]()
    counted_by_group = _counted_in(repository.group_pulse[0], quarter)
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            plan.unread.append(files.id)
            continue
        plan.teams[files.id] = case.team.name
        receivers = dict(survey_receivers(case, quarter))
        receivers[ORGANISATION] -= elsewhere  # who is in several teams is asked about the organisation once
        elsewhere |= receivers[ORGANISATION]
        counted = _counted_in(files.pulse, quarter)
        by_group.add(case, receivers, counted)
        for question, people in _of_team(case, receivers):
            _add(plan, question, people, smallest, counted | counted_by_group)
    for question, people in by_group.questions(smallest):
        _add(plan, question, people, smallest, counted_by_group)
    plan.grouped = frozenset(by_group.people)
    return plan


def _of_team(
    case: TeamCase, receivers: Mapping[str, frozenset[str]]
) -> Iterator[tuple[SurveyQuestion, frozenset[str]]]:
    """Yield the questions whose answers a team counts, with whom they ask."""
    from checks.imports.survey_memory import SurveyQuestion
    from checks.model.metrics import metrics_of

    for (service, metric), asked in metrics_of(case.playbook, case.services).items():
        people = receivers.get(service, frozenset())
        if people and not asked.by_group:
            yield SurveyQuestion(case.team.id, service, metric), people


def _counted_in(rows: Iterable[PulseRow], quarter: Period) -> frozenset[tuple[str, str]]:
    """Return the questions that have counted answers of a quarter, by service and metric."""
    return frozenset((row.service, row.metric) for row in rows if row.quarter == quarter.name)


@dataclass
class _GroupedAsking:
    """Whom questions ask that groups count: by service and metric each person with the groups they are in."""

    quarter: Period
    people: dict[tuple[str, str], dict[str, frozenset[str]]] = field(default_factory=dict)

    def add(
        self, case: TeamCase, receivers: Mapping[str, frozenset[str]], counted: frozenset[tuple[str, str]]
    ) -> None:
        """Add whom a team's services ask, but for questions that the team has `counted`.

        Groups are those of the quarter's last day. Who is in several teams is asked once.
        """
        from checks.model.metrics import metrics_of

        for question, asked in metrics_of(case.playbook, case.services).items():
            if not asked.by_group or question in counted:
                continue
            of_question = self.people.setdefault(question, {})
            for person in receivers.get(question[0], ()):
                groups = frozenset(case.described_on(person, self.quarter.last))
                of_question[person] = of_question.get(person, frozenset()) | groups

    def questions(self, smallest: int) -> Iterator[tuple[SurveyQuestion, frozenset[str]]]:
        """Yield each question once a group, with the people whose answers count there."""
        from checks.engine.group_answers import counting_groups, people_by_group
        from checks.imports.survey_memory import SurveyQuestion

        for (service, metric), of_question in sorted(self.people.items()):
            groups = {person: sorted(of_person) for person, of_person in of_question.items()}
            counted_in = counting_groups(groups, (service, metric, self.quarter.name), smallest)
            for group, people in people_by_group(counted_in).items():
                yield SurveyQuestion("", service, metric, group), people


def _add(
    plan: SurveyPlan,
    question: SurveyQuestion,
    people: frozenset[str],
    smallest: int,
    counted: frozenset[tuple[str, str]],
) -> None:
    """Add a question to a plan, or say why it is not asked."""
    if (question.service, question.metric) in counted:
        plan.left_out[question] = "the data has counted answers of this quarter"
    elif len(people) < smallest:
        plan.left_out[question] = f"fewer than {smallest} people can answer. {smallest} are needed"
    else:
        plan.asked[question] = people


def ask_survey(
    repository: Repository, days: JudgementDates, call: SurveyCall, mailing: SurveyMailing, state: Path | None
) -> SurveyAsking:
    """Return what asks a survey, with what is remembered in `state`; raises `UsageError` for what cannot be asked."""
    from checks.imports.survey_memory import SurveyRound, read_survey

    quarter = surveyed_quarter(call.quarter, days.as_of)
    memory = read_survey(state) if state else None
    if memory and quarter.name in memory.closed:
        raise UsageError(f"the survey about {quarter.name} is over. A quarter is surveyed once")
    survey = memory.rounds.get(quarter.name) if memory else None
    if call.remind and survey is None:
        raise UsageError(
            f"--remind: no one was asked about {quarter.name} yet. Use the --state FILE you asked with"
        )
    until = _until(call.until, days.as_of, survey)
    return SurveyAsking(
        survey_plan(repository, days, quarter),
        quarter,
        survey or SurveyRound(until),
        call.remind,
        mailing,
        repository,
    )


def due_call(call: SurveyCall, state: Path | None, as_of: date) -> SurveyCall | None:
    """Return what a scheduled job does on a day: it asks, or reminds in the survey's last week; None once it is over.

    In the last week no one is asked for the first time, since a reminder would follow at once.
    """
    from checks.imports.survey_memory import read_survey

    quarter = surveyed_quarter(call.quarter, as_of)
    memory = read_survey(state) if state else None
    survey = memory.rounds.get(quarter.name) if memory else None
    if (memory and quarter.name in memory.closed) or (survey and survey.until < as_of):
        click.echo(f"The survey about {quarter.name} is over. There is nothing to send.", err=True)
        return None
    return call._replace(remind=survey is not None and survey.until - as_of <= _LAST_WEEK)


def write_table_survey(
    repository: Repository, days: JudgementDates, named: str, team: str, folder: Path
) -> tuple[Path, Path]:
    """Write the page and the codes of a survey at a table; raises `UsageError` for a team that cannot be asked."""
    import secrets

    from checks.output.survey_table import ALPHABET, CODE_LENGTH, TableSurvey
    from checks.wording.catalogues import language_of

    quarter = surveyed_quarter(named, days.as_of)
    files = readable_team(repository, team)
    asked = _asked_at_table(survey_plan(repository, days, quarter), team)
    everyone = frozenset[str]().union(*asked.values())
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in everyone)
    survey = TableSurvey(
        *(team, files.team.name if files.team else team, quarter.name),
        *(_table_questions(repository, asked), codes, secrets.token_hex(16)),
        playbook_of(repository).privacy.smallest_group,
        language_of(repository.policy.language),
    )
    ends = f"{team}-{quarter.name}.html"
    return _written(folder / f"survey-{ends}", survey.page()), _written(
        folder / f"codes-{ends}", survey.slips()
    )


def _written(path: Path, text: str) -> Path:
    """Write a file whole, and return its path."""
    from checks.store.atomic_files import content_of, replace_file

    replace_file(path, content_of(path), text.encode())
    return path


def _asked_at_table(plan: SurveyPlan, team: str) -> dict[SurveyQuestion, frozenset[str]]:
    """Return whom one team's questions are for; raises `UsageError` where there is none."""
    asked = {question: people for question, people in plan.asked.items() if question.team == team}
    if not asked:
        reasons = (why for question, why in plan.left_out.items() if question.team == team)
        why = next(reasons, COUNTED_BY_GROUP if plan.grouped else "no one was due anything")
        raise UsageError(f"--codes {team}: there is no question for this team, because {why}")
    return asked


def _table_questions(repository: Repository, asked: Iterable[SurveyQuestion]) -> tuple[TableQuestion, ...]:
    """Return the questions of a page, the organisation's own first."""
    from checks.model.metrics import ORGANISATION, metrics_of
    from checks.output.survey_mails import question_heading
    from checks.output.survey_table import TableQuestion
    from checks.wording.catalogues import language_of

    policy = repository.policy
    metrics, language = metrics_of(playbook_of(repository), policy.services), language_of(policy.language)
    ordered = sorted(asked, key=lambda question: (question.service != ORGANISATION, question))
    return tuple(
        TableQuestion(
            question_heading(question.service, policy.services, language),
            question.service,
            metrics[question.service, question.metric],
        )
        for question in ordered
    )


def _until(typed: str | None, as_of: date, survey: SurveyRound | None) -> date:
    if survey is not None:
        if typed is not None:
            raise UsageError(f"--until: the mails say {survey.until}. A survey keeps its last day")
        if survey.until < as_of:
            raise UsageError(
                f"the survey ended on {survey.until}. To count the answers, run: outbound import mail"
            )
        return survey.until
    until = parse_day_option("--until", typed) if typed is not None else as_of + _LASTS
    if not as_of <= until <= as_of + _LONGEST:
        last = as_of + _LONGEST
        raise UsageError(
            f"--until {until}: choose a day from {as_of} to {last}, since links work for 60 days"
        )
    return until


@dataclass
class SurveyAsking:
    """A survey that asks or reminds: what it would send is printed, or sent and remembered mail by mail."""

    plan: SurveyPlan
    quarter: Period
    survey: SurveyRound
    remind: bool
    mailing: SurveyMailing
    repository: Repository

    def due(self) -> Iterator[tuple[str, list[SurveyQuestion]]]:
        """Yield who is asked or reminded, with the questions: what was asked is asked no more, and reminded of once."""
        from checks.imports.survey_memory import SurveyMarks, unanswered, was_asked

        marks = SurveyMarks(self.mailing.links.signer, self.quarter.name)
        for person, questions in self.plan.by_person().items():
            if self.remind:
                left = unanswered(self.survey, marks, person)
                if left and marks.reminded(person) not in self.survey.reminded:
                    yield person, left
                continue
            fresh = [
                question for question in questions if not was_asked(self.survey, marks, question, person)
            ]
            if fresh:
                yield person, fresh

    def show(self, name: Name) -> None:
        """Print the mails."""
        from checks.output.mail_bodies import mail_preview

        addresses, texts = first_addresses(self.mailing.people), []
        words = self._words()
        for person, questions in self.due():
            receiver = name(person)
            if self.mailing.people and person not in addresses:
                receiver += ", who has no address in people.csv"
            digest = words.mail(person, questions, again=self.remind)
            texts.append(f"To {receiver}:\n\n{mail_preview(digest, self.mailing.frame)}")
        if texts:
            click.echo("\n".join(texts), nl=False)
        else:
            click.echo(f"No survey questions about {self.quarter.name} to send.", err=True)
        self._note()

    def send(self, state: Path, outbox: Outbox) -> None:
        """Send the mails; each is remembered at once, so that no one is asked twice."""
        from checks.imports.survey_memory import read_survey, write_survey
        from checks.store.atomic_files import locked

        report, words = SendingReport(), self._words()
        addresses = first_addresses(self.mailing.people)
        with locked(state.parent), outbox:
            memory = read_survey(state)  # as another command has left it
            self.survey = memory.rounds.setdefault(self.quarter.name, self.survey)
            write_survey(state, memory)  # what cannot be written down is not sent
            for person, questions in list(self.due()):
                digest = words.mail(person, questions, again=self.remind)
                if _is_sent(digest, addresses.get(person), outbox, report, self.mailing.frame):
                    self._remember(person, questions)
                    write_survey(state, memory)
                    report.sent += 1
        self._note()
        print_report(report, "outbound ask --survey")

    def _remember(self, person: str, questions: list[SurveyQuestion]) -> None:
        from checks.imports.survey_memory import QuestionTally, SurveyMarks

        marks = SurveyMarks(self.mailing.links.signer, self.quarter.name)
        if self.remind:
            self.survey.reminded.add(marks.reminded(person))
            return
        metrics = self._words().metrics
        for question in questions:
            scale = metrics[question.service, question.metric].scale
            tally = self.survey.tallies.setdefault(question, QuestionTally(scale))
            tally.asked.add(marks.person(question, person))

    def _words(self) -> SurveyWords:
        from checks.imports.survey_memory import SurveyMarks
        from checks.model.metrics import metrics_of
        from checks.output.survey_mails import SurveyWords

        policy, mailing = self.repository.policy, self.mailing
        return SurveyWords(
            self.quarter.name,
            self.survey.until,
            policy.services,
            metrics_of(playbook_of(self.repository), policy.services),
            self.plan.teams,
            mailing.frame.language,
            mailing.links,
            SurveyMarks(mailing.links.signer, self.quarter.name),
        )

    def _note(self) -> None:
        from checks.imports.survey_closing import named_unit

        left_out = () if self.remind else self.plan.left_out.items()
        reasons = Counter((named_unit(question), why) for question, why in left_out)
        for (unit, why), number in reasons.items():
            questions = plural(number, "question", "questions")
            click.echo(f"outbound: {unit}: {questions} not asked, because {why}", err=True)


def _is_sent(
    digest: Digest, address: str | None, outbox: Outbox, report: SendingReport, frame: MailFrame
) -> bool:
    """Send a mail, and return whether it went out; what did not is added to the report."""
    from checks.output.mail_bodies import mail_of
    from checks.remote.outgoing_mail import MailError

    if address is None:
        report.members_unreached += 1
        return False
    if report.stopped:
        report.left += 1
        return False
    try:
        outbox.send(mail_of(digest, address, frame))
    except MailError as error:
        if error.whole:  # no other would go out either
            report.stopped, report.left = str(error), report.left + 1
        else:
            report.failed += 1
            click.echo(f"outbound: a mail was not sent: {error}. The next run tries again", err=True)
        return False
    return True


def close_rounds(repository: Repository, data: Path, memory: SurveyMemory, today: date) -> Iterator[str]:
    """Write the counts of surveys that are over, delete what tied people to them, and yield each such quarter.

    The caller writes the memory at each, and holds it.
    """
    from checks.imports.survey_closing import round_counts, rounds_over, survey_outcome
    from checks.store.atomic_files import locked
    from checks.store.file_changes import write_changes

    smallest = playbook_of(repository).privacy.smallest_group
    for quarter in rounds_over(memory, today):
        with locked(data):
            counts = round_counts(memory.rounds[quarter])
            outcome = survey_outcome(data, quarter, counts, repository.team_ids, smallest)
            write_changes(outcome.changes)
            del memory.rounds[quarter]
            memory.closed.add(quarter)
        answers = plural(outcome.answers, "answer", "answers")
        click.echo(f"The survey about {quarter} is over: {answers} of {outcome.asked} asked are in the data.")
        for note in outcome.notes:
            click.echo(f"outbound: {note}", err=True)
        yield quarter
