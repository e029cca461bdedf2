"""`issues`: what is flagged, as the bodies of issues that are kept up to date in place, one a team.

They are made from rosters and logs, so they belong into the repository of the data, and say so in their first
line. They name persons where the view does, which the command asks for with `--members`.
"""

from collections.abc import Sequence

from checks.model.findings import Finding, Severity
from checks.output.finding_view import FindingView
from checks.output.markdown import escape_markdown
from checks.output.summary import finding_row, head_rows, more_row
from checks.wording.language import message

MOST = 9
"""Findings in one issue; a last row says how many more there are."""

WHOLE = "_playbook"
"""The name of what concerns no team alone; no team's id begins with an underscore."""

_END = message(
    "For details, run `outbound check` where the data is stored. A workflow updates this issue "
    "automatically and closes it when everything is resolved."
)


def issue_texts(view: FindingView) -> dict[str, str]:
    """Return a body for each team that is flagged or unread, and under `WHOLE` one for what concerns none alone.

    A notice alone flags nobody: somebody has answered for it, or it is still to come.
    """
    bodies = {team: _unread(view, team) for team in view.judgement.unread}
    by_team: dict[str, list[Finding]] = {}
    for finding in view.findings:
        if (finding.problem.team or "") not in bodies:
            by_team.setdefault(finding.problem.team or WHOLE, []).append(finding)
    for team, findings in sorted(by_team.items()):
        if any(finding.severity is not Severity.NOTICE for finding in findings):
            bodies[team] = _body(view, [_head(view, team), "", *_table(view, findings)])
    return bodies


def _head(view: FindingView, team: str) -> str:
    say, day = view.language.say, view.judgement.as_of
    if team == WHOLE:
        return say("As of {day}, the playbook needs attention:", day=day)
    return say("As of {day}, **{team}** needs attention:", day=day, team=escape_markdown(team))


def _unread(view: FindingView, team: str) -> str:
    words = view.language.say(
        "Some files of **{team}** can’t be read, so the check leaves this team out.",
        team=escape_markdown(team),
    )
    return _body(view, [words])


def _table(view: FindingView, findings: Sequence[Finding]) -> list[str]:
    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: order.index(finding.severity))
    more = [more_row(view, len(ranked) - MOST)] if ranked[MOST:] else []
    return [*head_rows(view), *(finding_row(view, finding) for finding in ranked[:MOST]), *more]


def _body(view: FindingView, lines: Sequence[str]) -> str:
    return "\n".join([*view.inside_lines(), *lines, "", view.language.say(_END), ""])
