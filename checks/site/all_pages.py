"""All pages of a playbook: a pure function from what was judged to {path: text}."""

from functools import partial
from importlib.resources import files

from checks.site.api import coverage_json, services_json
from checks.site.changes_page import changes_page, feed
from checks.site.data_request_page import DATA_REQUEST, data_request_page
from checks.site.home_page import home_page
from checks.site.log_form import LOG_FORM, log_form
from checks.site.method_page import method_page
from checks.site.new_service_page import (
    NEW_SERVICE,
    NEW_SERVICE_SCRIPT,
    new_service_page,
    new_service_script,
)
from checks.site.organisation_page import organisation_page
from checks.site.page_selection import without_empty_links
from checks.site.privacy_page import privacy_page
from checks.site.proposal_page import PROPOSAL_ASSETS, proposal_page, proposal_path
from checks.site.retirement_page import RETIREMENT, retirement_page
from checks.site.rule_pages import rule_families, rule_page, rules_in_full
from checks.site.safe_text import front_matter
from checks.site.service_actions import calendar_invitation
from checks.site.service_pages import catalogue_page, service_page
from checks.site.site_data import Site
from checks.site.start_pages import start_page
from checks.site.team_page import team_page
from checks.site.teams_page import teams_page
from checks.site.template_language import template_environment, template_functions
from checks.wording.language import message

STYLESHEET, OWN_LOOK, FROM_DISK = "assets/outbound.css", "assets/playbook.css", "assets/from-disk.js"
"""What every page of ours needs; the colours and the front page of a playbook's own site; a shim."""

ASSETS = (STYLESHEET, OWN_LOOK, "assets/mark.svg", FROM_DISK, "assets/sort.js")

SCHEMAS = ("check", "coverage", "effect", "invite", "plan", "mine")
"""Commands whose JSON has a shape that is published, at schemas/NAME.json."""

STARTS = {
    "start/member.md": (
        message("For team members"),
        message("See what you can expect, what you can ask for, and what others can see about you."),
    ),
    "start/leader.md": (
        message("For leaders and coaches"),
        message("See what you give, whom to invite, and what to log."),
    ),
    "start/editor.md": (
        message("Maintain the playbook"),
        message("How to change an agreement, and preview the effect first."),
    ),
}
"""Where to start, by path: title and description."""

NavigationItem = str | dict[str, "str | list[NavigationItem]"]
Navigation = list[NavigationItem]
"""The order of pages as MkDocs takes it: a path, or a title with a path or with what stands below it."""


def render_pages(site: Site) -> dict[str, str]:
    """Return every page and asset the site has by its path: Markdown with front matter, stylesheets, a mark."""
    name, say = site.playbook.organisation, site.language.say
    pages = {
        "index.md": _page(
            site, "index.md", site.pages.section or say("Home"),
            say("See what leaders and team members at {organisation} have agreed, and whether it happens.", organisation=name),
            home_page(site), hide=("toc",) if site.pages.section else ("navigation", "toc"),
        ),
        "services/index.md": _page(
            site, "services/index.md", say("Services"),
            say("The leadership services of {organisation}, and the agreement about each.", organisation=name),
            catalogue_page(site), hide=("toc",),
        ),
        "teams/index.md": _page(
            site, "teams/index.md", say("Teams"),
            say("How the teams of {organisation} are doing, without naming anyone.", organisation=name),
            teams_page(site), hide=("toc",),
        ),
        "organisation.md": _page(
            site, "organisation.md", name,
            say("See what {organisation} has agreed and how it is going, for all teams together.", organisation=name),
            organisation_page(site), hide=("toc",),
        ),
        "method.md": _page(
            site, "method.md", say("Method"), say("How we calculate coverage, and what stays private."), method_page(site)
        ),
        "privacy.md": _page(
            site, "privacy.md", say("Privacy"),
            say("See what we log, who sees it, how long we keep it, and how to dispute it."),
            privacy_page(site),
        ),
        "checks/index.md": _page(
            site, "checks/index.md", say("Rules"), say("See what the check looks for, and how to fix each problem."),
            rules_in_full(site) if site.pages.rules_on_one_page else rule_families(site),
            template="rules-on-one-page.md.j2" if site.pages.rules_on_one_page else "", hide=("toc",),
        ),
    }  # fmt: skip
    pages |= _request_pages(site)
    pages[NEW_SERVICE_SCRIPT] = new_service_script()
    for service in site.catalogue:
        path, view = f"services/{service.id}.md", service_page(site, service)
        pages[path] = _page(
            site,
            path,
            service.title,
            view.promise,
            view,
            template="service.md.j2",
            tags=service.also_called if site.pages.with_tags else (),
        )
        path, about = (
            proposal_path(service),
            say("Propose a change to {service}, in words.", service=service.title),
        )
        pages[path] = _page(
            site,
            path,
            say("Propose a change: {service}", service=service.title),
            about,
            proposal_page(site, service),
            template="propose.md.j2",
            hide=("toc",),
        )
        if calendar := calendar_invitation(site, service):
            pages[f"services/{service.id}.ics"] = calendar
    for team in site.teams:
        path = f"teams/{team.team}.md"
        about = say("The agreements of {team} and how it is doing, without naming anyone.", team=team.name)
        pages[path] = _page(
            site, path, team.name, about, team_page(site, team), template="team.md.j2", hide=("toc",)
        )
        if team.team in site.feeds:
            pages[f"teams/{team.team}.ics"] = site.feeds[team.team]
    for path, (title, about) in STARTS.items():
        pages[path] = _page(site, path, say(title), say(about), start_page(site), hide=("toc",))
    about = say("See what {organisation} has agreed, from which date, and with whom.", organisation=name)
    pages["changes.md"] = _page(site, "changes.md", say("Changes"), about, changes_page(site))
    pages["api/v1/services.json"] = services_json(site)
    pages["api/v1/coverage.json"] = coverage_json(site)
    if changes := feed(site):
        pages["changes.xml"] = changes
    for rule in () if site.pages.rules_on_one_page else site.rules:
        path, page = f"checks/{rule.code.lower()}.md", rule_page(site, rule)
        about = page.say.replace("`", "")  # a description is no Markdown
        pages[path] = _page(site, path, page.title, about, page, template="rule.md.j2", hide=("toc",))
    pages[LOG_FORM] = _filled(site, LOG_FORM, "log.html.j2", log_form(site)) + "\n"
    pages |= {asset: files("checks.site").joinpath(asset).read_text("utf-8") for asset in assets_of(site)}
    shapes = files("checks.output")  # each shape lies beside the report that writes it
    pages |= {
        f"schemas/{name}.json": shapes.joinpath(f"{name}.schema.json").read_text("utf-8") for name in SCHEMAS
    }
    return {path: text for path, text in pages.items() if site.has(path)}


def _request_pages(site: Site) -> dict[str, str]:
    """Return the pages that propose a new service, or the end of one, and that ask those who hold the data."""
    say = site.language.say
    requests: tuple[tuple[str, str, str, object], ...] = (
        (NEW_SERVICE, say("Propose a new service"), say("Propose a new service, in words."), new_service_page(site)),
        (RETIREMENT, say("Propose to end a service"), say("Propose the last day of a service."), retirement_page(site)),
        (DATA_REQUEST, say("Ask for an exception or a correction"),
         say("Write a request to the people who hold the data."), data_request_page(site)),
    )  # fmt: skip
    return {
        path: _page(site, path, title, about, view, hide=("toc",)) for path, title, about, view in requests
    }


def assets_of(site: Site) -> tuple[str, ...]:
    """Return the stylesheets and scripts a site needs; in a handbook none that changes pages of others."""
    own = (STYLESHEET, "assets/sort.js") if site.pages.section else ASSETS
    return (*own, *PROPOSAL_ASSETS, "assets/requests.js")


def inside_mark(site: Site) -> str:
    """Return the line that says on each page of a preview who may read it; nothing on a published site."""
    if not site.live:
        return ""
    words = site.language.say(
        "Inside: a preview with exact figures, only for people with access to the data. "
        "Don’t publish it or pass it on."
    )
    return f'<p class="ob-inside">{words}</p>'


MENU = 100
"""Teams a menu names; of more the teams' index is the menu, since each page would carry all their names."""


def navigation(site: Site, guides: Navigation) -> Navigation:
    """Return the order of the pages, as MkDocs takes it; `guides` are pages written by hand."""
    say = site.language.say
    order: Navigation = [{say("Home"): "index.md"}, *_sections(site)]
    if guides:
        order.append({say("Guides"): guides})
    return order


def section_navigation(site: Site) -> Navigation:
    """Return the order of the pages below their title in a handbook; the first page is that of the section."""
    return ["index.md", *_sections(site)]


def _sections(site: Site) -> Navigation:
    """Return what stands behind the first page, without pages that are left out."""
    say = site.language.say
    rules = [f"checks/{rule.code.lower()}.md" for rule in site.rules]
    sections: tuple[tuple[str, str | list[str]], ...] = (
        (say("Start here"), list(STARTS)),
        (
            say("Services"),
            ["services/index.md", *(f"services/{service.id}.md" for service in site.catalogue)],
        ),
        (say("Teams"), ["teams/index.md", *(f"teams/{team}.md" for team in _teams_in_menu(site))]),
        (say("Organisation"), "organisation.md"),
        (say("Changes"), "changes.md"),
        (say("Method"), "method.md"),
        (say("Privacy"), "privacy.md"),
        (say("Rules"), "checks/index.md" if site.pages.rules_on_one_page else ["checks/index.md", *rules]),
    )
    order: Navigation = []
    for title, paths in sections:
        if isinstance(paths, str):
            order += [{title: paths}] if site.has(paths) else []
        elif present := [path for path in paths if site.has(path)]:
            order.append({title: list[NavigationItem](present)})
    return order


def _teams_in_menu(site: Site) -> tuple[str, ...]:
    """Return the teams a menu names, in its order."""
    teams = sorted(site.teams, key=lambda team: (team.size == 0, team.name))
    return tuple(team.team for team in teams if len(teams) <= MENU)


def beyond_the_menu(site: Site) -> frozenset[str]:
    """Return the pages no menu names: forms, and those of teams where there are more than a menu can hold."""
    shown = set(_teams_in_menu(site))
    teams = frozenset(f"teams/{team.team}.md" for team in site.teams if team.team not in shown)
    forms = {NEW_SERVICE, RETIREMENT, DATA_REQUEST, *(proposal_path(service) for service in site.services)}
    return teams | forms


def sources(site: Site) -> dict[str, str]:
    """Return, for pages made from one file of the playbook, the file an editor should open."""
    services = {f"services/{service.id}.md": service.place().path for service in site.services}
    return services | dict.fromkeys(
        ("services/index.md", "method.md", "privacy.md"), site.playbook.place().path
    )


def _page(
    site: Site,
    path: str,
    title: str,
    description: str,
    view: object,
    *,
    template: str = "",
    tags: tuple[str, ...] = (),
    hide: tuple[str, ...] = (),
) -> str:
    """Return a page with its front matter; its template is named after its path unless another is."""
    name = template or path.replace("/", "-").replace("-index.md", ".md") + ".j2"
    searched = _SEARCHED.get(template, {})
    if site.pages.section:  # what comes first in a handbook's search is the handbook's to say
        searched = {how: value for how, value in searched.items() if how != "boost"}
    head = front_matter(title, description, hide, searched, tags)
    mark = f"{inside_mark(site)}\n\n" if site.live else ""
    return f"{head}\n{mark}{_filled(site, path, name, view).strip()}\n"


def _filled(site: Site, path: str, template: str, view: object) -> str:
    text = (
        template_environment()
        .get_template(template)
        .render(
            view=view,
            site=site,
            link=partial(site.link, path),
            asset=partial(site.asset, path),
            **template_functions(site.language),
        )
    )
    return without_empty_links(text)


_SEARCHED: dict[str, dict[str, int]] = {
    "propose.md.j2": {"exclude": True},  # a form for each service: the service's page leads there
    "rule.md.j2": {"exclude": True},  # the index of checks names them all; half the search index were they
    "service.md.j2": {"boost": 4},  # what people look for; every other page names services too
}
