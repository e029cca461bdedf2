"""What may be published of findings: words without persons, and of groups only what the pages show.

A finding that carries figures of a group is said where the group is shown, in full where its figure is
shown exactly, in outline where it is shown otherwise. Of groups that are not shown nothing is said, not
even how many findings there are: one line stands for all of them.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checks.model.findings import Finding, Place, Related, Severity
from checks.publish.figures import PublicFigures
from checks.publish.suppression import HIDDEN, Cell, Shown, Standing
from checks.rules import BY_CODE
from checks.rules.rule import WITHHELD
from checks.wording.language import ENGLISH, Language

SMALLEST = 5
"""The smallest group where the playbook's own cannot be read. Source: inputs.md, section 5."""


@dataclass(frozen=True, slots=True)
class PublicWords:
    """A finding as it may be published; `fails` says whether the check fails by it.

    `fingerprint` is made of what is published and of nothing else, without line numbers.
    """

    code: str
    name: str
    severity: Severity
    place: Place
    words: str
    help: str
    related: tuple[Related, ...]
    service: str | None
    team: str | None
    fails: bool
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PublicFindings:
    """What may be said; `withheld` says whether there is more, of groups too small to show."""

    sayings: tuple[PublicWords, ...]
    withheld: bool
    withheld_fails: bool
    smallest_group: int

    def rest(self, language: Language = ENGLISH) -> str:
        """Return the line that stands for what is not said."""
        return language.counted(
            "There is more about groups under {number} person, or about single persons, that is not published; "
            "`outbound check` says it where the data are.",
            "There is more about groups under {number} people, or about single persons, that is not published; "
            "`outbound check` says it where the data are.",
            self.smallest_group,
        )


def published_findings(
    findings: Sequence[Finding], figures: PublicFigures | None, fails: Callable[[Finding], bool]
) -> PublicFindings:
    """Return what may be published of `findings`, in their order.

    Without `figures`, where the playbook cannot be read, nothing that carries figures is said.
    """
    units = figures.units if figures else ()
    shown_teams = {unit.teams[0] for unit in units if len(unit.teams) == 1}
    sayings, withheld = [], []
    seen: Counter[tuple[str, ...]] = Counter()
    for finding in findings:
        words = _words(finding, figures, shown_teams)
        if words is None:
            withheld.append(finding)
            continue
        problem = finding.problem
        # With an outline the rule carries figures: then its help and its lines of rosters and logs do too.
        outline = BY_CODE[finding.code].outline
        key = (finding.code, problem.place.path, problem.service or "", words)
        seen[key] += 1
        related = problem.related
        if outline:
            related = tuple(line for line in related if not line.place.path.startswith("data/"))
        sayings.append(
            PublicWords(
                code=finding.code,
                name=finding.name,
                severity=finding.severity,
                place=problem.place,
                words=words,
                help="" if outline else problem.help,
                related=related,
                service=problem.service,
                team=problem.team,
                fails=fails(finding),
                fingerprint=hashlib.sha256("\x1f".join((*key, str(seen[key]))).encode()).hexdigest()[:32],
            )
        )
    return PublicFindings(
        sayings=tuple(sayings),
        withheld=bool(withheld),
        withheld_fails=any(map(fails, withheld)),
        smallest_group=figures.smallest_group if figures else SMALLEST,
    )


def _words(finding: Finding, figures: PublicFigures | None, shown_teams: set[str]) -> str | None:
    """Return what may be said, None for nothing; where a rule has no outline, it carries no figures."""
    outline, problem = BY_CODE[finding.code].outline, finding.problem
    if not outline:
        return problem.message
    if figures is None or outline == WITHHELD or (problem.team and problem.team not in shown_teams):
        return None
    cells = _cells(finding, figures)
    if not all(cell.shown is Shown.EXACT or _says_the_same(cell, finding.code) for cell in cells):
        return None
    if finding.code == "CAD001" and not problem.subject and _exact_since(finding, figures):
        return problem.message
    subject = [word for word in (problem.team, problem.service) if word]
    when = f" in {problem.period}" if problem.period else ""
    return f"{': '.join(subject)}{when}: {outline}" if subject else outline


def _cells(finding: Finding, figures: PublicFigures) -> Sequence[Cell]:
    """Return the figures a finding says something of; a hidden one where they are shown of nobody.

    A service that is shown for the organisation alone has no running cell of a team.
    """
    problem = finding.problem
    team, service, period = problem.team, problem.service or "", problem.period or ""
    if team and service and (team, service) not in figures.running:
        return [HIDDEN]
    if finding.code == "CAD002":
        return [figures.running.get((team or "", service), HIDDEN)]
    if finding.code == "CAD003":
        return [figures.mix.of(team)]
    if finding.code == "DAT012":
        return [figures.by_chosen.of(team)]
    if not period:
        return []
    before = figures.before(period) if finding.code == "CAD006" else None
    quarters = [period, before.name] if before else [period]
    return [figures.cell(team, service, name) for name in quarters]


def _says_the_same(cell: Cell, code: str) -> bool:
    """Whether a band says by itself what the finding says: that it is below. Any more would narrow it."""
    if cell.shown is not Shown.BAND:
        return False
    if code == "CAD002":
        return cell.band is not None and cell.band.most < 1
    return code in ("CAD001", "CAD004") and cell.standing in (Standing.BELOW, Standing.FAR)


def _exact_since(finding: Finding, figures: PublicFigures) -> bool:
    """Whether the figure is exact, and the quarters before it tell by themselves since when it is below."""
    problem = finding.problem
    period, service = problem.period or "", problem.service or ""
    if figures.cell(problem.team, service, period).shown is not Shown.EXACT:
        return False
    while before := figures.before(period):
        period = before.name
        cell = figures.cell(problem.team, service, period)
        if cell.shown is Shown.HIDDEN or (cell.shown is Shown.BAND and cell.standing is Standing.UNKNOWN):
            return False
        if cell.standing is Standing.KEPT:
            return True
    return True
