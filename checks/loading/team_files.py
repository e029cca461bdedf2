"""Everything under data/teams/<team>/."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from checks.loading.coherence import correction_faults, team_faults, waiver_faults
from checks.loading.csv_columns import read_log, read_pulse
from checks.loading.documents import read_document
from checks.loading.files import Tree, collect, entries
from checks.loading.naming import misplaced, unknown_names
from checks.loading.repairable import FMT, repairable_places
from checks.model.base import Placed
from checks.model.corrections import Correction, CorrectionsFile
from checks.model.findings import Fault, Place, Problem
from checks.model.team import Team
from checks.model.touchpoint_log import Log, PulseRow
from checks.model.waivers import Answer, AnswersFile, Waiver, WaiversFile

M = TypeVar("M", bound=Placed)

_QUARTER = re.compile(r"20[0-9]{2}-Q[1-4]\.csv")
_YAML_FILES = {"team.yaml", "waivers.yaml", "answers.yaml", "corrections.yaml"}
_TEAM_FILES = {*_YAML_FILES, "touchpoints", "pulse"}


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
    corrections: tuple[Correction, ...] = ()

    @property
    def unread(self) -> bool:
        """Whether something of it could not be read."""
        return self.team is None or bool(self.faults)


def read_team(tree: Tree, team_id: str) -> TeamFiles:
    """Read everything under data/teams/<team>/."""
    faults: list[Fault] = []
    names = collect(faults, entries(tree))
    faults += unknown_names(tree, names, _TEAM_FILES)
    team = collect(faults, _optional(tree, "team.yaml", names, Team))
    if "team.yaml" not in names:
        words = f"{tree.shown} has no team.yaml. Add one, or remove the folder"
        place = Place(tree.below("team.yaml").shown)
        faults.append(Fault("SCH001", Problem(place, words, subject=tree.shown)))
    if team:
        if team.id != team_id:
            words = f"the folder is called {team_id}, but its `id` is different. Use the same word for both"
            place = team.place("id")
            faults.append(Fault("SCH006", Problem(place, words, subject=place.path)))
        faults += team_faults(team)
    waivers = collect(faults, _optional(tree, "waivers.yaml", names, WaiversFile))
    faults += waiver_faults(waivers) if waivers else ()
    answers = collect(faults, _optional(tree, "answers.yaml", names, AnswersFile))
    corrections = collect(faults, _optional(tree, "corrections.yaml", names, CorrectionsFile))
    faults += correction_faults(corrections) if corrections else ()
    log_files = collect(faults, quarter_files(tree.below("touchpoints")))
    log = collect(faults, read_log(log_files))
    pulse_files = collect(faults, quarter_files(tree.below("pulse")))
    pulse = collect(faults, read_pulse(pulse_files))
    repairable = {*repairable_places(faults, [*log_files, *pulse_files])}
    words = f"Correct this first. Until then, {team_id} is left out of all figures."
    return TeamFiles(
        team_id,
        team,
        log,
        waivers.waivers if waivers else (),
        answers.answers if answers else (),
        pulse,
        tuple(_of_team(fault, team_id, words, fmt=fault.problem.place in repairable) for fault in faults),
        len(_YAML_FILES & set(names)) + len(log_files) + len(pulse_files),
        corrections.corrections if corrections else (),
    )


def _of_team(fault: Fault, team_id: str, words: str, *, fmt: bool) -> Fault:
    """Return a fault with its team, and with what to do about it."""
    step = FMT if fmt else fault.problem.help
    return replace(fault, problem=replace(fault.problem, team=team_id, help=f"{words} {step}".strip()))


def _optional(tree: Tree, name: str, names: Sequence[str], model: type[M]) -> tuple[M | None, list[Fault]]:
    if name not in names:
        return None, []
    return read_document(tree.below(name), model, private=True)


def quarter_files(tree: Tree) -> tuple[list[Tree], list[Fault]]:
    """Return the files of a folder that are named by a calendar quarter, and a fault for each of the others."""
    names, faults = entries(tree)
    words = "is not named after a calendar quarter. Rename it, for example to 2026-Q3.csv"
    faults += (misplaced(tree.below(name).shown, words) for name in names if not _QUARTER.fullmatch(name))
    return [tree.below(name) for name in names if _QUARTER.fullmatch(name)], faults
