"""Findings and choices as the protocol writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from lsprotocol import types as lsp
from pygls import uris

from lacdsl.diagnostics import Diagnostic
from lacdsl.editing.choice import Choice
from lacdsl.editing.outline import Kind
from lacdsl.lsp.text import Places

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
    "snippet": lsp.CompletionItemKind.Snippet,
    "key": lsp.CompletionItemKind.Property,
    "file": lsp.CompletionItemKind.File,
}


_SYMBOLS: dict[Kind, lsp.SymbolKind] = {
    "rule": lsp.SymbolKind.Function,
    "define": lsp.SymbolKind.Property,
    "codes": lsp.SymbolKind.Enum,
    "parameter": lsp.SymbolKind.Constant,
    "table": lsp.SymbolKind.Class,
    "change": lsp.SymbolKind.Event,
}


def path_of(uri: str) -> Path:
    """The file that a URI names; one that was never saved counts as lying in the folder that the editor has open."""
    if not uri.startswith("file:"):
        name = re.sub(r"\W+", "-", uri.rpartition("/")[2].rpartition(":")[2]) or "new"
        return Path.cwd() / f"{name}.rules"
    return Path(uris.to_fs_path(uri) or "")


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return uris.from_fs_path(str(path.resolve())) or ""


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


def completion(choice: Choice, nth: int, place: lsp.Range) -> lsp.CompletionItem:
    """One thing that can be written, in the place of the word that is being written; the `nth` of them."""
    is_snippet = choice.kind == "snippet"
    return lsp.CompletionItem(
        label=choice.text,
        kind=_KINDS[choice.kind],
        detail=choice.detail or None,
        documentation=choice.about or None,
        sort_text=f"{nth:04}",
        filter_text=choice.text.removesuffix(" …") if is_snippet else None,
        insert_text_format=lsp.InsertTextFormat.Snippet if is_snippet else None,
        insert_text_mode=lsp.InsertTextMode.AsIs if is_snippet else None,
        text_edit=lsp.TextEdit(place, choice.insert or choice.text),
        label_details=lsp.CompletionItemLabelDetails(description=choice.detail) if choice.detail else None,
    )


def symbol_kind(kind: Kind) -> lsp.SymbolKind:
    """How an item is shown in an outline."""
    return _SYMBOLS[kind]
