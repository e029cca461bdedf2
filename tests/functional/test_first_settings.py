"""Settings of calendars and mails as they are got wrong at first: one clear line with a next step, and no secret in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.building import base, lay
from tests.support.calling import outbound
from tests.support.collecting import PEOPLE

if TYPE_CHECKING:
    from pathlib import Path

STEP = re.compile(
    r"\b(?:Write|Check|Set|set|Add|Run|run|Remove|Use|use|Copy|Rename|Change|Choose|Start|Create|Keep|Did you mean|tries again"
    r"|Known keys|continues)\b"
)
SECRET = "hunter2"  # noqa: S105 - looked for in what is printed
LIST = "schema: 1\nsources:\n  - {id: grace, "
ICS = LIST + "kind: ics, address: GRACE}\n"
CLOUD = LIST + "kind: caldav, address: 'https://127.0.0.1:9/', user: CLOUD_USER, secret: CLOUD_SECRET}\n"

FILES = {
    "none": ("", "there is no data/sources.yaml"),
    "no sources": ("schema: 1\n", "has no sources"),
    "no schema": (ICS.removeprefix("schema: 1\n"), "`schema` is missing"),
    "another kind": (LIST + "kind: ical, address: GRACE}\n", "Write one of ics, caldav"),
    "another key": (LIST + "type: ics, address: GRACE}\n", "unknown key"),
    "the address itself": (LIST + f"kind: ics, address: 'https://x.example/{SECRET}'}}\n", "environment"),
    "a dollar": (LIST + "kind: ics, address: $GRACE}\n", "not the name of an environment variable"),
    "the password itself": (CLOUD.replace("CLOUD_SECRET", SECRET), "not the name of an environment variable"),
    "a user in the address": (CLOUD.replace("//", f"//grace:{SECRET}@"), "leave out user names"),
    "no user": (CLOUD.replace("user: CLOUD_USER, ", ""), "needs `user` and `secret`"),
    "no list": ("schema: 1\nsources:\n  grace: {kind: ics, address: GRACE}\n", "Start each entry with `- `"),
    "not YAML": ("schema: 1\nsources:\n  - id: grace\n   kind: ics\n", "not valid YAML"),
    "held after hours": (ICS.replace("sources:", "held_after: 3 hours\nsources:"), "or write `ask`"),
    "held after a number": (ICS.replace("sources:", "held_after: 3\nsources:"), "or write `ask`"),
    "held after months": (ICS.replace("sources:", "held_after: 1 month\nsources:"), "or write `ask`"),
    "a name": (ICS.replace("}", ", person: Grace Hopper}"), "Use an id instead"),
    "twice": (ICS + ICS.removeprefix("schema: 1\nsources:\n"), "the same id"),
}
"""sources.yaml as it is written at first, and a part of the answer."""

ADDRESSES = {
    "not set": ("", "the environment variable GRACE is not set"),
    "no address": (f"{SECRET}.ics", "the address is not valid"),
    "a path": (f"/home/grace/{SECRET}.ics", "the address is not valid"),
    "http": (f"http://x.example/{SECRET}.ics", "does not begin with https://. Change it"),
    "this computer": (f"http://127.0.0.1:9/{SECRET}.ics", "use --allow-http"),
    "no host": (f"https://x.invalid/{SECRET}.ics", "no connection to the server. Check the address"),
    "no server": (f"https://127.0.0.1:9/{SECRET}.ics", "no connection to the server. Check the address"),
}
"""What a variable holds at first, and a part of the answer."""

KEY = "0123456789" * 4
MAIL = f"mailto://grace:{SECRET}@127.0.0.1:9/?mode=insecure&from=a@example.org"
MAILS = {
    "ask: no key": (("ask",), {}, "OUTBOUND_MAIL_KEY is not set"),
    "ask: a short key": (("ask",), {"OUTBOUND_MAIL_KEY": SECRET}, "shorter than 32"),
    "ask: no server": (("ask",), {"OUTBOUND_MAIL_KEY": KEY}, "OUTBOUND_MAIL is not set"),
    "ask: an address": (
        ("ask",),
        {"OUTBOUND_MAIL_KEY": KEY, "OUTBOUND_MAIL": f"{SECRET}@example.org"},
        "OUTBOUND_MAIL is not a mail server",
    ),
    "ask: a dead server": (("ask",), {"OUTBOUND_MAIL_KEY": KEY, "OUTBOUND_MAIL": MAIL}, "no connection to the mail"),
    "digest: a dead server": (("digest",), {"OUTBOUND_MAIL": MAIL}, "no connection to the mail"),
    "intake: no mailbox": (("import", "mail"), {"OUTBOUND_MAIL_KEY": KEY, "OUTBOUND_MAIL": MAIL}, "OUTBOUND_MAILBOX"),
    **{
        f"intake: {name}": (
            ("import", "mail"),
            {"OUTBOUND_MAIL_KEY": KEY, "OUTBOUND_MAIL": MAIL, "OUTBOUND_MAILBOX": address},
            words,
        )
        for name, address, words in [
            ("a host", f"{SECRET}.example.org", "is not the address of a mailbox"),
            ("no user", f"imaps://{SECRET}.example.org", "is not the address of a mailbox"),
            ("no host", f"imaps://grace:{SECRET}@x.invalid/INBOX", "the server cannot be reached"),
            ("a dead server", f"imap://grace:{SECRET}@127.0.0.1:9/INBOX", "the server cannot be reached"),
        ]
    },
}  # fmt: skip
"""A command, its variables as they are set at first, and a part of the answer."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE)
    files = base()
    log = "data/teams/harbour/touchpoints/2026-Q4.csv"
    files[log] = f"{files[log]!s}2026-11-19,one-on-one,p-ada,p-grace,outbound,booked,,\n"
    return lay(tmp_path / "playbook", files)


def answer(root: Path, *words: str, **variables: str) -> tuple[str, int]:
    """Return the one line that a command answers, and its status; it has a next step, and tells no secret."""
    people = ("--people", str(root.parent / "people.csv"))
    called = outbound(*words, *people, here=root, env=variables)
    (line,) = called.stderr.splitlines()
    assert STEP.search(line), line
    assert SECRET not in called.stdout + called.stderr
    return line, called.returncode


@pytest.mark.parametrize("case", FILES)
@pytest.mark.parametrize("command", [("collect",), ("plan", "--push")], ids=" ".join)
def test_a_wrong_file_gets_a_line_with_a_next_step(root: Path, case: str, command: tuple[str, ...]) -> None:
    text, words = FILES[case]
    if text:
        (root / "data/sources.yaml").write_text(text)

    line, status = answer(root, *command)

    assert words in line
    assert status == 2


@pytest.mark.parametrize("case", ADDRESSES)
def test_a_wrong_variable_gets_a_line_with_a_next_step(root: Path, case: str) -> None:
    value, words = ADDRESSES[case]
    (root / "data/sources.yaml").write_text(ICS)

    line, status = answer(root, "collect", GRACE=value)

    assert words in line
    assert (status, line.endswith("Its rows stay as they are, and the next run tries again.")) == (1, True)


@pytest.mark.parametrize("case", MAILS)
def test_a_wrong_mail_setting_gets_a_line(root: Path, case: str) -> None:
    words, variables, part = MAILS[case]
    state = ("--state", str(root.parent / "state.json"), *(() if words[0] == "import" else ("--send",)))

    line, status = answer(root, *words, *state, **variables)

    assert part in line
    assert status in (1, 2)


def test_a_person_no_one_knows_is_named(root: Path) -> None:
    (root / "data/sources.yaml").write_text(ICS.replace("}", ", person: p-grcae}"))

    called = outbound("collect", "--people", str(root.parent / "people.csv"), here=root, env={"GRACE": ""})

    words = "grace: p-grcae is not in people.csv. Check `person` in sources.yaml, or add a line"
    assert called.stdout.splitlines()[0] == words
