"""Bad and hostile input: one finding each, the rest still judged, never a traceback.

The rows are those of docs on input: merge and alias bombs, caps, odd YAML, odd encodings, odd files.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.loading.repository import open_repository
from tests.support.building import HARBOUR, Files, base, findings, judged, lines
from tests.support.rights import without_rights

SERVICE = "playbook/services/one-on-one.yaml"
PLAYBOOK = "playbook/playbook.yaml"
TEAM = f"{HARBOUR}/team.yaml"
LOG = f"{HARBOUR}/touchpoints/2026-Q4.csv"
HEAD = "date,service,member,given_by,initiative,state,acknowledged,uid\n"
ROW = "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,,\n"
Laying = Callable[[Files], Path]

MERGE_BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 23)
)
ALIAS_BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)


def written(path: str) -> str:
    text = base()[path]
    assert isinstance(text, str)
    return text


def edited(path: str, old: str, new: str) -> str:
    assert written(path).count(old) == 1
    return written(path).replace(old, new)


def found_once(root: Path) -> str:
    """Return the one finding as `line:column: CODE`, and hold the check to its word; the seconds are a guard."""
    began = time.process_time()
    first = findings(root)
    took = time.process_time() - began

    assert took < 60
    assert findings(root) == first
    assert len(first) == 1, [str(one.problem) for one in first]
    place = first[0].problem.place
    return f"{place.line}:{place.column}: {first[0].code}"


# What YAML itself refuses or we do, at the top of team.yaml: the whole file is the input.
WHOLE_FILES: dict[str, tuple[str | bytes, str]] = {
    "merge bomb": (MERGE_BOMB, "1:5: SCH002"),
    "alias bomb": (ALIAS_BOMB, "1:5: SCH002"),
    "an alias alone": ("schema: 1\nid: *x\n", "2:5: SCH002"),
    "a merge key alone": ("schema: 1\n<<: {id: harbour}\n", "2:1: SCH002"),
    "nested lists": ("a: " + "[" * 100_000 + "\n", "1:19: SCH002"),
    "nested mappings": ("a: " + "{a: " * 50_000 + "\n", "1:64: SCH002"),
    "nested blocks": ("".join(f"{' ' * n}a:\n" for n in range(30)), "17:17: SCH002"),
    "200,000 keys": ("".join(f"k{n}:\n" for n in range(40_000)), "1:1: SCH001"),
    "12,000 keys": ("".join(f"k{n}: 1\n" for n in range(12_000)), "10000:1: SCH002"),
    "a long scalar": (f"schema: 1\nname: {'x' * 20_001}\n", "2:7: SCH002"),
    "20 MB": ("a: " + "x" * 20_000_000, "1:1: SCH001"),
    "256 KiB and a byte": ("#" * (256 * 1024 + 1), "1:1: SCH001"),
    "a tag": ("schema: 1\nid: !!str harbour\n", "2:5: SCH002"),
    "a tag that runs code": ("schema: !!python/object/apply:os.system ['true']\n", "1:9: SCH002"),
    "!!int abc": ("schema: !!int abc\n", "1:9: SCH002"),
    "%YAML": ("%YAML 1.1\n---\nschema: 1\n", "1:1: SCH002"),
    "%TAG": ("%TAG ! tag:x,2000:\n---\nschema: 1\n", "1:1: SCH002"),
    "a second document": ("schema: 1\n---\nid: harbour\n", "2:1: SCH002"),
    "empty": ("", "1:1: SCH002"),
    "only a comment": ("# nothing\n", "1:1: SCH002"),
    "a list on top": ("- schema\n", "1:1: SCH002"),
    "a scalar on top": ("schema\n", "1:1: SCH002"),
    "a flow list on top": ("[schema, 1]\n", "1:1: SCH002"),
    "? [a]": ("schema: 1\n? [a]\n: b\n", "2:3: SCH002"),
    "? {a: b}": ("schema: 1\n? {a: b}\n: c\n", "2:3: SCH002"),
    "an empty key, in quotes": ('schema: 1\n"": b\n', "2:1: SCH002"),
    "an empty key": ("schema: 1\n: b\n", "2:1: SCH002"),
    "a tab as indent": ("schema: 1\nleaders:\n\t- x\n", "3:1: SCH002"),
    "UTF-16": ("schema: 1\n".encode("utf-16"), "1:1: SCH001"),
    "UTF-16 without a mark": ("schema: 1\n".encode("utf-16-le"), "1:2: SCH001"),
    "UTF-32": ("schema: 1\n".encode("utf-32"), "1:1: SCH001"),
    "Latin-1": ("schema: 1\nname: Hämärä\n".encode("latin-1"), "2:8: SCH001"),
    "a surrogate as bytes": (b"schema: 1\nname: \xed\xa0\x80\n", "2:7: SCH001"),
    "an overlong form": (b"schema: 1\nname: \xc0\xaf\n", "2:7: SCH001"),
    "BOM": (b"\xef\xbb\xbfschema: 1\n", "1:1: SCH001"),
    "NUL": ("schema: 1\nname: a\0b\n", "2:8: SCH001"),
    "C0": ("schema: 1\nname: a\x1b[31mb\n", "2:8: SCH001"),
    "DEL": ("schema: 1\nname: a\x7fb\n", "2:8: SCH001"),
    "C1": ("schema: 1\nname: a\x9bb\n", "2:8: SCH001"),
    "NEL": ("schema: 1\nname: a\x85b\n", "2:8: SCH001"),
    "a line separator": ("schema: 1\nname: a\u2028b\n", "2:8: SCH001"),
    "bidi override": ("schema: 1\nname: a\u202eb\n", "2:8: SCH001"),
    "bidi isolate": ("schema: 1\nname: a\u2066b\n", "2:8: SCH001"),
    "zero-width space": ("schema: 1\nname: a\u200bb\n", "2:8: SCH001"),
    "BOM inside": ("schema: 1\nname: a\ufeffb\n", "2:8: SCH001"),
    "soft hyphen": ("schema: 1\nname: a\u00adb\n", "2:8: SCH001"),
    "NUL, escaped": ('schema: 1\nname: "a\\0b"\n', "2:7: SCH002"),
    "ESC, escaped": ('schema: 1\nname: "a\\eb"\n', "2:7: SCH002"),
    "C1, escaped": ('schema: 1\nname: "a\\x9bb"\n', "2:7: SCH002"),
    "bidi, escaped": ('schema: 1\nname: "a\\u202eb"\n', "2:7: SCH002"),
    "zero-width, escaped": ('schema: 1\nname: "a\\u200bb"\n', "2:7: SCH002"),
    "surrogate, escaped": ('schema: 1\nname: "a\\ud800b"\n', "2:11: SCH002"),
    "a surrogate pair, escaped": ('schema: 1\nname: "\\ud83d\\ude00"\n', "2:10: SCH002"),
    "beyond Unicode, escaped": ('schema: 1\nname: "\\Uffffffff"\n', "2:10: SCH002"),
    "not YAML at all": ("{{{{ }}}\n", "1:2: SCH002"),
    "binary": (bytes(range(256)), "2:118: SCH001"),
}


@pytest.mark.parametrize(("content", "expected"), WHOLE_FILES.values(), ids=WHOLE_FILES.keys())
def test_a_hostile_roster_is_one_finding(repository: Laying, content: str | bytes, expected: str) -> None:
    root = repository(base() | {TEAM: content})

    assert found_once(root) == expected


@pytest.mark.parametrize("path", [PLAYBOOK, SERVICE, TEAM])
@pytest.mark.parametrize("content", [MERGE_BOMB, ALIAS_BOMB, "", "- x\n", b"\xff", "a: [" * 30_000])
def test_the_rest_of_the_repository_is_still_judged(
    repository: Laying, path: str, content: str | bytes
) -> None:
    quay = "data/teams/quay/touchpoints/2026-Q4.csv"
    late = str(base()[quay]).replace("2026-11-02,one-on-one,p-tony", "2026-09-30,one-on-one,p-tony")
    root = repository(base() | {path: content, quay: late})

    codes = sorted(one.code for one in findings(root))

    judged_too = [] if path == PLAYBOOK else ["DAT006"]
    assert len(codes) == 1 + len(judged_too)
    assert set(judged_too) <= set(codes)


def test_a_team_that_cannot_be_read_is_unread_and_never_covered(repository: Laying) -> None:
    root = repository(base() | {TEAM: ""})

    judgement = judged(open_repository(root))

    assert judgement.unread == ("harbour",)
    assert judgement.people == 2


# A scalar in its place: path, what stands there, what is written instead, and the code.
VALUES: list[tuple[str, str, str, str]] = [
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 2026-02-30", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 2025-3-1", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 1.3.2025", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 1740787200", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 2025-03-01T00:00:00Z", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 2025-W10-1", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: ２０２５-03-01", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 1999-12-31", "SCH010"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 2091-01-01", "SCH010"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: 0000-01-01", "SCH005"),
    (TEAM, "p-mia, from: 2025-03-01", "p-mia, from: true", "SCH005"),
    (TEAM, "name: Harbour", "name: ''", "SCH005"),
    (TEAM, "name: Harbour", "name: '  '", "SCH005"),
    (TEAM, "name: Harbour", f"name: {'x' * 401}", "SCH005"),
    (TEAM, "id: harbour", "id: Harbour", "SCH005"),
    (TEAM, "schema: 1", "schema: 2", "SCH005"),
    (TEAM, "schema: 1", 'schema: "1"', "SCH005"),
    (TEAM, "schema: 1", "schema: 1.0", "SCH005"),
    (TEAM, "schema: 1", "schema: true", "SCH005"),
    (TEAM, "schema: 1", "schema: 0x1", "SCH005"),
    (TEAM, "schema: 1", "schema: 01", "SCH005"),
    (TEAM, "schema: 1", "schema: +1", "SCH005"),
    (TEAM, "schema: 1", "schema: " + "1" * 5000, "SCH005"),
    (PLAYBOOK, "smallest_group: 5", "smallest_group: 5.0", "SCH005"),
    (PLAYBOOK, "smallest_group: 5", 'smallest_group: "5"', "SCH005"),
    (PLAYBOOK, "smallest_group: 5", "smallest_group: ５", "SCH005"),
    (PLAYBOOK, "smallest_group: 5", "smallest_group: -5", "SCH005"),
    (PLAYBOOK, "smallest_group: 5", "smallest_group: 5e0", "SCH005"),
    (PLAYBOOK, "smallest_group: 5", "smallest_group: .inf", "SCH005"),
    (PLAYBOOK, "smallest_group: 5", "smallest_group: 12345678", "SCH005"),
    (PLAYBOOK, "coverage_at_least: 90%", "coverage_at_least: 0.9", "SCH005"),
    (PLAYBOOK, "coverage_at_least: 90%", "coverage_at_least: 90", "SCH005"),
    (PLAYBOOK, "coverage_at_least: 90%", "coverage_at_least: 101%", "SCH005"),
    (PLAYBOOK, "coverage_at_least: 90%", "coverage_at_least: -1%", "SCH005"),
    (PLAYBOOK, "coverage_at_least: 90%", "coverage_at_least: 90 %", "SCH005"),
    (PLAYBOOK, "time_zone: Europe/Helsinki", "time_zone: ../../etc/passwd", "SCH005"),
    (PLAYBOOK, "time_zone: Europe/Helsinki", "time_zone: Europe/Helsinky", "SCH005"),
    (PLAYBOOK, "record: https://git.example.org/pulls/1", "record: http://git.example.org/1", "SCH005"),
    (PLAYBOOK, "record: https://git.example.org/pulls/1", "record: javascript:alert(1)", "SCH005"),
    (PLAYBOOK, "record: https://git.example.org/pulls/1", "record: https://[x", "SCH005"),
    (PLAYBOOK, "record: https://git.example.org/pulls/1", "record: https://a:b@git.example.org/", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_most_apart: P3M}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_most_apart: biweekly}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_most_apart: 3 months}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_most_apart: 6}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_most_apart: 5 working days}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_most_apart: 0 weeks}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_most_apart: 1 weeks}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", '{at_least: "3", per: quarter}', "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_least: 0, per: quarter}", "SCH005"),
    (SERVICE, "{at_least: 1, per: quarter}", "{at_least: 1, per: fortnight}", "SCH005"),
]


@pytest.mark.parametrize(
    ("path", "old", "new", "code"), VALUES, ids=[ascii(new[:60]).replace("\\", "") for _, _, new, _ in VALUES]
)
def test_a_value_of_the_wrong_kind_is_refused_where_it_stands(
    repository: Laying, path: str, old: str, new: str, code: str
) -> None:
    text = edited(path, old, new)
    root = repository(base() | {path: text})

    found = found_once(root)

    line = text[: text.index(new)].count("\n") + 1
    written_at = text.split("\n")[line - 1].index(new.split("\n", maxsplit=1)[0])
    value_at = written_at + max(new.rfind(": "), 0) + 2
    if new.startswith("{at_least"):
        value_at = int(found.split(":")[1]) - 1
        assert text.split("\n")[line - 1][value_at:].startswith(('"3"', "0", "fortnight"))
    assert found == f"{line}:{value_at + 1}: {code}"


@pytest.mark.parametrize("word", ["yes", "no", "on", "off", "True", "TRUE", "y", "1", "0", '"true"', "~x"])
def test_a_flag_is_true_or_false_and_nothing_else(repository: Laying, word: str) -> None:
    root = repository(base() | {PLAYBOOK: f"{written(PLAYBOOK)}archive: {word}\n"})

    assert found_once(root) == f"{written(PLAYBOOK).count(chr(10)) + 1}:10: SCH005"


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_no_value(repository: Laying, word: str) -> None:
    root = repository(base() | {PLAYBOOK: f"{written(PLAYBOOK)}archive: {word}\n"})

    assert found_once(root) == f"{written(PLAYBOOK).count(chr(10)) + 1}:1: SCH005"


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("name: Port\n", "SCH007"),
        ('"name": Port\n', "SCH007"),
        ("'name' : Port\n", "SCH007"),
        ("1: x\n", "SCH003"),
        ("true: x\n", "SCH003"),
        ("2026-01-01: x\n", "SCH003"),
        ("? extra\n: x\n", "SCH003"),
    ],
)
def test_a_key_is_a_plain_text_that_stands_once(repository: Laying, added: str, expected: str) -> None:
    root = repository(base() | {TEAM: written(TEAM) + added})

    at = written(TEAM).count("\n") + 1
    column = 3 if added.startswith("?") else 1
    assert found_once(root) == f"{at}:{column}: {expected}"


def test_a_number_and_the_same_in_quotes_are_one_key(repository: Laying) -> None:
    root = repository(base() | {TEAM: written(TEAM) + '1: x\n"1": y\n'})

    codes = [one.code for one in findings(root)]

    assert codes == ["SCH003", "SCH007"]


def test_a_composed_and_a_decomposed_letter_are_one(repository: Laying) -> None:
    decomposed = repository(base() | {TEAM: edited(TEAM, "name: Harbour", "name: Ha\u0308fen")})

    team = next(open_repository(decomposed).teams()).team

    assert team
    assert team.name == "H\u00e4fen"


def test_a_decomposed_key_is_not_a_second_key(repository: Laying) -> None:
    root = repository(base() | {TEAM: written(TEAM) + "h\u00e4: 1\nha\u0308: 2\n"})

    assert [one.code for one in findings(root)] == ["SCH003", "SCH007"]


@pytest.mark.parametrize("path", [PLAYBOOK, SERVICE, TEAM, LOG])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.rstrip("\n"), id="no final newline"),
        pytest.param(lambda text: text.rstrip("\n").replace("\n", "\r\n"), id="CRLF and no final newline"),
    ],
)
def test_line_ends_make_no_difference(repository: Laying, path: str, change: Callable[[str], str]) -> None:
    root = repository(base() | {path: change(written(path))})

    assert lines(root) == []


def test_a_tab_before_a_comment_is_taken(repository: Laying) -> None:
    root = repository(base() | {TEAM: edited(TEAM, "name: Harbour", "name: Harbour\t# the port")})

    assert lines(root) == []


# Files and folders that are not what they seem.


def linked(root: Path, path: str) -> None:
    target = root / "elsewhere"
    (root / path).rename(target)
    (root / path).symlink_to(target)


@pytest.mark.parametrize("path", [SERVICE, TEAM, LOG])
def test_a_link_to_a_file_is_not_followed(repository: Laying, path: str) -> None:
    root = repository(base())
    linked(root, path)

    found = findings(root)

    assert [(one.code, str(one.problem.place)) for one in found] == [("SCH001", f"{path}:1:1")]


def test_a_link_to_the_playbook_itself_is_not_followed(repository: Laying) -> None:
    root = repository(base())
    linked(root, PLAYBOOK)

    assert [(one.code, str(one.problem.place)) for one in findings(root)] == [("SCH001", f"{PLAYBOOK}:1:1")]


@pytest.mark.parametrize(
    ("folder", "code"),
    [
        ("data/teams/harbour", "SCH006"),
        ("data/teams/harbour/touchpoints", "SCH001"),
        ("playbook/services", "SCH001"),
    ],
)
def test_a_link_to_a_folder_is_not_followed(repository: Laying, folder: str, code: str) -> None:
    root = repository(base())
    linked(root, folder)

    found = [one for one in findings(root) if one.code.startswith("SCH")]

    assert [(one.code, str(one.problem.place)) for one in found] == [(code, f"{folder}:1:1")]


def test_a_link_that_leads_nowhere_is_one_finding(repository: Laying) -> None:
    root = repository(base())
    (root / TEAM).unlink()
    (root / TEAM).symlink_to("/nowhere")

    assert found_once(root) == "1:1: SCH001"


@pytest.mark.parametrize("path", [SERVICE, TEAM, LOG])
def test_a_pipe_is_refused_without_waiting(repository: Laying, path: str) -> None:
    root = repository(base())
    (root / path).unlink()
    os.mkfifo(root / path)

    assert found_once(root) == "1:1: SCH001"


@pytest.mark.parametrize("path", [PLAYBOOK, SERVICE, TEAM, LOG])
def test_a_folder_in_the_place_of_a_file_is_one_finding(repository: Laying, path: str) -> None:
    root = repository(base())
    (root / path).unlink()
    (root / path).mkdir()

    assert found_once(root) == "1:1: SCH001"


@pytest.mark.parametrize("path", ["playbook/services", "data/teams/harbour/touchpoints"])
def test_a_file_in_the_place_of_a_folder_is_one_finding(repository: Laying, path: str) -> None:
    kept = {name: text for name, text in base().items() if not name.startswith(path)}
    root = repository(kept | {path: "x\n"})

    found = [one for one in findings(root) if one.code.startswith("SCH")]

    assert [(one.code, str(one.problem.place)) for one in found] == [("SCH001", f"{path}:1:1")]


@pytest.mark.parametrize("name", ["Harbour", "con", "aux", "com1", "h", "har bour", "härbour", "x" * 41])
def test_a_folder_not_named_by_an_id_is_one_finding(repository: Laying, name: str) -> None:
    root = repository(base() | {f"data/teams/{name}/team.yaml": written(TEAM)})

    assert found_once(root) == "1:1: SCH006"


@pytest.mark.parametrize("name", ["con", "nul", "lpt9"])
def test_a_service_named_like_a_device_is_one_finding(repository: Laying, name: str) -> None:
    text = written(SERVICE).replace("id: one-on-one", f"id: {name}")
    root = repository(base() | {f"playbook/services/{name}.yaml": text})

    assert found_once(root) == "1:1: SCH006"


@pytest.mark.parametrize(
    "path",
    [
        "playbook/services/one-on-one.yml",
        "playbook/Services.yaml",
        "playbook/published/2026.txt",
        "data/teams/harbour/waiver.yaml",
        "data/teams/harbour/touchpoints/2026-Q5.csv",
        "data/teams/harbour/touchpoints/2026-q4.csv",
        "data/teams/harbour/pulse/2026.csv",
        "data/teams/notes.txt",
    ],
)
def test_a_file_nobody_reads_is_one_finding(repository: Laying, path: str) -> None:
    root = repository(base() | {path: "x\n"})

    found = findings(root)

    assert [(one.code, str(one.problem.place)) for one in found] == [("SCH006", f"{path}:1:1")]


def test_a_name_with_bytes_that_are_no_text_is_shown_in_ascii(repository: Laying) -> None:
    root = repository(base())
    (Path(os.fsdecode(os.fsencode(root / "data/teams") + b"/h\xff\x1b"))).mkdir()

    (line,) = lines(root)

    assert line.startswith("data/teams/h")
    assert line.isprintable()
    line.encode("utf-8")


def test_a_file_that_may_not_be_read_is_one_finding(repository: Laying) -> None:
    root = repository(base())
    (root / TEAM).chmod(0)

    with without_rights():
        assert found_once(root) == "1:1: SCH001"


# The log.

TABLES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "1:1: SCH008"),
    "a blank first line": (f"\n{HEAD}", "1:1: SCH008"),
    "no header": (ROW, "1:1: SCH008"),
    "another order": (HEAD.replace("date,service", "service,date") + ROW, "1:1: SCH008"),
    "capitals": (HEAD.replace("date", "Date") + ROW, "1:1: SCH008"),
    "spaces in the header": (HEAD.replace(",", ", ") + ROW, "1:1: SCH008"),
    "a column too many": (HEAD.replace("uid", "uid,notes"), "1:1: PRV002"),
    "five columns": ("date,service,member,given_by,initiative\n", "1:1: SCH008"),
    "semicolons": (HEAD.replace(",", ";") + ROW.replace(",", ";"), "1:1: SCH008"),
    "CR only": ((HEAD + ROW).replace("\n", "\r"), "1:1: SCH009"),
    "narrow": (f"{HEAD}{ROW}2026-11-02,one-on-one,p-ada\n", "3:1: SCH009"),
    "wide": (f"{HEAD}{ROW}{ROW.strip()},x\n", "3:1: SCH009"),
    "a blank line": (f"{HEAD}{ROW}\n{ROW.replace('11-02', '11-03')}", "3:1: SCH009"),
    "a blank last line": (f"{HEAD}{ROW}\n", "3:1: SCH009"),
    "a line of spaces": (f"{HEAD}{ROW}  \n", "3:1: SCH009"),
    "an open quote": (f'{HEAD}{ROW}2026-11-03,"one-on-one,p-ada,p-grace,outbound,held,,\n', "3:1: SCH009"),
    "a quote over two lines": (
        f'{HEAD}2026-11-03,"one\n-on-one",p-ada,p-grace,outbound,held,,\n',
        "2:1: SCH009",
    ),
    "a quote inside": (f'{HEAD}2026-11-03,one"on"one,p-ada,p-grace,outbound,held,,\n', "2:12: SCH009"),
    "text after a quote": (f'{HEAD}2026-11-03,"one"x,p-ada,p-grace,outbound,held,,\n', "2:1: SCH009"),
    "NUL": (f"{HEAD}2026-11-03,one\0,p-ada,p-grace,outbound,held,,\n", "2:15: SCH001"),
    "Latin-1": ((HEAD + ROW.replace("p-ada", "p-äda")).encode("latin-1"), "2:25: SCH001"),
    "UTF-16": ((HEAD + ROW).encode("utf-16"), "1:1: SCH001"),
    "BOM": (b"\xef\xbb\xbf" + (HEAD + ROW).encode(), "1:1: SCH001"),
    "bidi": (HEAD + ROW.replace("p-ada", "p-\u202eada"), "2:25: SCH001"),
    "a tab": (HEAD + ROW.replace("p-ada", "\tp-ada"), "2:23: SCH009"),
    "a form feed": (HEAD + ROW.replace("p-ada", "p-ada\x0c"), "2:28: SCH001"),
    "too large": (HEAD + ROW * 170_000, "1:1: SCH001"),
    "a day as people write it": (HEAD + ROW.replace("2026-11-02", "5.1.2026"), "2:1: SCH009"),
    "a day with slashes": (HEAD + ROW.replace("2026-11-02", "11/02/2026"), "2:1: SCH009"),
    "an impossible day": (HEAD + ROW.replace("2026-11-02", "2026-02-30"), "2:1: SCH009"),
    "a time": (HEAD + ROW.replace("2026-11-02", "2026-11-02T10:00"), "2:1: SCH009"),
    "no day": (HEAD + ROW.replace("2026-11-02", ""), "2:1: SCH009"),
    "a space before a value": (HEAD + ROW.replace("p-ada", " p-ada"), "2:23: SCH009"),
    "no service": (HEAD + ROW.replace("one-on-one", ""), "2:12: SCH009"),
    "a name": (HEAD + ROW.replace("p-ada", "Ada Lovelace"), "2:23: PRV001"),
    "an address": (HEAD + ROW.replace("p-grace", "grace@example.org"), "2:29: PRV001"),
    "another initiative": (HEAD + ROW.replace("outbound", "leader"), "2:37: SCH009"),
    "no initiative": (HEAD + ROW.replace("outbound", ""), "2:37: SCH009"),
    "another state": (HEAD + ROW.replace("held", "done"), "2:46: SCH009"),
    "another acknowledgement": (HEAD + ROW.replace(",,\n", ",true,\n"), "2:51: SCH009"),
    "a raw uid": (HEAD + ROW.replace(",,\n", ",,entry@calendar.example\n"), "2:52: SCH009"),
    "a value in quotes before": (
        HEAD + ROW.replace("one-on-one", '"one-on-one"').replace("held", "done"),
        "2:48: SCH009",
    ),
    **{
        f"a formula with {mark!r}": (HEAD + ROW.replace("p-ada", f"{mark}1+1"), "2:23: SCH009")
        for mark in "=+-@"
    },
}


@pytest.mark.parametrize(("content", "expected"), TABLES.values(), ids=TABLES.keys())
def test_a_hostile_log_is_one_finding(repository: Laying, content: str | bytes, expected: str) -> None:
    root = repository(base() | {LOG: content})

    assert found_once(root) == expected


def test_another_delimiter_is_told_once_a_line_up_to_a_limit(
    repository: Laying,
) -> None:
    root = repository(base() | {LOG: HEAD + ROW.replace(",", ";") * 1000})

    found = findings(root)

    assert len(found) == 100
    assert {one.code for one in found} == {"SCH009"}
    assert "Separate values with commas" in found[0].problem.message


def test_a_log_of_the_header_alone_is_taken(repository: Laying) -> None:
    root = repository(base() | {LOG: HEAD.strip()})

    assert [line.split()[1] for line in lines(root)] == ["CAD005"]


PULSE = f"{HARBOUR}/pulse/2026-Q3.csv"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("service,metric,score\n", "1:1: SCH008"),
        ("service,metric,score,count\none-on-one,useful,5\n", "2:1: SCH009"),
        ("service,metric,score,count\none-on-one,useful,5.0,3\n", "2:19: SCH009"),
        ("service,metric,score,count\none-on-one,useful,5,\n", "2:21: SCH009"),
        ("service,metric,score,count\none-on-one,useful,5,-3\n", "2:21: SCH009"),
        ("service,metric,score,count\none-on-one,,5,3\n", "2:12: SCH009"),
        ("service,metric,score,count\none-on-one,useful,5,99999999\n", "2:21: SCH009"),
    ],
)
def test_a_malformed_pulse_is_one_finding(repository: Laying, content: str, expected: str) -> None:
    root = repository(base() | {PULSE: content})

    assert found_once(root) == expected


@pytest.mark.parametrize(("rows", "more"), [(100, ""), (101, "1 more"), (1_300, "1,200 more")])
def test_rows_with_the_same_fault_are_listed_a_hundred_times(
    repository: Laying, rows: int, more: str
) -> None:
    guest = "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,no,{uid:016x}\n"
    added = "".join(guest.format(uid=uid) for uid in range(rows))
    root = repository(base() | {LOG: f"{HEAD}{added}"})

    found = [line for line in lines(root) if " DAT007 " in line]

    assert len(found) == min(rows, 101)
    assert (f"harbour: {more} problem" in found[-1]) == bool(more)


def test_of_countless_faults_a_hundred_are_listed(
    repository: Laying,
) -> None:
    more = "".join(f"k{at}: x\n" for at in range(1_500))

    found = findings(repository(base() | {SERVICE: written(SERVICE) + more}))

    told = [one for one in found if one.problem.place.path == SERVICE]
    first = written(SERVICE).count("\n") + 1
    assert [(one.code, one.problem.place.line) for one in told] == [
        *(("SCH003", first + at) for at in range(100)),
        ("SCH001", first + 100),
    ]
    assert told[-1].problem.message == (
        "this file has 1,400 more problems from here on. Fix the listed ones first"
    )
