"""What is to stay at zero in the house of `checks/` stays there."""

import pytest

from tools.house import banned_variables, circles, defined_twice, modules, ordinals

HOUSE = modules()


@pytest.mark.parametrize(
    "places", [defined_twice, banned_variables, ordinals, circles], ids=lambda rule: rule.__name__
)
def test_the_house_has_none_of_them(places: object) -> None:
    assert list(places(HOUSE)) == []  # type: ignore[operator]


def test_a_circle_and_a_name_used_twice_are_seen(tmp_path: object) -> None:
    from pathlib import Path

    root = Path(str(tmp_path)) / "checks"
    root.mkdir()
    (root / "left.py").write_text("from checks import right\n\n\nclass Same:\n    one = 1\n", "utf-8")
    (root / "right.py").write_text(
        "from checks import left\n\n\nclass Same:\n    pass\n\n\nDAY = left.day.toordinal()\n", "utf-8"
    )

    house = modules(root)

    assert len(list(circles(house))) == 1
    assert [place.partition(":")[0] for place in defined_twice(house)] == ["Same"]
    assert len(list(ordinals(house))) == len(list(banned_variables(house))) == 1
