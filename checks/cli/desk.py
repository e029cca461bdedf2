"""`outbound desk`: everything a leader or coach has before them, as one page of their own."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option
from checks.cli.leader_desks import DAYS_AHEAD, desks_of
from checks.cli.outreach_options import chosen_givers, gather_here, warn_unread
from checks.cli.person_argument import person_option, plain_naming_of
from checks.cli.person_records import page_to_replace, refuse_folder_in_repository
from checks.cli.team_selection import people_option

if TYPE_CHECKING:
    from checks.loading.repository import Repository
    from checks.planning.invitations import GatheredInvitations
    from checks.run.judging import JudgementDates


@click.command("desk")
@person_option("--leader", required=True, help="Leader or coach whose page it is.")
@click.option(
    "--out", required=True, metavar="FILE", help="HTML file to write. Keep it outside every repository."
)
@people_option
@as_of_option
@click.pass_obj
def desk_command(where: Where, leader: str, out: str, people: str | None, as_of: str | None) -> None:
    """Write one private page for a leader or coach: what to do this week, and what comes next.

    The page lists whom to invite and why, a plan of the next six weeks, past meetings to confirm, and what went well,
    for all the person's teams. With a table of people it shows names instead of ids. It works without a network,
    and for most teams it prints on one page.

    If OUTBOUND_MAIL_KEY and OUTBOUND_MAIL_ANSWERS are set, past meetings have links to confirm them by mail.
    """
    from checks.loading.files import printable
    from checks.site.desk_page import MARK
    from checks.store.atomic_files import replace_file

    path = Path(out).absolute()
    refuse_folder_in_repository(path, "a leader's page")
    before = page_to_replace("--out", out, MARK)
    repository, days, gathered = gather_here(where, as_of, DAYS_AHEAD)
    chosen_givers(repository, gathered, leader, None)  # an id that nobody has is refused
    replace_file(path, before, _page(repository, days, gathered, leader, people).encode())
    click.echo(f"Wrote {printable(out)}. Open it in a browser. It is for one person, so keep it private.")
    warn_unread(gathered)


def _page(
    repository: Repository,
    days: JudgementDates,
    gathered: GatheredInvitations,
    leader: str,
    people: str | None,
) -> str:
    from checks.output.answer_links import page_links_of
    from checks.site.desk_page import desk_page
    from checks.wording.catalogues import language_of

    playbook, language = repository.policy.playbook, language_of(repository.policy.language)
    name, answers = plain_naming_of(repository, people), page_links_of(os.environ, language)
    desk = desks_of(repository, days, gathered, name, answers)(leader)
    return desk_page(desk, playbook.organisation if playbook else "", language)
