"""A person with another id: no loss, and no way to make one person of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.building import HARBOUR, base, gated, lay

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.building import Files

ADA = "{person: p-ada, from: 2025-03-01}"
MIA = "  - {person: p-mia, from: 2025-03-01}\n"
FORMER = "{person: p-x7, formerly: [p-ada], from: 2025-03-01}"
Q3 = f"{HARBOUR}/touchpoints/2026-Q3.csv"


def changed(*pairs: tuple[str, str], files: Files | None = None) -> Files:
    """Return harbour with texts changed in all of its files; each text is in one of them at least."""
    texts = {name: str(text) for name, text in (files or base()).items()}
    for old, new in pairs:
        assert any(old in text for name, text in texts.items() if name.startswith(HARBOUR))
        texts |= {name: text.replace(old, new) for name, text in texts.items() if name.startswith(HARBOUR)}
    return dict(texts)


def codes(tmp_path: Path, before: Files, after: Files) -> set[str]:
    """Return the codes of the errors and warnings of a change."""
    gate = gated(lay(tmp_path / "before", before), lay(tmp_path / "after", after))
    known = gate.against.known if gate.against else frozenset()
    return {finding.code for finding in gate.findings if finding.fingerprint not in known}


def without_ada(files: Files) -> Files:
    """Return a log in which p-ada was met in no third quarter."""
    return {
        **files,
        Q3: "".join(line for line in str(files[Q3]).splitlines(keepends=True) if "p-ada" not in line),
    }


def test_a_renamed_person_loses_nothing(tmp_path: Path) -> None:
    assert codes(tmp_path, base(), changed((ADA, FORMER), ("p-ada,", "p-x7,"))) == set()


def test_a_promise_missed_before_stays_missed(tmp_path: Path) -> None:
    before = without_ada(base())

    after = changed((ADA, FORMER), ("p-ada,", "p-x7,"), files=before)

    assert codes(tmp_path, before, after) == set()


def test_without_the_former_id_it_is_a_loss(tmp_path: Path) -> None:
    assert "RAT005" in codes(
        tmp_path, base(), changed((ADA, FORMER.replace(" formerly: [p-ada],", "")), ("p-ada,", "p-x7,"))
    )


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        pytest.param(
            ((ADA, "{person: p-mia, formerly: [p-ada], from: 2025-03-01}"), (MIA, "")),
            "RAT004",
            id="somebody there",
        ),
        pytest.param(
            ((ADA, ADA.replace("p-ada,", "p-ada, formerly: [p-mia],")), (MIA, "")), "RAT004", id="who stays"
        ),
        pytest.param(
            ((ADA, FORMER.replace("[p-ada]", "[p-ada, p-mia]")), ("p-ada,", "p-x7,"), (MIA, "")),
            "RAT004",
            id="two of one",
        ),
    ],
)
def test_two_people_never_become_one(pairs: tuple[tuple[str, str], ...], code: str, tmp_path: Path) -> None:
    before = base()
    before[Q3] = "".join(
        line
        for line in str(before[Q3]).splitlines(keepends=True)
        if "p-mia" not in line and "p-ada" not in line
    )

    assert code in codes(tmp_path, before, changed(*pairs, files=before))
