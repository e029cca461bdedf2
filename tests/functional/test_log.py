"""`outbound log`, `confirm` and `fmt`, as they are called."""

from datetime import date
from pathlib import Path

import pytest

from checks.cli import group
from checks.imports.touchpoint_writer import InputFate, TouchpointInput, TouchpointWriter
from checks.loading.files import LOG_CAP
from checks.loading.repository import open_repository
from checks.run.judging import JudgementDates
from checks.store.formatting import UnformattableError, formatted_file
from tests.support.building import Files, base, findings, lay
from tests.support.calling import UNREADABLE, outbound
from tests.support.dated_repository import HARBOUR, Q4, TODAY, called, fresh, laid, logged

NOTHING = "outbound: nothing was written: "


@pytest.mark.parametrize(
    ("call", "row"),
    [
        ("one-on-one p-ada", "2026-11-23,one-on-one,p-ada,p-grace,outbound,held"),
        (
            "one-on-one p-ada --by p-alan --date 2026-08-03",
            "2026-08-03,one-on-one,p-ada,p-alan,outbound,held",
        ),
        ("one-on-one p-ada --inbound", "2026-11-23,one-on-one,p-ada,p-grace,inbound,held"),
        (
            "one-on-one p-ada --booked --date 2026-12-01",
            "2026-12-01,one-on-one,p-ada,p-grace,outbound,booked",
        ),
        ("one-on-one p-ada --declined", "2026-11-23,one-on-one,p-ada,p-grace,outbound,declined"),
        ("--order one-on-one p-ada", "2026-11-23,one-on-one,p-ada,,inbound,ordered"),
        ("health-check --team harbour", "2026-11-23,health-check,,p-grace,outbound,held"),
        ("health-check --by p-alan", "2026-11-23,health-check,,p-alan,outbound,held"),
        ("chat p-ada", "2026-11-23,one-on-one,p-ada,p-grace,outbound,held"),
    ],
)
def test_a_touchpoint_is_one_line(tmp_path: Path, call: str, row: str) -> None:
    service = "playbook/services/one-on-one.yaml"
    laid(tmp_path)
    path = tmp_path / service
    path.write_text(path.read_text().replace("id: one-on-one\n", "id: one-on-one\nformerly: [chat]\n"))
    before = logged(tmp_path)

    result = called(tmp_path, "log", *call.split())

    assert (result.returncode, result.stderr) == (0, "")
    assert fresh(tmp_path, before) == [row]
    again = called(tmp_path, "log", *call.split())
    assert again.stdout.startswith("Nothing to change: ")
    assert len(logged(tmp_path)) == len(before) + 1


@pytest.mark.parametrize(
    ("call", "status", "words"),
    [
        ("one-on-on p-ada", 2, "there is no service one-on-on. Did you mean one-on-one?"),
        ("nothing p-ada", 2, "there is no service nothing. Services: health-check, one-on-one"),
        (
            "one-on-one p-adaa",
            2,
            "p-adaa is not in any team on 2026-11-23. Check the id and the date. For a guest, name the team (--team TEAM)",
        ),
        ("one-on-one p-ada --date 2025-02-28", 2, "p-ada is not in any team on 2025-02-28"),
        (
            "one-on-one p-ada --date 2026-11-24",
            1,
            "DAT001 harbour: this row has a future date and the state `held`; until that day it can only be `booked`",
        ),
        (
            "one-on-one p-ada --by p-ada",
            1,
            "DAT005 harbour: p-ada is both the giver and the receiver of this one-on-one; it does not count",
        ),
        ("one-on-one", 2, "one-on-one is for single members. Name the member"),
        (
            "health-check p-ada",
            2,
            "health-check is for the whole team. Leave the member out and name the team",
        ),
        ("health-check", 2, "the team of this health-check is not clear. Name the team (--team TEAM)"),
        ("one-on-one p-ada --team harbor", 2, "there is no team harbor. Did you mean harbour?"),
        (
            "one-on-one Ada",
            2,
            "member: this looks like a name or an address. Use an id instead, for example p-ann",
        ),
        ("one-on-one =1+1", 2, "member: a value must not begin with = + - @ or a tab"),
        ("one-on-one p-grace", 2, "p-grace is not in any team on 2026-11-23"),
    ],
)
def test_what_would_be_an_error_is_refused_before_writing(
    tmp_path: Path, call: str, status: int, words: str
) -> None:
    laid(tmp_path)
    before = logged(tmp_path)

    result = called(tmp_path, "log", *call.split())

    assert (result.returncode, result.stdout) == (status, "")
    assert result.stderr.startswith(NOTHING + words)
    assert result.stderr.count("\n") == 1
    assert logged(tmp_path) == before


@pytest.mark.parametrize("day", ["5.1.2026", "2026-02-30", "yesterday", ""])
def test_a_day_is_written_as_everywhere(tmp_path: Path, day: str) -> None:
    laid(tmp_path)

    status, _, words = called(tmp_path, "log", "one-on-one", "p-ada", "--date", day)

    assert status == 2
    assert words.startswith(f"outbound: --date {day}: ")


def with_lines(path: str, old: str, new: str) -> Files:
    """Return a file of the base repository in which a text is another."""
    text = base()[path]
    assert isinstance(text, str)
    assert text.count(old) == 1
    return {path: text.replace(old, new)}


SERVICE = "playbook/services/one-on-one.yaml"
ASKED: dict[str, tuple[Files, str, str]] = {
    "a service nobody can read": (
        with_lines(SERVICE, "audience: member", "audience: nobody"),
        "one-on-one p-ada",
        "one-on-one could not be read, so nothing was logged for it. To see why, run: outbound check",
    ),
    "a service of either side": (
        with_lines(SERVICE, "initiative: outbound", "initiative: both"),
        "one-on-one p-ada",
        "one-on-one can start from either side. Add who started it: outbound or inbound (--outbound or --inbound)",
    ),
    "a service anyone may give": (
        with_lines(SERVICE, "given_by: [leader, coach]", "given_by: [anyone]"),
        "one-on-one p-ada",
        "anyone may give one-on-one, or there is no agreement for 2026-11-23. Add who gave it (--by PERSON)",
    ),
    "a guest": (
        {},
        "one-on-one p-guest --team harbour",
        "p-guest is not on the roster of harbour. Add who gave it (--by PERSON)",
    ),
}


@pytest.mark.parametrize(("files", "call", "words"), ASKED.values(), ids=ASKED)
def test_what_cannot_be_found_out_is_asked_for(tmp_path: Path, files: Files, call: str, words: str) -> None:
    laid(tmp_path, files)

    result = called(tmp_path, "log", *call.split())

    assert result == (2, "", f"{NOTHING}{words}\n")


def test_a_team_is_known_by_a_former_id(tmp_path: Path) -> None:
    port = with_lines("data/teams/harbour/team.yaml", "id: harbour\n", "id: harbour\nformerly: [port]\n")
    laid(tmp_path, {**port, **UNREADABLE})

    result = called(tmp_path, "log", "one-on-one", "p-ada", "--team", "port")

    assert (result.returncode, result.stdout[:18]) == (0, "Logged in harbour:")


def test_older_faults_elsewhere_are_in_nobodys_way(tmp_path: Path) -> None:
    path = f"{HARBOUR}/2026-Q3.csv"
    twice = "2026-08-03,one-on-one,p-ada,p-grace,outbound,held,,\n"
    laid(tmp_path, {**UNREADABLE, path: f"{base()[path]!s}{twice}{twice}"})

    result = called(tmp_path, "log", "one-on-one", "p-ada")

    assert (result.returncode, result.stderr) == (0, "")


def test_what_another_logged_meanwhile_is_not_logged_twice(tmp_path: Path) -> None:
    day = date.fromisoformat(TODAY)
    told = TouchpointInput(day, "one-on-one", "p-ada")
    first, second = (
        TouchpointWriter(open_repository(laid(tmp_path)), JudgementDates(day, day, day)) for _ in range(2)
    )
    before = logged(tmp_path)

    (seen,) = first.take([told], write=False)
    (done,) = second.take([told])
    (late,) = first.take([told])

    assert [seen.fate, done.fate, late.fate] == [InputFate.LOGGED, InputFate.LOGGED, InputFate.KNOWN]
    assert len(logged(tmp_path)) == len(before) + 1


def test_who_is_in_two_teams_is_logged_where_it_is_said(tmp_path: Path) -> None:
    quay = "data/teams/quay/team.yaml"
    laid(tmp_path)
    path = tmp_path / quay
    path.write_text(
        path.read_text().replace("members:\n", "members:\n  - {person: p-ada, from: 2026-01-01}\n")
    )

    asked = called(tmp_path, "log", "one-on-one", "p-ada")
    done = called(tmp_path, "log", "one-on-one", "p-ada", "--team", "quay")

    assert (
        asked.stderr == f"{NOTHING}p-ada is in harbour and quay on 2026-11-23. Name the team (--team TEAM)\n"
    )
    assert done.stdout.startswith("Logged in quay: ")


def test_who_gave_it_is_asked_for_where_two_lead(tmp_path: Path) -> None:
    laid(tmp_path)
    path = tmp_path / "data/teams/harbour/team.yaml"
    path.write_text(
        path.read_text().replace("leaders:\n", "leaders:\n  - {person: p-joan, from: 2026-01-01}\n")
    )

    result = called(tmp_path, "log", "one-on-one", "p-ada")

    assert result.stderr == (
        f"{NOTHING}3 people may give one-on-one on 2026-11-23. Add who gave it (--by PERSON)\n"
    )
    assert result.returncode == 2


def test_a_guest_is_logged_with_a_note_where_the_team_is_named(tmp_path: Path) -> None:
    laid(tmp_path)

    result = called(tmp_path, "log", "one-on-one", "p-guest", "--team", "harbour", "--by", "p-grace")

    assert result.returncode == 0
    assert result.stderr.startswith("Note: REF007 harbour: 1 row is for p-guest, who is not on the roster")


def test_what_was_booked_says_on_its_line_that_it_was_held(tmp_path: Path) -> None:
    laid(tmp_path)
    called(tmp_path, "log", "one-on-one", "p-ada", "--booked")
    before = logged(tmp_path)

    called(tmp_path, "log", "one-on-one", "p-ada")

    assert fresh(tmp_path, before) == ["2026-11-23,one-on-one,p-ada,p-grace,outbound,held"]
    assert len(logged(tmp_path)) == len(before)


def test_an_unreadable_log_is_left_alone(tmp_path: Path) -> None:
    laid(tmp_path, {Q4: "date,service\n"})

    result = called(tmp_path, "log", "one-on-one", "p-ada")

    assert result.returncode == 2
    assert (
        "harbour could not be read, so nothing was logged for it: data/teams/harbour/touchpoints/2026"
        in result.stderr
    )
    assert (tmp_path / Q4).read_text() == "date,service\n"


def test_help_shows_examples() -> None:
    from click.testing import CliRunner

    result = CliRunner().invoke(group, ["log", "--help"])

    assert "outbound log one-on-one p-ada " in result.output


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("outbound log o", ["one-on-one"]),
        ("outbound log one-on-one p-", ["p-ada", "p-alan", "p-grace", "p-mia"]),
        ("outbound log one-on-one p-a", ["p-ada", "p-alan"]),
    ],
)
def test_a_shell_completes_ids(tmp_path: Path, typed: str, offered: list[str]) -> None:
    laid(tmp_path)
    env = {
        "_OUTBOUND_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }

    result = outbound(here=tmp_path, env=env)

    values = [line.partition(",")[2] for line in result.stdout.splitlines()]
    assert [one for one in values if one in offered] == offered


COMPLETED: dict[str, tuple[Files, str, list[str]]] = {
    "codes of rules": ({}, "outbound check --select cad00", [f"CAD00{at}" for at in range(1, 8)]),
    "ids below a root that is said": ({}, "outbound --root . log one-on-one p-m", ["p-mia"]),
    "ids beside a roster that is no text": (
        {"data/teams/quay/team.yaml": b"\xff"},
        "outbound log one-on-one p-",
        ["p-ada", "p-alan", "p-grace", "p-mia"],
    ),
    "ids where the playbook is no text": (
        {"playbook/playbook.yaml": b"\xff"},
        "outbound log one-on-one p-m",
        ["p-mia"],
    ),
    "below a command there is not": ({}, "outbound logg p-", []),
}


@pytest.mark.parametrize(("files", "typed", "offered"), COMPLETED.values(), ids=COMPLETED)
def test_a_shell_completes_whatever_else_is_wrong(
    tmp_path: Path, files: Files, typed: str, offered: list[str]
) -> None:
    root = lay(tmp_path, {**base(), **files})
    env = {
        "_OUTBOUND_COMPLETE": "bash_complete",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }

    result = outbound(here=root, env=env)

    assert [line.partition(",")[2] for line in result.stdout.splitlines() if line] == offered
    assert "Traceback" not in result.stderr


def test_all_teams_are_listed_where_none_is_named(tmp_path: Path) -> None:
    laid(tmp_path, {Q4: BOOKED})

    assert (
        called(tmp_path, "confirm", "--list").stdout
        == called(tmp_path, "confirm", "--list", "--team", "harbour").stdout
    )


def test_a_file_that_is_named_is_put_in_order_alone(tmp_path: Path) -> None:
    laid(tmp_path)
    for quarter in ("Q3", "Q4"):
        (tmp_path / HARBOUR / f"2026-{quarter}.csv").write_bytes(MESSY)

    done = called(tmp_path, "fmt", str(tmp_path / Q4))

    assert (done.returncode, done.stdout.splitlines()) == (0, [f"{Q4}: {MESS}"])
    assert (tmp_path / HARBOUR / "2026-Q3.csv").read_bytes() == MESSY


BOOKED = "date,service,member,given_by,initiative,state\n" + "".join(
    f"2026-11-{day:02},one-on-one,{who},p-grace,outbound,booked\n"
    for day, who in ((3, "p-ada"), (4, "p-mia"), (5, "p-ada"), (23, "p-mia"), (30, "p-ada"))
)


def test_what_was_booked_on_days_past_is_confirmed_by_number(tmp_path: Path) -> None:
    laid(tmp_path, {Q4: BOOKED})

    listed = called(tmp_path, "confirm", "--team", "harbour", "--list")
    done = called(tmp_path, "confirm", "--team", "harbour", "--held", "1,3", "--missed", "2")

    assert listed.stdout == (
        "1  2026-11-03  one-on-one  p-ada  by p-grace  (harbour)\n"
        "2  2026-11-04  one-on-one  p-mia  by p-grace  (harbour)\n"
        "3  2026-11-05  one-on-one  p-ada  by p-grace  (harbour)\n"
    )
    assert done == (0, "2 held, 1 missed.\n", "")
    states = [row.rpartition(",")[2] for row in logged(tmp_path)][-5:]
    assert states == ["held", "missed", "held", "booked", "booked"]
    assert called(tmp_path, "confirm", "--team", "harbour").stdout.startswith("Nothing to confirm")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--held", "4"], "--held: '4' is not a number from 1 to 3"),
        (["--held", "x"], "--held: 'x' is not a number from 1 to 3"),
        (["--held", "3-1"], "--held: '3-1' is not a number"),
        (["--held", "1", "--missed", "all"], "number 1 is listed as held and as missed"),
        ([], "use --held, --missed or --cancelled with numbers from the list"),
    ],
)
def test_a_slip_confirms_nothing(tmp_path: Path, options: list[str], words: str) -> None:
    laid(tmp_path, {Q4: BOOKED})

    result = called(tmp_path, "confirm", "--team", "harbour", *options)

    assert result.returncode == 2
    assert words in result.stderr
    assert (tmp_path / Q4).read_text() == BOOKED


MESSY = (
    b"\xef\xbb\xbfdate,service,member,given_by,initiative,state\r\n"
    b'2026-11-02,"one-on-one",p-mia,p-grace,outbound,held\r\n'
    b"2026-11-02,one-on-one,p-ada,p-grace,outbound,held"
)
MESS = "byte order mark, line endings, last line break, quotes, order of rows"
TIDY = (
    "date,service,member,given_by,initiative,state\n"
    "2026-11-02,one-on-one,p-ada,p-grace,outbound,held\n"
    "2026-11-02,one-on-one,p-mia,p-grace,outbound,held\n"
)
ROSTER = "data/teams/harbour/team.yaml"


def test_files_are_put_in_order_once(tmp_path: Path) -> None:
    laid(tmp_path)
    called(tmp_path, "fmt")
    (tmp_path / Q4).write_bytes(MESSY)
    roster = (tmp_path / ROSTER).read_text().replace("members:", "# those who are led\nmembers:")
    (tmp_path / ROSTER).write_bytes(b"\xef\xbb\xbf" + roster.rstrip("\n").replace("\n", "\r\n").encode())

    wanting = called(tmp_path, "fmt", "--check")
    done = called(tmp_path, "fmt")
    again = called(tmp_path, "fmt", "--check")

    lines = [f"{ROSTER}: byte order mark, line endings, last line break", f"{Q4}: {MESS}"]
    assert (wanting.returncode, wanting.stdout.splitlines()) == (1, lines)
    assert (done.returncode, done.stdout.splitlines()) == (0, lines)
    assert (again.returncode, again.stdout) == (0, "")
    assert (tmp_path / Q4).read_text() == TIDY
    assert (tmp_path / ROSTER).read_text() == roster
    assert called(tmp_path, "check", "--format", "concise").returncode == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"date;service\n",
        b'date,"serv\n',
        b"\xff\xfe",
        b"date,service,member,given_by,initiative,state,notes\n",
        b"x" * (LOG_CAP + 1),
    ],
)
def test_what_cannot_be_read_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    laid(tmp_path, {Q4: content})

    result = called(tmp_path, "fmt")

    assert result.returncode == 1
    assert "skipped: " in result.stderr
    assert (tmp_path / Q4).read_bytes() == content


SHEET = (
    b"\xef\xbb\xbfDate;Service;Member;Given_by;Initiative;State;;\r\n"
    b"02.11.2026;one-on-one;p-mia;p-grace;outbound;held;;\r\n"
    b";;;;;;;\r\n"
    b"02.11.2026;One-on-one;p-ada;p-grace;outbound;held;;\r\n"
)
SHEET_STEPS = (
    "byte order mark, line endings, semicolons → commas, header, 2 empty columns, 1 blank row, 2 dates, 1 value, "
    "order of rows"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_log_out_of_a_spreadsheet_is_what_it_was(tmp_path: Path, encoding: str) -> None:
    laid(tmp_path)
    called(tmp_path, "fmt")
    (tmp_path / Q4).write_bytes(SHEET if encoding == "utf-8" else SHEET[3:].decode().encode(encoding))

    before = called(tmp_path, "check", "--format", "concise", "--no-base")
    done = called(tmp_path, "fmt")
    after = called(tmp_path, "check", "--format", "concise", "--no-base")

    steps = SHEET_STEPS if encoding == "utf-8" else SHEET_STEPS.replace("byte order mark", "UTF-16 → UTF-8")
    assert done == (0, f"{Q4}: {steps}\n", "1 file formatted, 12 unchanged.\n")
    assert (tmp_path / Q4).read_text() == TIDY
    assert (before.returncode, after.returncode) == (1, 0)


def test_a_row_with_two_readings_is_left_and_named(tmp_path: Path) -> None:
    laid(tmp_path)
    called(tmp_path, "fmt")
    sheet = "\n" + TIDY.replace(",", ";") + "11/12/2026;one-on-one;p-ada;p-grace;outbound;held\nTotal;;;;;3\n"
    (tmp_path / Q4).write_text(sheet)
    words = "date: 11/12/2026 can mean 2026-11-12 or 2026-12-11. Write it in one of these two forms"
    total = "this row looks like a total, not a conversation. Remove it"

    wanting = called(tmp_path, "fmt", "--check")
    done = called(tmp_path, "fmt")

    shown = f"{Q4}: semicolons → commas, 1 blank row\n"
    left = "2 rows left for you to correct. Then run: outbound fmt\n"
    assert wanting == (
        1,
        shown,
        f"left: {Q4}:5:1: {words}\nleft: {Q4}:6:1: {total}\n{left}1 file to format.\n",
    )
    assert done == (
        1,
        shown,
        f"left: {Q4}:4:1: {words}\nleft: {Q4}:5:1: {total}\n{left}1 file formatted, 12 unchanged.\n",
    )
    assert (tmp_path / Q4).read_text() == sheet[1:].replace(";", ",")


def test_only_the_first_rows_that_are_left_are_listed(tmp_path: Path) -> None:
    row = "2026-11-02,one-on-one,p-ada,p-grace,outbound,gone\n"
    laid(tmp_path, {Q4: TIDY.partition("\n")[0] + "\n" + row * 25})

    done = called(tmp_path, "fmt", str(tmp_path / Q4))

    assert done.stderr.count("state: not a valid value") == 20
    assert f"left: {Q4}: 5 more rows\n25 rows left for you to correct." in done.stderr


FIXED: dict[str, tuple[Files, list[str]]] = {
    "semicolons": ({Q4: TIDY.replace(",", ";")}, ["SCH008"]),
    "tabs": ({Q4: TIDY.replace(",", "\t")}, ["SCH008"]),
    "a byte order mark": ({Q4: b"\xef\xbb\xbf" + TIDY.encode()}, ["SCH001"]),
    "UTF-16": ({Q4: TIDY.encode("utf-16")}, ["SCH001"]),
    "line ends of old Macs": ({Q4: TIDY.replace("\n", "\r")}, ["SCH009"]),
    "blank rows": ({Q4: TIDY + "\n,,,,,\n"}, ["SCH009"]),
    "dates": ({Q4: TIDY.replace("2026-11-02", "02.11.2026")}, ["SCH009", "SCH009"]),
    "capitals in the header": ({Q4: TIDY.replace("date", "Date")}, ["SCH008"]),
    "a roster with a byte order mark": (
        {
            "data/teams/harbour/team.yaml": b"\xef\xbb\xbf"
            + str(base()["data/teams/harbour/team.yaml"]).encode()
        },
        ["SCH001"],
    ),
    "a playbook in UTF-16": (
        {"playbook/playbook.yaml": str(base()["playbook/playbook.yaml"]).encode("utf-16")},
        ["SCH001"],
    ),
}


@pytest.mark.parametrize(("files", "codes"), FIXED.values(), ids=FIXED)
def test_a_finding_that_fmt_fixes_names_it(tmp_path: Path, files: Files, codes: list[str]) -> None:
    laid(tmp_path, files)

    before = findings(tmp_path)
    done = called(tmp_path, "fmt")

    helps = [finding.problem.help for finding in before if finding.code.startswith("SCH")]
    assert [finding.code for finding in before if finding.code.startswith("SCH")] == codes
    assert all(words.endswith("Run: outbound fmt") for words in helps)
    assert (done.returncode, findings(tmp_path)) == (0, ())


def test_a_finding_that_fmt_leaves_does_not_name_it(tmp_path: Path) -> None:
    rows = (
        "2/11/2026,one-on-one,p-ada,p-grace,outbound,held\n2.11.2026,one-on-one,p-ada,p-grace,outbound,gone\n"
    )
    laid(tmp_path, {Q4: TIDY + rows + rows.replace("gone", "held")})

    helps = [finding.problem.help.endswith("Run: outbound fmt") for finding in findings(tmp_path)]

    assert helps == [True, False, False, True, True]


def test_a_file_somebody_took_away_meanwhile_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnformattableError, match="there is no such file"):
        formatted_file(tmp_path / "team.yaml")


def test_the_rows_of_a_pulse_keep_their_order(tmp_path: Path) -> None:
    path = "data/teams/harbour/pulse/2026-Q3.csv"
    rows = "service,metric,score,count\none-on-one,useful,5,4\none-on-one,useful,4,6\n"
    laid(tmp_path, {path: rows.replace("\n", "\r\n")})

    called(tmp_path, "fmt")

    assert (tmp_path / path).read_bytes().decode() == rows


def test_no_other_file_is_formatted(tmp_path: Path) -> None:
    laid(tmp_path, {"notes.csv": "b\na\n"})
    (tmp_path / HARBOUR / "2026-Q9.csv").symlink_to(tmp_path / "notes.csv")

    assert called(tmp_path, "fmt", "notes.csv").returncode == 2
    called(tmp_path, "fmt")

    assert (tmp_path / "notes.csv").read_text() == "b\na\n"


@pytest.mark.parametrize("flags", ["--booked --declined", "--order --booked", "--inbound --outbound"])
def test_flags_that_exclude_each_other_write_nothing(tmp_path: Path, flags: str) -> None:
    laid(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / HARBOUR).iterdir()}

    done = called(tmp_path, "log", "one-on-one", "p-ada", *flags.split())

    assert done.returncode == 2
    assert done.stderr.startswith("outbound: choose one of --")
    assert {path: path.read_bytes() for path in (tmp_path / HARBOUR).iterdir()} == before
