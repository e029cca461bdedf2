"""Issue forms for a code host, made from the playbook: order a service, log a touchpoint, propose a change.

The first two are about persons and belong into the private repository alone. What a form sends is read by
`checks.imports.issue`, by the labels of `checks.model.form_labels`.
"""

import json
from collections.abc import Iterable

from checks.model import form_labels as labels
from checks.model.service import Service

PRIVATE, POLICY = "data", "policy"
"""Which repository a form belongs into."""

_MARK = "# Written by `outbound setup forms` from the playbook: edit the playbook, and run it again.\n"

_LINKED = "Your account has to be linked to your id. If it isn’t yet, the answer says whom to ask."


def issue_forms(services: Iterable[Service], repository: str = "") -> dict[str, str]:
    """Return the forms by the names of their files, those of one repository or all."""
    offered = sorted(services, key=lambda service: service.title)
    ordered = [service for service in offered if service.order is not None] or offered
    private = {"log-a-touchpoint.yml": _log(offered), "order-a-service.yml": _order(ordered)}
    policy = {"propose-a-change.yml": _propose(offered)}
    return {PRIVATE: private, POLICY: policy}.get(repository, private | policy)


def _order(services: Iterable[Service]) -> str:
    return _form(
        "Order a service",
        "Ask for a service that is yours. You need not say why.",
        "Order",
        _words(f"Your order is logged with its day, and answered in the days that were agreed. {_LINKED}"),
        _choice(labels.SERVICE, "", map(_named, services)),
        _line(labels.WHO, "As it stands in the roster, for example p-1024. No name.", needed=True),
        _line(labels.TEAM, "Only if you are in several teams."),
    )


def _log(services: Iterable[Service]) -> str:
    return _form(
        "Log a touchpoint",
        "Write down that a service was held. Nothing about what was said.",
        "Touchpoint",
        _words(
            f"Ids only, no names and no contents: there is no place for them, and none is needed. {_LINKED}"
        ),
        _choice(labels.SERVICE, "", map(_named, services)),
        _line(labels.DAY, "For example 2026-11-20, 20 November 2026 or yesterday.", needed=True),
        _line(labels.MEMBER, "An id, for example p-1024. Empty for what a team has as one."),
        _line(labels.GIVER, "An id. Empty: the leader who alone may give it."),
        _choice(labels.STARTED, "Empty: as the service has it.", labels.STARTERS, needed=False),
        _choice(labels.BECAME, "Empty: it was held.", labels.BECOMES, needed=False),
        _line(labels.OF_TEAM, "Only where it cannot be told from the member."),
    )


def _propose(services: Iterable[Service]) -> str:
    return _form(
        "Propose a change to a service",
        "Say what should be agreed otherwise. Anybody may.",
        "Proposal",
        _words("Everybody can read this. Name no person, and nothing that somebody was told in confidence."),
        _choice(labels.SERVICE, "", [*map(_named, services), "A new service"]),
        _text("What should change", "How often, by whom, on whose initiative, for whom."),
        _text("Why", "What happens now, and what would be better for those who use the service."),
        _line("With whom it was talked over", "Team members, leaders, coaches: groups, not names."),
        _line("From when on", "The first day it should hold. No change reaches into the past."),
    )


def _named(service: Service) -> str:
    return f"{service.title} ({service.id})"


def _form(name: str, about: str, title: str, *parts: str) -> str:
    head = f"name: {_quoted(name)}\ndescription: {_quoted(about)}\ntitle: {_quoted(title)}\nbody:\n"
    return _MARK + head + "".join(parts)


def _words(text: str) -> str:
    return f"  - type: markdown\n    attributes:\n      value: {_quoted(text)}\n"


def _line(label: str, about: str, *, needed: bool = False) -> str:
    return _part("input", label, about, needed=needed)


def _text(label: str, about: str) -> str:
    return _part("textarea", label, about, needed=True)


def _choice(label: str, about: str, options: Iterable[str], *, needed: bool = True) -> str:
    listed = "".join(f"        - {_quoted(option)}\n" for option in options)
    return _part("dropdown", label, about, needed=needed, more=f"      options:\n{listed}")


def _part(kind: str, label: str, about: str, *, needed: bool, more: str = "") -> str:
    described = f"      description: {_quoted(about)}\n" if about else ""
    return (
        f"  - type: {kind}\n    id: {label.lower().replace(' ', '-')}\n    attributes:\n"
        f"      label: {_quoted(label)}\n{described}{more}"
        f"    validations:\n      required: {'true' if needed else 'false'}\n"
    )


def _quoted(text: str) -> str:
    """Return a text in double quotes, as JSON and YAML both read it."""
    return json.dumps(text, ensure_ascii=False)
