"""Seeded calendars of an organisation: recurring meetings and single ones, most of them about other things.

One entry in ten is a one-on-one: a leader's with each member, and a member's with their leader and with people of
other teams. The rest are dailies, projects, hours alone, and meetings with people from outside.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.organisation import AS_OF, FIRST, TEAM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DAYS = (AS_OF - FIRST).days + 60
PAIR_ENTRIES = 25
"""Entries of a leader with one member: a series, three of its occurrences changed, and single meetings."""

_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Helsinki
BEGIN:DAYLIGHT
DTSTART:19700329T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T040000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE"""
_TITLES = (
    "Roadmap",
    "Customer call",
    "Review of the budget",
    "Release planning",
    "Hiring panel",
    "Lunch",
    "Demo",
)
_WORDS = "We look at what was done and at what comes next\\, and write down who does it. "
_ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Reminder\nTRIGGER:-PT10M\nEND:VALARM"


def lay_calendars(root: Path, served: Path, calendars: int, entries: int, address: str) -> dict[str, str]:
    """Write calendars, people.csv beside `root` and sources.yaml; returns the environment variables with addresses."""
    teams = -(-calendars // (TEAM + 1))
    people = [person for number in range(teams) for person in _team(number)]
    names = "".join(f"{person},{_name(person)},{person}@northlight.example\n" for person in people)
    (root.parent / "people.csv").write_text(f"id,name,address\n{names}", "utf-8")
    owners = people[:calendars]
    sources = "".join(
        f"  - {{id: {person}, kind: ics, address: {_variable(person)}, person: {person}}}\n"
        for person in owners
    )
    (root / "data/sources.yaml").write_text(f"schema: 1\nheld_after: 3 days\nsources:\n{sources}", "utf-8")
    (root / "playbook/calendar.yaml").write_text(_RULES, "utf-8")
    for person in owners:
        (served / f"{person}.ics").write_text(_calendar(person, people, entries), "utf-8", newline="")
    return {_variable(person): f"{address}{person}.ics" for person in owners}


_RULES = """schema: 1
rules:
  - {service: one-on-one, title: ["1:1", one-on-one, "A / B"], attendees: {at_most: 2}, with: [giver, member]}
"""


def _team(number: int) -> list[str]:
    """Return the people of a team, its leader first."""
    return [f"p-{number}-lead", *(f"p-{number}-{member}" for member in range(TEAM))]


def _name(person: str) -> str:
    return f"Person {person.removeprefix('p-').replace('-', ' ').title()}"


def _variable(person: str) -> str:
    return f"OUTBOUND_{person.upper().replace('-', '_')}"


def _calendar(person: str, people: Sequence[str], entries: int) -> str:
    number = int(person.split("-")[1])
    team = _team(number)
    random = Random(person)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//benchmark//EN",
        "X-WR-TIMEZONE:Europe/Helsinki",
        _ZONE,
    ]
    met = team[1:] if person == team[0] else [person]
    own = [entry for member in met for entry in _pair(team[0], member)]
    own += (_other_pair(person, people, at, random) for at in range(entries // 10 - len(own)))
    others = [_other(person, team, people, at, random) for at in range(entries - len(own))]
    mixed = own + others
    random.shuffle(mixed)
    return "\n".join([*lines, *mixed, "END:VCALENDAR", ""]).replace("\n", "\r\n")


def _pair(leader: str, member: str) -> Iterator[str]:
    """Yield the entries of a leader with a member, the same in both calendars."""
    random = Random(f"{leader} {member}")
    first = FIRST + timedelta(random.randrange(14))
    uid = f"{random.getrandbits(64):x}@northlight.example"
    title = f"1:1 {_name(leader)} / {_name(member)}"
    both = (leader, member)
    yield _entry(
        uid, first, 9, title, both, "RRULE:FREQ=WEEKLY;INTERVAL=2", f"EXDATE;{_at(first + timedelta(28), 9)}"
    )
    for at, line in ((3, "SEQUENCE:1"), (7, "SEQUENCE:1"), (11, "STATUS:CANCELLED")):
        day = first + timedelta(14 * at)
        yield _entry(uid, day + timedelta(1), 10, title, both, f"RECURRENCE-ID;{_at(day, 9)}", line)
    for at in range(PAIR_ENTRIES - 4):
        day = FIRST + timedelta(random.randrange(DAYS))
        yield _entry(f"{random.getrandbits(64):x}-{at}@northlight.example", day, 13, title, both)


def _other_pair(person: str, people: Sequence[str], at: int, random: Random) -> str:
    day = FIRST + timedelta(random.randrange(DAYS))
    other = random.choice(people)
    return _entry(f"{person}-pair-{at}@northlight.example", day, 14, f"1:1 {_name(other)}", (person, other))


def _other(person: str, team: Sequence[str], people: Sequence[str], at: int, random: Random) -> str:
    """Return an entry that is no one-on-one."""
    day = FIRST + timedelta(random.randrange(DAYS))
    kind, uid = random.random(), f"{person}-{at}@northlight.example"
    if at < 5:
        return _entry(
            f"{team[0]}-daily-{at}@northlight.example", FIRST, 8, "Daily", team, "RRULE:FREQ=WEEKLY"
        )
    if at < 15:
        with_others = (person, *random.sample(list(people), 4))
        return _entry(uid, day, 11, random.choice(_TITLES), with_others, "RRULE:FREQ=MONTHLY;COUNT=12")
    if kind < 0.3:
        return _entry(uid, day, 12, "Focus", ())
    if kind < 0.6:
        return _entry(uid, day, 15, random.choice(_TITLES), (person, *random.sample(list(team), 3)))
    outside = [f"guest-{random.randrange(9999)}" for _ in range(random.randint(1, 4))]
    return _entry(uid, day, 16, random.choice(_TITLES), (person, *random.sample(list(people), 2), *outside))


def _at(day: date, hour: int) -> str:
    return f"TZID=Europe/Helsinki:{day:%Y%m%d}T{hour:02}0000"


def _entry(uid: str, day: date, hour: int, title: str, people: Sequence[str], *lines: str) -> str:
    who = [f"ORGANIZER;CN={_name(people[0])}:mailto:{people[0]}@northlight.example"] if people else []
    who += [
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN={_name(person)}:\n mailto:{person}@northlight.example"
        for person in people
    ]
    return "\n".join(
        [
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20261120T080000Z",
            f"DTSTART;{_at(day, hour)}",
            f"DTEND;{_at(day, hour)[:-4]}3000",
            f"SUMMARY:{title}",
            f"DESCRIPTION:{_WORDS * 2}\n {_WORDS}",
            "LOCATION:Room 4",
            *who,
            *lines,
            _ALARM,
            "END:VEVENT",
        ]
    )
