"""A data protection impact assessment to fill in, as Markdown: the facts about this tool, and a playbook's own values.

Its parts are the four of Article 35(7) GDPR; its terms are those of WP248 rev.01, annexes included. It is in
English, whatever language the pages are in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from checks.model.agreed_terms import AgreedTerms, terms_still_in_force
from checks.model.playbook import RESPONSIBLE, Playbook
from checks.model.service import Service
from checks.scaffold.repository_layout import fill_template
from checks.wording.language import ENGLISH
from checks.wording.measures import length_words
from checks.wording.roles import ROLES, any_role, party_words
from checks.wording.terms import obligation_words, terms_words

FILL = "Fill in:"
"""What marks each place that people write themselves."""

_LEVELS = {
    "organisation": "all teams together.",
    "parents": "several teams together, and no single team.",
    "teams": "single teams. A team’s figure is also its leader’s.",
}


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk to those whose data they are: where it comes from, what it could mean, what is done, what remains."""

    title: str
    sources: str
    impact: str
    measures: str
    remains: str


RISKS = (
    Risk(
        "Illegitimate access to the log",
        "a curious leader or administrator, a hacked account, a repository made public by mistake",
        "someone learns which people rarely had conversations, were away or asked for help, and treats them differently",
        "a private repository for the data, ids instead of names, no contents or reasons, "
        "reports in continuous integration that name no person, and refusal of links that would carry data into the site",
        "people with access read all rows; rights by row are not possible",
    ),
    Risk(
        "Conclusions about a person from public figures",
        "colleagues who know the method, the sizes, all releases and their own conversations",
        "someone learns whether a colleague had a conversation, was away, or gave a certain answer",
        "releases with ranges and rounded figures, a smallest group, joint decisions on cells and totals, no public figures from live data, figures that never change, and a simulated attacker in the tests",
        "all other members of a team together can work out the last one",
    ),
    Risk(
        "Use for another purpose",
        "management that looks for a measure of performance, of members or of leaders",
        "pay, promotion or discipline based on a log with another purpose; conversations held only for the figure",
        "a purpose in the playbook and on the privacy page, no rankings, no figure by leader, a note on the purpose before figures of persons, and single teams only with an agreement",
        "the tool cannot stop someone who holds the data; a rule and an agreement can",
    ),
    Risk(
        "Unwanted change of the data",
        "someone who logs a conversation that did not take place, a wrong import, a change to look good",
        "a missed promise looks kept, and no one believes the member",
        "the member’s own statement in each row, disputed rows that don’t count, a history of every change, a check that fails when logged rows disappear or change, and reviews before a merge",
        "a member who never looks does not notice",
    ),
    Risk(
        "Disappearance of the data",
        "a disk or host that fails, a mistake in git, a deletion that removed too much",
        "no one can show a kept promise any more",
        "every clone is a copy, commands write files completely or not at all, and a dry run previews a deletion",
        "little; no right of a member depends on the data",
    ),
    Risk(
        "Data kept longer than agreed",
        "rows that no one removes, git’s history, clones, pull requests, backups of the host",
        "years later, someone reads old facts in a different light",
        "a check that fails until old rows are gone, a single command that deletes them, and steps for a fresh repository",
        "clones and backups outside your control",
    ),
    Risk(
        "Pressure to take part",
        "a service that is compulsory, an imbalance of power between leader and member",
        "a member feels watched, or cannot decline",
        "services can be offered or voluntary; a member can decline, choose a coach, or opt out of a service, without a stored reason",
        "people’s behaviour towards each other",
    ),
)
"""The risks WP248 asks for (access, change, disappearance), and those of this kind of data."""


def impact_assessment(playbook: Playbook, services: Iterable[Service], day: date) -> str:
    """Return the assessment as of `day`: Markdown, with `FILL` in each place that people write themselves."""
    privacy = playbook.privacy
    fill = f"**{FILL}**"
    agreed = ""
    if not privacy.unagreed and privacy.agreed_on and privacy.agreed_with:
        parties = party_words(privacy.agreed_with, ENGLISH)
        agreed = f"{ENGLISH.day(privacy.agreed_on)} with {parties}: {privacy.record}"
    view = {
        "it": {"organisation": _plain(playbook.organisation)},
        "day": ENGLISH.day(day),
        "privacy": {key: _plain(getattr(privacy, key) or "") for key in RESPONSIBLE},
        "missing": lambda what: f"{fill} {what}. Write it under `privacy:` in the playbook too",
        "fill": fill,
        "services": [_plain(line) for line in _services(services, day)],
        "groups": ", ".join(_plain(group.title) for group in playbook.groups),
        "kept": length_words(privacy.keep_logs_for, ENGLISH),
        "one": playbook.data == "data",
        "k": privacy.smallest_group,
        "level": _level(playbook),
        "agreed": agreed,
        "parties": [_plain(line) for line in _agreements(playbook)],
        "risks": RISKS,
        "FILL": FILL,
        "MARKS": _MARKS,
    }
    text = fill_template("dpia.md", view)
    return text.replace(_MARKS, str(text.count(fill)))


_MARKS = "{MARKS}"


def _plain(text: str) -> str:
    """Return text of the playbook as one line in which there is no tag, and nothing that ends a table's cell."""
    return " ".join(text.split()).replace("<", "&lt;").replace("|", "&#124;")


def _level(playbook: Playbook) -> str:
    privacy = playbook.privacy
    words = _LEVELS[privacy.finest]
    if privacy.finest == privacy.show:
        return words
    return f"{words} The playbook asks for {privacy.show}, which needs its own agreement."


def _services(services: Iterable[Service], day: date) -> Iterator[str]:
    """Yield a line for each service with terms on the day or later, by title."""
    for service in sorted(services, key=lambda service: service.title):
        terms = next(terms_still_in_force(service, day), None)
        if terms:
            yield f"{service.title}: {_terms(terms)}"


def _terms(terms: AgreedTerms) -> str:
    entry = terms.entry
    parts = (
        obligation_words(terms, ENGLISH),
        terms_words(terms.cadence),
        f"given by {any_role(terms.given_by, ENGLISH, ROLES)}",
        f"agreed on {ENGLISH.day(entry.agreed_on)} with {party_words(entry.agreed_with, ENGLISH)}",
        f"next review by {ENGLISH.day(entry.review_by)}",
    )
    return f"{', '.join(parts)}. Record: {entry.record}"


def _agreements(playbook: Playbook) -> Iterator[str]:
    """Yield a line for each agreement on the playbook's own terms, and on what is shown."""
    for terms in playbook.terms:
        parties = party_words(terms.agreed_with, ENGLISH)
        yield f"terms from {ENGLISH.day(terms.first)}, on {ENGLISH.day(terms.agreed_on)} with {parties}. Record: {terms.record}"
    privacy = playbook.privacy
    if privacy.agreed_on and privacy.agreed_with and privacy.record:
        parties = party_words(privacy.agreed_with, ENGLISH)
        yield f"the level that the website shows, on {ENGLISH.day(privacy.agreed_on)} with {parties}. Record: {privacy.record}"
