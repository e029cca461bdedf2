"""What a report shows: the findings chosen, and how much of them may be seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.coverage.wording import plural
from checks.findings import Finding, Place, Severity
from checks.reports.links import policy_page, rule_page

if TYPE_CHECKING:
    from checks.judge import Judgement
    from checks.privacy.findings import Published


@dataclass(frozen=True)
class View:
    """Findings to report; `members` says whether persons may be named, `line_of` looks up a line.

    With `strict` warnings fail too. `site` is the address of the published playbook, None without one;
    `services` have a page there.
    """

    judgement: Judgement
    findings: tuple[Finding, ...]
    members: bool
    strict: bool
    line_of: Callable[[Place], str | None]
    site: str | None = None
    services: frozenset[str] = frozenset()

    def fails(self, finding: Finding) -> bool:
        """Whether a finding fails the check: an error does, and where a change is judged none of a cadence."""
        if self.judgement.against and finding.code.startswith("CAD"):
            return False
        return finding.severity is Severity.ERROR or (self.strict and finding.severity is Severity.WARNING)

    def excerpt(self, place: Place) -> str | None:
        """Return the line at a place; none of files that hold persons unless these may be named."""
        if place.path.startswith("data/") and not self.members:
            return None
        line = self.line_of(place)
        return line.expandtabs(1) if line and line.strip() else None

    def help_url(self, finding: Finding) -> str | None:
        """Return the page of a finding's rule on the published site."""
        return rule_page(finding.code, self.site)

    def policy_url(self, finding: Finding) -> str | None:
        """Return the page of the service a finding is about; a service nobody could read has none."""
        service = finding.problem.service
        return policy_page(service, self.site) if service in self.services else None

    def verdict(self, published: Published) -> str:
        """Return the summary as it may be published: of what is said, and of nothing else."""
        said = [(one.severity, one.code, one.team, one.service) for one in published.sayings]
        return worded(self.judgement, said, inside=False)

    def summary(self) -> str:
        """Return how many findings there are, and how much was looked at."""
        return summary(self.judgement, self.findings)


Said = tuple[Severity, str, str | None, str | None]
"""Of a finding its severity and code, and the team and service it is about."""


def summary(judgement: Judgement, findings: Sequence[Finding]) -> str:
    """Return how many findings there are, and for which day; then who is flagged and unread."""
    said = [(one.severity, one.code, one.problem.team, one.problem.service) for one in findings]
    return worded(judgement, said)


def worded(judgement: Judgement, said: Sequence[Said], *, inside: bool = True) -> str:
    """Return the summary of what is said; `inside`, windows of all and findings that are not said are counted."""
    counts = [plural(sum(one[0] is severity for one in said), severity.value) for severity in Severity]
    words = ", ".join(count for count in counts if not count.startswith("0 ")) or "Nothing to report"
    text = f"{words} in {plural(judgement.files, 'file')}, judged for {judgement.as_of}."
    flagged: dict[str, dict[str, None]] = {}
    for _, code, team, service in said:
        if code.startswith("CAD") and team and service:
            flagged.setdefault(team, {})[service] = None
    if flagged:
        teams = "; ".join(
            f"{team} ({', '.join(sorted(services))})" for team, services in sorted(flagged.items())
        )
        text += f"\nFlagged: {teams}."
    if judgement.against:
        text += f"\n{against(judgement, inside=inside)}"
    if judgement.unread:
        text += f"\nUnread, so nothing is said of their coverage: {', '.join(judgement.unread)}."
    return text


def against(judgement: Judgement, *, inside: bool) -> str:
    """Return what a change was held against, and `inside` what became of the windows of both.

    How many windows of all were met would give a total away that the pages withhold.
    """
    base = judgement.against
    if base is None:
        return ""
    if base.base is None:
        return f"Against {base.words}, which holds no playbook yet: everything is new."
    common = base.common
    text = f"Against {base.words}."
    if inside:
        text = (
            f"{text[:-1]}: of {plural(common.due, 'closed window')} of both, {common.before:,} were met "
            f"before and {common.after:,} after; {base.added:,} added, {base.removed:,} removed."
        )
    known = sum(one.fingerprint in base.known for one in judgement.findings)
    if known:
        what = plural(known, "finding") if inside else "what"
        text += f"\nNot shown: {what} the base has too; `--no-base` shows all."
    if base.unread:
        text += f"\nNot compared, since unread before or after: {', '.join(base.unread)}."
    return text


def pointers(view: View, finding: Finding) -> list[str]:
    """Return where to read on: the rule's page as command or address, and the address of the policy's."""
    policy = view.policy_url(finding)
    return [view.help_url(finding) or f"outbound explain {finding.code}", *([policy] if policy else [])]


def shown(text: str, width: int = 200) -> str:
    """Return a line with control characters made visible, cut to `width`."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= width else f"{clean[: width - 1]}…"
