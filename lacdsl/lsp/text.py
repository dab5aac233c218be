"""The texts of open files, kept in step with the editor, and places in them as the protocol counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, takewhile
from pathlib import Path

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from lacdsl.diagnostics import Span

# The protocol knows three ends of a line, and no others: not the many of `str.splitlines`.
_ENDS = re.compile(r"\r\n|\r|\n")
_AFTER_END = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")


class Texts:
    """Open files by URI, as the editor has them."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}
        self._versions: dict[str, int | None] = {}

    def open(self, uri: str, text: str, version: int | None) -> None:
        """A file was opened, or its text put in the place of what was there."""
        self._held[uri], self._versions[uri] = text, version

    def change(
        self,
        uri: str,
        changes: Sequence[lsp.TextDocumentContentChangeEvent],
        version: int | None,
        codec: PositionCodec,
    ) -> None:
        """Changes were made, each in the text that the one before has left."""
        text = self._held.get(uri, "")
        for each in changes:
            if isinstance(each, lsp.TextDocumentContentChangePartial):
                places = Places(text, codec)
                start, end = places.offset(each.range.start), places.offset(each.range.end)
                text = text[:start] + each.text + text[max(start, end) :]
            else:
                text = each.text
        self.open(uri, text, version)

    def close(self, uri: str) -> None:
        """A file was closed."""
        self._held.pop(uri, None)
        self._versions.pop(uri, None)

    def version(self, uri: str) -> int | None:
        """The editor's number of the text that it has sent last."""
        return self._versions.get(uri)

    def text(self, uri: str, path: Path) -> str:
        """The text of a file, every line ending in the same way; as it lies on the disk when it is not open."""
        held = self._held.get(uri)
        if held is None:
            try:
                held = path.read_bytes().decode("utf-8-sig", errors="replace")
            except OSError:
                held = ""
        return _ENDS.sub("\n", held)

    def as_written(self, uri: str, text: str) -> str:
        """A text to be put into a file, with the ends of lines that the file has."""
        return text.replace("\n", "\r\n") if "\r\n" in self._held.get(uri, "") else text


class Places:
    """Places in one text, between lacdsl's (from 1, in characters) and the client's (from 0, in its units)."""

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self.lines = _AFTER_END.split(text)
        self.codec = codec

    def range(self, span: Span) -> lsp.Range:
        """A span as the client counts, one character long at least."""
        end = span.end_column - 1
        if span.end_line == span.line:
            end = max(end, span.column)
        return lsp.Range(
            self._position(span.line - 1, span.column - 1), self._position(span.end_line - 1, end)
        )

    def at(self, line: int, column: int, length: int) -> lsp.Range:
        """A stretch of a line, both from 0, as the client counts."""
        return lsp.Range(self._position(line, column), self._position(line, column + length))

    def place(self, position: lsp.Position) -> tuple[int, int]:
        """Line and column, from 0 and in characters, of a position of the client's."""
        if position.line >= len(self.lines):
            return len(self.lines) - 1, len(self._line(len(self.lines) - 1))
        units = accumulate(self.codec.client_num_units(sign) for sign in self._line(position.line))
        return position.line, sum(1 for _ in takewhile(lambda reached: reached <= position.character, units))

    def offset(self, position: lsp.Position) -> int:
        """How many characters of the text stand before a position of the client's."""
        line, column = self.place(position)
        return sum(len(each) for each in self.lines[:line]) + column

    def lines_between(self, first: int, last: int) -> lsp.Range:
        """All of the lines from `first` to before `last`, both from 0, the ends of lines included."""
        end = len(self.lines) - 1
        to = lsp.Position(last, 0) if last <= end else self._position(end, len(self.lines[end]))
        return lsp.Range(lsp.Position(first, 0), to)

    def _position(self, line: int, column: int) -> lsp.Position:
        line = min(max(line, 0), len(self.lines) - 1)
        return lsp.Position(line, self.codec.client_num_units(self._line(line)[: max(column, 0)]))

    def _line(self, line: int) -> str:
        return self.lines[line].rstrip("\r\n")
