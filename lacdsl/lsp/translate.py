"""Places and findings as the protocol writes them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types as lsp
from pygls import uris
from pygls.workspace import PositionCodec

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.editing.complete import Choice

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "note": lsp.DiagnosticSeverity.Information,
}
_KINDS = {
    "word": lsp.CompletionItemKind.Keyword,
    "table": lsp.CompletionItemKind.Class,
    "column": lsp.CompletionItemKind.Field,
    "code": lsp.CompletionItemKind.EnumMember,
    "define": lsp.CompletionItemKind.Property,
    "let": lsp.CompletionItemKind.Variable,
    "list": lsp.CompletionItemKind.Enum,
    "parameter": lsp.CompletionItemKind.Constant,
    "rule": lsp.CompletionItemKind.Function,
    "function": lsp.CompletionItemKind.Function,
}


def path_of(uri: str) -> Path:
    """The file that a URI names."""
    return Path(uris.to_fs_path(uri) or "")


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return uris.from_fs_path(str(path.resolve())) or ""


class Places:
    """Places in one text, between lacdsl's (from 1, in characters) and the client's (from 0, in its units)."""

    def __init__(self, text: str, codec: PositionCodec) -> None:
        self.lines = text.splitlines(keepends=True) or [""]
        self.codec = codec

    def range(self, span: Span) -> lsp.Range:
        """A span as the client counts."""
        start = lsp.Position(span.line - 1, span.column - 1)
        end = lsp.Position(
            span.end_line - 1, max(span.end_column - 1, span.column if span.end_line == span.line else 0)
        )
        return self.codec.range_to_client_units(self.lines, lsp.Range(self._inside(start), self._inside(end)))

    def at(self, line: int, column: int, length: int) -> lsp.Range:
        """A stretch of a line, both from 0, as the client counts."""
        start, end = lsp.Position(line, column), lsp.Position(line, column + length)
        return self.codec.range_to_client_units(self.lines, lsp.Range(start, end))

    def place(self, position: lsp.Position) -> tuple[int, int]:
        """Line and column, from 0 and in characters, of a position of the client's."""
        found = self.codec.position_from_client_units(self.lines, position)
        return found.line, found.character

    def whole(self) -> lsp.Range:
        """All of the text."""
        last = self.lines[-1]
        line = len(self.lines) - 1
        end = (
            lsp.Position(line + 1, 0)
            if last.endswith("\n")
            else lsp.Position(line, self.codec.client_num_units(last))
        )
        return lsp.Range(lsp.Position(0, 0), end)

    def _inside(self, position: lsp.Position) -> lsp.Position:
        line = min(max(position.line, 0), len(self.lines) - 1)
        length = len(self.lines[line].rstrip("\r\n"))
        return lsp.Position(line, min(max(position.character, 0), length))


def diagnostics(found: Sequence[Diagnostic], places: Places) -> list[lsp.Diagnostic]:
    """Diagnostics for the client, the help on a line of its own."""
    return [
        lsp.Diagnostic(
            range=places.range(each.span),
            message=f"{each.message}\n{each.help}" if each.help else each.message,
            severity=_SEVERITIES[each.severity],
            code=each.code,
            source="lacdsl",
        )
        for each in found
        if each.span is not None
    ]


def completion(choice: Choice, place: lsp.Range) -> lsp.CompletionItem:
    """One thing that can be written, in the place of the word that is being written."""
    return lsp.CompletionItem(
        label=choice.text,
        kind=_KINDS[choice.kind],
        detail=choice.detail or None,
        sort_text=f"{choice.order}{choice.text}",
        text_edit=lsp.TextEdit(place, choice.text),
        label_details=lsp.CompletionItemLabelDetails(description=choice.detail) if choice.detail else None,
    )
