"""`outbound export`: everything that is stored about one person, or all teams as tables for a cluster."""

import sys
from pathlib import Path

import click

from checks.cli.context import (
    Where,
    as_of_option,
    judgement_dates_of,
    open_repository_here,
    parse_person_option,
)
from checks.cli.person_argument import lookup_option, person_option
from checks.cli.person_records import (
    MISSING,
    end_incomplete,
    member_record_of,
    refuse_file_in_repository,
    refuse_folder_in_repository,
)
from checks.cli.team_selection import require_whole_checkout
from checks.model.errors import UsageError


@click.command("export")
@person_option("--person", callback=parse_person_option, help="Person whose data to export.")
@lookup_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv"]),
    help="Output format. csv contains only log entries. [default: json]",
)
@click.option("--out", metavar="FILE", help="New file to write. [default: standard output]")
@as_of_option
@click.option(
    "--parquet",
    metavar="DIR",
    help="Write all teams as Parquet tables for a cluster, in a new folder outside every repository.",
)
@click.pass_obj
def export_command(
    where: Where,
    person: str | None,
    form: str | None,
    out: str | None,
    as_of: str | None,
    parquet: str | None,
) -> None:
    """Export everything stored under one person's id, with the agreement behind each entry.

    If the person gave a service to someone else, the entry doesn't include the other person's id.

    With --parquet, the command writes tables of all teams. `outbound coverage --tables` can count them on
    many machines. The tables contain people's ids.
    """
    if parquet is not None:
        if person or form or out or as_of:
            raise UsageError("--parquet exports all teams. Leave out the other options")
        _write_tables(where, parquet)
        return
    if person is None:
        raise UsageError("use --person ID for one person's data, or --parquet DIR for tables of all teams")
    repository = open_repository_here(where)
    days = judgement_dates_of(repository.policy, as_of)
    record, unread = member_record_of(repository, person, days)

    from checks.loading.files import printable
    from checks.output import member_report
    from checks.store.atomic_files import content_of, replace_file

    path = None if out in (None, "-") else Path(str(out))
    if path is not None:
        refuse_file_in_repository(repository, "--out", str(path))
    text = (
        member_report.record_as_csv(record, days.as_of)
        if form == "csv"
        else member_report.record_as_json(person, record, days.as_of, unread)
    )
    if path is None:
        click.echo(text, nl=False)
    else:
        if content_of(path) is not None:
            raise UsageError(f"--out {out}: the file already exists. Choose a new file")
        replace_file(path, None, text.encode())
        click.echo(f"Wrote {printable(str(out))}. It is about one person, so keep it private.")
    end_incomplete(unread, MISSING)


def _write_tables(where: Where, out: str) -> None:
    """Write the tables, tell what could not be read, and end with 1 where there is such."""
    from checks.loading.files import forbidden_in, printable

    if bad := forbidden_in(out):  # what writes the tables knows names in UTF-8 alone
        raise UsageError(f"--parquet: the character {printable(bad[0])} is not allowed in a folder of tables")
    target = Path(out).absolute()
    refuse_folder_in_repository(target, "the tables")
    if target.exists() or target.is_symlink():
        raise UsageError(f"--parquet {out}: it already exists. Choose a new folder")
    repository = open_repository_here(where)
    require_whole_checkout(repository)
    try:
        from checks.run.parquet import write_tables
    except ModuleNotFoundError:
        raise UsageError("--parquet needs pyarrow. Run: pip install 'outbound-playbook[parquet]'") from None
    written = write_tables(repository, target)
    teams = "team" if written.teams == 1 else "teams"
    click.echo(
        f"Wrote {printable(out)}: {written.teams} {teams}, {written.touchpoints:,} touchpoints. The "
        "tables contain people's ids. Give them only to people who may read the log."
    )
    for fault in written.faults:
        click.echo(f"{fault.problem.place}: {fault.code} {fault.problem.message}", err=True)
    if written.unread:
        click.echo(
            (
                "outbound: these teams are in the tables without figures, because their files can't be "
                f"read: {', '.join(written.unread)}"
            ),
            err=True,
        )
    if written.faults or written.unread:
        sys.exit(1)
