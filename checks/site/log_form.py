"""log.html: one page that makes rows of the log, by itself: no account, no network, nothing sent.

Names come from a person's own people.csv. The page knows them until it is closed, and keeps nothing: another page of the
same host could read what a browser keeps. As published it holds services alone.
"""

import json
from dataclasses import dataclass

from markupsafe import Markup

from checks.model.service import Service
from checks.site.site_data import Site
from checks.wording.language import Language, numbered

LOG_FORM = "log.html"


@dataclass(frozen=True, slots=True)
class LogFormView:
    """What the page draws from: the services by title, the pages it was reached from, and its script's words."""

    services: tuple[Service, ...]
    leader: str
    member: str
    words: Markup


def log_form(site: Site) -> LogFormView:
    """Return what the page says; it lies at the top, as the home page does."""
    return LogFormView(
        services=tuple(sorted(site.catalogue, key=lambda service: service.title)),
        leader=site.link("index.md", "start/leader.md"),
        member=site.link("index.md", "start/member.md"),
        words=_words(site.language),
    )


def _words(language: Language) -> Markup:
    """Return what the page's script says, as JSON that no script can end; of counts, the two forms."""
    say = language.say
    words: dict[str, str | list[str]] = {
        "known": _forms(
            language,
            *numbered(
                "{number} name loaded until you close this page.",
                "{number} names loaded until you close this page.",
            ),
        ),
        "unknown": say("No names loaded."),
        "rows": _forms(language, *numbered("Your file has {number} row.", "Your file has {number} rows.")),
        "empty": say("Your file is empty."),
        "subject": say("Touchpoints"),
        "day": say("Choose a date."),
        "member": say("Write the team member’s id, or the full name as in your people.csv."),
        "team": say("Write the team’s id."),
        "giver": say("Write the id of the leader or coach, or leave this empty."),
        "themselves": say("“Given by” and “Team member” can’t be the same person."),
        "already": say("This row is already in your file."),
        "first": say("Your file is empty. Add a row first."),
        "copied": say("Copied."),
        "marked": say("Selected. Press Ctrl+C (or ⌘C) to copy."),
        "columns": say("This file doesn’t have the columns id and name. Choose another file."),
    }
    return Markup(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704 - our own catalogues


def _forms(language: Language, singular: str, plural: str) -> list[str]:
    return [language.forms(singular, plural, count) for count in (1, 2)]
