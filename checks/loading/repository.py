"""A playbook's repository and its data: policy at once, teams one at a time."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from checks.errors import NoDataError, NoPlaybookError, NothingToJudgeError
from checks.findings import Fault, Place, Problem
from checks.loading.blocks import require_parser
from checks.loading.documents import read_document
from checks.loading.files import Tree, entries, printable, reserved
from checks.loading.tables import read_log, read_pulse
from checks.model.base import Placed, Span
from checks.model.exceptions import Answer, Answers, Waiver, Waivers
from checks.model.figures import Figures
from checks.model.playbook import Playbook, Terms
from checks.model.recognition import CalendarRules
from checks.model.service import Service
from checks.model.team import Leader, Stay, Team

if TYPE_CHECKING:
    from checks.model.agreements import TeamAgreement
    from checks.model.log import Log, PulseRow

M = TypeVar("M", bound=Placed)

_ID = re.compile(r"[a-z][a-z0-9-]{1,39}")
_QUARTER = re.compile(r"20[0-9]{2}-Q[1-4]\.csv")
_FIGURES = re.compile(r"[A-Z]{0,2}20[0-9]{2}(-[QHW]?[0-9]{1,2})?\.json")


@dataclass(frozen=True)
class Policy:
    """Everything under playbook/. `services` are those that could be read; `unread` the ids of the others."""

    root: Tree
    playbook: Playbook | None
    services: Mapping[str, Service]
    unread: frozenset[str]
    calendar: CalendarRules | None
    figures: tuple[Figures, ...]
    faults: tuple[Fault, ...]
    files: int

    @cached_property
    def former(self) -> dict[str, str]:
        """Services' former ids, and the ids they have now."""
        return {old: service.id for service in self.services.values() for old in service.formerly}

    def knows_service(self, service: str) -> bool:
        """Whether there is, was, or cannot be read a service of this id."""
        return service in self.services or service in self.unread or service in self.former


@dataclass(frozen=True)
class TeamFiles:
    """Everything under data/teams/<team>/. A team with faults is unread: nothing is said of its coverage."""

    id: str
    team: Team | None
    log: Log
    waivers: tuple[Waiver, ...] = ()
    answers: tuple[Answer, ...] = ()
    pulse: tuple[PulseRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    files: int = 0

    @property
    def unread(self) -> bool:
        """Whether something of it could not be read."""
        return self.team is None or bool(self.faults)


@dataclass(frozen=True)
class Repository:
    """A playbook with its data; `stray` are the faults of folders that are no teams."""

    policy: Policy
    data: Tree
    team_ids: tuple[str, ...]
    stray: tuple[Fault, ...]
    _leaders: dict[str, tuple[Leader, ...] | None] = field(default_factory=dict)

    def teams(self) -> Iterator[TeamFiles]:
        """Read the teams one at a time, in order of their ids."""
        for team_id in self.team_ids:
            yield read_team(self.data.below("teams", team_id), team_id)

    def leaders_of(self, team_id: str | None) -> tuple[Leader, ...] | None:
        """Return who leads a team; nobody when there is none of this id, None when it cannot be read."""
        if team_id is None:
            return ()
        if team_id not in self.team_ids:
            team_id = self.former_teams.get(team_id, team_id)
        if team_id not in self.team_ids:
            return ()
        if team_id not in self._leaders:
            tree = self.data.below("teams", team_id, "team.yaml")
            team, faults = read_document(tree, Team, private=True)
            self._leaders[team_id] = None if team is None or faults else team.leaders
        return self._leaders[team_id]

    @cached_property
    def former_teams(self) -> dict[str, str]:
        """Teams' former ids, and the ids they have now; reads every roster, so it is asked for seldom."""
        found: dict[str, str] = {}
        for team_id in self.team_ids:
            team, _ = read_document(self.data.below("teams", team_id, "team.yaml"), Team, private=True)
            if team:
                found.update(dict.fromkeys(team.formerly, team_id))
        return found


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds playbook/playbook.yaml."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / "playbook" / "playbook.yaml").exists():
            return folder
    raise NoPlaybookError(str(start))


def open_repository(root: Path, data: str | None = None) -> Repository:
    """Read the policy under `root` and list the teams under its data, or under `data`, relative to `root`."""
    require_parser()
    if not (root / "playbook" / "playbook.yaml").exists():
        raise NoPlaybookError(str(root))
    policy = read_policy(Tree(root, ""))
    named = data or (policy.playbook.data if policy.playbook else "data")
    folder = (root / named).resolve()
    if not (folder / "teams").is_dir():
        raise NoDataError(named, "there is no folder teams/ in")
    tree = Tree(folder, "data")
    team_ids, stray = _team_ids(tree.below("teams"))
    if not team_ids and not stray:
        raise NoDataError(named, "there is no team to judge in")
    if not policy.services and not policy.faults:
        raise NothingToJudgeError("there is nothing to judge: playbook/services holds no service")
    return Repository(policy, tree, tuple(team_ids), tuple(stray))


def _team_ids(tree: Tree) -> tuple[list[str], list[Fault]]:
    names, faults = entries(tree)
    ids = []
    for name in names:
        below = tree.below(name)
        if below.folder.is_symlink():
            faults.append(_misplaced(below.shown, "is a link, and links are not followed"))
        elif not below.folder.is_dir():
            faults.append(_misplaced(below.shown, "stands among the teams and is no folder"))
        elif not _ID.fullmatch(name) or reserved(name):
            faults.append(_misplaced(below.shown, "is not named by an id: small letters, digits and hyphens"))
        else:
            ids.append(name)
    return ids, faults


def _misplaced(path: str, words: str) -> Fault:
    shown = printable(path)
    return Fault("SCH006", Problem(Place(shown), f"{shown} {words}", subject=shown))


def read_policy(root: Tree) -> Policy:
    """Read everything under playbook/."""
    top = root.below("playbook")
    faults: list[Fault] = []
    names, found = entries(top)
    faults += found
    faults += _unknown_names(top, names, {"playbook.yaml", "calendar.yaml", "services", "published"})
    playbook, found = read_document(top.below("playbook.yaml"), Playbook)
    faults += found
    if playbook:
        faults += playbook_faults(playbook)
    services, unread, found, files = _read_services(top.below("services"))
    faults += found
    calendar = None
    if "calendar.yaml" in names:
        calendar, found = read_document(top.below("calendar.yaml"), CalendarRules)
        faults += found
        files += 1
    figures, found = _read_figures(top.below("published"))
    faults += found
    return Policy(
        root,
        playbook,
        services,
        frozenset(unread),
        calendar,
        figures,
        tuple(faults),
        files + 1 + len(figures),
    )


def _unknown_names(tree: Tree, names: Sequence[str], known: set[str]) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, sorted(known), n=1, cutoff=0.6)
            hint = f"; did you mean {nearest[0]}?" if nearest else f"; known here: {', '.join(sorted(known))}"
            yield _misplaced(tree.below(name).shown, f"is not a file of the playbook{hint}")


def _read_services(tree: Tree) -> tuple[dict[str, Service], list[str], list[Fault], int]:
    names, faults = entries(tree)
    services: dict[str, Service] = {}
    unread: list[str] = []
    for name in names:
        file, stem = tree.below(name), name.removesuffix(".yaml")
        if not name.endswith(".yaml"):
            faults.append(_misplaced(file.shown, "stands among the services; a service's file ends in .yaml"))
            continue
        service, found = read_document(file, Service)
        if service and service.id != stem:
            found = [_other_name(service, "id", f"{stem}.yaml", service.id)]
        if not found and reserved(stem):
            found = [_misplaced(file.shown, "has a name Windows keeps for a device")]
        if service:
            found += agreement_faults(service)
        faults += found
        if service and not found:
            services[service.id] = service
        else:
            unread.append(stem)
            if service:
                unread.append(service.id)
    faults += _ids_twice(services)
    return services, unread, faults, len(names)


def _other_name(model: Placed, key: str, name: str, written: str) -> Fault:
    place = model.place(key)
    words = f"the file or folder is named {name} and its `{key}` says {written}; they are the same word"
    return Fault("SCH006", Problem(place, words, subject=place.path))


def _ids_twice(services: Mapping[str, Service]) -> Iterator[Fault]:
    taken = {service: service for service in services}
    for service in services.values():
        for at, old in enumerate(service.formerly):
            if old in taken:
                place = service.place("formerly", at)
                words = f"{old} is already an id of {taken[old]}"
                yield Fault("SCH011", Problem(place, words, service=service.id, subject=old))
            taken[old] = service.id


def _read_figures(tree: Tree) -> tuple[tuple[Figures, ...], list[Fault]]:
    names, faults = entries(tree)
    found = []
    for name in names:
        file = tree.below(name)
        if not _FIGURES.fullmatch(name):
            faults.append(_misplaced(file.shown, "is not named by a period, for example 2026-Q3.json"))
            continue
        figures, wrong = read_document(file, Figures, nulls=True)
        if figures and figures.period != name.removesuffix(".json"):
            wrong = [_other_name(figures, "period", name, figures.period)]
        faults += wrong
        if figures and not wrong:
            found.append(figures)
    return tuple(found), faults


def playbook_faults(playbook: Playbook) -> Iterator[Fault]:
    """Yield what no single field of playbook.yaml shows: lists out of order, ids written twice."""
    yield from _out_of_order(playbook.terms, "the terms")
    yield from _twice(playbook, "principles", [principle.id for principle in playbook.principles])
    yield from _twice(playbook, "groups", [group.id for group in playbook.groups])
    yield from _twice(playbook, "metrics", [metric.id for metric in playbook.metrics])


def _twice(model: Placed, name: str, ids: Sequence[str]) -> Iterator[Fault]:
    for at, one in enumerate(ids):
        if one in ids[:at]:
            place = model.place(name, at)
            yield Fault("SCH011", Problem(place, f"the id {one} is written twice in `{name}`", subject=one))


def _out_of_order(entries_here: Sequence[Span | Terms], what: str) -> Iterator[Fault]:
    for before, entry in itertools.pairwise(entries_here):
        if entry.first <= before.first:
            words = f"{what} stand in the order of their first days: {entry.first} comes after {before.first}"
            yield Fault("SCH011", Problem(entry.place("from"), words, subject=f"{what} {entry.first}"))


def agreement_faults(service: Service) -> list[Fault]:
    """Return what no single agreement shows: their order, and what the first of them leaves open."""
    faults: list[Fault] = []
    for group in dict.fromkeys(entry.group for entry in service.agreements):
        own = [entry for entry in service.agreements if entry.group == group]
        faults += _sequence_faults(own)
        faults += [
            Fault(
                "SCH004",
                Problem(
                    own[0].place(), f"`{key}` is missing: the first agreement says everything", subject=key
                ),
            )
            for key in ("obligation", "given_by")
            if getattr(own[0], key) is None
        ]
        first = own[0]
        if first.obligation in ("compulsory", "offered") and first.teams is None:
            faults.append(
                Fault(
                    "SCH004",
                    Problem(
                        first.place(),
                        "`teams` is missing: the first agreement says everything",
                        subject="teams",
                    ),
                )
            )
    faults += _twice(service, "metrics", [metric.id for metric in service.metrics])
    return faults


def _sequence_faults(own: Sequence[TeamAgreement]) -> Iterator[Fault]:
    yield from _out_of_order(own, "agreements")
    for before, entry in itertools.pairwise(own):
        if before.last is not None and before.last >= entry.first > before.first:
            words = f"this agreement ends on {before.last}, after the next begins on {entry.first}"
            yield Fault(
                "SCH011", Problem(before.place("to"), words, subject=f"{before.place().path} {before.last}")
            )


def read_team(tree: Tree, team_id: str) -> TeamFiles:
    """Read everything under data/teams/<team>/."""
    names, faults = entries(tree)
    faults = [*faults, *_unknown_names(tree, names, _TEAM_FILES)]
    if "team.yaml" not in names:
        words = f"{tree.shown} has no team.yaml"
        faults.append(
            Fault("SCH001", Problem(Place(tree.below("team.yaml").shown), words, subject=tree.shown))
        )
        team = None
    else:
        team, found = read_document(tree.below("team.yaml"), Team, private=True)
        faults += found
    if team:
        if team.id != team_id:
            words = f"the folder is named {team_id} and its `id` says another; they are the same word"
            place = team.place("id")
            faults.append(Fault("SCH006", Problem(place, words, subject=place.path)))
        faults += team_faults(team)
    waivers, found = _optional(tree, "waivers.yaml", names, Waivers)
    faults += found
    faults += waiver_faults(waivers) if waivers else ()
    answers, found = _optional(tree, "answers.yaml", names, Answers)
    faults += found
    log_files, found = _quarter_files(tree.below("touchpoints"))
    log, wrong = read_log(log_files)
    faults += [*found, *wrong]
    pulse_files, found = _quarter_files(tree.below("pulse"))
    pulse, wrong = read_pulse(pulse_files)
    faults += [*found, *wrong]
    return TeamFiles(
        team_id,
        team,
        log,
        waivers.waivers if waivers else (),
        answers.answers if answers else (),
        pulse,
        tuple(_unread_help(fault, team_id) for fault in faults),
        len({"team.yaml", "waivers.yaml", "answers.yaml"} & set(names)) + len(log_files) + len(pulse_files),
    )


_TEAM_FILES = {"team.yaml", "waivers.yaml", "answers.yaml", "touchpoints", "pulse"}


def _unread_help(fault: Fault, team_id: str) -> Fault:
    words = f"Until this is mended {team_id} is unread: nothing is said of its coverage."
    return replace(fault, problem=replace(fault.problem, team=team_id, help=words))


def _optional(tree: Tree, name: str, names: Sequence[str], model: type[M]) -> tuple[M | None, list[Fault]]:
    if name not in names:
        return None, []
    return read_document(tree.below(name), model, private=True)


def _quarter_files(tree: Tree) -> tuple[list[Tree], list[Fault]]:
    names, faults = entries(tree)
    files = []
    for name in names:
        if _QUARTER.fullmatch(name):
            files.append(tree.below(name))
        else:
            words = "is not named by a calendar quarter, for example 2026-Q3.csv"
            faults.append(_misplaced(tree.below(name).shown, words))
    return files, faults


def team_faults(team: Team) -> Iterator[Fault]:
    """Yield what no single entry of team.yaml shows: stays that overlap, agreements out of order."""
    stays: dict[str, list[Stay]] = {}
    for stay in sorted(team.members, key=lambda stay: stay.first):
        before = stays.setdefault(stay.person, [])
        if before and before[-1].last_number >= stay.first_number:
            words = "this stay overlaps another of the same person"
            named = f"{words} ({stay.person}, line {before[-1].place().line})"
            yield Fault(
                "SCH011", Problem(stay.place(), words, named=named, subject=f"{stay.person} {stay.first}")
            )
        before.append(stay)
    for own in team.agreements.values():
        for group in dict.fromkeys(entry.group for entry in own):
            yield from _sequence_faults([entry for entry in own if entry.group == group])


def waiver_faults(waivers: Waivers) -> Iterator[Fault]:
    """Yield the waivers whose id another has before them."""
    ids = [waiver.id for waiver in waivers.waivers]
    for at, one in enumerate(ids):
        if one in ids[:at]:
            place = waivers.place("waivers", at, "id")
            words = f"this waiver has the id of another, on line {waivers.place('waivers', ids.index(one), 'id').line}"
            yield Fault("SCH011", Problem(place, words, subject=one))
