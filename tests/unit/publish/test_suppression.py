"""What is published gives nothing away, tried against everybody who can subtract and knows the method."""

from fractions import Fraction
from random import Random

import pytest

from checks.publish.suppression import (
    Band,
    Cell,
    Count,
    Shown,
    Standing,
    beside_total,
    publish_cells,
    stepped,
)
from checks.wording.language import ENGLISH
from tests.support.attacker import AGREED, Group, Table, all_of, drawn, found_out
from tests.support.examples import many

K = 5


def cell(met: int, due: int, people: int | None = None, agreed: Fraction | None = Fraction(9, 10)) -> Count:
    return Count(met, due, people if people is not None else due, agreed)


@pytest.mark.parametrize(
    ("count", "shown", "band"),
    [
        pytest.param(cell(4, 4), Shown.HIDDEN, "", id="fewer people than the smallest group"),
        pytest.param(cell(20, 24, people=4), Shown.HIDDEN, "", id="many windows of few people"),
        pytest.param(cell(5, 5), Shown.BAND, "≥80%", id="all of five, or all but one"),
        pytest.param(cell(0, 9), Shown.BAND, "≤20%", id="none of nine, or one"),
        pytest.param(cell(4, 8), Shown.BAND, "20–80%", id="half of eight"),
        pytest.param(cell(10, 10), Shown.EXACT, "", id="twice the smallest group"),
        pytest.param(cell(24, 24, people=8), Shown.BAND, "≥90%", id="all windows of eight people"),
        pytest.param(cell(12, 24, people=8), Shown.EXACT, "", id="half the windows of eight people"),
        pytest.param(cell(0, 0), Shown.NOTHING, "", id="nothing due"),
    ],
)
def test_a_cell_alone_is_shown_as_its_people_and_windows_allow(count: Count, shown: Shown, band: str) -> None:
    cells, _ = publish_cells({"a": count}, K)

    assert (cells["a"].shown, str(cells["a"].band or "")) == (shown, band)


@pytest.mark.parametrize(
    ("count", "shown", "band"),
    [
        pytest.param(cell(0, 0), Shown.NOTHING, "", id="nothing due"),
        pytest.param(cell(20, 24, people=4), Shown.HIDDEN, "", id="few people"),
        pytest.param(cell(200, 240), Shown.BAND, "80–85%", id="a step of five points"),
    ],
)
def test_a_count_that_stands_alone_is_shown_in_steps(count: Count, shown: Shown, band: str) -> None:
    found = stepped(count, K)

    assert (found.shown, str(found.band or "")) == (shown, band)


def test_hidden_cells_carry_nothing_and_bands_carry_no_counts() -> None:
    cells, _ = publish_cells({"a": cell(2, 3), "d": cell(1, 4), "b": cell(6, 7), "c": cell(11, 12)}, K)

    assert cells["a"] == Cell(Shown.HIDDEN)
    assert (cells["b"].met, cells["b"].due) == (None, None)
    assert (cells["c"].met, cells["c"].due) == (11, 12)


def test_teams_of_nine_six_and_three_do_not_give_the_three_away() -> None:
    cells, total = publish_cells({"nine": cell(8, 9), "six": cell(5, 6), "three": cell(1, 3)}, K)

    assert [one.shown for one in cells.values()] == [Shown.BAND, Shown.BAND, Shown.HIDDEN]
    assert (total.met, str(total.band)) == (None, "≥50%")  # 14 of 18 would leave the three none or one


def test_rather_the_total_is_withheld_than_a_second_team() -> None:
    cells, total = publish_cells({"a": cell(11, 12), "b": cell(19, 20), "small": cell(2, 4)}, K)

    assert [name for name, one in cells.items() if one.shown is Shown.HIDDEN] == ["small"]
    assert (total.met, str(total.band)) == (None, "≥80%")


def test_a_total_published_elsewhere_hides_a_second_cell() -> None:
    cells = beside_total({"a": cell(4, 12), "b": cell(17, 20), "c": cell(4, 15), "small": cell(2, 4)}, K)

    assert [name for name, one in cells.items() if one.shown is Shown.HIDDEN] == ["a", "small"]


def test_a_total_that_tells_all_open_ones_were_met_is_a_band() -> None:
    cells, total = publish_cells({"a": cell(12, 12), "b": cell(7, 7), "c": cell(6, 6)}, K)

    assert (cells["b"].shown, total.shown, str(total.band)) == (Shown.BAND, Shown.BAND, "≥90%")


def test_a_total_of_too_few_people_is_hidden_as_a_cell_is() -> None:
    """Three people met weekly have many windows between them, and are three all the same."""
    cells, total = publish_cells({"few": Count(20, 39, 3), "fewer": Count(11, 13, 1)}, K)

    assert {cell.shown for cell in (*cells.values(), total)} == {Shown.HIDDEN}


def test_a_teams_own_service_is_held_or_not_held() -> None:
    cells, total = publish_cells(
        {"a": Count(1, 1, 9), "few": Count(1, 1, 4), "b": Count(0, 1, 8)}, K, whole_teams=True
    )

    assert (cells["a"].met, cells["b"].met, cells["few"]) == (1, 0, Cell(Shown.HIDDEN))
    assert total.shown is not Shown.EXACT  # or the total tells


@pytest.mark.parametrize(
    ("band", "words", "spoken"),
    [
        (Band(Fraction(0), Fraction(1, 10)), "≤10%", "at most 10%"),
        (Band(Fraction(1, 5), Fraction(4, 5)), "20–80%", "between 20% and 80%"),
        (Band(Fraction(1, 2), Fraction(1)), "≥50%", "at least 50%"),
    ],
)
def test_a_band_says_its_borders(band: Band, words: str, spoken: str) -> None:
    assert (str(band), band.spoken(ENGLISH)) == (words, spoken)


@pytest.mark.parametrize(
    ("count", "standing"),
    [
        pytest.param(
            cell(3, 8, agreed=Fraction(3, 5)), Standing.BELOW, id="four alone would be below, not far"
        ),
        pytest.param(cell(1, 9), Standing.FAR, id="the whole band is far below"),
        pytest.param(cell(7, 7), Standing.UNKNOWN, id="kept would say all of seven"),
        pytest.param(
            Count(7, 7, 7, Fraction(9, 10), flagged=False, may_miss=1), Standing.KEPT, id="one may be missed"
        ),
        pytest.param(
            Count(7, 7, 7, Fraction(9, 10), flagged=False, may_miss=None), Standing.UNKNOWN, id="groups apart"
        ),
        pytest.param(cell(7, 7, agreed=None), Standing.UNKNOWN, id="nothing agreed"),
    ],
)
def test_a_band_says_where_it_stands_if_that_leaves_two(count: Count, standing: Standing) -> None:
    cells, _ = publish_cells({"a": count}, K)

    assert (cells["a"].shown, cells["a"].standing) == (Shown.BAND, standing)


def test_tables_of_twelve_people_give_nothing_away() -> None:
    tried = 0
    for sizes in [*all_of(12, 4)][:: many(29, 1)]:
        for k in (3, 4, 5):
            for agreed, may_miss in ((None, 0), (Fraction(9, 10), 0), (Fraction(8, 10), 1)):
                groups = tuple(Group(size, size, agreed, may_miss) for size in sizes)
                assert found_out(Table(groups, k)) == ()
                tried += 1
    assert tried > many(40, 1_000)


def test_tables_of_teams_and_services_give_nothing_away() -> None:
    random = Random(20261120)
    columns = 0
    for _ in range(many(120, 5_000)):
        for table in drawn(random, 12):
            columns += 1
            assert found_out(table) == ()
    assert columns > many(200, 9_000)


def test_larger_teams_give_nothing_away() -> None:
    random = Random(7)
    exact = 0
    for _ in range(many(12, 60)):
        sizes = [random.randint(1, 12) for _ in range(random.randint(2, 3))]
        agreed, may_miss = random.choice(AGREED), random.choice((0, 1))
        table = Table(tuple(Group(one, one, agreed, may_miss) for one in sizes), random.choice((3, 5)))
        assert found_out(table) == ()
        exact += any(one.due >= 10 for one in table.groups)
    assert exact > 1
