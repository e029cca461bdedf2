"""A playbook's repository and its data: policy at once, teams one at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from checks.engine.departures import Departure
from checks.loading.blocks import require_parser
from checks.loading.csv_columns import read_group_pulse
from checks.loading.documents import read_document
from checks.loading.files import EntryKind, Folder, Tree, collect, entries, printable, reserved
from checks.loading.naming import misplaced
from checks.loading.policy import Policy, read_policy
from checks.loading.sparse_checkout import left_out_of
from checks.loading.team_files import TeamFiles, quarter_files, read_team
from checks.model.base import ID_PATTERN
from checks.model.errors import NoDataError, NoPlaybookError, NothingToJudgeError, SparseCheckoutError
from checks.model.findings import Fault
from checks.model.playbook import Playbook
from checks.model.team import Leader, Team
from checks.model.touchpoint_log import PulseRow


@dataclass(frozen=True)
class Repository:
    """A playbook with its data; `stray` are the faults of folders that are no teams."""

    policy: Policy
    data: Tree
    team_ids: tuple[str, ...]
    stray: tuple[Fault, ...]
    _leaders: dict[str, tuple[Leader, ...] | None] = field(default_factory=dict)
    departures: dict[tuple[str, date], tuple[Departure, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """Who goes on in another team, by the team and the as-of day: worked out once, for whoever asks first."""

    def teams(self) -> Iterator[TeamFiles]:
        """Read the teams one at a time, in order of their ids."""
        yield from map(self.team, self.team_ids)

    def team(self, team_id: str) -> TeamFiles:
        """Read one team."""
        return read_team(self.data.below("teams", team_id), team_id)

    @cached_property
    def group_pulse(self) -> tuple[tuple[PulseRow, ...], tuple[Fault, ...]]:
        """The survey answers counted by group, and what is wrong with their files: with faults there are no rows."""
        faults: list[Fault] = []
        files = collect(faults, quarter_files(self.data.below("pulse")))
        rows = collect(faults, read_group_pulse(files))
        words = "Correct this first. Until then, figures leave out survey answers by group."
        explained = (replace(fault, problem=replace(fault.problem, help=words)) for fault in faults)
        return (() if faults else rows), tuple(explained)

    def roster(self, team_id: str) -> tuple[Team | None, list[Fault]]:
        """Read one team's team.yaml alone, as its model and what is wrong with it."""
        return read_document(self._roster_tree(team_id), Team, private=True)

    def _roster_tree(self, team_id: str) -> Tree:
        return self.data.below("teams", team_id, "team.yaml")

    def leaders_of(self, team_id: str | None) -> tuple[Leader, ...] | None:
        """Return who leads a team; nobody when there is none of this id, None when it cannot be read."""
        if team_id and team_id not in self.team_ids:
            team_id = self.former_teams.get(team_id)
        if team_id not in self.team_ids:
            return ()
        if team_id not in self._leaders:
            roster, faults = self.roster(team_id)
            self._leaders[team_id] = None if roster is None or faults else roster.leaders
        return self._leaders[team_id]

    def current_team(self, team_id: str) -> str | None:
        """Return a team's id of today for one it has or had, None where there is no such team."""
        return team_id if team_id in self.team_ids else self.former_teams.get(team_id)

    def tree_at(self, path: str) -> Tree:
        """Return the file a finding calls by `path`."""
        top, *names = path.split("/")
        return self.data.below(*names) if top == "data" else self.policy.root.below(top, *names)

    def changed_since(self, files: TeamFiles) -> str | None:
        """Return the path of the roster or of playbook.yaml, if it is no longer what was read; None if both are.

        Together they say who is in a team and since when.
        """
        if self.roster(files.id)[0] != files.team:
            return self._roster_tree(files.id).shown
        terms = self.policy.root.below(*PLAYBOOK)
        return terms.shown if read_document(terms, Playbook)[0] != self.policy.playbook else None

    @cached_property
    def former_teams(self) -> dict[str, str]:
        """Teams' former ids, and the ids they have now; reads every roster, so it is asked for seldom."""
        rosters = ((team_id, self.roster(team_id)[0]) for team_id in self.team_ids)
        return {former: team_id for team_id, roster in rosters if roster for former in roster.formerly}


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that holds playbook/playbook.yaml."""
    start = start.absolute()
    for folder in (start, *start.parents):
        if _exists(folder.joinpath(*PLAYBOOK)):
            return folder
    raise NoPlaybookError(str(start), above=True)


def _exists(path: Path) -> bool:
    """Whether something is there; False where the system cannot say, for a name that is too long among others."""
    try:
        return path.exists()
    except OSError:
        return False


def _folder(root: Path, named: str) -> Path:
    """Return the folder with the data; raises `NoDataError` where it has no teams, or cannot be looked into."""
    try:
        folder = (root / named).resolve()
        if (folder / "teams").is_dir():
            return folder
    except (OSError, RuntimeError):  # the latter for links that go round in a circle
        raise NoDataError(printable(named), "the system can't open the folder") from None
    raise _left_out(root, folder) or NoDataError(printable(named), "there is no teams/ folder in")


def _left_out(root: Path, folder: Path) -> SparseCheckoutError | None:
    return left_out_of(root / "playbook", folder / "teams")


def open_repository(root: Path, data: str | None = None, policy: Policy | None = None) -> Repository:
    """Read the policy under `root` and list the teams under its data, or under `data`, relative to `root`.

    A `policy` that was read already is not read again.
    """
    policy = policy or open_policy(root)
    named = data or (policy.playbook.data if policy.playbook else "data")
    folder = _folder(root, named)
    repository = join_data(policy, Tree(Folder(folder), "data"))
    if not repository.team_ids and not repository.stray:
        raise _left_out(root, folder) or NoDataError(named, "there is no team yet in")
    if not policy.services and not policy.faults:
        raise _left_out(root, folder) or NothingToJudgeError(
            "nothing to check yet: playbook/services contains no service. Run: outbound new service ID"
        )
    return repository


def open_policy(root: Path) -> Policy:
    """Read the policy under `root` alone, where there are no data or they are not to be looked at."""
    require_parser()
    if not _exists(root.joinpath(*PLAYBOOK)):
        raise NoPlaybookError(str(root))
    return read_policy(Tree(Folder(root), ""))


PLAYBOOK = ("playbook", "playbook.yaml")


def join_data(policy: Policy, data: Tree) -> Repository:
    """Return the repository of a policy and its data, whichever stores they lie in."""
    team_ids, stray = _team_ids(data.below("teams"))
    return Repository(policy, data, tuple(team_ids), tuple(stray))


def _team_ids(tree: Tree) -> tuple[list[str], list[Fault]]:
    names, faults = entries(tree)
    ids = []
    for name in names:
        kind = tree.below(name).kind()
        if kind is EntryKind.LINK:
            words = "is a symbolic link. Replace it with the folder itself"
        elif kind is not EntryKind.FOLDER:
            words = "is in the folder of teams, but is not a folder. Move it or remove it"
        elif not ID_PATTERN.fullmatch(name) or reserved(name):
            words = "is not named after a valid id. Use lowercase letters, digits and hyphens"
        else:
            ids.append(name)
            continue
        faults.append(misplaced(tree.below(name).shown, words))
    return ids, faults
