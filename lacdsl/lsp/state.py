"""What the server remembers: the rulesets that are open, what is known of every file, how rules did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lacdsl.diagnostics import Diagnostic
from lacdsl.editing import Analysis, Project, project_folder
from lacdsl.lsp.translate import uri_of
from lacdsl.rulesets.manifest import MANIFEST

# An editor that was told to ask about manifests may ask about any file of their kind.
_NO_RULES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is to be said of a line of an example, counted from where its rule begins."""

    line: int
    said: str


@dataclass(frozen=True, slots=True)
class Tried:
    """How a rule, whose text was `text`, did: on its examples, and on the chosen data where there is any."""

    examples: int
    wrong: tuple[str, ...] = ()
    data: str = ""
    wrong_rows: tuple[Wrong, ...] = ()
    text: str = ""


@dataclass(slots=True)
class Document:
    """An open file: what is known of it, and what advice there is."""

    path: Path
    analysis: Analysis
    advice: tuple[Diagnostic, ...] = ()
    tried: Mapping[str, Tried] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """Everything open. `data` and `last_year` are the folders that rules are tried on, if any were chosen."""

    projects: dict[Path, Project] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    data: Path | None = None
    last_year: Path | None = None
    texts: dict[Path, str] = field(default_factory=dict)

    def project(self, path: Path) -> Project:
        """The ruleset that a file belongs to; for one that belongs to none, a ruleset of its folder."""
        folder = project_folder(path) or path.resolve().parent
        return self.projects.setdefault(folder, Project(folder, self.texts))

    def analyse(self, uri: str, path: Path, text: str) -> Document:
        """Look at a file anew."""
        project = self.project(path)
        if path.name == MANIFEST:
            analysis = project.manifest(path, text)
        elif path.suffix in _NO_RULES:
            analysis = Analysis(path.name, text, (), ())
        else:
            analysis = project.analyse(path, text)
        before = self.documents.get(uri)
        made = Document(path, analysis, tried=before.tried if before is not None else {})
        self.documents[uri] = made
        return made

    def beside(self, uri: str) -> tuple[tuple[str, Document], ...]:
        """The other open files whose ruleset is made of the one that a file belongs to."""
        held = self.documents[uri]
        folder = self.project(held.path).folder
        return tuple(
            (other, document)
            for other, document in self.documents.items()
            if other != uri and folder in {*(found := self.project(document.path)).folders, found.folder}
        )

    def uri(self, path: Path) -> str:
        """The URI of a file: where it is open, in the words of the editor, which may write a drive or a link otherwise."""
        real = path.resolve()
        opened = (uri for uri, document in self.documents.items() if document.path.resolve() == real)
        return next(opened, None) or uri_of(path)

    def close(self, uri: str) -> None:
        """Forget a file, and take it as it lies on the disk from now on."""
        held = self.documents.pop(uri, None)
        if held is not None:
            self.texts.pop(held.path.resolve(), None)
