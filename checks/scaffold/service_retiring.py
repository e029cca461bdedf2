"""The end of a service: a last agreement, for one day, that says with whom it was agreed. What is before it stays.

An agreement ends where the next one begins. So the entries there are remain as they were agreed, and the one that
is added carries everything over, and ends the service with its `to`. Groups and teams with terms of their own have
sequences of their own, and each of them ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from checks.model.agreements import TeamAgreement
from checks.model.errors import UsageError
from checks.model.service import Service
from checks.model.team import Team
from checks.scaffold.change_draft import ChangeDraft
from checks.scaffold.next_agreement import agreement_file
from checks.store.yaml_emitting import Value
from checks.store.yaml_splices import YamlEdit, append, set_value

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Retirement:
    """The last day of a service, and when, with whom and where that was agreed."""

    last: date
    agreed_on: date
    agreed_with: Sequence[str]
    record: str

    def entry(self, group: str | None) -> dict[str, Value]:
        """Return the last agreement of a sequence."""
        keys: dict[str, Value] = {"from": self.last, "to": self.last}
        keys |= {"for": group} if group else {}
        return keys | {
            "agreed_on": self.agreed_on,
            "agreed_with": self.agreed_with,
            "record": self.record,
            "review_by": self.last,
        }


def draft_service_end(draft: ChangeDraft, service: Service, retirement: Retirement) -> None:
    """Draft the end of a service; raises `UsageError` where terms begin later, or all have ended.

    Its last agreements are files of their own if it has such files already, else entries of its list.
    """
    shown, groups = service.place().path, []
    for at, group in _endings(service.agreements, retirement, service.id):
        if service.agreements[at].last:
            path, steps = service.written_at(at)
            draft.edit(path, [set_value((*steps, "to"), retirement.last - _DAY)])
        groups.append(group)
    if not groups:
        last = max(entry.last for entry in service.agreements if entry.last)
        raise UsageError(f"{service.id} ends on {last} already. Nothing was written")
    if not service.agreement_files:
        draft.edit(shown, [append(("agreements",), *map(retirement.entry, groups))])
        return
    for group in groups:
        path, text = agreement_file(service, retirement.entry(group))
        draft.put(path, text)


def own_terms_end(team: Team, service: Service, retirement: Retirement) -> Iterator[YamlEdit]:
    """Yield the edits of a roster that end the team's own terms for a service."""
    for name in (service.id, *service.formerly):
        entries = team.agreements.get(name, ())
        added: list[Value] = []
        for at, group in _endings(entries, retirement, f"{team.id}: {service.id}"):
            if entries[at].last:
                yield set_value(("agreements", name, at, "to"), retirement.last - _DAY)
            added.append(retirement.entry(group))
        if added:
            yield append(("agreements", name), *added)


def _endings(
    entries: Sequence[TeamAgreement], retirement: Retirement, owner: str
) -> Iterator[tuple[int, str | None]]:
    """Yield of each group whose terms go on the number of its last entry, and the group."""
    for group in dict.fromkeys(entry.group for entry in entries):
        numbered = [(at, entry) for at, entry in enumerate(entries) if entry.group == group]
        at, latest = numbered[-1]
        if latest.last and latest.last <= retirement.last:
            continue
        if latest.first >= retirement.last:
            raise UsageError(
                f"{owner} has an agreement from {latest.first}. Choose a later day with --on, or edit the file by hand"
            )
        yield at, group
