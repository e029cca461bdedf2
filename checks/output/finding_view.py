"""What a report shows: the findings chosen, and how much of them may be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.model.findings import Finding, Place, Severity
from checks.output.links import policy_address, rule_address
from checks.wording.finding_counts import severity_counts
from checks.wording.language import ENGLISH, Language

if TYPE_CHECKING:
    from checks.publish.public_findings import PublicFindings
    from checks.run.checking import BaseComparison, Judgement


@dataclass(frozen=True)
class FindingView:
    """Findings to report; `members` says whether persons may be named, `line_of` looks up a line.

    With `strict` warnings fail too. Findings are said as their rules word them, what is around them in `language`. `site` is the address of the published playbook, None without one;
    `services` have a page there.
    """

    judgement: Judgement
    findings: tuple[Finding, ...]
    members: bool
    strict: bool
    line_of: Callable[[Place], str | None]
    site: str | None = None
    services: frozenset[str] = frozenset()
    language: Language = ENGLISH

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
        return rule_address(finding.code, self.site)

    def policy_url(self, finding: Finding) -> str | None:
        """Return the page of the service a finding is about; a service nobody could read has none."""
        service = finding.problem.service
        return policy_address(service, self.site) if service in self.services else None

    def verdict(self, published: PublicFindings) -> str:
        """Return the summary as it may be published: of what is said, and of nothing else."""
        said = [(one.severity, one.code, one.team, one.service) for one in published.sayings]
        return finding_words(self.judgement, said, self.language, inside=False)

    def summary(self) -> str:
        """Return how many findings there are, and for which day; then who is flagged and unread."""
        said = [(one.severity, one.code, one.problem.team, one.problem.service) for one in self.findings]
        return finding_words(self.judgement, said, self.language, inside=True)


Said = tuple[Severity, str, str | None, str | None]
"""Of a finding its severity and code, and the team and service it is about."""


def finding_words(judgement: Judgement, said: Sequence[Said], language: Language, *, inside: bool) -> str:
    """Return the summary of what is said; `inside`, windows of all and findings that are not said are counted."""
    say = language.say
    counts = severity_counts([one[0] for one in said], language)
    files = language.counted("{number} file", "{number} files", judgement.files)
    lines = [
        say("{findings} in {files}, judged for {day}.", findings=counts, files=files, day=judgement.as_of)
    ]
    flagged: dict[str, dict[str, None]] = {}
    for _, code, team, service in said:
        if code.startswith("CAD") and team and service:
            flagged.setdefault(team, {})[service] = None
    if flagged:
        named = [f"{team} ({', '.join(sorted(services))})" for team, services in sorted(flagged.items())]
        lines.append(say("Flagged: {teams}.", teams=_some(named, "; ", language)))
    if judgement.against:
        lines += base_words(judgement, judgement.against, language, inside=inside)
    if judgement.unread:
        unread = _some(judgement.unread, ", ", language)
        lines.append(say("Unread, so nothing is said of their coverage: {teams}.", teams=unread))
    return "\n".join(lines)


def base_words(
    judgement: Judgement, base: BaseComparison, language: Language, *, inside: bool
) -> Iterator[str]:
    """Yield what a change was held against, and `inside` what became of the windows of both.

    How many windows of all were met would give a total away that the pages withhold.
    """
    say, counted, common = language.say, language.counted, base.common
    if base.base is None:
        yield say("Against {base}, which holds no playbook yet: everything is new.", base=base.words)
        return
    if inside:
        yield counted(
            "Against {base}: of {number} closed window of both, {before} were met before and {after} after; "
            "{added} added, {removed} removed.",
            "Against {base}: of {number} closed windows of both, {before} were met before and {after} after; "
            "{added} added, {removed} removed.",
            common.due,
            base=base.words,
            before=language.number(common.before),
            after=language.number(common.after),
            added=language.number(base.added),
            removed=language.number(base.removed),
        )
    else:
        yield say("Against {base}.", base=base.words)
    known = sum(one.fingerprint in base.known for one in judgement.findings)
    if known and inside:
        yield counted(
            "Not shown: {number} finding the base has too; `--no-base` shows all.",
            "Not shown: {number} findings the base has too; `--no-base` shows all.",
            known,
        )
    elif known:
        yield say("Not shown: what the base has too; `--no-base` shows all.")
    if base.unread:
        teams = _some(base.unread, ", ", language)
        yield say("Not compared, since unread before or after: {teams}.", teams=teams)


MOST = 20
"""Teams a verdict names: who has more of them reads the findings, or the pages."""


def _some(teams: Sequence[str], parted_by: str, language: Language) -> str:
    rest = len(teams) - MOST
    some = parted_by.join(teams[:MOST])
    if rest <= 0:
        return some
    return parted_by.join((some, language.say("and {number} more", number=language.number(rest))))


def pointers(view: FindingView, finding: Finding) -> list[str]:
    """Return where to read on: the rule's page as command or address, and the address of the policy's."""
    policy = view.policy_url(finding)
    return [view.help_url(finding) or f"outbound explain {finding.code}", *([policy] if policy else [])]


def shown_findings(text: str, width: int = 200) -> str:
    """Return a line with control characters made visible, cut to `width`."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= width else f"{clean[: width - 1]}…"
