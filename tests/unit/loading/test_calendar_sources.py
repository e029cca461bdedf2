"""`sources.yaml`: what it may say, and that no message repeats what was written there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from checks.loading.calendar_sources import read_sources
from checks.loading.files import Folder, Tree
from checks.model.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from checks.model.sources import Sources

WHOLE = """\
schema: 1
held_after: 3 days
sources:
  - id: elena
    kind: ics
    address: OUTBOUND_ICS_ELENA
    person: p-elena
  - id: cloud
    kind: caldav
    address: https://cloud.example.org/remote.php/dav
    user: OUTBOUND_CLOUD_USER
    secret: OUTBOUND_CLOUD_SECRET
    calendars: [Work]
"""


def read(folder: Path, text: str) -> Sources:
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    return read_sources(Tree(Folder(folder), "data"))


def test_a_file_with_every_key_is_read(tmp_path: Path) -> None:
    sources = read(tmp_path, WHOLE)

    elena, cloud = sources.sources
    assert sources.held_after_days == 3
    assert (elena.person, elena.variables) == ("p-elena", ("OUTBOUND_ICS_ELENA",))
    assert cloud.variables == ("OUTBOUND_CLOUD_USER", "OUTBOUND_CLOUD_SECRET")
    assert cloud.calendars == ("Work",)


def test_meetings_stay_booked_unless_told_otherwise(tmp_path: Path) -> None:
    assert read(tmp_path, WHOLE.replace("held_after: 3 days\n", "")).held_after_days is None
    assert read(tmp_path, WHOLE.replace("3 days", "ask")).held_after_days is None


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:5232/", "http://localhost:5232", "http://[::1]:80/dav"]
)
def test_a_server_on_this_machine_may_lack_encryption(tmp_path: Path, address: str) -> None:
    read(tmp_path, WHOLE.replace("https://cloud.example.org/remote.php/dav", address))


@pytest.mark.parametrize(
    ("before", "after", "place", "words"),
    [
        ("OUTBOUND_ICS_ELENA", "https://calendar.example.org/s3cret/basic.ics", "6:14", "capital letters"),
        ("OUTBOUND_ICS_ELENA", "s3cret", "6:14", "capital letters"),
        ("https://cloud.example.org", "http://s3cret.example.org", "10:14", "Start it with https://"),
        ("https://cloud.example.org", "https://ana:s3cret@cloud.example.org", "10:14", "user names"),
        ("https://cloud.example.org", "http://127.0.0.1.s3cret.org", "10:14", "Start it with https://"),
        ("OUTBOUND_CLOUD_SECRET", "s3cret", "12:13", "capital letters"),
        ("    secret: OUTBOUND_CLOUD_SECRET\n", "", "8:5", "needs `user` and `secret`"),
        ("    person: p-elena\n", "    secret: S3CRET\n", "7:13", "only a source of kind `caldav`"),
        ("id: cloud", "id: elena", "4:3", "the same id"),
        ("3 days", "3 months", "2:13", "or write `ask`"),
        ("kind: ics", "kind: isc", "5:11", "Did you mean `ics`"),
        ("calendars:", "calender:", "13:5", "Did you mean `calendars`"),
        ("schema: 1", "schema: 2", "1:9", "`schema: 1`"),
    ],
)
def test_what_is_wrong_is_said_without_what_was_written(
    tmp_path: Path, before: str, after: str, place: str, words: str
) -> None:
    with pytest.raises(UsageError) as refused:
        read(tmp_path, WHOLE.replace(before, after))

    assert f"data/sources.yaml:{place}: " in str(refused.value)
    assert words in str(refused.value)
    assert "s3cret" not in str(refused.value).casefold()


@pytest.mark.parametrize("text", ["", "schema: 1\n", "- a\n", "schema: 1\nsources: []\n"])
def test_a_file_without_sources_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"sources\.yaml"):
        read(tmp_path, text)


def test_without_the_file_the_message_says_where_it_belongs(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no data/sources\.yaml\. Create it beside teams/"):
        read_sources(Tree(Folder(tmp_path), "data"))
