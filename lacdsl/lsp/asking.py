"""Questions about a place in a file: what can come next, what a word means, where it is defined and used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from lacdsl.diagnostics import LacdslError
from lacdsl.editing.calls import call_at
from lacdsl.editing.complete import choices
from lacdsl.editing.cursor import word_start
from lacdsl.editing.hover import hover_at
from lacdsl.editing.manifest import manifest_choices, manifest_hover, manifest_target
from lacdsl.editing.outline import Named, folds, outline
from lacdsl.editing.places import Target, target_at
from lacdsl.editing.project import file_path
from lacdsl.lsp.changing import used
from lacdsl.lsp.places import definition_of
from lacdsl.lsp.text import Places
from lacdsl.lsp.translate import completion, path_of, symbol_kind

if TYPE_CHECKING:
    from lacdsl.lsp.server import Server

_MOST_SYMBOLS = 300
_TOP = lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))


def add_questions(server: Server) -> None:
    """Answer them."""
    _writing(server)
    _reading(server)
    _finding(server)
    _outlines(server)


def _writing(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION,
        lsp.CompletionOptions(trigger_characters=[".", " ", "{", "|", "=", "/", "["]),
    )
    def complete(params: lsp.CompletionParams) -> lsp.CompletionList:
        uri = params.text_document.uri
        places, text = server.places(uri), server.text(uri)
        line, column = places.place(params.position)
        if server.is_manifest(uri):
            found, length = manifest_choices(text, line, column, path_of(uri).parent)
        elif path_of(uri).suffix in (".yaml", ".yml"):
            return lsp.CompletionList(False, [])
        else:
            held = server.state.documents.get(uri) or server.document(uri)
            found = choices(text, line, column, held.analysis.world, held.analysis.titles)
            length = column - word_start(text.split("\n")[line], column)
        place = places.at(line, column - length, length)
        wanted = [each for each in found if each.kind != "snippet" or server.takes_snippets]
        return lsp.CompletionList(False, [completion(each, nth, place) for nth, each in enumerate(wanted)])

    @server.feature(lsp.TEXT_DOCUMENT_SIGNATURE_HELP, lsp.SignatureHelpOptions(trigger_characters=["(", ","]))
    def signature(params: lsp.SignatureHelpParams) -> lsp.SignatureHelp | None:
        uri = params.text_document.uri
        call = None
        if not server.is_manifest(uri):
            call = call_at(server.text(uri), *server.places(uri).place(params.position))
        if call is None:
            return None
        arguments = [lsp.ParameterInformation(each) for each in call.arguments]
        return lsp.SignatureHelp([lsp.SignatureInformation(call.form, parameters=arguments)], 0, call.at)


def _reading(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        uri = params.text_document.uri
        place = server.places(uri).place(params.position)
        if server.is_manifest(uri):
            said = manifest_hover(server.text(uri), *place, path_of(uri).parent)
        else:
            said = hover_at(server.document(uri).analysis, *place)
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said)) if said else None

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        uri = params.text_document.uri
        place = server.places(uri).place(params.position)
        if server.is_manifest(uri):
            path = manifest_target(server.text(uri), *place, path_of(uri).parent)
            return lsp.Location(server.state.uri(path), _TOP) if path is not None else None
        held = server.document(uri)
        target = target_at(held.analysis, *place)
        if target is None:
            return None
        try:
            chain = server.state.project(held.path).chain()
            files = chain.model_files()
        except LacdslError:
            return None
        return definition_of(target, held, chain, files, server.state, server.workspace.position_codec)


def _finding(server: Server) -> None:
    def target_of(uri: str, position: lsp.Position) -> Target | None:
        if server.is_manifest(uri):
            return None
        return target_at(server.document(uri).analysis, *server.places(uri).place(position))

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        uri = params.text_document.uri
        target = target_of(uri, params.position)
        if target is None:
            return []
        held = server.document(uri)
        # A column of the return stands in hundreds of official rules: of these only one's own are meant.
        own = target.item is None
        found = used(held, server.state.project(held.path), server.places(uri), target, own)
        return [lsp.Location(server.state.uri(path), place) for path, _, places in found for place in places]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight]:
        uri = params.text_document.uri
        target = target_of(uri, params.position)
        if target is None:
            return []
        return [lsp.DocumentHighlight(place) for place in server.uses(uri, target)]


def _outlines(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        uri = params.text_document.uri
        places = server.places(uri)
        return [_symbol(each, places) for each in outline(server.document(uri).analysis.own)]

    @server.feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
    def folding(params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange]:
        uri = params.text_document.uri
        own = server.document(uri).analysis.own
        return [lsp.FoldingRange(first, last) for first, last in folds(server.text(uri), own)]

    @server.feature(lsp.WORKSPACE_SYMBOL)
    def everywhere(params: lsp.WorkspaceSymbolParams) -> list[lsp.SymbolInformation]:
        found: dict[tuple[str, str], lsp.SymbolInformation] = {}
        for each in _all_symbols(server, params.query.casefold()):
            found.setdefault((each.name, each.location.uri), each)
            if len(found) >= _MOST_SYMBOLS:
                break
        return list(found.values())


def _symbol(named: Named, places: Places) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        f"{named.name} {named.title}".strip(),
        symbol_kind(named.kind),
        places.range(named.span),
        places.range(named.at),
        children=[_symbol(each, places) for each in named.parts] or None,
    )


def _all_symbols(server: Server, query: str) -> Iterator[lsp.SymbolInformation]:
    """The rules and definitions of all rulesets that open files belong to, those of the files themselves first."""
    for held in list(server.state.documents.values()):
        project = server.state.project(held.path)
        try:
            chain = project.chain()
        except LacdslError:
            continue
        for item in reversed(held.analysis.items):
            path = (
                held.path
                if item.item.span.file == held.analysis.file
                else file_path(chain, item.item.span.file)
            )
            for named in outline((item.item,)):
                name = f"{named.name} {named.title}".strip()
                if path is not None and query in name.casefold():
                    place = lsp.Position(named.at.line - 1, named.at.column - 1)
                    location = lsp.Location(server.state.uri(path), lsp.Range(place, place))
                    yield lsp.SymbolInformation(
                        location, name, symbol_kind(named.kind), container_name=item.layer
                    )
