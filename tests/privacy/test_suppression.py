"""What is published gives nothing away, tried against everybody who can subtract."""

import itertools
from fractions import Fraction

import pytest

from checks.privacy.suppression import Cell, Count, Shown, Standing, published

K = 5


def cell(met: int, due: int, people: int | None = None, agreed: Fraction | None = Fraction(9, 10)) -> Count:
    return Count(met, due, people if people is not None else due, agreed)


@pytest.mark.parametrize(
    ("count", "shown", "band"),
    [
        pytest.param(cell(4, 4), Shown.HIDDEN, "", id="fewer people than the smallest group"),
        pytest.param(cell(20, 24, people=4), Shown.HIDDEN, "", id="many windows of few people"),
        pytest.param(cell(5, 5), Shown.BAND, "≥90%", id="all of five"),
        pytest.param(cell(0, 9), Shown.BAND, "≤10%", id="none of nine"),
        pytest.param(cell(4, 8), Shown.BAND, "50–90%", id="half of eight"),
        pytest.param(cell(10, 10), Shown.EXACT, "", id="twice the smallest group"),
        pytest.param(cell(24, 24, people=8), Shown.BAND, "≥90%", id="all windows of eight people"),
        pytest.param(cell(12, 24, people=8), Shown.EXACT, "", id="half the windows of eight people"),
        pytest.param(cell(0, 0), Shown.NOTHING, "", id="nothing due"),
    ],
)
def test_a_cell_alone_is_shown_as_its_people_and_windows_allow(count: Count, shown: Shown, band: str) -> None:
    cells, _ = published({"a": count}, K)

    assert (cells["a"].shown, cells["a"].band) == (shown, band)


def test_hidden_cells_carry_nothing_and_bands_carry_no_counts() -> None:
    cells, _ = published({"a": cell(2, 3), "d": cell(1, 4), "b": cell(6, 7), "c": cell(11, 12)}, K)

    assert cells["a"] == Cell(Shown.HIDDEN)
    assert (cells["b"].met, cells["b"].due) == (None, None)
    assert (cells["c"].met, cells["c"].due) == (11, 12)


def test_teams_of_nine_six_and_three_do_not_give_the_three_away() -> None:
    cells, total = published({"nine": cell(8, 9), "six": cell(5, 6), "three": cell(1, 3)}, K)

    assert cells["three"].shown is Shown.HIDDEN
    assert {one.shown for one in cells.values()} <= {Shown.HIDDEN, Shown.BAND}
    assert total.shown is Shown.BAND  # 14 of 18 would tell the three to whoever reads the standing of the two


def test_a_single_hidden_cell_takes_a_second_one_with_it() -> None:
    cells, total = published({"a": cell(11, 12), "b": cell(19, 20), "small": cell(2, 4)}, K)

    assert [name for name, one in cells.items() if one.shown is Shown.HIDDEN] == ["a", "small"]
    assert (total.met, total.due) == (32, 36)


def test_a_total_that_would_tell_that_all_hidden_were_met_is_a_band() -> None:
    cells, total = published({"a": cell(12, 12), "b": cell(7, 7), "c": cell(6, 6)}, K)

    assert cells["b"].shown is Shown.BAND
    assert (total.shown, total.band) == (Shown.BAND, "≥90%")


def test_a_teams_own_service_is_held_or_not_held() -> None:
    cells, total = published(
        {"a": Count(1, 1, 9), "few": Count(1, 1, 4), "b": Count(0, 1, 8)}, K, whole_teams=True
    )

    assert cells["a"].met == 1
    assert [name for name, one in cells.items() if one.shown is Shown.HIDDEN] == [
        "few",
        "b",
    ]  # or the total tells
    assert (total.met, total.due) == (2, 3)


def _worlds(cells: dict[str, Cell], truth: dict[str, Count], total: Cell) -> list[dict[str, tuple[int, int]]]:
    """Return every way the unknown cells can be filled, knowing all that is published and who is in which team."""
    unknown = [name for name, one in cells.items() if one.shown in (Shown.HIDDEN, Shown.BAND)]
    options = []
    for name in unknown:
        due = truth[name].due  # the roster is no secret: an attacker knows how many were due
        options.append(
            [
                met
                for met in range(due + 1)
                if cells[name].shown is Shown.HIDDEN or met == truth[name].met  # its standing may tell it
            ]
        )
    known = sum(one.met or 0 for one in cells.values() if one.shown is Shown.EXACT)
    return [
        dict(zip(unknown, zip(mets, [truth[name].due for name in unknown], strict=True), strict=True))
        for mets in itertools.product(*options)
        if _fits(total, known + sum(mets), sum(one.due for one in truth.values()))
    ]


def _fits(total: Cell, met: int, due: int) -> bool:
    """Whether `met` of `due` would have been published as this total."""
    if total.shown is Shown.EXACT:
        return met == total.met
    return total.shown is Shown.HIDDEN or _band(met, due) == total.band


def _band(met: int, due: int) -> str:
    share = Fraction(met, due)
    if share >= Fraction(9, 10):
        return "≥90%"
    return "50–90%" if share >= Fraction(1, 2) else "10–50%" if share >= Fraction(1, 10) else "≤10%"


@pytest.mark.parametrize("sizes", [(3, 12), (4, 6, 12), (3, 4, 11), (12, 13, 4), (4, 4, 4)], ids=str)
def test_no_hidden_cell_is_pinned_by_all_published_cells_together(sizes: tuple[int, ...]) -> None:
    tried = 0
    for mets in itertools.product(*(range(size + 1) for size in sizes)):
        truth = {
            f"t{at}": Count(met, size, size) for at, (met, size) in enumerate(zip(mets, sizes, strict=True))
        }
        cells, total = published(truth, K)
        hidden = [name for name, one in cells.items() if one.shown is Shown.HIDDEN]
        if not hidden:
            continue
        worlds = _worlds(cells, truth, total)
        for name in hidden:
            outcomes = {world[name][0] for world in worlds}
            assert len(outcomes) > 1, (truth, name)
            tried += 1
    assert tried > 10


def test_a_band_keeps_its_standing_and_the_share_agreed() -> None:
    cells, _ = published({"a": cell(5, 9)}, K)

    assert (cells["a"].standing, cells["a"].agreed) == (Standing.FAR, Fraction(9, 10))
