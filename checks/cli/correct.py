"""`outbound correct`: late truth about past dates, with who approved it and a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from typing import TYPE_CHECKING, Any

import click

from checks.cli.change_preview import agreed_to_files
from checks.cli.change_verbs import require_no_new_error
from checks.cli.context import Where, dry_run_option, parse_day_option
from checks.cli.person_argument import PERSON, lookup_option, person_option
from checks.cli.scaffold_options import (
    change_files,
    first_day_option,
    open_playbook_here,
    parse_person,
)
from checks.cli.team_selection import readable_team, require_whole_checkout, team_folder
from checks.model.errors import UsageError
from checks.store.file_changes import FileChange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from checks.loading.repository import Repository
    from checks.loading.team_files import TeamFiles
    from checks.model.team import Team
    from checks.store.yaml_emitting import Value
    from checks.store.yaml_splices import YamlEdit


@click.command(
    "correct",
    epilog="\b\nExamples:\n"
    "  outbound correct absence p-ada --from 2026-07-06 --to 2026-10-30 --approved-by p-hopper --record URL\n"
    "  outbound correct membership p-ada --remove --from 2026-09-01 --approved-by p-hopper --record URL\n"
    "  outbound correct giver p-grace --from 2026-07-01 --to 2026-07-31 --approved-by p-hopper --record URL\n"
    "  outbound correct row p-ada --from 2026-08-12 --to 2026-08-12 --approved-by p-hopper --record URL",
)
@click.argument("what", metavar="WHAT", type=click.Choice(["absence", "membership", "giver", "row"]))
@click.argument("person", metavar="PERSON", type=PERSON)
@click.option("--team", "team_id", metavar="TEAM", help="Id of the team. [default: the person's only team]")
@click.option("--from", "first", required=True, metavar="DAY", help="First day that was wrong.")
@click.option(
    "--to", "last", metavar="DAY", help="Last day that was wrong. [default: it goes on until further notice]"
)
@click.option(
    "--remove", is_flag=True, help="The files say it, but it was not so: take these dates out instead."
)
@click.option("--coach", is_flag=True, help="With `giver`: correct `coaches` instead of `leaders`.")
@click.option("--known-since", metavar="DAY", help="Day since when the mistake is known. [default: today]")
@person_option("--approved-by", required=True, help="The approver, who must not benefit from the correction.")
@click.option("--record", required=True, metavar="URL", help="Link to the record of the approval.")
@lookup_option
@dry_run_option
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
def correct_command(
    where: Where,
    /,
    what: str,
    person: str,
    team_id: str | None,
    *,
    dry_run: bool,
    yes: bool,
    **given: Any,
) -> None:
    """Correct past dates that turn out to be wrong, for example after a long sick leave.

    WHAT is absence, membership, giver or row. The command changes team.yaml and corrections.yaml, so that
    `outbound check --base` accepts it. For a row, change the log yourself, in the same commit.

    The approver must gain nothing from it: not PERSON, and not a leader or coach of the team in that time.
    """
    from checks.scaffold.change_draft import ChangeDraft

    repository, playbook = open_playbook_here(where)
    mistake = _mistake(what, parse_person("PERSON", person), first_day_option(playbook, None), given)
    files = readable_team(repository, team_id or _only_team(repository, mistake.person))
    corrected = _Corrected(repository, files)
    changes = [*corrected.roster(mistake, remove=given["remove"]), corrected.corrections(mistake, given)]
    texts = [
        (change.shown, (change.before or b"").decode(), (change.after or b"").decode()) for change in changes
    ]
    require_no_new_error(repository, replace(ChangeDraft.of(repository), steps=list(changes)), {})
    if agreed_to_files(texts, (), yes=yes, dry_run=dry_run):
        change_files(where, changes, " and commit the files together")


@dataclass(frozen=True, slots=True)
class _Mistake:
    """What was wrong about whom, on which days (`FOREVER` where there is no end), as far as `today`.

    `key` is the list of team.yaml that says it, empty for the log.
    """

    what: str
    person: str
    first: date
    last: date
    today: date
    key: str


def _mistake(what: str, person: str, today: date, given: Mapping[str, Any]) -> _Mistake:
    """Return what options say was wrong; raises `UsageError` where that is nothing to correct."""
    from checks.model.base import FOREVER

    first = parse_day_option("--from", given["first"])
    last = parse_day_option("--to", given["last"]) if given["last"] else FOREVER
    if first > today:
        raise UsageError(f"--from {first}: future dates need no correction. Change team.yaml")
    if last < first:
        raise UsageError(f"--to {last} is before --from {first}. Correct one of the two dates")
    if given["coach"] and what != "giver":
        raise UsageError("--coach goes with `giver` only")
    if what == "row" and (given["remove"] or last > today):
        raise UsageError("a row needs --to, on a past date, and no --remove. Change the log yourself")
    givers = "coaches" if given["coach"] else "leaders"
    keys = {"absence": "absences", "membership": "members", "giver": givers, "row": ""}
    return _Mistake(what, person, first, last, today, keys[what])


def _only_team(repository: Repository, person: str) -> str:
    """Return the one team whose roster names a person; raises `UsageError` for several, or none."""
    require_whole_checkout(repository)
    teams = [
        team_id
        for team_id in repository.team_ids
        if (team := repository.roster(team_id)[0]) and _is_named(team, person)
    ]
    if len(teams) == 1:
        return teams[0]
    if teams:
        raise UsageError(f"this person is in {', '.join(teams)}. Choose a team with --team")
    raise UsageError("this person is on no roster. Check the id, or choose a team with --team")


def _is_named(team: Team, person: str) -> bool:
    return any(
        entry.person == person for entries in (team.members, team.leaders, team.coaches) for entry in entries
    )


def _new_id(files: TeamFiles, mistake: _Mistake) -> str:
    wanted = f"c-{mistake.first:%Y-%m}-{mistake.what}"
    taken = {correction.id for correction in files.corrections}
    ids = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(correction_id for correction_id in ids if correction_id not in taken)


@dataclass(frozen=True)
class _Corrected:
    """The files of a team, as a correction changes them."""

    repository: Repository
    files: TeamFiles

    def roster(self, mistake: _Mistake, *, remove: bool) -> Sequence[FileChange]:
        """Return the change of team.yaml; none where only a row is corrected."""
        from checks.scaffold.past_entries import with_days, without_days

        team, key = self.files.team, mistake.key
        if not key or team is None:
            return ()
        if key == "absences" and not _is_named(team, mistake.person):
            raise UsageError(f"this person is not in {team.id}. Check the id, or choose a team with --team")
        change = without_days if remove else with_days
        edits = change(team, key, mistake.person, (mistake.first, mistake.last))
        if not edits:
            raise UsageError(f"{team.place().path} says this already, so there is nothing to correct")
        return (_spliced(self._path("team.yaml"), self._shown("team.yaml"), edits),)

    def corrections(self, mistake: _Mistake, given: Mapping[str, Any]) -> FileChange:
        """Return the change of corrections.yaml."""
        from checks.scaffold.editor_schemas import BY_NAME
        from checks.store.atomic_files import content_of
        from checks.store.yaml_emitting import document_text
        from checks.store.yaml_splices import add_list, append

        entry = self._entry(mistake, given)
        path, shown = self._path("corrections.yaml"), self._shown("corrections.yaml")
        if content_of(path) is None:
            text = document_text({"schema": 1, "corrections": [entry]}, BY_NAME["corrections"].first_line)
            return FileChange(path, shown, None, text.encode())
        there = self.files.corrections
        edit = append(("corrections",), entry) if there else add_list("corrections", entry)
        return _spliced(path, shown, [edit])

    def _entry(self, mistake: _Mistake, given: Mapping[str, Any]) -> Value:
        known = given["known_since"]
        return {
            "id": _new_id(self.files, mistake),
            "from": mistake.first,
            "to": min(mistake.last, mistake.today),
            "what": mistake.what,
            "person": mistake.person,
            "known_since": parse_day_option("--known-since", known) if known else mistake.today,
            "approved_by": parse_person("--approved-by", given["approved_by"]),
            "record": given["record"],
        }

    def _path(self, name: str) -> Path:
        return team_folder(self.repository) / "teams" / self.files.id / name

    def _shown(self, name: str) -> str:
        return f"data/teams/{self.files.id}/{name}"


def _spliced(path: Path, shown: str, edits: Sequence[YamlEdit]) -> FileChange:
    from checks.store.atomic_files import content_of
    from checks.store.yaml_splices import apply_edits

    before = content_of(path) or b""
    return FileChange(path, shown, before, apply_edits(before.decode(), edits).encode())
