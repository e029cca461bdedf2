"""The privacy page: who is responsible, what is logged, who reads it, who agreed, how long, and one's own rows."""

from dataclasses import dataclass

from checks.model.playbook import RESPONSIBLE, Privacy
from checks.site.site_data import Site
from checks.wording.language import Language, message
from checks.wording.measures import length_words
from checks.wording.roles import party_words

_SHOWN = {
    "organisation": message("all teams together, and no single team"),
    "parents": message("groups of teams, and no single team"),
    "teams": message("single teams, and no one in them"),
}
_WHY = {
    "organisation": message(
        "We show figures only for all teams together, because the playbook sets this level."
    ),
    "parents": message("We show figures for groups of teams, because the playbook sets this level."),
    "teams": message("We show figures for single teams, because that was agreed."),
}
_QUESTIONS = {
    "controller": message("Responsible"),
    "contact": message("Contact"),
    "purpose": message("Purpose"),
    "legal_basis": message("Legal basis"),
    "complaint_to": message("Complaints"),
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
            "The playbook’s own terms: agreed on {day} with {parties}.",
            day=language.day(terms.agreed_on),
            parties=party_words(terms.agreed_with, language),
        )
        if terms
        else "",
        terms_record=terms.record if terms else "",
        kept=language.say(
            "{length} and the current quarter", length=length_words(privacy.keep_logs_for, language)
        ),
    )


def _level_words(privacy: Privacy, language: Language) -> str:
    """Return which figures are shown, and why no finer ones."""
    if privacy.finest != privacy.show:
        return language.say(
            "We show figures for groups of teams. Figures for single teams need their own agreement, which is incomplete."
        )
    return language.say(_WHY[privacy.finest])


def _agreed_words(privacy: Privacy, language: Language) -> str:
    """Return when and with whom it was agreed what is shown, as far as that is written down."""
    if privacy.agreed_on and privacy.agreed_with:
        return language.say(
            "The level of the figures: agreed on {day} with {parties}.",
            day=language.day(privacy.agreed_on),
            parties=party_words(privacy.agreed_with, language),
        )
    return language.say("The playbook does not record who agreed to that.")
