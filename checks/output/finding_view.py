"""What a report shows: the findings chosen, and how much of them may be seen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from checks.model.findings import Finding, Place, Severity
from checks.output.links import policy_address, rule_address
from checks.run.judging import BaseComparison, Judgement
from checks.wording.language import ENGLISH, Language
from checks.wording.severities import severity_counts


@dataclass(frozen=True)
class FindingView:
    """Findings to report; `members` says whether persons may be named, `line_of` looks up a line.

    With `strict` warnings fail too. Findings are worded by their rules, what is around them in `language`. `site`
    is the address of the published playbook, None without one; `services` have a page there. It is `inside` where
    rosters and logs were judged: then Markdown says so in its first line.
    """

    judgement: Judgement
    findings: tuple[Finding, ...]
    members: bool
    strict: bool
    line_of: Callable[[Place], str | None]
    site: str | None = None
    inside: bool = True
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

    def help_url(self, code: str) -> str | None:
        """Return the page of a rule on the published site."""
        return rule_address(code, self.site)

    def policy_url(self, service: str | None) -> str | None:
        """Return the page of a service on the published site; a service nobody could read has none."""
        return policy_address(service, self.site) if service in self.services else None

    def words(self, finding: Finding) -> str:
        """Return what a finding says, without persons unless these may be named."""
        return finding.words(members=self.members)

    def inside_lines(self) -> list[str]:
        """Return the first lines of a Markdown text that only those who hold the data may read; none otherwise."""
        if not self.inside:
            return []
        words = self.language.say("**Inside**: made from rosters and logs, for those who hold the data.")
        return [words, ""]

    def summary(self) -> str:
        """Return how many findings there are, and for which day; then who is flagged and unread."""
        findings = [
            (shown.severity, shown.code, shown.problem.team, shown.problem.service) for shown in self.findings
        ]
        return _summary(self.judgement, findings, self.language)


_Finding = tuple[Severity, str, str | None, str | None]
"""Of a finding its severity and code, and the team and service it is about."""


def _summary(judgement: Judgement, findings: Sequence[_Finding], language: Language) -> str:
    say = language.say
    counts = severity_counts((severity for severity, *_ in findings), language)
    files = language.counted("{number} file", "{number} files", judgement.files)
    lines = [
        say("{findings} in {files}, judged for {day}.", findings=counts, files=files, day=judgement.as_of)
    ]
    flagged: dict[str, set[str]] = {}
    for _, code, team, service in findings:
        if code.startswith("CAD") and team and service:
            flagged.setdefault(team, set()).add(service)
    if flagged:
        named = [f"{team} ({', '.join(sorted(services))})" for team, services in sorted(flagged.items())]
        lines.append(say("Flagged: {teams}.", teams=_first_teams(named, "; ", language)))
    if judgement.against:
        lines += _against_base(judgement, judgement.against, language)
    if judgement.unread:
        unread = _first_teams(judgement.unread, ", ", language)
        lines.append(say("Unread, so nothing is said of their coverage: {teams}.", teams=unread))
    return "\n".join(lines)


def _against_base(judgement: Judgement, base: BaseComparison, language: Language) -> Iterator[str]:
    """Yield what a change was held against, and what became of the windows that both sides have."""
    say, counted, common = language.say, language.counted, base.common
    if base.base is None:
        yield say("Against {base}, which holds no playbook yet: everything is new.", base=base.words)
        return
    if judgement.people:
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
    known = sum(finding.fingerprint in base.known for finding in judgement.findings)
    if known:
        yield counted(
            "Not shown: {number} finding the base has too; `--no-base` shows all.",
            "Not shown: {number} findings the base has too; `--no-base` shows all.",
            known,
        )
    if base.unread:
        teams = _first_teams(base.unread, ", ", language)
        yield say("Not compared, since unread before or after: {teams}.", teams=teams)


MOST = 20
"""Teams a summary names; whoever has more of them reads the findings, or the pages."""


def _first_teams(teams: Sequence[str], separator: str, language: Language) -> str:
    """Return the first teams, and how many more there are."""
    rest = len(teams) - MOST
    more = [language.say("and {number} more", number=language.number(rest))] if rest > 0 else []
    return separator.join([*teams[:MOST], *more])


def pointers(view: FindingView, finding: Finding) -> list[str]:
    """Return where to read on: the rule's page as command or address, and the address of the policy's."""
    policy = view.policy_url(finding.problem.service)
    return [view.help_url(finding.code) or f"outbound explain {finding.code}", *([policy] if policy else [])]


def visible_line(text: str, width: int = 200) -> str:
    """Return a line with a replacement character for each that cannot be printed, cut to `width` characters."""
    clean = text if text.isprintable() else "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= width else f"{clean[: width - 1]}…"
