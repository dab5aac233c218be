"""An editor in a hundred lines: starts the server and speaks the protocol over its standard input and output."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

LONGEST = 60.0


class Client:
    """A running server. Messages are plain dicts, as they go over the wire."""

    def __init__(self, root: Path, options: dict[str, Any] | None = None) -> None:
        environment = {**os.environ, "LACDSL_HOME": str(root / "home")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "lacdsl", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self.root = root
        self.options = options or {}
        self.number = 0
        self.version = 0
        self.answers: dict[int, Any] = {}
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.arrived = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> Client:
        capabilities = {
            "general": {"positionEncodings": ["utf-16"]},
            "workspace": {
                "codeLens": {"refreshSupport": True},
                "didChangeWatchedFiles": {"dynamicRegistration": True},
            },
            "textDocument": {
                "publishDiagnostics": {},
                "completion": {"completionItem": {"snippetSupport": True}},
            },
        }
        self.able = self.ask(
            "initialize",
            processId=None,
            rootUri=self.root.as_uri(),
            capabilities=capabilities,
            initializationOptions=self.options,
        )["capabilities"]
        self.tell("initialized")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.ask("shutdown")
            self.tell("exit")
            assert self.process.wait(timeout=20) == 0
        finally:
            self.process.kill()

    def ask(self, method: str, **params: Any) -> Any:
        """The answer to a request; an error is raised with its message."""
        self.number += 1
        number = self.number
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params or None})
        with self.arrived:
            assert self.arrived.wait_for(lambda: number in self.answers, LONGEST), method
            answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def tell(self, method: str, **params: Any) -> None:
        """A notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def open(self, path: Path, text: str | None = None, uri: str | None = None) -> str:
        """Open a file, as it lies there or with another text, under its plain URI or another one."""
        uri = uri or path.as_uri()
        text = path.read_text(encoding="utf-8") if text is None else text
        self.version += 1
        document = {"uri": uri, "languageId": "lacdsl", "version": self.version, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return uri

    def change(self, uri: str, text: str) -> None:
        """Put another text in the place of the whole file."""
        self.version += 1
        document = {"uri": uri, "version": self.version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])

    def wait(self, method: str, **wanted: Any) -> dict[str, Any]:
        """The next message of the server's own with this method and these parameters."""
        while True:
            message = self.told.get(timeout=LONGEST)
            params = message.get("params") or {}
            if message["method"] == method and all(params.get(key) == value for key, value in wanted.items()):
                found: dict[str, Any] = params
                return found

    def at(self, method: str, uri: str, line: int, character: int, **more: Any) -> Any:
        """The answer to a question about a place."""
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{method}", textDocument={"uri": uri}, position=place, **more)

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while (line := stream.readline().strip()) or not length:
                if not line:
                    return
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            message = json.loads(stream.read(length))
            if "method" in message:
                if "id" in message:
                    self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})
                self.told.put(message)
            else:
                with self.arrived:
                    self.answers[message["id"]] = message
                    self.arrived.notify_all()
