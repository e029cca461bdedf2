"""Read `sources.yaml` beside `teams/`: the calendars that are collected."""

from checks.loading.documents import read_document
from checks.loading.files import EntryKind, Tree
from checks.model.errors import UsageError
from checks.model.sources import Sources

SOURCES = "sources.yaml"


def read_sources(data: Tree) -> Sources:
    """Return the sources of the data; raises `UsageError` where there are none, or the file cannot be read.

    No message repeats what was written: somebody may have put a secret there.
    """
    file = data.below(SOURCES)
    if file.kind() is EntryKind.ABSENT:
        raise UsageError(
            f"there is no {file.shown}. Create it beside teams/, with the calendars to read. For an example, run: "
            "outbound collect --help"
        )
    sources, faults = read_document(file, Sources, private=True)
    if sources is None or faults:
        problem = faults[0].problem
        raise UsageError(f"{problem.place}: {problem.message}")
    if not sources.sources:
        raise UsageError(f"{file.shown} has no sources. Add a calendar under `sources:`")
    return sources
