"""Addresses that are asked, hosts that count as the same, and work that ends in time."""

import time
from collections.abc import Callable

import pytest

from checks.remote.connections import SourceError, checked_address, in_time, stays_at_host, words_of

REFUSED = {
    "http://calendar.example.org/a": "the address does not begin with https://. Change it",
    "http://127.0.0.1/a": "the address does not begin with https://. For a server on this computer, use --allow-http",
    "file:///etc/passwd": "the address is not valid. Write it as https://…",
    "ftp://example.org/a": "the address is not valid. Write it as https://…",
    "https://": "the address is not valid. Write it as https://…",
    "https://exa mple.org": "the address is not valid. Write it as https://…",
    "": "the address is not valid. Write it as https://…",
    "https://[::1": "the address is not valid. Copy it again from the calendar",
    "https://a.example:port/": "the address is not valid. Copy it again from the calendar",
}


@pytest.mark.parametrize("address", REFUSED)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(SourceError) as refused:
        checked_address(address)

    assert str(refused.value) == REFUSED[address]


def test_plain_http_is_for_loopback_alone() -> None:
    for host in ("127.0.0.1:99", "localhost", "[::1]:8"):
        assert checked_address(f"http://{host}/a", allow_http=True) == f"http://{host}/a"
    for host in ("10.0.0.1", "localhost.example.org", "127.0.0.1.example.org"):
        with pytest.raises(SourceError):
            checked_address(f"http://{host}/a", allow_http=True)


def test_a_webcal_address_is_one_of_https() -> None:
    assert checked_address(" webcal://a.example/b.ics\n") == "https://a.example/b.ics"


SAME = [
    ("https://a.example/x", "https://A.example:443/y", True),
    ("https://a.example/x", "/y?z", True),
    ("http://a.example/x", "https://a.example/x", True),
    ("https://a.example/x", "http://a.example/x", False),
    ("https://a.example/x", "https://a.example:8443/x", False),
    ("https://a.example/x", "https://a.example.evil.example/x", False),
    ("https://a.example/x", "//b.example/x", False),
    ("https://a.example/x", "https://a.example@b.example/x", False),
    ("https://caldav.icloud.com/x", "https://p12-caldav.icloud.com/x", True),
    ("https://caldav.icloud.com/x", "https://evilicloud.com/x", False),
    ("https://a.example/x", "https://[", False),
]


@pytest.mark.parametrize(("address", "target", "same"), SAME)
def test_where_a_lead_may_go(address: str, target: str, same: bool) -> None:  # noqa: FBT001 - a case
    assert stays_at_host(address, target) is same


def sleep_until(late: Callable[[], bool]) -> None:
    for _ in range(200):
        if late():
            return
        time.sleep(0.01)


def test_work_that_takes_too_long_is_given_up() -> None:
    began = time.monotonic()

    with pytest.raises(SourceError, match=r"^no complete answer in 0\.05 seconds$"):
        in_time(0.05, sleep_until)

    assert time.monotonic() - began < 1


def test_an_error_is_raised_where_it_is_waited_for() -> None:
    def fail(_: object) -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        in_time(5, fail)


def test_the_text_of_an_error_is_never_repeated() -> None:
    assert "secret" not in words_of(ValueError("https://host/secret"))
