"""The days after somebody has left: a conversation after leaving may still be held on them.

They are taken as if the stay went on, with its group and its `owed`, up to the next stay in the team. Who could
give it on the last day still can. Source: docs/adr/0036-after-leaving.md.
"""

from datetime import date, timedelta

from checks.engine.policy_case import TermsWithOrdinals
from checks.engine.spans import ALWAYS, FOREVER, Spans, clip, includes, without
from checks.engine.stays import Presence, Segment
from checks.engine.team_case import TeamCase
from checks.model.agreed_terms import AgreedTerms
from checks.model.service import Service
from checks.model.team import Stay

_DAY = timedelta(days=1)


def segments_afterwards(
    case: TeamCase, service: Service, presence: Presence, at: int, waived: Spans, *, owed: bool
) -> tuple[Segment, ...] | None:
    """Return the days from the one after stay number `at` to the next one, under the terms of each.

    None where nobody leaves: no end, a service of the team's own, a move, or other terms on the last day.
    `owed` says whether it takes the service in.
    """
    stay, following = presence.stays[at], presence.stays[at + 1 :]
    until = following[0].first - 1 if following else FOREVER
    agreed = case.terms_with_ordinals(service, stay.group)
    stays_on = service.audience == "team" or stay.moved or stay.last >= FOREVER
    governing = None if stays_on else _terms_on(agreed, stay.last)
    if governing is None or governing.after != "leaving":
        return None
    pauses, segments = case.shared.pauses_so_far(service.id), []
    for first, last, terms in agreed:
        begin, end = max(first, stay.last + 1), min(last, until)
        if begin <= end:
            given = given_afterwards(case, terms.given_by, presence.giver, stay.last) if owed else ()
            days = without(clip(given, begin, end), pauses)
            segments.append(_segment((begin, end), terms, days, without(days, waived), owes=governing.owes))
    return tuple(segments)


def _segment(
    span: tuple[int, int], terms: AgreedTerms, unwaived: Spans, counted: Spans, *, owes: bool
) -> Segment:
    owed = (counted, unwaived) if owes else ((), ())
    return Segment(*span, terms, *owed, counted, unwaived)


def _terms_on(agreed: TermsWithOrdinals, day: int) -> AgreedTerms | None:
    return next((terms for first, last, terms in agreed if first <= day <= last), None)


def given_afterwards(case: TeamCase, given_by: frozenset[str], receiver: str | None, last: int) -> Spans:
    """Return the days on which somebody may give it to one whose `last` day is over."""
    given = case.given_on(given_by, receiver)
    return ALWAYS if includes(given, last) else given


def entitled_afterwards(case: TeamCase, giver: str, given_by: frozenset[str], last: int) -> Spans:
    """Return the days on which `giver` may give it to one whose `last` day is over."""
    entitled = case.entitled(giver, given_by)
    return ALWAYS if includes(entitled, last) else entitled


def stay_left(case: TeamCase, service: Service, member: str, day: date) -> Stay | None:
    """Return the stay a member has left by a day under terms after leaving, before the horizon too; else None.

    A row on the day is no mistake then, whether or not it is in time.
    """
    before = [stay for stay in case.people.get(member, ()) if stay.first <= day]
    if not before or before[-1].last_day >= day or before[-1].moved_to:
        return None
    last = before[-1].last_day
    terms = next(
        (
            terms
            for terms in case.terms_by_day(service, before[-1].group)
            if terms.first <= last <= terms.last
        ),
        None,
    )
    return before[-1] if terms and terms.after == "leaving" else None


def may_give_to(case: TeamCase, giver: str, given_by: frozenset[str], day: date, stay: Stay | None) -> bool:
    """Whether `giver` may give it on a day, to one who has left `stay` by then or (None) is still there."""
    return any(case.may_give(giver, given_by, when) for when in (day, *((stay.last_day,) if stay else ())))


def givers_to(case: TeamCase, given_by: frozenset[str], day: date, stay: Stay | None) -> tuple[str, ...]:
    """Return who may give it on a day, or may have on the last day of the `stay` that was left by then."""
    givers = set(case.givers_on(given_by, day))
    if stay:
        givers.update(case.givers_on(given_by, stay.last_day))
    return tuple(sorted(givers))
