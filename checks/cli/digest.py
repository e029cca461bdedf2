"""`outbound digest`: one reminder, polite and in time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option
from checks.cli.outreach_options import chosen_givers, gather_here, leader_option, warn_unread
from checks.cli.person_argument import naming_of, person_option
from checks.cli.person_records import refuse_folder_in_repository
from checks.cli.team_selection import people_of, people_option
from checks.model.errors import UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from checks.loading.repository import Repository
    from checks.output.digests import Digest
    from checks.output.invitation_words import Name
    from checks.planning.invitations import GatheredInvitations
    from checks.planning.logged_rows import LoggedRow
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
@click.option(
    "--state",
    metavar="FILE",
    help="File that remembers which reminders were sent. Keep it outside every repository.",
)
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
    and not after it is booked. A leader's message is only for them and contains ids;
    its preview in the terminal shows names if you have a table of people. A team's message names
    no one.

    With --state or --member, members also hear what was logged in their name since the last full quarter
    began: entries, requests, and rows marked as disputed. Each appears once.
    """
    if [team, leader, member].count(None) < 2:
        raise UsageError("use only one of --team, --leader and --member")
    state_file = _state_file(state, needed=send and not dry_run)
    from checks.output.delivery import read_state
    from checks.output.digests import SOON, due_matters

    repository, days, gathered = gather_here(where, as_of, SOON.days)
    chosen_givers(repository, gathered, leader, team)  # an id that nobody has is refused
    name = str if send and not dry_run else naming_of(repository, people)  # what is sent holds ids
    digests = [] if member else list(_digests(repository, days, gathered, name, leader, team))
    if member or (state_file and team is None and leader is None):
        digests += _of_members(repository, days, member, name)
    reminded = read_state(state_file) if state_file else {}
    due = [left for digest in digests if (left := due_matters(digest, reminded, days.as_of))]
    if send and not dry_run and state_file:
        _send(repository, due, state_file, days.as_of, people)
    else:
        _print(due, form, days.as_of, name=name, with_receiver=dry_run or len(due) > 1)
    warn_unread(gathered)


def _state_file(state: str | None, *, needed: bool) -> Path | None:
    if state is None:
        if needed:
            raise UsageError(
                "--send needs --state FILE, outside every repository, so that no reminder goes out twice"
            )
        return None
    path = Path(state).absolute()
    if len(os.fsencode(path.name)) > 255:
        raise UsageError("--state: the file name is too long. Choose a shorter one")
    refuse_folder_in_repository(path, "the file of sent reminders")
    if not path.parent.is_dir():
        raise UsageError(f"folder not found: {path.parent}. Create it, or choose another file with --state")
    return path


def _digests(
    repository: Repository,
    days: JudgementDates,
    gathered: GatheredInvitations,
    name: Name,
    leader: str | None,
    team: str | None,
) -> Iterator[Digest]:
    """Yield the digests asked for: one team's, one person's, or everybody's."""
    from checks.output.digests import digest_for_giver
    from checks.output.invitation_report import invitations_by_giver
    from checks.wording.catalogues import language_of

    if team is None:
        as_of, language = days.as_of, language_of(repository.policy.language)
        for person, invitations in invitations_by_giver(gathered.invitations).items():
            if person and leader in (None, person):
                held = gathered.held.get(person, (0, 0))
                if digest := digest_for_giver(person, invitations, held, as_of, language, name):
                    yield digest
    if leader is None:
        yield from _of_teams(repository, days, team)


def _of_members(
    repository: Repository, days: JudgementDates, member: str | None, name: Name
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
        if digest := digest_for_member(person, rows, days.as_of, language, name):
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


def _print(due: Iterable[Digest], form: str, as_of: date, *, name: Name, with_receiver: bool) -> None:
    from checks.output.digests import digest_as_markdown, digest_as_text

    texts = []
    for digest in due:
        text = digest_as_markdown(digest) if form == "markdown" else digest_as_text(digest)
        texts.append(f"To {_receiver(digest, name)}:\n\n{text}" if with_receiver else text)
    if texts:
        click.echo("\n".join(texts), nl=False)
    else:
        click.echo(f"Nothing to report as of {as_of}.", err=True)


def _receiver(digest: Digest, name: Name = str) -> str:
    return f"the channel of {digest.to}" if digest.is_team else name(digest.to)


def _send(
    repository: Repository, due: list[Digest], state_file: Path, as_of: date, known: _Receivers
) -> None:
    """Deliver each digest and write it down at once; whatever cannot be delivered is said, and ends with 1."""
    from checks.output.mail_bodies import mail_of
    from checks.remote.outgoing_mail import Outbox, mail_server

    to_people = any(not digest.is_team for digest in due)
    outbox = Outbox(mail_server(os.environ)) if to_people else None
    people = known.people.by_id if known.people else {}
    sender = Sender(
        state_file,
        as_of,
        {person.id: person.addresses[0] for person in people.values() if person.addresses},
        lambda digest, address: mail_of(digest, address, known.frame, known.desk(digest)),
        _to_channel,
    )
    print_report(sender.send(due, outbox), "outbound digest --send --dry-run")


def _to_channel(digest: Digest) -> str:
    """Deliver a team's digest, and return why it was not; empty where it was."""
    from checks.output.delivery import channel_address, channel_of, deliver

    address = channel_address(digest, os.environ)
    if not address:
        return f"{channel_of(digest.to)} is not set"
    return "" if deliver(digest, address) else "The next run tries again"
