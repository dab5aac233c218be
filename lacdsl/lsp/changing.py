"""Renaming, and the small things that edits need."""

from __future__ import annotations

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from lacdsl.diagnostics import LacdslError, Span
from lacdsl.editing import Project
from lacdsl.editing.places import Target, stands_at, target_at, why_not_called
from lacdsl.editing.project import file_path
from lacdsl.lsp.state import Document
from lacdsl.lsp.text import Places
from lacdsl.lsp.translate import uri_of
from lacdsl.syntax import tree as t

_RENAMED = (t.Define, t.Codes, t.Parameter, t.DerivedTable, t.Spells)


def text_at(text: str, span: Span) -> str:
    """The text of a span that lies on one line."""
    lines = text.split("\n")
    return lines[span.line - 1][span.column - 1 : span.end_column - 1] if span.line <= len(lines) else ""


def touch(one: lsp.Range, other: lsp.Range) -> bool:
    """Do two ranges have a place in common?"""
    return not (
        (one.end.line, one.end.character) < (other.start.line, other.start.character)
        or (other.end.line, other.end.character) < (one.start.line, one.start.character)
    )


def renamable(document: Document, places: Places, position: lsp.Position) -> lsp.Range | None:
    """The place of the name at a position, when it can be renamed: a definition, or a `let`."""
    line, column = places.place(position)
    target = target_at(document.analysis, line, column)
    if target is None or (target.let is None and not isinstance(target.item, _RENAMED)):
        return None
    for at, start in stands_at(document.analysis.text, target.word):
        if at == line and start <= column <= start + len(target.word):
            return places.at(at, start, len(target.word))
    return None


def renamed(
    document: Document, project: Project, places: Places, position: lsp.Position, name: str
) -> lsp.WorkspaceEdit | None:
    """The edits that give the thing at a position another name, in all files of its ruleset."""
    line, column = places.place(position)
    target = target_at(document.analysis, line, column)
    world = document.analysis.world
    if target is None or world is None or (target.let is None and not isinstance(target.item, _RENAMED)):
        return None
    wrong = why_not_called(name, world)
    if wrong is not None:
        raise JsonRpcInvalidParams(wrong)
    if target.let is not None:
        return lsp.WorkspaceEdit(
            changes={uri_of(document.path): _in_item(document, places, line, target, name)}
        )
    return _everywhere(document, project, target, places, name)


def _in_item(document: Document, places: Places, line: int, target: Target, name: str) -> list[lsp.TextEdit]:
    item = next(each for each in document.analysis.own if each.span.line <= line + 1 <= each.span.end_line)
    return [
        lsp.TextEdit(places.at(at, start, len(target.word)), name)
        for at, start in stands_at(document.analysis.text, target.word)
        if item.span.line <= at + 1 <= item.span.end_line
    ]


def _everywhere(
    document: Document, project: Project, target: Target, places: Places, name: str
) -> lsp.WorkspaceEdit | None:
    try:
        chain = project.chain()
    except LacdslError:
        return None
    own = chain.layers[-1]
    assert target.item is not None
    if not project.has_manifest and target.item.span.file == document.analysis.file:
        text = document.analysis.text
        edits = [
            lsp.TextEdit(places.at(at, start, len(target.word)), name)
            for at, start in stands_at(text, target.word)
        ]
        return lsp.WorkspaceEdit(changes={uri_of(document.path): edits})
    if target.item.span.file not in {file.shown for file in own.files}:
        raise JsonRpcInvalidParams(
            "It is defined by a ruleset that this one builds on, and is renamed there."
        )
    changes: dict[str, list[lsp.TextEdit]] = {}
    for file in own.files:
        path = file_path(chain, file.shown)
        text = file.data.decode("utf-8-sig", errors="replace")
        held = Places(text, places.codec)
        edits = [
            lsp.TextEdit(held.at(at, start, len(target.word)), name)
            for at, start in stands_at(text, target.word)
        ]
        if path is not None and edits:
            changes[uri_of(path)] = edits
    return lsp.WorkspaceEdit(changes=changes)
