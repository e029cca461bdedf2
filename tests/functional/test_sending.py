"""The links that send a proposal: each host's own page gets the file, its contents and its title as they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from checks.site.code_hosts import HOSTS, code_host
from checks.site.sending import sending_links
from tests.support.paths import ROOT
from tests.support.site_making import published_of

SITE = published_of(ROOT, date(2026, 11, 20))
PROPOSAL = {
    "file": "playbook/services/one-on-one/2027-01-01.yaml",
    "folder": "playbook/services/one-on-one",
    "name": "2027-01-01.yaml",
    "text": 'schema: 1\nrecord: "https://git.example.org/a?b=c&d#e%20"\n',
    "title": "Keskustelu: ääni & 100 %",
    "description": "Ei + koskaan\n\n- rivi",
}


def filled(way: str) -> str:
    """Return a link with the proposal, as the page's script fills it in."""
    for key, value in PROPOSAL.items():
        way = way.replace(f"{{{key}}}", quote(value))
    return way


@pytest.mark.parametrize(
    ("repository", "named", "host"),
    [
        ("https://github.com/acme/playbook", None, "GitHub"),
        ("https://github.acme.example/acme/playbook", None, "GitHub"),
        ("https://gitlab.com/acme/playbook", None, "GitLab"),
        ("https://codeberg.org/acme/playbook", None, "Forgejo"),
        ("https://gitea.acme.example/acme/playbook", None, "Gitea"),
        ("https://git.acme.example/acme/playbook", "gitlab", "GitLab"),
        ("https://git.acme.example/acme/github", None, None),
        ("https://notgithub.example/acme/playbook", None, None),
        (None, None, None),
    ],
)
def test_a_host_is_known_by_its_name_or_a_key(
    repository: str | None, named: str | None, host: str | None
) -> None:
    known = code_host(SITE.playbook.model_copy(update={"repository": repository, "code_host": named}))

    assert (known.name if known else None) == host


QUERIES = {
    "github": {"filename": "file", "value": "text", "message": "title", "description": "description"},
    "gitlab": {"file_name": "file", "content": "text", "commit_message": "title"},
    "gitea": {"filename": "name", "value": "text"},
    "forgejo": {"filename": "name", "value": "text"},
}
PATHS = {
    "github": "/acme/policy/new/main",
    "gitlab": "/acme/policy/-/new/main",
    "gitea": "/acme/policy/_new/main/my%20book/playbook/services/one-on-one",
    "forgejo": "/acme/policy/_new/main/my%20book/playbook/services/one-on-one",
}


@pytest.mark.parametrize("kind", HOSTS)
def test_what_a_host_gets_is_what_was_proposed(kind: str) -> None:
    site = replace(
        SITE,
        folder="my book/",
        playbook=SITE.playbook.model_copy(
            update={"repository": "https://git.example.org/acme/policy/", "code_host": kind}
        ),
    )

    way = next(sending_links(site))

    parts = urlsplit(filled(way.full))
    wanted = {name: PROPOSAL[key] for name, key in QUERIES[kind].items()}
    if kind in ("github", "gitlab"):
        wanted[next(iter(wanted))] = f"my book/{PROPOSAL['file']}"
    assert (parts.netloc, parts.path) == ("git.example.org", PATHS[kind])
    assert parse_qs(parts.query) == {name: [value] for name, value in wanted.items()}
    brief = parse_qs(urlsplit(filled(way.brief)).query)
    assert brief.items() <= parse_qs(parts.query).items()
    assert site.edit_url("a.yaml").startswith(
        f"https://git.example.org/acme/policy{HOSTS[kind].edit}my book/"
    )


def test_a_mail_goes_to_the_contact_alone() -> None:
    *_, way = sending_links(SITE)

    parts = urlsplit(filled(way.full))

    assert (parts.scheme, parts.path, way.to) == ("mailto", "privacy@northlight.example", way.to)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&"))
    assert unquote(query["subject"]) == PROPOSAL["title"]
    assert unquote(query["body"]) == "{file}\n\n{text}\n{description}".format(**PROPOSAL)


@pytest.mark.parametrize("contact", [None, "Ask at the desk", "a@b.example, c@d.example", "x <a@b.example>"])
def test_what_is_no_address_is_not_offered(contact: str | None) -> None:
    privacy = SITE.playbook.privacy.model_copy(update={"contact": contact})

    site = replace(SITE, playbook=SITE.playbook.model_copy(update={"privacy": privacy, "repository": None}))

    assert list(sending_links(site)) == []
