"""What a report shows: the findings chosen, and how much of them may be seen."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from checks.model.findings import Finding, Place, Severity
from checks.output.compared_sides import not_compared_lines
from checks.output.links import policy_address, rule_address
from checks.output.promise_changes import PromiseChange
from checks.output.repository_paths import ONE_REPOSITORY, RepositoryPaths
from checks.run.judging import BaseComparison, Judgement
from checks.wording.language import ENGLISH, Language
from checks.wording.severities import severity_counts

_ID = re.compile(r"(?<![\w./-])[a-z][a-z0-9-]*[a-z0-9](?![\w/-]|\.\w)")


@dataclass(frozen=True)
class FindingView:
    """Findings to report; `members` says whether persons may be named, `line_of` looks up a line.

    With `strict` warnings fail too. Findings are worded by their rules, what is around them in `language`. `site`
    is the address of the published playbook, None without one; `services` have a page there. It is `inside` where
    rosters and logs were judged: then Markdown says so in its first line. With `everything` people see each finding
    of a team, without it the first few. `name` says how people are called: by id, or on a terminal by name too. `paths` says how
    the repository that runs the job calls files: people and programs on a host are shown those. `promises` is what a
    change promises otherwise, in words.
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
    everything: bool = False
    name: Callable[[str], str] = str
    paths: RepositoryPaths = ONE_REPOSITORY
    promises: tuple[PromiseChange, ...] = ()

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
        words = finding.words(members=self.members)
        return _called(words, finding.problem.member, self.name) if self.members else words

    def inside_lines(self) -> list[str]:
        """Return the first lines of a Markdown text that only those who hold the data may read; none otherwise."""
        if not self.inside:
            return []
        words = self.language.say(
            "**Inside**: made from rosters and logs, for people with access to the data."
        )
        return [words, ""]

    def verdict(self) -> str:
        """Return how many findings there are, in how many files, and as of which day; and what was not compared."""
        counts = severity_counts((shown.severity for shown in self.findings), self.language)
        files = self.language.counted("{number} file", "{number} files", self.judgement.files)
        words = self.language.say(
            "{findings} in {files}, as of {day}.", findings=counts, files=files, day=self.judgement.as_of
        )
        return " ".join([words, *self.not_compared()])

    def not_compared(self) -> list[str]:
        """Return a sentence for each part, policy or data, that was taken as it is, with the reason."""
        against = self.judgement.against
        return list(not_compared_lines(self.language, against.not_compared)) if against else []

    def notes(self) -> list[str]:
        """Return what the verdict rests on: the base it was compared with, and teams that are left out."""
        judgement, language = self.judgement, self.language
        lines = list(_against_base(judgement, judgement.against, language)) if judgement.against else []
        if judgement.unread:
            unread = _first_teams(judgement.unread, ", ", language)
            lines.append(
                language.say("Left out, because their files could not be read: {teams}.", teams=unread)
            )
        return lines

    def flagged(self) -> list[str]:
        """Return a line with the teams that got less than was agreed, and of which services; none is no line."""
        flagged: dict[str, set[str]] = {}
        for shown in self.findings:
            team, service = shown.problem.team, shown.problem.service
            if shown.code.startswith("CAD") and team and service and not shown.problem.is_history:
                flagged.setdefault(team, set()).add(service)
        named = [f"{team} ({', '.join(sorted(services))})" for team, services in sorted(flagged.items())]
        teams = _first_teams(named, "; ", self.language)
        return [self.language.say("Below what was agreed: {teams}.", teams=teams)] if named else []

    def summary(self) -> str:
        """Return the teams concerned, the notes, and the verdict as the last line."""
        return "\n".join([*self.flagged(), *self.notes(), self.verdict()])


def _called(words: str, member: str | None, name: Callable[[str], str]) -> str:
    """Return words with people called by name. An id without a hyphen may be a word too, so only the member's is one."""
    return _ID.sub(lambda id_: name(id_[0]) if "-" in id_[0] or id_[0] == member else id_[0], words)


def _against_base(judgement: Judgement, base: BaseComparison, language: Language) -> Iterator[str]:
    """Yield what a change was compared with, and how many of the windows that both have are met."""
    say, counted, common = language.say, language.counted, base.common
    if base.base is None:
        yield say("Compared with {base}, which has no playbook yet: everything is new.", base=base.words)
        return
    if judgement.people:
        yield counted(
            "Compared with {base}: {number} past promise is in both. {before} was met before, {after} is met now. "
            "Added: {added}, removed: {removed}.",
            "Compared with {base}: {number} past promises are in both. {before} were met before, {after} are met now. "
            "Added: {added}, removed: {removed}.",
            common.due,
            base=base.words,
            before=language.number(common.before),
            after=language.number(common.after),
            added=language.number(base.added),
            removed=language.number(base.removed),
        )
    else:
        yield say("Compared with {base}.", base=base.words)
    known = sum(finding.fingerprint in base.known for finding in judgement.findings)
    if known:
        yield counted(
            "Not shown: {number} finding that the base has too. To see it, add --no-base.",
            "Not shown: {number} findings that the base has too. To see them, add --no-base.",
            known,
        )
    if base.unread:
        teams = _first_teams(base.unread, ", ", language)
        yield say(
            "Not compared, because their files could not be read before or after the change: {teams}.",
            teams=teams,
        )


MOST = 20
"""Teams a summary names; a reader with more of them turns to the findings, or the pages."""


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
