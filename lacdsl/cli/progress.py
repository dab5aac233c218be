"""One line on a terminal that says what is going on, with what, and for how long. Nothing in a pipe."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

_EVERY = 1.0
_LONG = 2.0
"""From how many seconds on it is said how many there were."""
_WIDTH = 80

Tell = Callable[[str], None]


@contextmanager
def progress(text: str) -> Iterator[Tell]:
    """Say on a terminal what is going on, while it goes on. What comes is called with what it is at (a file, say)."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    line = _Line(text, sys.stderr)
    try:
        line.show()
        yield line.at
    finally:
        line.end()


class _Line:
    def __init__(self, text: str, stream: TextIO) -> None:
        self._text, self._stream, self._what = text, stream, ""
        self._began, self._shown = monotonic(), 0
        self._lock, self._ended = threading.Lock(), threading.Event()
        threading.Thread(target=self._tick, daemon=True).start()

    def at(self, what: str) -> None:
        """Names what is being worked on."""
        self._what = "".join(letter if letter.isprintable() else "?" for letter in what)
        self.show()

    def show(self) -> None:
        """Writes the line over what it was."""
        seconds = int(monotonic() - self._began)
        about = f": {self._what}" if self._what else ""
        behind = f" ... {seconds} s" if seconds >= _LONG else " ..."
        room = _columns(self._stream) - len(behind) - 1
        text = self._text + about
        text = text if len(text) <= room else f"{text[: max(0, room - 1)]}…"
        with self._lock:
            if not self._ended.is_set():
                self._write(text + behind)

    def end(self) -> None:
        """Takes the line away."""
        self._ended.set()
        with self._lock:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _write(self, text: str) -> None:
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        text = text.encode(encoding, "replace").decode(encoding)
        self._stream.write(f"\r{text}{' ' * (self._shown - len(text))}")
        self._stream.flush()
        self._shown = len(text)

    def _tick(self) -> None:
        while not self._ended.wait(_EVERY):
            self.show()


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or _WIDTH
    except (OSError, ValueError):
        return _WIDTH
