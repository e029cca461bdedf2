"""`outbound check`: all rules, in as many formats as are asked for."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.base_options import (
    base_in_ci,
    base_options,
    open_base_here,
    open_base_policy_here,
)
from checks.cli.completion import rule_codes
from checks.cli.context import (
    Where,
    as_of_option,
    data_folder,
    find_root_here,
    judgement_dates_of,
    open_policy_here,
    open_repository_here,
)
from checks.cli.job_repository import paths_here
from checks.cli.jobs_option import jobs_option
from checks.cli.person_argument import naming_of
from checks.cli.team_selection import people_option, warn_left_out
from checks.loading.sparse_checkout import left_out_of
from checks.model.errors import NoBaseError, NothingToJudgeError, UsageError, writing_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from checks.loading.files import Tree
    from checks.loading.policy import Policy
    from checks.loading.repository import Repository
    from checks.model.findings import Finding, Place
    from checks.output.finding_view import FindingView
    from checks.output.invitation_words import Name
    from checks.output.promise_changes import PromiseChange
    from checks.run.judging import Judgement

ISSUES = "issues"
"""The format that is a folder: a file a team that is flagged."""

FORMATS = ("full", "concise", "json", "github", "summary", "sarif", "junit", ISSUES)

_FOR_PEOPLE = ("full", "concise")
"""The formats that people read on their terminal. Only there people have names, and never in a file."""

_OF_A_JOB = ("github", "summary", "sarif", "junit", ISSUES)
"""The formats that name files as the repository that runs the job does."""

_WITH_VERDICT = ("full", "github", "summary")
"""The formats whose last line, or first, is the verdict and what was not compared."""


@click.command("check")
@as_of_option
@base_options
@jobs_option
@click.option("--no-base", is_flag=True, help="Check everything, even in CI, instead of only the change.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="F[:FILE]",
    help="Output format: full, concise, json, github, summary, sarif, junit or issues. Repeat the option for "
    "several formats. Add :FILE to write to a file, or issues:DIR for a new folder. "
    "[default: full; in GitHub Actions, github and the job summary]",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CODE",
    shell_complete=rule_codes,
    help=(
        "Report only these rules: a code (CAD001) or a prefix (CAD). Repeat the option for several. "
        "Unreadable files (SCH) are always reported."
    ),
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="CODE",
    shell_complete=rule_codes,
    help="Leave out these rules: a code or a prefix. Repeat the option for several.",
)
@click.option(
    "--public",
    is_flag=True,
    help="Read no data. Check only the policy and the last release.",
)
@click.option(
    "--members",
    is_flag=True,
    help="Show the people concerned, by id, and by name in the terminal if --people is set.",
)
@people_option
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only three of each team.")
@click.option(
    "--strict",
    is_flag=True,
    help="Treat warnings as errors, and files that are left out of a comparison or a checkout too.",
)
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are errors.")
@click.pass_obj
def check_command(
    where: Where,
    as_of: str | None,
    base: str | None,
    data_base: str | None,
    jobs: int,
    no_base: bool,
    formats: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    public: bool,
    members: bool,
    people: str | None,
    everything: bool,
    strict: bool,
    exit_zero: bool,
) -> None:
    """Check the playbook and its log against all rules.

    The output is for people who may see the data. With --public, the command reads no data and checks only
    the policy. Use that for pull requests that other people can read.

    With --base, it checks only what your change affects. Problems that are already in the base, or that are
    only a matter of time, don't fail the check. It fails if the change makes a kept promise look missed. In
    CI, it compares a change with its base automatically. If the data has its own repository, it finds the
    base there too: the branch of the same name, or the one the data goes into.

    Exit codes: 0 no errors; 1 errors found; 2 wrong usage; 3 nothing to check, or something could not be
    read, or with --strict not compared or not checked out.
    """
    outputs = [_parse_format(text) for text in formats] or _default_formats()
    is_chosen = _selection(select, ignore)
    wants_base = base is None and data_base is None and not no_base
    if wants_base:
        base = base_in_ci(find_root_here(where))
    name_of: Name = str
    if public:
        if data_base is not None or members:
            raise UsageError("--public reads no data. Leave out --data-base and --members")
        policy = open_policy_here(where)
        judgement = _judged_in_public(where, policy, as_of, base)
        data = data_folder(find_root_here(where), policy, where[1])
        tree_at = _below(policy.root)
        view = view_of(policy, judgement, is_chosen, tree_at, members=False, strict=strict, inside=False)
        left_out = left_out_of(_policy_folder(policy))
    else:
        repository = open_repository_here(where)
        policy = repository.policy
        data = data_folder(find_root_here(where), policy, where[1])
        if wants_base and base is None:
            base = base_in_ci(data)
        judgement = _judged(where, repository, as_of, (base, data_base), jobs)
        tree_at = repository.tree_at
        if members and not os.environ.get("CI"):  # many read what CI prints
            name_of = naming_of(repository, people)
        view = view_of(policy, judgement, is_chosen, tree_at, members=members, strict=strict)
        left_out = left_out_of(_policy_folder(policy), data / "teams")
    roots = find_root_here(where), data
    view = _for_jobs(replace(view, everything=everything), [name for name, _ in outputs], roots, policy)
    shown = replace(view, name=name_of)
    for name, file in outputs:
        if name == ISSUES and file is not None:
            _write_issues(file, view)
        else:
            _print(name, file, shown if file is None and name in _FOR_PEOPLE else view)
    missing = view.not_compared()
    if missing and not any(file is None and name in _WITH_VERDICT for name, file in outputs):
        click.echo(" ".join(missing), err=True)
    warn_left_out(left_out)
    sys.exit(0 if exit_zero else left_out.status if left_out and strict else _status(view))


def _policy_folder(policy: Policy) -> Path:
    """Return the folder `playbook/` of a policy that lies on disk."""
    from checks.loading.files import on_disk

    return on_disk(policy.root) / "playbook"


def _for_jobs(
    view: FindingView, names: Sequence[str], roots: tuple[Path, Path], policy: Policy
) -> FindingView:
    """Return the view with what the formats of jobs show besides: files as the host calls them, promises in words."""
    if not set(names).isdisjoint(_OF_A_JOB):
        view = replace(view, paths=paths_here(*roots))
    if "summary" in names:
        view = replace(view, promises=_promises(view.judgement, policy))
    return view


def _promises(judgement: Judgement, policy: Policy) -> tuple[PromiseChange, ...]:
    """Return what a change promises otherwise, in words; nothing where there is no base."""
    base = judgement.against.policy if judgement.against else None
    if base is None:
        return ()
    from checks.site.changed_promises import changed_promises
    from checks.wording.catalogues import language_of

    return tuple(changed_promises(base, policy, judgement.as_of, language_of(policy.language)))


def _status(view: FindingView) -> int:
    """Return the exit code; a comparison that leaves something out is no verdict for those who are strict."""
    if view.strict and view.not_compared():
        return NoBaseError.status
    return 1 if any(map(view.fails, view.findings)) else 0


def _judged_in_public(where: Where, policy: Policy, as_of: str | None, base: str | None) -> Judgement:
    """Return the verdict on the policy alone: of a change where a base is named."""
    from checks.changes.policy_gate import check_policy, guarded_policy

    if base is None:
        return check_policy(None, policy, judgement_dates_of(policy, as_of))
    opened = open_base_policy_here(where, base)
    days = judgement_dates_of(guarded_policy(opened.policy, policy), as_of)
    return check_policy(opened.policy, policy, days, (opened.words, opened.commit))


def _judged(
    where: Where,
    repository: Repository,
    as_of: str | None,
    bases: tuple[str | None, str | None],
    jobs: int,
) -> Judgement:
    """Return the verdict: of a change where a base is named, in one process, else of the playbook as it is."""
    judgement = _judged_inside(where, repository, as_of, bases, jobs)
    from checks.model.findings import Severity

    if not judgement.people and not judgement.unread and not judgement.count(Severity.ERROR):
        raise NothingToJudgeError("nothing to check yet: no team has a member. Add one in a team.yaml")
    return judgement


def _judged_inside(
    where: Where,
    repository: Repository,
    as_of: str | None,
    bases: tuple[str | None, str | None],
    jobs: int,
) -> Judgement:
    base, data_base = bases
    if base is None and data_base is None:
        from checks.run.checking import run_check

        return run_check(repository, judgement_dates_of(repository.policy, as_of), jobs)
    from checks.changes.gate import check_change, with_base_guards
    from checks.wording.catalogues import language_of

    opened = open_base_here(where, repository, base, data_base)
    days = judgement_dates_of(with_base_guards(opened.repository, repository).policy, as_of)
    words = opened.words(language_of(repository.policy.language))
    judgement = check_change(opened.repository, repository, days, (words, opened.commit))
    if judgement.against is None:
        return judgement
    return replace(judgement, against=replace(judgement.against, not_compared=opened.not_compared))


def view_of(
    policy: Policy,
    judgement: Judgement,
    is_chosen: Callable[[Finding], bool],
    tree_at: Callable[[str], Tree],
    *,
    members: bool,
    strict: bool,
    inside: bool = True,
) -> FindingView:
    """Return what the reports show: the findings chosen, and where their lines and pages are."""
    from checks.output.finding_view import FindingView
    from checks.wording.catalogues import language_of

    return FindingView(
        judgement,
        tuple(filter(is_chosen, judgement.fresh)),
        members=members,
        strict=strict,
        line_of=_lines(tree_at),
        inside=inside,
        site=policy.playbook.site if policy.playbook else None,
        services=frozenset(policy.services),
        language=language_of(policy.language),
    )


def _parse_format(text: str) -> tuple[str, Path | None]:
    name, colon, file = text.partition(":")
    if name not in FORMATS:
        raise UsageError(f"unknown format {name!r}. Choose from: {', '.join(FORMATS)}")
    if colon and not file:
        raise UsageError(
            f"--format {text} has no file after the colon. Add a file name, or leave out the colon"
        )
    path = Path(file) if file else None
    if name == ISSUES:
        with writing_to(path):
            free = path and (not path.exists() or (path.is_dir() and not any(path.iterdir())))
        if not free:
            raise UsageError(f"--format {text}: add a new folder, for example issues:problems")
    return name, path


def _selection(select: tuple[str, ...], ignore: tuple[str, ...]) -> Callable[[Finding], bool]:
    """Return which findings were asked for: always those of reading too, since what is unread is not judged."""
    from checks.rules import BY_CODE

    for prefix in (*select, *ignore):
        if not prefix or not any(code.startswith(prefix) for code in BY_CODE):
            raise UsageError(
                f"no rule's code begins with {prefix!r}. To list all rules, run: outbound explain"
            )

    def is_chosen(finding: Finding) -> bool:
        if finding.code.startswith("SCH"):
            return True
        return finding.code.startswith(select or ("",)) and not finding.code.startswith(ignore or ("-",))

    return is_chosen


def _default_formats() -> list[tuple[str, Path | None]]:
    """Return the formats where none is asked for: in GitHub Actions its own, and the job's summary."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return [("full", None)]
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return [("github", None), *([("summary", Path(summary))] if summary else [])]


def _print(name: str, file: Path | None, view: FindingView) -> None:
    if name == "full" and file is None and sys.stdout.isatty():
        from checks.output.terminal import show_findings

        show_findings(view)
        return
    parts = _parts(name, view)
    if file is None:
        for text in parts:
            click.echo(text if name == "github" else _without_commands(text), nl=False)
        return
    mode = "a" if str(file) == os.environ.get("GITHUB_STEP_SUMMARY") else "w"
    with writing_to(file), file.open(mode, encoding="utf-8") as to:
        to.writelines(parts)


def _write_issues(folder: Path, view: FindingView) -> None:
    """Write a file for each team that is flagged; none is an empty folder."""
    from checks.output.issue_bodies import issue_texts

    with writing_to(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in issue_texts(view).items():
            (folder / f"{name}.md").write_text(text, encoding="utf-8", newline="\n")


def _parts(name: str, view: FindingView) -> Iterable[str]:
    """Return a report in parts, each of whole lines."""
    if name == "full":
        from checks.output.full import finding_parts

        return finding_parts(view)
    return (_report(name)(view),)


def _report(name: str) -> Callable[..., str]:
    """Return the function that writes a format, its module imported now."""
    if name == "concise":
        from checks.output.concise import concise_report

        return concise_report
    if name == "json":
        from checks.output.findings_json import json_report

        return json_report
    if name == "github":
        from checks.output.github import github_report

        return github_report
    if name == "summary":
        from checks.output.summary import summary_report

        return summary_report
    if name == "sarif":
        from checks.output.sarif import sarif_report

        return sarif_report
    from checks.output.junit import junit_report

    return junit_report


def _without_commands(text: str) -> str:
    """Return text to print: in GitHub Actions no line of it but those of the format github is a command."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return text
    from checks.output.github import escape_value

    return escape_value(text)


def _below(root: Tree) -> Callable[[str], Tree]:
    """Return how a file of the policy is found by the path a finding calls it by."""
    return lambda path: root.below(*path.split("/"))


def _lines(tree_at: Callable[[str], Tree]) -> Callable[[Place], str | None]:
    """Return how a line is looked up for an excerpt: the file as text, bytes that are none replaced."""
    from checks.loading.files import LOG_CAP

    cache: dict[str, list[str]] = {}

    def line_of(place: Place) -> str | None:
        if place.path not in cache:
            content = tree_at(place.path).content(LOG_CAP)
            text = "" if isinstance(content, str) else content.decode("utf-8", "replace")
            cache[place.path] = text.split("\n")
        lines = cache[place.path]
        return lines[place.line - 1].rstrip("\r") if 0 < place.line <= len(lines) else None

    return line_of
