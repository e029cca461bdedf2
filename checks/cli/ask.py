"""`outbound ask`: what only people know is asked by mail, and answered with one click."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from checks.cli.context import Where, as_of_option, judgement_dates_of
from checks.cli.person_argument import known_people_of, naming_of, person_option
from checks.cli.person_mails import (
    MailNames,
    Sender,
    first_addresses,
    print_report,
    state_file_of,
    state_option,
    warn_nameless,
)
from checks.cli.person_records import end_incomplete, refuse_folder_in_repository
from checks.cli.survey_asking import (
    LAST_CLOSED,
    SurveyAsking,
    SurveyCall,
    SurveyMailing,
    ask_survey,
    due_call,
    write_table_survey,
)
from checks.cli.team_selection import open_to_read, people_of, people_option
from checks.model.errors import NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.output.answer_links import AnswerLinks
    from checks.output.digests import Digest
    from checks.output.invitation_words import Name
    from checks.output.mail_bodies import MailFrame
    from checks.planning.open_questions import OpenQuestion
    from checks.run.judging import JudgementDates


@click.command(
    "ask",
    epilog="\b\nExamples:\n"
    "  outbound ask                                     shows the mails\n"
    "  outbound ask --send --state ../asked.json        sends them\n"
    "  outbound ask --leader p-lea                      only what this leader gave\n"
    "  outbound ask --survey --send --state ../survey.json    asks about the last quarter\n"
    "  outbound ask --survey --codes harbour --out ../table   for a team at one table",
)
@click.option("--send", is_flag=True, help="Send the mails (OUTBOUND_MAIL), signed with OUTBOUND_MAIL_KEY.")
@click.option("--dry-run", is_flag=True, help="Print the mails and their receivers, without sending.")
@person_option("--leader", help="Only what this leader or coach gave.")
@person_option("--member", help="Only what was logged about this person.")
@click.option(
    "--survey",
    metavar="[QUARTER]",
    is_flag=False,
    flag_value="last",
    help="Ask each member about the services of a quarter, for example 2026-Q3. [default: the last one]",
)
@click.option("--until", metavar="DATE", help="Last day to answer the survey. [default: in 21 days]")
@click.option(
    "--codes", metavar="TEAM", help="Write a page and one-time codes, for a team that answers at one table."
)
@click.option(
    "--out", metavar="FOLDER", help="Folder for the page and the codes of --codes, outside every repository."
)
@click.option("--remind", is_flag=True, help="Remind those who have not answered the survey, once.")
@click.option(
    "--when-due",
    is_flag=True,
    help="For a scheduled job: ask, remind in the survey's last week, and do nothing once it is over.",
)
@state_option
@as_of_option
@people_option
@click.pass_obj
def ask_command(
    where: Where,
    send: bool,
    dry_run: bool,
    leader: str | None,
    member: str | None,
    survey: str | None,
    until: str | None,
    codes: str | None,
    out: str | None,
    remind: bool,
    when_due: bool,
    state: str | None,
    as_of: str | None,
    people: str | None,
) -> None:
    """Ask people by mail: whether past meetings took place, or how they were. They answer with one click.

    Leaders and coaches are asked about booked meetings whose day is over: took place, did not, or moved.
    Members are asked about the entries of the last four weeks that they have not confirmed or disputed: yes or
    no. Each person gets one mail, which shows names and no ids, and has a link to get their own data.
    With --state, each entry is asked about at most once in 14 days.

    With --survey, each member is asked once about the services they received or were owed in a quarter. Answers
    are counts, and name no one. Keep a --state FILE for surveys, and give it to `import mail --survey` too.
    A job can run `ask --survey --when-due --send` every week.

    Without --send, the command prints the mails. `import mail` reads the answers.
    """
    if leader and member:
        raise UsageError("use only one of --leader and --member")
    if survey is None and (until or remind or codes or when_due):
        raise UsageError("--until, --remind, --codes and --when-due need --survey")
    if when_due and (until or remind or codes):
        raise UsageError(
            "--when-due decides when to ask and to remind. Leave out --until, --remind and --codes"
        )
    if survey is not None and (leader or member):
        raise UsageError("--survey asks everyone. Use it without --leader and --member")
    sending = send and not dry_run
    state_file = state_file_of(state, needed=sending)

    from checks.output.delivery import read_state
    from checks.output.digests import due_matters
    from checks.output.question_mails import AskingWords, questions_for

    repository = open_to_read(where)
    days = judgement_dates_of(repository.policy, as_of)
    if repository.policy.playbook is None:
        raise NothingToJudgeError("playbook/playbook.yaml can't be read. Run: outbound check")
    if codes is not None:
        _write_codes(repository, days, survey or LAST_CLOSED, codes, out)
        return
    mailing = _mailing(repository, people, needed=sending or bool(survey and state_file))
    if survey is not None:
        call, to_send = SurveyCall(survey, until, remind), state_file if sending else None
        step = due_call(call, state_file, days.as_of) if when_due else call
        if step is None:
            return
        _ask_survey(
            ask_survey(repository, days, step, mailing.of_survey, state_file), to_send, repository, people
        )
        return
    words = AskingWords(days.as_of, mailing.name, mailing.frame.language, mailing.links)
    asked, unread = _questions(repository, days, leader, member)
    reminded = read_state(state_file) if state_file else {}
    digests = (questions_for(person, questions, words) for person, questions in sorted(asked.items()))
    due = [left for digest in digests if digest and (left := due_matters(digest, reminded, days.as_of))]
    if sending and state_file:
        _send(due, state_file, days.as_of, mailing)
    else:
        _print(due, days.as_of, mailing, naming_of(repository, people))
    warn_nameless(mailing.name)
    end_incomplete(unread, "Questions about these teams are missing. Run: outbound check")


class _Mailing(NamedTuple):
    """What mails are made with: who is who, how they are called, what makes links, and what is around a mail."""

    people: People | None
    name: Name
    links: AnswerLinks
    frame: MailFrame

    @property
    def of_survey(self) -> SurveyMailing:
        """What a survey needs of it: its mails name nobody."""
        return SurveyMailing(self.people, self.links, self.frame)


def _mailing(repository: Repository, people: str | None, *, needed: bool) -> _Mailing:
    """Return it; raises `UsageError` where something is missing that is needed to send.

    What is only looked at needs no key, since links are shown without their addresses, and no table of people.
    """
    from checks.output.answer_links import AnswerLinks
    from checks.output.mail_bodies import MailFrame
    from checks.remote.mail_links import LinkSigner, mail_signer
    from checks.remote.outgoing_mail import answers_address
    from checks.wording.catalogues import language_of

    playbook, language = repository.policy.playbook, language_of(repository.policy.language)
    known = people_of(repository, people) if needed else known_people_of(repository, people)
    signer, to = (mail_signer(os.environ), answers_address(os.environ)) if needed else (LinkSigner(""), "")
    return _Mailing(
        known,
        MailNames(known, language) if known else str,
        AnswerLinks(signer, to, language),
        MailFrame(playbook.organisation if playbook else "", language),
    )


def _write_codes(
    repository: Repository, days: JudgementDates, quarter: str, team: str, out: str | None
) -> None:
    """Write what a team needs that answers at a table; raises `UsageError` for a folder that will not do."""
    if out is None:
        raise UsageError("--codes needs --out FOLDER, outside every repository")
    folder = Path(out)
    refuse_folder_in_repository(folder, "codes")
    if not folder.is_dir():
        raise UsageError(f"folder not found: {folder}. Create it, or choose another one with --out")
    page, slips = write_table_survey(repository, days, quarter, team, folder)
    click.echo(f"{page}: open it on one device that goes round the table.")
    click.echo(f"{slips}: print it, cut it, and let everyone draw a slip. Then delete it.")
    click.echo("Then run: outbound import survey FILE")


def _ask_survey(
    asking: SurveyAsking, to_send: Path | None, repository: Repository, people: str | None
) -> None:
    """Print a survey's mails, or send them and remember them in `to_send`."""
    from checks.remote.outgoing_mail import Outbox, mail_server

    if to_send:
        asking.send(to_send, Outbox(mail_server(os.environ)))
    else:
        asking.show(naming_of(repository, people))
    end_incomplete(asking.plan.unread, "Questions about these teams are missing. Run: outbound check")


def _questions(
    repository: Repository, days: JudgementDates, leader: str | None, member: str | None
) -> tuple[dict[str, list[OpenQuestion]], list[str]]:
    """Return what each person is asked, and what could not be read; raises `UsageError` for an id nobody has."""
    from checks.planning.open_questions import open_questions
    from checks.run.judging import case_of

    asked: dict[str, list[OpenQuestion]] = {}
    unread, known, wanted = [*repository.policy.unreadable], False, leader or member
    for files in repository.teams():
        case = case_of(repository, files, days)
        if case is None:
            unread.append(files.id)
            continue
        known = known or wanted in case.people or wanted in case.log.members or wanted in case.log.givers
        for question in open_questions(case):
            if wanted is None or (question.person == wanted and question.is_of_giver == bool(leader)):
                asked.setdefault(question.person, []).append(question)
    if wanted and not known and not unread:
        option = "--leader" if leader else "--member"
        raise UsageError(
            f"{option} {wanted}: this id is not in any roster or log that can be read. Check the spelling"
        )
    return asked, unread


def _print(due: Iterable[Digest], as_of: date, mailing: _Mailing, name: Name) -> None:
    from checks.output.mail_bodies import mail_preview

    addresses, texts = first_addresses(mailing.people), []
    for digest in due:
        receiver = name(digest.to)
        if mailing.people and digest.to not in addresses:
            receiver += ", who has no address in people.csv"
        texts.append(f"To {receiver}:\n\n{mail_preview(digest, mailing.frame)}")
    if texts:
        click.echo("\n".join(texts), nl=False)
    else:
        click.echo(f"Nothing to ask as of {as_of}.", err=True)


def _send(due: list[Digest], state_file: Path, as_of: date, mailing: _Mailing) -> None:
    from checks.output.mail_bodies import mail_of
    from checks.remote.outgoing_mail import Outbox, mail_server

    sender = Sender(
        state_file,
        as_of,
        first_addresses(mailing.people),
        lambda digest, address: mail_of(digest, address, mailing.frame),
    )
    print_report(sender.send(due, Outbox(mail_server(os.environ))), "outbound ask")
