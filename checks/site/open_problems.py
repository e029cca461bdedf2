"""What needs attention: agreements that were not kept, and in a preview members who are waiting."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from checks.model.agreed_terms import AgreedTerms
from checks.model.cadences import EventCadence, RollingCadence
from checks.model.service import Service
from checks.publish.cells import Cell, Shown
from checks.publish.figure_units import FigureUnit
from checks.site.heat_table import is_below
from checks.site.phrases import quarter
from checks.site.site_data import Site
from checks.wording.language import Language, message

_CHECKS = {
    "CAD001": message("coverage below agreed"),
    "CAD002": message("late now"),
    "CAD004": message("late requests"),
}
_SEVERAL_TEAMS = message("Find out which teams this concerns and what they need.")
_WHOLE_TEAM = message(
    "If it took place, add it to the log. If it did not, hold one now. Then record a plan, and talk in the "
    "team about the cause."
)
_ON_REQUEST = message(
    "Answer any open requests, oldest first. Log any answers that are missing from the log. Then record a "
    "plan to answer the next requests on time."
)
_AFTER_EVENT = message(
    "Log any that took place but are missing from the log. Invite the members who are still waiting. Then "
    "record a plan to be on time with the next ones."
)
_ROLLING = message(
    "Log any that took place but are missing from the log. Invite the members who have waited longest. Then "
    "record a plan, and talk in the team about the cause."
)
_CALENDAR = message(
    "Log any that took place but are missing from the log. This time, start with the members who went "
    "without. Then record a plan, and talk in the team about the cause."
)


@dataclass(frozen=True, slots=True)
class OpenProblem:
    """Something that needs attention: what took place of how much, what was agreed, and what to do."""

    symbol: str
    heading: str
    words: str
    steps: str
    service: Service
    since: str
    check: str
    check_title: str


def problems_of(site: Site, unit: FigureUnit) -> tuple[OpenProblem, ...]:
    """Return what needs attention in a unit."""
    broken = [_broken(site, unit, service) for service in below_agreed(site, unit)]
    late = (_late(site, unit, service) for service in site.catalogue)
    return (*broken, *filter(None, late))


def organisation_problems(site: Site) -> tuple[OpenProblem, ...]:
    """Return the services that are below what was agreed for all teams together."""
    return tuple(_broken(site, None, service) for service in below_agreed(site, None))


def below_agreed(site: Site, unit: FigureUnit | None) -> list[Service]:
    """Return the services that were below what was agreed in the last closed quarter."""
    last = site.figures.last.name
    return [service for service in site.catalogue if is_below(site.figures.cell(_id(unit), service.id, last))]


def _id(unit: FigureUnit | None) -> str | None:
    """Return a unit's id; None stands for all teams together."""
    return unit.id if unit else None


def _broken(site: Site, unit: FigureUnit | None, service: Service) -> OpenProblem:
    figures, language, say = site.figures, site.language, site.language.say
    cell, agreed = figures.cell(_id(unit), service.id, figures.last.name), site.terms_now(service.id)
    sentences = [
        say(
            "In {quarter}, this was below the agreed {share}.",
            quarter=quarter(language, figures.last.name),
            share=language.percent(site.promised_share(agreed) if cell.agreed is None else cell.agreed),
        )
    ]
    below = _quarters_below(site, unit, service)
    if len(below) > 1:
        sentences.append(say("It has been below since {quarter}.", quarter=quarter(language, below[0])))
    if agreed and agreed.counts == "outbound":
        sentences.append(say("Only conversations that the leader or coach started count."))
    sentences += _history(site, figures.last.first)
    heading = _took_place(language, service, cell, on_request=_on_request(agreed))
    steps = say(_steps(service, agreed) if unit and len(unit.teams) == 1 else _SEVERAL_TEAMS)
    code = "CAD004" if _on_request(agreed) else "CAD001"
    return _problem(site, service, cell.standing.value, (heading, " ".join(sentences), steps), code)


def _history(site: Site, day: date) -> list[str]:
    """Return the sentence that something was before the agreed start, if it was."""
    if not site.is_history(day) or site.history_before is None:
        return []
    start = site.language.day(site.history_before)
    return [
        site.language.say("This was before the agreed start on {day}, so it is for information.", day=start)
    ]


def _on_request(agreed: AgreedTerms | None) -> bool:
    return agreed is not None and agreed.after == "ordering"


def _took_place(language: Language, service: Service, cell: Cell, *, on_request: bool) -> str:
    """Return how much of a service took place as agreed: counts, or in a release a range."""
    say, title = language.say, service.title
    if cell.due is None or cell.met is None:
        share = cell.band.spoken(language) if cell.band else ""
        if on_request:
            return say("{service}: {share} of requests answered on time", service=title, share=share)
        return say("{service}: {share} took place as agreed", service=title, share=share)
    if service.audience == "team" and cell.due == 1:
        return say("{service}: did not take place as agreed", service=title)
    counts = {
        "met": language.number(cell.met),
        "due": language.number(cell.due),
        "share": language.percent(cell.share or Fraction(0)),
    }
    if on_request:
        return say("{service}: {met} of {due} requests answered on time ({share})", service=title, **counts)
    return say("{service}: {met} of {due} took place as agreed ({share})", service=title, **counts)


def _steps(service: Service, agreed: AgreedTerms | None) -> str:
    """Return what a team can do now, as a message: a closed quarter stays as it was."""
    if service.audience == "team":
        return _WHOLE_TEAM
    if _on_request(agreed):
        return _ON_REQUEST
    cadence = agreed.cadence if agreed else None
    if isinstance(cadence, EventCadence):
        return _AFTER_EVENT
    return _ROLLING if isinstance(cadence, RollingCadence) else _CALENDAR


def _quarters_below(site: Site, unit: FigureUnit | None, service: Service) -> list[str]:
    """Return the quarters in a row, up to the last closed one, in which a service was below."""
    below: list[str] = []
    for period in reversed(site.figures.quarters):
        cell = site.figures.cell(_id(unit), service.id, period.name)
        if cell.shown is Shown.NOTHING:
            continue
        if not is_below(cell):
            break
        below.append(period.name)
    return below[::-1]


def _late(site: Site, unit: FigureUnit, service: Service) -> OpenProblem | None:
    """Return how many members are waiting, which a preview alone knows."""
    teams = (team for team in site.teams if team.team in unit.teams)
    late = sum(count for team in teams for service_id, count in team.late if service_id == service.id)
    if not late:
        return None
    language = site.language
    heading = language.counted(
        "{service}: late for {spelled} member",
        "{service}: late for {spelled} members",
        late,
        service=service.title,
    )
    words = language.counted(
        "As of {day}, this member has waited longer than agreed.",
        "As of {day}, these members have waited longer than agreed.",
        late,
        day=language.day(site.as_of),
    )
    steps = language.say("Invite them this week.")
    words = " ".join([words, *_history(site, site.as_of)])
    return _problem(site, service, "running", (heading, words, steps), "CAD002")


def _problem(
    site: Site, service: Service, symbol: str, texts: tuple[str, str, str], code: str
) -> OpenProblem:
    """Return a problem from its heading, its words and its steps."""
    agreed, (heading, words, steps) = site.terms_now(service.id), texts
    return OpenProblem(
        symbol=symbol,
        heading=heading,
        words=words,
        steps=steps,
        service=service,
        since=site.language.day(agreed.first) if agreed else "",
        check=code,
        check_title=site.language.say(_CHECKS[code]),
    )
