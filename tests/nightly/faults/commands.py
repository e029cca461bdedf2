"""The commands that write, each as it is called in a small repository, and the files it is handed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = "date,service,member,given_by,initiative,state,acknowledged,uid\n"
HARBOUR = "data/teams/harbour"
ONE_ON_ONE = "playbook/services/one-on-one.yaml"
Q4 = f"{HARBOUR}/touchpoints/2026-Q4.csv"
HELD = "2026-11-02,one-on-one,p-ada,p-grace,outbound,held,,\n2026-11-02,one-on-one,p-mia,p-grace,outbound,held,,\n"
RECORD = ("--record", "https://git.example.org/northlight/playbook/pulls/7")
AS_OF = ("--as-of", "2026-11-23")
ORDER = {
    "action": "opened",
    "issue": {
        "number": 7,
        "created_at": "2026-11-20T10:00:00Z",
        "body": "### Service\n\nOne-on-one (one-on-one)\n\n### Day\n\n2026-11-20\n\n### Team member\n\np-ada\n",
        "user": {"login": "ada-l"},
    },
    "sender": {"login": "ada-l"},
}


@dataclass(frozen=True)
class Writing:
    """A command that writes: its words, and files that lie there before, besides the small repository.

    `whole` says that each folder it makes is one thing: after a stop there is all of it or none.
    """

    words: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    whole: bool = False


OUTSIDE = "../outside"
"""A folder beside the repository: what is about persons is not written into one."""

WRITES: Mapping[str, Writing] = {
    "log": Writing(("log", "one-on-one", "p-ada", "--date", "2026-11-20")),
    "confirm": Writing(
        ("confirm", "--team", "harbour", "--held", "all", *AS_OF),
        {Q4: HEADER + HELD + "2026-11-10,one-on-one,p-ada,p-grace,outbound,booked,,\n"},
    ),
    "fmt": Writing(("fmt",), {Q4: HEADER + "".join(HELD.splitlines(keepends=True)[::-1])}),
    "import log": Writing(
        ("import", "log", "table.csv", "--team", "harbour"),
        {"table.csv": "date,service,member,state\n2026-11-19,one-on-one,p-ada,held\n"},
    ),
    "import people": Writing(
        ("import", "people", "table.csv", "--yes"),
        {
            "table.csv": "person,team,from\np-ada,harbour,2025-03-01\np-mia,harbour,2025-03-01\np-noa,harbour,2026-11-01\n"
        },
    ),
    "mine": Writing(("mine", "--person", "p-ada", "--contest", "2026-11-02", "one-on-one", *AS_OF)),
    "export": Writing(("export", "--person", "p-ada", "--out", f"{OUTSIDE}/p-ada.json", *AS_OF), whole=True),
    "prune": Writing(("prune", "--person", "p-ada", "--yes", *AS_OF)),
    "release": Writing(("release", *AS_OF)),
    "plan": Writing(("plan", "--format", "ics", "--teams", "--out", f"{OUTSIDE}/feeds", *AS_OF)),
    "setup forms": Writing(("setup", "forms", "--out", ".github/ISSUE_TEMPLATE")),
    "setup dpia": Writing(("setup", "dpia", "--out", f"{OUTSIDE}/dpia.md"), whole=True),
    "setup workflows": Writing(("setup", "workflows", "--for", "one")),
    "setup schema": Writing(("setup", "schema")),
    "render": Writing(("render", "--out", f"{OUTSIDE}/pages", *AS_OF)),
    "new team": Writing(
        ("new", "team", "skerry", "--leader", "p-kai", "--member", "p-noa", "--from", "2026-11-01")
    ),
    "new service": Writing(("new", "service", "pairing", "--title", "Pairing"), whole=True),
    "new agreement": Writing(
        ("new", "agreement", "one-on-one", "--from", "2027-01-01", "--per", "month", *RECORD)
    ),
    "retire service": Writing(
        (
            "retire",
            "service",
            "one-on-one",
            "--on",
            "2030-06-30",
            "--with",
            "members,leaders",
            *RECORD,
            "--yes",
        )
    ),
    "rename service": Writing(("rename", "service", "one-on-one", "check-in", "--yes")),
    "rename team": Writing(("rename", "team", "harbour", "dock", "--yes")),
    "rename person": Writing(("rename", "person", "p-ada", "p-x7", "--yes")),
    "split team": Writing(
        (
            *("split", "team", "harbour", "--into", "dock", "--leader", "p-ina", "--members", "p-ada"),
            *("--on", "2030-07-01", "--yes"),
        )
    ),
    "merge teams": Writing(
        ("merge", "teams", "harbour", "quay", "--into", "harbour", "--on", "2030-07-01", "--yes")
    ),
    "move member": Writing(("move", "member", "p-ada", "--to", "quay", "--on", "2030-07-01", "--yes")),
    "correct": Writing(
        (
            *("correct", "absence", "p-ada", "--team", "harbour"),
            *("--from", "2026-09-01", "--to", "2026-09-30", "--known-since", "2026-11-02"),
            *("--approved-by", "p-hopper", *RECORD, "--yes"),
        )
    ),
    "init": Writing(
        ("init", f"{OUTSIDE}/acme", "--organisation", "Acme", "--first-day", "2026-11-02"), whole=True
    ),
}
"""By the name under which `outbound --help` lists them."""

READINGS: Mapping[str, tuple[str, ...]] = {
    "check": ("check", *AS_OF),
    "check, without what is new": ("check", "--base", "HEAD", *AS_OF),
    **{
        f"check, {form}": ("check", "--format", form, "--members", *AS_OF)
        for form in ("full", "concise", "json", "github", "summary", "sarif", "junit")
    },
    **{
        f"coverage, {form}": (
            "coverage",
            "--by",
            "team,service,period,member",
            "--format",
            form,
            *AS_OF,
        )
        for form in ("table", "json", "csv")
    },
    **{
        f"effect, {form}": ("effect", "--base", "HEAD", "--format", form, *AS_OF)
        for form in ("table", "markdown", "json")
    },
    **{
        f"invite, {form}": ("invite", "--within", "8 weeks", "--format", form, *AS_OF)
        for form in ("table", "json", "markdown", "ics", "csv")
    },
    **{f"plan, {form}": ("plan", "--format", form, *AS_OF) for form in ("table", "json", "markdown")},
    "plan, load": ("plan", "--load", *AS_OF),
    **{
        f"digest, {form}": ("digest", "--team", "harbour", "--format", form, *AS_OF)
        for form in ("markdown", "text")
    },
    "digest of those who give": ("digest", *AS_OF),
    **{f"mine, {form}": ("mine", "--person", "p-ada", "--format", form, *AS_OF) for form in ("text", "json")},
    **{
        f"export, {form}": ("export", "--person", "p-ada", "--format", form, *AS_OF)
        for form in ("json", "csv")
    },
    "confirm, the list": ("confirm", "--list", *AS_OF),
    "prune, what would go": ("prune", "--person", "p-ada", *AS_OF),
    "explain": ("explain", "CAD001"),
    "explain, the list": ("explain",),
}
"""Calls that print and write nothing, in each form; for a day that is given, wherever they take one."""

READS = {"ask", "check", "coverage", "effect", "explain", "invite", "digest"}
"""Commands that write nothing but what they print, or a report into a file that was named for it."""

ELSEWHERE = {
    "collect": "tests/nightly/servers/test_killed_while_asking.py: it is stopped while it asks and writes",
    "desk": "it replaces a page as `mine --html` does",
    "import mail": "tests/functional/test_import_mail.py: it logs through the same log",
    "import survey": "it adds counts in one atomic write as `import log` does",
    "import calendar": "tests/unit/store/test_in_any_order.py and tests/unit/store/test_team_log.py: it books through the same log",
    "import issue": "tests/nightly/workflows/test_histories.py: it logs through the same log",
    "new waiver": "an entry added as `new agreement` adds one",
}
"""Commands that write as one above does, and where they are tried."""
