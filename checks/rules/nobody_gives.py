"""POL009 nobody-gives: no one can give a compulsory service.

A service is not due on days when no one may give it, or only the receiver may. So the coverage of a
team looks fine if its leader has left, although no one gets the service. This rule makes that
visible: as a warning from the first day, and as an error after 30 days.

If someone may give the service but all of them are absent, it stays due. This is a warning from the
15th day, because shorter absences are often holidays. It is an error after 30 days. Weekends and
holidays between two absences don't interrupt the count.

Before the agreed start (`judged_from`) it stays a warning: the 30 days begin on that day at the earliest.

The rule reads the absences in this team.yaml only. It assumes that leaders of the team above are
available, unless this team.yaml lists them as absent. It skips members who are absent, on a pause or
covered by a waiver that day, and teams without members.

To fix: add a deputy to the leaders or coaches in team.yaml, with an end date (`to`). You can also
agree that others may give the service.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from checks.engine.date_spans import DateSpans
from checks.engine.team_case import TeamCase
from checks.model.agreed_terms import AgreedTerms
from checks.model.base import FOREVER
from checks.model.findings import Problem, Related, Severity
from checks.model.playbook import agreed_start
from checks.model.service import Service
from checks.rules.rule import Rule, TeamFacts
from checks.wording.measures import iso, plural

WARNING_FOR = timedelta(days=30)
"""How long it is a warning; from then on it is an error. Source: design.md, section 5."""

_HOLIDAY = timedelta(days=14)
"""How long all may be absent at once without a word."""

_KEYS = {"leader": "leaders", "coach": "coaches", "leaders-leader": "part_of"}
"""Where team.yaml says who has a role."""


class _Unserved(NamedTuple):
    """A receiver with nobody to give it since a day; `absent` when, on it or now, somebody may and is away."""

    receiver: str | None
    since: date
    absent: bool


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each such service once, with the first day on which somebody goes without."""
    case = facts.judged.case
    for service in case.services.values():
        unserved = tuple(_members(case, service) if service.audience == "member" else _team(case, service))
        if unserved:
            yield _problem(case, service, unserved)


def _members(case: TeamCase, service: Service) -> Iterator[_Unserved]:
    gaps: dict[tuple[str | None, str | None], bool] = {}
    for member, stay in case.present.items():
        alike = stay.group, case.as_giver(member)
        if alike not in gaps:
            gaps[alike] = _nobody_is_there(case, service, stay.group, member)
        if gaps[alike] and case.owes(stay, service.id) and case.as_of not in case.days_away(member):
            owed = [stay for stay in case.people[member] if case.owes(stay, service.id)]
            stretches = [(stay.first, stay.last_day, stay.group) for stay in owed]
            yield from _since(case, service, member, stretches)


def _nobody_is_there(case: TeamCase, service: Service, group: str | None, member: str) -> bool:
    """Whether it is compulsory on the as-of day, and nobody is there to give it to somebody like this member."""
    return any(
        agreed.obligation == "compulsory" and case.as_of not in case.days_with_giver(agreed.given_by, member)
        for agreed in case.terms_by_day(service, group)
        if agreed.first <= case.as_of <= agreed.last
    )


def _team(case: TeamCase, service: Service) -> Iterator[_Unserved]:
    if any(case.as_of not in case.days_away(member) for member in case.present):
        together = DateSpans.of(stay for stays in case.people.values() for stay in stays)
        yield from _since(case, service, None, [(first, last, None) for first, last in together])


def _since(
    case: TeamCase, service: Service, receiver: str | None, stretches: Sequence[tuple[date, date, str | None]]
) -> Iterator[_Unserved]:
    """Yield the stretch without a giver the as-of day lies in, if it is long enough to be reported.

    `stretches` are those of the receiver's stays, first and last, each with its group.
    """
    if case.as_of in case.days_off(service.id, receiver):
        return
    compulsory = [
        (agreed.given_by, (max(first, agreed.first, case.horizon), min(last, agreed.last, case.as_of)))
        for first, last, group in stretches
        for agreed in case.terms_by_day(service, group)
        if agreed.obligation == "compulsory"
    ]
    today = [roles for roles, (first, last) in compulsory if first <= case.as_of <= last]
    if all(case.as_of in case.days_with_giver(roles, receiver) for roles in today):
        return
    nobody_present, nobody_entitled = DateSpans(), DateSpans()
    for roles, (first, last) in compulsory:
        days = DateSpans.between(first, last)
        nobody_present |= days - case.days_with_giver(roles, receiver)
        nobody_entitled |= days - case.days_given(roles, receiver)
    since = nobody_present.stretches[-1][0]  # the last of them is the one the as-of day lies in
    # absences are to blame where somebody has a role that gives it on the first day or on the last
    entitled = [day not in nobody_entitled for day in (since, case.as_of)]
    if not entitled[1] or case.as_of - since >= _HOLIDAY:
        yield _Unserved(receiver, since, absent=any(entitled))


def _problem(case: TeamCase, service: Service, unserved: Sequence[_Unserved]) -> Problem:
    team = case.team
    longest = min(unserved, key=lambda gap: (gap.since, gap.receiver or ""))
    stay = case.present.get(longest.receiver or "")
    timeline = case.terms_by_day(service, stay.group if stay else None)
    agreed = next(agreed for agreed in timeline if agreed.first <= case.as_of <= agreed.last)
    keys = [key for role, key in _KEYS.items() if role in agreed.given_by and team.says(key)]
    names = [gap.receiver for gap in unserved if gap.receiver]
    nobody = (
        "no one has been available to give"
        if any(gap.absent for gap in unserved)
        else "no one has been allowed to give"
    )
    what, since = f"{team.id}: {nobody} {service.id}", f"since {iso(longest.since)}"
    why = _why(case, agreed, longest.since)
    return Problem(
        team.key_place(keys[0]) if keys else team.place("name"),
        f"{what} to {plural(len(names), 'member')} {since}" if names else f"{what} {since}",
        named="; ".join([f"{what} to {', '.join(names)} {since}" if names else f"{what} {since}", *why]),
        help="Add a deputy to the leaders or coaches, with an end date (`to`), or agree that others may give it.",
        team=team.id,
        service=service.id,
        related=(Related(agreed.place, f"the terms in force from {agreed.entry.first}"),),
        severity=_severity(case, longest.since),
    )


def _severity(case: TeamCase, since: date) -> Severity | None:
    """Return that it is an error if nobody could give it for long, days before the agreed start left out."""
    counted_from = max(since, agreed_start(case.playbook))
    return Severity.ERROR if case.as_of - counted_from >= WARNING_FOR else None


def _why(case: TeamCase, agreed: AgreedTerms, since: date) -> Iterator[str]:
    """Yield who has a role that gives it and is absent, and whose role has ended.

    Ends before the last day it was given are left out, unless every role has ended: then the last is named.
    """
    givers = _givers(case, agreed)
    ends = {
        person: max(last for _, last in days if last < case.as_of)
        for person, days in givers.items()
        if case.as_of not in days and days.first and days.first < case.as_of
    }
    before = since - timedelta(days=1)
    reported_from = before if len(ends) < len(givers) else min(before, max(ends.values(), default=before))
    for person in givers:
        if person not in ends:
            yield from (f"{person} is {words}" for words in _absent(case, person, case.as_of))
        elif ends[person] >= reported_from:
            was = "".join(f", {words}," for words in _absent(case, person, ends[person]))
            yield f"{person}{was} gave it until {iso(ends[person])}"


def _absent(case: TeamCase, person: str, day: date) -> Iterator[str]:
    for first, last in case.absences_in_a_row(person):
        if first <= day <= last:
            yield (
                f"absent since {iso(first)}"
                if last == FOREVER
                else f"absent from {iso(first)} to {iso(last)}"
            )


def _givers(case: TeamCase, agreed: AgreedTerms) -> dict[str, DateSpans]:
    """Return the days each person has a role that gives it."""
    days_of: dict[str, DateSpans] = {}
    for role in agreed.given_by:
        for person, days in case.days_in_role(role).items():
            days_of[person] = days_of.get(person, DateSpans()) | days
    return dict(sorted(days_of.items()))


RULE = Rule("POL009", "nobody-gives", Severity.WARNING, __doc__, team=_check, others=(Severity.ERROR,))
