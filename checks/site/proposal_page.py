"""The proposal page of a service: a form with the agreement in force, for a change without git and without YAML.

The page is made from the policy, the sizes of teams and released figures. Its script makes one agreement file of what is
typed. It sends nothing. Source: docs/adr/0047-propose-from-the-page.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from checks.model.agreed_terms import default_terms_by_day
from checks.model.base import FOREVER
from checks.model.cadences import MONTHS, cadence_keys
from checks.model.playbook import starting_month
from checks.site.phrases import quarter
from checks.site.promise_sentences import promise, starts
from checks.site.promise_trials import promise_trials
from checks.site.proposal_rules import agreement_shapes, proposal_sayings
from checks.site.proposal_words import PARTIES, proposal_words
from checks.site.safe_text import capital
from checks.site.sending import sending_links
from checks.store.yaml_emitting import document_text
from checks.wording.language import message, numbered
from checks.wording.measures import iso
from checks.wording.roles import ROLES, party_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from checks.model.agreed_terms import AgreedTerms
    from checks.model.service import Service
    from checks.publish.figure_units import NamedTeam
    from checks.site.sending import SendingLink
    from checks.site.site_data import Site
    from checks.store.yaml_emitting import Value

PROPOSAL_ASSETS = ("assets/propose.js", "assets/send.js", "assets/propose.css")

MOST_TEAMS = 100
"""Teams a form offers to choose from; of more it offers all teams, and those that the agreement names already."""

_OBLIGATIONS = {
    "compulsory": message("Compulsory: it must take place"),
    "offered": message("Offered: team members may say no"),
    "voluntary": message("Voluntary: nothing is owed"),
}
_COUNTS = {
    "any": message("No matter who starts it"),
    "outbound": message("Only if the leader or coach starts it"),
}
_AFTER = {
    "joining": message("someone joins the team"),
    "returning": message("someone comes back from leave"),
    "ordering": message("a team member asks for it"),
    "leaving": message("someone leaves"),
}
_PER = {
    "week": message("each week"),
    "month": message("each month"),
    "quarter": message("each quarter"),
    "half-year": message("each half-year"),
    "year": message("each year"),
}
_UNITS = {"day": message("days"), "week": message("weeks"), "working day": message("working days")}

Choice = tuple[str, str]
"""A value as a file has it, and its words."""


@dataclass(frozen=True, slots=True)
class FormChoices:
    """What may be chosen in each field of the form."""

    obligations: tuple[Choice, ...]
    counts: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    periods: tuple[Choice, ...]
    months: tuple[Choice, ...]
    events: tuple[Choice, ...]
    units: tuple[Choice, ...]
    step_units: tuple[Choice, ...]
    parties: tuple[Choice, ...]
    teams: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What a service's proposal page says: the promise today, the fields of the form, and the data of its script.

    `start` are the fields' first values, `steps` those of times after an event. `free` says that nothing is agreed
    about how often. `default_share` is empty where a share is agreed, which a proposal must name too. `entry` is
    the file to change by hand where no script runs.
    """

    service: Service
    promise: str
    starts: str
    choices: FormChoices
    start: Mapping[str, Any]
    steps: tuple[tuple[str, str], ...]
    free: bool
    groups: tuple[str, ...]
    default_share: str
    edit_url: str
    ways: tuple[SendingLink, ...]
    entry: str
    data: Markup


def proposal_path(service: Service) -> str:
    """Return the path of a service's proposal page."""
    return f"services/{service.id}/propose.md"


def last_agreement(site: Site, service: Service) -> AgreedTerms | None:
    """Return the agreement for everybody that a new one would follow; None where there is none."""
    agreements = site.agreements[service.id]
    return agreements[-1] if agreements else None


def proposal_page(site: Site, service: Service) -> ProposalView:
    """Return what a service's proposal page says."""
    language, before = site.language, last_agreement(site, service)
    start = _start(site, before)
    return ProposalView(
        service=service,
        promise=promise(language, service, site.terms_now(service.id)),
        starts=starts(language, service),
        choices=_choices(site, before),
        start=start,
        steps=_steps(start.get("within", ())),
        free=before is None or before.cadence is None,
        groups=tuple(dict.fromkeys(entry.group for entry in service.agreements if entry.group)),
        default_share=""
        if start.get("coverage_at_least")
        else language.percent(site.default_terms.coverage_at_least),
        edit_url=site.edit_url(service.place().path),
        ways=tuple(sending_links(site)),
        entry=_entry(site, before),
        data=as_json(proposal_data(site, service)),
    )


def _choices(site: Site, before: AgreedTerms | None) -> FormChoices:
    language = site.language

    def said(choices: Mapping[str, str]) -> tuple[Choice, ...]:
        return tuple((value, language.text(words)) for value, words in choices.items())

    return FormChoices(
        obligations=said(_OBLIGATIONS),
        counts=said(_COUNTS),
        roles=tuple((role, capital(words)) for role, words in said(ROLES)),
        periods=said(_PER),
        months=tuple((name, capital(language.month(at))) for at, name in enumerate(MONTHS, 1)),
        events=said(_AFTER),
        units=said({unit: words for unit, words in _UNITS.items() if unit != "working day"}),
        step_units=said(_UNITS),
        parties=tuple((party, capital(party_words([party], language))) for party in PARTIES),
        teams=_teams(site, before),
    )


def as_json(data: object) -> Markup:
    """Return data as JSON on one line that no script, comment or line of Markdown can end."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&`\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no sign of markup is left in it


def proposal_data(site: Site, service: Service) -> dict[str, object]:
    """Return what the page's script works with: the terms before, rules, words, sizes and released figures."""
    before = last_agreement(site, service)
    return {
        "title": service.title,
        "folder": _folder(service),
        "today": iso(site.playbook.today) if site.playbook.today else None,
        "as_of": iso(site.as_of),
        "first": iso(before.entry.first) if before else None,
        "last": iso(before.last) if before and before.last < FOREVER else None,
        "before": _terms(before) if before else None,
        "agreed": [f"{iso(entry.agreed_on)} {entry.record}" for entry in service.agreements],
        "shares": _shares(site),
        "year_starts": starting_month(site.playbook),
        "minutes": service.context.minutes,
        "receivers": _receivers(site, service),
        "trials": {str(choice.weeks): choice.kept for choice in promise_trials(site, service)},
        "shapes": agreement_shapes(),
        "words": proposal_words(site.language, service),
        "says": {**proposal_sayings(site.language), **_kept(site)},
    }


def _folder(service: Service) -> str:
    """Return the folder of a service's agreement files."""
    return service.place().path.removesuffix(".yaml")


def _hundredths(share: Fraction) -> int:
    return int(share * 10_000)


def _terms(agreed: AgreedTerms) -> dict[str, object]:
    """Return resolved terms by the names of their keys, shares in hundredths of a percent."""
    share = agreed.coverage_at_least
    return {
        "obligation": agreed.obligation,
        "given_by": _roles(agreed),
        "counts": agreed.counts,
        "share": None if share is None else _hundredths(share),
        "may_miss": agreed.may_miss,
        "teams": None if agreed.teams is None else sorted(agreed.teams),
        "cadence": cadence_keys(agreed.cadence) if agreed.cadence else None,
    }


def _roles(agreed: AgreedTerms) -> list[str]:
    return [role for role in ROLES if role in agreed.given_by]


def _steps(within: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return the times after an event, with empty ones to fill in: four at the least, and one more than there are."""
    steps = [(count, unit) for count, unit in within]
    return (*steps, *[("", "day")] * max(1, 4 - len(steps)))


def _start(site: Site, before: AgreedTerms | None) -> dict[str, Any]:
    """Return what the fields hold at first: the terms before, from the next quarter on."""
    first = site.next_quarter
    if before and before.entry.first >= first:
        first = before.entry.first + timedelta(days=1)
    start: dict[str, Any] = {
        "from": iso(first),
        "review_by": iso(first + timedelta(days=364)),
        "agreed_on": iso(site.as_of),
        "agreed_with": list(before.entry.agreed_with) if before else ["members", "leaders"],
        "kind": "none",
        "all_teams": "all",
        "may_miss": "0",
    }
    return start | _terms_fields(before) if before else start


def _terms_fields(before: AgreedTerms) -> dict[str, Any]:
    share = before.coverage_at_least
    return {
        "obligation": before.obligation,
        "given_by": _roles(before),
        "counts": before.counts,
        "coverage_at_least": "" if share is None else f"{_hundredths(share) / 100:g}",
        "may_miss": str(before.may_miss),
        "all_teams": "some" if before.teams else "all",
        "teams": sorted(before.teams or ()),
        **_cadence_fields(before),
    }


def _cadence_fields(agreed: AgreedTerms) -> dict[str, object]:
    """Return the fields of how often."""
    if agreed.cadence is None:
        return {}
    keys = cadence_keys(agreed.cadence)
    kind = "rolling" if "at_most_apart" in keys else "event" if "after" in keys else "calendar"
    fields: dict[str, object] = {"kind": kind}
    for key, value in keys.items():
        if key in ("at_most_apart", "grace", "before", "away_at_least"):
            fields[key] = _pair(str(value))
        elif key == "within" and isinstance(value, list):
            fields[key] = [_pair(step) for step in value]
        else:
            fields[key] = str(value) if isinstance(value, int) else value
    return fields


def _pair(length: str) -> list[str]:
    count, _, unit = length.partition(" ")
    return [count, unit.removesuffix("s")]


def _shares(site: Site) -> list[tuple[str, int]]:
    """Return the coverage that the playbook's own terms promise, each with its first day."""
    eras = default_terms_by_day(site.playbook.terms)
    return [(iso(first), _hundredths(terms.coverage_at_least)) for first, terms in eras]


def _receivers(site: Site, service: Service) -> dict[str, object] | None:
    """Return how many receive it, in all and by team; None where sizes are not known, or all together too few."""
    by_team = receivers(service, site.teams, site.figures.smallest_group)
    return {"all": sum(by_team.values()), "teams": by_team} if by_team else None


def receivers(service: Service, teams: Sequence[NamedTeam], smallest_group: int) -> dict[str, int] | None:
    """Return how many receive a service by team: people, or the team; None where all together are too few to say."""
    sizes = {team.team: team.size for team in teams if team.size}
    if not sizes or sum(sizes.values()) < smallest_group:
        return None
    return dict.fromkeys(sizes, 1) if service.audience == "team" else sizes


def _kept(site: Site) -> dict[str, object]:
    """Return how it is said what would have been kept: in which quarters."""
    if not site.figures.mixed:
        return {}
    first, last = (quarter(site.language, site.figures.mixed[at].name) for at in (0, -1))
    forms = site.language.both_forms(
        *numbered(
            "At most {number} week apart would have been met in {share} of cases from {first} to {last}.",
            "At most {number} weeks apart would have been met in {share} of cases from {first} to {last}.",
        )
    )
    return {"kept": [form.replace("{first}", first).replace("{last}", last) for form in forms]}


def _teams(site: Site, before: AgreedTerms | None) -> tuple[Choice, ...]:
    """Return the teams to choose from, with their names, by name."""
    names = {team.team: team.name for team in site.teams if team.size}
    named = before.teams or frozenset() if before else frozenset()
    ids = {*names, *named} if len(names) <= MOST_TEAMS else named
    return tuple(
        sorted(((team, names.get(team, team)) for team in ids), key=lambda choice: choice[1].casefold())
    )


def _entry(site: Site, before: AgreedTerms | None) -> str:
    """Return the agreement in force as a file from the next quarter on, to be changed by hand where no script runs."""
    first = site.next_quarter
    keys: dict[str, Value] = {"schema": 1, "from": first}
    if before:
        keys |= {"obligation": before.obligation, "given_by": _roles(before)}
        if before.cadence:
            keys["cadence"] = cadence_keys(before.cadence)
    keys |= {
        "agreed_on": site.as_of,
        "agreed_with": [
            str(party) for party in (before.entry.agreed_with if before else ("members", "leaders"))
        ],
        "record": "https://git.example.org/playbook/records/57",
        "review_by": first + timedelta(days=364),
    }
    keys |= {"follows": before.entry.first} if before else {}
    return document_text(keys).rstrip("\n")
