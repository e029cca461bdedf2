"""`outbound import mail`: what leaders and members have answered by mail."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.clock import current_moment
from checks.cli.context import Where, dry_run_option, judgement_dates_of, open_repository_here
from checks.cli.person_mails import MailNames, state_file_of
from checks.cli.person_records import member_record_of, refuse_folder_in_repository
from checks.cli.survey_asking import close_rounds
from checks.cli.team_selection import people_of, people_option, team_folder
from checks.model.errors import NothingToJudgeError, UnreadError, UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from checks.imports.mail_checking import IntakeRules, TakenMail
    from checks.imports.mail_intake import MailIntake
    from checks.imports.mail_memory import MailMemory
    from checks.imports.survey_memory import SurveyMemory
    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.output.mail_replies import ReplyWords
    from checks.remote.mailbox import Mailbox, MailboxMessage
    from checks.remote.outgoing_mail import Outbox
    from checks.run.judging import JudgementDates

ANSWERED, REFUSED, AUTOMATIC = "Answered", "Refused", "Automatic"
"""The folders that mails are filed away to."""


@click.command(
    "mail",
    epilog="\b\nExamples:\n"
    "  outbound import mail --state ../mail.json\n"
    "  outbound import mail --maildir ~/Maildir --dry-run\n"
    "  outbound import mail --survey ../survey.json",
)
@click.option(
    "--maildir",
    metavar="DIR",
    help="Maildir to read. [default: the IMAP folder in OUTBOUND_MAILBOX]",
)
@click.option(
    "--state",
    metavar="FILE",
    help="File that remembers used links and answered senders. Keep it outside every repository.",
)
@click.option(
    "--authserv",
    metavar="ID",
    help="Accept only mails for which this mail server confirms the sender (Authentication-Results).",
)
@click.option(
    "--survey",
    metavar="FILE",
    help="File of the survey, as `ask --survey` has written it with --state. Without it, survey answers stay.",
)
@people_option
@dry_run_option
@click.pass_obj
def import_mail_command(
    where: Where,
    maildir: str | None,
    state: str | None,
    authserv: str | None,
    survey: str | None,
    people: str | None,
    dry_run: bool,
) -> None:
    """Read answers that leaders and members sent by mail, log them, and reply to each mail.

    Set OUTBOUND_MAILBOX to the IMAP folder: imaps://USER:PASSWORD@HOST/FOLDER. OUTBOUND_MAIL_KEY and
    OUTBOUND_MAIL must be the same as for `ask --send`.

    A mail changes the log only if its link is valid and it comes from the person who got the link. Other mails
    change nothing and get one reply. Automatic mails get none. The command then moves each mail to the folder
    Answered, Refused or Automatic.

    With --survey, answers to a survey are counted, and these mails are deleted. After the survey's last day, the
    counts are added to the data, and the file forgets who was asked.

    With --state, a link works only once, and unknown senders get one reply a day. Without it, they get none.
    Exit code 1: the mailbox or the mail server failed. The next run continues.
    """
    repository = open_repository_here(where)
    days = judgement_dates_of(repository.policy, None)
    known, state_file = _people(repository, people), state_file_of(state, needed=False)
    with ExitStack() as stack:
        surveyed = _surveyed(stack, survey)
        run = _run(stack, repository, days, (known, surveyed), (state_file, authserv, dry_run))
        mailbox = _mailbox(stack, maildir, dry_run=dry_run)
        for message in mailbox.messages():
            run.take(message, mailbox)
            if run.stopped:
                break
        if not dry_run and not run.stopped:
            run.close_surveys()
    run.report()


def _people(repository: Repository, named: str | None) -> People:
    """Return who is who; the lines left out are told by their number."""
    people = people_of(repository, named)
    for row in people.bad:
        click.echo(f"people.csv, line {row.line}: {row.why}", err=True)
    return people


def _surveyed(stack: ExitStack, named: str | None) -> tuple[Path, SurveyMemory] | None:
    """Return the file of the survey and what is in it, its folder held until the run ends; None without a file."""
    from checks.imports.survey_memory import read_survey
    from checks.store.atomic_files import locked

    path = state_file_of(named, needed=False, option="--survey")
    if path is None:
        return None
    if not path.exists():
        raise UsageError(f"--survey {named}: file not found. It is the --state FILE of `ask --survey`")
    stack.enter_context(locked(path.parent))
    return path, read_survey(path)


def _mailbox(stack: ExitStack, maildir: str | None, *, dry_run: bool) -> Mailbox:
    from checks.remote.mailbox import MAILBOX, Maildir, imap_address, open_imap

    if maildir is not None:
        path = Path(maildir)
        refuse_folder_in_repository(path, "mails")
        return Maildir(path)
    if not (url := os.environ.get(MAILBOX, "")):
        raise UsageError(
            f"set {MAILBOX} to imaps://USER:PASSWORD@HOST/FOLDER, or name a Maildir with --maildir"
        )
    return stack.enter_context(open_imap(imap_address(url), read_only=dry_run))


def _run(
    stack: ExitStack,
    repository: Repository,
    days: JudgementDates,
    with_whom: tuple[People, tuple[Path, SurveyMemory] | None],
    options: tuple[Path | None, str | None, bool],
) -> _MailRun:
    from checks.imports.mail_checking import IntakeRules
    from checks.imports.mail_intake import MailIntake
    from checks.remote.mail_links import mail_signer
    from checks.remote.outgoing_mail import Outbox, answers_address, mail_server

    state_file, authserv, dry_run = options
    people, surveyed = with_whom
    rules = IntakeRules(mail_signer(os.environ), answers_address(os.environ), authserv or "")
    server, memory = mail_server(os.environ), _memory(stack, state_file, days)
    intake = MailIntake(
        repository, people, rules, memory, days, write=not dry_run, survey=surveyed and surveyed[1]
    )
    remembering = (state_file, memory) if state_file and memory is not None and not dry_run else None
    outbox = None if dry_run else stack.enter_context(Outbox(server))
    words = _words(repository, days, people, rules)
    return _MailRun(repository, days, intake, words, outbox, remembering, None if dry_run else surveyed)


def _memory(stack: ExitStack, state_file: Path | None, days: JudgementDates) -> MailMemory | None:
    """Return what is remembered, its folder held until the run ends; None without a file."""
    from checks.imports.mail_memory import read_memory
    from checks.store.atomic_files import locked

    if state_file is None:
        return None
    stack.enter_context(locked(state_file.parent))
    memory = read_memory(state_file)
    memory.forget(days.today)
    return memory


def _words(repository: Repository, days: JudgementDates, people: People, rules: IntakeRules) -> ReplyWords:
    from checks.output.answer_links import AnswerLinks
    from checks.output.mail_bodies import MailFrame
    from checks.output.mail_replies import ReplyWords
    from checks.wording.catalogues import language_of

    policy = repository.policy
    language, services = language_of(policy.language), policy.services
    former = {old: services[now] for old, now in policy.former.items() if now in services}
    return ReplyWords(
        days.today,
        MailNames(people, language),
        {**former, **services},
        AnswerLinks(rules.signer, rules.answers, language),
        MailFrame(policy.playbook.organisation if policy.playbook else "", language),
    )


@dataclass
class _MailRun:
    """A run over a mailbox: each mail is written into the log first, then answered, then filed away.

    Whoever ends it between two of these finds the mail again: its link is used up by then, and the second answer says
    that the log has it already. Without an `outbox` nothing is answered, marked or moved.
    """

    repository: Repository
    days: JudgementDates
    intake: MailIntake
    words: ReplyWords
    outbox: Outbox | None
    remembering: tuple[Path, MailMemory] | None
    surveyed: tuple[Path, SurveyMemory] | None

    def __post_init__(self) -> None:
        self.fates: Counter[str] = Counter()
        self.stopped = ""
        self.later = 0

    def take(self, message: MailboxMessage, mailbox: Mailbox) -> None:
        """Do what a mail asks, answer it, and file it away."""
        from checks.imports.mail_checking import MailFate

        if message.answered:
            self.fates["answered before"] += 1
            if self.outbox:
                mailbox.file_away(message, ANSWERED)
            return
        taken = self.intake.take(message.content, current_moment())
        taken, page = self._with_record(taken)
        self._remember()
        self.fates[taken.fate.value] += 1
        if self.outbox is None:
            click.echo(_line(taken))
            return
        if taken.fate in (MailFate.UNREAD, MailFate.FOR_SURVEY) or not self._is_answered(
            taken, page, self.outbox
        ):
            return
        _put_away(taken, message, mailbox)

    def _with_record(self, taken: TakenMail) -> tuple[TakenMail, tuple[str, str] | None]:
        """Return what became of a mail with the page it asks for, if it asks for one."""
        from checks.imports.mail_checking import MailFate
        from checks.site.member_page import member_page

        if taken.fate is not MailFate.RECORD:
            return taken, None
        person, policy = taken.person, self.repository.policy
        try:
            record = member_record_of(self.repository, person, self.days)
        except NothingToJudgeError:
            return replace(taken, fate=MailFate.NO_RECORD), None
        except UnreadError:
            return replace(taken, fate=MailFate.UNREAD), None
        words = self.words
        text = member_page(
            policy,
            person,
            record.teams,
            self.days.as_of,
            words.language,
            record.unread,
            words.name,
            by_mail=True,
        )
        return taken, ("my-data.html", text)

    def _remember(self) -> None:
        if self.remembering:
            from checks.imports.mail_memory import write_memory

            write_memory(*self.remembering)
        if self.surveyed:
            from checks.imports.survey_memory import write_survey

            write_survey(*self.surveyed)

    def close_surveys(self) -> None:
        """Add the counts of surveys that are over to the data."""
        if self.surveyed is None:
            return
        from checks.imports.survey_memory import write_survey

        path, memory = self.surveyed
        for _ in close_rounds(self.repository, team_folder(self.repository), memory, self.days.today):
            write_survey(path, memory)

    def _is_answered(self, taken: TakenMail, page: tuple[str, str] | None, outbox: Outbox) -> bool:
        """Send the answer, if there is one, and return whether the mail is done with; else the next run sees it again."""
        from checks.remote.outgoing_mail import MailError

        if not taken.address:
            return True
        try:
            outbox.send(self.words.reply(taken, page))
        except MailError as error:
            if error.whole:
                self.stopped = str(error)
                return False
            if error.later:
                self.later += 1
                return False
            click.echo(f"outbound: a mail was not answered: {error}", err=True)
        else:
            if page:
                self.intake.remember_record(taken.person)
                self._remember()
        return True

    def report(self) -> None:
        """Print what became of the mails; end with 1 where some are still to be read."""
        from checks.imports.mail_checking import MailFate

        total = plural(self.fates.total(), "mail", "mails")
        parts = ", ".join(f"{number} {fate}" for fate, number in self.fates.items())
        click.echo(f"{total}: {parts}." if parts else "No mails to read.")
        if self.stopped:
            click.echo(
                f"outbound: stopped: {self.stopped}. Check OUTBOUND_MAIL. The next run continues", err=True
            )
        if left := self.fates[MailFate.UNREAD.value]:
            teams = ", ".join(sorted(self.intake.unread))
            why = f"{teams} could not be read" if teams else "a file could not be read"
            click.echo(
                f"outbound: {plural(left, 'mail stays', 'mails stay')} in the mailbox, because {why}. Run: "
                "outbound check",
                err=True,
            )
        if self.later:
            number, them = plural(self.later, "answer"), "it" if self.later == 1 else "them"
            words = f"the mail server did not take {number} yet. The next run sends {them} again"
            click.echo(f"outbound: {words}", err=True)
        if self.stopped or left or self.later:
            click.get_current_context().exit(1)


def _put_away(taken: TakenMail, message: MailboxMessage, mailbox: Mailbox) -> None:
    """File a mail away that is done with; those of a survey are deleted."""
    from checks.imports.mail_checking import GOOD, OF_SURVEY, MailFate

    if taken.fate in OF_SURVEY:
        mailbox.delete(message)
        return
    if taken.address:
        mailbox.mark_answered(message)
    good = ANSWERED if taken.fate in GOOD else REFUSED
    mailbox.file_away(message, AUTOMATIC if taken.fate is MailFate.AUTOMATIC else good)


def _line(taken: TakenMail) -> str:
    """Return what would become of a mail, without a person."""
    row, before = taken.row, taken.before
    if row is None:
        return f"{taken.fate.value}"
    change = f", {before.state} on {before.day} becomes" if before else ","
    word = f", acknowledged {row.acknowledged}" if row.acknowledged else ""
    return f"{taken.fate.value}: {taken.team}, {row.service}{change} {row.state} on {row.day}{word}"
