"""What happens in the year, as a table: honest changes, and tricks that are to be red."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Verb:
    """A command of `outbound`."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Edit:
    """A text of a file that takes another one's place; paths of the data begin with `teams/`."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Written:
    """A new file, or None to delete it."""

    path: str
    text: str | None


@dataclass(frozen=True)
class Row:
    """A row of a log that is deleted: the first with these texts."""

    path: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Renamed:
    """A folder or file that gets another name."""

    path: str
    new: str


Act = Verb | Edit | Written | Row | Renamed


@dataclass(frozen=True)
class Step:
    """A change on a day, and what `check --base main` finds of it by code and severity.

    An honest one has no error, and is merged. In a trick `expected` are errors that are there at least; its next steps
    have the texts of `helps`. `repaired` is the trick's change made as the next step says: then it is honest, and finds
    `repaired_finds`.
    """

    day: str
    what: str
    acts: tuple[Act, ...]
    expected: tuple[str, ...] = ()
    trick: bool = False
    helps: tuple[str, ...] = ()
    repaired: tuple[Act, ...] = ()
    repaired_finds: tuple[str, ...] = ()


def _trick(
    day: str, what: str, acts: tuple[Act, ...], errors: tuple[str, ...], **more: tuple[Any, ...]
) -> Step:
    return Step(day, what, acts, errors, trick=True, **more)


def record(number: int) -> str:
    """Return the address of an agreement."""
    return f"https://git.example.org/acme/playbook/pulls/{number}"


def _agreement(first: str, more: str, number: int, parties: str = "members, leaders", on: str = "") -> str:
    return (
        f"  - {{from: {first}, {more}, agreed_on: {on or first}, agreed_with: [{parties}], record: {record(number)}, "
        "review_by: 2027-06-30}\n"
    )


def _correction(approver: str, first: str, last: str, person: str = "p-quay-2") -> str:
    return (
        f"schema: 1\ncorrections:\n  - {{id: c-1, from: {first}, to: {last}, what: absence, person: {person}, "
        f"known_since: 2026-07-08, approved_by: {approver}, record: {record(90)}}}\n"
    )


def _verb(text: str, *more: str) -> Verb:
    return Verb((*text.split(), *more))


def _member(team: str, number: int) -> str:
    return f"  - {{person: p-{team}-{number}, from: 2026-01-01}}\n"


_QUAY, _LANTERN, _DUNE = (f"teams/{team}/team.yaml" for team in ("quay", "lantern", "dune"))
_PLAYBOOK = "playbook/playbook.yaml"
_ONE_ON_ONE, _TALK = (f"playbook/services/{name}.yaml" for name in ("one-on-one", "performance-discussion"))
_ONBOARDING = "playbook/services/onboarding-check-in.yaml"
_FROM = "  - from: 2026-01-01\n"
_LAST = "    review_by: 2027-03-01\n"
_EASED = "for: eased, obligation: voluntary, given_by: [leader], teams: all"
_OFTEN = (
    "for: eased, obligation: compulsory, given_by: [leader], teams: all, cadence: {at_most_apart: 4 weeks}"
)
_END = "    review_by: 2027-01-01\n"
_AWAY = "absences:\n  - {person: p-quay-2, from: 2026-04-01, to: 2026-06-30}\n"
_AWAY_WRITTEN = Edit(_QUAY, "members:\n", f"{_AWAY}members:\n")
_TWO = _member("quay", 2)
_AGREED = ("--with", "members,leaders")
_OWED_NOTHING = Edit(
    _QUAY,
    _TWO,
    "  - {person: p-quay-2, from: 2026-01-01, to: 2026-07-13}\n  - {person: p-quay-2, from: 2026-07-14, owed: none}\n",
)
_IN_LANTERN = Edit(_LANTERN, "members:\n", "members:\n  - {person: p-quay-2, from: 2026-07-14}\n")
_TO_A_NEW_TEAM = (
    Edit(_QUAY, _TWO, "  - {person: p-quay-2, from: 2026-01-01, to: 2026-07-13, moved_to: cove}\n"),
    Written(
        "teams/cove/team.yaml",
        "schema: 1\nid: cove\nname: Cove\npart_of: direction\nleaders:\n  - {person: p-lead-cove, from: 2026-07-14}\n"
        "members:\n  - {person: p-quay-2, from: 2026-07-14, moved_from: quay}\n",
    ),
)

HONEST = (
    Step(
        "2026-01-12",
        "somebody joins",
        (Edit("teams/islet/team.yaml", "members:\n", "members:\n  - {person: p-new-1, from: 2026-01-19}\n"),),
    ),
    Step(
        "2026-02-16",
        "one-on-ones are promised more often",
        (
            _verb(
                "new agreement one-on-one --from 2026-03-01 --record",
                record(11),
                "--at-most-apart",
                "5 weeks",
                *_AGREED,
            ),
        ),
    ),
    Step(
        "2026-03-10",
        "somebody leaves",
        (Edit(_DUNE, "p-dune-7, from: 2026-01-01", "p-dune-7, from: 2026-01-01, to: 2026-03-31"),),
    ),
    Step("2026-03-20", "a service has a better name", (_verb("rename service skip-level second-look"),)),
    Step(
        "2026-05-18",
        "performance discussions once a year, as agreed",
        (
            _verb(
                "new agreement performance-discussion --from 2026-07-01 --per year --record",
                record(12),
                *_AGREED,
            ),
        ),
        ("RAT003 notice",),
    ),
    Step("2026-06-08", "a team has a better name", (_verb("rename team dune shore"),)),
    Step(
        "2026-06-22",
        "a service ends, as agreed",
        (_verb("retire service stay-interview --on 2026-06-30 --record", record(13), *_AGREED),),
        ("RAT003 notice",),
    ),
    Step(
        "2026-08-05",
        "a long leave becomes known late",
        (
            _verb(
                "correct absence p-harbour-4 --from 2026-04-13 --to 2026-07-31 --approved-by p-hr --record",
                record(14),
            ),
        ),
        ("RAT004 notice",),
    ),
    Step(
        "2026-08-20",
        "a team is split",
        (
            _verb(
                "split team beacon --into lamp --members p-beacon-6,p-beacon-7,p-beacon-8 --leader p-lead-lamp "
                "--on 2026-09-01"
            ),
        ),
    ),
    Step("2026-09-07", "somebody moves", (_verb("move member p-quay-3 --to lantern --on 2026-09-14"),)),
    Step("2026-10-05", "an id gave away a name", (_verb("rename person p-islet-2 p-k7x2"),)),
    Step(
        "2026-10-20",
        "two teams are merged",
        (_verb("merge teams skerry islet --into islet --on 2026-11-01"),),
    ),
    Step(
        "2026-11-10",
        "somebody has left, a little late",
        (Edit(_QUAY, "p-quay-5, from: 2026-01-01", "p-quay-5, from: 2026-01-01, to: 2026-10-31"),),
    ),
    Step(
        "2026-11-20",
        "somebody helps out in a second team, which owes them nothing",
        (
            Edit(
                "teams/harbour/team.yaml",
                "members:\n",
                "members:\n  - {person: p-lantern-4, from: 2026-11-23, owed: none}\n",
            ),
        ),
    ),
    Step(
        "2026-12-07",
        "somebody will be away",
        (
            Edit(
                _LANTERN,
                "members:\n",
                "absences:\n  - {person: p-lantern-1, from: 2026-12-14, to: 2027-02-28}\nmembers:\n",
            ),
        ),
    ),
)

TRICKS = (
    _trick(
        "2026-04-20",
        "a row of the log is deleted",
        (Row("teams/quay/touchpoints/2026-Q1.csv", ("2026-02", "one-on-one", "p-quay-1,")),),
        ("RAT001 error", "RAT002 error"),
        helps=("Restore the row",),
    ),
    _trick(
        "2026-07-10",
        "an absence is backdated",
        (_AWAY_WRITTEN,),
        ("RAT004 error",),
        helps=("outbound correct", "record a plan"),
        repaired=(
            _verb(
                "correct absence p-quay-2 --from 2026-04-01 --to 2026-06-30 --approved-by p-hr --record",
                record(91),
            ),
        ),
        repaired_finds=("RAT004 notice",),
    ),
    _trick(
        "2026-07-10",
        "somebody who was missed is moved away, backdated",
        (
            Edit(
                _QUAY,
                _TWO,
                "  - {person: p-quay-2, from: 2026-01-01, to: 2026-03-31, moved_to: lantern}\n",
            ),
            Edit(_LANTERN, "members:\n", "members:\n  - {person: p-quay-2, from: 2026-04-01}\n"),
        ),
        ("RAT004 error",),
        helps=("Restore the past dates",),
    ),
    _trick(
        "2026-07-10",
        "a promise is loosened, and only leaders agreed",
        (
            Edit(
                _ONE_ON_ONE,
                _LAST,
                _LAST
                + _agreement("2026-08-01", "cadence: {at_most_apart: 12 weeks}", 92, "leaders", "2026-07-09"),
            ),
        ),
        ("POL002 error",),
        helps=("with the members",),
        repaired=(
            _verb(
                "new agreement one-on-one --from 2026-08-01 --record",
                record(92),
                "--at-most-apart",
                "12 weeks",
                *_AGREED,
            ),
        ),
        repaired_finds=("RAT003 notice",),
    ),
    _trick(
        "2026-07-11",
        "a promise is loosened where it stands",
        (Edit(_ONE_ON_ONE, "coverage_at_least: 90%", "coverage_at_least: 60%"),),
        ("RAT003 error",),
        helps=("add a new entry below it",),
        repaired=(
            _verb(
                "new agreement one-on-one --from 2026-07-12 --record",
                record(93),
                "--coverage",
                "60%",
                *_AGREED,
            ),
        ),
        repaired_finds=("RAT003 notice",),
    ),
    _trick(
        "2026-07-11",
        "an agreement ended yesterday",
        (Edit(_ONBOARDING, _FROM, _FROM + "    to: 2026-07-10\n"),),
        ("RAT003 error",),
        helps=("outbound retire service",),
        repaired=(
            _verb("retire service onboarding-check-in --on 2026-07-11 --record", record(94), *_AGREED),
        ),
        repaired_finds=("RAT003 notice",),
    ),
    _trick(
        "2026-07-11",
        "an agreement will end, and that was not agreed",
        (Edit(_ONBOARDING, _FROM, _FROM + "    to: 2026-12-31\n"),),
        ("RAT003 error",),
        helps=("outbound retire service",),
        repaired=(
            _verb("retire service onboarding-check-in --on 2026-12-31 --record", record(94), *_AGREED),
        ),
        repaired_finds=("RAT003 notice",),
    ),
    _trick(
        "2026-07-12",
        "a service ends, and only leaders agreed",
        (
            Edit(
                _ONBOARDING,
                _END,
                _END + _agreement("2026-12-31", "to: 2026-12-31", 95, "leaders", "2026-07-09"),
            ),
        ),
        ("POL002 error",),
        helps=("with the members",),
    ),
    _trick(
        "2026-07-13",
        "a correction is approved by the team's leader",
        (
            _AWAY_WRITTEN,
            Written("teams/quay/corrections.yaml", _correction("p-lead-quay", "2026-04-01", "2026-06-30")),
        ),
        ("COR001 error", "RAT004 error"),
        helps=("Ask someone who doesn't benefit",),
        repaired=(
            _AWAY_WRITTEN,
            Written("teams/quay/corrections.yaml", _correction("p-hr", "2026-04-01", "2026-06-30")),
        ),
        repaired_finds=("RAT004 notice",),
    ),
    _trick(
        "2026-07-13",
        "more is changed than a correction names",
        (
            _AWAY_WRITTEN,
            Written("teams/quay/corrections.yaml", _correction("p-hr", "2026-04-01", "2026-04-20")),
        ),
        ("RAT004 error",),
        helps=("outbound correct",),
    ),
    _trick(
        "2026-07-13",
        "a correction is about somebody else",
        (
            _AWAY_WRITTEN,
            Written(
                "teams/quay/corrections.yaml", _correction("p-hr", "2026-04-01", "2026-06-30", "p-quay-1")
            ),
        ),
        ("RAT004 error",),
        helps=("outbound correct",),
    ),
    _trick(
        "2026-07-13",
        "a rename makes one person of two",
        (
            Edit(
                _QUAY,
                _member("quay", 1) + _TWO,
                "  - {person: p-quay-1, formerly: [p-quay-2], from: 2026-01-01}\n",
            ),
        ),
        ("RAT004 error",),
        helps=("Restore the past dates",),
    ),
    _trick(
        "2026-07-14",
        "a waiver for the past",
        (
            Written(
                "teams/quay/waivers.yaml",
                "schema: 1\nwaivers:\n  - {id: w-1, service: one-on-one, member: p-quay-2, from: 2026-04-01, to: 2026-06-30, "
                "reason: agreed-pause, approved_by: p-head, agreed_with_people: [p-quay-2]}\n",
            ),
        ),
        ("RAT004 error",),
        helps=("Restore the past dates",),
    ),
    _trick(
        "2026-07-14",
        "somebody who is overdue is owed nothing",
        (Edit(_QUAY, "p-quay-2, from: 2026-01-01", "p-quay-2, from: 2026-01-01, owed: none"),),
        ("RAT004 error",),
        helps=("outbound correct",),
        repaired=(_OWED_NOTHING, _IN_LANTERN),
    ),
    _trick(
        "2026-07-14",
        "held out: somebody who is overdue is owed nothing from today on",
        (_OWED_NOTHING,),
        ("RAT003 error",),
        helps=("Let one of their teams owe it",),
        repaired=(_OWED_NOTHING, _IN_LANTERN),
    ),
    _trick(
        "2026-07-14",
        "held out: somebody who is overdue goes on in a new team that no agreement names",
        _TO_A_NEW_TEAM,
        ("RAT003 error",),
        helps=("under `teams` of the agreement",),
        repaired=(
            *_TO_A_NEW_TEAM,
            Edit("playbook/services/second-look.yaml", "teams: [harbour, ", "teams: [cove, harbour, "),
        ),
        repaired_finds=("RAT004 notice",),
    ),
    _trick(
        "2026-07-14",
        "a team has a new id and nothing of its past",
        (Renamed("teams/quay", "teams/pier"), Edit("teams/pier/team.yaml", "id: quay\n", "id: pier\n")),
        ("RAT004 error",),
        helps=("list the old one under `formerly`",),
    ),
    _trick(
        "2026-07-15",
        "a new group with looser terms since April, and somebody in it",
        (
            Edit(_ONE_ON_ONE, _LAST, _LAST + _agreement("2026-04-01", _EASED, 96)),
            Edit(_QUAY, "p-quay-2, from: 2026-01-01", "p-quay-2, group: eased, from: 2026-01-01"),
        ),
        ("RAT003 error",),
        helps=("future start date",),
    ),
    _trick(
        "2026-07-15",
        "the check begins later",
        (Edit(_PLAYBOOK, "logs_from: 2026-01-01", "logs_from: 2026-07-01"),),
        ("RAT003 error", "RAT004 error"),
        helps=("Restore the past dates",),
    ),
    _trick(
        "2026-07-15",
        "logs are pruned that are to be kept",
        (
            Edit(_PLAYBOOK, "logs_from: 2026-01-01", "logs_from: 2026-04-01"),
            *(
                Written(f"teams/{team}/touchpoints/2026-Q1.csv", None)
                for team in ("quay", "lantern", "harbour")
            ),
        ),
        ("RAT003 error",),
        helps=("Restore it",),
    ),
    _trick(
        "2026-07-16",
        "held out: a correction by who owes what it excuses",
        (
            _AWAY_WRITTEN,
            Written("teams/quay/corrections.yaml", _correction("p-head", "2026-04-01", "2026-06-30")),
        ),
        ("COR001 error", "RAT004 error"),
        helps=("Ask someone who doesn't benefit",),
    ),
    _trick(
        "2026-07-16",
        "held out: looser terms by the record of the old ones",
        (
            Edit(
                _ONE_ON_ONE,
                _LAST,
                _LAST + _agreement("2026-07-20", "cadence: {at_most_apart: 12 weeks}", 11, on="2026-02-16"),
            ),
        ),
        ("RAT003 error",),
        helps=("a link of its own",),
        repaired=(
            Edit(
                _ONE_ON_ONE,
                _LAST,
                _LAST + _agreement("2026-07-20", "cadence: {at_most_apart: 12 weeks}", 97, on="2026-07-15"),
            ),
        ),
        repaired_finds=("RAT003 notice",),
    ),
    _trick(
        "2026-07-16",
        "held out: an end that another group's new terms carry",
        (
            Edit(_ONE_ON_ONE, "  - from: 2026-03-01\n", "  - from: 2026-03-01\n    to: 2026-12-31\n"),
            Edit(_ONE_ON_ONE, _LAST, _LAST + _agreement("2026-07-16", _OFTEN, 98)),
        ),
        ("RAT003 error",),
        helps=("outbound retire service",),
    ),
    _trick(
        "2026-07-17",
        "held out: a service is deleted once it has ended",
        (Written("playbook/services/stay-interview.yaml", None),),
        ("RAT003 error",),
        helps=("Restore the file",),
    ),
    _trick(
        "2026-12-08",
        "held out: who is late now was away, it says",
        (
            Edit(
                _LANTERN,
                "absences:\n",
                "absences:\n  - {person: p-lantern-3, from: 2026-09-12, to: 2026-11-30}\n",
            ),
        ),
        ("RAT004 error",),
        helps=("outbound correct",),
        repaired=(
            _verb(
                "correct absence p-lantern-3 --from 2026-09-12 --to 2026-11-30 --approved-by p-hr --record",
                record(99),
            ),
        ),
        repaired_finds=("RAT004 notice",),
    ),
    _trick(
        "2026-12-08",
        "held out: an old correction is used for other days",
        (
            Edit(
                "teams/harbour/team.yaml",
                "from: 2026-04-13, to: 2026-07-31",
                "from: 2026-04-01, to: 2026-07-31",
            ),
            Edit("teams/harbour/corrections.yaml", "2026-04-13", "2026-04-01"),
        ),
        ("RAT006 error",),
        helps=("add another correction",),
    ),
)

REFUSED = (
    (
        _verb("retire service onboarding-check-in --on 2026-12-31 --with leaders --record", record(95)),
        "not agreed with members",
    ),
    (_verb("rename person p-quay-1 p-lantern-4"), "p-lantern-4"),
    (_verb("rename service one-on-one second-look"), "second-look"),
    (_verb("rename team quay harbour"), "harbour"),
    (
        _verb(
            "correct absence p-lantern-3 --from 2026-10-01 --to 2026-11-30 --approved-by p-lead-lantern --record",
            record(95),
        ),
        "COR001",
    ),
    (_verb("move member p-lantern-3 --to nowhere --on 2026-12-20"), "nowhere"),
    (
        _verb("new agreement one-on-one --from 2027-02-01 --grace none --with leaders --record", record(95)),
        "not agreed with members",
    ),
)
"""What verbs refuse on the last day, and a text of the reason."""
