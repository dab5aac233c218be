"""The server: the questions of the protocol, each answered by a few lines."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

import lacdsl
from lacdsl.diagnostics import LacdslError
from lacdsl.editing.complete import choices
from lacdsl.editing.hover import hover_at
from lacdsl.editing.places import target_at
from lacdsl.lsp import actions, changing, lenses
from lacdsl.lsp.places import definition_of
from lacdsl.lsp.state import Document, State
from lacdsl.lsp.text import Places, Texts
from lacdsl.lsp.translate import completion, diagnostics, path_of
from lacdsl.lsp.trying import try_data, try_examples
from lacdsl.model import model_files
from lacdsl.rulesets.manifest import MANIFEST
from lacdsl.syntax import parse, print_file

TRY = "lacdsl.try"
CHOOSE_DATA = "lacdsl.chooseData"
# Seconds after the last keystroke: until mistakes are shown, and until advice is.
SOON = 0.03
LATER = 0.6

Result = TypeVar("Result")


async def beside(work: Callable[[], Result]) -> Result:
    """What `work` gives, done in a thread of its own that does not keep the server from ending."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Result] = loop.create_future()

    def run() -> None:
        try:
            made = work()
        except Exception as error:
            _hand(loop, answer.set_exception, error)
        else:
            _hand(loop, answer.set_result, made)

    threading.Thread(target=run, daemon=True).start()
    return await answer


def _hand(loop: asyncio.AbstractEventLoop, over: Callable[[Any], None], what: object) -> None:
    with contextlib.suppress(RuntimeError):  # the server has ended meanwhile
        loop.call_soon_threadsafe(over, what)


class Server(LanguageServer):
    """The language server of lacdsl."""

    def __init__(self) -> None:
        super().__init__("lacdsl", lacdsl.__version__)
        self.state = State()
        self.texts = Texts()
        self._timers: dict[tuple[str, str], asyncio.TimerHandle] = {}

    def later(self, uri: str, what: str, seconds: float, work: Callable[[], None]) -> None:
        """Do something in a while, unless it is asked for again before that."""
        key = (uri, what)
        if key in self._timers:
            self._timers[key].cancel()
        self._timers[key] = asyncio.get_running_loop().call_later(seconds, work)

    def document(self, uri: str) -> Document:
        """What is known of an open file, brought up to date first."""
        text = self.text(uri)
        held = self.state.documents.get(uri)
        if held is None or held.analysis.text != text:
            held = self.state.analyse(uri, path_of(uri), text)
        return held

    def text(self, uri: str) -> str:
        """The text of a file, as the editor has it."""
        return self.texts.text(uri, path_of(uri))

    def places(self, uri: str) -> Places:
        """Places in an open file."""
        return Places(self.text(uri), self.workspace.position_codec)

    def show(self, uri: str) -> None:
        """Tell the client what is wrong with a file, and what could be better."""
        held = self.document(uri)
        told = diagnostics([*held.analysis.diagnostics, *held.advice], self.places(uri))
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, told, version=self.texts.version(uri))
        )

    def advise(self, uri: str) -> None:
        """Look for advice, and at the other open files of the ruleset, which may use what was changed."""
        if uri not in self.state.documents:
            return
        held = self.document(uri)
        project = self.state.project(held.path)
        held.advice = project.advice(held.analysis)
        self.show(uri)
        for other, document in self.state.beside(uri):
            advice = document.advice
            self.state.analyse(other, document.path, document.analysis.text).advice = advice
            self.show(other)

    async def try_out(self, uri: str, codes: tuple[str, ...] = ()) -> None:
        """Try the rules of a file on their examples and on the chosen data, and show how they did."""
        held = self.document(uri)
        found = await beside(lambda: try_examples(held.analysis, codes))
        state = self.state
        data, codes_tried = state.data, tuple(found)
        if data is not None and found:
            folder = state.project(held.path).folder
            fired = await beside(lambda: try_data(folder, data, state.last_year, codes_tried))
            found = {code: replace(each, data=fired.get(code, "")) for code, each in found.items()}
        current = state.documents.get(uri)
        if current is not None:
            current.tried = {**current.tried, **found}
            self._refresh()

    def add_behind(self, uri: str, code: str, text: str) -> str:
        """Ask the client to add a text at the end of a rule."""
        held = self.document(uri)
        span = actions.end_of(held.analysis, code)
        if span is not None:
            line = held.analysis.text.split("\n")[span.end_line - 1]
            place = self.places(uri).at(span.end_line - 1, len(line.rstrip("\r")), 0)
            edit = lsp.WorkspaceEdit(changes={uri: [lsp.TextEdit(place, f"\n\n{text}")]})
            label = f"Examples made from rule {code}"
            self.workspace_apply_edit(lsp.ApplyWorkspaceEditParams(edit, label))
        return text

    @property
    def takes_snippets(self) -> bool:
        """Can the client put in texts with places to fill in?"""
        text = self.client_capabilities.text_document
        item = text.completion.completion_item if text is not None and text.completion is not None else None
        return item is not None and bool(item.snippet_support)

    def _refresh(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace is not None and workspace.code_lens is not None and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)


def make_server() -> Server:
    """The server with all that it answers."""
    server = Server()
    _files(server)
    _questions(server)
    _changes(server)
    _lenses(server)
    return server


def _files(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        options: Any = params.initialization_options
        if isinstance(options, dict):
            server.state.data = _folder(options.get("data"))
            server.state.last_year = _folder(options.get("lastYear"))

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: lsp.DidOpenTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.texts.open(uri, params.text_document.text, params.text_document.version)
        server.show(uri)
        server.later(uri, "advice", LATER, lambda: server.advise(uri))
        await server.try_out(uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: lsp.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        codec = server.workspace.position_codec
        server.texts.change(uri, params.content_changes, params.text_document.version, codec)
        server.later(uri, "mistakes", SOON, lambda: server.show(uri))
        server.later(uri, "advice", LATER, lambda: server.advise(uri))

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: lsp.DidSaveTextDocumentParams) -> None:
        await server.try_out(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        server.texts.close(params.text_document.uri)
        server.state.close(params.text_document.uri)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


def _questions(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[".", " ", "{", "|", "="])
    )
    def complete(params: lsp.CompletionParams) -> lsp.CompletionList:
        uri = params.text_document.uri
        places = server.places(uri)
        line, column = places.place(params.position)
        if not _holds_rules(uri):
            return lsp.CompletionList(False, [])
        held = server.state.documents.get(uri) or server.document(uri)
        text = server.text(uri)
        found = choices(text, line, column, held.analysis.world, held.analysis.titles)
        row = text.split("\n")[line]
        start = column
        while start and (row[start - 1].isalnum() or row[start - 1] == "_"):
            start -= 1
        place = places.at(line, start, column - start)
        wanted = [each for each in found if each.kind != "snippet" or server.takes_snippets]
        return lsp.CompletionList(False, [completion(each, nth, place) for nth, each in enumerate(wanted)])

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        uri = params.text_document.uri
        said = hover_at(server.document(uri).analysis, *server.places(uri).place(params.position))
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said)) if said else None

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        uri = params.text_document.uri
        held = server.document(uri)
        target = target_at(held.analysis, *server.places(uri).place(params.position))
        if target is None:
            return None
        try:
            chain = server.state.project(held.path).chain()
            files = model_files(chain.model_file)
        except LacdslError:
            return None
        return definition_of(target, held, chain, files, server.workspace.position_codec)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        uri = params.text_document.uri
        return lenses.symbols(server.document(uri).analysis, server.places(uri))


def _changes(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        uri = params.text_document.uri
        text = server.text(uri)
        if not _holds_rules(uri):
            return []
        parsed = parse(text)
        if parsed.diagnostics:
            return []
        made = print_file(parsed.file)
        return (
            []
            if made == text
            else [lsp.TextEdit(server.places(uri).whole(), server.texts.as_written(uri, made))]
        )

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, lsp.CodeActionKind.Refactor]),
    )
    def code_actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        return actions.actions(server.document(uri), uri, server.places(uri), params.range)

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        uri = params.text_document.uri
        return changing.renamable(server.document(uri), server.places(uri), params.position)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    def rename(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        uri = params.text_document.uri
        held = server.document(uri)
        project = server.state.project(held.path)
        return changing.renamed(held, project, server.places(uri), params.position, params.new_name)


def _lenses(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def code_lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        uri = params.text_document.uri
        return lenses.lenses(server.document(uri), uri, server.places(uri), server.state.data is not None)

    @server.command(TRY)
    async def try_rule(uri: str, code: str) -> str:
        await server.try_out(uri, (code,))
        held = server.state.documents.get(uri)
        tried = held.tried.get(code) if held is not None else None
        return lenses.said(tried) if tried is not None else ""

    @server.command(actions.SUGGEST)
    async def suggest(uri: str, code: str) -> str:
        analysis = server.document(uri).analysis
        made = await asyncio.to_thread(actions.suggested_text, analysis, code)
        return server.add_behind(uri, code, made) if made else f"No rows could be made for rule {code}."

    @server.command(CHOOSE_DATA)
    async def choose_data(data: str = "", last_year: str = "") -> None:
        server.state.data, server.state.last_year = _folder(data), _folder(last_year)
        for uri in list(server.state.documents):
            await server.try_out(uri)


def _holds_rules(uri: str) -> bool:
    """Is the file one of rules, and no manifest?"""
    return path_of(uri).name != MANIFEST


def _folder(text: object) -> Path | None:
    path = Path(text) if isinstance(text, str) and text.strip() else None
    return path if path is not None and path.exists() else None
