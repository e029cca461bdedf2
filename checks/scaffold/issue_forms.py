"""Issue forms for a code host, made from the playbook: request a service, log a touchpoint, propose a change.

The first two are about persons and belong only in the private repository. What a form sends is read by
`checks.imports.issue`, by the labels of `checks.model.form_labels`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from checks.model import form_labels as labels
from checks.model.service import Service
from checks.store.yaml_emitting import HOUSE, Value, document_text

PRIVATE, POLICY = "data", "policy"
"""Which repository a form belongs in."""

_MARK = "# `outbound setup forms` wrote this file from the playbook. To change it, edit the playbook and run the command again.\n"

_LINKED = "Your account must be linked to your id. If it isn’t yet, the reply tells you who to ask."


def issue_forms(services: Iterable[Service], repository: str = "", site: str | None = None) -> dict[str, str]:
    """Return the forms by the names of their files, those of one repository or all.

    `site` is the address of the published website, if there is one: its own form for a change is better.
    """
    offered = sorted(services, key=lambda service: service.title)
    ordered = [service for service in offered if service.order is not None] or offered
    private = {"log-a-touchpoint.yml": _log(offered), "order-a-service.yml": _order(ordered)}
    policy = {"propose-a-change.yml": _propose(offered, site)}
    return {PRIVATE: private, POLICY: policy}.get(repository, private | policy)


def _order(services: Iterable[Service]) -> str:
    return _form(
        "Request a service",
        "Ask for a service. You don’t need to give a reason.",
        "Request",
        _words(
            "We log your request with today’s date. If the service has a deadline for requests, you get an "
            f"answer by then. {_LINKED}"
        ),
        _choice(labels.SERVICE, "", map(_named, services)),
        _line(labels.WHO, "Your id from the roster, for example p-1024. Don’t write your name.", needed=True),
        _line(labels.TEAM, "Fill this in only if you are in several teams."),
    )


def _log(services: Iterable[Service]) -> str:
    return _form(
        "Log a touchpoint",
        "Record that a conversation took place. Don’t include its contents.",
        "Touchpoint",
        _words(f"Use ids, not names. Don’t write what you discussed. {_LINKED}"),
        _choice(labels.SERVICE, "", map(_named, services)),
        _line(labels.DAY, "For example 2026-11-20, 20 November 2026 or yesterday.", needed=True),
        _line(
            labels.MEMBER, "The member’s id, for example p-1024. Leave empty if it was for the whole team."
        ),
        _line(
            labels.GIVER,
            "Id of the leader or coach. Leave empty for the team’s leader, if there is only one.",
        ),
        _choice(labels.STARTED, "Leave empty for the usual one.", labels.STARTERS, needed=False),
        _choice(labels.BECAME, "Leave empty if it took place.", labels.BECOMES, needed=False),
        _line(
            labels.OF_TEAM, "Fill this in for a whole team or a guest, or if the member is in several teams."
        ),
    )


def _propose(services: Iterable[Service], site: str | None) -> str:
    website = f"[the website]({site})" if site else "the website"
    return _form(
        "Propose a change to a service",
        "Suggest a different agreement. Anyone can.",
        "Proposal",
        _words(
            f"On {website}, each service’s page has a button **Propose a change**. It opens a form that shows "
            "what your change would mean, and prepares it for you. If you prefer, describe it here.\n\n"
            "Everyone can read this. Don’t name people or share anything confidential."
        ),
        _choice(labels.SERVICE, "", [*map(_named, services), "A new service"]),
        _text("Proposed change", "For example how often, who gives it, who starts it, or who gets it."),
        _text(
            "Reason",
            "Describe the situation now, and what would be better for the people who use the service.",
        ),
        _line(
            "Groups you discussed it with", "For example team members, leaders or coaches. Don’t write names."
        ),
        _line("Start date", "The first day it should apply. It can’t be in the past."),
    )


def _named(service: Service) -> str:
    return f"{service.title} ({service.id})"


def _form(name: str, about: str, title: str, *parts: Value) -> str:
    form: dict[str, Value] = {"name": name, "description": about, "title": title, "body": parts}
    return document_text(form, _MARK, replace(HOUSE, width=0))  # each key on a line of its own


def _words(text: str) -> Value:
    return {"type": "markdown", "attributes": {"value": text}}


def _line(label: str, about: str, *, needed: bool = False) -> Value:
    return _part("input", label, about, needed=needed)


def _text(label: str, about: str) -> Value:
    return _part("textarea", label, about, needed=True)


def _choice(label: str, about: str, options: Iterable[str], *, needed: bool = True) -> Value:
    return _part("dropdown", label, about, needed=needed, options=list(options))


def _part(kind: str, label: str, about: str, *, needed: bool, options: Sequence[str] = ()) -> Value:
    attributes: dict[str, Value] = {"label": label}
    attributes |= {"description": about} if about else {}
    attributes |= {"options": options} if options else {}
    return {
        "type": kind,
        "id": label.lower().replace(" ", "-"),
        "attributes": attributes,
        "validations": {"required": needed},
    }
