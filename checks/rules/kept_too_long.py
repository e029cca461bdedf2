"""PRV003 kept-too-long: the repository keeps data about people for longer than agreed.

The playbook sets with `keep_logs_for` how many quarters of logs it keeps, besides the current one.
The same limit applies to survey answers. It also applies to memberships, absences, waivers, plans
and corrections that have ended, because they are about people too. Releases stay.

A few old entries stay, because the check still needs them for a later quarter. An example is the
last membership of someone who is still named in the log. The rule doesn't report those.

To fix: run `outbound prune`. It removes what is older, and moves `logs_from` forward.
"""

from collections.abc import Iterator
from datetime import date

from checks.engine.kept_records import EntriesTooOld, entries_too_old
from checks.engine.team_coverage import kept_from
from checks.model.findings import Place, Problem, Severity
from checks.model.periods import named_quarter
from checks.model.playbook import Playbook
from checks.model.team import Absence, Stay
from checks.rules.rule import PlaybookFacts, Rule, TeamFacts
from checks.wording.measures import iso


def _check(facts: TeamFacts) -> Iterator[Problem]:
    """Report each file that lies wholly before the quarters kept, and each entry that ended before them."""
    yield from _files(facts)
    yield from _entries(facts)


def _files(facts: TeamFacts) -> Iterator[Problem]:
    case = facts.judged.case
    first = kept_from(case.playbook, case.as_of)
    pulse = sorted({row.place.path for row in facts.pulse})
    for what, paths in (("the log", [path for _, path in case.log.files]), ("the survey", pulse)):
        for path in paths:
            name = path.rpartition("/")[2].removesuffix(".csv")
            if named_quarter(name).last < first:
                yield _problem(facts, first, Place(path), f"{what} of {name}", subject=path)


def _of_groups(facts: PlaybookFacts) -> Iterator[Problem]:
    """Report the files of answers counted by group that lie wholly before the quarters kept."""
    first = kept_from(facts.playbook, facts.as_of)
    for path, quarter in sorted({(row.place.path, row.quarter) for row in facts.answers}):
        if named_quarter(quarter).last < first:
            yield Problem(
                Place(path),
                f"the survey of {quarter} {_agreed(facts.playbook, first)}",
                help="Run: outbound prune",
                subject=path,
            )


def _agreed(playbook: Playbook, first: date) -> str:
    keep_for = playbook.privacy.keep_logs_for
    return f"is older than agreed: the playbook keeps {keep_for} and the current one, from {iso(first)} on"


def _entries(facts: TeamFacts) -> Iterator[Problem]:
    case = facts.judged.case
    first = kept_from(case.playbook, case.as_of)
    old = entries_too_old(case, facts.answers)
    for what, span in _stays_and_absences(facts, old):
        ended, person = f"that ended on {iso(span.last_day)}", span.person
        subject = f"{what} {person} {span.first}"
        named = f"{what} of {person} {ended}"
        yield _problem(facts, first, span.place(), f"{what} {ended}", named, member=person, subject=subject)
    for waiver in (case.waivers[at] for at in old.waivers):
        ended, subject = f"that ended on {iso(waiver.last_day)}", f"waiver {waiver.id}"
        named = f"the waiver {waiver.id} {ended}"
        yield _problem(
            facts, first, waiver.place(), f"a waiver {ended}", named, member=waiver.member, subject=subject
        )
    yield from _corrections(facts, old)
    for answer in (facts.answers[at] for at in old.answers):
        what = f"a plan about {answer.period}"
        subject = f"answer {answer.service} {answer.period}"
        yield _problem(
            facts, first, answer.place(), what, f"{what} by {answer.by}", member=answer.by, subject=subject
        )


def _corrections(facts: TeamFacts, old: EntriesTooOld) -> Iterator[Problem]:
    case = facts.judged.case
    first = kept_from(case.playbook, case.as_of)
    for correction in (case.corrections[at] for at in old.corrections):
        about, subject = f"of dates up to {iso(correction.last)}", f"correction {correction.id}"
        yield _problem(
            facts,
            first,
            correction.place(),
            f"a correction {about}",
            f"the correction {correction.id} {about}",
            member=correction.person,
            subject=subject,
        )


def _stays_and_absences(facts: TeamFacts, old: EntriesTooOld) -> Iterator[tuple[str, Stay | Absence]]:
    team = facts.judged.case.team
    yield from (("a membership", team.members[at]) for at in old.stays)
    yield from (("an absence", team.absences[at]) for at in old.absences)


def _problem(
    facts: TeamFacts,
    first: date,
    place: Place,
    what: str,
    named: str = "",
    *,
    member: str | None = None,
    subject: str,
) -> Problem:
    """Return the problem that `what` is kept; `named` is the same with a person's id."""
    case = facts.judged.case
    agreed = _agreed(case.playbook, first)
    return Problem(
        place,
        f"{case.team.id}: {what} {agreed}",
        named=f"{case.team.id}: {named} {agreed}" if named else "",
        help="Run: outbound prune",
        team=case.team.id,
        member=member,
        subject=subject,
    )


RULE = Rule(
    "PRV003",
    "kept-too-long",
    Severity.ERROR,
    __doc__,
    playbook=_of_groups,
    team=_check,
)
