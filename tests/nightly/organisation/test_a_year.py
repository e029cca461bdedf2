"""A year of sixty people: each honest change is green or a notice, each trick is red, and says what to do."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.nightly.organisation.sixty_people import Organisation, begun, month_of_meetings
from tests.nightly.organisation.steps import (
    HONEST,
    REFUSED,
    TRICKS,
    Act,
    Edit,
    Renamed,
    Row,
    Step,
    Verb,
    Written,
)
from tests.support.calling import START, STUCK, outbound
from tests.support.change_verbs import commit, git

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

PLAYBOOK = "playbook/playbook.yaml"
JUDGED = ("SCH", "REF", "POL", "DAT", "WVR", "COR", "RAT", "PRV")
OF_THE_START = {"PRV004", "CAD005"}
"""What the fresh playbook leaves open, and a log of the month that is not imported yet."""


def test_a_year_in_the_life_of_an_organisation(tmp_path: Path) -> None:
    organisation = begun(tmp_path)
    logged = date(2026, 1, 1)
    problems: list[str] = []
    for step in sorted((*HONEST, *TRICKS), key=lambda step: step.day):
        while (following := (logged + timedelta(31)).replace(day=1)).isoformat() <= step.day:
            problems += _import_month(organisation, logged, following, tmp_path / "month.csv")
            logged = following
        _let_it_be(organisation, step.day)
        problems += _trick(organisation, step) if step.trick else _honest(organisation, step)

    problems += _refusals(organisation)
    assert problems == [], "\n".join(problems)
    code, findings = organisation.verdict("--no-base", "--as-of", "2026-12-08")
    assert code == 0, [each["message"] for each in findings if each["severity"] == "error"]
    assert all(text in _record(organisation, "p-quay-3") for text in ("quay", "lantern"))
    assert "p-islet-2" not in _record(organisation, "p-k7x2")
    _build(organisation)


def _import_month(organisation: Organisation, month: date, today: date, table: Path) -> list[str]:
    """Import what was held in a month as a change of its own; nothing may be found in it."""
    _let_it_be(organisation, today.isoformat())
    month_of_meetings(organisation, month, table)
    _branch(organisation)
    done = outbound("import", "log", str(table), here=organisation.policy)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = _judged(organisation, Step(today.isoformat(), f"the log of {month:%B}", ()), ())
    _merge(organisation)
    return wrong


def _let_it_be(organisation: Organisation, day: str) -> None:
    """Let it be a day, in both repositories' main branch."""
    path = organisation.policy / PLAYBOOK
    lines = path.read_text("utf-8").splitlines()
    path.write_text(
        "".join(f"today: {day}\n" if line.startswith("today:") else f"{line}\n" for line in lines), "utf-8"
    )
    commit(organisation.policy, f"It is {day}")


def _honest(organisation: Organisation, step: Step) -> list[str]:
    _branch(organisation)
    _make(organisation, step.acts)
    wrong = _judged(organisation, step, step.expected)
    effect = outbound("effect", "--base", "main", here=organisation.policy)
    if effect.returncode != 0 or "not compared" in effect.stdout + effect.stderr:
        wrong.append(f"{step.day} {step.what}: effect {effect.returncode} {effect.stdout}{effect.stderr}")
    _merge(organisation)
    return wrong


def _trick(organisation: Organisation, step: Step) -> list[str]:
    _branch(organisation)
    _make(organisation, step.acts)
    code, findings = organisation.verdict("--base", "main")
    errors = [each for each in findings if each["severity"] == "error"]
    kinds = {f"{each['code']} error" for each in errors}
    wrong = []
    if code != 1 or not set(step.expected) <= kinds:
        wrong.append(f"{step.day} {step.what}: exit {code}, {_shown(findings)}")
    wrong += [
        f"{step.day} {step.what}: {each['code']} has no next step" for each in errors if not each["help"]
    ]
    advice = " ".join(each["help"] or "" for each in errors)
    wrong += [
        f"{step.day} {step.what}: {text!r} not in {advice!r}" for text in step.helps if text not in advice
    ]
    _leave(organisation)
    if step.repaired:
        _branch(organisation)
        _make(organisation, step.repaired)
        wrong += _judged(organisation, step, step.repaired_finds)
        _leave(organisation)
    return wrong


def _judged(organisation: Organisation, step: Step, expected: tuple[str, ...]) -> list[str]:
    """Return what is wrong with the verdict of an honest change: it passes, and finds what is expected alone."""
    code, findings = organisation.verdict("--base", "main")
    fresh = {
        f"{each['code']} {each['severity']}"
        for each in findings
        if each["code"][:3] in JUDGED and each["code"] not in OF_THE_START
    }
    if code == 0 and fresh == set(expected):
        return []
    return [f"{step.day} {step.what}: exit {code}, expected {sorted(expected)}, {_shown(findings)}"]


def _shown(findings: list[dict[str, Any]]) -> str:
    return "; ".join(f"{each['code']} {each['severity']} {each['message']}" for each in findings)


def _make(organisation: Organisation, acts: tuple[Act, ...]) -> None:
    for act in acts:
        match act:
            case Verb(words):
                done = outbound(*words, "--yes", here=organisation.policy)
                assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
            case Edit(path, old, new):
                file = organisation.folder(path) / path
                text = file.read_text("utf-8")
                assert text.count(old) == 1, f"{path}: {old!r} in\n{text}"
                file.write_text(text.replace(old, new), "utf-8")
            case Written(path, text):
                _write(organisation.folder(path) / path, text)
            case Row(path, texts):
                _delete_row(organisation.folder(path) / path, texts)
            case Renamed(path, new):
                (organisation.folder(path) / path).rename(organisation.folder(new) / new)
    for folder in (organisation.policy, organisation.data):
        commit(folder, "A change")


def _write(file: Path, text: str | None) -> None:
    if text is None:
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")


def _delete_row(file: Path, texts: tuple[str, ...]) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    lines.remove(next(line for line in lines if all(text in line for text in texts)))
    file.write_text("".join(lines), "utf-8")


def _branch(organisation: Organisation) -> None:
    for folder in (organisation.policy, organisation.data):
        git(folder, "switch", "--quiet", "--create", "change")


def _merge(organisation: Organisation) -> None:
    for folder in (organisation.policy, organisation.data):
        commit(folder, "A change")
        git(folder, "switch", "--quiet", "main")
        git(folder, "merge", "--quiet", "--no-edit", "change")
        git(folder, "branch", "--quiet", "--delete", "change")


def _leave(organisation: Organisation) -> None:
    for folder in (organisation.policy, organisation.data):
        git(folder, "switch", "--quiet", "main")
        git(folder, "branch", "--quiet", "--delete", "--force", "change")


def _refusals(organisation: Organisation) -> list[str]:
    """Return what is wrong with the verbs' refusals: one line with the reason, and nothing written."""
    wrong = []
    for verb, reason in REFUSED:
        done = outbound(*verb.words, "--yes", here=organisation.policy)
        changed = [
            git(folder, "status", "--porcelain") for folder in (organisation.policy, organisation.data)
        ]
        if done.returncode == 0 or reason not in done.stderr or len(done.stderr.splitlines()) != 1:
            wrong.append(f"{verb.words}: {done.returncode} {done.stdout}{done.stderr}")
        if any(
            line.split()[-1].rpartition(".")[2] in ("yaml", "csv") for line in "".join(changed).splitlines()
        ):
            wrong.append(f"{verb.words}: wrote {changed}")
    return wrong


def _build(organisation: Organisation) -> None:
    """Build the website of the policy's repository."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=organisation.policy,
        env={**START, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=STUCK,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert list((organisation.policy / "site").rglob("*second-look*"))


def _record(organisation: Organisation, person: str) -> str:
    """Return a person's own record."""
    done = outbound("mine", "--person", person, here=organisation.policy)
    assert done.returncode == 0, done.stderr
    return done.stdout
