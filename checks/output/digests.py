"""Digests: one message a leader, team or member, with what went well first, and each matter at most every 14 days.

A member's digest goes to that person alone. It lists what was logged in their name, each row once, so that nobody
can order, contest or log for them without their knowing. A leader's or coach's digest goes to that person alone and may hold ids of those they should invite. A team's
goes to more than one person: it holds no id and no count of its own, only the last days of windows, which the
policy gives away already, and figures as they were released. It says nothing of what is open or
booked, since in a small team that tells of persons.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Literal

from checks.engine.date_spans import identity_of
from checks.engine.team_case import TeamCase
from checks.output.answer_links import AnswerLink, AnswerLinks, topic_of
from checks.output.calendar_feeds import key_of, windows_ahead
from checks.output.invitation_words import InvitationWords, Name
from checks.output.member_words import state_words
from checks.planning.invitations import Invitation, to_invite
from checks.planning.logged_rows import LoggedRow
from checks.publish.cells import Cell, Shown, Standing
from checks.publish.figures import Figures
from checks.wording.language import Language, message, numbered
from checks.wording.measures import share_of

EVERY = timedelta(days=14)
"""How long nothing more is said of a matter."""

SOON = timedelta(days=14)
"""Days ahead that are looked at."""

_KEPT_FOR = timedelta(days=400)
_BELOW = message("{service} in {quarter}: {share}, below the agreed share.")
_FORMS = {
    Standing.KEPT: message("{service} in {quarter}: {share}, as agreed."),
    Standing.BELOW: _BELOW,
    Standing.FAR: _BELOW,
}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a digest: `key` identifies its matter from day to day, `head` is the heading it stands under.

    With `once` it is never repeated. `place` is its file and line, which no mail holds, and `links` are what its
    receiver may answer, which nothing but a mail holds. `kind` is another than the digest's where both kinds of
    message share the memory of a matter.
    """

    key: tuple[str, ...]
    head: str
    words: str
    once: bool = False
    place: str = ""
    links: tuple[AnswerLink, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A message to a person, or to a team's channel: what went well, what comes, and closing lines.

    The kind `person` is for those who give, `member` for what was logged in a person's name, `ask` asks about
    both, and `survey` asks how it was. `end` closes what is printed, and may hold ids and commands; `mail_end` closes a mail, and holds none.
    `record` is the link with which a person has their data sent.
    """

    to: str
    kind: Literal["person", "member", "team", "ask", "survey"]
    title: str
    well: tuple[str, ...]
    items: tuple[Item, ...]
    end: tuple[str, ...]
    mail_end: tuple[str, ...] = ()
    record: AnswerLink | None = None

    @property
    def is_team(self) -> bool:
        """Whether more than one person reads it."""
        return self.kind == "team"

    @property
    def matters(self) -> tuple[str, ...]:
        """The matter of each item as a hash: whoever reads it learns nothing."""
        return tuple(
            hashlib.sha256("\x1f".join((item.kind or self.kind, self.to, *item.key)).encode()).hexdigest()
            for item in self.items
        )


def due_matters(digest: Digest, sent: Mapping[str, date], as_of: date) -> Digest | None:
    """Return the digest without the matters sent less than 14 days ago, or ever; None when nothing is left."""
    items = tuple(
        item
        for item, matter in zip(digest.items, digest.matters, strict=True)
        if matter not in sent or (sent[matter] + EVERY <= as_of and not item.once)
    )
    return replace(digest, items=items) if items else None


def remembered_matters(sent: Mapping[str, date], digest: Digest, as_of: date) -> dict[str, date]:
    """Return which matters were sent on which day once this digest is delivered, without those long past."""
    recent = {matter: day for matter, day in sent.items() if day + _KEPT_FOR > as_of}
    return recent | dict.fromkeys(digest.matters, as_of)


def digest_for_giver(
    person: str,
    invitations: Sequence[Invitation],
    held: tuple[int, int],
    as_of: date,
    language: Language,
    name: Name = str,
    questions: Sequence[Item] = (),
) -> Digest | None:
    """Return the digest of one who gives; None when nothing waits that has no day, and nothing is asked.

    `invitations` are in the order of `invitations_by_giver`; `held` are the numbers of touchpoints and people of
    the last two weeks; `name` says how people are called; `questions` are what is over and not confirmed.
    """
    without_day = to_invite(invitations)
    waiting = [invitation for invitation in without_day if invitation.owed.by <= as_of + SOON]
    if not waiting and not questions:
        return None
    words, say, items = InvitationWords(as_of, name, language), language.say, []
    well = went_well(held, len(invitations) - len(without_day), language)
    for heading, under_it in words.under_headings(waiting):
        for invitation in under_it:
            receiver, service = words.receiver(invitation), words.service(invitation)
            line = f"{receiver}: {service}, {words.deadline(invitation)}"
            items.append(Item(key_of(invitation), heading, line))
    if not waiting:
        return Digest(person, "person", questions_title(len(questions), language), well, tuple(questions), ())
    title = say("Invitations to send: {amount}", amount=words.amount(waiting))
    terms = say("Agreed: {terms}.", terms="; ".join(dict.fromkeys(map(words.terms, waiting))))
    often = (f"{words.translated(item).title}: {words.often(item)}" for item in waiting)
    agreed = say("Agreed: {terms}.", terms="; ".join(dict.fromkeys(often)))
    days = say("For suggested dates, run: {command}", command=f"outbound plan --leader {person}")
    return Digest(person, "person", title, well, (*items, *questions), (terms, days), (agreed,))


def questions_title(count: int, language: Language) -> str:
    """Return the subject of what asks about so many meetings."""
    return language.counted("{number} meeting to confirm", "{number} meetings to confirm", count)


def went_well(held: tuple[int, int], booked: int, language: Language) -> tuple[str, ...]:
    """Return what somebody gave in the last two weeks, to how many people, and what has a day already."""
    counted, lines = language.counted, []
    touchpoints, people = held
    if touchpoints:
        forms = numbered(
            "In the last two weeks, you held {number} touchpoint with {people}.",
            "In the last two weeks, you held {number} touchpoints with {people}.",
        )
        with_people = counted("{number} person", "{number} people", people)
        lines.append(counted(*forms, touchpoints, people=with_people))
    if booked:
        forms = numbered("{number} touchpoint is already booked.", "{number} touchpoints are already booked.")
        lines.append(counted(*forms, booked))
    return tuple(lines)


_CONTESTED = message("Contested in your name")
_ORDERED = message("Requested in your name")
_LOGGED = message("Logged in your name")
_HEADS = (_CONTESTED, _ORDERED, _LOGGED)


def digest_for_member(
    person: str,
    rows: Sequence[LoggedRow],
    as_of: date,
    language: Language,
    name: Name = str,
    links: AnswerLinks | None = None,
) -> Digest | None:
    """Return the digest of what was logged in a person's name; None without a row. `links` are for mails."""
    if not rows:
        return None
    words, say = InvitationWords(as_of, str, language), language.say
    items = []
    for row in sorted(rows, key=lambda row: (_HEADS.index(_heads(row)), row.day, row.service_id, row.place)):
        title = row.service.read_in(language.code).title if row.service else row.service_id
        giver = name(row.given_by) if row.given_by else ""
        facts = ", ".join(state_words(row.state, giver, row.acknowledged, language))
        key = logged_key(row.team, row.day, (row.service_id, row.given_by, row.state, row.acknowledged))
        line = f"{title}, {words.day(row.day)}: {facts}"
        topic = topic_of(title, giver, words.day(row.day), language)
        answers = links.for_member(person, row.team, row.values, topic) if links else ()
        if row.acknowledged == "yes":
            answers = ()  # they have said it already
        items.append(Item(key, say(_heads(row)), line, once=True, place=row.place, links=answers))
    mine = f"outbound mine --person {person}"
    end = [say("If an entry is wrong, dispute it. Run: {command}", command=f"{mine} --contest DAY SERVICE")]
    if any(row.is_contested for row in rows):
        end.append(
            say("If it did take place, confirm it. Run: {command}", command=f"{mine} --confirm DAY SERVICE")
        )
    end.append(say("If you can’t run commands, ask your leader, your coach or HR to do it."))
    otherwise = say("If an entry is wrong and has no link, tell your leader, your coach or HR.")
    record = links.for_record(person) if links else None
    title = say("Entries logged in your name")
    return Digest(person, "member", title, (), tuple(items), tuple(end), (otherwise,), record)


def logged_key(team: str, day: date, facts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the matter of a row about a member: service, giver, state and acknowledgement are its facts."""
    return "row", team, str(identity_of(day)), *facts


def _heads(row: LoggedRow) -> str:
    """Return the heading a row stands under."""
    return _CONTESTED if row.is_contested else _ORDERED if row.state == "ordered" else _LOGGED


def digest_for_team(case: TeamCase, figures: Figures, language: Language) -> Digest | None:
    """Return the digest of a team; None when no window ends soon."""
    words, say, soon = InvitationWords(case.as_of, str, language), language.say, case.as_of + SOON
    windows = windows_ahead(case, soon)
    ending = sorted((last, service, first) for service, first, last in windows if last <= soon)
    if not ending:
        return None
    items = []
    for last, service_id, first in ending:
        service = case.services[service_id].read_in(language.code)
        line = say("{service}: last day {day}", service=service.title, day=words.day(last))
        items.append(Item(("window", service_id, str(identity_of(first))), say("Due soon"), line))
    well = tuple(_figures(case, figures, language))
    end = (say("Anyone can ask for one. See the service’s page in the playbook."),)
    title = say("{team}: leadership services", team=case.team.name)
    return Digest(case.team.id, "team", title, well, tuple(items), end)


def _figures(case: TeamCase, figures: Figures, language: Language) -> list[str]:
    """Return what was released of the last closed quarter, promises kept first."""
    quarter, lines = figures.last.name, []
    for service in case.services.values():
        cell = figures.cell(case.team.id, service.id, quarter)
        share, title = _share(cell, language), service.read_in(language.code).title
        is_kept = cell.standing is Standing.KEPT
        form = _FORMS.get(cell.standing, message("{service} in {quarter}: {share}."))
        words = language.say(form, service=title, quarter=quarter, share=share)
        lines += [(not is_kept, words)] if share else []
    return [words for _, words in sorted(lines)]


def _share(cell: Cell, language: Language) -> str:
    """Return the share as the pages show it; empty where they show none."""
    if cell.shown is Shown.EXACT:
        return share_of(cell.met or 0, cell.due or 0, language)
    return cell.band.sign(language) if cell.shown is Shown.BAND and cell.band else ""


def digest_as_markdown(digest: Digest) -> str:
    """Return the message as Markdown; by its first line an issue is found that is kept up to date in place."""
    own = " own rows" if digest.kind == "member" else ""  # a leader may have one of either kind
    lines = [f"<!-- outbound digest {digest.to}{own} -->", f"# {digest.title}", "", *digest.well]
    return _written(digest, lines, "## {}", "")


def digest_as_text(digest: Digest) -> str:
    """Return the message as plain text."""
    return _written(digest, [digest.title, *(["", *digest.well] if digest.well else [])], "{}:")


def _written(digest: Digest, lines: list[str], heading: str, *below: str) -> str:
    for head, items in groupby(digest.items, key=attrgetter("head")):
        lines += ["", heading.format(head), *below, *(f"- {_placed(item)}" for item in items)]
    return "\n".join([*lines, "", *digest.end, ""])


def _placed(item: Item) -> str:
    return f"{item.words} ({item.place})" if item.place else item.words
