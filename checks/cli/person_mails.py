"""Shared by the commands that mail people: the memory of what was sent, how people are called, and the sending."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.person_records import refuse_folder_in_repository
from checks.model.errors import UsageError
from checks.wording.measures import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from checks.loading.people import People
    from checks.output.digests import Digest
    from checks.output.invitation_words import Name
    from checks.remote.outgoing_mail import Outbox, OutgoingMail
    from checks.wording.language import Language

state_option = click.option(
    "--state",
    metavar="FILE",
    help="File that remembers which reminders were sent. Keep it outside every repository.",
)


def state_file_of(state: str | None, *, needed: bool, option: str = "--state") -> Path | None:
    """Return the file of `--state` or another option, None without; raises `UsageError` where it cannot be kept there."""
    if state is None:
        if needed:
            raise UsageError(
                "--send needs --state FILE, outside every repository, so that no reminder goes out twice"
            )
        return None
    path = Path(state).absolute()
    if len(os.fsencode(path.name)) > 255:
        raise UsageError(f"{option}: the file name is too long. Choose a shorter one")
    refuse_folder_in_repository(path, "the file of sent reminders")
    if not path.parent.is_dir():
        raise UsageError(f"folder not found: {path.parent}. Create it, or choose another file with {option}")
    return path


@dataclass(frozen=True)
class MailNames:
    """How people are called in mails: by name, with the address where two share one, and never by id.

    `missing` gathers the ids of those whose name was needed and is in no table.
    """

    people: People | None
    language: Language
    missing: set[str] = field(default_factory=set)

    def __call__(self, person: str) -> str:
        """Return how a person is called."""
        from checks.imports.people_rows import spoken_name

        known = self.people.by_id.get(person) if self.people else None
        addresses = known.addresses[:1] if known else ()
        if not known or not known.name:
            self.missing.add(person)
            return "".join(addresses) or self.language.say("someone whose name is missing")
        name = spoken_name(known.name)
        alike = self._shared[name] > 1 and addresses
        return f"{name} ({addresses[0]})" if alike else name

    @cached_property
    def _shared(self) -> Counter[str]:
        from checks.imports.people_rows import spoken_name

        people = self.people.by_id.values() if self.people else ()
        return Counter(spoken_name(person.name) for person in people)


def warn_nameless(name: Name) -> None:
    """Say how many people the mails could not name, where they name people."""
    if isinstance(name, MailNames) and name.missing:
        who = plural(len(name.missing), "person in these mails has", "people in these mails have")
        click.echo(f"outbound: {who} no name in people.csv. Add the names", err=True)


def first_addresses(people: People | None) -> dict[str, str]:
    """Return where mail to each person goes; who has no address is left out."""
    known = people.by_id.values() if people else ()
    return {person.id: person.addresses[0] for person in known if person.addresses}


@dataclass
class SendingReport:
    """What became of the messages of a run; the messages about each failure are printed at once."""

    sent: int = 0
    failed: int = 0
    givers_unreached: int = 0
    members_unreached: int = 0
    stopped: str = ""
    left: int = 0


@dataclass(frozen=True)
class Sender:
    """Sends digests that are due: `mail` makes the mail of one to a person, `team` delivers one to a channel."""

    state_file: Path
    as_of: date
    addresses: dict[str, str]
    mail: Callable[[Digest, str], OutgoingMail]
    team: Callable[[Digest], str] = lambda _: ": no channel is set"
    """Returns what follows where a team's was not delivered; empty where it was."""

    def send(self, due: Sequence[Digest], outbox: Outbox | None) -> SendingReport:
        """Send each, and write it down at once; somebody else may do the same at the same time."""
        from checks.output.delivery import read_state, write_state
        from checks.output.digests import due_matters, remembered_matters
        from checks.store.atomic_files import locked

        report = SendingReport()
        with locked(self.state_file.parent), outbox or nullcontext():
            reminded = read_state(
                self.state_file
            )  # somebody else may have sent it while this command was reading
            write_state(self.state_file, reminded)  # what cannot be written down is not sent
            for unsent in due:
                # Asked again each time: a matter that an earlier digest has just told is not told twice.
                digest = due_matters(unsent, reminded, self.as_of)
                if digest and self._delivered(digest, outbox, report):
                    reminded = remembered_matters(reminded, digest, self.as_of)
                    write_state(self.state_file, reminded)
                    report.sent += 1
        return report

    def _delivered(self, digest: Digest, outbox: Outbox | None, report: SendingReport) -> bool:
        if digest.is_team:
            if why := self.team(digest):
                report.failed += 1
                click.echo(f"outbound: not delivered to the channel of {digest.to}{why}", err=True)
            return not why
        address = self.addresses.get(digest.to)
        if address and outbox and not report.stopped:
            return self._mailed(digest, address, outbox, report)
        if address:
            report.left += 1
        elif _is_to_giver(digest):
            report.givers_unreached += 1
        else:
            report.members_unreached += 1
        return False

    def _mailed(self, digest: Digest, address: str, outbox: Outbox, report: SendingReport) -> bool:
        from checks.remote.outgoing_mail import MailError

        try:
            outbox.send(self.mail(digest, address))
        except MailError as error:
            if error.whole:  # no other would go out either
                report.stopped, report.left = str(error), report.left + 1
            else:
                report.failed += 1
                click.echo(f"outbound: a mail was not sent: {error}. The next run tries again", err=True)
            return False
        return True


def _is_to_giver(digest: Digest) -> bool:
    return digest.kind == "person" or any(item.kind == "ask" for item in digest.items)


def print_report(report: SendingReport, dry: str) -> None:
    """Print how many were sent and not, without anybody's id; end with 1 where a mail or a leader was not reached.

    `dry` is the command that lists whom the table of people has no address for.
    """
    failed = report.failed + report.left + report.givers_unreached
    click.echo(f"sent {report.sent}{f', not sent {failed}' if failed else ''}")
    if report.left:
        mails = plural(report.left, "mail was", "mails were")
        click.echo(
            f"outbound: {mails} not sent: {report.stopped}. Check OUTBOUND_MAIL. The next run tries again",
            err=True,
        )
    for who in (
        plural(report.givers_unreached, "leader or coach", "leaders or coaches"),
        plural(report.members_unreached, "member"),
    ):
        if not who.startswith("0 "):
            words = f"{who} got no mail: people.csv has no address for them"
            click.echo(f"outbound: {words}. To see who, run: {dry}", err=True)
    if failed:
        click.get_current_context().exit(1)
