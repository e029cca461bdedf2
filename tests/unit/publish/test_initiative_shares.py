"""What is published of held touchpoints, by unit and by service."""

from dataclasses import replace

from checks.engine.team_coverage import TeamCoverage, TouchpointCounts
from checks.publish.figure_units import FigureUnit
from checks.publish.initiative_shares import (
    acknowledged_share,
    chosen_coach_share,
    initiative_shares,
    outbound_share,
)
from checks.publish.suppression import Count, Shown

QUARTERS = ["2026-Q2", "2026-Q3"]


def team(name: str, *held: TouchpointCounts, size: int = 12) -> TeamCoverage:
    return TeamCoverage(name, name.title(), None, size, 1, 1, (), held, (), (), None, ())


def unit(one: TeamCoverage) -> FigureUnit:
    return FigureUnit(one.team, one.name, one.size, (one.team,))


def talks(
    out: int, inward: int, service: str = "talk", quarter: str = "2026-Q3", people: int = 12
) -> TouchpointCounts:
    return TouchpointCounts(service, quarter, out + inward, out, inward, out, inward, 1, people, people)


def test_quarters_outside_those_asked_for_are_left_out() -> None:
    one = team("harbour", talks(30, 10), talks(7, 0, quarter="2026-Q1"), talks(20, 0, quarter="2026-Q2"))

    found = initiative_shares(outbound_share, [unit(one)], [one], QUARTERS, 5)

    cell = found.of("harbour")
    assert (cell.shown, cell.met, cell.due) == (Shown.EXACT, 50, 60)


def test_a_unit_of_few_is_hidden_and_no_total_tells_it() -> None:
    many, few = team("harbour", talks(30, 10)), team("quay", talks(10, 9))

    found = initiative_shares(outbound_share, [unit(many), unit(few)], [many, few], QUARTERS, 5)

    assert found.of("quay").shown is Shown.HIDDEN
    assert not (found.of("harbour").shown is Shown.EXACT and found.of(None).shown is Shown.EXACT)


def test_a_service_of_few_is_hidden_with_another_beside() -> None:
    one = team("harbour", talks(30, 10), talks(25, 15, "review"), talks(3, 4, "return"))

    found = initiative_shares(outbound_share, [unit(one)], [one], QUARTERS, 5).by_service

    hidden = {service for service, cell in found.items() if cell.shown is not Shown.EXACT}
    assert "return" in hidden
    assert len(hidden) > 1


def test_no_service_is_shown_where_the_total_is_not_exact() -> None:
    one = team("harbour", talks(10, 5, people=4), size=4)

    assert initiative_shares(outbound_share, [], [one], QUARTERS, 5).by_service == {}


def test_what_few_received_is_hidden_in_a_large_team_too() -> None:
    """A member is met weekly by a coach: what of it was given by the chosen one is about nobody else."""
    weekly = TouchpointCounts(
        "coaching", "2026-Q3", 60, 40, 20, acknowledged=9, by_chosen=40, by_another=20, receivers=1, coached=1
    )
    earlier = replace(weekly, period="2026-Q2", receivers=0, coached=0)
    one = team("harbour", weekly, earlier, size=12)

    for part in (outbound_share, acknowledged_share, chosen_coach_share):
        found = initiative_shares(part, [unit(one)], [one], QUARTERS, 5)
        assert {cell.shown for cell in (found.of("harbour"), found.of(None))} == {Shown.HIDDEN}
        assert found.by_service == {}


def test_each_share_takes_its_own_part() -> None:
    one = TouchpointCounts("talk", "2026-Q3", 9, 6, 4, 5, by_chosen=2, by_another=1, receivers=7, coached=3)

    assert outbound_share(one) == Count(6, 10, 7)
    assert acknowledged_share(one) == Count(5, 9, 7)
    assert chosen_coach_share(one) == Count(2, 3, 3)


def test_that_leaders_begin_all_of_a_service_speaks_of_nobody() -> None:
    one = team("harbour", talks(30, 10), talks(25, 0, "review"), size=8)

    found = initiative_shares(outbound_share, [unit(one)], [one], QUARTERS, 5).by_service

    assert (found["review"].shown, found["review"].met, found["review"].due) == (Shown.EXACT, 25, 25)
