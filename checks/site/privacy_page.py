"""The privacy page: who is responsible, what is logged, who reads it, who agreed, how long, and one's own rows."""

from dataclasses import dataclass

from checks.model.playbook import RESPONSIBLE, Privacy
from checks.site.site_data import Site
from checks.wording.language import Language, message
from checks.wording.measures import length_words
from checks.wording.roles import party_words

_SHOWN = {
    "organisation": message("all teams together, and no team alone"),
    "parents": message("groups of teams, and no team alone"),
    "teams": message("teams, and nobody in them"),
}
_WHY = {
    "organisation": message(
        "Figures are shown of all teams together, because this playbook asks for no more."
    ),
    "parents": message("Figures are shown of groups of teams, because this playbook asks for no more."),
    "teams": message("Figures are shown of single teams, because that was agreed."),
}
_QUESTIONS = {
    "controller": message("Responsible"),
    "contact": message("How to reach them"),
    "purpose": message("What it is for"),
    "legal_basis": message("Legal basis"),
    "complaint_to": message("Where to complain"),
}


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """What the privacy page says of this playbook's own settings.

    `responsible` are questions and their answers, `open` the questions without one. `level` says which figures
    are shown and why, `agreed` who agreed to that; `terms` says it of the terms. A record is empty where there is none.
    """

    responsible: tuple[tuple[str, str], ...]
    open: str
    shown: str
    level: str
    agreed: str
    record: str
    terms: str
    terms_record: str
    kept: str


def privacy_page(site: Site) -> PrivacyView:
    """Return the privacy page's content."""
    playbook, language = site.playbook, site.language
    as_of = site.as_of
    terms = next((terms for terms in reversed(playbook.terms) if terms.first <= as_of), None)
    privacy = playbook.privacy
    questions = {key: language.say(_QUESTIONS[key]) for key in RESPONSIBLE}
    return PrivacyView(
        responsible=tuple(
            (words, text) for key, words in questions.items() if (text := getattr(privacy, key))
        ),
        open=language.listed([questions[key] for key in privacy.unanswered]),
        shown=language.say(_SHOWN[privacy.finest]),
        level=_level_words(privacy, language),
        agreed=_agreed_words(privacy, language),
        record=privacy.record or "",
        terms=language.say(
            "The playbook’s own terms were agreed on {day} with {parties}.",
            day=language.day(terms.agreed_on),
            parties=party_words(terms.agreed_with, language),
        )
        if terms
        else "",
        terms_record=terms.record if terms else "",
        kept=language.say(
            "{length} and the running quarter", length=length_words(privacy.keep_logs_for, language)
        ),
    )


def _level_words(privacy: Privacy, language: Language) -> str:
    """Return which figures are shown, and why no finer ones."""
    if privacy.finest != privacy.show:
        return language.say(
            "Figures are shown of groups of teams. Those of single teams need an agreement of their own, which is not complete."
        )
    return language.say(_WHY[privacy.finest])


def _agreed_words(privacy: Privacy, language: Language) -> str:
    """Return when and with whom it was agreed what is shown, as far as that is written down."""
    if privacy.agreed_on and privacy.agreed_with:
        return language.say(
            "What is shown was agreed on {day} with {parties}.",
            day=language.day(privacy.agreed_on),
            parties=party_words(privacy.agreed_with, language),
        )
    return language.say("With whom that was agreed is not written down.")
