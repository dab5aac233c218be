"""The server: the questions of the protocol, each answered by a few lines."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer

import lacdsl
from lacdsl.editing.formatting import formatted
from lacdsl.editing.places import Target
from lacdsl.editing.uses import uses_in
from lacdsl.lsp import actions, changing, lenses
from lacdsl.lsp.asking import add_questions
from lacdsl.lsp.failing import failing, later_tried
from lacdsl.lsp.state import Document, State
from lacdsl.lsp.text import Places, Texts
from lacdsl.lsp.translate import diagnostics, path_of
from lacdsl.lsp.trying import try_data, try_examples
from lacdsl.rulesets.manifest import MANIFEST

TRY = "lacdsl.try"
CHOOSE_DATA = "lacdsl.chooseData"
# Seconds after the last keystroke: until mistakes are shown, and until advice is.
SOON = 0.03
LATER = 0.6
# The files that rulesets are made of.
WATCHED = ("*.rules", "ruleset.yaml", "model.yaml")

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
        self._advising: set[asyncio.Task[None]] = set()

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
        held, places = self.document(uri), self.places(uri)
        told = diagnostics([*held.analysis.diagnostics, *held.advice], places)
        told += failing(held, places)
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri, told, version=self.texts.version(uri))
        )

    def advise(self, uri: str) -> None:
        """Begin to look for advice, beside the typing."""
        task = asyncio.get_running_loop().create_task(self._advise(uri))
        self._advising.add(task)
        task.add_done_callback(self._advising.discard)

    async def _advise(self, uri: str) -> None:
        """Look for advice, and at the other open files of the ruleset, which may use what was changed."""
        if uri not in self.state.documents:
            return
        held = self.document(uri)
        project, analysis = self.state.project(held.path), held.analysis
        advice = await beside(lambda: project.advice(analysis))
        current = self.state.documents.get(uri)
        if current is None or current.analysis.text != analysis.text or self.text(uri) != analysis.text:
            return  # closed, or typed on: then it is asked again
        current.advice = advice
        self.show(uri)
        for other, document in self.state.beside(uri):
            known = document.advice
            self.state.analyse(other, document.path, document.analysis.text).advice = known
            self.show(other)

    def watch(self) -> None:
        """Ask the client, if it can, to tell when files of rulesets change on the disk."""
        workspace = self.client_capabilities.workspace
        able = workspace.did_change_watched_files if workspace is not None else None
        if able is not None and able.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(f"**/{name}") for name in WATCHED]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            self.client_register_capability(
                lsp.RegistrationParams([lsp.Registration("watched", method, options)])
            )

    def look_again(self, changed: set[Path]) -> None:
        """Look at open files anew whose ruleset has a file among those that have changed on the disk."""
        for uri, held in list(self.state.documents.items()):
            project = self.state.project(held.path)
            if any(
                path.is_relative_to(folder)
                for path in changed
                for folder in {*project.folders, project.folder}
            ):
                self.state.analyse(uri, held.path, held.analysis.text)
                self.later(uri, "mistakes", SOON, partial(self.show, uri))
                self.later(uri, "advice", LATER, partial(self.advise, uri))

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
            before = current.tried
            current.tried = {**before, **later_tried(current, found)}
            self._refresh()
            if any(each.wrong_rows for each in (*before.values(), *found.values())):
                self.show(uri)

    def formatted(self, uri: str, first: int = 0, last: int | None = None) -> list[lsp.TextEdit]:
        """The edits that put the items between two lines into their one form."""
        if self.is_manifest(uri):
            return []
        places = self.places(uri)
        return [
            lsp.TextEdit(places.lines_between(edit.first, edit.last), self.texts.as_written(uri, edit.text))
            for edit in formatted(self.text(uri), first, last)
        ]

    def add_behind(self, uri: str, code: str, text: str) -> str:
        """Ask the client to add a text at the end of a rule."""
        held = self.document(uri)
        span = actions.end_of(held.analysis, code)
        if span is not None:
            line = held.analysis.text.split("\n")[span.end_line - 1]
            place = self.places(uri).at(span.end_line - 1, len(line.rstrip("\r")), 0)
            text = self.texts.as_written(uri, f"\n\n{text}")
            edit = lsp.WorkspaceEdit(changes={uri: [lsp.TextEdit(place, text)]})
            label = f"Examples made from rule {code}"
            self.workspace_apply_edit(lsp.ApplyWorkspaceEditParams(edit, label))
        return text

    @property
    def takes_snippets(self) -> bool:
        """Can the client put in texts with places to fill in?"""
        text = self.client_capabilities.text_document
        item = text.completion.completion_item if text is not None and text.completion is not None else None
        return item is not None and bool(item.snippet_support)

    @staticmethod
    def is_manifest(uri: str) -> bool:
        """Is the file a manifest, and none of rules?"""
        return path_of(uri).name == MANIFEST

    def uses(self, uri: str, target: Target) -> list[lsp.Range]:
        """Where a thing is used in a file."""
        analysis, places = self.document(uri).analysis, self.places(uri)
        return [places.at(line, start, len(target.word)) for line, start in uses_in(analysis, target)]

    def _refresh(self) -> None:
        workspace = self.client_capabilities.workspace
        if workspace is not None and workspace.code_lens is not None and workspace.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)


def make_server() -> Server:
    """The server with all that it answers."""
    server = Server()
    _files(server)
    add_questions(server)
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
        server.state.texts[path_of(uri).resolve()] = server.text(uri)
        server.later(uri, "mistakes", SOON, lambda: server.show(uri))
        server.later(uri, "advice", LATER, lambda: server.advise(uri))

    @server.feature(lsp.INITIALIZED)
    def initialized(params: lsp.InitializedParams) -> None:
        server.watch()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(params: lsp.DidChangeWatchedFilesParams) -> None:
        changed = {path_of(change.uri).resolve() for change in params.changes}
        server.look_again(changed)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: lsp.DidSaveTextDocumentParams) -> None:
        await server.try_out(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: lsp.DidCloseTextDocumentParams) -> None:
        server.texts.close(params.text_document.uri)
        server.state.close(params.text_document.uri)
        server.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))


def _changes(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        return server.formatted(params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_RANGE_FORMATTING)
    def formatting_some(params: lsp.DocumentRangeFormattingParams) -> list[lsp.TextEdit]:
        last = params.range.end.line - (params.range.end.character == 0)
        return server.formatted(params.text_document.uri, params.range.start.line, last)

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
        return changing.renamed(held, server.state, server.places(uri), params.position, params.new_name)


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


def _folder(text: object) -> Path | None:
    path = Path(text) if isinstance(text, str) and text.strip() else None
    return path if path is not None and path.exists() else None
