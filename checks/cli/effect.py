"""`outbound effect`: what a change would do, before it is agreed."""

from pathlib import Path

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
    help="One of table, markdown and json. With --public, markdown alone.",
)
@click.option(
    "--public",
    is_flag=True,
    help="Read no data: terms before and after, and what the last release says of them. May be published.",
)
@click.pass_obj
def effect_command(
    where: Where, as_of: str | None, base: str | None, data_base: str | None, form: str, *, public: bool
) -> None:
    """Say what a change would do: terms, coverage, people owed more or less, and leader hours.

    What it prints is for those who hold the data, and the Markdown says so. With --public it reads no data.

    The change is what the working tree has and the base has not. Terms that begin on a day to come are
    tried on the last closed quarter, as if they had been agreed all along.
    """
    name, colon, file = form.partition(":")
    if name not in FORMATS or (colon and not file):
        raise UsageError(f"--format {form}: one of {', '.join(FORMATS)}, and after a colon the file")
    if public:
        if data_base is not None or name not in ("markdown", DEFAULT_FORM):
            raise UsageError(
                "--public reads no data and writes markdown: leave out --data-base and other formats"
            )
        _write(_public_effect(where, as_of, base or DEFAULT), file)
        return
    repository = open_repository_here(where)
    if base is None and data_base is None:
        base = DEFAULT
    opened = open_base_here(where, repository, base, data_base)
    if opened.repository is None:
        raise NothingToJudgeError(f"{opened.words} holds no playbook yet, so everything is new")

    from checks.changes.effects import effect_of_change
    from checks.changes.gate import with_base_guards
    from checks.output import effect_report as report
    from checks.wording.catalogues import language_of
    from checks.wording.language import ENGLISH

    days = judgement_dates_of(with_base_guards(opened.repository, repository).policy, as_of)
    language = language_of(repository.policy.language) if name != "json" else ENGLISH
    effect = effect_of_change(opened.repository, repository, days, opened.words, language)
    if effect is None:
        raise NothingToJudgeError("a playbook.yaml cannot be read; `outbound check` says why")
    reports = {
        "table": report.effect_as_text,
        "markdown": report.effect_as_markdown,
        "json": report.effect_as_json,
    }
    _write(reports[name](effect), file)


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
        raise NothingToJudgeError(f"{opened.words} holds no playbook yet, so everything is new")
    if policy.playbook is None or opened.policy.playbook is None:
        raise NothingToJudgeError("a playbook.yaml cannot be read; `outbound check` says why")
    days = judgement_dates_of(guarded_policy(opened.policy, policy), as_of)
    return public_effect(opened.policy, policy, days.as_of, opened.words, language_of(policy.language))
