"""A file of what is remembered from run to run: JSON with a schema, a kind, and a bound on its size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from checks.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Memory = TypeVar("Memory")


def read_memory_file(
    path: Path, kind: str, largest: int, parse: Callable[[dict[str, Any]], Memory], refused: str
) -> Memory | None:
    """Return what `parse` makes of a file of a kind, with at most `largest` bytes; None where there is no file yet.

    Raises `UsageError` for a file that can't be read, and for another kind of file: its path, and `refused`.
    """
    try:
        if not path.exists():
            return None
        if not path.is_file() or path.stat().st_size > largest:  # a pipe would be waited for
            raise ValueError
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != 1 or document["kind"] != kind:
            raise ValueError
        return parse(document)
    except OSError as error:
        why = (error.strerror or "the system refused").lower()
        raise UsageError(f"{path} can't be read: {why}") from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageError(f"{path} {refused}") from None
