"""Signed links: what was signed is read back, and nothing else is."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.remote.mail_links import (
    VALID_FOR,
    LinkAct,
    LinkSigner,
    RefusedTokenError,
    SignedLink,
    mail_link,
    tokens_in,
)

SIGNER = LinkSigner("a key of thirty-two letters or so")
LINK = SignedLink(LinkAct.HELD, SIGNER.entry("harbour", ["2026-10-05"]), SIGNER.person("ann"))


def now() -> datetime:
    return datetime.now(UTC)


@given(st.sampled_from(LinkAct), st.text(max_size=20), st.text(max_size=20))
def test_what_is_signed_is_read_back(act: LinkAct, entry: str, person: str) -> None:
    link = SignedLink(act, SIGNER.entry("t", [entry]), SIGNER.person(person))
    assert SIGNER.read(SIGNER.sign(link), now()) == link


def test_a_token_is_found_in_its_mail() -> None:
    token = SIGNER.sign(LINK)
    assert tokens_in(f"Re: Took place [{token}]\n\n> [{token}]") == [token]
    assert token in mail_link("playbook@example.org", "Took place", "", token)


@given(st.text(alphabet="0123456789abcdef", min_size=40, max_size=40))
def test_a_compressed_token_is_found_too(entry: str) -> None:
    token = SIGNER.sign(SignedLink(LinkAct.SCORE, entry, SIGNER.person("ann")))
    assert tokens_in(f"Useful? [{token}]") == [token]


def test_ten_thousand_altered_tokens_are_refused() -> None:
    token, chance = SIGNER.sign(LINK), random.Random(7)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    tried = 0
    while tried < 10_000:
        altered = list(token)
        for _ in range(chance.choice([1, 1, 2, 5, 40])):
            at = chance.randrange(3, len(altered))
            altered[at] = chance.choice(letters)
        # the last letter of a signature has two bits that say nothing
        if "".join(altered)[:-1] == token[:-1]:
            continue
        tried += 1
        with pytest.raises(RefusedTokenError, match="not made here"):
            SIGNER.read("".join(altered), now())


def test_another_key_reads_nothing() -> None:
    other = LinkSigner("another key, as long as the first one")
    with pytest.raises(RefusedTokenError):
        other.read(SIGNER.sign(LINK), now())
    assert other.person("ann") != SIGNER.person("ann")


@pytest.mark.parametrize("late", [VALID_FOR + timedelta(minutes=1), timedelta(minutes=-6)])
def test_a_token_outside_its_time_is_too_old(late: timedelta) -> None:
    with pytest.raises(RefusedTokenError) as refused:
        SIGNER.read(SIGNER.sign(LINK), now() + late)
    assert refused.value.expired


def test_an_act_this_version_does_not_know_is_refused() -> None:
    token = f"ob-{SIGNER._serializer().dumps(['promote', 'a', 'b'])}"
    with pytest.raises(RefusedTokenError):
        SIGNER.read(token, now())
    oddities: list[object] = [{}, [], 3, "text", ["held"], ["held", 1, 2, 3]]
    for odd in oddities:
        with pytest.raises(RefusedTokenError):
            SIGNER.read(f"ob-{SIGNER._serializer().dumps(odd)}", now())
