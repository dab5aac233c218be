"""What stands above a rule in the editor: how it does on its examples and on data."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from lacdsl.diagnostics import Span
from lacdsl.editing import Analysis
from lacdsl.lsp.state import Document, Tried
from lacdsl.lsp.text import Places
from lacdsl.rulesets.families import members_of
from lacdsl.syntax import tree as t


def lenses(document: Document, uri: str, places: Places, data: bool) -> list[lsp.CodeLens]:
    """A lens above every rule of a file: how it did, or an offer to try it."""
    found = []
    for code, span in _rules(document.analysis):
        tried = document.tried.get(code)
        title = said(tried) if tried is not None else "Try the examples"
        if data and (tried is None or not tried.data):
            title += " and the data" if tried is None else "; try the data"
        command = lsp.Command(f"{code}: {title}", "lacdsl.try", arguments=[uri, code])
        found.append(lsp.CodeLens(places.range(span), command))
    return found


def said(tried: Tried) -> str:
    """How a rule did, in a few words."""
    if not tried.examples:
        shown = "no examples"
    elif tried.wrong:
        shown = f"{len(tried.wrong)} of {tried.examples} examples do not come out: {', '.join(sorted(tried.wrong))}"
    else:
        shown = f"{tried.examples} example{'s hold' if tried.examples > 1 else ' holds'}"
    return f"{shown}; {tried.data}" if tried.data else shown


def _rules(analysis: Analysis) -> Iterator[tuple[str, Span]]:
    for item in analysis.own:
        if isinstance(item, t.Rule):
            yield item.code, item.body.span
        elif isinstance(item, t.Family):
            yield from members_of(item)
