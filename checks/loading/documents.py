"""Judge a mapping with places by its model: return the model, or a fault for each thing that is wrong."""

import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from checks.loading.blocks import MOST_EVENTS, Empty, parse_yaml
from checks.loading.files import YAML_CAP, Tree, printable, read_text
from checks.loading.invisible_slips import Slip, slip_in_words
from checks.loading.naming import NAMED, NO_WORDS, PRIVATE_WORDS, tells_who
from checks.loading.repairable import with_repair
from checks.model.base import Placed
from checks.model.findings import Fault, Place, Problem
from checks.model.source import Block, Items, Mark, Quoted, mark_of

M = TypeVar("M", bound=Placed)
Step = int | str


class Size(NamedTuple):
    """How large a file may be, in bytes and in events, and under which of its keys a null is meant."""

    cap: int
    most: int
    nulls: frozenset[str] = frozenset()


HAND_WRITTEN = Size(YAML_CAP, MOST_EVENTS)


@dataclass(frozen=True, slots=True)
class WrongValue:
    """One thing a model refuses: the code it breaks, where, and in which words.

    `spoken` is the same sentence with what was written; of files that hold persons it is shown only to
    those who may see them.
    """

    code: str
    steps: tuple[Step, ...]
    words: str
    spoken: str = ""
    at_key: bool = False


def read_document(
    tree: Tree, model: type[M], *, private: bool = False, size: Size = HAND_WRITTEN
) -> tuple[M | None, list[Fault]]:
    """Return the file as its model, or None with at least one fault, `MOST_FAULTS` and one more at the most.

    `private` files hold persons: what was written is repeated only in `Problem.named`.
    """
    text = read_text(tree, size.cap)
    if isinstance(text, Fault):
        return None, [with_repair(text, tree)]
    block, faults = parse_yaml(text, tree.shown, nulls=size.nulls, most=size.most)
    if not private:
        faults = [_spoken(fault) for fault in faults]
    if block is None:
        return None, _first_of(faults)
    document, wrong = judge_block(block, model, private=private, lines=text.split("\n"))
    if document is None:
        return None, _first_of([*faults, *wrong])
    return (None if faults else document), faults


def judge_block(
    block: Block, model: type[M], *, private: bool = False, lines: Sequence[str] = ()
) -> tuple[M | None, list[Fault]]:
    """Return a mapping as its model, or None with all faults of its values.

    With the `lines` it was read from, a fault names what cannot be seen in them.
    """
    try:
        return model.model_validate(block), []
    except ValidationError as error:
        wrong: Iterable[WrongValue] = wrong_values(error, block, model)
        if private:
            wrong = (about_person(value, block) for value in wrong)
        return None, [_fault(block, value, lines, private=private) for value in wrong]


_OF_WORDS = frozenset({"SCH003", "SCH005", "SCH010", "SCH011"})
"""Codes of a key or value that is not taken as it was written."""

MOST_FAULTS = 100
"""Faults of one document that are listed: more are one mistake made over and over, or no document at all."""


def _first_of(faults: list[Fault]) -> list[Fault]:
    """Return the first faults of a document, and one that says how many are left out."""
    if len(faults) <= MOST_FAULTS:
        return faults
    inside = sorted(faults, key=lambda fault: (fault.problem.place.line, fault.problem.place.column))
    place = inside[MOST_FAULTS].problem.place
    rest = (
        f"this file has {len(faults) - MOST_FAULTS:,} more problems from here on. Fix the listed ones first"
    )
    return [*inside[:MOST_FAULTS], Fault("SCH001", Problem(place, rest))]


def _spoken(fault: Fault) -> Fault:
    """Return the fault with what was written repeated to everybody."""
    problem = fault.problem
    return replace(fault, problem=replace(problem, message=problem.named or problem.message, named=""))


def _fault(block: Block, wrong: WrongValue, lines: Sequence[str], *, private: bool) -> Fault:
    """Return `wrong` at its line and column, or at what cannot be seen in it."""
    mark = mark_of(block, wrong.steps, key=wrong.at_key)
    texts = (wrong.words, wrong.spoken or wrong.words)
    if slip := _slip_of(block, wrong, lines, mark):
        mark = slip.line, slip.column
        texts = (slip.after(texts[0]), slip.after(texts[1]))
    words, named = texts if private else (texts[1], "")
    subject = f"{block.path} {'.'.join(map(str, wrong.steps))} {wrong.words}"
    return Fault(wrong.code, Problem(Place(block.path, *mark), words, named=named, subject=subject))


def _slip_of(block: Block, wrong: WrongValue, lines: Sequence[str], mark: Mark) -> Slip | None:
    """Return what cannot be seen in the key or value that is wrong, None where that is not the reason."""
    word = wrong.steps[-1] if wrong.at_key and wrong.steps else _value_at(block, wrong.steps)
    if wrong.code not in _OF_WORDS or not isinstance(word, str):
        return None
    entry = wrong.at_key or wrong.words.startswith(("this must be a", "this cadence is incomplete"))
    return slip_in_words(lines, *mark, word, entry=entry)


def wrong_values(error: ValidationError, block: Block, model: type[BaseModel]) -> Iterator[WrongValue]:
    """Yield what is wrong, once each: a misspelt key is not also a missing one."""
    details = error.errors(include_input=False, include_url=False)
    unknown = [wrong for detail in details if (wrong := _unknown_key(detail, model, block))]
    yield from (wrong for wrong, _ in unknown)
    meant = {(wrong.steps[:-1], nearest) for wrong, nearest in unknown if nearest}
    inner = {steps[:at] for detail in details for steps in [detail["loc"]] for at in range(len(steps))}
    for detail in details:
        steps = _steps(detail["loc"], block)
        match detail["type"]:
            case "extra_forbidden":
                continue
            case "missing" if isinstance(steps[-1], int):
                items = _value_at(block, steps[:-1])
                if steps[-1] == (len(items) if isinstance(items, Items) else 0):
                    yield WrongValue("SCH005", steps[:-1], "this list is too short. Add the missing entries")
            case "missing":
                if (steps[:-1], steps[-1]) not in meant:
                    words = f"`{steps[-1]}` is missing"
                    holders = [step for step in steps[:-1] if isinstance(step, str)]
                    around = f" in `{holders[-1]}`" if holders else ""
                    yield WrongValue("SCH004", steps, f"{words}. Add it", f"{words}{around}. Add it")
            case "too_short" if detail["loc"] in inner:  # an item of it is wrong, and reported
                continue
            case _:
                yield _wrong_value(detail, steps, block)


_PERSONS = ("person", "coach", "member", "approved_by", "by", "agreed_with_people")
"""Keys that hold the id of a person."""


def about_person(wrong: WrongValue, block: Block) -> WrongValue:
    """Return what is wrong in a file of persons; names, notes and reasons are reported as such."""
    names = [step for step in wrong.steps if isinstance(step, str)]
    last = names[-1] if names else ""
    if wrong.code == "SCH003" and last.lower() in PRIVATE_WORDS:
        return WrongValue("PRV002", wrong.steps, NO_WORDS, at_key=True)
    value = _value_at(block, wrong.steps)
    if last in _PERSONS and isinstance(value, str) and tells_who(value):
        return WrongValue("PRV001", wrong.steps, NAMED, f"{_echo(value)}: {NAMED}")
    return wrong


def _steps(loc: tuple[Step, ...], block: Block) -> tuple[Step, ...]:
    """Return the steps of `loc` the file has, and a last one it may lack; union tags are left out."""
    node: Any = block
    steps: list[Step] = []
    for at, step in enumerate(loc):
        last = at == len(loc) - 1
        if isinstance(node, Block) and isinstance(step, str):
            if step in node:
                node = node[step]
            elif not last or step in ("[key]", "calendar", "rolling", "event", "word", "list"):
                continue
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node):
            node = node[step]
        elif not last or isinstance(step, str):
            continue
        steps.append(step)
    return tuple(steps)


def _unknown_key(detail: Any, model: type[BaseModel], block: Block) -> tuple[WrongValue, str] | None:
    if detail["type"] != "extra_forbidden":
        return None
    loc: tuple[Step, ...] = detail["loc"]
    steps = tuple(step for step in loc if step not in ("calendar", "rolling", "event"))
    holder = _value_at(block, steps[:-1])
    written = set(holder) if isinstance(holder, Block) else set()
    known = sorted(_known_keys(model, loc[:-1]))
    key = str(loc[-1])
    nearest = next(iter(get_close_matches(key, [name for name in known if name not in written], n=1)), "")
    hint = f"Did you mean `{nearest}`?" if nearest else f"Known keys: {', '.join(known)}"
    spoken = f"unknown key `{printable(key[:60])}`. {hint}"
    return WrongValue("SCH003", steps, f"unknown key. {hint}", spoken, at_key=True), nearest


def _known_keys(model: type[BaseModel], loc: tuple[Step, ...]) -> set[str]:
    """Return the keys the models at `loc` know, walking the annotations; union tags stay where they are."""
    models = {model}
    for step in loc:
        if isinstance(step, str):
            below = {
                inner
                for outer in models
                for name, field in outer.model_fields.items()
                if (field.alias or name) == step
                for inner in _models_in(field.annotation)
            }
            tagged = {outer for outer in models if outer.__name__ == f"{step.capitalize()}Cadence"}
            models = below or tagged or models
    return {field.alias or name for outer in models for name, field in outer.model_fields.items()}


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _models_in(part)


_SHAPES = {
    "tuple_type": "this must be a list. Start each entry with `- `",
    "list_type": "this must be a list. Start each entry with `- `",
    "dict_type": "this must be a mapping of `key: value` lines",
    "model_type": "this must be a mapping of `key: value` lines",
    "model_attributes_type": "this must be a mapping of `key: value` lines",
    "too_short": "this list is empty. Add at least one entry",
    "too_long": "this list is too long. Remove entries",
    "union_tag_not_found": "this cadence is incomplete. Write at_least and per, or at_most_apart, or after and within",
}


def _wrong_value(detail: Any, steps: tuple[Step, ...], block: Block) -> WrongValue:
    value = _value_at(block, steps)
    if isinstance(value, Empty):
        at_key = isinstance(steps[-1], str)
        words, after = "a value is missing", f" after `{steps[-1]}:`" if at_key else " after the dash"
        return WrongValue("SCH005", steps, f"{words}. Add it", f"{words}{after}. Add it", at_key=at_key)
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "refused":
        return _refused(steps, context["words"], value, in_key="[key]" in detail["loc"])
    if kind in ("literal_error", "enum"):
        return _not_one_of(steps, context["expected"], value, or_list="word" in detail["loc"])
    words = _SHAPES.get(kind) or f"{detail['msg'][:1].lower()}{detail['msg'][1:]}"
    return WrongValue("SCH005", steps, words)


def _refused(steps: tuple[Step, ...], words: str, value: object, *, in_key: bool) -> WrongValue:
    code = "SCH011" if " is before " in words else "SCH010" if words.startswith("the year ") else "SCH005"
    if in_key or not isinstance(value, str):
        return WrongValue(code, steps, words, at_key=in_key)
    return WrongValue(code, steps, words, words if value in words else f"{_echo(value)}: {words}")


def _not_one_of(steps: tuple[Step, ...], expected: str, value: object, *, or_list: bool) -> WrongValue:
    choices = [part.strip().strip("'") for part in expected.replace(" or ", ", ").split(",")]
    nearest = get_close_matches(value, choices, n=1) if isinstance(value, str) else []
    hint = f". Did you mean `{nearest[0]}`?" if nearest else ""
    known = f"{', '.join(choices)}, or a list" if or_list else f"one of {', '.join(choices)}"
    words = f"not a valid value. Write {known}{hint}"
    return WrongValue("SCH005", steps, words, f"{_echo(value)}: {words}" if isinstance(value, str) else "")


def _echo(value: str) -> str:
    shown = printable(value if len(value) <= 40 else value[:39] + "…")
    return f'"{shown}"' if isinstance(value, Quoted) else f"`{shown}`"


def _value_at(block: Block, steps: tuple[Step, ...]) -> object:
    node: Any = block
    for step in steps:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node:
            node = node[step]
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node
