"""`outbound digest`: one reminder, polite and in time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option
from checks.cli.leader_desks import DAYS_AHEAD, desks_of
from checks.cli.outreach_options import chosen_givers, gather_here, leader_option, warn_unread
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
from checks.cli.team_selection import people_of, people_option
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from checks.loading.people import People
    from checks.loading.repository import Repository
    from checks.output.answer_links import AnswerLinks
    from checks.output.digests import Digest
    from checks.output.invitation_words import Name
    from checks.output.mail_bodies import MailFrame
    from checks.planning.invitations import GatheredInvitations
    from checks.planning.logged_rows import LoggedRow
    from checks.planning.open_questions import OpenQuestion
    from checks.remote.outgoing_mail import OutgoingMail
    from checks.run.judging import JudgementDates


@click.command("digest")
@as_of_option
@click.option("--team", metavar="TEAM", help="Only this team's message, for its channel or an issue.")
@leader_option
@person_option("--member", help="Only what was logged in this person's name.")
@people_option
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(["markdown", "text"]),
    help="Output format.",
)
@click.option(
    "--send",
    is_flag=True,
    help="Send by mail (OUTBOUND_MAIL) and to team channels (OUTBOUND_CHANNEL_<TEAM>).",
)
@state_option
@click.option(
    "--dry-run", is_flag=True, help="Print the messages and their receivers, without sending or writing."
)
@click.pass_obj
def digest_command(
    where: Where,
    as_of: str | None,
    team: str | None,
    leader: str | None,
    member: str | None,
    people: str | None,
    form: str,
    send: bool,
    state: str | None,
    dry_run: bool,
) -> None:
    """Print or send one message per leader, team or member, if there is something to do.

    Messages to leaders and teams start with what went well. Each item is mentioned at most once in 14 days,
    and not after it is booked. A team's message names no one.

    Mails to people need a table of people. They show names and no ids. If OUTBOUND_MAIL_KEY is set, they have
    links to answer with, and a leader's mail is the page that `desk` makes.

    With --state or --member, members also hear what was logged in their name since the last full quarter
    began: entries, requests, and rows marked as disputed. Each appears once.
    """
    if [team, leader, member].count(None) < 2:
        raise UsageError("use only one of --team, --leader and --member")
    state_file = state_file_of(state, needed=send and not dry_run)
    from checks.output.delivery import read_state
    from checks.output.digests import SOON, due_matters

    repository, days, gathered = gather_here(where, as_of, DAYS_AHEAD if send else SOON.days)
    chosen_givers(repository, gathered, leader, team)  # an id that nobody has is refused
    style = _mailed(repository, days, gathered, people) if send else _printed(repository, people)
    digests = [] if member else list(_digests(repository, days, gathered, style, leader, team))
    if member or (state_file and team is None and leader is None):
        digests += _of_members(repository, days, member, style)
    reminded = read_state(state_file) if state_file else {}
    due = [left for digest in digests if (left := due_matters(digest, reminded, days.as_of))]
    if send and not dry_run and any(digest.kind == "person" for digest in due):
        people_of(repository, people)  # a leader's mail needs a table of people
    if send and not dry_run and state_file:
        _send(due, state_file, days.as_of, style)
    else:
        receiver = naming_of(repository, people)
        _print(due, form, days.as_of, style, receiver if dry_run or len(due) > 1 else None)
    warn_nameless(style.name)
    warn_unread(gathered)


@dataclass(frozen=True)
class _Style:
    """How messages to people are made: how people are called, what makes links, and what is around a mail.

    `frame` is None where messages are printed with ids; `desk` makes a leader's page as the HTML of a mail.
    """

    name: Name
    people: People | None = None
    links: AnswerLinks | None = None
    frame: MailFrame | None = None
    desk: Callable[[Digest], str] = lambda _: ""


def _printed(repository: Repository, people: str | None) -> _Style:
    return _Style(naming_of(repository, people))


def _mailed(
    repository: Repository, days: JudgementDates, gathered: GatheredInvitations, people: str | None
) -> _Style:
    from checks.output.answer_links import links_of
    from checks.output.mail_bodies import MailFrame
    from checks.site.desk_page import desk_mail
    from checks.wording.catalogues import language_of

    playbook, language = repository.policy.playbook, language_of(repository.policy.language)
    known, links = known_people_of(repository, people), links_of(os.environ, language)
    name, frame = (
        MailNames(known, language) if known else str,
        MailFrame(playbook.organisation if playbook else "", language),
    )
    desks = cache(lambda: desks_of(repository, days, gathered, name, links))

    def desk(digest: Digest) -> str:
        """Return the desk where its links can be answered; else it would ask people to type commands."""
        if digest.kind != "person" or links is None:
            return ""
        return desk_mail(desks()(digest.to), frame.organisation, language)

    return _Style(name, known, links, frame, desk)


def _digests(
    repository: Repository,
    days: JudgementDates,
    gathered: GatheredInvitations,
    style: _Style,
    leader: str | None,
    team: str | None,
) -> Iterator[Digest]:
    """Yield the digests asked for: one team's, one person's, or everybody's."""
    if team is None:
        for digest in _of_givers(repository, days, gathered, style):
            if leader in (None, digest.to):
                yield digest
    if leader is None:
        yield from _of_teams(repository, days, team)


def _of_givers(
    repository: Repository, days: JudgementDates, gathered: GatheredInvitations, style: _Style
) -> Iterator[Digest]:
    """Yield the digest of each leader and coach who has something to do."""
    from checks.output.digests import SOON, digest_for_giver
    from checks.output.invitation_report import invitations_by_giver
    from checks.output.question_mails import AskingWords
    from checks.wording.catalogues import language_of

    as_of, language = days.as_of, language_of(repository.policy.language)
    soon = [item for item in gathered.invitations if item.owed.by <= as_of + SOON]
    by_giver, asked = invitations_by_giver(soon), _questions(repository, days) if style.links else {}
    words = AskingWords(as_of, style.name, language, style.links)
    for person in sorted({*by_giver, *asked} - {""}):
        held, invitations = gathered.held.get(person, (0, 0)), by_giver.get(person, [])
        questions = [words.item(question) for question in asked.get(person, ())]
        if digest := digest_for_giver(person, invitations, held, as_of, language, style.name, questions):
            yield digest


def _questions(repository: Repository, days: JudgementDates) -> dict[str, list[OpenQuestion]]:
    """Return what those who give are asked, by person and day."""
    from checks.planning.open_questions import open_questions
    from checks.run.judging import case_of

    asked: dict[str, list[OpenQuestion]] = {}
    cases = (case_of(repository, files, days) for files in repository.teams())
    questions = (question for case in cases if case for question in open_questions(case))
    for question in sorted(questions, key=lambda question: question.values):
        if question.is_of_giver:
            asked.setdefault(question.person, []).append(question)
    return asked


def _of_members(
    repository: Repository, days: JudgementDates, member: str | None, style: _Style
) -> Iterator[Digest]:
    """Yield what was logged in a member's name, or in the name of each; raises `UsageError` where no row is theirs."""
    from checks.output.digests import digest_for_member
    from checks.planning.logged_rows import logged_rows
    from checks.run.judging import case_of
    from checks.wording.catalogues import language_of

    rows_of: dict[str, list[LoggedRow]] = {}
    known = False
    for files in repository.teams():
        if case := case_of(repository, files, days):
            known = known or member in case.people or member in case.log.members
            for person, row in logged_rows(case):
                if member in (None, person):
                    rows_of.setdefault(person, []).append(row)
    if member and not known:
        raise UsageError(
            f"--member {member}: this id is not in any roster or log that can be read. Check the spelling"
        )
    language = language_of(repository.policy.language)
    for person, rows in sorted(rows_of.items()):
        if digest := digest_for_member(person, rows, days.as_of, language, style.name, style.links):
            yield digest


def _of_teams(repository: Repository, days: JudgementDates, team: str | None) -> Iterator[Digest]:
    """Yield a team's digest, or those of all teams that have a channel."""
    from checks.output.delivery import channel_of
    from checks.output.digests import digest_for_team
    from checks.publish.released_figures import released_figures
    from checks.run.judging import case_of
    from checks.wording.catalogues import language_of

    wanted = [
        team_id
        for team_id in repository.team_ids
        if team_id == team or (team is None and os.environ.get(channel_of(team_id)))
    ]
    policy = repository.policy
    if not wanted or policy.playbook is None:
        return
    # a channel is read by more people than may see the data, so it is told what was released
    services = tuple(policy.services.values())
    figures = released_figures(policy.playbook, services, policy.releases, days.as_of).figures
    language = language_of(policy.playbook.language)
    for team_id in wanted:
        case = case_of(repository, repository.team(team_id), days)
        if case and (digest := digest_for_team(case, figures, language)):
            yield digest


def _print(due: Iterable[Digest], form: str, as_of: date, style: _Style, receiver: Name | None) -> None:
    """Print messages as they are sent; with `receiver`, which says how people are called, each with who gets it."""
    from checks.output.digests import digest_as_markdown, digest_as_text
    from checks.output.mail_bodies import mail_preview

    texts = []
    for digest in due:
        if form == "markdown":
            text = digest_as_markdown(digest)
        elif style.frame and not digest.is_team:
            text = mail_preview(digest, style.frame)
        else:
            text = digest_as_text(digest)
        texts.append(f"To {_receiver(digest, style, receiver)}:\n\n{text}" if receiver else text)
    if texts:
        click.echo("\n".join(texts), nl=False)
    else:
        click.echo(f"Nothing to report as of {as_of}.", err=True)


def _receiver(digest: Digest, style: _Style, name: Name) -> str:
    if digest.is_team:
        return f"the channel of {digest.to}"
    reached = style.people is None or style.frame is None or digest.to in first_addresses(style.people)
    return name(digest.to) if reached else f"{name(digest.to)}, who has no address in people.csv"


def _send(due: list[Digest], state_file: Path, as_of: date, style: _Style) -> None:
    """Deliver each digest and write it down at once; whatever cannot be delivered is said, and ends with 1."""
    from checks.output.mail_bodies import mail_of
    from checks.remote.outgoing_mail import Outbox, mail_server

    addresses = first_addresses(style.people)
    to_people = any(digest.to in addresses for digest in due if not digest.is_team)
    outbox = Outbox(mail_server(os.environ)) if to_people else None

    def mail(digest: Digest, address: str) -> OutgoingMail:
        assert style.frame is not None  # noqa: S101 - what is sent is a mail
        return mail_of(digest, address, style.frame, style.desk(digest))

    sender = Sender(state_file, as_of, addresses, mail, _to_channel)
    print_report(sender.send(due, outbox), "outbound digest --send --dry-run")


def _to_channel(digest: Digest) -> str:
    """Deliver a team's digest, and return why it was not; empty where it was."""
    from checks.output.delivery import channel_of, deliver

    address = os.environ.get(channel_of(digest.to), "")
    if not address:
        return f": {channel_of(digest.to)} is not set"
    return "" if deliver(digest, address) else ". The next run tries again"
