"""`issues`: what is flagged, as the bodies of issues that are kept up to date in place, one a team.

They are read by more people than may see the data, and are kept: what they say of promises is what the other
published formats say. What is wrong in the files of the data is only counted, since who reads the issues need
not be able to read those files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checks.model.findings import Severity
from checks.output.markdown import escape_markdown
from checks.output.summary import finding_row, head_rows, more_row
from checks.rules import BY_CODE
from checks.wording.language import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checks.output.finding_view import FindingView
    from checks.publish.public_findings import PublicFindings, PublicWords

MOST = 9
"""Findings in one issue; a last row says how many more there are."""

WHOLE = "_playbook"
"""The name of what concerns no team alone; no team's id begins with an underscore."""

_END = message(
    "It names nobody, and says nothing of small groups. `outbound check` says more where the data are. This is "
    "kept up to date by itself, and closed when nothing is left."
)


def issue_texts(view: FindingView, published: PublicFindings) -> dict[str, str]:
    """Return a body for each team that is flagged or unread, and under `WHOLE` one for what concerns none alone.

    A notice alone flags nobody: somebody has answered for it, or it is still to come.
    """
    judgement, say = view.judgement, view.language.say
    bodies = {team: _unread(view, team) for team in judgement.unread}
    teams = {one.team for one in published.sayings if _of_a_promise(one) and one.team} - set(judgement.unread)
    for team in sorted(teams):
        said = [one for one in published.sayings if one.team == team and _of_a_promise(one)]
        if any(one.severity is not Severity.NOTICE for one in said):
            head = say(
                "Judged for {day}, this is not as it was agreed for **{team}**:",
                day=judgement.as_of,
                team=escape_markdown(team),
            )
            bodies[team] = _body(view, [head, "", *_table(view, said)])
    whole = _whole(view, published)
    return bodies | ({WHOLE: whole} if whole else {})


def _of_a_promise(one: PublicWords) -> bool:
    """Whether it is said of what was promised to a group; else it is about a line of a file."""
    return bool(BY_CODE[one.code].outline)


def _whole(view: FindingView, published: PublicFindings) -> str:
    """Return the body for the organisation, its policy and the files of its data; empty when nothing is wrong."""
    loud = [one for one in published.sayings if one.severity is not Severity.NOTICE]
    ours = [one for one in loud if not one.team and not one.place.path.startswith("data/")]
    rows = sum(one.place.path.startswith("data/") for one in loud)
    if not (ours or rows or published.withheld_fails):
        return ""
    language = view.language
    lines = [language.say("Judged for {day}, this is not as it should be:", day=view.judgement.as_of)]
    if ours:
        lines += ["", *_table(view, ours)]
    if rows:
        of_data = language.counted(
            "In the files of the data: {number} finding.",
            "In the files of the data: {number} findings.",
            rows,
        )
        lines += ["", of_data]
    if published.withheld_fails:
        lines += ["", escape_markdown(published.rest(language))]
    return _body(view, lines)


def _unread(view: FindingView, team: str) -> str:
    words = view.language.say(
        "The files of **{team}** cannot be read, so nothing is said of what it was promised.",
        team=escape_markdown(team),
    )
    return _body(view, [words])


def _table(view: FindingView, said: Sequence[PublicWords]) -> list[str]:
    order = list(Severity)
    rows = [finding_row(view, one) for one in sorted(said, key=lambda one: order.index(one.severity))]
    more = [more_row(view, len(rows) - MOST)] if rows[MOST:] else []
    return [*head_rows(view), *rows[:MOST], *more]


def _body(view: FindingView, lines: Sequence[str]) -> str:
    return "\n".join([*lines, "", view.language.say(_END), ""])
