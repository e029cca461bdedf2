"""What members are promised in one team and not in another, and terms of a team that go along with its members."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from checks.changes.loosened_terms import TeamPolicy, loosened_terms
from checks.model.agreed_terms import agreed_by_playbook
from checks.model.playbook import Playbook
from checks.model.service import Service
from checks.model.source import Block, Items, Quoted
from checks.model.team import Team
from checks.store.yaml_emitting import Value
from checks.store.yaml_splices import YamlEdit, append

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def promised_less(
    playbook: Playbook, services: Mapping[str, Service], teams: tuple[Team, Team], day: date
) -> Iterator[str]:
    """Yield in words what the second team promises less than the first, from `day` on, each once."""
    before, after = teams
    from_day = playbook.model_copy(update={"logs_from": day})
    base, head = (TeamPolicy(from_day, services, team) for team in (before, after))
    groups = {stay.group for stay in before.members if stay.last_day >= day} | {None}
    words = (
        f"{less.service}{f' for {less.before.group}' if less.before.group else ''}: {less.looser.words}"
        for less in loosened_terms(base, head, {})
        if less.before.group in groups
    )
    yield from dict.fromkeys(words)


def also_named(service: Service, team: Team, new: str, day: date) -> Iterator[tuple[str, YamlEdit]]:
    """Yield by file the edits that name the team `new` in each list of teams of a service that names `team` from `day` on."""
    ids = {team.id, *team.formerly}
    for group in dict.fromkeys(entry.group for entry in service.agreements):
        listing = None
        marked: list[int] = []
        for terms in agreed_by_playbook(service, group):
            at = next(at for at, entry in enumerate(service.agreements) if entry is terms.entry)
            listed = service.agreements[at].teams
            listing = at if listed is not None else listing
            if listing is not None and terms.last >= day and listing not in marked:
                marked.append(listing)
        for at in marked:
            named = service.agreements[at].teams
            if named and named != "all" and ids & set(named) and new not in named:
                shown, steps = service.written_at(at)
                yield shown, append((*steps, "teams"), new)


def own_terms(team: Team) -> Value | None:
    """Return a team's own terms as data, as they are written; None where it has none."""
    return as_data(team.written["agreements"]) if team.agreements else None


def as_data(written: object) -> Value:
    """Return what is written in a file as data: days and whole numbers too, as long as they have no quotes."""
    if isinstance(written, Block):
        return {key: as_data(value) for key, value in written.items()}
    if isinstance(written, Items):
        return [as_data(item) for item in written]
    text = str(written)
    if isinstance(written, Quoted):
        return text
    if _DAY.fullmatch(text):
        return date.fromisoformat(text)
    return int(text) if text.isdecimal() and str(int(text)) == text else text
