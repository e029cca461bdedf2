"""What a change would do, on the example's own: from one a quarter to at most 6 weeks apart."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from checks.changes.effects import Effect, effect_of_change
from checks.changes.gate import with_base_guards
from checks.loading.repository import open_repository
from checks.output import effect_report as report
from checks.run.judging import judgement_dates
from tests.support.building import AS_OF, HARBOUR, Files, base, lay
from tests.support.calling import UNREADABLE
from tests.support.paths import ROOT
from tests.unit.output.test_formats import validator

EXAMPLE = ROOT
ONE_ON_ONE = "playbook/services/one-on-one.yaml"
BEFORE_IT = date(2025, 12, 10)


def of(before: Path, after: Path, as_of: date) -> Effect:
    sides = open_repository(before), open_repository(after)
    days = judgement_dates(with_base_guards(*sides).policy, as_of, lambda _: as_of)
    found = effect_of_change(*sides, days, "the base")
    assert found
    return found


@pytest.fixture(scope="module")
def tightened(tmp_path_factory: pytest.TempPathFactory) -> Effect:
    """The example as it is, held against the example without its second agreement of one-on-one."""
    root = tmp_path_factory.mktemp("effect")
    for side in ("before", "after"):
        for folder in ("playbook", "data"):
            shutil.copytree(EXAMPLE / folder, root / side / folder)
    path = root / "before" / ONE_ON_ONE
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - from: 2026-01-01")], encoding="utf-8")
    return of(root / "before", root / "after", BEFORE_IT)


def test_the_terms_are_said_before_and_after(tightened: Effect) -> None:
    assert [(one.of, one.key, one.before, one.after) for one in tightened.wordings] == [
        ("one-on-one", "cadence", "one each quarter", "at most 6 weeks apart, with a grace period of 1 week"),
        ("one-on-one", "what counts", "no matter who starts it", "only if the leader or coach starts it"),
    ]
    assert tightened.day == date(2026, 1, 1)


def test_only_the_service_that_changes_comes_out_otherwise(tightened: Effect) -> None:
    assert tightened.changed == ("one-on-one",)
    assert list(tightened.owing) == ["one-on-one"]
    repository = open_repository(EXAMPLE)
    owed = {
        stay.person
        for team in repository.teams()
        for stay in (team.team.members if team.team else ())
        if stay.first <= tightened.day <= (stay.last or tightened.day)
    }
    assert tightened.owing["one-on-one"].more == len(owed)
    assert tightened.hours[1].hours > tightened.hours[0].hours
    assert (tightened.added, tightened.removed) == (0, 0)
    assert tightened.logged.before == tightened.logged.after


def test_a_quarter_under_the_old_terms_is_as_it_was(tightened: Effect) -> None:
    from checks.run.checking import run_check

    rows = {}
    repository = open_repository(EXAMPLE)
    run_check(
        repository,
        judgement_dates(repository.policy, BEFORE_IT, lambda _: BEFORE_IT),
        on_team=lambda team: rows.update({team.team: team.row("one-on-one", "2025-Q3")}),
    )

    counted = {one.team: one.counts[0] for one in tightened.tried if one.service == "one-on-one"}
    assert counted == {team: row.counts for team, row in rows.items() if row and row.counts.due}


def test_json_is_as_its_schema_says(tightened: Effect) -> None:
    validator("effect.schema.json").validate(json.loads(report.effect_as_json(tightened)))


@pytest.mark.parametrize("form", [report.effect_as_text, report.effect_as_markdown, report.effect_as_json])
def test_nobody_is_named(tightened: Effect, form: object) -> None:
    assert callable(form)
    said = form(tightened)

    assert "one-on-one" in said
    assert not re.search(r"\bp-[a-z]", said)


def test_markdown_says_that_it_is_inside_and_has_all_numbers(tightened: Effect) -> None:
    said = report.effect_as_markdown(tightened)
    teams = {one.team for one in tightened.tried if one.service == "one-on-one"}

    assert said.startswith(
        "**Inside**: made from rosters and logs, for people with access to the data.\n\n## "
    )
    assert teams == {line.split(" | ")[0].strip("| ") for line in said.splitlines() if "%" in line} - {
        "All teams"
    }
    assert "newly below" in said
    assert "Kept in past periods" in said


def test_what_does_not_change_is_said_in_a_line(tmp_path: Path) -> None:
    root = lay(tmp_path, base())

    found = of(root, root, AS_OF)

    assert (found.wordings, found.changed, found.owing) == ((), (), {})
    assert report.effect_as_text(found).startswith(
        "Compared with the base. Already in effect. Tried out on 2026-Q3 as if it had always applied.\n\n"
        "No agreed terms change.\n"
    )
    validator("effect.schema.json").validate(json.loads(report.effect_as_json(found)))


def test_a_team_of_its_own_and_what_is_new_and_gone_is_said(tmp_path: Path) -> None:
    files = base()
    own = (
        "agreements:\n  one-on-one:\n    - {from: 2026-12-01, cadence: {at_most_apart: 4 weeks}, "
        "agreed_on: 2026-11-20, agreed_with: [members], record: https://git.example.org/7, review_by: 2027-12-31}\n"
    )
    roster = "data/teams/harbour/team.yaml"
    text = str(files["playbook/services/health-check.yaml"])
    after = files | {
        roster: str(files[roster]) + own,
        "playbook/services/pulse-talk.yaml": text.replace("id: health-check", "id: pulse-talk"),
        "playbook/playbook.yaml": str(files["playbook/playbook.yaml"]).replace(
            "    coverage_at_least: 90%", "    coverage_at_least: 80%"
        ),
    }
    del after["playbook/services/health-check.yaml"]

    found = of(lay(tmp_path / "before", files), lay(tmp_path / "after", after), AS_OF)

    said = {(one.of, one.key): (one.before, one.after) for one in found.wordings}
    assert said["the playbook's terms", "coverage at least"] == ("90%", "80%")
    assert said["pulse-talk", "service"] == ("none", "new")
    assert said["health-check", "service"] == ("there", "gone")
    assert said["harbour: one-on-one", "cadence"] == ("no agreement", "at most 4 weeks apart")
    assert (found.owing["one-on-one"].more, found.owing["one-on-one"].less) == (2, 0)
    assert found.day == date(2026, 12, 1)


def test_an_unread_service_is_in_no_number_and_is_named(tmp_path: Path) -> None:
    before, after = lay(tmp_path / "before", base()), lay(tmp_path / "after", base())
    file = after / ONE_ON_ONE
    file.write_text(file.read_text(encoding="utf-8") + "what: {\n", encoding="utf-8")

    for sides in ((before, after), (after, before)):
        found = of(*sides, AS_OF)

        assert found.unread == ("one-on-one",)
        assert (found.wordings, found.changed, dict(found.owing)) == ((), (), {})
        assert found.hours[0] == found.hours[1]
        assert "Left out because their files can’t be read: one-on-one." in report.effect_as_text(found)
        assert "one-on-one." in report.effect_as_markdown(found)


@pytest.mark.parametrize("broken", [0, 1], ids=["the base", "the head"])
def test_an_unread_playbook_has_no_effect_to_tell(tmp_path: Path, broken: int) -> None:
    sides = [lay(tmp_path / name, base()) for name in ("before", "after")]
    (sides[broken] / "playbook/playbook.yaml").write_text("schema: [\n", encoding="utf-8")
    before, after = (open_repository(one) for one in sides)

    assert (
        effect_of_change(before, after, judgement_dates(after.policy, AS_OF, lambda _: AS_OF), "the base")
        is None
    )


def test_a_service_under_another_id_is_the_same_one(tmp_path: Path) -> None:
    files = base()
    text = str(files.pop(ONE_ON_ONE)).replace("id: one-on-one\n", "id: talk\nformerly: [one-on-one]\n")
    after = lay(tmp_path / "after", {**files, "playbook/services/talk.yaml": text})

    found = of(lay(tmp_path / "before", base()), after, AS_OF)

    assert [(one.of, one.key, one.before, one.after) for one in found.wordings] == [
        ("talk", "id", "one-on-one", "talk")
    ]
    assert (found.changed, dict(found.owing), found.added, found.removed) == ((), {}, 0, 0)


def test_a_new_or_gone_team_costs_on_one_side_alone(tmp_path: Path) -> None:
    both = lay(tmp_path / "both", base())
    one = lay(tmp_path / "one", {path: text for path, text in base().items() if "/quay/" not in path})

    new, gone = of(one, both, AS_OF), of(both, one, AS_OF)

    assert {one.team for one in new.tried} == {one.team for one in gone.tried} == {"harbour", "quay"}
    assert (new.owing["one-on-one"].more, new.owing["one-on-one"].less) == (2, 0)
    assert (gone.owing["one-on-one"].more, gone.owing["one-on-one"].less) == (0, 2)
    assert new.hours == (gone.hours[1], gone.hours[0])
    assert new.hours[1].hours > new.hours[0].hours


def test_a_team_unread_on_one_side_is_in_no_number(tmp_path: Path) -> None:
    whole = lay(tmp_path / "whole", base())
    part = lay(tmp_path / "part", {**base(), **UNREADABLE})

    for sides in ((whole, part), (part, whole)):
        found = of(*sides, AS_OF)

        assert found.unread == ("quay",)
        assert {one.team for one in found.tried} == {"harbour"}
        assert found.hours[0] == found.hours[1]


def test_a_quarter_in_which_nothing_was_due_is_not_compared(tmp_path: Path) -> None:
    path = "playbook/playbook.yaml"
    pause = "pauses:\n  - {from: 2026-07-01, to: 2026-09-30, services: all}\n"
    root = lay(tmp_path, {**base(), path: str(base()[path]) + pause})

    assert of(root, root, AS_OF).tried == ()


def test_services_are_told_in_the_order_of_their_ids(tmp_path: Path) -> None:
    files = base()
    more = str(files[ONE_ON_ONE]).replace("id: one-on-one", "id: {id}").replace("One-on-one", "{id}")
    names = [f"service-{letter}" for letter in "fbdace"]
    after = lay(
        tmp_path / "after",
        files | {f"playbook/services/{one}.yaml": more.replace("{id}", one) for one in names},
    )

    assert list(of(lay(tmp_path / "before", files), after, AS_OF).owing) == sorted(names)


def twenty_of_25_met() -> Files:
    """Return files in which harbour has 25 members, of whom 20 were met in the third quarter."""
    files = base()
    path = f"{HARBOUR}/team.yaml"
    roster = str(files[path])
    stays = "".join(f"  - {{person: p-m{at}, from: 2025-03-01}}\n" for at in range(25))
    held = "".join(f"2026-08-12,one-on-one,p-m{at},p-grace,outbound,held\n" for at in range(20))
    return files | {
        path: roster[: roster.index("members:")] + f"members:\n{stays}",
        f"{HARBOUR}/touchpoints/2026-Q3.csv": f"date,service,member,given_by,initiative,state\n{held}",
    }


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        (
            "coverage_at_least: 90%",
            "coverage_at_least: 75%",
            "| harbour | 80% (20 of 25) | 80% (20 of 25) | no longer below |",
        ),
        (
            "cadence: {at_least: 1, per: quarter}",
            "cadence: {after: joining, within: [7 days]}",
            "| harbour | 80% (20 of 25) | nothing due | no longer below |",
        ),
    ],
    ids=["less is promised", "nothing is due"],
)
def test_what_comes_of_a_team_is_a_row_of_markdown(tmp_path: Path, old: str, new: str, row: str) -> None:
    before = twenty_of_25_met()
    after = before | {ONE_ON_ONE: str(before[ONE_ON_ONE]).replace(old, new)}

    said = report.effect_as_markdown(
        of(lay(tmp_path / "before", before), lay(tmp_path / "after", after), AS_OF)
    )

    assert row in said.splitlines()


def test_an_end_ahead_is_said_with_its_day(tmp_path: Path) -> None:
    """Whether it is written in the agreement or below it, what ends and when is said."""
    path, end = ONE_ON_ONE, "    review_by: 2026-12-31\n"
    text = str(base()[path])
    below = (
        "  - from: 2026-11-24\n    to: 2026-12-31\n    agreed_on: 2026-11-20\n    agreed_with: [members]\n"
        "    record: https://git.example.org/pulls/12\n    review_by: 2026-12-31\n"
    )
    ended = {
        "inside": text.replace("  - from: 2026-01-01\n", "  - from: 2026-01-01\n    to: 2026-12-31\n"),
        "below": text.replace(end, end + below),
    }
    before = lay(tmp_path / "before", base())

    for name, changed_text in ended.items():
        effect = of(before, lay(tmp_path / name, base() | {path: changed_text}), AS_OF)

        ends = [(one.of, one.before, one.after) for one in effect.wordings if one.key == "last day"]
        assert ends == [("one-on-one", "no end", "2026-12-31")], name
        assert effect.day == (date(2027, 1, 1) if name == "inside" else date(2026, 11, 24))
