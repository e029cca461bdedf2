"""What a change promises otherwise, in sentences for those who read no YAML: as Markdown, and for a terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checks.output.markdown import escape_markdown
from checks.wording.language import Language

MOST = 20
"""Agreements that a report puts in sentences; of more it says how many."""


@dataclass(frozen=True, slots=True)
class PromiseChange:
    """One thing that is promised otherwise, all in words.

    `title` names the service and from when. `sentences` are the promise, and what it was until now. `parts` are
    headings with what promises more, less or something else below them. `notes` say what it takes and who agreed.
    """

    title: str
    sentences: tuple[str, ...] = ()
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = ()


def promises_as_markdown(changes: Sequence[PromiseChange], language: Language) -> list[str]:
    """Return lines of Markdown, a heading for each change; none without changes."""
    lines: list[str] = []
    for change in changes[:MOST]:
        lines += ["", f"### {escape_markdown(change.title)}", ""]
        lines += [f"{escape_markdown(sentence)}  " for sentence in change.sentences]
        for heading, terms in change.parts:
            lines += ["", f"**{escape_markdown(heading)}**", ""]
            lines += [f"- {escape_markdown(term)}" for term in terms]
        lines += ["", *(f"{escape_markdown(note)}  " for note in change.notes)] if change.notes else []
    return [*lines, *(["", more] if (more := _more(changes, language)) else [])]


def promises_as_text(changes: Sequence[PromiseChange], language: Language) -> str:
    """Return the same as plain text; nothing without changes."""
    lines = [line for change in changes[:MOST] for line in _plain(change)]
    more = _more(changes, language)
    return "".join(f"{line}\n" for line in [*lines, *([more] if more else [])])


def _plain(change: PromiseChange) -> Iterator[str]:
    yield change.title
    yield from (f"  {sentence}" for sentence in change.sentences)
    for heading, terms in change.parts:
        yield f"  {heading}:"
        yield from (f"  - {term}" for term in terms)
    yield from (f"  {note}" for note in change.notes)


def _more(changes: Sequence[PromiseChange], language: Language) -> str:
    rest = len(changes) - MOST
    return language.say("and {number} more", number=language.number(rest)) if rest > 0 else ""
