"""`outbound render`: the pages as files, for generators that read Markdown from disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option, find_root_here, judgement_dates_of, open_repository_here
from checks.model.errors import NothingToJudgeError, UsageError, writing_to
from checks.store.atomic_folders import PUBLIC, placed_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.run.judging import Judgement
    from checks.site.site_data import Site

MARK = ".outbound-pages"
"""Lies in a folder this command has written, which it may replace."""


@click.command("render")
@click.option(
    "--out", required=True, metavar="DIR", help="A new folder, or one this command has written before."
)
@click.option(
    "--directory-urls", is_flag=True, help="Link to services/one-on-one/ and not to services/one-on-one.html."
)
@click.option(
    "--figures",
    type=click.Choice(["live", "published"]),
    default="live",
    show_default=True,
    help="Judge the log, or take the figures of playbook/published alone.",
)
@as_of_option
@click.pass_obj
def render_command(where: Where, out: str, directory_urls: bool, figures: str, as_of: str | None) -> None:
    """Write the pages as Markdown files, the same bytes as the MkDocs plugin makes.

    The folder is replaced as a whole or left alone.
    """
    from checks.loading.files import printable

    target = Path(out)
    with writing_to(out):
        empty = target.is_dir() and not any(target.iterdir())
        if target.exists() and not (target / MARK).is_file() and not empty:
            raise UsageError(f"--out {out}: it holds files of somebody else; name a new folder")

    from checks.site.all_pages import render_pages
    from checks.site.site_building import playbook_fault

    judgement, site = _site(where, as_of, published=figures == "published", directory_urls=directory_urls)
    if site is None:
        broken = playbook_fault(judgement)
        raise NothingToJudgeError(
            f"{broken.problem.place}: {broken.code} {broken.problem.message}; no page can be made without the playbook"
        )
    pages = render_pages(site)
    _write(target, pages)
    if not site.live and not site.figures.quarters:
        click.echo("No quarter has been published yet, so no page has figures; `outbound release` does.")
    how = "from published figures as of" if figures == "published" else "judged for"
    click.echo(f"{len(pages)} files in {printable(out)}, {how} {site.judgement.as_of}.")


def _site(
    where: Where, as_of: str | None, *, published: bool, directory_urls: bool
) -> tuple[Judgement, Site | None]:
    from checks.loading.repository import open_policy
    from checks.site.site_building import live_site, released_site
    from checks.wording.catalogues import language_of

    root = find_root_here(where)
    if published:
        policy = open_policy(root)
        days, language = judgement_dates_of(policy, as_of), language_of(policy.language)
        return released_site(root, policy, days, language, directory_urls=directory_urls)
    repository = open_repository_here(where)
    days, language = judgement_dates_of(repository.policy, as_of), language_of(repository.policy.language)
    return live_site(root, repository, days, language, directory_urls=directory_urls)


def _write(target: Path, pages: Mapping[str, str]) -> None:
    """Write the pages in the place of those this command has written there before."""
    with placed_folder(target, PUBLIC, replacing=True) as folder:
        (folder / MARK).write_text("Written by `outbound render`, and replaced by it.\n", encoding="utf-8")
        for path, text in pages.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
