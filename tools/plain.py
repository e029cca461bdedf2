"""Measure how plain the words are which a user meets: docs, pages, help, rules and messages.

    python -m tools.plain                 # all surfaces: one line for each fault, and the shares
    python -m tools.plain docs/how-to     # only texts from these paths
    python -m tools.plain --passive docs  # list the sentences in the passive and the long ones too

The list of words is in `tools/plain.yaml`, with the places where a word may stay and why.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import yaml

from checks.wording.catalogues import catalogue_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).parents[1]
WORDS = yaml.safe_load((ROOT / "tools" / "plain.yaml").read_text(encoding="utf-8"))
LONGEST = 25
"""Words a sentence may have."""

_REPLACE = {re.compile(rf"\b(?:{old})\b", re.IGNORECASE): new for old, new in WORDS["replace"].items()}
_KEPT = [(entry["place"], re.compile(entry["text"])) for entry in WORDS["exceptions"]]
_OPENINGS = re.compile(rf"(?:{'|'.join(WORDS['openings'])})\b")
_PARTICIPLE = rf"(?:\w{{2,}}ed|{'|'.join(WORDS['participles'])})"
_PASSIVE = re.compile(
    rf"\b(?:am|is|are|was|were|be|been|being|isn['’]t|aren['’]t|wasn['’]t|weren['’]t)\s+"
    rf"(?:(?:not|never|also|always|only|then|still|now|already|first|both|all|\w+ly)\s+){{0,2}}"
    rf"(?!(?:{'|'.join(WORDS['adjectives'])})\b){_PARTICIPLE}\b(?!-)",
    re.IGNORECASE,
)
_EMPTY = frozenset(WORDS["empty_in_headings"])
_ENDS = re.compile(r"(?<=[.!?])[\"”’*_)]*\s+(?=[\"“‘*_(\[]*[A-Z0-9`{…])")
_RULE = re.compile(r"[A-Z]{3}\d{3} [a-z-]+: ")
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_CODE = re.compile(r"`[^`]*`")
_FIELD = re.compile(r"\{[^{}]*\}|\{\{.*?\}\}|\{%.*?%\}")


@dataclass(frozen=True)
class Text:
    """A paragraph, a list item, a heading or a message, and the place where it is written."""

    surface: str
    place: str
    words: str
    heading: bool = False

    def sentences(self) -> list[str]:
        """Return its sentences, with each piece of code and each link as plain words."""
        return [sentence.strip() for sentence in _ENDS.split(self.words) if len(words_of(sentence)) > 3]


@dataclass(frozen=True)
class Fault:
    """One thing that breaks the style guide, at a place."""

    text: Text
    reason: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.text.place}: {self.reason}: {self.sentence[:160]}"


def words_of(sentence: str) -> list[str]:
    """Return the words of a sentence; a path, a date or a piece of code is one word.

    >>> words_of("Run `outbound check` on 2026-11-20, if you can’t wait.".replace("`outbound check`", "CODE"))
    ['Run', 'CODE', 'on', '2026-11-20', 'if', 'you', 'can’t', 'wait']
    """
    return re.findall(r"[^\W_][\w'’./&;%:-]*[^\W_]|[^\W_]", sentence)


def plain(markup: str) -> str:
    """Return a text without its markup: links are their words, code and fields are a name.

    >>> plain("See [the *log*](log.md): run `outbound log` for {name}.")
    'See the *log*: run CODE for NAME.'
    """
    text = _CODE.sub("CODE", _MARKUP.sub("", _LINK.sub(r"\1", markup)))
    return re.sub(r"\s+", " ", _FIELD.sub("NAME", text).replace("&nbsp;", " ")).strip()


def texts() -> Iterator[Text]:
    """Yield every text that a user meets, surface by surface."""
    yield from _documents()
    yield from _catalogue()
    yield from _help()
    yield from _messages()
    yield from _services()
    yield from _comments()


def _documents() -> Iterator[Text]:
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
    pages += sorted(page for page in (ROOT / "docs").rglob("*.md") if "adr" not in page.parts)
    pages += sorted((ROOT / "checks" / "scaffold" / "templates").rglob("*.md.j2"))
    for page in pages:
        yield from _document(str(page.relative_to(ROOT)), page.read_text(encoding="utf-8"))


def _document(name: str, text: str) -> Iterator[Text]:
    body = re.sub(r"\A---\n(.*?)^---$", _front_matter, text, flags=re.MULTILINE | re.DOTALL)
    body = _FENCE.sub(lambda block: "\n" * block[0].count("\n"), body)
    lines, paragraph, start = body.splitlines(), list[str](), 1
    for number, line in enumerate([*lines, ""], 1):
        begins = re.match(r"\s*(?:[-*+]|\d+\.)\s+|#+\s+|\|", line)
        if (not line.strip() or begins) and paragraph:
            yield _paragraph(f"{name}:{start}", " ".join(paragraph))
            paragraph = []
        if line.startswith(("    ", "|", "<")) or not line.strip():
            continue  # code, cells of tables and pictures are labels
        start = start if paragraph else number
        paragraph.append(line.strip())


def _front_matter(block: re.Match[str]) -> str:
    description = re.search(r"^description: (.*)$", block[1], re.MULTILINE)
    title = re.search(r"^title: (.*)$", block[1], re.MULTILINE)
    return f"{'# ' + title[1] if title else ''}\n\n{description[1] if description else ''}" + "\n" * (
        block[0].count("\n") - 2
    )


def _paragraph(place: str, words: str) -> Text:
    heading = words.startswith("#")
    return Text("docs", place, plain(re.sub(r"^(?:#+|[-*+]|\d+\.)\s+", "", words)), heading)


def _catalogue() -> Iterator[Text]:
    headings = _headings()
    for message in catalogue_of("fi"):
        forms = [message.id] if isinstance(message.id, str) else message.id[:1]
        for form in filter(None, forms):
            place = message.locations[0][0] if message.locations else "checks/wording/fi.po"
            yield Text("pages", place, plain(form), form in headings)


def _headings() -> frozenset[str]:
    calls = re.compile(r"heading\(\s*(?:\"([^\"]*)\"|'([^']*)')")
    sources = [*(ROOT / "checks").rglob("*.py"), *(ROOT / "checks").rglob("*.j2")]
    return frozenset(a or b for path in sources for a, b in calls.findall(path.read_text(encoding="utf-8")))


def _help() -> Iterator[Text]:
    from checks.cli import group

    yield from _help_of(group, ("outbound",))


def _help_of(command: click.Command, names: tuple[str, ...]) -> Iterator[Text]:
    place = " ".join(names) + " --help"
    for paragraph in (command.help or "").split("\n\n"):
        if not paragraph.lstrip().startswith("\b"):
            yield Text("help", place, plain(paragraph.replace("\f", "")))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield Text("help", f"{place} {parameter.opts[-1]}", plain(parameter.help))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            within = command.get_command(context, name)
            if within is not None:
                yield from _help_of(within, (*names, name))


def _messages() -> Iterator[Text]:
    """Yield the sentences in the code that are no page's: messages, and the docstrings of the rules."""
    for path in sorted((ROOT / "checks").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(text): owner for owner, text in _docstrings(tree)}
        for node in _strings(tree):
            words = plain(_value(node))
            if id(node) in docstrings:
                if isinstance(docstrings[id(node)], ast.Module) and _RULE.match(words):
                    for paragraph in _value(node).split("\n\n"):
                        yield Text("rules", f"{name}:{node.lineno}", plain(paragraph))
            elif len(words_of(words)) > 3 and " " in words:
                yield Text("messages", f"{name}:{node.lineno}", words)


def _docstrings(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.Constant]]:
    """Yield each string that is a statement of its own, and what holds it."""
    for owner in ast.walk(tree):
        body = getattr(owner, "body", None)
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield owner, statement.value


def _strings(tree: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.JoinedStr) or (
            isinstance(child, ast.Constant) and isinstance(child.value, str)
        ):
            yield child
        else:
            yield from _strings(child)


def _value(node: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{name}" for part in node.values)


def _services() -> Iterator[Text]:
    """Yield the English texts of the example's services, which are also the catalogue of `outbound init`."""
    for path in sorted((ROOT / "playbook").rglob("*.yaml")):
        name = str(path.relative_to(ROOT))
        for line, words in _scalars(yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)):
            yield from (Text("services", f"{name}:{line}", plain(part)) for part in words.split("\n"))


def _scalars(node: yaml.Node | None) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.line + 1, node.value
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value not in ("translations", "source", "url", "record"):
                yield from _scalars(value)


def _comments() -> Iterator[Text]:
    """Yield the comments and descriptions of workflows and of the YAML that `outbound init` writes."""
    paths = [ROOT / "action.yml", ROOT / ".pre-commit-hooks.yaml", *(ROOT / "templates").rglob("*.yml")]
    paths += [*(ROOT / ".github").rglob("*.yml"), *(ROOT / "checks/scaffold/templates").rglob("*.yaml.j2")]
    for path in sorted(paths):
        name = str(path.relative_to(ROOT))
        for line, words in _comment_blocks(path.read_text(encoding="utf-8")):
            yield Text("workflows", f"{name}:{line}", plain(words))


def _comment_blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield runs of comment lines as one text each, and descriptions, with their first line."""
    start, block = 0, list[str]()
    for number, line in enumerate([*text.splitlines(), ""], 1):
        comment = re.match(r"\s*# ?(.*)$", line)
        if comment:
            start = start if block else number
            block.append(comment[1])
            continue
        if block:
            yield start, " ".join(block)
            block = []
        described = re.match(r"\s*(?:- )?description: (.*)$", line) or re.search(r"\s# (.*)$", line)
        if described:
            yield number, described[1].strip("\"'")


def faults(text: Text) -> Iterator[Fault]:
    """Yield what breaks the guide in a text: words to replace, openings, headings, mixed apostrophes."""
    for pattern, instead in _REPLACE.items():
        match = pattern.search(text.words)
        if match:
            yield Fault(text, f"“{match[0]}” → {instead}", text.words)
    for sentence in text.sentences():
        if _OPENINGS.match(sentence.lstrip("*_(“")) and sentence.endswith("."):
            yield Fault(text, "opening", sentence)
    if text.heading and (
        re.search(r"\bit\b", text.words, re.IGNORECASE)
        or all(word.lower() in _EMPTY for word in words_of(text.words))
    ):
        yield Fault(text, "a heading without a noun", text.words)


def excepted(fault: Fault) -> bool:
    """Whether the list of exceptions names this sentence in this place."""
    return any(
        fault.text.place.startswith(place) and pattern.search(fault.text.words) for place, pattern in _KEPT
    )


def passive(sentence: str) -> bool:
    """Whether a form of *to be* and a participle stand together in it.

    >>> passive("The log is not always read."), passive("The command reads the log."), passive("It is over.")
    (True, False, False)
    """
    return _PASSIVE.search(sentence) is not None


def long(sentence: str) -> bool:
    """Whether a sentence has more words than anyone reads in one breath."""
    return len(words_of(sentence)) > LONGEST


@dataclass(frozen=True)
class Shares:
    """How many sentences a surface has, how many of them are in the passive, and how many are too long."""

    sentences: int
    passive: int
    long: int

    def __str__(self) -> str:
        return (
            f"{self.sentences} sentences, {self.passive / max(1, self.sentences):.1%} passive, "
            f"{self.long / max(1, self.sentences):.1%} over {LONGEST} words"
        )


def shares(read: Iterable[Text]) -> dict[str, Shares]:
    """Return the shares of each surface in `read`."""
    counts: dict[str, Counter[str]] = {}
    for text in read:
        if text.heading:
            continue
        for sentence in text.sentences():
            counts.setdefault(text.surface, Counter()).update(
                sentences=1, passive=passive(sentence), long=long(sentence)
            )
    return {
        surface: Shares(count["sentences"], count["passive"], count["long"])
        for surface, count in counts.items()
    }


@click.command()
@click.option("--passive", "listed", is_flag=True, help="List the passive and the long sentences too.")
@click.argument("paths", nargs=-1)
def main(*, listed: bool, paths: tuple[str, ...]) -> None:
    """Print what breaks the style guide, and the shares of each surface."""
    read = [text for text in texts() if not paths or text.place.startswith(paths)]
    broken = [fault for text in read for fault in faults(text) if not excepted(fault)]
    for fault in broken:
        click.echo(fault)
    for text in read if listed else ():
        for sentence in () if text.heading else text.sentences():
            if passive(sentence) or long(sentence):
                click.echo(f"{text.place}: {'long' if long(sentence) else 'passive'}: {sentence}")
    for surface, share in shares(read).items():
        click.echo(f"{surface}: {share}")
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
