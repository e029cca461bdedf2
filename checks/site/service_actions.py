"""What a reader can do with a service: order it, and put it into a calendar."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import quote

from checks.model.agreed_terms import AgreedTerms
from checks.model.cadences import CalendarCadence, RollingCadence
from checks.model.service import Service
from checks.site.site_data import Site

_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class OrderAction:
    """Where a service is ordered: a form that is filled in already (empty without one), or by mail."""

    form: str
    mail: str


def order_action(site: Site, service: Service) -> OrderAction | None:
    """Return how a service is ordered; None where its file does not say how."""
    if service.order is None:
        return None
    say, title = site.language.say, service.title
    minutes = site.language.counted("{number} minute", "{number} minutes", service.context.minutes)
    subject = say("Request: {service}", service=title)
    body = "\n".join(
        [
            say(
                "I would like to request: {service} ({minutes}, {where}).",
                service=title,
                minutes=minutes,
                where=service.context.where,
            ),
            say("Days that suit me:"),
            "",
            say("I don’t have to give a reason."),
        ]
    )
    words = f"{quote(subject, safe='')}&body={quote(body, safe='')}"
    orders = site.playbook.orders
    form = f"{orders}{'&' if '?' in orders else '?'}title={words}" if orders else ""
    return OrderAction(form, f"mailto:?subject={words}")


def calendar_invitation(site: Site, service: Service) -> str | None:
    """Return a calendar file with the service's agenda, as often as agreed; None where no rhythm is agreed.

    Its first day is the Monday after the as-of day at ten, in the reader's own time zone: a start to move.
    """
    agreed = site.terms_now(service.id)
    rule = _rule(agreed) if agreed else None
    if rule is None:
        return None
    from icalendar import Calendar, Event

    as_of = site.as_of
    monday = as_of + timedelta(days=7 - as_of.weekday())
    event = Event()
    event.add("uid", f"{service.id}@outbound-playbook")
    event.add("dtstamp", datetime.combine(as_of, time(), tzinfo=UTC))
    event.add("dtstart", datetime.combine(monday, time(10)))
    event.add("duration", timedelta(minutes=service.context.minutes))
    event.add("rrule", rule)
    event.add("summary", service.title)
    event.add("location", service.context.where)
    agenda = [f"{number}. {line}" for number, line in enumerate(service.agenda, 1)]
    heading = ["", site.language.say("Agenda")] if agenda else []
    event.add("description", "\n".join([service.summary, *heading, *agenda]))
    calendar = Calendar()
    calendar.add("prodid", "-//outbound-playbook//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written.decode()


def _rule(agreed: AgreedTerms) -> dict[str, object] | None:
    """Return how often it repeats so that what is agreed is kept; None for what follows an event."""
    cadence = agreed.cadence
    if isinstance(cadence, RollingCadence):
        return {"freq": "weekly", "interval": max(1, cadence.limit // 7)}
    if not isinstance(cadence, CalendarCadence) or cadence.only or cadence.at_least > 1:
        return None
    if cadence.per.value == "week":
        return {"freq": "weekly", "interval": 1}
    return {"freq": "monthly", "interval": _MONTHS[cadence.per.value]}
