"""`outbound effect`: what a change would do, before it is agreed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from checks.cli.base_options import DEFAULT, base_options, open_base_here, open_base_policy_here
from checks.cli.context import (
    Where,
    as_of_option,
    judgement_dates_of,
    open_policy_here,
    open_repository_here,
)
from checks.model.errors import NothingToJudgeError, UsageError, writing_to

if TYPE_CHECKING:
    from checks.changes.effects import Effect
    from checks.loading.policy import Policy

DEFAULT_FORM = "table"
FORMATS = (DEFAULT_FORM, "markdown", "json")


@click.command("effect")
@as_of_option
@base_options
@click.option(
    "--format",
    "form",
    default=DEFAULT_FORM,
    show_default=True,
    metavar="F[:FILE]",
    help=(
        "Output format: table, markdown or json. Add :FILE to write to a file. With --public, only markdown."
    ),
)
@click.option(
    "--public",
    is_flag=True,
    help=(
        "Read no data. Show terms before and after, and figures from the last release. You may publish this."
    ),
)
@click.pass_obj
def effect_command(
    where: Where, as_of: str | None, base: str | None, data_base: str | None, form: str, *, public: bool
) -> None:
    """Preview a change: terms, coverage, people who would get more or less, and leaders' hours.

    The command compares your working tree with the base. It tries out the new terms on the last full
    quarter, as if they had always applied, even if they start in the future.

    The output is for people who may see the data. With --public, the command reads no data.
    """
    name, colon, file = form.partition(":")
    if name not in FORMATS or (colon and not file):
        raise UsageError(
            f"unknown format {form!r}. Choose from: {', '.join(FORMATS)}. To write to a file, add :FILE"
        )
    if public:
        if data_base is not None or name not in ("markdown", DEFAULT_FORM):
            raise UsageError(
                "--public reads no data and writes markdown. Leave out --data-base and other formats"
            )
        _write(_public_effect(where, as_of, base or DEFAULT), file)
        return
    repository = open_repository_here(where)
    if base is None and data_base is None:
        base = DEFAULT
    from checks.wording.language import ENGLISH

    opened = open_base_here(where, repository, base, data_base)
    if opened.repository is None:
        raise NothingToJudgeError(
            f"{opened.words(ENGLISH)} contains no playbook yet, so there is nothing to compare"
        )

    from checks.changes.effects import effect_of_change
    from checks.changes.gate import with_base_guards
    from checks.output import effect_report as report
    from checks.output.compared_sides import not_compared_lines
    from checks.wording.catalogues import language_of

    days = judgement_dates_of(with_base_guards(opened.repository, repository).policy, as_of)
    language = language_of(repository.policy.language) if name != "json" else ENGLISH
    effect = effect_of_change(opened.repository, repository, days, opened.words(language), language)
    base_policy = opened.repository.policy
    if effect is None:
        raise NothingToJudgeError("playbook.yaml can't be read, here or in the base. Run: outbound check")
    reports = {
        "table": lambda effect: report.effect_as_text(
            effect, _promises(base_policy, repository.policy, effect)
        ),
        "markdown": report.effect_as_markdown,
        "json": report.effect_as_json,
    }
    missing = list(not_compared_lines(language, opened.not_compared))
    _write(reports[name](effect) + "".join(f"\n{line}\n" for line in missing if name != "json"), file)
    if missing and (file or name == "json"):
        click.echo(" ".join(missing), err=True)


def _promises(base: Policy, head: Policy, effect: Effect) -> str:
    """Return what the change promises otherwise, in sentences."""
    from checks.output.promise_changes import promises_as_text
    from checks.site.changed_promises import changed_promises

    changes = tuple(changed_promises(base, head, effect.as_of, effect.language))
    return promises_as_text(changes, effect.language)


def _write(text: str, file: str) -> None:
    if not file:
        click.echo(text, nl=False)
        return
    with writing_to(file):
        Path(file).write_text(text, encoding="utf-8")


def _public_effect(where: Where, as_of: str | None, base: str) -> str:
    """Return what a change of policy would do, from the policy and the releases alone."""
    from checks.changes.policy_gate import guarded_policy
    from checks.output.public_effect import public_effect
    from checks.wording.catalogues import language_of

    policy = open_policy_here(where)
    opened = open_base_policy_here(where, base)
    if opened.policy is None:
        raise NothingToJudgeError(f"{opened.words} contains no playbook yet, so there is nothing to compare")
    if policy.playbook is None or opened.policy.playbook is None:
        raise NothingToJudgeError("playbook.yaml can't be read, here or in the base. Run: outbound check")
    days = judgement_dates_of(guarded_policy(opened.policy, policy), as_of)
    return public_effect(opened.policy, policy, days.as_of, opened.words, language_of(policy.language))
