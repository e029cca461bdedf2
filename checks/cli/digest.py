"""`outbound digest`: one reminder, polite and in time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import as_of_option
from checks.cli.feeds import refuse_folder_in_repository
from checks.cli.outreach_options import chosen_givers, gather_here, leader_option, warn_unread
from checks.cli.team_selection import people_of, people_option
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from checks.engine.team_coverage import TeamCoverage
    from checks.loading.repository import Repository
    from checks.output.digests import Digest
    from checks.planning.invitations import GatheredInvitations
    from checks.run.checking import JudgementDates


@click.command("digest")
@as_of_option
@click.option("--team", metavar="T", help="The digest of one team, for a channel or an issue that many read.")
@leader_option
@people_option
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["markdown", "text"]))
@click.option(
    "--send", is_flag=True, help="Deliver: by mail (OUTBOUND_MAIL), to channels (OUTBOUND_CHANNEL_<TEAM>)."
)
@click.option("--state", metavar="FILE", help="What was told on which day; outside every repository.")
@click.option(
    "--dry-run", is_flag=True, help="Print what would be sent, and to whom; nothing is sent or written."
)
@click.pass_obj
def digest_command(
    where: tuple[Path | None, str | None],
    as_of: str | None,
    team: str | None,
    leader: str | None,
    people: str | None,
    form: str,
    send: bool,  # click hands it in by name
    state: str | None,
    dry_run: bool,
) -> None:
    """Print or send one message a leader or team, only when there is something to do, with what went well first.

    A matter is told at most every 14 days, and not at all once it is booked. A leader's digest goes to them
    alone and names ids; a team's is read by many and names nobody.
    """
    if team is not None and leader is not None:
        raise UsageError("--team and --leader: one at a time")
    memory = _memory(state, needed=send and not dry_run)
    from checks.output.digests import SOON

    repository, days, found = gather_here(where, as_of, SOON)
    chosen_givers(repository, found, leader, team)  # an id that nobody has is refused
    digests = list(_digests(repository, days, found, leader, team))

    from checks.output.delivery import read_state
    from checks.output.digests import due_matters

    told = read_state(memory) if memory else {}
    due = [one for one in (due_matters(one, told, days.as_of) for one in digests) if one]
    if send and not dry_run and memory:
        _send(repository, due, memory, days.as_of, people)
    elif dry_run:
        _say(due, form, days.as_of, to=True)
    else:
        _say(due, form, days.as_of, to=False)
    warn_unread(found)


def _memory(state: str | None, *, needed: bool) -> Path | None:
    if state is None:
        if needed:
            raise UsageError(
                "--send needs --state FILE, outside every repository: so that nothing is told twice"
            )
        return None
    path = Path(state).absolute()
    if len(os.fsencode(path.name)) > 255:
        raise UsageError("--state: the name of the file is too long")
    refuse_folder_in_repository(path, "what was told to whom and when is")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}; make it, or name another file with --state")
    return path


def _digests(
    repository: Repository,
    days: JudgementDates,
    found: GatheredInvitations,
    leader: str | None,
    team: str | None,
) -> Iterator[Digest]:
    """Yield the digests asked for: one team's, one person's, or everybody's."""
    from checks.output.digests import digest_for_giver
    from checks.output.invitation_report import invitations_by_giver
    from checks.wording.catalogues import language_of

    if team is None:
        as_of, language = days.as_of.toordinal(), language_of(repository.policy.language)
        for person, group in invitations_by_giver(found.invitations).items():
            if person and leader in (None, person):
                made = digest_for_giver(person, group, found.held.get(person, (0, 0)), as_of, language)
                if made:
                    yield made
    if leader is None:
        yield from _of_teams(repository, days, team)


def _of_teams(repository: Repository, days: JudgementDates, team: str | None) -> Iterator[Digest]:
    """Yield a team's digest, or those of all teams that have a channel."""
    from checks.output.delivery import channel_of
    from checks.output.digests import digest_for_team
    from checks.publish.figures import figures_of
    from checks.run.checking import case_of, judge
    from checks.wording.catalogues import language_of

    wanted = [
        one
        for one in repository.team_ids
        if one == team or (team is None and os.environ.get(channel_of(one)))
    ]
    playbook = repository.policy.playbook
    if not wanted or playbook is None:
        return
    teams: list[TeamCoverage] = []
    judgement = judge(repository, days, teams.append)
    services = tuple(repository.policy.services.values())
    figures = figures_of(playbook, services, teams, judgement.promised, days.as_of.toordinal())
    shown, language = figures if playbook.privacy.show == "teams" else None, language_of(playbook.language)
    for one in wanted:
        case = case_of(repository, repository.team(one), days)
        made = digest_for_team(case, shown, language) if case else None
        if made:
            yield made


def _say(due: Iterable[Digest], form: str, as_of: date, *, to: bool) -> None:
    from checks.output.digests import digest_as_markdown, digest_as_text

    texts = []
    for one in due:
        text = digest_as_markdown(one) if form == "markdown" else digest_as_text(one)
        receiver = f"the channel of {one.to}" if one.is_team else one.to
        texts.append(f"To {receiver}:\n\n{text}" if to else text)
    if texts:
        click.echo("\n".join(texts), nl=False)
    else:
        click.echo(f"Nothing to tell on {as_of}.", err=True)


def _send(repository: Repository, due: list[Digest], memory: Path, as_of: date, people: str | None) -> None:
    """Deliver each digest and write it down at once; whatever cannot be delivered is said, and ends with 1."""
    from checks.output.delivery import address_of, deliver, read_state, write_state
    from checks.output.digests import due_matters, remembered_matters
    from checks.store.atomic_files import locked

    mail: dict[str, str] = {}
    if any(not one.is_team for one in due):
        known = people_of(repository, people).by_id
        mail = {person.id: person.addresses[0] for person in known.values() if person.addresses}
    failed = sent = 0
    with locked(memory.parent):
        told = read_state(memory)  # somebody else may have told it while this command was reading
        write_state(memory, told)  # what cannot be written down is not sent
        for one in (left for left in (due_matters(one, told, as_of) for one in due) if left):
            receiver = f"the channel of {one.to}" if one.is_team else one.to
            address = address_of(one, os.environ, mail)
            if not address:
                click.echo(f"outbound: nowhere to send it to {receiver}: {_missing(one, mail)}", err=True)
                failed += 1
            elif deliver(one, address):
                told = remembered_matters(told, one, as_of)
                write_state(memory, told)
                sent += 1
            else:
                click.echo(f"outbound: not delivered to {receiver}; it is tried again next time", err=True)
                failed += 1
    click.echo(f"sent {sent}{f', not sent {failed}' if failed else ''}")
    if failed:
        click.get_current_context().exit(1)


def _missing(digest: Digest, mail: dict[str, str]) -> str:
    from checks.output.delivery import MAIL, channel_of

    if digest.is_team:
        return f"{channel_of(digest.to)} is not set"
    return f"{MAIL} is not set" if mail.get(digest.to) else "the table of people has no address"
