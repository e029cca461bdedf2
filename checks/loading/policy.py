"""Everything under playbook/."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checks.engine.policy_case import PolicyCase
from checks.loading.agreement_files import folder_faults, joined, read_agreement_files
from checks.loading.coherence import playbook_faults
from checks.loading.documents import Size, read_document
from checks.loading.files import LOG_CAP, YAML_CAP, Tree, collect, entries, printable, read_text, reserved
from checks.loading.naming import misplaced, other_name, unknown_names
from checks.model.agreements import AgreementFile
from checks.model.findings import Fault, Problem
from checks.model.languages import LANGUAGES
from checks.model.playbook import Playbook
from checks.model.recognition import CalendarRules
from checks.model.release_document import ReleaseDocument
from checks.model.service import Service

_IDS = re.compile(r"^(?:id|formerly):((?:[^\n]*)(?:\n +- [^\n]*|\n- [^\n]*)*)", re.MULTILINE)
_ID = re.compile(r"\b[a-z][a-z0-9-]{1,39}\b")
_RELEASE = re.compile(r"[A-Z]{0,2}20[0-9]{2}(-[QHW]?[0-9]{1,2})?\.json")


@dataclass(frozen=True)
class Policy:
    """Everything under playbook/. `services` are those that could be read; `unread` the ids of the others."""

    root: Tree
    playbook: Playbook | None
    services: Mapping[str, Service]
    unread: frozenset[str]
    calendar: CalendarRules | None
    releases: tuple[ReleaseDocument, ...]
    faults: tuple[Fault, ...]
    files: int

    @property
    def language(self) -> str:
        """The code of the language its pages speak; English where playbook.yaml could not be read."""
        return self.playbook.language if self.playbook else LANGUAGES[0]

    @property
    def unreadable(self) -> list[str]:
        """The sorted ids of services that cannot be judged, safe to print: they come from names of files."""
        return sorted(map(printable, self.unread - set(self.services)))

    @property
    def last_release(self) -> ReleaseDocument | None:
        """The release of the latest quarter; several may have been written on one day."""
        return max(self.releases, key=lambda release: release.period.removeprefix("FY"), default=None)

    @cached_property
    def former(self) -> dict[str, str]:
        """Services' former ids, and the ids they have now."""
        return {old: service.id for service in self.services.values() for old in service.formerly}

    @cached_property
    def _cases(self) -> dict[date, PolicyCase]:
        return {}

    def case_on(self, playbook: Playbook, as_of: date) -> PolicyCase:
        """Return what every team is judged by on a day, the same object each time it is asked for."""
        if as_of not in self._cases:
            self._cases[as_of] = PolicyCase(playbook, self.services, self.former, as_of)
        return self._cases[as_of]


def read_policy(root: Tree) -> Policy:
    """Read everything under playbook/."""
    top = root.below("playbook")
    faults: list[Fault] = []
    names = collect(faults, entries(top))
    faults += unknown_names(top, names, {"playbook.yaml", "calendar.yaml", "services", "published"})
    playbook = collect(faults, read_document(top.below("playbook.yaml"), Playbook))
    faults += playbook_faults(playbook) if playbook else ()
    services, unread, files = collect(faults, _read_services(top.below("services")))
    calendar = None
    if "calendar.yaml" in names:
        calendar = collect(faults, read_document(top.below("calendar.yaml"), CalendarRules))
        files += 1
    releases = collect(faults, _read_releases(top.below("published")))
    files += 1 + len(releases)
    return Policy(root, playbook, services, frozenset(unread), calendar, releases, tuple(faults), files)


def _read_services(tree: Tree) -> tuple[tuple[dict[str, Service], list[str], int], list[Fault]]:
    """Return the services by id, the ids of those that are not judged, how many files there are, and the faults."""
    names, faults = entries(tree)
    services: dict[str, Service] = {}
    unread: list[str] = []
    ids = {name.removesuffix(".yaml") for name in names if name.endswith(".yaml")}
    folders = {name: tree.below(name) for name in names if not name.endswith(".yaml")}
    files = len(ids)
    for name, folder in folders.items():
        if wrong := folder_faults(folder, ids):
            faults += wrong
            unread += [name.rpartition(".")[0] or name, *_ids_in(folder)]
    for stem in sorted(ids):
        own, wrong = read_agreement_files(folders[stem]) if stem in folders else ([], [])
        service, wrong_service = _read_service(tree.below(f"{stem}.yaml"), stem, own, complete=not wrong)
        faults += [*wrong_service, *wrong]
        files += len(own)
        if service and not wrong and not wrong_service:
            services[service.id] = service
        else:
            unread += [stem, stem.lower(), *_ids_in(tree.below(f"{stem}.yaml"))]
    for clash in list(_ids_twice(services)):
        faults.append(clash)
        for service_id in (clash.problem.service or "", clash.problem.subject):
            services.pop(service_id, None)  # which of the two a row means cannot be told: neither is judged
            unread.append(service_id)
    return (services, unread, files), faults


def _read_service(
    file: Tree, stem: str, own: list[AgreementFile], *, complete: bool
) -> tuple[Service | None, list[Fault]]:
    """Return a service with its `own` agreements, those in files of their own, and what is wrong with it.

    Unless they are `complete`, what is missing cannot be told.
    """
    service, wrong = read_document(file, Service)
    if service and service.id != stem:
        wrong = [other_name(service, "id", f"{stem}.yaml", service.id)]
    if not wrong and reserved(stem):
        words = "has a name that Windows reserves for a device. Choose a different id"
        wrong = [misplaced(file.shown, words)]
    if service and complete:
        service, incoherent = joined(service, own)
        wrong += incoherent
    return service, wrong


def _ids_in(file: Tree) -> list[str]:
    """Return the ids that an unread service seems to have or have had, read as leniently as can be.

    One fault in its file would else be reported again at every row that names it.
    """
    content = file.content(LOG_CAP)
    text = "" if isinstance(content, str) else content[:YAML_CAP].decode("utf-8", "replace")
    return [word for match in _IDS.finditer(text) for word in _ID.findall(match[1])]


def _ids_twice(services: Mapping[str, Service]) -> Iterator[Fault]:
    taken = {service: service for service in services}
    for service in services.values():
        for at, old in enumerate(service.formerly):
            if old in taken:
                place = service.place("formerly", at)
                words = f"{taken[old]} already uses the id {old}. Remove it here, or there"
                yield Fault("SCH011", Problem(place, words, service=service.id, subject=old))
            taken[old] = service.id


_GENERATED = Size(4 * 1024 * 1024, 400_000, frozenset({"team"}))
"""Releases are written by the command and grow with the teams; in a total, `team` is null."""


def _read_releases(tree: Tree) -> tuple[tuple[ReleaseDocument, ...], list[Fault]]:
    names, faults = entries(tree)
    if not names:
        return (), faults
    from checks.model.release_document import (
        ReleaseDocument,  # many models, and most playbooks have published nothing
    )

    releases: list[ReleaseDocument] = []
    for name in names:
        file = tree.below(name)
        if not _RELEASE.fullmatch(name):
            faults.append(
                misplaced(file.shown, "is not named after a period. Rename it, for example to 2026-Q3.json")
            )
            continue
        release, wrong = read_document(file, ReleaseDocument, size=_GENERATED)
        if release and release.period != name.removesuffix(".json"):
            wrong = [other_name(release, "period", name, release.period)]
        elif release:
            wrong = _changed_by_hand(file, release) or [
                Fault("SCH005", Problem(place, words)) for place, words in release.not_for_everybody()
            ]
        faults += wrong
        if release and not wrong:
            releases.append(release)
    return tuple(releases), faults


def _changed_by_hand(file: Tree, release: ReleaseDocument) -> list[Fault]:
    """Return the fault of a release that is not as it was written."""
    from checks.model.release_document import is_sealed

    text = read_text(file, _GENERATED.cap)
    if isinstance(text, Fault) or is_sealed(text):
        return []
    words = "this release has changed since it was written. Restore it from git"
    return [Fault("SCH005", Problem(release.key_place("seal"), words))]
