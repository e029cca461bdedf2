"""`outbound render`: the pages as files, for generators that read Markdown from disk."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.opening import as_of_option, days_of, open_here
from checks.errors import CannotWriteError, NothingToJudgeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.coverage.judged import TeamCoverage

MARK = ".outbound-pages"
"""Lies in a folder this command has written, which it may replace."""


@click.command("render")
@click.option(
    "--out", required=True, metavar="DIR", help="A new folder, or one this command has written before."
)
@click.option(
    "--directory-urls", is_flag=True, help="Link to services/one-on-one/ and not to services/one-on-one.html."
)
@as_of_option
@click.pass_obj
def command(where: tuple[Path | None, str | None], out: str, directory_urls: bool, as_of: str | None) -> None:
    """Write the pages as Markdown files, the same bytes as the MkDocs plugin makes.

    The folder is replaced as a whole or left alone.
    """
    target = Path(out)
    if target.exists() and not (target / MARK).is_file() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"--out {out}: it holds files of somebody else; name a new folder")
    repository = open_here(where)

    from checks.judge import judge
    from checks.pages.render import render
    from checks.pages.site import site_of

    teams: list[TeamCoverage] = []
    judgement = judge(repository, days_of(repository, as_of), teams.append, tried=True)
    site = site_of(repository.policy, tuple(teams), judgement, directory_urls=directory_urls)
    if site is None:
        broken = next(one for one in judgement.findings if one.problem.place.path == "playbook/playbook.yaml")
        raise NothingToJudgeError(
            f"{broken.problem.place}: {broken.code} {broken.problem.message}; no page can be made without the playbook"
        )
    pages = render(site)
    try:
        _replace(target, pages)
    except OSError as error:
        raise CannotWriteError(out, error.strerror or "the system refused") from None
    click.echo(f"{len(pages)} files in {out}, judged for {judgement.as_of}.")


def _replace(target: Path, pages: Mapping[str, str]) -> None:
    """Write the pages beside `target`, then put them in its place."""
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        (made / MARK).write_text("Written by `outbound render`, and replaced by it.\n", encoding="utf-8")
        for path, text in pages.items():
            file = made / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        made.chmod(0o755)
        if target.exists():
            before = made.with_name(f"{made.name}-before")
            target.replace(before)
            made.replace(target)
            shutil.rmtree(before)
        else:
            made.replace(target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
