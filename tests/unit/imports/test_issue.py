"""Issues filed with a form: read, held against the playbook, written and answered."""

import contextlib
import json
import re
import time
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checks.imports.issue import Issue, UnclearFormError, read_event, refusal_answer, touchpoint_input_of
from checks.imports.typed_dates import UnclearDayError, parse_typed_day
from checks.loading.repository import open_repository
from checks.scaffold.issue_forms import issue_forms
from tests.support.dated_repository import Said, called, fresh, laid, logged
from tests.support.paths import ROOT

CREATED = "2026-11-20T23:30:00Z"
"""Already the 21st in Helsinki."""


def body(**sections: str) -> str:
    """Return what a code host makes of a form; keys have underscores for blanks."""
    return "\n\n".join(f"### {label.replace('_', ' ')}\n\n{value}" for label, value in sections.items())


TOUCHPOINT = {
    "Service": "One-on-one (one-on-one)",
    "Day": "2026-11-20",
    "Team_member": "p-ada",
    "Given_by": "_No response_",
    "Who_started_it": "None",
    "What_happened": "_No response_",
    "Team": "_No response_",
}
ORDER = {"Service": "One-on-one (one-on-one)", "Your_id": "p-ada", "Your_team": "_No response_"}


def event(root: Path, text: str | None, sender: str = "Ada-L", **issue: object) -> Path:
    """Lay the file of an event, of an issue that the account of p-ada has opened."""
    path = root / "event.json"
    filed = {"number": 7, "created_at": CREATED, "body": text, "state": "open", **issue}
    filed.setdefault("user", {"login": "ada-l"})
    path.write_text(json.dumps({"action": "opened", "issue": filed, "sender": {"login": sender}}))
    return path


PEOPLE = (
    "id,name,address,account\np-ada,,,ada-l\np-mia,,,@mia\np-grace,,,grace\np-tony,,,tony\np-alan,,,alan\n"
)


def people(root: Path, text: str = PEOPLE) -> tuple[str, str]:
    """Lay the table of people beside a playbook, and return the option that names it."""
    path = root.parent / f"{root.name}-people.csv"
    path.write_text(text)
    return "--people", str(path)


def filed(root: Path, text: str | None, account: str = "ada-l") -> Said:
    file = event(root, text, account, user={"login": account})
    return called(root, "import", "issue", "--event", str(file), *people(root))


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (body(**TOUCHPOINT), "2026-11-20,one-on-one,p-ada,p-grace,outbound,held"),
        (body(**ORDER), "2026-11-21,one-on-one,p-ada,,inbound,ordered"),
        (
            body(**{**TOUCHPOINT, "Given_by": "p-alan", "Who_started_it": "The team member"}),
            "2026-11-20,one-on-one,p-ada,p-alan,inbound,held",
        ),
        (
            body(**{**TOUCHPOINT, "Day": "1 December 2026", "What_happened": "It is booked for that day"}),
            "2026-12-01,one-on-one,p-ada,p-grace,outbound,booked",
        ),
        (body(**{**TOUCHPOINT, "Day": "yesterday"}), "2026-11-20,one-on-one,p-ada,p-grace,outbound,held"),
        (
            body(**{**TOUCHPOINT, "What_happened": "Someone did not come"}),
            "2026-11-20,one-on-one,p-ada,p-grace,outbound,missed",
        ),
        (
            body(**{**TOUCHPOINT, "Day": "24 de mayo 2026"}),
            "2026-05-24,one-on-one,p-ada,p-grace,outbound,held",
        ),
        (
            f"<details>\r\n<summary>The form</summary>\r\n\r\n{body(**TOUCHPOINT)}\r\n</details>",
            "2026-11-20,one-on-one,p-ada,p-grace,outbound,held",
        ),
        (
            body(**{**TOUCHPOINT, "Service": "one-on-one", "Team_member": "`p-ada`"}) + "\n\n### More\n\nx\n",
            "2026-11-20,one-on-one,p-ada,p-grace,outbound,held",
        ),
        (
            body(**{**TOUCHPOINT, "Team_member": "p-ada <!-- the one I lead --> <!-- never a name -->"}),
            "2026-11-20,one-on-one,p-ada,p-grace,outbound,held",
        ),
        (
            body(Service="Health check", Day="2026-11-20", Team="harbour"),
            "2026-11-20,health-check,,p-grace,outbound,held",
        ),
    ],
)
def test_a_form_is_a_row_once_and_the_answer_names_nobody(tmp_path: Path, text: str, row: str) -> None:
    laid(tmp_path)
    before = logged(tmp_path)

    first, second = filed(tmp_path, text, "grace"), filed(tmp_path, text, "grace")

    assert fresh(tmp_path, before) == [row]
    assert first.returncode == second.returncode == 0
    assert first.stdout.startswith(f"Logged: `{row.split(',')[1]}`, {row[:10]}")
    assert second.stdout.startswith("Already in the log: ")
    assert "gh issue delete 7 --yes" in first.stdout
    assert not re.search(r"p-(ada|alan|grace)", first.stdout + second.stdout)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"Service": "_No response_"}, "“Service” is empty. Choose a service"),
        ({"Service": "One-on-on (one-on-on)"}, "there is no service one-on-on. Did you mean one-on-one?"),
        ({"Day": "05/01/2026"}, "05/01/2026 can mean 2026-01-05 or 2026-05-01"),
        ({"Day": "19/09/25"}, "19/09/25 has a year with two digits"),
        ({"Day": "24 May"}, "24 May is not a date with a year"),
        ({"Day": "soon"}, "soon is not a date with a year"),
        ({"Day": "_No response_"}, "not a valid date. Write it, for example, as 2026-11-20"),
        ({"Day": "2026-12-01"}, "this row has a future date and the state held"),
        (
            {"Team_member": "Ada Byron"},
            "this looks like a name or an address. Use an id instead, for example p-ann",
        ),
        ({"Team_member": "p-nobody"}, "the team member is not in any team on 2026-11-20"),
        ({"Team_member": "p-ada\np-mia"}, "Write one line of at most 200 characters"),
        (
            {"Team_member": "p-ada\n\n### Team member\n\np-mia"},
            "“Team member” appears 2 times. Keep only one",
        ),
        (
            {"Team_member": "x@everyone [x](javascript:alert(1)) <b>#1"},
            "this looks like a name or an address",
        ),
        (
            {"What_happened": "It was great"},
            "“What happened” is not one of the form's choices. Choose one of them",
        ),
        ({"Team": "harbor"}, "there is no team harbor. Did you mean harbour?"),
    ],
)
def test_what_cannot_be_taken_is_answered_in_words(
    tmp_path: Path, changes: dict[str, str], words: str
) -> None:
    laid(tmp_path)
    before = logged(tmp_path)

    result = filed(tmp_path, body(**{**TOUCHPOINT, **changes}))

    assert result.returncode == 1
    assert result.stdout.startswith("Nothing was logged yet:\n\n- ")
    assert words in re.sub(r"\\(.)", r"\1", result.stdout).replace("`", "")
    assert "edit this issue" in result.stdout
    assert logged(tmp_path) == before


def test_an_order_says_who_orders(tmp_path: Path) -> None:
    laid(tmp_path)

    result = filed(tmp_path, body(**{**ORDER, "Your_id": "_No response_"}))

    assert result.returncode == 1
    assert "“Your id” is empty" in result.stdout


@pytest.mark.parametrize("text", [None, "", "Hello", "### Service\n\nOne-on-one", body(Notes="x")])
def test_an_issue_that_is_no_form_is_left_alone(tmp_path: Path, text: str | None) -> None:
    laid(tmp_path)

    assert filed(tmp_path, text) == (
        0,
        "Nothing to do: the issue is closed, or it was not made with one of the forms.\n",
        "",
    )


def test_a_workflow_is_told_what_to_do(tmp_path: Path) -> None:
    laid(tmp_path)
    file, call = (
        tmp_path / "answer.md",
        ("import", "issue", *people(tmp_path), "--answer", str(tmp_path / "answer.md"), "--event"),
    )

    done = called(tmp_path, *call, str(event(tmp_path, body(**TOUCHPOINT))))
    said = file.read_text()
    wrong = called(tmp_path, *call, str(event(tmp_path, body(Day="x"))))
    closed = called(tmp_path, *call, str(event(tmp_path, body(**TOUCHPOINT), state="closed")))

    assert done == (0, "answer=true\nclose=true\nlock=true\nby=p-ada\n", "")
    assert said.startswith("Logged: ")
    assert wrong == (1, "answer=true\nclose=false\nlock=false\nby=\n", "")
    assert closed == (0, "answer=false\nclose=false\nlock=false\nby=\n", "")


@pytest.mark.parametrize(
    ("account", "form", "rows"),
    [
        pytest.param("ada-l", TOUCHPOINT, 1, id="who received it"),
        pytest.param("ADA-L", ORDER, 1, id="an order of one's own, whatever the case of the account"),
        pytest.param("grace", TOUCHPOINT, 1, id="who gave it, as is filled in"),
        pytest.param("grace", {**TOUCHPOINT, "Given_by": "p-alan"}, 1, id="the leader, of what a coach gave"),
        pytest.param("grace", ORDER, 1, id="the leader, for a member"),
        pytest.param("alan", {**TOUCHPOINT, "Given_by": "p-alan"}, 1, id="a coach, of what they gave"),
        pytest.param("alan", TOUCHPOINT, 0, id="a coach, of what the leader gave"),
        pytest.param("mia", TOUCHPOINT, 0, id="another member"),
        pytest.param("mia", ORDER, 0, id="an order in another's name"),
        pytest.param("tony", TOUCHPOINT, 0, id="somebody of another team"),
        pytest.param("tony", {**TOUCHPOINT, "Given_by": "p-tony"}, 0, id="who may not give it"),
    ],
)
def test_only_they_and_their_leader_file_a_row(
    tmp_path: Path, account: str, form: dict[str, str], rows: int
) -> None:
    laid(tmp_path)
    before = logged(tmp_path)

    answer = filed(tmp_path, body(**form), account)

    assert (answer.returncode == 0, len(fresh(tmp_path, before))) == (rows == 1, rows)
    assert not re.search(r"p-(ada|alan|grace|mia|tony)", answer.stdout)


@pytest.mark.parametrize(
    ("account", "sender", "table", "words"),
    [
        (
            "mallory",
            "mallory",
            PEOPLE,
            "Your account mallory isn't linked to an id yet. Ask HR or the person",
        ),
        ("mallory", "mallory", PEOPLE, "with your own id in front: “your-id,,,mallory”"),
        ("ada-l", "mallory", PEOPLE, "Only the author's account can log it"),
        ("ada-l", "", PEOPLE, "Only the author's account can log it"),
        ("", "ada-l", PEOPLE, "Only the author's account can log it"),
        ("ada-l", "ada-l", "id,name,address\np-ada,,\n", "isn't linked to an id yet"),
        ("ada-l", "ada-l", "", "has no table of people yet, so it can't link your account to an id. Ask HR"),
    ],
)
def test_an_account_that_is_not_bound_is_told_how_to_get_bound(
    tmp_path: Path, account: str, sender: str, table: str, words: str
) -> None:
    laid(tmp_path)
    before = logged(tmp_path)
    file = event(tmp_path, body(**TOUCHPOINT), sender, user={"login": account})
    options = people(tmp_path, table) if table else ()

    answer = called(tmp_path, "import", "issue", "--event", str(file), *options)

    assert answer.returncode == 1
    assert words in re.sub(r"\\(.)", r"\1", answer.stdout)
    assert logged(tmp_path) == before


def test_an_issue_that_is_no_form_asks_nobody_who_they_are(tmp_path: Path) -> None:
    laid(tmp_path)
    file = event(tmp_path, "Hello", "mallory", user=None)

    answer = called(tmp_path, "import", "issue", "--event", str(file))

    assert (answer.returncode, answer.stdout[:16]) == (0, "Nothing to do: t")


def test_a_bad_line_of_the_table_is_told_by_its_number(tmp_path: Path) -> None:
    laid(tmp_path)
    file = event(tmp_path, body(**TOUCHPOINT))
    table = f"{PEOPLE}p-bo,,,ada-l\np-cy,,,a b\n"

    answer = called(tmp_path, "import", "issue", "--event", str(file), *people(tmp_path, table))

    assert answer.returncode == 0
    assert answer.stderr == (
        "people.csv, line 7: another person already has this account. Correct one of the two\n"
        "people.csv, line 8: invalid account. Write it as the code host shows it, for example ada-l\n"
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"issue": []}',
        "[" * 100_000,
        '{"action": "opened", "issue": {"number": true, "created_at": "2026-11-20T00:00:00Z"}}',
        '{"action": "opened", "issue": {"number": 1, "created_at": "x"}}',
        '{"action": "opened", "issue": {"number": 1, "created_at": "1999-11-20T00:00:00Z"}}',
        '{"action": "deleted", "issue": {"number": 1, "created_at": "2026-11-20T00:00:00Z"}}',
        '{"action": "opened", "issue": {"number": 1, "created_at": "2026-11-20", "pull_request": {}}}',
        " " * (1024 * 1024 + 1),
    ],
)
def test_a_file_that_is_no_event_is_one_line(tmp_path: Path, content: str) -> None:
    laid(tmp_path)
    path = tmp_path / "event.json"
    path.write_text(content)

    status, out, err = called(tmp_path, "import", "issue", "--event", str(path))

    assert (status, out, err.count("\n")) == (2, "", 1)
    assert called(tmp_path, "import", "issue", "--event", str(tmp_path / "none")).returncode == 2


FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-03", "2026-11-03"),
        ("2026/11/3", "2026-11-03"),
        ("3. 11. 2026", None),
        ("19/09/2025", "2025-09-19"),
        ("09/19/2025", "2025-09-19"),
        ("05.05.2026", "2026-05-05"),
        ("3 November 2026", "2026-11-03"),
        ("November 3, 2026", "2026-11-03"),
        ("24 de mayo 2026", "2026-05-24"),
        ("24. toukokuuta 2026", "2026-05-24"),
        ("3. März 2026", "2026-03-03"),
        ("Today", "2026-11-20"),
        ("yesterday", "2026-11-19"),
        ("gestern", "2026-11-19"),
        ("31/02/2026", None),
        ("32/13/2026", None),
        ("13.13.2026", None),
        ("November 2026", None),
        ("3 November", None),
        ("2026", None),
        ("12:30", None),
        ("p-1024", None),
        ("1999-01-01", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_days_as_people_type_them(text: str, day: str | None) -> None:
    if day is None:
        with pytest.raises(UnclearDayError):
            parse_typed_day(text, FRIDAY)
    else:
        assert parse_typed_day(text, FRIDAY) == date.fromisoformat(day)


SERVICES = open_repository(ROOT).policy.services


@given(st.text(max_size=400))
def test_any_issue_is_told_refused_or_none_of_ours(text: str) -> None:
    for whole in (text, body(**{**TOUCHPOINT, "Team_member": text}), body(**{**ORDER, "Service": text})):
        with contextlib.suppress(UnclearFormError):
            touchpoint_input_of(Issue(1, whole, FRIDAY, open=True), SERVICES)


@given(st.text(max_size=100))
def test_nothing_of_an_answer_is_alive(text: str) -> None:
    said = refusal_answer([text]).text.split("\n")[2].removeprefix("- ")

    assert not re.search(r"(?<!\\)[`<>\[\]()#*_]", said)
    assert not re.search("@(?!\u2060)", said)


def test_the_forms_here_are_those_of_the_playbook() -> None:
    made = issue_forms(open_repository(ROOT).policy.services.values())

    there = {path.name: path.read_text("utf-8") for path in (ROOT / ".github/ISSUE_TEMPLATE").iterdir()}

    assert there == made


def test_a_form_is_what_a_code_host_takes() -> None:
    for text in issue_forms(open_repository(ROOT).policy.services.values()).values():
        form = yaml.safe_load(text)
        assert set(form) == {"name", "description", "title", "body"}
        ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
        assert len(ids) == len(set(ids)) > 1
        for part in form["body"]:
            assert part["type"] in ("markdown", "input", "dropdown", "textarea")
            if part["type"] == "markdown":
                assert set(part["attributes"]) == {"value"}
                continue
            assert re.fullmatch(r"[a-z0-9-]+", part["id"])
            assert set(part["attributes"]) <= {"label", "description", "options"}
            assert isinstance(part["validations"]["required"], bool)
            options = part["attributes"].get("options", ["-"])
            assert len(options) == len(set(options)) > 0
            assert all(isinstance(one, str) and one.casefold() != "none" for one in options)


def test_forms_that_have_drifted_are_named(tmp_path: Path) -> None:
    laid(tmp_path)
    out = str(tmp_path / "forms")

    missing = called(tmp_path, "setup", "forms", "--out", out, "--check", "--for", "data")
    written = called(tmp_path, "setup", "forms", "--out", out, "--for", "data")
    again = called(tmp_path, "setup", "forms", "--out", out, "--check", "--for", "data")
    called(tmp_path, "setup", "forms", "--out", out, "--for", "policy")
    alone = called(tmp_path, "setup", "forms", "--out", out, "--check", "--for", "policy")

    assert missing.returncode == 1
    assert len(written.stdout.splitlines()) == 2
    assert again == (0, "2 forms are up to date.\n", "")
    assert alone == (0, "1 form is up to date.\n", "")


def test_the_workflow_puts_nothing_of_an_issue_into_a_script() -> None:
    text = (ROOT / ".github/workflows/intake.yml").read_text()
    workflow = yaml.safe_load(text)

    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "write", "issues": "write"}
        assert job["timeout-minutes"]
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a/b@" + "0" * 40))
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
    assert "github.event.repository.private" in workflow["jobs"]["take"]["if"]
    assert set(re.findall(r"\$\{\{ *([^ }]+)", text)) == {
        "github.event.issue.number",
        "github.repository",
        "github.token",
        "steps.data.outputs.path",
        "secrets.OUTBOUND_PEOPLE_CSV",
        "steps.form.outputs.by",
        "steps.form.outputs.close",
        "vars.OUTBOUND_POLICY",
    }


@pytest.mark.parametrize(
    ("created", "day"),
    [
        ("2026-11-20T21:59:59", "2026-11-20"),
        ("2026-11-20T22:00:00", "2026-11-21"),
        ("2026-11-20T22:00:00Z", "2026-11-21"),
        ("2026-11-20T23:30:00+14:00", "2026-11-20"),
    ],
)
def test_a_moment_without_a_zone_is_utcs_and_not_the_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, created: str, day: str
) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    path = tmp_path / "event.json"
    path.write_text(json.dumps({"action": "opened", "issue": {"number": 7, "created_at": created}}))

    try:
        issue = read_event(path, "Europe/Helsinki")
    finally:
        monkeypatch.undo()
        time.tzset()

    assert issue.written_on.isoformat() == day
