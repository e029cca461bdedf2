"""The privacy page: what is logged, by whom, who sees it, how long, and how to get and contest one's own rows."""

from dataclasses import dataclass

from checks.site.phrases import parties
from checks.site.site_data import Site
from checks.wording.language import message

_SHOWN = {
    "organisation": message("all teams together, and no team alone"),
    "parents": message("groups of teams, and no team alone"),
    "teams": message("teams, and nobody in them"),
}


_RESPONSIBLE = (
    message("Responsible"),
    message("How to reach them"),
    message("What it is for"),
    message("Legal basis"),
    message("Where to complain"),
)
"""What is said of `controller`, `contact`, `purpose`, `legal_basis` and `complaint_to`."""


@dataclass(frozen=True, slots=True)
class PrivacyView:
    """What the privacy page says of this playbook's own settings; `responsible` are words and what stands there."""

    responsible: tuple[tuple[str, str], ...]
    twice: str
    shown: str
    agreed: str
    parties: str
    record: str


def privacy_page(site: Site) -> PrivacyView:
    """Return the privacy page's content."""
    playbook, language = site.playbook, site.language
    as_of = site.judgement.as_of
    terms = next((terms for terms in reversed(playbook.terms) if terms.first <= as_of), None)
    privacy = playbook.privacy
    return PrivacyView(
        responsible=tuple(
            (language.say(words), text)
            for words, text in zip(
                _RESPONSIBLE,
                (
                    privacy.controller,
                    privacy.contact,
                    privacy.purpose,
                    privacy.legal_basis,
                    privacy.complaint_to,
                ),
                strict=True,
            )
            if text
        ),
        twice=language.spelled(2 * playbook.privacy.smallest_group),
        shown=language.say(_SHOWN[playbook.privacy.show]),
        agreed=language.day(terms.agreed_on) if terms else "",
        parties=parties(language, terms) if terms else "",
        record=terms.record if terms else "",
    )
