"""`outbound render`: the pages as files, for generators that read Markdown from disk."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from checks.cli.context import Where, as_of_option, find_root_here, judgement_dates_of
from checks.cli.team_selection import open_policy_to_read, open_to_read
from checks.model.errors import UsageError, writing_to
from checks.store.atomic_folders import PUBLIC, placed_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.run.judging import Judgement
    from checks.site.site_data import Site

MARK = ".outbound-pages"
"""Lies in a folder this command has written, which it may replace."""


@click.command("render")
@click.option(
    "--out", required=True, metavar="DIR", help="New folder, or one that this command wrote before."
)
@click.option(
    "--directory-urls", is_flag=True, help="Link to services/one-on-one/ instead of services/one-on-one.html."
)
@click.option(
    "--preview", is_flag=True, help="Show exact figures from the log. Only for people who may see the data."
)
@as_of_option
@click.pass_obj
def render_command(where: Where, out: str, directory_urls: bool, as_of: str | None, *, preview: bool) -> None:
    """Write the website's pages as Markdown files, identical to the MkDocs plugin's output.

    The pages come from the policy and from releases. With --preview they show exact figures, and are marked
    as internal. The command replaces the whole folder, or changes nothing.
    """
    from checks.loading.files import printable

    target = Path(out)
    with writing_to(out):
        empty = target.is_dir() and not any(target.iterdir())
        if target.exists() and not (target / MARK).is_file() and not empty:
            raise UsageError(
                f"--out {out}: the folder contains files this command didn't create. Choose a new folder"
            )

    from checks.site.all_pages import render_pages
    from checks.site.site_building import buildable_site

    judgement, candidate = _site(where, as_of, preview=preview, directory_urls=directory_urls)
    site = buildable_site(candidate, judgement.findings)
    pages = render_pages(site)
    _write(target, _in_folders(pages) if directory_urls else pages)
    if not site.live and not site.figures.quarters:
        click.echo(
            "No quarter has a release yet, so the pages show no figures. To write releases, run: "
            "outbound release"
        )
    how = "with exact figures (internal)" if site.live else "from the policy and releases"
    click.echo(f"Wrote {len(pages)} files to {printable(out)}, {how}, as of {site.as_of}.")


def _site(
    where: Where, as_of: str | None, *, preview: bool, directory_urls: bool
) -> tuple[Judgement, Site | None]:
    from checks.changes.policy_gate import check_policy
    from checks.site.preview import preview_site
    from checks.site.site_building import released_site
    from checks.wording.catalogues import language_of

    root = find_root_here(where)
    if preview:
        repository = open_to_read(where)
        days, language = judgement_dates_of(repository.policy, as_of), language_of(repository.policy.language)
        return preview_site(root, repository, days, language, directory_urls=directory_urls)
    policy = open_policy_to_read(where)
    days, language = judgement_dates_of(policy, as_of), language_of(policy.language)
    site = released_site(root, policy, days.as_of, language, directory_urls=directory_urls)
    return check_policy(None, policy, days), site


def _in_folders(pages: Mapping[str, str]) -> dict[str, str]:
    """Return the pages each as the index of a folder, so that a file lies where its address is.

    Generators differ in what they do to the links of `one-on-one.md` once it is `one-on-one/`: some leave them, some
    put `../` before them. Those of an index they all leave as they are.
    """
    return {_in_folder(PurePosixPath(path)): text for path, text in pages.items()}


def _in_folder(path: PurePosixPath) -> str:
    is_index = path.suffix != ".md" or path.name == "index.md"
    return str(path if is_index else path.with_suffix("") / "index.md")


def _write(target: Path, pages: Mapping[str, str]) -> None:
    """Write the pages in the place of those this command has written there before."""
    from checks.site.unwrapped_pages import unwrapped

    with placed_folder(target, PUBLIC, replacing=True) as folder:
        (folder / MARK).write_text(
            "`outbound render` wrote this folder, and replaces it.\n", encoding="utf-8"
        )
        for path, text in unwrapped(pages).items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
