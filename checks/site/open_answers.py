"""What needs an answer: promises below what was agreed, and in a preview members who are waiting."""

from dataclasses import dataclass

from checks.model.service import Service
from checks.publish.cells import Shown
from checks.publish.figure_units import FigureUnit
from checks.site.heat_table import cell_words, is_below
from checks.site.phrases import quarter
from checks.site.safe_text import capital, lower
from checks.site.site_data import Site
from checks.wording.language import message

_CHECKS = {
    "CAD001": message("coverage below agreed"),
    "CAD002": message("late now"),
    "CAD004": message("late orders"),
}


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """Something that needs an answer: a promise below what was agreed, or members waiting."""

    symbol: str
    heading: str
    words: str
    service: Service
    since: str
    check: str
    check_title: str


def answers_of(site: Site, unit: FigureUnit, prefix: str = "") -> tuple[OpenAnswer, ...]:
    """Return what needs an answer in a unit."""
    broken = [_broken(site, unit, service, prefix) for service in below_agreed(site, unit)]
    late = (_late(site, unit, service, prefix) for service in site.catalogue)
    return (*broken, *filter(None, late))


def organisation_answers(site: Site) -> tuple[OpenAnswer, ...]:
    """Return the services that are below what was agreed for all teams together."""
    return tuple(_broken(site, None, service, "") for service in below_agreed(site, None))


def below_agreed(site: Site, unit: FigureUnit | None) -> list[Service]:
    """Return the services that were below what was agreed in the last closed quarter."""
    last = site.figures.last.name
    return [service for service in site.catalogue if is_below(site.figures.cell(_id(unit), service.id, last))]


def _id(unit: FigureUnit | None) -> str | None:
    """Return a unit's id; None stands for all teams together."""
    return unit.id if unit else None


def _broken(site: Site, unit: FigureUnit | None, service: Service, prefix: str) -> OpenAnswer:
    figures, language, say = site.figures, site.language, site.language.say
    cell = figures.cell(_id(unit), service.id, figures.last.name)
    sentences = [
        say(
            "{coverage}, in {quarter}.",
            coverage=capital(cell_words(language, cell)),
            quarter=quarter(language, figures.last.name),
        )
    ]
    below = _quarters_below(site, unit, service)
    if len(below) > 1:
        sentences.append(say("It has been below since {quarter}.", quarter=quarter(language, below[0])))
    if cell.met is not None and cell.due is not None:
        missed = language.counted(
            "{spelled} window was missed.", "{spelled} windows were missed.", cell.due - cell.met
        )
        sentences.append(capital(missed))
    sentences.append(
        say("Next: hold them now, and agree at the next team health check on what gets in the way.")
        if unit
        else say("Next: see which teams it is, and what they need.")
    )
    heading = (
        f"{prefix}{lower(service.title)}"
        if prefix
        else say("{service} is below what was agreed", service=service.title)
    )
    agreed = site.terms_now(service.id)
    code = "CAD004" if agreed and agreed.after == "ordering" else "CAD001"
    return _answer(site, service, cell.standing.value, heading, " ".join(sentences), code)


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


def _late(site: Site, unit: FigureUnit, service: Service, prefix: str) -> OpenAnswer | None:
    """Return how many members are waiting, which a preview alone knows."""
    teams = (team for team in site.teams if team.team in unit.teams)
    late = sum(count for team in teams for service_id, count in team.late if service_id == service.id)
    if not late:
        return None
    language, say = site.language, site.language.say
    waiting = language.counted(
        "{spelled} member is waiting longer than was agreed, on {day}.",
        "{spelled} members are waiting longer than was agreed, on {day}.",
        late,
        day=language.day(site.as_of),
    )
    then = say("Next: invite them this week.")
    heading = (
        say("{prefix}{service}, waiting now", prefix=prefix, service=lower(service.title))
        if prefix
        else say("{service}: members are waiting", service=service.title)
    )
    return _answer(site, service, "running", heading, f"{capital(waiting)} {then}", "CAD002")


def _answer(site: Site, service: Service, symbol: str, heading: str, words: str, code: str) -> OpenAnswer:
    agreed = site.terms_now(service.id)
    return OpenAnswer(
        symbol=symbol,
        heading=heading,
        words=words,
        service=service,
        since=site.language.day(agreed.first) if agreed else "",
        check=code,
        check_title=site.language.say(_CHECKS[code]),
    )
