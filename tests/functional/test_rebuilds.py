"""A site that is built again in one process, as `mkdocs serve` does, is the site a new process builds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mkdocs.exceptions import Abort

from tests.support.examples import many
from tests.support.rebuilding import EDITS, Served

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site of the same day in each process; each test leaves its files as they were."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOURCE_DATE_EPOCH", "1763600000")
        yield Served(tmp_path_factory.mktemp("rebuilds"))


def test_only_what_an_edit_changes_is_made_again(served: Served) -> None:
    before = served.build()
    with served.edited("docs/more.md", "Back to", "Go back to"):
        after = served.build()

    assert {step for step in after if after[step] != before.get(step)} == {
        ("more.md", "converted"),
        ("more.md", "gathered"),
        ("more.md", "filled"),
    }


def test_a_build_that_fails_forgets_nothing(served: Served) -> None:
    before = served.build()
    with (
        served.edited("playbook/playbook.yaml", "organisation:", "organisation: ["),
        pytest.raises(Abort),
    ):
        served.build()

    assert served.build() == before


def test_a_link_that_leads_nowhere_is_logged_each_time(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    with served.edited("docs/more.md", "note.md#", "nowhere.md#"):
        for _ in range(2):
            caplog.clear()
            served.build()
            assert "'nowhere.md'" in caplog.text


def test_an_anchor_that_went_is_missed(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "mkdocs")
    served.build()
    with served.edited("docs/more.md", "## Here", "## There"):
        served.build()

    assert "'more.md' does not contain an anchor '#here'" in caplog.text


def test_edits_one_after_the_other(served: Served) -> None:
    for edit in [*EDITS.values()][:: many(3, 1)]:
        served.edit(*edit)
        served.build()
    assert served.differing() == []

    (served.root / "docs/new.md").unlink()
    served.build()
    assert not (served.out / "new.html").exists()
