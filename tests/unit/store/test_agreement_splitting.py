"""A list taken apart into files and put back: the same bytes, and every comment on the way."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.loading.blocks import parse_yaml
from checks.model.errors import UnspliceableError
from checks.store.agreement_splitting import join_list, split_list

HEAD = "# yaml-language-server: $schema=../agreement.json\n"
GIVEN = "given_by:\n  - leader # first\n  - coach\n# behind it\n"
SERVICE = """# the service
schema: 1
id: walk
agreements:
  # at first
  - from: 2026-01-01 # a Thursday
    obligation: voluntary
    # by whom
    given_by:
      - leader # first
      - coach
    # behind it

  # then more
  - from: 2026-07-01
    cadence: {at_least: 1,
      per: quarter}
# what is behind the list
"""


def test_an_entry_takes_its_comments_along() -> None:
    rest, files = split_list(SERVICE, HEAD)

    assert rest == "# the service\nschema: 1\nid: walk\n# what is behind the list\n"
    assert [text for _, text in files] == [
        f"{HEAD}schema: 1\n# at first\nfrom: 2026-01-01 # a Thursday\nobligation: voluntary\n# by whom\n{GIVEN}",
        f"{HEAD}schema: 1\n\n# then more\nfrom: 2026-07-01\ncadence: {{at_least: 1,\n  per: quarter}}\n",
    ]


BRACKETS = """schema: 1
agreements:
  # of walks
  - {from: 2026-01-01, cadence: {at_least: 1, per: week}, record: "https://a.example/#x"} # agreed
  - { # in short
     from: 2026-02-01, # a Sunday
     given_by: [leader,
       coach] # both
    }
  -  from: 2026-03-01
"""


def test_an_entry_in_brackets_gets_a_line_for_each_key() -> None:
    rest, files = split_list(BRACKETS, "")

    assert rest == "schema: 1\n"
    assert [text for _, text in files] == [
        'schema: 1\n# of walks\n# agreed\nfrom: 2026-01-01\ncadence: {at_least: 1, per: week}\nrecord: "https://a.example/#x"\n',
        "schema: 1\n# in short\nfrom: 2026-02-01\n# a Sunday\ngiven_by: [leader,\n  coach]\n# both\n",
        "schema: 1\nfrom: 2026-03-01\n",
    ]
    assert join_list(BRACKETS, ["schema: 1\nfrom: 2026-02-02\n"]) == BRACKETS.replace(
        "  -  from", "  - from: 2026-02-02\n  - from"
    )


def test_files_and_list_are_joined_in_order() -> None:
    listed = "schema: 1\nagreements: # of walks\n- from: 2026-07-01\n  counts: any\nid: walk\n"
    files = ["schema: 1 # of files\nfrom: 2027-01-01\n", f"{HEAD}# early\nfrom: 2026-01-01\nschema: 1\n"]

    assert join_list(listed, files) == (
        "schema: 1\nagreements: # of walks\n# early\n- from: 2026-01-01\n- from: 2026-07-01\n  counts: any\n"
        "# of files\n- from: 2027-01-01\nid: walk\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "agreements: [{from: 2026-01-01}]\n",
        "agreements:\n  -\n    from: 2026-01-01\n",
        "agreements:\n  - from: |\n      a\n\n\n  - from: b\n    to: c\n    to: d\n",
        "agreements:\n  - a\n",
        "agreements: 3\n",
        "agreements:\n",
    ],
)
def test_another_layout_is_left_alone(text: str) -> None:
    with pytest.raises(UnspliceableError):
        split_list(text, HEAD)


@pytest.mark.parametrize(
    "text",
    [
        "{schema: 1, from: 2026-01-01}\n",
        "---\nschema: 1\nfrom: 2026-01-01\n",
        "schema:\n  1\nfrom: 2026-01-01\n",
        "'schema': 1\nfrom: 2026-01-01\n",
    ],
)
def test_a_file_of_another_layout_is_not_joined(text: str) -> None:
    with pytest.raises(UnspliceableError):
        join_list("schema: 1\n", [text])


remarks = st.lists(st.sampled_from(["# a", "#b: c", "# - from: 2026-01-01", "", "# schema: 1"]), max_size=2)
behind = st.sampled_from(["", " # x", "  #y"])


@st.composite
def entries(draw: st.DrawFn, day: int, dash: int, item: int) -> list[str]:
    """Return the lines of an entry of the list."""
    keys = [
        "obligation: voluntary",
        "given_by: [leader,\n  coach]",
        "record: 'https://a.example/#x'",
        "per:\n  - a\n  - b",
    ]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True, max_size=3))
    own = [f"from: 2026-01-{day:02}{draw(behind)}"]
    for key in chosen:
        own += [
            *(line for line in draw(remarks) if line),
            *f"{key}{draw(behind)}".split("\n"),
        ]
    lead = [f"{' ' * dash}{line}" if line else "" for line in draw(remarks)]
    first = f"{' ' * dash}-{' ' * (item - dash - 1)}{own[0]}"
    return [*lead, first, *(f"{' ' * item}{line}" for line in own[1:])]


@st.composite
def services(draw: st.DrawFn, columns: st.SearchStrategy[tuple[int, int]]) -> str:
    """Return a service's file with its list at the end."""
    dash, item = draw(columns)
    number = draw(st.integers(1, 4))
    listed = [line for day in range(1, number + 1) for line in draw(entries(day, dash, item))]
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return newline.join(["schema: 1", "# what it is", "id: walk", "agreements:", *listed, ""])


def there_and_back(text: str, data: st.DataObject) -> tuple[str, str]:
    """Return a text after its list was split and joined, and all that was there in between."""
    rest, files = split_list(text, HEAD)
    texts = [file for _, file in files]
    return join_list(rest, data.draw(st.permutations(texts))), "".join([rest, *texts])


@given(services(st.just((2, 4))), st.data())
def test_a_list_comes_back_byte_for_byte(text: str, data: st.DataObject) -> None:
    joined, between = there_and_back(text, data)

    assert joined == text
    assert all(remark in between for remark in re.findall(r"# ?[a-z].*", text))


@given(services(st.sampled_from([(0, 2), (0, 4), (4, 8), (1, 3)])), st.data())
def test_a_list_of_another_style_keeps_its_lines(text: str, data: st.DataObject) -> None:
    joined, _ = there_and_back(text, data)

    assert [line.split() for line in joined.splitlines()] == [line.split() for line in text.splitlines()]
    assert parse_yaml(joined, "")[0] == parse_yaml(text, "")[0]
