"""Every word of ours on a page comes from a message: in a language of marks, nothing else is left unmarked."""

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import markdown
import pytest
import yaml
from icalendar import Calendar

from checks.engine.member_record import team_record
from checks.loading.repository import open_repository
from checks.output.answer_links import AnswerLinks
from checks.output.calendar_feeds import reminder_entries
from checks.output.digests import digest_as_text as digest_text
from checks.output.digests import digest_for_giver, digest_for_team
from checks.output.invitation_report import invitations_as_markdown, invitations_as_text, invitations_by_giver
from checks.output.mail_bodies import MailFrame, mail_as_html, mail_preview
from checks.output.member_report import record_as_text
from checks.output.question_mails import AskingWords, questions_for
from checks.planning.invitations import gather_invitations
from checks.planning.open_questions import open_questions
from checks.remote.mail_links import LinkSigner
from checks.run.judging import JudgementDates, case_of
from checks.site.all_pages import navigation, render_pages
from checks.site.desk_page import desk_mail, desk_page
from checks.site.member_page import member_page
from checks.site.site_data import Site
from tests.support.leader_desks import desk_for
from tests.support.paths import ROOT
from tests.support.pseudo_language import PSEUDO, Heard, unmarked
from tests.support.site_making import preview_of, published_of

AS_OF = date(2026, 11, 20)
TEXTS = {
    "organisation", "title", "text", "question", "summary", "purpose", "where", "how", "claim", "against", "source", "name",
    "controller", "contact", "legal_basis", "complaint_to",
    "also_called", "agenda", "leader", "member", "id",
}  # fmt: skip
"""Keys under which the policy's own texts stand."""
BESIDES = re.compile(r"\b(ja|tai|GitHub|outbound explain [A-Z]{3}\d{3})\b")
"""Words no catalogue says: the locale's own `and` and `or`, the name of a code host, and that of a command."""
WEEKDAYS = {"ma", "ti", "ke", "to", "pe", "la", "su"}
PERSON = re.compile(r"\bp-[a-z]+\b")
FINNISH_MONTHS = re.compile(
    r"\b(tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)(kuuta|kuu)?\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def site() -> Site:
    """The example's preview, to be said in the language of marks."""
    return preview_of(ROOT, AS_OF, PSEUDO)


@pytest.fixture(scope="module")
def published() -> Site:
    """The example's published site in the same language."""
    return published_of(ROOT, AS_OF, PSEUDO)


def _texts(node: object, key: str = "") -> Iterator[str]:
    """Yield every text of a YAML file that stands under one of the keys for it, a paragraph each."""
    if isinstance(node, str) and key in TEXTS:
        yield from (" ".join(part.split()) for part in node.split("\n") if part.strip())
    elif isinstance(node, dict):
        for name, one in node.items():
            yield from _texts(one, name)
    elif isinstance(node, list):
        for one in node:
            yield from _texts(one, key)


def _policy() -> re.Pattern[str]:
    """Return what matches the policy's own texts, as whole words, the longest first, titles in a sentence too."""
    files = [*ROOT.glob("playbook/**/*.yaml"), *ROOT.glob("data/teams/*/team.yaml")]
    found = {text for file in files for text in _texts(yaml.safe_load(file.read_text("utf-8")))}
    found |= {text[:1].lower() + text[1:] for text in found}
    return re.compile(
        "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(found, key=len, reverse=True))
    )


def _heard(path: str, text: str) -> list[str]:
    """Return what a page says, its title and description too; of a rule's page only what is not the rule's."""
    heard = Heard()
    if path.endswith(".md"):
        head, _, body = text.removeprefix("---\n").partition("\n---\n")
        heard.feed(markdown.markdown(body, extensions=["attr_list", "tables", "toc"]))
        if not re.match(r"checks/[a-z]{3}\d", path):
            found = yaml.safe_load(head)
            heard.texts += [html.unescape(found["title"]), html.unescape(found["description"])]
    elif path.endswith(".html"):
        heard.feed(text)
    return heard.texts


@pytest.mark.parametrize("made", ["site", "published"])
def test_every_word_of_ours_on_a_page_is_a_message(made: str, request: pytest.FixtureRequest) -> None:
    policy, left = _policy(), []

    for path, page in render_pages(request.getfixturevalue(made)).items():
        for heard in _heard(path, page):
            left += [f"{path}: {word}: {heard.strip()}" for word in _unsaid(heard, policy)]

    assert not left, "\n".join(left)


def _unsaid(text: str, policy: re.Pattern[str]) -> list[str]:
    """Return the words of a text that no message says, and the policy neither."""
    rest = FINNISH_MONTHS.sub(" ", policy.sub(" ", " ".join(unmarked(text).split())))
    return re.findall(r"[^\W\d_]{2,}", BESIDES.sub(" ", rest))


def test_every_word_in_a_members_own_record_is_a_message() -> None:
    repository, days = open_repository(ROOT, None), JudgementDates(AS_OF, AS_OF, AS_OF)
    person, policy = "p-paavo", _policy()
    cases = [case_of(repository, files, days) for files in repository.teams()]
    record = [own for case in cases if case and (own := team_record(case, person))]
    heard = Heard()

    heard.feed(member_page(repository.policy, person, record, AS_OF, PSEUDO))
    told = record_as_text(person, record, AS_OF, PSEUDO).splitlines()

    assert len(record) >= 1
    assert [one for one in heard.texts if _unsaid(PERSON.sub(" ", one), policy)] == []
    ours = [re.sub(r"\S+\.(csv|yaml)\S*|outbound .*", " ", PERSON.sub(" ", line)) for line in told]
    unsaid = [word for word in _unsaid(" ".join(ours), policy) if word not in ("outbound", "inbound")]
    assert unsaid == []


def test_every_word_on_a_leaders_page_is_a_message() -> None:
    desk = replace(desk_for(ROOT, "p-paavo", AS_OF, PSEUDO), missing=("harbour",), command="outbound confirm")
    policy, heard = _policy(), Heard()

    heard.feed(desk_page(desk, "Northlight", PSEUDO) + desk_mail(desk, "Northlight", PSEUDO))

    assert len(heard.texts) > 100
    assert [text for text in heard.texts if _unsaid_of_days(PERSON.sub(" ", text), policy)] == []


def _unsaid_of_days(text: str, policy: re.Pattern[str]) -> list[str]:
    """Return the words of a text that no message says, where it may name days of the week and teams."""
    return [word for word in _unsaid(text, policy) if word not in WEEKDAYS]


def test_every_word_in_invitations_and_digests_is_a_message(site: Site) -> None:
    repository, days = open_repository(ROOT, None), JudgementDates(AS_OF, AS_OF, AS_OF)
    as_of, policy = AS_OF, _policy()
    found = gather_invitations(repository, days, as_of + timedelta(days=60))
    groups = {person: group for person, group in invitations_by_giver(found.invitations).items() if person}
    cases = [case for files in repository.teams() if (case := case_of(repository, files, days))]
    digests = [
        *(digest_for_giver(person, group, (1, 1), as_of, PSEUDO) for person, group in groups.items()),
        *(digest_for_team(case, site.figures, PSEUDO) for case in cases),
    ]
    calendars = [*site.feeds.values(), reminder_entries(found.invitations, AS_OF, PSEUDO)]
    events = [one for text in calendars for one in Calendar.from_ical(text).walk("VEVENT")]

    said = [
        invitations_as_text(found.invitations, as_of, as_of + timedelta(days=60), str, 200, PSEUDO),
        invitations_as_markdown(found.invitations, as_of, as_of + timedelta(days=60), str, PSEUDO),
        *(digest_text(one) for one in digests if one),
        *(str(event[name]) for event in events for name in ("summary", "description")),
    ]

    assert len(said) > 100
    unsaid = {word for text in said for word in _unsaid(_of_ours(text), policy)}
    assert unsaid - WEEKDAYS == set()


def test_every_word_in_a_mail_that_asks_is_a_message() -> None:
    repository, days = open_repository(ROOT, None), JudgementDates(AS_OF, AS_OF, AS_OF)
    cases = [case for files in repository.teams() if (case := case_of(repository, files, days))]
    booked = [
        replace(question, state="booked", values=(*question.values[:5], "booked", "", ""))
        for question in itertools.chain(*map(open_questions, cases))
    ]
    links = AnswerLinks(LinkSigner("k" * 32), "a@example.org", PSEUDO)
    words, frame = AskingWords(AS_OF, str, PSEUDO, links), MailFrame("", PSEUDO)

    mails = [
        questions_for("p-paavo", questions[:8], words)
        for questions in (booked, list(itertools.chain(*map(open_questions, cases))))
    ]
    shown = [mail_preview(mail, frame) for mail in mails if mail]
    heard = Heard()
    heard.feed("".join(mail_as_html(mail, frame) for mail in mails if mail))

    assert len(shown) == 2
    policy = _policy()
    unsaid = {word for text in (*shown, *heard.texts) for word in _unsaid(PERSON.sub(" ", text), policy)}
    assert unsaid - WEEKDAYS == set()


def _of_ours(text: str) -> str:
    """Return a text without ids of persons, places in files, and commands."""
    return re.sub(r"\S+\.yaml:\d+|outbound plan --leader", " ", PERSON.sub(" ", text))


def test_every_word_of_ours_in_the_navigation_is_a_message(site: Site) -> None:
    heads = [
        head for part in navigation(site, ["about.md"]) for head in (part if isinstance(part, dict) else ())
    ]

    assert [head for head in heads if unmarked(head).strip()] == []
    assert len(heads) == 10
