"""The YAML language server that editors run, driven over its standard streams as an editor does."""

from __future__ import annotations

import json
import shutil
import subprocess
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any, Self

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

WAIT = 600.0
"""Seconds an answer may take; the server starts in two."""
QUIET = 1.5
"""Seconds without another verdict, after which the last one stands; the server waits 0.2 before it judges."""

Message = dict[str, Any]


class LanguageServer:
    """A running server, with the documents an editor has opened in it."""

    def __init__(self, folder: Path, modules: Path) -> None:
        node = shutil.which("node")
        if node is None:
            pytest.skip("no node on this machine: apt-get install nodejs")
        self._process = subprocess.Popen(
            [node, modules / "yaml-language-server/bin/yaml-language-server", "--stdio"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._root = folder.as_uri()
        self._said: Queue[Message] = Queue()
        self._number = 0
        Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Self:
        self._ask("initialize", {"processId": None, "rootUri": self._root, "capabilities": _CAPABILITIES})
        self._tell("initialized", {})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait(timeout=WAIT)
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def opened(self, path: Path, text: str) -> list[tuple[int, str]]:
        """Open a file as if it held `text`; return the problems an editor underlines, (line from 1, message)."""
        self._number += 1
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": self._number, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": document})
        told = self._until(_judges(path), WAIT)
        while told:  # it judges anew when it has read its settings: the last word counts
            found, told = told["params"]["diagnostics"], self._until(_judges(path), QUIET)
        return sorted((one["range"]["start"]["line"] + 1, one["message"]) for one in found)

    def completions(self, path: Path, line: int, column: int) -> dict[str, str]:
        """Return what is offered at a place, both from 1, each with its explanation."""
        answer = self._ask("textDocument/completion", _place(path, line, column))
        items = answer["items"] if isinstance(answer, dict) else answer
        return {one["label"]: _words(one.get("documentation", "")) for one in items}

    def hover(self, path: Path, line: int, column: int) -> str:
        """Return what is said of the word at a place, both from 1."""
        answer = self._ask("textDocument/hover", _place(path, line, column))
        return _words(answer["contents"]) if answer else ""

    def _ask(self, method: str, params: Message) -> Any:
        self._number += 1
        asked = self._number
        self._send({"jsonrpc": "2.0", "id": asked, "method": method, "params": params})
        answer = self._until(lambda one: one.get("id") == asked and "method" not in one, WAIT)
        assert answer, f"the language server has said nothing to {method} for {WAIT:.0f} seconds"
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _tell(self, method: str, params: Message) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _until(self, fits: Callable[[Message], bool], seconds: float) -> Message | None:
        """Return the next message that fits, None when there is none for a while; what is asked is answered."""
        while True:
            try:
                said = self._said.get(timeout=seconds)
            except Empty:
                return None
            if fits(said):
                return said
            if "id" in said and "method" in said:
                wanted = said["params"].get("items", [])
                result = [_settings(one["section"]) for one in wanted] or None
                self._send({"jsonrpc": "2.0", "id": said["id"], "result": result})

    def _send(self, message: Message) -> None:
        body = json.dumps(message).encode()
        stream = self._process.stdin
        assert stream
        stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        stream.flush()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream
        while header := stream.readline():
            name, _, value = header.decode().partition(":")
            if name.lower() == "content-length":
                while stream.readline().strip():
                    pass
                self._said.put(json.loads(stream.read(int(value))))


def _judges(path: Path) -> Callable[[Message], bool]:
    return lambda one: (
        one.get("method") == "textDocument/publishDiagnostics" and one["params"]["uri"] == path.as_uri()
    )


_CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "publishDiagnostics": {},
    },
    "workspace": {"configuration": True},
}


def _settings(section: str) -> dict[str, Any] | None:
    """Return an editor's settings: as they come, but for the store of schemas on the network."""
    yaml = {"validate": True, "hover": True, "completion": True, "schemaStore": {"enable": False, "url": ""}}
    return yaml if section == "yaml" else None


def _place(path: Path, line: int, column: int) -> dict[str, Any]:
    return {
        "textDocument": {"uri": path.as_uri()},
        "position": {"line": line - 1, "character": column - 1},
    }


def _words(said: Any) -> str:
    return str(said.get("value", "")) if isinstance(said, dict) else str(said)
