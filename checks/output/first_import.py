"""One page after the first import: who is there, how often they met, who waits, and three things to do first."""

from collections.abc import Iterator
from itertools import islice

from checks.loading.repository import Repository
from checks.model.playbook import Playbook, agreed_start
from checks.output.invitation_words import Name
from checks.planning.first_history import FirstHistory, ServiceHistory, first_history
from checks.run.judging import JudgementDates
from checks.wording.measures import cadence_words, plural

MOST = 5
"""People, teams and services that a list names; the page stays one page."""

_THINGS = 3


def first_import_page(repository: Repository, days: JudgementDates, name: Name = str) -> str:
    """Return the page of a repository, empty where its playbook cannot be read; `name` is how people are called."""
    playbook = repository.policy.playbook
    if playbook is None:
        return ""
    history = first_history(repository, days)
    parts = {
        "Who is there": _who(history),
        "How often they met so far": _how_often(history, playbook, name),
        "Who would be late today": _late(history, playbook, name),
    }
    lines = [f"This is your first import. What the playbook shows as of {days.as_of}:"]
    for heading, part in parts.items():
        lines += ["", heading, *(f"  {line}" for line in part)]
    lines += ["", "What to do first"]
    things = islice(_things(history, playbook), _THINGS)
    lines += [f"  {number}. {thing}" for number, thing in enumerate(things, start=1)]
    return "\n".join(lines) + "\n"


def _who(history: FirstHistory) -> Iterator[str]:
    people = plural(len(history.people), "person", "people")
    yield f"{people} in {plural(len(history.teams), 'team')}."
    if history.leaderless:
        yield f"No one leads: {_first(history.leaderless)}."
    if history.unread:
        yield f"Left out, because their files could not be read: {_first(history.unread)}."


def _how_often(history: FirstHistory, playbook: Playbook, name: Name) -> Iterator[str]:
    held = sorted(
        (service for service in history.services.values() if service.held),
        key=lambda service: (-service.held, service.service),
    )
    yield from map(_of_service, held[:MOST])
    if len(held) > MOST:
        yield f"… and {plural(len(held) - MOST, 'more service')}. Run: outbound coverage"
    if not held:
        since = f"since {playbook.logs_from}" if history.held_earlier else "yet"
        yield f"No conversation has taken place {since}, as far as the log shows."
    elif history.never_met:
        yield f"No conversation so far: {_first([name(person) for person in history.never_met])}."
    yield from _earlier(history, playbook)


def _earlier(history: FirstHistory, playbook: Playbook) -> Iterator[str]:
    """Yield what took place before the first day that counts: it is history, and shown as such."""
    if not history.earlier:
        return
    rows = plural(history.earlier, "entry is", "entries are")
    until = " Until then:" if history.held_earlier else ""
    yield f"{rows} from before {playbook.logs_from}, the first day that counts (`logs_from`).{until}"
    held = sorted(history.held_earlier.items(), key=lambda service: (-len(service[1]), service[0]))
    for service, members in held[:MOST]:
        people = len(set(members) - {""})
        whom = f", with {plural(people, 'person', 'people')}" if people else ""
        yield f"  {service}: {len(members):,} took place{whom}"
    if len(held) > MOST:
        yield f"  … and {plural(len(held) - MOST, 'more service')}"


def _of_service(history: ServiceHistory) -> str:
    """Return how often a service took place, beside what is agreed."""
    words = f"{history.service}: {history.held:,} took place"
    if history.owed_to:
        words += (
            f", with {len(history.met):,} of {plural(len(history.owed_to | history.met), 'person', 'people')}"
        )
    weeks = history.weeks_between
    if weeks is not None:
        words += f", about every {plural(max(1, round(weeks)), 'week')} each"
    words += f"; the leader or coach started {history.outbound:,}"
    agreed = history.terms and history.terms.cadence
    return f"{words}. Agreed: {cadence_words(agreed)}." if agreed else f"{words}."


def _late(history: FirstHistory, playbook: Playbook, name: Name) -> Iterator[str]:
    for waiting in history.waiting[:MOST]:
        who = name(waiting.member) if waiting.member else f"the team {waiting.team}"
        yield f"{who}: {waiting.service}, since {waiting.since}"
    if len(history.waiting) > MOST:
        yield f"… and {len(history.waiting) - MOST:,} more. Run: outbound invite"
    if not history.waiting:
        yield "No one."
    start = agreed_start(playbook)
    if history.as_of < start:
        yield f"This is for information. Broken promises count from {start} on (`judged_from`)."


def _things(history: FirstHistory, playbook: Playbook) -> Iterator[str]:
    """Yield what to do, the most pressing first; three at least."""
    if history.unread:
        yield "Fix the files that could not be read. Run: outbound check"
    if history.leaderless:
        yield f"Name a leader of {history.leaderless[0]} in data/teams/{history.leaderless[0]}/team.yaml."
    if history.booked:
        rows = plural(history.booked, "past meeting is", "past meetings are")
        yield f"{rows} not confirmed. Tick what took place. Run: outbound confirm"
    if history.waiting:
        yield "Invite those who have waited longest. Run: outbound invite"
    if history.rows and history.never_met:
        yield "Log or import what is missing, for those without a conversation so far. Run: outbound log --help"
    if not history.rows:
        yield "Import what took place so far, from calendars or a table. Run: outbound import --help"
    yield "Show each person their own record. Run: outbound mine --person ID"
    start = agreed_start(playbook)
    if history.as_of < start:
        yield f"Go through the agreements with your teams before {start}, when they start to count."
    yield "See what is due in the next weeks, and when there is time for it. Run: outbound plan"
    yield "Check everything. Run: outbound check"


def _first(names: list[str]) -> str:
    """Return the first of some names, and how many more there are."""
    rest = len(names) - MOST
    return ", ".join([*names[:MOST], *([f"and {rest:,} more"] if rest > 0 else [])])
