"""The playbook for programs: services with what was agreed, and the figures the pages show, as JSON."""

from checks.model.agreed_terms import AgreedTerms, AnyCadence, agreed_by_playbook
from checks.model.base import FOREVER
from checks.model.cadences import CalendarCadence, RollingCadence
from checks.model.service import Service
from checks.output.formats import json_text
from checks.publish.cells import Shown
from checks.site.site_data import Site
from checks.wording.measures import iso, percent

Json = dict[str, object]


def services_json(site: Site) -> str:
    """Return every service with its agreements as resolved. Source of the shape: design.md, section 8."""
    return json_text({"schema": 1, "services": [_service(service) for service in site.catalogue]}, indent=1)


def coverage_json(site: Site) -> str:
    """Return the cells of every released quarter: a range in percent, or exact counts; team null is the total."""
    cells = [
        {
            "period": period,
            "team": unit,
            "service": service,
            "due": cell.due,
            "met": cell.met,
            "shown": cell.shown.value,
            "from": int(cell.band.least * 100) if cell.band else None,
            "below": int(cell.band.most * 100) if cell.band else None,
            "agreed": percent(cell.agreed) if cell.agreed is not None else None,
        }
        for (unit, service, period), cell in site.figures.cells.items()
        if cell.shown in (Shown.EXACT, Shown.BAND, Shown.HIDDEN)
    ]
    cells.sort(key=lambda cell: tuple(str(cell[key] or "") for key in ("period", "service", "team")))
    return json_text({"schema": 1, "as_of": site.as_of.isoformat(), "cells": cells}, indent=1)


def _service(service: Service) -> Json:
    groups = dict.fromkeys(entry.group for entry in service.agreements)
    return {
        "id": service.id,
        "title": service.title,
        "summary": service.summary,
        "agreements": [_terms(terms) for group in groups for terms in agreed_by_playbook(service, group)],
    }


def _terms(terms: AgreedTerms) -> Json:
    share, entry = terms.coverage_at_least, terms.entry
    return {
        "from": iso(terms.first),
        "to": None if terms.last == FOREVER else iso(terms.last),
        "for": terms.group,
        "teams": "all" if terms.teams is None else sorted(terms.teams),
        "obligation": terms.obligation,
        "given_by": sorted(terms.given_by),
        "cadence": _cadence(terms.cadence),
        "counts": terms.counts,
        "coverage_at_least": None if share is None else percent(share),
        "may_miss": terms.may_miss,
        "agreed_on": entry.agreed_on.isoformat(),
        "agreed_with": list(entry.agreed_with),
        "record": entry.record,
        "review_by": entry.review_by.isoformat(),
    }


def _cadence(cadence: AnyCadence | None) -> Json | None:
    """Return a cadence as it is written in a service's file."""
    if cadence is None:
        return None
    if isinstance(cadence, RollingCadence):
        grace = {"grace": str(cadence.grace)} if cadence.grace else {}
        return {"at_most_apart": str(cadence.at_most_apart), **grace}
    if isinstance(cadence, CalendarCadence):
        only = {"only": list(cadence.only)} if cadence.only else {}
        return {"at_least": cadence.at_least, "per": cadence.per.value, **only}
    away = {"away_at_least": str(cadence.away_at_least)} if cadence.after == "returning" else {}
    before = {"before": str(cadence.before)} if cadence.before else {}
    return {"after": cadence.after, **away, **before, "within": [str(step) for step in cadence.within]}
