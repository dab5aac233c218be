"""Rows of examples that came out otherwise than they say, shown where they stand while their rule is as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lsprotocol import types as lsp

from lacdsl.editing import Analysis
from lacdsl.lsp.state import Document, Tried, Wrong
from lacdsl.lsp.text import Places
from lacdsl.rulesets.families import member_codes
from lacdsl.syntax import tree as t
from lacdsl.testing import ExampleResult
from lacdsl.testing.show import remarks


def wrong_rows(analysis: Analysis, code: str, results: Sequence[ExampleResult]) -> tuple[Wrong, ...]:
    """What is to be said of the examples of a rule, by line counted from where the rule begins."""
    item = item_of(analysis, code)
    if item is None:
        return ()
    first = item.span.line
    found = {(line - first, said): None for each in results for line, said in remarks(each)}
    return tuple(Wrong(line, said) for line, said in found)


def text_of(analysis: Analysis, code: str) -> str:
    """The text of a rule, or of the family that it is a member of."""
    item = item_of(analysis, code)
    if item is None:
        return ""
    return "\n".join(analysis.text.split("\n")[item.span.line - 1 : item.span.end_line])


def later_tried(document: Document, found: Mapping[str, Tried]) -> dict[str, Tried]:
    """Of what was found those that are no older than what is known: rules are tried beside the typing."""
    kept = {}
    for code, each in found.items():
        known = document.tried.get(code)
        if known is None or known.text == each.text or known.text != text_of(document.analysis, code):
            kept[code] = each
    return kept


def failing(document: Document, places: Places) -> Iterator[lsp.Diagnostic]:
    """What is shown of the examples of all rules of a file."""
    analysis = document.analysis
    for code, tried in document.tried.items():
        item = item_of(analysis, code) if tried.wrong_rows else None
        if item is not None and text_of(analysis, code) == tried.text:
            yield from _shown(item, code, tried, places)


def _shown(item: t.Rule | t.Family, code: str, tried: Tried, places: Places) -> Iterator[lsp.Diagnostic]:
    member = f"{code}: " if isinstance(item, t.Family) else ""
    for wrong in tried.wrong_rows:
        line = item.span.line - 1 + wrong.line
        row = places.lines[line].rstrip("\r\n")
        begin = len(row) - len(row.lstrip())
        yield lsp.Diagnostic(
            range=places.at(line, begin, len(row.rstrip()) - begin),
            message=f"{member}{wrong.said}",
            severity=lsp.DiagnosticSeverity.Warning,
            source="lacdsl test",
        )


def item_of(analysis: Analysis, code: str) -> t.Rule | t.Family | None:
    """The rule of a file with this code, or the family that it is a member of."""
    for item in analysis.own:
        if isinstance(item, t.Rule) and item.code == code:
            return item
        if isinstance(item, t.Family) and code in member_codes(item):
            return item
    return None
