"""What a change of policy would do, as everybody may read it: terms before and after, and the last release."""

from collections.abc import Iterator
from datetime import date

from checks.changes.term_changes import TermChange, day_in_force, policy_term_changes
from checks.loading.policy import Policy
from checks.model.release_document import ReleaseDocument
from checks.output.markdown import escape_markdown, markdown_head, markdown_row
from checks.publish.cells import Cell, range_cell
from checks.publish.ranges import ShareRange
from checks.wording.language import Language, message
from checks.wording.measures import iso

SAME = message("No agreed terms change.")


def public_effect(base: Policy, head: Policy, as_of: date, named: str, language: Language) -> str:
    """Return the effect of a change as Markdown, made from both policies and the head's releases alone."""
    say = language.say
    day = day_in_force(base, head, as_of)
    changes = list(policy_term_changes(base, head, day, language))
    against = (
        say("Compared with {base}. Takes effect on {day}.", base=named, day=iso(day))
        if day > as_of
        else say("Compared with {base}. Already in effect.", base=named)
    )
    lines = [
        "## " + say("Effect of this change"),
        "",
        escape_markdown(against),
        "",
        *_terms(changes, language),
    ]
    last = head.last_release
    for service in dict.fromkeys(change.of for change in changes):
        if last and service in head.services:
            lines += ["", *_released(last, service, head, language)]
    inside = say(
        "This report uses only the policy and releases. If you have access to the data, run "
        "`outbound effect` to see more."
    )
    return "\n".join([*lines, "", f"_{inside}_", ""])


def _terms(changes: list[TermChange], language: Language) -> list[str]:
    say = language.say
    if not changes:
        return [say(SAME)]
    rows = markdown_head(say("What"), say("Term"), say("Before"), say("After"))
    for change in changes:
        *cells, after = map(escape_markdown, (change.of, say(change.key), change.before, change.after))
        rows.append(markdown_row(*cells, f"**{after}**"))
    return rows


def _released(last: ReleaseDocument, service: str, head: Policy, language: Language) -> Iterator[str]:
    """Yield what the last release says of a service: the organisation and each team that is told."""
    say = language.say
    cells = [cell for cell in last.coverage if cell.service == service]
    title = escape_markdown(head.services[service].read_in(language.code).title)
    if not cells:
        yield say("**{service}**: not in the release of {quarter}.", service=title, quarter=last.period)
        return
    yield say("**{service}** in the release of {quarter}:", service=title, quarter=last.period)
    yield ""
    yield from markdown_head(say("Team"), say("Coverage"))
    names = {team.id: team.name for team in last.teams}
    for cell in cells:
        name = names.get(cell.team, cell.team) if cell.team else say("All teams")
        shown = range_cell(ShareRange(cell.least, cell.below), cell.agreed)
        yield markdown_row(escape_markdown(name), _words(shown, language))


def _words(cell: Cell, language: Language) -> str:
    share = escape_markdown(cell.band.sign(language)) if cell.band else language.say("not shown")
    standing = cell.standing.spoken(language)
    return f"{share}, {standing}" if standing else share
