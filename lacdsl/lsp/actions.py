"""What an editor can do about a place: put in what was meant, allow advice, add examples made from the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lsprotocol import types as lsp

from lacdsl.diagnostics import Span
from lacdsl.editing import Analysis
from lacdsl.editing.adding import lines_to_add
from lacdsl.editing.fixes import fixes_of
from lacdsl.lsp.changing import text_at, text_before, touch
from lacdsl.lsp.failing import item_of
from lacdsl.lsp.state import Document
from lacdsl.lsp.text import Places
from lacdsl.lsp.translate import diagnostics
from lacdsl.rulesets.families import members_of
from lacdsl.syntax import tree as t

SUGGEST = "lacdsl.suggest"


def actions(document: Document, uri: str, places: Places, asked: lsp.Range) -> list[lsp.CodeAction]:
    """Everything that can be done about a stretch of a file."""
    return [
        *_fixes(document, uri, places, asked),
        *_allowing(document, uri, places, asked),
        *_examples(document, uri, places, asked),
    ]


def _fixes(document: Document, uri: str, places: Places, asked: lsp.Range) -> Iterator[lsp.CodeAction]:
    for each in document.analysis.diagnostics:
        if each.span is None or not touch(places.range(each.span), asked):
            continue
        for line in lines_to_add(document.analysis, each):
            put_in = lsp.WorkspaceEdit(
                changes={uri: [lsp.TextEdit(places.at(line.above - 1, 0, 0), line.text)]}
            )
            told = diagnostics([each], places)
            yield lsp.CodeAction(
                line.title, lsp.CodeActionKind.QuickFix, told, line.sure or None, edit=put_in
            )
        before = text_before(document.analysis.text, each.span)
        for fix in fixes_of(each, text_at(document.analysis.text, each.span), before):
            put = places.range(replace(each.span, column=each.span.column - fix.back))
            edit = lsp.WorkspaceEdit(changes={uri: [lsp.TextEdit(put, fix.text)]})
            told = diagnostics([each], places)
            yield lsp.CodeAction(fix.title, lsp.CodeActionKind.QuickFix, told, fix.sure or None, edit=edit)


def _allowing(document: Document, uri: str, places: Places, asked: lsp.Range) -> Iterator[lsp.CodeAction]:
    """A comment above the item that advice is about; the reason is for the writer to say."""
    for each in document.advice:
        if each.span is None or not touch(places.range(each.span), asked):
            continue
        line = _heading_line(document.analysis, each.span.line)
        if line is not None:
            edit = lsp.TextEdit(places.at(line - 1, 0, 0), f"# allows {each.code}: \n")
            title = f"Allow {each.code} here: write the reason into the comment"
            told = diagnostics([each], places)
            changes = lsp.WorkspaceEdit(changes={uri: [edit]})
            yield lsp.CodeAction(title, lsp.CodeActionKind.QuickFix, told, edit=changes)


def _examples(document: Document, uri: str, places: Places, asked: lsp.Range) -> Iterator[lsp.CodeAction]:
    compiled = document.analysis.compiled
    for item in document.analysis.own:
        if not isinstance(item, t.Rule | t.Family) or compiled is None:
            continue
        if not touch(places.range(item.span), asked):
            continue
        for code in _asked_members(item, places, asked):
            if code in compiled.program.rules:
                title = f"Add examples made from rule {code}"
                command = lsp.Command(title, SUGGEST, arguments=[uri, code])
                yield lsp.CodeAction(title, lsp.CodeActionKind.Refactor, command=command)


def _asked_members(item: t.Rule | t.Family, places: Places, asked: lsp.Range) -> list[str]:
    """The code of a rule; of a family that of the member that is pointed at, or of its first."""
    if isinstance(item, t.Rule):
        return [item.code]
    members = members_of(item)
    return [code for code, span in members if touch(places.range(span), asked)] or [
        code for code, _ in members[:1]
    ]


def _heading_line(analysis: Analysis, line: int) -> int | None:
    for item in analysis.own:
        if item.span.line <= line <= item.span.end_line:
            return item.body.span.line if isinstance(item, t.Rule | t.Family) else item.span.line
    return None


def suggested_text(analysis: Analysis, code: str) -> str:
    """Examples made from a rule itself, as they stand in a file; empty when none can be made. Slow."""
    from lacdsl.semantics.variants import Variants
    from lacdsl.testing.boundary.suggest import suggested
    from lacdsl.testing.boundary.write import text_of

    compiled = analysis.compiled
    if compiled is None:
        return ""
    variants = Variants(compiled.program.model, analysis.items)
    source = variants.sources().get(code)
    if source is None:
        return ""
    found = suggested(variants, source, compiled.examples.get(code, ()))
    member = code if isinstance(item_of(analysis, code), t.Family) else None
    return "\n\n".join(text_of(replace(each, member=member)).rstrip("\n") for each in found)


def end_of(analysis: Analysis, code: str) -> Span | None:
    """Where the text of a rule, or of its family, ends."""
    item = item_of(analysis, code)
    return item.span if item is not None else None
