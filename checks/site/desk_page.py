"""A leader's page and the body of the weekly mail: what to do, the plan, what to confirm, what went well.

Both open without network and script, and name people: they are for one person, and published nowhere.
"""

from collections.abc import Iterable

from checks.output.answer_links import links_as_html
from checks.output.leader_desk import LeaderDesk
from checks.site.template_language import template_environment, template_functions
from checks.wording.language import Language

MARK = "made by outbound desk"
"""Stands in every such page, which may be replaced by a later one."""


def desk_page(desk: LeaderDesk, organisation: str, language: Language) -> str:
    """Return the page of a leader or coach, to open in a browser and to print."""
    return _rendered("desk.html.j2", desk, organisation, language)


def desk_mail(desk: LeaderDesk, organisation: str, language: Language, closing: Iterable[str] = ()) -> str:
    """Return the same as the HTML of a mail: without grid and variables, which mail programs don't know.

    `closing` are the lines at its end.
    """
    return _rendered("desk-mail.html.j2", desk, organisation, language, tuple(closing))


def _rendered(
    template: str, desk: LeaderDesk, organisation: str, language: Language, closing: tuple[str, ...] = ()
) -> str:
    return (
        template_environment()
        .get_template(template)
        .render(
            mark=MARK,
            desk=desk,
            organisation=organisation,
            buttons=links_as_html,
            closing=closing,
            language=language.code,
            **template_functions(language),
        )
    )
