"""Every key of every file, broken in every way: one finding where it was broken, and never an exception.

`complete/` holds an example of each file that says every key there is; each is taken apart here.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from checks.loading.files import Folder, Tree
from checks.loading.policy import read_policy
from checks.loading.team_files import read_team
from checks.model.corrections import CorrectionsFile
from checks.model.playbook import Playbook
from checks.model.recognition import CalendarRules
from checks.model.release_document import ReleaseDocument, sealed
from checks.model.service import Service
from checks.model.team import Team
from checks.model.waivers import AnswersFile, WaiversFile
from tests.support.building import HARBOUR, Files, base, findings, lines
from tests.support.examples import NIGHTLY, many
from tests.unit.model.writing import (
    Node,
    Raw,
    Steps,
    Text,
    Written,
    all_steps,
    as_json,
    as_yaml,
    at,
    changed,
    read,
)

if typing.TYPE_CHECKING:
    from checks.model.findings import Fault

COMPLETE = Path(__file__).parent / "complete"
FILES: dict[str, tuple[str, type[BaseModel]]] = {
    "playbook.yaml": ("playbook/playbook.yaml", Playbook),
    "one-on-one.yaml": ("playbook/services/one-on-one.yaml", Service),
    "calendar.yaml": ("playbook/calendar.yaml", CalendarRules),
    "2026-Q3.json": ("playbook/published/2026-Q3.json", ReleaseDocument),
    "team.yaml": (f"{HARBOUR}/team.yaml", Team),
    "waivers.yaml": (f"{HARBOUR}/waivers.yaml", WaiversFile),
    "answers.yaml": (f"{HARBOUR}/answers.yaml", AnswersFile),
    "corrections.yaml": (f"{HARBOUR}/corrections.yaml", CorrectionsFile),
}
OPEN = ("severities", "agreements")
"""Mappings whose keys are the writer's own: by rule, and in team.yaml by service."""
TEXTS = {
    "organisation", "title", "text", "question", "summary", "purpose", "where", "how", "claim", "source",
    "name", "also_called", "category", "agenda", "leader", "data", "period", "controller", "contact", "legal_basis",
    "complaint_to", "seal", "against",
}  # fmt: skip
"""Keys that take any text, in quotes or not; a list's items under the list's key."""
ONE_OR_SEVERAL = {"title"}
"""Keys that take one text or a list of them."""
AT_LEAST_ONE = {"agreed_with", "given_by", "within", "only", "terms", *ONE_OR_SEVERAL}
"""Lists that may not be empty; a service's agreements, too."""

Laying = Callable[[Files], Path]
Change = tuple[Steps, Node, tuple[int, int], str]


def example(name: str) -> Node:
    return read((COMPLETE / name).read_text(encoding="utf-8"))


def written(name: str, node: Node) -> Written:
    return _sealed(as_json(node)) if name.endswith(".json") else as_yaml(node)


def _sealed(made: Written) -> Written:
    """Return a release with the seal of what stands in it, unless its seal is what was changed."""
    if made.lines[-2:] == ['  "seal": "as it is written"', "}"]:
        body = "\n".join(made.lines[:-2]).removesuffix(",")
        made.lines[-2:] = sealed(f"{body}\n}}\n").splitlines()[-2:]
    return made


def complete() -> dict[str, str | bytes]:
    quay = "data/teams/quay/team.yaml"  # where one of the example's members goes on, and another was before
    laid = base()
    goes_on = {
        quay: f"{laid[quay]!s}  - {{person: p-ada, from: 2028-01-01, moved_from: harbour}}\n"
        "  - {person: p-mia, from: 2025-01-01, to: 2025-02-28, moved_to: harbour}\n"
    }
    return laid | goes_on | {path: written(name, example(name)).text for name, (path, _) in FILES.items()}


def fields(model: type[BaseModel]) -> Iterator[tuple[str, str, bool]]:
    """Yield (model, key, required) of a model and all below it."""
    for name, field in model.model_fields.items():
        yield model.__name__, field.alias or name, field.is_required()
        for inner in models_in(field.annotation):
            yield from fields(inner)


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from models_in(part)


def is_open(name: str, steps: Steps) -> bool:
    """Whether the last of `steps` is a key the writer chose."""
    return len(steps) == 2 and steps[0] in OPEN and isinstance(steps[1], str)


def key_of(steps: Steps) -> str:
    return next(step for step in reversed(steps) if isinstance(step, str))


def model_at(model: type[BaseModel], steps: Steps, node: Node) -> set[type[BaseModel]]:
    """Return the models the mapping at `steps` may be of, by the keys it has."""
    here = {model}
    for at_step, step in enumerate(steps):
        if isinstance(step, int) or is_open("", steps[: at_step + 1]):
            continue
        here = {
            inner
            for one in here
            for name, field in one.model_fields.items()
            if (field.alias or name) == step
            for inner in models_in(field.annotation)
        }
    keys = set(typing.cast("dict[str, Node]", node))
    return {one for one in here if keys <= {field.alias or name for name, field in one.model_fields.items()}}


def is_required(model: type[BaseModel], steps: Steps, document: Node) -> bool:
    """Whether the key at `steps` may not be left out, by its model."""
    (owner,) = model_at(model, steps[:-1], at(document, steps[:-1]))
    return any(
        field.is_required()
        for name, field in owner.model_fields.items()
        if (field.alias or name) == steps[-1]
    )


def faults_with(root: Path, name: str, document: Written) -> tuple[Fault, ...]:
    """Return what is found while reading the policy, or the team, with the document as one of its files."""
    path = FILES[name][0]
    (root / path).write_text(document.text, encoding="utf-8", newline="")
    if path.startswith("playbook/"):
        return read_policy(Tree(Folder(root), "")).faults
    return read_team(Tree(Folder(root / HARBOUR), HARBOUR), "harbour").faults


def holds_one_each(
    root: Path, name: str, changes: Iterator[tuple[str, Written, tuple[int, int], str]]
) -> None:
    """Judge each change, and gather those that are not the one finding expected."""
    path, _ = FILES[name]
    wrong = []
    count = 0
    for what, document, (line, column), code in changes:
        found = [f"{one.problem.place}: {one.code}" for one in faults_with(root, name, document)]
        count += 1
        if found != [f"{path}:{line}:{column}: {code}"]:
            wrong.append(f"{what}: {line}:{column}: {code}, but {found}")
    assert count or not NIGHTLY
    assert not wrong, "\n".join(wrong)


def test_the_complete_examples_are_without_findings(repository: Laying) -> None:
    root = repository(complete())

    assert lines(root) == []


@pytest.mark.parametrize("name", FILES)
def test_the_complete_examples_say_every_key_there_is(name: str) -> None:
    document = example(name)
    said = {steps[-1] for steps in all_steps(document) if isinstance(steps[-1], str)}

    elsewhere = () if name == "one-on-one.yaml" else ("CalendarCadence", "EventCadence")
    assert {key for owner, key, _ in fields(FILES[name][1]) if owner not in elsewhere} <= said


def some_steps(document: Node, first: int = 0) -> list[Steps]:
    """Return all places of a document, or some of them, from the first on; each way to break takes others."""
    one_in = many(5, 1)
    return [*all_steps(document)][first % one_in :: one_in]


def misspelt(document: Node, steps: Steps) -> Node:
    key = str(steps[-1])
    return changed(document, steps, at(document, steps), key=f"{key[:1]}q{key[1:]}")


@pytest.mark.parametrize("name", FILES)
def test_a_misspelt_key_is_named_with_the_nearest_one(repository: Laying, name: str) -> None:
    root = repository(complete())
    document = example(name)

    def changes() -> Iterator[tuple[str, Written, tuple[int, int], str]]:
        for steps in some_steps(document):
            key = steps[-1]
            if isinstance(key, str) and not is_open(name, steps):
                made = written(name, misspelt(document, steps))
                yield f"{steps}", made, made.keys[*steps[:-1], f"{key[:1]}q{key[1:]}"], "SCH003"

    holds_one_each(root, name, changes())
    said = {
        re.findall(r"Did you mean `(\w+)`", one.problem.message)[0]
        for steps in all_steps(document)
        if isinstance(steps[-1], str) and len(steps) == 1
        for one in faults_with(root, name, written(name, misspelt(document, steps)))
    }
    assert said == set(typing.cast("dict[str, Node]", document))


@pytest.mark.parametrize("name", FILES)
def test_a_missing_key_is_named_where_its_mapping_begins(repository: Laying, name: str) -> None:
    root = repository(complete())
    document, model = example(name), FILES[name][1]

    def changes() -> Iterator[tuple[str, Written, tuple[int, int], str]]:
        for steps in all_steps(document):
            if (
                isinstance(steps[-1], str)
                and not is_open(name, steps)
                and is_required(model, steps, document)
            ):
                made = written(name, changed(document, steps, None))
                if steps[:-1] in made.values:
                    yield f"{steps}", made, made.values[steps[:-1]], "SCH004"

    holds_one_each(root, name, changes())


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_an_optional_key_can_be_read(repository: Laying, name: str) -> None:
    root = repository(complete())
    document, model = example(name), FILES[name][1]
    wrong = []

    for steps in some_steps(document, 1):
        if (
            isinstance(steps[-1], str)
            and not is_open(name, steps)
            and not is_required(model, steps, document)
        ):
            (root / FILES[name][0]).write_text(
                written(name, changed(document, steps, None)).text, encoding="utf-8"
            )
            found = findings(root)
            wrong += [
                f"{steps}: {one.problem}" for one in found if one.code in ("SCH001", "SCH002", "SCH003")
            ]

    assert not wrong, "\n".join(wrong)


def place_of(made: Written, steps: Steps, *, empty: bool, as_data: bool) -> tuple[int, int]:
    """Return where a finding stands: at the value, or at the key or just after the dash that nothing follows."""
    line, column = made.values[steps]
    if empty and isinstance(steps[-1], int):
        return line, column - (not as_data)
    return made.keys[steps] if empty else (line, column)


def scalars(document: Node, first: int = 0) -> Iterator[tuple[Steps, Text]]:
    for steps in some_steps(document, first):
        value = at(document, steps)
        if isinstance(value, Text):
            yield steps, value


@pytest.mark.parametrize("instead", VALUES := ["[[x]]", "{x: y}", "[]", "{}", ""])
@pytest.mark.parametrize("name", FILES)
def test_a_list_a_mapping_or_nothing_where_a_value_belongs(
    repository: Laying, name: str, instead: str
) -> None:
    root = repository(complete())
    document = example(name)
    first = VALUES.index(instead)
    if name.endswith(".json"):
        instead = {"[[x]]": '[["x"]]', "{x: y}": '{"x": "y"}'}.get(instead, instead)

    def changes() -> Iterator[tuple[str, Written, tuple[int, int], str]]:
        for steps, value in scalars(document, first):
            made = written(name, changed(document, steps, Raw(instead)))
            if name.endswith(".json") and not instead and steps[-1] == "team":
                continue  # null is the team of a total
            place = place_of(made, steps, empty=not instead, as_data=name.endswith(".json"))
            if value.text == "all" and instead == "[[x]]":
                place = (place[0], place[1] + 1)  # a list of ids is taken: its item is wrong
            yield f"{steps} {instead!r}", made, place, "SCH005"

    holds_one_each(root, name, changes())


@pytest.mark.parametrize("name", FILES)
def test_a_value_that_cannot_be_meant(repository: Laying, name: str) -> None:
    root = repository(complete())
    document = example(name)

    def changes() -> Iterator[tuple[str, Written, tuple[int, int], str]]:
        for steps, _ in scalars(document):
            if key_of(steps) not in TEXTS and not (key_of(steps) == "member" and "prepare" in steps):
                made = written(name, changed(document, steps, Text("!? x", quoted=True)))
                yield f"{steps}", made, made.values[steps], "SCH005"

    holds_one_each(root, name, changes())


@pytest.mark.parametrize("name", FILES)
def test_a_number_or_a_flag_in_quotes(repository: Laying, name: str) -> None:
    root = repository(complete())
    document = example(name)

    def changes() -> Iterator[tuple[str, Written, tuple[int, int], str]]:
        for steps, value in scalars(document):
            if re.fullmatch(r"\d+|true|false", value.text):
                made = written(name, changed(document, steps, Text(value.text, quoted=True)))
                yield f"{steps}", made, made.values[steps], "SCH005"

    holds_one_each(root, name, changes())


@pytest.mark.parametrize("instead", SHAPES := ["x", "'x'", "[x]", "{x: y}", ""])
@pytest.mark.parametrize("name", FILES)
def test_another_shape_where_a_list_or_mapping_belongs(repository: Laying, name: str, instead: str) -> None:
    root = repository(complete())
    document = example(name)
    as_data = name.endswith(".json")
    first = SHAPES.index(instead)
    if as_data:
        instead = {"x": '"x"', "'x'": "1", "[x]": "[1]", "{x: y}": '{"x": 1}'}.get(instead, instead)

    def changes() -> Iterator[tuple[str, Written, tuple[int, int], str]]:
        for steps in some_steps(document, first):
            value = at(document, steps)
            if steps[-1:] and steps[-1] in ONE_OR_SEVERAL and instead in ("x", "'x'"):
                continue
            if isinstance(value, dict | list) and not instead.startswith(
                "{" if isinstance(value, dict) else "["
            ):
                made = written(name, changed(document, steps, Raw(instead)))
                yield (
                    f"{steps} {instead!r}",
                    made,
                    place_of(made, steps, empty=not instead, as_data=as_data),
                    "SCH005",
                )

    holds_one_each(root, name, changes())


@pytest.mark.parametrize("name", FILES)
def test_an_empty_list_where_one_item_is_needed(repository: Laying, name: str) -> None:
    root = repository(complete())
    document = example(name)
    needed = AT_LEAST_ONE | ({"agreements"} if name == "one-on-one.yaml" else set())
    wrong = []

    for steps in all_steps(document):
        if steps == ("teams",):
            continue  # of a release: its figures are of teams that stand there
        if isinstance(at(document, steps), list):
            made = written(name, changed(document, steps, Raw("[]")))
            faults = faults_with(root, name, made)
            found = [f"{one.problem.place}: {one.code}" for one in faults if one.code == "SCH005"]
            line, column = made.values[steps]
            refused = [f"{FILES[name][0]}:{line}:{column}: SCH005"]
            if found != (refused if steps[-1] in needed or steps[-1] == "scale" else []):
                wrong.append(f"{steps}: {found}")

    assert not wrong, "\n".join(wrong)
