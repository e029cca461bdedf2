"""What `outbound invite` prints: advice to each leader and coach, and the same as data."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from textwrap import TextWrapper

from checks.engine.upcoming import Urgency
from checks.output.formats import csv_text, json_text
from checks.output.invitation_words import InvitationWords, Name
from checks.planning.invitations import Invitation, to_invite
from checks.wording.language import Language
from checks.wording.measures import cadence_words, iso, iso_or_none

COLUMNS = (
    *("giver", "team", "service", "member", "state", "by", "late_from", "since", "booked", "offered"),
    *("minutes", "last_touchpoint", "own_initiative", "others", "cadence", "policy"),
)


def invitations_by_giver(invitations: Iterable[Invitation]) -> dict[str, list[Invitation]]:
    """Return invitations by who should invite, in order of their ids; those anyone may give last."""
    groups: dict[str, list[Invitation]] = {}
    for invitation in sorted(invitations, key=_in_order):
        groups.setdefault(invitation.inviter, []).append(invitation)
    return groups


def _in_order(invitation: Invitation) -> tuple[bool, str, bool, date, str, str]:
    owed, inviter = invitation.owed, invitation.inviter
    service = InvitationWords(owed.by).service(invitation)
    return not inviter, inviter, owed.urgency is not Urgency.ORDERED, owed.by, invitation.team, service


def invitations_as_text(
    invitations: Sequence[Invitation], as_of: date, last: date, name: Name, width: int, language: Language
) -> str:
    """Return the advice for a terminal, `width` columns wide."""
    words, groups = InvitationWords(as_of, name, language), invitations_by_giver(invitations)
    blocks = ["\n".join(_block(person, group, words, width)) for person, group in groups.items()]
    return "\n\n".join(blocks) + "\n" if blocks else _nothing_to_invite(words, last)


def _nothing_to_invite(words: InvitationWords, last: date) -> str:
    nothing = words.language.say("Everything due by {day} is held or booked.", day=words.day(last))
    return f"{nothing}\n"


def _block(person: str, group: Sequence[Invitation], words: InvitationWords, width: int) -> Iterator[str]:
    waiting, say = to_invite(group), words.language.say
    receivers = max(len(words.receiver(invitation)) for invitation in group)
    services = max(len(words.service(invitation)) for invitation in group)

    def row(invitation: Invitation, days: str) -> Iterator[str]:
        columns = words.receiver(invitation), words.service(invitation), days
        return _row(*columns, (receivers, services, width))

    yield words.giver(person, group)
    yield (say("To do: {amount}.", amount=words.amount(waiting)) if waiting else say("Everything is booked."))
    for heading, under_it in words.under_headings(waiting):
        yield f"\n  {heading}"
        for invitation in under_it:
            yield from row(invitation, words.deadline(invitation))
    booked = _booked(group)
    if booked:
        yield "\n  " + say("Booked")
        for invitation in sorted(booked, key=lambda invitation: invitation.owed.booked or words.as_of):
            yield from row(invitation, words.day(invitation.owed.booked or words.as_of))
    if waiting:
        yield "\n  " + say("Agreed")
        wrapper = TextWrapper(width, "    ", "      ", break_long_words=False, break_on_hyphens=False)
        for terms in dict.fromkeys(map(words.terms, waiting)):
            yield from wrapper.wrap(terms)


def _booked(invitations: Iterable[Invitation]) -> list[Invitation]:
    return [invitation for invitation in invitations if invitation.owed.urgency is Urgency.BOOKED]


def _row(receiver: str, title: str, words: str, widths: tuple[int, int, int]) -> Iterator[str]:
    """Yield the lines of one touchpoint: in columns where they fit, else its days below it."""
    first, second, width = widths
    indent = 4 + first + 2 + second + 2
    start = f"    {receiver:{first}}  {title:{second}}  "
    unpadded = f"    {receiver:{first}}  {title}  {words}"
    if len(unpadded) <= width < indent + 34:
        yield unpadded
    elif width - indent >= 34:
        yield from _wrapped(words, width, start, " " * indent)
    else:
        yield start.rstrip()
        yield from _wrapped(words, width, " " * 8, " " * 8)


def _wrapped(words: str, width: int, start: str, later: str) -> list[str]:
    """Return words wrapped between their parts (`; `) where each fits on a line, so that no day is torn apart."""
    parts = words.split("; ")
    if max(map(len, parts)) < width - len(later):
        # TextWrapper breaks no line at a no-break space.
        words = "; ".join(part.replace(" ", "\u00a0") for part in parts)
    lines = TextWrapper(width, start, later, break_on_hyphens=False).wrap(words)
    return [line.replace("\u00a0", " ") for line in lines]


def invitations_as_markdown(
    invitations: Sequence[Invitation], as_of: date, last: date, name: Name, language: Language
) -> str:
    """Return the advice as a list to tick."""
    words, lines, say = InvitationWords(as_of, name, language), [], language.say

    def ticked(invitation: Invitation) -> str:
        receiver, service = words.receiver(invitation), words.service(invitation)
        return f"**{receiver}**: {service}, {words.deadline(invitation)}."

    for person, group in invitations_by_giver(invitations).items():
        lines += [f"## {words.giver(person, group)}", ""]
        for heading, under_it in words.under_headings(to_invite(group)):
            lines += [f"### {heading}", ""]
            for invitation in under_it:
                agreed = say("Agreed: {terms}.", terms=words.agreed(invitation))
                lines.append(f"- [ ] {ticked(invitation)} {agreed}")
        booked = _booked(group)
        lines += ["", "### " + say("Booked"), ""] if booked else []
        lines += [*(f"- [x] {ticked(invitation)}" for invitation in booked), ""]
    return "\n".join(lines) if lines else _nothing_to_invite(words, last)


def invitation_row(invitation: Invitation) -> dict[str, object]:
    """Return an invitation as data, with ids alone."""
    owed, inviter = invitation.owed, invitation.inviter
    place = owed.agreed.cadence_place
    return {
        "giver": inviter or None,
        "team": invitation.team,
        "service": invitation.service.id,
        "member": owed.member,
        "state": owed.urgency.value,
        "by": iso(owed.by),
        "late_from": iso(owed.late_from),
        "since": iso_or_none(owed.since),
        "booked": iso_or_none(owed.booked),
        "offered": invitation.offered,
        "minutes": invitation.service.context.minutes,
        "last_touchpoint": iso_or_none(owed.last_held),
        "own_initiative": iso_or_none(owed.asked),
        "others": [giver.person for giver in invitation.givers if giver.person != inviter],
        "cadence": cadence_words(owed.agreed.cadence),
        "policy": f"{place.path}:{place.line}",
    }


def _rows(invitations: Sequence[Invitation]) -> list[dict[str, object]]:
    groups = invitations_by_giver(invitations).values()
    return [invitation_row(invitation) for group in groups for invitation in group]


def invitations_as_json(invitations: Sequence[Invitation], as_of: date, last: date) -> str:
    """Return invitations as one JSON document."""
    return json_text({"schema": 1, "as_of": iso(as_of), "until": iso(last), "rows": _rows(invitations)})


def invitations_as_csv(invitations: Sequence[Invitation]) -> str:
    """Return invitations as a table; others who may give it are parted by spaces."""
    return csv_text(COLUMNS, ([_cell(row[column]) for column in COLUMNS] for row in _rows(invitations)))


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else value
