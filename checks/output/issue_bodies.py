"""`issues`: what is flagged, as the bodies of issues that are kept up to date in place, one a team.

They are read by more people than may see the data, and are kept: what they say of promises is what the other
published formats say. What is wrong in the files of the data is only counted, since who reads the issues need
not be able to read those files.
"""

from collections.abc import Sequence

from checks.model.findings import Severity
from checks.output.finding_view import FindingView
from checks.output.markdown import escape_markdown
from checks.output.summary import finding_row, head_rows, more_row
from checks.publish.public_findings import PublicFindings, PublicWords
from checks.rules import BY_CODE
from checks.wording.language import message

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
    bodies = {team: _unread(view, team) for team in view.judgement.unread}
    by_team: dict[str, list[PublicWords]] = {}
    for finding in published.sayings:
        # Findings of a rule with an outline are about a promise to a group, the rest about a line of a file.
        if finding.team and BY_CODE[finding.code].outline and finding.team not in bodies:
            by_team.setdefault(finding.team, []).append(finding)
    for team, findings in sorted(by_team.items()):
        if any(finding.severity is not Severity.NOTICE for finding in findings):
            head = view.language.say(
                "Judged for {day}, this is not as it was agreed for **{team}**:",
                day=view.judgement.as_of,
                team=escape_markdown(team),
            )
            bodies[team] = _body(view, [head, "", *_table(view, findings)])
    whole = _whole(view, published)
    return bodies | ({WHOLE: whole} if whole else {})


def _whole(view: FindingView, published: PublicFindings) -> str:
    """Return the body for the organisation, its policy and the files of its data; empty when nothing is wrong."""
    flagged = [finding for finding in published.sayings if finding.severity is not Severity.NOTICE]
    in_data = sum(finding.place.path.startswith("data/") for finding in flagged)
    of_policy = [
        finding for finding in flagged if not finding.team and not finding.place.path.startswith("data/")
    ]
    if not (of_policy or in_data or published.withheld_fails):
        return ""
    language = view.language
    lines = [language.say("Judged for {day}, this is not as it should be:", day=view.judgement.as_of)]
    if of_policy:
        lines += ["", *_table(view, of_policy)]
    if in_data:
        of_data = language.counted(
            "In the files of the data: {number} finding.",
            "In the files of the data: {number} findings.",
            in_data,
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


def _table(view: FindingView, findings: Sequence[PublicWords]) -> list[str]:
    order = list(Severity)
    ranked = sorted(findings, key=lambda finding: order.index(finding.severity))
    more = [more_row(view, len(ranked) - MOST)] if ranked[MOST:] else []
    return [*head_rows(view), *(finding_row(view, finding) for finding in ranked[:MOST]), *more]


def _body(view: FindingView, lines: Sequence[str]) -> str:
    return "\n".join([*lines, "", view.language.say(_END), ""])
