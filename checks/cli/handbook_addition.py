"""Asked by `outbound init` for a folder that is a handbook: the playbook added to it, as a diff to agree to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

from checks.cli.change_preview import agreed_to_files
from checks.model.errors import UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.scaffold.handbook_settings import HandbookSettings
    from checks.scaffold.repository_layout import Choices
    from checks.scaffold.workflows import Host, Part

_SETTINGS = ("mkdocs.yml", "mkdocs.yaml")
_PACKAGES = "requirements-outbound.txt"


@dataclass(frozen=True)
class Handbook:
    """A folder with the settings of a site that MkDocs builds; `top` is that of its repository, or the folder itself."""

    root: Path
    file: Path
    before: bytes
    settings: HandbookSettings
    top: Path

    @property
    def data_beside(self) -> Path:
        """Where the data go: beside the whole repository, never into it."""
        return self.top.with_name(f"{self.top.name}-data")


Folder: TypeAlias = "tuple[Path, Mapping[str, str]]"
"""A new folder and its files, by their paths in it."""


@dataclass(frozen=True)
class Addition:
    """What a playbook adds: new files by path, the settings `before` and `after`, and the folder of the data, if apart."""

    handbook: Handbook
    files: Mapping[str, str]
    before: str
    after: str
    beside: Folder | None


def handbook_at(root: Path) -> Handbook | None:
    """Return the handbook in a folder, None where there is none.

    Raises `UsageError` for one that has a playbook already, or whose settings cannot be read.
    """
    from checks.scaffold.handbook_settings import handbook_settings
    from checks.store.atomic_files import content_of
    from checks.store.new_folders import repository_top

    with writing_to(root):
        file = next((root / name for name in _SETTINGS if (root / name).is_file()), None)
    if file is None:
        return None
    before = content_of(file) or b""
    settings = handbook_settings(_decoded(before, file.name), file.name)
    if settings.has_plugin or (root / "playbook/playbook.yaml").exists():
        raise UsageError(f"{root.name} already has a playbook. To add to it, run: outbound new")
    top = repository_top(root)
    above = (folder for folder in (root, *root.parents) if top and folder.samefile(top))
    return Handbook(root, file, before, settings, next(above, root))


def repository_of(handbook: Handbook | None) -> str:
    """Return the address of a handbook's repository, empty where it names none."""
    return handbook.settings.repository if handbook else ""


def addition_to(handbook: Handbook, choices: Choices, host: Host, beside: Folder | None) -> Addition:
    """Return what a playbook adds to a handbook; its data go into the folder `beside`, or else below it.

    Raises `UsageError`, naming the files, where one of them is there already.
    """
    from checks.scaffold.handbook_settings import plugin_options, with_plugin
    from checks.scaffold.repository_layout import data_files

    added = _added(choices, host, handbook)
    if beside is None:
        added |= {f"data/{path}": text for path, text in data_files(choices).items()}
    _require_free(handbook, added)
    text = _decoded(handbook.before, handbook.file.name)
    return Addition(handbook, added, text, with_plugin(text, plugin_options(choices.language)), beside)


def add_to_handbook(addition: Addition, *, yes: bool, dry_run: bool) -> bool:
    """Write an addition, once it was agreed to; False if not. It is a diff on a terminal, or with `dry_run`."""
    from checks.loading.files import printable

    name = addition.handbook.file.name
    lines = [f"This changes {name}, and adds {len(addition.files)} files:"]
    if addition.beside:
        folder, files = addition.beside
        place = printable(os.path.relpath(folder))
        lines.append(f"It also creates {place}, a private repository with {len(files)} files.")
    shown = [(name, addition.before, addition.after)]
    shown += [(path, "", text) for path, text in addition.files.items()]
    agreed = agreed_to_files(shown, lines, yes=yes, dry_run=dry_run)
    if agreed:
        _write(addition)
    return agreed


def next_steps(handbook: Handbook, host: Host, data: Path | None) -> None:
    """Print what comes after: the package among those of the build, the check, and where the data are."""
    click.echo(
        '  python3 -m pip install "outbound-playbook[site]"  # add it to the packages of your site\'s build'
    )
    click.echo("  outbound check && mkdocs build --strict")
    if data is not None:
        click.echo(f"The data is in {os.path.relpath(data)}, a repository of its own. Keep it private.")
    if not _runs_jobs(handbook, host):
        click.echo("No CI jobs were written. Add one that installs the package and runs: outbound check")


def _runs_jobs(handbook: Handbook, host: Host) -> bool:
    """Whether jobs are written: GitHub reads them at the top of a repository alone, and GitLab has one file for all."""
    return host == "github" and handbook.top == handbook.root


def _added(choices: Choices, host: Host, handbook: Handbook) -> dict[str, str]:
    """Return the new files of the handbook's repository: the policy, the package, and the jobs that check it."""
    from checks.scaffold.repository_layout import policy_files
    from checks.scaffold.workflows import workflow_files

    part: Part = "one" if choices.data == "data" else "policy"
    jobs = workflow_files(part, host) if _runs_jobs(handbook, host) else {}
    files = {path: text for path, text in policy_files(choices).items() if path.startswith("playbook/")}
    files |= {_PACKAGES: f"outbound-playbook>={choices.version}\n"}
    return files | {
        path: text
        for path, text in jobs.items()
        if path.startswith(".github/workflows/") and not path.endswith("/site.yml")  # the host has its own
    }


def _require_free(handbook: Handbook, added: Mapping[str, str]) -> None:
    """Raise `UsageError` where something is in the place of a new file, or of the playbook's pages."""
    from checks.loading.files import printable
    from checks.scaffold.handbook_settings import AT

    taken = [path for path in added if os.path.lexists(handbook.root / path)]
    pages = f"{handbook.settings.docs_dir}/{AT}"
    taken += [pages] if os.path.lexists(handbook.root / pages) else []
    if taken:
        names = printable(", ".join(sorted(taken)))
        raise UsageError(f"already there: {names}. Rename or move what is there, then run this again")


def _write(addition: Addition) -> None:
    """Write all of it or nothing; the settings last, since they are what makes a build read the rest."""
    from checks.store.file_changes import FileChange, write_changes
    from checks.store.new_folders import begin_repository, lay_out

    handbook, beside = addition.handbook, addition.beside
    steps = [
        FileChange(handbook.root / path, path, None, text.encode()) for path, text in addition.files.items()
    ]
    steps.append(FileChange(handbook.file, handbook.file.name, handbook.before, addition.after.encode()))
    write_changes(steps, lambda: lay_out(dict([beside]) if beside else {}))
    if beside:
        begin_repository(beside[0])


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{name}: this file is not UTF-8 text. Save it as UTF-8 first") from None
