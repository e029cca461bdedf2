"""`github`: workflow commands that GitHub shows at the lines they are about, and nothing else it could obey."""

from collections.abc import Iterator

from checks.model.findings import Place, Severity
from checks.output.finding_view import FindingView, visible_line
from checks.wording.severities import severity_words

MOST = 9
"""Commands of a kind; GitHub shows ten of each a step, and the tenth says how many more there are."""


def github_report(view: FindingView) -> str:
    """Return a command a finding, at most nine of a kind and one for the rest, then the verdict."""
    lines = [line for severity in Severity for line in _commands(severity, view)]
    return "".join(f"{line}\n" for line in [*lines, escape_value(view.summary())])


def _commands(severity: Severity, view: FindingView) -> Iterator[str]:
    language = view.language
    findings = [finding for finding in view.findings if finding.severity is severity]
    for finding in findings[:MOST]:
        title = f"{finding.code} {finding.name}"
        place, here = view.paths.located(finding.problem.place), view.paths.place_here(finding)
        words = ". ".join(filter(None, [view.words(finding), finding.problem.help]))
        yield workflow_command(
            severity.value, words if here == place else f"{place}: {words}", here, title=title
        )
    if findings[MOST:]:
        count = language.number(len(findings) - MOST)
        more = language.say("and {number} more; the job summary lists them", number=count)
        title = language.say("More of the kind {severity}", severity=severity_words(language, severity))
        yield workflow_command(severity.value, more, title=title)


def workflow_command(kind: str, words: str, place: Place | None = None, *, title: str) -> str:
    r"""Return one workflow command, on one line whatever the words hold.

    >>> workflow_command("error", "50%\n::debug::", title="CAD001, below")
    '::error title=CAD001%2C below::50%25 ::debug::'
    """
    where = {"file": place.path, "line": str(place.line), "col": str(place.column)} if place else {}
    escaped = {key: _data(value) for key, value in {**where, "title": title}.items()}
    properties = ",".join(
        f"{key}={value.replace(':', '%3A').replace(',', '%2C')}" for key, value in escaped.items()
    )
    return f"::{kind} {properties}::{_data(words)}"


def _data(words: str) -> str:
    """Return text as a command carries it, cut to 4,000 characters; what is not printable is a space."""
    flat = "".join(c if c.isprintable() else " " for c in words)
    return visible_line(flat, 4000).replace("%", "%25").replace("##[", "## [")


def escape_value(text: str) -> str:
    r"""Return text in which no line is a command to GitHub.

    >>> escape_value("  ::error::x\n##[error]y")
    '  : :error::x\n## [error]y'
    """
    lines = text.split("\n")
    calm = [line.replace("::", ": :", 1) if line.lstrip().startswith("::") else line for line in lines]
    return "\n".join(calm).replace("##[", "## [")
