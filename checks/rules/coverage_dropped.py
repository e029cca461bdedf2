"""CAD006 coverage-dropped: a service's coverage fell by more than allowed from one quarter to the next.

The playbook's terms set the limit in percentage points: `coverage_may_drop`. The rule compares the
last full quarter with the one before. It does so only if something was due in both quarters under
the same terms.

The finding also says whether the drop is more than chance explains, or within the usual variation. It
uses Fisher's exact test. If nothing has changed, it calls a drop more than chance in at most 1 of 20
comparisons. It takes each conversation as independent of the others, and it says nothing about causes.

- If `coverage_may_drop` is agreed, the limit decides. A larger drop is reported even if it is within
  the usual variation.
- If it isn't agreed, the rule reports only drops of more than 2 percentage points that chance doesn't
  explain.

For the organisation this is an error; for a single team it is a warning. The rule skips a team that
missed no more than its agreement allows. It skips the organisation if any team's files can't be
read.

If it began before the agreed start (`judged_from`), it is a notice.

To fix: find out what changed between the two quarters, such as a leader who left or a team that
grew. Fix that first. If the drop is within the usual variation, look at more quarters before you look
for a cause.
"""

from collections.abc import Iterator

from checks.engine.chance import Movement
from checks.engine.organisation_totals import CoverageChange, coverage_changes
from checks.model.agreed_terms import DefaultTerms, default_terms_by_day, default_terms_on
from checks.model.cadences import PeriodUnit
from checks.model.findings import Place, Problem, Related, Severity
from checks.model.periods import Period, last_closed
from checks.model.playbook import starting_month
from checks.rules.history_problems import history_before_start
from checks.rules.rule import OrganisationFacts, Rule, TeamFacts
from checks.wording.measures import percent, share_of, variation_words

_NEXT_STEP = "Find out what changed between the two quarters, and fix that first."
_WAIT = "A drop like this also happens by chance, so look at more quarters before you look for a cause."


def is_reported(change: CoverageChange, terms: DefaultTerms) -> bool:
    """Whether a drop is larger than agreed, or, if nothing is agreed, larger than the default and than chance."""
    too_far = change.drop > terms.coverage_may_drop
    return too_far and (terms.drop_agreed or change.movement is Movement.BEYOND)


def _of_team(facts: TeamFacts) -> Iterator[Problem]:
    """Report the services of a team that fell by more than they may."""
    case = facts.judged.case
    terms = default_terms_on(case.default_terms, case.as_of)
    for service, rows in coverage_changes(facts.judged):
        change = CoverageChange(rows.before.counts, rows.after.counts)
        may_miss = rows.after.promise.may_miss if rows.after.promise else 0
        if change.after.missed > may_miss and is_reported(change, terms):
            yield Problem(
                terms.drop_place,
                _words(f"{case.team.id}: {service}", change, terms, rows.before.period, rows.after.period),
                team=case.team.id,
                service=service,
                period=rows.after.period.name,
                help=f"{_next_step(change)} Both quarters have the same terms, so a change of terms is not the cause.",
                related=(Related(case.team.place("name"), "the roster"),),
                severity=Severity.WARNING,
            )


def _of_organisation(facts: OrganisationFacts) -> Iterator[Problem]:
    """Report the services that fell by more than they may in all teams together."""
    if not facts.complete:
        return
    as_of = facts.as_of
    terms = default_terms_on(default_terms_by_day(facts.playbook.terms), as_of)
    starts = starting_month(facts.playbook)
    after = last_closed(PeriodUnit.QUARTER, as_of, starts)
    before = last_closed(PeriodUnit.QUARTER, after.first, starts)
    for service, change in facts.organisation.changes.items():
        if is_reported(change, terms):
            problem = Problem(
                terms.drop_place,
                _words(f"{facts.playbook.organisation}: {service}", change, terms, before, after),
                help=f"{_next_step(change)} Only teams with the same terms in both quarters count here.",
                service=service,
                period=after.name,
                related=(Related(Place("data/teams"), "the rosters and logs of all teams"),),
            )
            yield history_before_start(problem, facts.playbook, before.first, as_of)


def _next_step(change: CoverageChange) -> str:
    return _NEXT_STEP if change.movement is Movement.BEYOND else _WAIT


def _words(what: str, change: CoverageChange, terms: DefaultTerms, before: Period, after: Period) -> str:
    variation = variation_words(beyond=change.movement is Movement.BEYOND)
    return (
        f"{what} fell from {share_of(change.before.met, change.before.due)} in {before.name} "
        f"to {share_of(change.after.met, change.after.due)} in {after.name}: {variation}; {_limit(terms)}"
    )


def _limit(terms: DefaultTerms) -> str:
    if not terms.drop_agreed:
        return "no limit is agreed"
    points = percent(terms.coverage_may_drop).removesuffix("%")
    return f"the limit is a drop of {points} percentage point{'' if points == '1' else 's'}"


RULE = Rule(
    "CAD006",
    "coverage-dropped",
    Severity.ERROR,
    __doc__,
    team=_of_team,
    organisation=_of_organisation,
    others=(Severity.WARNING, Severity.NOTICE),
)
