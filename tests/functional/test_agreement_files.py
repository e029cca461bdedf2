"""Agreements in files of their own, by every command that reads or changes them."""

from __future__ import annotations

import re
import tempfile
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.scaffold.editor_schemas import BY_NAME
from checks.store import file_changes
from checks.store.agreement_splitting import join_list, split_list
from tests.support.building import lay
from tests.support.change_verbs import RECORD, base_words, everything, git, lay_repositories, rich
from tests.support.dated_repository import TODAY, called, laid
from tests.support.examples import examples

if TYPE_CHECKING:
    from tests.support.building import Files

LIST = "playbook/services/one-on-one.yaml"
FOLDER = "playbook/services/one-on-one"
FIRST = f"{FOLDER}/2026-01-01.yaml"
HEAD = BY_NAME["agreement"].first_line
NEW = ("new", "agreement", "one-on-one", "--from", "2027-01-01", "--record", RECORD)
RETIRE = ("retire", "service", "one-on-one", "--on", "2026-12-31", "--with", "members", "--record", RECORD)
LATER = (
    "  # twice as often\n  - from: 2026-06-01\n    cadence: {at_least: 2, per: quarter}\n    coverage_at_least: 80%\n"
    "    agreed_on: 2026-05-04\n    agreed_with: [members]\n    record: https://git.example.org/6\n"
    "    review_by: 2027-05-31\n"
    "  - from: 2026-10-01\n    for: probation\n    obligation: compulsory\n    given_by: [leader]\n    teams: [quay]\n"
    "    agreed_on: 2026-05-04\n    agreed_with: [members]\n    record: https://git.example.org/7\n"
    "    review_by: 2027-05-31\n"
)


def split(files: Files) -> Files:
    """Return files with the agreements on one-on-ones in files of their own."""
    rest, own = split_list(str(files[LIST]), HEAD)
    names = [f"{data['from']}{'-' + data['for'] if 'for' in data else ''}" for data, _ in own]
    texts = {f"{FOLDER}/{name}.yaml": text for name, (_, text) in zip(names, own, strict=True)}
    return {**files, LIST: rest, **texts}


def varied() -> Files:
    """Return a repository whose one-on-ones have three agreements in their list, and a promise that is missed."""
    files = rich()
    files[LIST] = f"{files[LIST]!s}{LATER}"
    files["data/teams/quay/touchpoints/2026-Q3.csv"] = (
        "date,service,member,given_by,initiative,state,acknowledged,uid\n"
    )
    return files


def without_places(text: str) -> str:
    """Return an output without the places of agreements, excerpts of their lines, and numbers of files."""
    text = re.sub(rf"{FOLDER}(/[\w-]+)?\.yaml:\d+:\d+", "PLACE", text)
    text = re.sub(r"^ +\d+ \| +", "", text, flags=re.MULTILINE)
    return re.sub(r"^ +\^.*\n", "", re.sub(r"\d+ files", "FILES", text), flags=re.MULTILINE)


CALLS = [
    ("check", "--members"),
    ("check", "--as-of", "2026-10-15"),
    ("effect", "--base", "HEAD"),
    ("coverage",),
    ("plan",),
]


def test_moving_agreements_to_files_is_no_change(tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, varied(), apart=False)
    before = {words: called(policy, *words) for words in CALLS}

    moved = called(policy, "fmt", "--split")

    after = {words: called(policy, *words) for words in CALLS}
    gate = called(policy, "check", *base_words(policy))
    assert moved.returncode == 0, moved.stderr
    assert sorted(path.name for path in (policy / FOLDER).iterdir()) == [
        "2026-01-01.yaml",
        "2026-06-01.yaml",
        "2026-10-01-probation.yaml",
    ]
    assert {words: without_places(said.stdout) for words, said in after.items()} == {
        words: without_places(said.stdout) for words, said in before.items()
    }
    assert "quay: one-on-one in 2026-Q3" in before[CALLS[0]].stdout
    assert (gate.returncode, "No findings in" in gate.stdout) == (0, True), gate.stdout
    assert "Added: 0, removed: 0" in gate.stdout


def test_split_and_join_are_undone_by_each_other(tmp_path: Path) -> None:
    policy = lay_repositories(tmp_path, varied(), apart=True)
    before = everything(policy)

    shown = called(policy, "fmt", "--split", "--check")
    unchanged = everything(policy)
    called(policy, "fmt", "--split", "one-on-one")
    between = everything(policy)
    joined = called(policy, "fmt", "--join", "one-on-one")

    assert (shown.returncode, f"+++ {FIRST}\n" in shown.stdout, unchanged) == (1, True, before)
    assert len(between) == len(before) + 3
    assert joined.returncode == 0, joined.stderr
    assert everything(policy) == before
    assert not (policy / FOLDER).exists()
    assert called(policy, "fmt", "--join").stdout == "Nothing to change.\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--split", "one-on-ones"), "there is no service 'one-on-ones'. Did you mean one-on-one?"),
        (("--split",), "health-check.yaml: its agreements can't be moved as they are written"),
        (("--join", "walk"), "walk can't be read, so nothing was written. Run: outbound check"),
    ],
)
def test_what_cannot_be_moved_is_refused(words: tuple[str, ...], why: str, tmp_path: Path) -> None:
    files = varied()
    before, _, _ = str(files["playbook/services/health-check.yaml"]).partition("agreements:")
    terms = (
        "obligation: voluntary, given_by: [leader], teams: all, agreed_on: 2025-12-04, "
        "agreed_with: [members], record: https://git.example.org/3, review_by: 2026-12-31"
    )
    files["playbook/services/health-check.yaml"] = f"{before}agreements: [{{from: 2026-01-01, {terms}}}]\n"
    if "walk" in words:
        files["playbook/services/walk.yaml"] = "id: [\n"
    policy = lay_repositories(tmp_path, files, apart=False, committed=False)
    unchanged = everything(policy)

    done = called(policy, "fmt", *words)

    assert (done.returncode, why in done.stderr) == (2, True), done.stderr
    assert everything(policy) == unchanged


@pytest.mark.parametrize(
    ("files", "options", "written"),
    [
        (varied(), (), LIST),
        (varied(), ("--file",), f"{FOLDER}/2027-01-01.yaml"),
        (split(varied()), (), f"{FOLDER}/2027-01-01.yaml"),
        (split(varied()), ("--for", "probation"), f"{FOLDER}/2027-01-01-probation.yaml"),
    ],
)
def test_new_terms_are_written_where_others_are(
    files: Files, options: tuple[str, ...], written: str, tmp_path: Path
) -> None:
    root = lay(tmp_path, files)
    before = everything(root)

    shown = called(root, *NEW, *options, "--coverage", "70%", "--dry-run")
    unchanged = everything(root) == before
    done = called(root, *NEW, *options, "--coverage", "70%")

    after = everything(root)
    assert (unchanged, f"+++ {written}\n" in shown.stdout) == (True, True)
    assert done.returncode == 0, done.stderr
    assert [name for name in after if after[name] != before.get(name)] == [written]
    assert called(root, "check", "--as-of", "2027-02-01").returncode in (0, 1)
    assert "SCH0" not in called(root, "check", "--as-of", "2027-02-01").stdout
    assert called(root, *NEW, *options, "--coverage", "70%").returncode == 2


def test_a_new_file_begins_as_those_that_are_split(tmp_path: Path) -> None:
    root = lay(tmp_path, varied())

    called(root, *NEW, "--file", "--may-miss", "1", "--with", "members,leaders")

    assert (root / FOLDER / "2027-01-01.yaml").read_text() == (
        f"# yaml-language-server: $schema=../../../.outbound-schemas/agreement.json\nschema: 1\nfrom: 2027-01-01\n"
        f"may_miss: 1\nagreed_on: {TODAY}\nagreed_with: [members, leaders]\n"
        f"record: {RECORD}\nreview_by: 2028-01-01\n"
    )


VERBS: dict[str, tuple[str, ...]] = {
    "retire": RETIRE,
    "rename": ("rename", "service", "one-on-one", "check-in"),
    "rename team": ("rename", "team", "quay", "pier"),
    "split team": (
        "split",
        "team",
        "quay",
        "--into",
        "pier",
        "--members",
        "p-tony",
        "--leader",
        "p-ina",
        "--on",
        "2026-12-01",
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_does_the_same_to_list_and_files(name: str, tmp_path: Path) -> None:
    words = VERBS[name]
    roots = [
        lay_repositories(tmp_path / kind, files, apart=False)
        for kind, files in (("list", varied()), ("files", split(varied())))
    ]

    done = [called(root, *words) for root in roots]

    assert [said.returncode for said in done] == [0, 0], done[1].stderr
    checked = [called(root, "check", "--as-of", "2027-02-01", "--members") for root in roots]
    compared = [called(root, "effect", *base_words(root)) for root in roots]
    places = [re.sub(r"playbook/services/[\w/-]+\.yaml:\d+:\d+", "PLACE", said.stdout) for said in checked]
    assert without_places(places[0]) == without_places(places[1])
    effects = [re.sub(r"Compared with \w+", "Compared", said.stdout) for said in compared]
    assert effects[0] == effects[1]
    assert git(roots[1], "diff", "HEAD", "--stat", "--", LIST).count("|") == (name == "rename")


def test_a_renamed_service_takes_its_folder_along(tmp_path: Path) -> None:
    files = split(varied()) | {"CODEOWNERS": f"/{LIST} @grace\n/{FOLDER}/ @ada\n"}
    root = lay_repositories(tmp_path, files, apart=False)

    called(root, "rename", "service", "one-on-one", "check-in")

    after = everything(root)
    assert "playbook/services/check-in/2026-01-01.yaml" in after
    assert not [name for name in after if name.startswith(FOLDER)]
    assert (
        after["CODEOWNERS"] == "/playbook/services/check-in.yaml @grace\n/playbook/services/check-in/ @ada\n"
    )


def test_files_of_agreements_are_formatted(tmp_path: Path) -> None:
    files = split(varied())
    root = laid(tmp_path, {**files, FIRST: f"\ufeff{files[FIRST]!s}".replace("\n", "\r\n")})

    done = called(root, "fmt")

    assert done.returncode == 0, done.stderr
    assert f"{FIRST}: " in done.stdout
    assert (root / FIRST).read_bytes() == str(files[FIRST]).encode()


def test_the_pages_show_the_same_and_link_to_the_files(tmp_path: Path) -> None:
    files = varied()
    address = "https://git.example.org/acme"
    files["playbook/playbook.yaml"] = f"{files['playbook/playbook.yaml']!s}repository: {address}\n"
    pages = []
    for name, laid_files in (("list", files), ("files", split(files))):
        root = lay_repositories(tmp_path / name, laid_files, apart=False)
        done = called(root, "render", "--preview", "--out", str(tmp_path / f"{name}-pages"))
        assert done.returncode == 0, done.stderr
        out = tmp_path / f"{name}-pages"
        pages.append({path.relative_to(out): path.read_text() for path in out.rglob("*.md")})
    link = re.compile(r' <a href="([^"]+)">Edit its file</a>')

    service = pages[1][Path("services/one-on-one.md")]

    assert [unescape(path) for path in link.findall(service)] == [
        f"{address}/edit/main/{FOLDER}/{day}.yaml" for day in ("2026-06-01", "2026-01-01")
    ]
    assert {path: link.sub("", text) for path, text in pages[1].items()} == pages[0]


@pytest.mark.parametrize("option", ["--split", "--join"])
def test_a_move_that_was_killed_halfway_is_named(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = laid(tmp_path, varied() if option == "--split" else split(varied()))
    real = file_changes._take
    taken: list[file_changes.Step] = []

    def killed(step: file_changes.Step) -> None:
        if taken:
            raise SystemExit(9)
        taken.append(step)
        real(step)

    monkeypatch.setattr(file_changes, "_take", killed)
    monkeypatch.setattr(file_changes, "_back", lambda step: step)
    called(root, "fmt", option, "one-on-one")

    assert len(taken) == 1
    assert "SCH011" in called(root, "check").stdout


@examples(6, 60)
@given(st.lists(st.booleans(), min_size=3, max_size=3))
def test_any_split_is_judged_as_the_list(apart: list[bool]) -> None:
    files = split(varied())
    names = [name for name in files if name.startswith(f"{FOLDER}/")]
    into_list = [name for name, own in zip(names, apart, strict=True) if not own]
    files[LIST] = join_list(str(files[LIST]), [str(files.pop(name)) for name in into_list])

    with tempfile.TemporaryDirectory() as folder:
        whole, mixed = lay(Path(folder, "a"), varied()), lay(Path(folder, "b"), files)
        checked = [without_places(called(root, "check", "--members").stdout) for root in (whole, mixed)]
        told = [called(root, "coverage", "--by", "member").stdout for root in (whole, mixed)]

    assert checked[0] == checked[1]
    assert told[0] == told[1]
