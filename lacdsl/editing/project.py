"""A ruleset that somebody is writing: its files as they stand in the editor, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lacdsl.diagnostics import Diagnostic, LacdslError, Span
from lacdsl.editing.standard import not_listed, official_for
from lacdsl.lints import UNUSED, lint
from lacdsl.lints.core import Subject
from lacdsl.model import Addition, Model
from lacdsl.rulesets.chain import Chain, read_chain
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.families import members_of
from lacdsl.rulesets.files import SourceFile
from lacdsl.rulesets.manifest import MANIFEST
from lacdsl.rulesets.resolve import Read, key_of, resolve
from lacdsl.semantics import Compiled, LayeredItem, compile_program
from lacdsl.semantics.kept import Kept
from lacdsl.semantics.world import World
from lacdsl.syntax import parse
from lacdsl.syntax import tree as t
from lacdsl.syntax.parser import Known

_SHARED = (t.Define, t.Codes, t.Parameter, t.DerivedTable, t.Spells)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is known of one file of rules.

    `file` is its name in spans. `items` are the items of all rulesets of the chain that count; `compiled` holds the rules
    of this file alone. `read` is False where the ruleset around the file cannot be used; then only what the file says by
    itself is known, and `world` is None. `unread`: an item of the ruleset cannot be read, so what it uses is not known.
    """

    file: str
    text: str
    own: tuple[t.Item, ...]
    diagnostics: tuple[Diagnostic, ...]
    items: tuple[LayeredItem, ...] = ()
    compiled: Compiled | None = None
    world: World | None = None
    layer: str = ""
    unread: bool = False

    @property
    def titles(self) -> Mapping[str, str]:
        """The titles of all rules that count, by code."""
        found: dict[str, str] = {}
        for held in self.items:
            if isinstance(held.item, t.Rule):
                found[held.item.code] = held.item.title
            elif isinstance(held.item, t.Family):
                found.update(dict.fromkeys((code for code, _ in members_of(held.item)), held.item.title))
        return found


@dataclass(slots=True)
class Project:
    """One folder that holds a ruleset.

    `texts` are files as the editor has them, by path, those of other rulesets too. `folders` are those of all rulesets
    that it was made of when it was last looked at. Files in a folder without a manifest are read on top of the latest
    official ruleset, as `lacdsl try` reads them.
    """

    folder: Path
    texts: dict[Path, str] = field(default_factory=dict)
    folders: frozenset[Path] = frozenset()
    _parsed: dict[tuple[str, bytes], tuple[tuple[t.Item, ...], tuple[Diagnostic, ...]]] = field(
        default_factory=dict
    )
    _known: dict[str, Known] = field(default_factory=dict)
    _kept: dict[str, Kept] = field(default_factory=dict)
    _model: _ModelRead | None = None
    _base: str = ""

    def chain(self) -> Chain:
        """The rulesets that make up this one, with the editor's texts. LacdslError when they cannot be read."""
        edited = {path: text.encode("utf-8", "replace") for path, text in self.texts.items()}
        chain = read_chain((self.folder,) if self.has_manifest else (self._base,), edited=edited)
        self.folders = frozenset(layer.place.folder.resolve() for layer in chain.layers)
        return chain

    @property
    def has_manifest(self) -> bool:
        """Is there a ruleset in the folder?"""
        return (self.folder / MANIFEST).is_file()

    def model(self, chain: Chain) -> Model:
        """The data model, read again when one of its files has changed."""
        about = (chain.model_file, chain.additions)
        known = self._model
        if known is None or known.about != about or _marks(known.marks) != known.marks or chain.held:
            files = chain.model_files()
            around = {folder for file in files for folder in (file.parent, file.parent / "codes")}
            marks = _marks((*files, *around))
            if known is None or known.about != about or known.marks != marks:
                self._model = known = _ModelRead(about, marks, chain.model())
        return known.model

    def analyse(self, path: Path, text: str) -> Analysis:
        """What is to be said of the file at `path`, whose text is `text`."""
        self.texts[path.resolve()] = text
        try:
            if not self.has_manifest:
                self._base = official_for(text)
            chain = self.chain()
            file = _shown_name(chain, path)
            model = self.model(chain)
        except (LacdslError, OSError) as error:
            found = error.diagnostics if isinstance(error, LacdslError) else ()
            return self._alone(path.name, text, found)
        if file is None and not self.has_manifest:
            return self._loose(chain, model, path.name, text)
        if file is None:
            return self._alone(path.name, text, (not_listed(path.name),))
        return self._together(chain, model, file, text)

    def manifest(self, path: Path, text: str) -> Analysis:
        """What is to be said of the manifest at `path`, whose text is `text`."""
        self.texts[path.resolve()] = text
        found: tuple[Diagnostic, ...] = ()
        try:
            self.model(self.chain())
        except LacdslError as error:
            found = error.diagnostics
        except OSError:
            pass
        shown = f"{self.folder.as_posix()}/{MANIFEST}"
        here = tuple(
            each if each.span is not None and each.span.file == shown else _at_the_top(each, shown)
            for each in found
        )
        return Analysis(shown, text, (), here)

    def _loose(self, chain: Chain, model: Model, file: str, text: str) -> Analysis:
        """A file that belongs to no ruleset, on top of an official one: what it defines counts."""
        parsed = parse(text, file, self._known.setdefault(file, {}))
        own = [
            LayeredItem(replace(item, replaces=False), file)
            for item in parsed.file.items
            if not isinstance(item, t.Removal | t.Treatment)
        ]
        taken = {key_of(held.item) for held in own}
        reads = [
            Read(
                layer.manifest.name, tuple(item for source in layer.files for item in self._items(source)[0])
            )
            for layer in chain.layers
        ]
        below = [held for held in resolve(reads, Problems()).items if key_of(held.item) not in taken]
        wanted = tuple(held for held in (*below, *own) if isinstance(held.item, _SHARED) or held in own)
        kept = self._kept.setdefault(file, Kept())
        compiled = compile_program(model, wanted, _text_at(file, text.split("\n")), kept)
        told = [*parsed.diagnostics, *compiled.diagnostics]
        return Analysis(
            file,
            text,
            parsed.file.items,
            tuple(each for each in told if each.span is not None and each.span.file == file),
            (*below, *own),
            compiled,
            kept.world,
            file,
            bool(parsed.diagnostics),
        )

    def _together(self, chain: Chain, model: Model, file: str, text: str) -> Analysis:
        problems = Problems()
        problems.know_text(file, text)
        reads: list[Read] = []
        own: tuple[t.Item, ...] = ()
        said: tuple[Diagnostic, ...] = ()
        for layer in chain.layers:
            items: list[t.Item] = []
            unread = False
            for source in layer.files:
                made, found = self._items(source)
                items.extend(made)
                unread |= any(each.severity == "error" for each in found)
                if source.shown == file:
                    own, said = made, found
            reads.append(Read(layer.manifest.name, tuple(items)))
        resolved = resolve(reads, problems)
        wanted = tuple(
            held for held in resolved.items if isinstance(held.item, _SHARED) or held.item.span.file == file
        )
        lines = text.split("\n")
        kept = self._kept.setdefault(file, Kept())
        compiled = compile_program(model, wanted, _text_at(file, lines), kept)
        told = [*said, *problems.found, *compiled.diagnostics]
        home = next(
            each.manifest.name for each in chain.layers for source in each.files if source.shown == file
        )
        return Analysis(
            file,
            text,
            own,
            tuple(each for each in told if each.span is not None and each.span.file == file),
            resolved.items,
            compiled,
            kept.world,
            home,
            unread,
        )

    def files(self, analysis: Analysis, own: bool) -> Iterator[tuple[Path, Analysis]]:
        """All files of the ruleset that a file belongs to, and unless `own` those of the ones below, each looked at."""
        if not self.has_manifest or analysis.world is None:
            return
        try:
            chain = self.chain()
        except LacdslError:
            return
        for layer in chain.layers[-1:] if own else chain.layers:
            for source in layer.files:
                path = file_path(chain, source.shown)
                if path is not None:
                    text = source.data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
                    items = self._items(source)[0]
                    yield path, replace(analysis, file=source.shown, text=text, own=items, diagnostics=())

    def advice(self, analysis: Analysis) -> tuple[Diagnostic, ...]:
        """What the lints say of the file."""
        compiled = analysis.compiled
        if compiled is None:
            return ()
        lines = analysis.text.split("\n")
        subject = Subject(
            compiled.program,
            compiled.trees,
            compiled.examples,
            analysis.items,
            frozenset({analysis.layer}),
            _text_at(analysis.file, lines),
            analysis.file,
        )
        # What an item that cannot be read uses is not known.
        return tuple(
            said
            for said in lint(subject, told=compiled.diagnostics)
            if said.span is not None
            and said.span.file == analysis.file
            and not (analysis.unread and said.code == UNUSED)
        )

    def _alone(self, name: str, text: str, more: tuple[Diagnostic, ...]) -> Analysis:
        """What a file says by itself, where the ruleset that it belongs to cannot be used."""
        parsed = parse(text, name, self._known.setdefault(name, {}))
        around = tuple(_at_the_top(each, name) for each in more)
        return Analysis(name, text, parsed.file.items, (*parsed.diagnostics, *around))

    def _items(self, source: SourceFile) -> tuple[tuple[t.Item, ...], tuple[Diagnostic, ...]]:
        key = (source.shown, source.data)
        if key not in self._parsed:
            for old in [old for old in self._parsed if old[0] == source.shown]:
                del self._parsed[old]
            known = self._known.get(source.shown, {})
            fresh: Known = {}
            text = source.data.decode("utf-8-sig", errors="replace")
            parsed = parse(text, source.shown, _Passing(known, fresh))
            self._known[source.shown] = fresh
            self._parsed[key] = (parsed.file.items, parsed.diagnostics)
        return self._parsed[key]


@dataclass(frozen=True, slots=True)
class _ModelRead:
    """A data model, what it was read for, and when the files and folders that it was read from had last been changed."""

    about: tuple[Path, tuple[Addition, ...]]
    marks: Mapping[Path, int]
    model: Model


def _marks(paths: Iterable[Path]) -> dict[Path, int]:
    """When each was changed last; -1 for what is not there."""
    found = {}
    for path in paths:
        try:
            found[path] = path.stat().st_mtime_ns
        except OSError:
            found[path] = -1
    return found


class _Passing(dict):  # type: ignore[type-arg]
    """What was known of the items of a file, of which only those that are asked for again are kept."""

    def __init__(self, known: Known, kept: Known) -> None:
        super().__init__(known)
        self._kept = kept

    def __getitem__(self, key: object) -> object:
        found = super().__getitem__(key)
        self._kept[key] = found  # type: ignore[index]
        return found

    def __setitem__(self, key: object, value: object) -> None:
        super().__setitem__(key, value)
        self._kept[key] = value  # type: ignore[index,assignment]


def _at_the_top(said: Diagnostic, file: str) -> Diagnostic:
    """What is wrong somewhere else, said at the top of a file that cannot be looked at because of it."""
    span = said.span
    where = (
        f"{span.file.rpartition('/')[2]}, line {span.line}: "
        if span is not None and span.file != file
        else ""
    )
    return replace(said, message=where + said.message, span=Span(file, 1, 1, 1, 2), source_line=None)


def project_folder(path: Path) -> Path | None:
    """The folder of the ruleset that a file of rules belongs to: the nearest one above with a manifest."""
    return next((folder for folder in path.resolve().parents if (folder / MANIFEST).is_file()), None)


def file_path(chain: Chain, file: str) -> Path | None:
    """Where the file that spans call `file` lies."""
    for layer in chain.layers:
        if any(source.shown == file for source in layer.files):
            return layer.place.folder / file.removeprefix(f"{layer.place.shown}/")
    return None


def _shown_name(chain: Chain, path: Path) -> str | None:
    wanted = path.resolve()
    for layer in chain.layers:
        for source in layer.files:
            if (layer.place.folder / source.shown.removeprefix(f"{layer.place.shown}/")).resolve() == wanted:
                return source.shown
    return None


def _text_at(file: str, lines: list[str]) -> Callable[[Span], str]:
    def text(span: Span) -> str:
        if span.file != file:
            return ""
        return "\n".join(lines[span.line - 1 : span.end_line])

    return text
