"""Asked by `outbound init` for a folder that is a handbook: the playbook added to it, as a diff to agree to."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.change_preview import agreed_to_files
from checks.model.errors import UsageError

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


def handbook_at(root: Path) -> Handbook | None:
    """Return the handbook in a folder, None where there is none.

    Raises `UsageError` for one that has a playbook already, or whose settings cannot be read.
    """
    from checks.scaffold.handbook_settings import handbook_settings
    from checks.store.atomic_files import content_of
    from checks.store.new_folders import repository_top

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


def add_to_handbook(
    handbook: Handbook,
    choices: Choices,
    host: Host,
    beside: tuple[Path, Mapping[str, str]] | None,
    *,
    yes: bool,
    dry_run: bool,
) -> bool:
    """Add the playbook, its jobs and the plugin's lines, and the data `beside` it; whether it was agreed to and written.

    All is shown as a diff first, on a terminal or with `dry_run`. Raises `UsageError`, naming the files, where one of
    them is there already.
    """
    from checks.loading.files import printable
    from checks.scaffold.handbook_settings import plugin_options, with_plugin
    from checks.scaffold.repository_layout import data_files

    added = _added(choices, host, handbook)
    if beside is None:
        added |= {f"data/{path}": text for path, text in data_files(choices).items()}
    _require_free(handbook, added)
    text = _decoded(handbook.before, handbook.file.name)
    settings = with_plugin(text, plugin_options(choices.language))
    lines = [f"This changes {handbook.file.name}, and adds {len(added)} files:"]
    if beside:
        private = f"a private repository with {len(beside[1])} files"
        lines.append(f"It also creates {printable(choices.data)}, {private}. They are not shown here.")
    shown = [(handbook.file.name, text, settings), *((path, "", new) for path, new in added.items())]
    if not agreed_to_files(shown, lines, yes=yes, dry_run=dry_run):
        return False
    _write(handbook, added, settings, beside)
    return True


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


def _write(
    handbook: Handbook, added: Mapping[str, str], settings: str, beside: tuple[Path, Mapping[str, str]] | None
) -> None:
    """Write all of it or nothing; the settings last, since they are what makes a build read the rest."""
    from checks.store.file_changes import FileChange, write_changes
    from checks.store.new_folders import begin_repository, lay_out

    steps = [FileChange(handbook.root / path, path, None, text.encode()) for path, text in added.items()]
    steps.append(FileChange(handbook.file, handbook.file.name, handbook.before, settings.encode()))
    write_changes(steps, lambda: lay_out(dict([beside]) if beside else {}))
    if beside:
        begin_repository(beside[0])


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{name}: this file is not UTF-8 text. Save it as UTF-8 first") from None
