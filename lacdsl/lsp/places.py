"""Where things are defined, as places in files."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp
from pygls.workspace import PositionCodec

from lacdsl.diagnostics import Span
from lacdsl.editing.places import Target, model_line
from lacdsl.editing.project import file_path
from lacdsl.lsp.state import Document, State
from lacdsl.lsp.text import Places
from lacdsl.rulesets.chain import Chain
from lacdsl.syntax import tree as t


def definition_of(
    target: Target,
    document: Document,
    chain: Chain,
    files: tuple[Path, ...],
    state: State,
    codec: PositionCodec,
) -> lsp.Location | None:
    """Where the thing that a word names is defined: in the rules, or in the data model."""
    span = target.let
    if target.item is not None:
        span = target.item.body.span if isinstance(target.item, t.Rule | t.Family) else target.item.span
    if span is not None:
        return _in_rules(span, document, chain, state, codec)
    found = model_line(files, target.table, target.column) if target.table else None
    if found is None:
        return None
    path, line = found
    place = lsp.Position(line, 0)
    return lsp.Location(state.uri(path), lsp.Range(place, place))


def _in_rules(
    span: Span, document: Document, chain: Chain, state: State, codec: PositionCodec
) -> lsp.Location | None:
    path = document.path if span.file == document.analysis.file else file_path(chain, span.file)
    if path is None:
        return None
    text = document.analysis.text if path == document.path else path.read_text(encoding="utf-8-sig")
    return lsp.Location(state.uri(path), Places(text, codec).range(span))
