"""A person's own record as one page that opens from disk: no script, no request, nothing beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from checks.engine.member_record import RecordRow, RecordWindow, TeamRecord
from checks.engine.window import State
from checks.loading.policy import Policy
from checks.model.base import FOREVER
from checks.output.invitation_words import Name
from checks.output.member_words import (
    BEFORE,
    record_parts,
    row_words,
    rows_besides,
    terms_clause,
    window_outcome,
)
from checks.site.safe_text import capital
from checks.site.template_language import template_environment, template_functions
from checks.wording.language import Language

MARK = "made by outbound mine"
"""Stands in every such page, which may be replaced by a later one."""

_SYMBOLS = {
    State.MET: "kept",
    State.KEPT: "kept",
    State.MISSED: "far",
    State.OPEN: "open",
    State.WAIVED: "rest",
    State.NOT_OWED: "rest",
}


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A row of the log as it is shown; `note` says why it counts for nothing."""

    day: str
    words: str
    note: str
    place: str


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A window as it is shown."""

    title: str
    span: str
    symbol: str
    outcome: str
    terms: str
    since: str
    clause: str
    rows: tuple[RecordLine, ...]


@dataclass(frozen=True, slots=True)
class RecordSection:
    """A team: what is stored, windows in parts, and rows that lie in none.

    A part is its heading, its windows, and whether it is folded, since they are over.
    """

    name: str
    stored: tuple[str, ...]
    parts: tuple[tuple[str, tuple[RecordEntry, ...], bool], ...]
    besides: tuple[RecordLine, ...]


def member_page(
    policy: Policy,
    person: str,
    record: Sequence[TeamRecord],
    as_of: date,
    language: Language,
    unread: Sequence[str] = (),
    name: Name = str,
    *,
    by_mail: bool = False,
) -> str:
    """Return the page of one person, which is published nowhere; `record` has a section a team.

    `unread` are the teams and services that could not be read: the page says what is missing. `name` is how people
    are called. For a mail (`by_mail`) it names no command; with names that hold no id, neither does the page.
    """
    return (
        template_environment()
        .get_template("own.html.j2")
        .render(
            mark=MARK,
            organisation=policy.playbook.organisation if policy.playbook else "",
            person=person,
            called=name(person),
            by_mail=by_mail,
            as_of=language.day(as_of),
            unread=", ".join(unread),
            language=language.code,
            sections=[_section(team, as_of, language, name) for team in record],
            **template_functions(language),
        )
    )


def _section(team: TeamRecord, as_of: date, language: Language, name: Name) -> RecordSection:
    return RecordSection(
        name=team.name,
        stored=tuple(_stored(team, language, name)),
        parts=tuple(
            (
                language.say(head),
                tuple(_entry(window, as_of, language, name) for window in windows),
                head == BEFORE,
            )
            for head, windows in record_parts(team, as_of)
        ),
        besides=tuple(_row(row, language, name) for row in rows_besides(team)),
    )


def _stored(team: TeamRecord, language: Language, name: Name) -> Iterator[str]:
    """Yield what rosters, waivers and answers say of the person, a line each."""
    say = language.say
    for stay in team.stays:
        parts = [say("In the team {span}", span=_span(stay.first, stay.last_day, language))]
        parts += [say("coach {coach}", coach=name(stay.coach))] if stay.coach else []
        parts += [say("in the group {group}", group=stay.group)] if stay.group else []
        parts += [say("before that in the team {team}", team=stay.moved_from)] if stay.moved_from else []
        parts += [say("then in the team {team}", team=stay.moved_to)] if stay.moved_to else []
        yield ", ".join(parts)
        for entry in stay.described_as:
            span = _span(entry.first, entry.last_day, language)
            yield say("described as {group} {span}", group=entry.group, span=span)
    for role in team.roles:
        yield say("A leader of this team") if role == "leader" else say("A coach of this team")
    for absence in team.absences:
        yield say("Away {span}", span=_span(absence.first, absence.last_day, language))
    for waiver in team.waivers:
        span = _span(waiver.first, waiver.last_day, language)
        yield say("Waiver {id} for {service} {span}", id=waiver.id, service=waiver.service, span=span)
    for correction in team.corrections:
        span = _span(correction.first, correction.last, language)
        yield say("Correction {id} {span}", id=correction.id, span=span)
    yield from _counted(team, language)


def _counted(team: TeamRecord, language: Language) -> Iterator[str]:
    """Yield how many entries about others name the person."""
    say = language.say
    for what, entries in (
        (say("Log entries in which you gave something to others"), team.gave),
        (say("Missed agreements you have a plan for"), team.answers),
        (say("Waivers you have approved"), team.approved),
    ):
        if entries:
            yield f"{what}: {language.number(len(entries))}"


def _span(first: date, last: date, language: Language) -> str:
    begins = language.day(first)
    if last == FOREVER:
        return language.say("from {first} on", first=begins)
    return language.say("from {first} to {last}", first=begins, last=language.day(last))


def _entry(record: RecordWindow, as_of: date, language: Language, name: Name) -> RecordEntry:
    window, say, day = record.window, language.say, language.day
    late = window.state is State.OPEN and record.by is not None and record.by < as_of
    title = record.service.read_in(language.code).title
    return RecordEntry(
        title=title if window.member else say("{service}, the whole team", service=title),
        span=say("{first} to {last}", first=day(window.first), last=day(window.last)),
        symbol="far" if late else _SYMBOLS[window.state],
        outcome=capital(window_outcome(record, as_of, day, language)),
        terms=capital(terms_clause(record.agreed, language)),
        since=day(record.agreed.first),
        clause=str(record.agreed.place),
        rows=tuple(_row(row, language, name) for row in record.rows),
    )


def _row(row: RecordRow, language: Language, name: Name) -> RecordLine:
    state, *details = row_words(row, language, name)
    outbound = row.initiative == "outbound"
    initiative = language.say("the leader started it") if outbound else language.say("you started it")
    return RecordLine(
        day=language.day(row.day),
        words=", ".join([row.service, state, initiative, *details]),
        note=language.say(row.note) if row.note else "",
        place=str(row.place),
    )
