"""Shared by the rules over waivers: one problem about a waiver, named by its service and never by its id."""

from checks.model.findings import Problem
from checks.model.waivers import Waiver
from checks.rules.rule import TeamFacts


def waiver_problem(
    facts: TeamFacts, waiver: Waiver, key: str, words: str, named: str = "", *, help_words: str = ""
) -> Problem:
    """Return a problem at `key` of a waiver; `words` follow on "a waiver", `named` is them with ids.

    Of what the file says, the message repeats days and a service there is: anything else may be a person.
    """
    case = facts.judged.case
    service = case.current(waiver.service)
    known = service in case.services
    member = f" of {waiver.member}" if waiver.member else ""
    what = f"for {service} " if known else ""
    return Problem(
        waiver.place(key),
        f"{case.team.id}: a waiver {what}{words}",
        named=f"{case.team.id}: the waiver {waiver.id}{member} {what}{named or words}",
        help=help_words,
        team=case.team.id,
        service=service if known else None,
        member=waiver.member,
        subject=waiver.id,
    )
