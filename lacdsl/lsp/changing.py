"""Where a thing is used, and giving it another name; and the small things that edits need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from lacdsl.diagnostics import Span
from lacdsl.editing import Analysis, Project
from lacdsl.editing.places import Target, target_at, why_not_called
from lacdsl.editing.uses import RENAMED, lets_called, uses_in
from lacdsl.lsp.state import Document, State
from lacdsl.lsp.text import Places

_TAKEN = "A rule calls something else `{}` already, with `let` or as a parameter of a family."


def text_at(text: str, span: Span) -> str:
    """The text of a span that lies on one line."""
    lines = text.split("\n")
    return lines[span.line - 1][span.column - 1 : span.end_column - 1] if span.line <= len(lines) else ""


def text_before(text: str, span: Span) -> str:
    """What stands in front of a span in its line."""
    lines = text.split("\n")
    return lines[span.line - 1][: span.column - 1] if span.line <= len(lines) else ""


def touch(one: lsp.Range, other: lsp.Range) -> bool:
    """Do two ranges have a place in common?"""
    return not (
        (one.end.line, one.end.character) < (other.start.line, other.start.character)
        or (other.end.line, other.end.character) < (one.start.line, one.start.character)
    )


def used(
    document: Document, project: Project, places: Places, target: Target, own: bool
) -> Iterator[tuple[Path, Analysis, list[lsp.Range]]]:
    """All files of the ruleset, and unless `own` of those that it builds on, each with where a target is used in it."""
    files = list(project.files(document.analysis, own)) if target.let is None else []
    if not any(path.resolve() == document.path.resolve() for path, _ in files):
        files = [(document.path, document.analysis), *files]
    for path, analysis in files:
        held = Places(analysis.text, places.codec)
        found = [held.at(line, start, len(target.word)) for line, start in uses_in(analysis, target)]
        yield path, analysis, found


def renamable(document: Document, places: Places, position: lsp.Position) -> lsp.Range | None:
    """The place of the name at a position, when it can be renamed: a definition, or a `let`."""
    line, column = places.place(position)
    target = target_at(document.analysis, line, column)
    if target is None or (target.let is None and not isinstance(target.item, RENAMED)):
        return None
    for at, start in uses_in(document.analysis, target):
        if at == line and start <= column <= start + len(target.word):
            return places.at(at, start, len(target.word))
    return None


def renamed(
    document: Document, state: State, places: Places, position: lsp.Position, name: str
) -> lsp.WorkspaceEdit | None:
    """The edits that give the thing at a position another name, in all files of its ruleset."""
    target = target_at(document.analysis, *places.place(position))
    world = document.analysis.world
    if target is None or world is None or (target.let is None and not isinstance(target.item, RENAMED)):
        return None
    wrong = why_not_called(name, world) if name != target.word else None
    if wrong is not None:
        raise JsonRpcInvalidParams(wrong)
    found = list(used(document, state.project(document.path), places, target, own=True))
    defined = target.item.span.file if target.item is not None else document.analysis.file
    if defined not in {analysis.file for _, analysis, _ in found}:
        raise JsonRpcInvalidParams(
            "It is defined by a ruleset that this one builds on, and is renamed there."
        )
    changes: dict[str, list[lsp.TextEdit]] = {}
    for path, analysis, ranges in found:
        if name != target.word and lets_called(analysis, name):
            raise JsonRpcInvalidParams(_TAKEN.format(name))
        if ranges:
            changes[state.uri(path)] = [lsp.TextEdit(place, name) for place in ranges]
    return lsp.WorkspaceEdit(changes=changes)
