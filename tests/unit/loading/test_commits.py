"""A commit read as a store, and the commit a change is held against, in real repositories."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pygit2
import pytest

from checks.loading.commits import Base, Commit, base_of, changed_since_default, git_top, require_checked_out
from checks.loading.files import NO_LINKS, EntryKind
from checks.model.errors import NoBaseError, SparseCheckoutError
from tests.functional.test_base import QUIET, begun, commit, git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARKER = ("playbook", "playbook.yaml")
TALK = "playbook/services/one-on-one.yaml"


def store(root: Path, name: str = "HEAD") -> Commit:
    return Commit(pygit2.Repository(str(root)).revparse_single(name).peel(pygit2.Commit))


@pytest.fixture
def strange(tmp_path: Path) -> Commit:
    """A commit that holds a file, a folder, a link, a submodule, and a name that is no text."""
    root = begun(tmp_path / "strange", {"a/b/file.txt": "words", "a/other.txt": "0123456789"})
    (root / "a/link").symlink_to("other.txt")
    (root / "a/way").symlink_to("b")
    (root / os.fsdecode(b"a/\xff.txt")).write_text("odd", "utf-8")
    git(root, "add", "--all")
    head = git(root, "rev-parse", "HEAD")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{head},a/module")
    git(root, "commit", "--quiet", "--message", "Strange")
    return store(root)


@pytest.mark.parametrize(
    ("steps", "kind"),
    [
        ((), EntryKind.FOLDER),
        (("a",), EntryKind.FOLDER),
        (("a", "b"), EntryKind.FOLDER),
        (("a", "b", "file.txt"), EntryKind.FILE),
        (("a", "link"), EntryKind.LINK),
        (("a", "way"), EntryKind.LINK),
        (("a", "module"), EntryKind.OTHER),
        (("a", "none"), EntryKind.ABSENT),
        (("none", "deeper"), EntryKind.ABSENT),
        (("a", "other.txt", "deeper"), EntryKind.ABSENT),
    ],
)
def test_what_stands_in_a_commit(strange: Commit, steps: tuple[str, ...], kind: EntryKind) -> None:
    assert strange.kind(steps) is kind


@pytest.mark.parametrize(
    ("steps", "names"),
    [
        ((), ["a"]),
        (("a",), ["b", "link", "module", "other.txt", "way", os.fsdecode(b"\xff.txt")]),
        (("a", "b"), ["file.txt"]),
        (("none",), []),
        (("a", "way"), NO_LINKS),
        (("a", "other.txt"), "not a directory"),
        (("a", "module"), "not a directory"),
    ],
)
def test_the_names_in_a_folder_of_a_commit(
    strange: Commit, steps: tuple[str, ...], names: list[str] | str
) -> None:
    found = strange.names(steps)

    assert (sorted(found) if isinstance(found, list) else found) == names


@pytest.mark.parametrize(
    ("steps", "cap", "content"),
    [
        (("a", "other.txt"), 10, b"0123456789"),
        (("a", "b", "file.txt"), 100, b"words"),
        (("a", os.fsdecode(b"\xff.txt")), 100, b"odd"),
        (("a", "link"), 100, NO_LINKS),
        (("a", "b"), 100, "it is not a normal file"),
        (("a", "module"), 100, "it is not a normal file"),
        (("a", "none"), 100, "it is not a normal file"),
    ],
)
def test_the_content_of_a_file_of_a_commit(
    strange: Commit, steps: tuple[str, ...], cap: int, content: bytes | str
) -> None:
    assert strange.content(steps, cap) == content


def test_a_file_of_a_commit_that_is_too_large_is_not_read(strange: Commit) -> None:
    found = strange.content(("a", "other.txt"), 9)

    assert isinstance(found, str)
    assert "large" in found


def test_folders_with_a_playbook_are_found_five_deep_in_order(tmp_path: Path) -> None:
    deep = ("d/d/d/d/d", "b", "a/c", "e/e/e/e/e/e")
    root = begun(tmp_path, {f"{folder}/playbook/playbook.yaml": "schema: 1\n" for folder in deep})

    assert list(store(root).holding(MARKER)) == [("a", "c"), ("b",), ("d",) * 5]


def test_a_playbook_at_the_top_comes_before_those_below_it(tmp_path: Path) -> None:
    root = begun(
        tmp_path, {"playbook/playbook.yaml": "schema: 1\n", "a/playbook/playbook.yaml": "schema: 1\n"}
    )

    assert list(store(root).holding(MARKER)) == [(), ("a",)]


def test_objects_a_partial_clone_left_behind_are_asked_for(tmp_path: Path) -> None:
    root = begun(tmp_path, {"a/file.txt": "words"})
    kept = store(root)
    blob = git(root, "rev-parse", "HEAD:a/file.txt")
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()

    with pytest.raises(
        NoBaseError, match=r"^this clone doesn't contain all files of the base. Run: git fetch --refetch"
    ):
        kept.content(("a", "file.txt"), 100)


# The base


def parted(root: Path) -> tuple[str, str]:
    """Lay main with two commits and topic with one that left main at the first; return where, and main's last."""
    begun(root, {TALK: "schema: 1\n"})
    left = git(root, "rev-parse", "HEAD")
    git(root, "switch", "--quiet", "--create", "topic")
    commit(root, {"b.txt": "b"})
    git(root, "switch", "--quiet", "main")
    last = commit(root, {"a.txt": "a"})
    git(root, "switch", "--quiet", "topic")
    return left, last


def test_the_base_is_where_a_branch_left_the_other(tmp_path: Path) -> None:
    left, _ = parted(tmp_path)

    for name, words in ((None, "main"), ("main", "main"), ("main~0", "main~0")):
        found = base_of(tmp_path, name)
        assert (str(found.commit.id), found.top, found.named) == (left, tmp_path.resolve(), words)
        assert found.words == f"{left[:9]} ({words})"
    assert base_of(tmp_path / "playbook", left).words == left[:9]
    assert base_of(tmp_path, left[:7]).words == f"{left[:9]} ({left[:7]})"


def test_a_commit_without_a_common_history_is_taken_as_it_is(tmp_path: Path) -> None:
    begun(tmp_path, {TALK: "schema: 1\n"})
    git(tmp_path, "switch", "--quiet", "--orphan", "other")
    commit(tmp_path, {"a.txt": "a"})

    assert str(base_of(tmp_path, "main").commit.id) == git(tmp_path, "rev-parse", "main")


@pytest.mark.parametrize("name", ["origin/HEAD", "origin/main", "origin/master", "main", "master"])
def test_the_default_branch_goes_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    begun(tmp_path, {TALK: "schema: 1\n"})
    git(tmp_path, "switch", "--quiet", "--create", "topic")
    git(tmp_path, "branch", "--quiet", "--delete", "--force", "main")
    where = f"refs/remotes/{name}" if "/" in name else f"refs/heads/{name}"
    git(tmp_path, "update-ref", where, "HEAD")

    assert base_of(tmp_path).named == name


def test_the_branch_of_the_server_comes_before_the_one_here(tmp_path: Path) -> None:
    left, last = parted(tmp_path)
    git(tmp_path, "update-ref", "refs/remotes/origin/main", left)
    git(tmp_path, "switch", "--quiet", "main")

    found = base_of(tmp_path)

    assert (found.named, str(found.commit.id)) == ("origin/main", left)
    assert str(base_of(tmp_path, "main").commit.id) == last


def unborn(root: Path) -> Path:
    git(root, "init", "--quiet")
    return root


def nameless(root: Path) -> Path:
    begun(root, {TALK: "schema: 1\n"})
    git(root, "branch", "--move", "elsewhere")
    return root


def spoilt(root: Path) -> Path:
    begun(root, {TALK: "schema: 1\n"})
    (root / ".git/config").write_text("[core\n", "utf-8")
    return root


def astray(root: Path) -> Path:
    begun(root, {TALK: "schema: 1\n"})
    (root / ".git/refs/heads/main").write_text("0" * 39 + "1\n", "utf-8")
    return root


@pytest.mark.parametrize(
    ("laid", "name", "words"),
    [
        (
            lambda root: root,
            None,
            "{root} is not in a git repository, so there is nothing to compare with. Run: git init",
        ),
        (unborn, None, "this repository has no commit yet. Run: git commit"),
        (
            nameless,
            None,
            "there is no default branch to compare with. Run: git fetch origin. Or name a branch or commit with --base",
        ),
        (
            nameless,
            "origin/next",
            "commit or branch 'origin/next' is not in this clone. Run: git fetch origin next:refs/remotes/origin/next",
        ),
        (
            nameless,
            "refs/heads/next",
            "commit or branch 'refs/heads/next' is not in this clone. Run: git fetch origin next:refs/remotes/origin/next",
        ),
        (
            nameless,
            "refs/remotes/origin/a.b/c-d",
            "commit or branch 'refs/remotes/origin/a.b/c-d' is not in this clone. Run: git fetch origin a.b/c-d:refs/remotes/",
        ),
        (
            nameless,
            "0123abc",
            "commit or branch '0123abc' is not in this clone. Run: git fetch origin 0123abc",
        ),
        (
            nameless,
            "main; rm -rf",
            "commit or branch 'main; rm -rf' is not in this clone. Run: git log --all --oneline (it lists the commits you have)",
        ),
        (
            nameless,
            "HEAD:playbook",
            "commit or branch 'HEAD:playbook' is not in this clone. Run: git log --all --oneline",
        ),
    ],
)
def test_a_base_that_is_not_there_is_one_line_and_what_mends_it(
    tmp_path: Path, laid: Callable[[Path], Path], name: str | None, words: str
) -> None:
    root = laid(tmp_path)

    with pytest.raises(NoBaseError) as raised:
        base_of(root, name)

    assert str(raised.value).startswith(words.format(root=root))


@pytest.mark.parametrize(
    ("laid", "words"),
    [
        (spoilt, "the git repository cannot be read: .*failed to parse config file: missing"),
        (astray, "commit or branch 'HEAD' is not in this clone. Run: git fetch origin HEAD"),
    ],
)
def test_a_repository_that_cannot_be_read_is_one_line(
    tmp_path: Path, laid: Callable[[Path], Path], words: str
) -> None:
    root = laid(tmp_path)

    with pytest.raises(NoBaseError, match=f"^{words}"):
        base_of(root, "HEAD")


def test_a_too_shallow_clone_says_how_to_deepen_it(tmp_path: Path) -> None:
    parted(tmp_path / "server")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "--quiet", "--depth=1", "--no-single-branch", (tmp_path / "server").as_uri(), str(clone)],
        env=QUIET, check=True, capture_output=True,
    )  # fmt: skip

    with pytest.raises(NoBaseError) as raised:
        base_of(clone, "origin/main")

    assert (
        str(raised.value)
        == "this clone is shallow and doesn't contain origin/main. Run: git fetch --unshallow"
    )


def test_the_top_of_a_working_tree_is_found_from_below(tmp_path: Path) -> None:
    root = begun(tmp_path / "here", {TALK: "schema: 1\n"})
    git(tmp_path, "init", "--quiet", "--bare", "bare")

    assert git_top(root / "playbook/services") == root.resolve() == git_top(root)
    assert git_top(tmp_path) is None
    assert git_top(tmp_path / "bare") is None


def test_whether_a_working_tree_has_left_the_default_branch(tmp_path: Path) -> None:
    assert not changed_since_default(tmp_path)
    (tmp_path / "unborn").mkdir()
    assert not changed_since_default(unborn(tmp_path / "unborn"))
    parted(tmp_path / "parted")
    assert changed_since_default(tmp_path / "parted")
    git(tmp_path / "parted", "switch", "--quiet", "main")
    assert not changed_since_default(tmp_path / "parted")
    assert not changed_since_default(nameless(tmp_path / "nameless"))


def test_the_way_to_a_folder_begins_at_its_repositorys_top(tmp_path: Path) -> None:
    root = begun(tmp_path / "here", {TALK: "schema: 1\n", ".gitignore": "ignored/\n"})
    begun(root / "inner", {"a.txt": "a"})
    (root / "ignored").mkdir()
    found = base_of(root)

    assert found.steps(root) == ()
    assert found.steps(root / "playbook") == ("playbook",)
    assert found.steps(root / "not/there") == ("not", "there")
    assert found.steps(root / "ignored") is None
    assert found.steps(root / "inner") is None
    assert found.steps(tmp_path) is None
    assert found.steps(tmp_path / "elsewhere") is None


def moved(root: Path, before: str, after: str) -> Base:
    begun(root, {f"{before}playbook/playbook.yaml": "schema: 1\n", "keep.txt": ""})
    (root / after).mkdir(parents=True, exist_ok=True)
    (root / f"{before}playbook").rename(root / f"{after}playbook")
    return base_of(root)


@pytest.mark.parametrize(
    ("before", "after"), [("", "docs/here/"), ("docs/here/", ""), ("one/", "two/"), ("one/", "one/more/")]
)
def test_a_playbook_that_was_moved_is_found_where_it_was(tmp_path: Path, before: str, after: str) -> None:
    found = moved(tmp_path.resolve(), before, after)

    assert found.moved_from(tmp_path.resolve() / after, MARKER) == tmp_path.resolve() / before


def test_a_playbook_in_its_place_or_another_was_not_moved(tmp_path: Path) -> None:
    root = begun(tmp_path.resolve() / "here", {"one/playbook/playbook.yaml": "schema: 1\n"})
    found = base_of(root)

    assert found.moved_from(root / "one", MARKER) is None
    assert found.moved_from(root / "two", MARKER) is None
    assert found.moved_from(tmp_path.resolve(), MARKER) is None


def left_out(root: Path, name: bytes = b"b/two.txt") -> Path:
    """Lay a repository with a file in `a` and another one that a sparse checkout leaves out."""
    begun(root, {"a/one.txt": "1"})
    other = root / os.fsdecode(name)
    other.parent.mkdir()
    other.write_text("2", "utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Two")
    git(root, "sparse-checkout", "set", "a")
    assert not other.exists()
    return root


@pytest.mark.parametrize("path", ["b/two.txt", "b", ""])
def test_a_file_left_out_is_named_by_its_way(tmp_path: Path, path: str) -> None:
    root = left_out(tmp_path)

    with pytest.raises(SparseCheckoutError) as raised:
        require_checked_out(root / "a", root / path)

    assert raised.value.path == "b/two.txt"
    assert str(raised.value).endswith("lacks b/two.txt. Run: git sparse-checkout disable")


def test_a_file_left_out_may_have_any_name(tmp_path: Path) -> None:
    root = left_out(tmp_path, b"b/\xff\x1b.txt")

    with pytest.raises(SparseCheckoutError) as raised:
        require_checked_out(root / "b")

    assert raised.value.path == r"b/\udcff\x1b.txt"


def test_a_sparse_index_hides_no_file_left_out(tmp_path: Path) -> None:
    root = left_out(tmp_path)
    git(root, "sparse-checkout", "reapply", "--sparse-index")

    require_checked_out(root / "a")
    with pytest.raises(SparseCheckoutError) as raised:
        require_checked_out(root)

    assert raised.value.path == "b/two.txt"


def test_a_link_above_the_repository_is_followed(tmp_path: Path) -> None:
    left_out(tmp_path / "repository")
    (tmp_path / "link").symlink_to("repository")

    with pytest.raises(SparseCheckoutError):
        require_checked_out(tmp_path / "link" / "b" / "two.txt")


def test_what_is_there_or_unknown_to_git_is_not_left_out(tmp_path: Path) -> None:
    root = left_out(tmp_path / "repository")

    require_checked_out(root / "a", root / "a/new.txt", root / "bb/new.txt", tmp_path / "none/at/all")


@pytest.mark.parametrize("laid", [spoilt, astray])
def test_a_repository_unread_leaves_nothing_out(tmp_path: Path, laid: Callable[[Path], Path]) -> None:
    root = laid(tmp_path)

    require_checked_out(root, root / "playbook")
