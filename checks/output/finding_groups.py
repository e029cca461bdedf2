"""Findings as people read them: team by team, errors first, and each finding in at most five lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from checks.model.findings import Finding, Severity
from checks.output.finding_view import FindingView, pointers, visible_line
from checks.wording.severities import severity_counts, severity_words

AT_FIRST = 3
"""Findings of a team that are shown unless all are asked for."""


@dataclass(frozen=True)
class FindingGroup:
    """The findings of a team or of the playbook, those that are shown; `hidden` more are counted only."""

    name: str
    heading: str
    findings: tuple[Finding, ...]
    hidden: int


@dataclass(frozen=True)
class FindingParts:
    """The lines of one finding. `excerpt` is its line with the line's number before it.

    `mark` points at the column below the excerpt, and is empty where the column is the first of the line's text
    or where the five lines are needed for more.
    """

    severity: str
    words: str
    excerpt: tuple[str, str] | None
    mark: str
    fix: str
    see: str


def finding_groups(view: FindingView) -> Iterator[FindingGroup]:
    """Yield the playbook's group first, then the teams': those with errors before the others, by name."""
    by_team: dict[str | None, list[Finding]] = {}
    for finding in view.findings:
        by_team.setdefault(finding.problem.team, []).append(finding)
    severities = list(Severity)

    def order(team: str | None) -> tuple[bool, int, str]:
        gravest = min(severities.index(finding.severity) for finding in by_team[team])
        return team is not None, gravest, team or ""

    for team in sorted(by_team, key=order):
        findings = sorted(by_team[team], key=lambda finding: severities.index(finding.severity))
        counts = severity_counts((finding.severity for finding in findings), view.language)
        shown = findings if view.everything else findings[:AT_FIRST]
        name = team or view.language.say("Playbook")
        yield FindingGroup(name, f"{name}: {counts}", tuple(shown), len(findings) - len(shown))


def finding_parts_of(view: FindingView, finding: Finding, width: int = 200) -> FindingParts:
    """Return the lines of a finding; the excerpt is cut to `width` characters."""
    problem = finding.problem
    line = view.excerpt(problem.place)
    indent = problem.place.column - 1
    see = [f"{related.place} ({related.message})" for related in problem.related]
    marked = line is not None and line[:indent].strip() and not (problem.help and see)
    return FindingParts(
        severity_words(view.language, finding.severity),
        view.words(finding),
        (str(problem.place.line), visible_line(line, width)) if line is not None else None,
        " " * indent + "^" if marked else "",
        problem.help,
        ", ".join([*see, *pointers(view, finding)]),
    )


def hidden_line(view: FindingView, group: FindingGroup) -> str:
    """Return the line that counts what a group does not show, and how to see it; empty where it shows all."""
    if not group.hidden:
        return ""
    return view.language.counted(
        "{number} more finding for {group}. Run: outbound check --all",
        "{number} more findings for {group}. Run: outbound check --all",
        group.hidden,
        group=group.name,
    )


def closing_lines(view: FindingView) -> list[str]:
    """Return what follows the findings: where to read on, what it rests on, and the verdict as the last line."""
    lines = []
    if view.judgement.people and any(finding.code.startswith("CAD") for finding in view.findings):
        if not view.members:
            lines.append(view.language.say("To see who is concerned, run: outbound check --members"))
        lines.append(view.language.say("For dates to suggest, run: outbound plan"))
    return [*lines, *view.notes(), view.verdict()]
