"""The links of a mail with which people answer: what became of a meeting, whether it took place, and for their own data.

Each opens a mail that is ready to send. What it says is its token's; its subject is for the person who sends it.
A link is bound to the row as it stands: once somebody has answered, it changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checks.model.touchpoint_log import COLUMNS
from checks.remote.mail_links import KEY, LinkAct, LinkSigner, SignedLink, mail_link, mail_signer
from checks.remote.outgoing_mail import ANSWERS, MAIL, answers_address
from checks.wording.language import Language, message

_GIVER = {
    LinkAct.HELD: message("Took place"),
    LinkAct.NOT_HELD: message("Did not take place"),
    LinkAct.MOVED: message("Moved to …"),
}
_MEMBER = {
    LinkAct.CONFIRMED: message("Yes, it took place"),
    LinkAct.CONTESTED: message("No, it did not take place"),
}
_WRONG = message("No, that is wrong")
_RECORD = message("Send me my data")

_STATE, _ACKNOWLEDGED = COLUMNS.index("state"), COLUMNS.index("acknowledged")
_ALREADY = {
    "held": {LinkAct.HELD},
    "cancelled": {LinkAct.NOT_HELD},
    "missed": {LinkAct.NOT_HELD},
    "yes": {LinkAct.CONFIRMED},
    "no": {LinkAct.CONTESTED},
}
"""What a row says already, by its state or its receiver's word."""

_BUTTON = (
    "display:inline-block;box-sizing:border-box;min-height:44px;padding:10px 16px;margin:4px 8px 4px 0;"
    "border:1px solid #767676;border-radius:6px;font-size:16px;line-height:22px;text-decoration:none"
)


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """A link with what is read on it."""

    act: LinkAct
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class AnswerLinks:
    """Makes links: signed with the key of `signer`, to the address `to`, in a language."""

    signer: LinkSigner
    to: str
    language: Language

    def for_giver(self, person: str, team: str, row: Sequence[str], topic: str) -> tuple[AnswerLink, ...]:
        """Return what a leader or coach may say of a meeting of theirs whose day is past, but for what its row says.

        `row` holds the texts of its columns, `topic` says to people which meeting it is, without an id.
        """
        already = _ALREADY.get(row[_STATE], set())
        return tuple(
            self._of_entry(act, label, person, team, row, topic)
            for act, label in _GIVER.items()
            if act not in already
        )

    def for_member(self, person: str, team: str, row: Sequence[str], topic: str) -> tuple[AnswerLink, ...]:
        """Return what a member may say of what was logged about them, but for what they have said.

        What was held they may confirm or contest, what they are said to have declined they may contest. Of
        all else there is nothing to say.
        """
        labels = {"held": _MEMBER, "declined": {LinkAct.CONTESTED: _WRONG}}.get(row[_STATE], {})
        already = _ALREADY.get(row[_ACKNOWLEDGED], set())
        return tuple(
            self._of_entry(act, label, person, team, row, topic)
            for act, label in labels.items()
            if act not in already
        )

    def for_record(self, person: str) -> AnswerLink:
        """Return the link with which a person has their own record sent to their own address."""
        label = self.language.say(_RECORD)
        return self._link(
            LinkAct.RECORD, label, label, SignedLink(LinkAct.RECORD, "", self.signer.person(person))
        )

    def for_scores(
        self, person: str, entries: Sequence[tuple[int, str]], subject: str
    ) -> tuple[AnswerLink, ...]:
        """Return a link for each score of a question, with what the link holds; its mail does not name the score."""
        whose = self.signer.person(person)
        return tuple(
            self._link(LinkAct.SCORE, str(score), subject, SignedLink(LinkAct.SCORE, entry, whose))
            for score, entry in entries
        )

    def _of_entry(
        self, act: LinkAct, label: str, person: str, team: str, row: Sequence[str], topic: str
    ) -> AnswerLink:
        words = self.language.say(label)
        subject = f"{words.removesuffix('…').strip()}: {topic}"
        link = SignedLink(act, self.signer.entry(team, row), self.signer.person(person))
        return self._link(act, words, subject, link)

    def _link(self, act: LinkAct, label: str, subject: str, link: SignedLink) -> AnswerLink:
        say = self.language.say
        body = say("New day: ") if act is LinkAct.MOVED else say("You can send this mail as it is.")
        return AnswerLink(act, label, mail_link(self.to, subject, body, self.signer.sign(link)))


def links_of(environment: Mapping[str, str], language: Language) -> AnswerLinks | None:
    """Return what makes links by the environment, None where it has no key: then nobody reads answers.

    Raises `UsageError` for a key that is too short, and where no address for answers is set, or none is valid.
    """
    if not environment.get(KEY):
        return None
    return AnswerLinks(mail_signer(environment), answers_address(environment), language)


def page_links_of(environment: Mapping[str, str], language: Language) -> AnswerLinks | None:
    """Return what makes links for a page, which needs no server; None without a key, or an address for answers."""
    set_up = environment.get(ANSWERS) or environment.get(MAIL)
    return links_of(environment, language) if set_up else None


def topic_of(service: str, person: str, day: str, language: Language) -> str:
    """Return which meeting is meant, from a title, a name (empty for a whole team) and a day in words."""
    if not person:
        return language.say("{service}, {day}", service=service, day=day)
    return language.say("{service} with {person}, {day}", service=service, person=person, day=day)


def links_as_text(links: Iterable[AnswerLink]) -> str:
    """Return links for a mail's plain text, a line each."""
    return "\n".join(f"  {link_as_text(link)}" for link in links)


def link_as_text(link: AnswerLink) -> str:
    """Return a link for a plain text, where programs make what begins with `mailto:` a link."""
    return f"{link.label}: {link.href}"


def links_as_html(links: Iterable[AnswerLink]) -> Markup:
    """Return links as buttons that mail programs show, and that a finger meets; without styles they are links."""
    button = Markup('<a class="act" href="{}" style="{}">{}</a>')
    return Markup("&nbsp; ").join(button.format(link.href, _BUTTON, link.label) for link in links)
