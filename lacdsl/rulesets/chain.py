"""From the rulesets that were asked for to all those that they are made of, the earliest first."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from lacdsl.diagnostics import Span
from lacdsl.model import Addition, Model, load_model, model_files
from lacdsl.model.add import adds
from lacdsl.model.diagnostics import shown
from lacdsl.model.files import Held
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.files import (
    NO_PINS,
    NOT_EDITED,
    Edited,
    Pins,
    Place,
    SourceFile,
    find,
    find_by_name,
    find_named,
    is_file,
    read,
    rules_files,
    text_of,
    unknown,
)
from lacdsl.rulesets.manifest import MANIFEST, Manifest, read_manifest

_MOST = 60
MODEL = "model.yaml"


@dataclass(frozen=True, slots=True)
class Layer:
    """One ruleset of a chain, with its manifest and its files of rules as they were read."""

    place: Place
    manifest: Manifest
    manifest_file: SourceFile
    files: tuple[SourceFile, ...]

    @property
    def model_file(self) -> Path | None:
        """Where its own data model lies, if it has one."""
        return None if self.manifest.model is None else self.place.folder / self.manifest.model

    @property
    def digest(self) -> str:
        """A hash over the names and bytes of all its own files, those of its data model among them.

        LacdslError when one of these cannot be read.
        """
        total = sha256()
        for file in (self.manifest_file, *self.files):
            total.update(sha256(file.shown.removeprefix(self.place.shown).encode()).digest())
            total.update(sha256(file.data).digest())
        held = self.place.held
        for path in model_files(self.model_file, held=held) if self.model_file is not None else ():
            steps = os.path.relpath(path, self.place.folder).replace("\\", "/")
            total.update(sha256(steps.encode()).digest())
            total.update(sha256(held[path] if path in held else path.read_bytes()).digest())
        return total.hexdigest()


@dataclass(frozen=True, slots=True)
class Chain:
    """All rulesets that make up one, each once, a ruleset after all that it builds on.

    `main` is the one that was asked for first: it gives the whole its name and its data model. `additions` are the data
    models of rulesets that add tables and columns to it.
    """

    layers: tuple[Layer, ...]
    main: Layer
    model_file: Path
    additions: tuple[Addition, ...] = ()

    @property
    def held(self) -> Held:
        """The files of all packs of the chain, as they were verified."""
        return {path: data for layer in self.layers for path, data in layer.place.held.items()}

    def model(self) -> Model:
        """The data model, with all that the rulesets of the chain add to it. LacdslError when something is wrong with it."""
        return load_model(self.model_file, additions=self.additions, held=self.held)

    def model_files(self) -> tuple[Path, ...]:
        """Every file that `model` reads. LacdslError when one cannot be read."""
        return model_files(self.model_file, self.additions, self.held)


def read_chain(wanted: Sequence[str | Path], pins: Pins = NO_PINS, edited: Edited = NOT_EDITED) -> Chain:
    """The chain of the rulesets `wanted`, every file read, or taken from `edited`.

    `pins` are versions of installed ones, by name.

    LacdslError with everything wrong: an unknown name, a manifest or file that cannot be read, a circle,
    different returns, no model.
    """
    problems = Problems()
    layers: list[Layer] = []
    ends: list[Layer] = []
    model: Path | None = None
    additions: list[Addition] = []
    for name in wanted:
        links = _links(find(name, problems, pins), pins, problems, edited)
        ends.append(links[-1])
        for link in links:
            if all(link.place.folder.resolve() != known.place.folder.resolve() for known in layers):
                layers.append(link)
        whole, added = _models_of(links, problems)
        model = model or whole
        known = {each.path.resolve() for each in additions}
        additions += [each for each in added if each.path.resolve() not in known]
    _check_returns(layers, problems)
    if not problems.found:
        _check_names(layers, problems)
    if model is None and not problems.found:
        help = "Add `extends: dfe/lac/2026-27`, say, or `model: model.yaml`, to the manifest."
        place = Span(ends[0].manifest_file.shown, 1, 1, 1, 2)
        problems.add("R466", "The ruleset does not say which data model its rules are for.", help, place)
    problems.stop_if_any()
    assert model is not None
    return Chain(tuple(layers), ends[0], model, tuple(additions))


def _links(place: Place, pins: Pins, problems: Problems, edited: Edited) -> list[Layer]:
    """The ruleset at `place` and all that it extends, the one that extends nothing first."""
    links: list[Layer] = []
    visited: list[Path] = []
    span: Span | None = None
    current: Place | None = place
    while current is not None:
        folder = current.folder.resolve()
        if folder in visited or len(visited) >= _MOST:
            names = " -> ".join([*(link.manifest.name for link in links), current.shown])
            message = f"These rulesets extend each other in a circle: {shown(names, 300)}."
            raise problems.stop("R465", message, "Remove `extends` from the one that comes first.", span)
        visited.append(folder)
        layer = _layer(current, problems, span, edited)
        links.append(layer)
        span = layer.manifest.places.get("extends")
        current = _extended(layer, pins, problems)
    return links[::-1]


def _layer(place: Place, problems: Problems, span: Span | None, edited: Edited) -> Layer:
    edited = place.held or edited
    name = f"{place.shown}/{MANIFEST}"
    if place.held and place.folder / MANIFEST not in place.held:
        raise problems.stop("R471", f"{place.shown} has no {MANIFEST}.", "Install the pack again.", span)
    file = read(place.folder / MANIFEST, name, problems, span, edited)
    text = text_of(file, problems) if file is not None else None
    manifest = read_manifest(text, name, problems) if text is not None else None
    if file is None or manifest is None:
        problems.stop_if_any()
        raise AssertionError("unreachable")
    named = find_named(manifest.name)
    own = place.shown.removeprefix("rulesets/")
    if place.shipped and manifest.name != own:
        message = f"The ruleset in {place.shown} calls itself `{manifest.name}`."
        problems.add("R463", message, f"Write `name: {own}`.", manifest.places["name"])
    elif named is not None and named.folder.resolve() != place.folder.resolve():
        message = f"`{manifest.name}` is the name of a ruleset that comes with lacdsl."
        problems.add("R463", message, "Give this one a name of its own.", manifest.places["name"])
    return Layer(place, manifest, file, tuple(rules_files(place, manifest, problems, edited)))


def _extended(layer: Layer, pins: Pins, problems: Problems) -> Place | None:
    """The place of the ruleset that `layer` extends."""
    written = layer.manifest.extends
    if written is None:
        return None
    span = layer.manifest.places["extends"]
    if not written.startswith(("./", "../")):
        place = find_by_name(written, problems, pins)
        if place is None:
            raise unknown(written, problems, span, pins)
        return place
    folder = layer.place.folder / written
    if "\\" in written or not folder.resolve().is_relative_to(layer.place.folder.resolve().parent):
        message = f"`extends` may not lead to `{shown(written)}`: that is not a folder beside it."
        help = "Give the name of a ruleset, or the path of a folder beside this one, such as ../2025-26."
        raise problems.stop("R464", message, help, span)
    if not is_file(folder / MANIFEST):
        message = f"`{shown(written)}` holds no {MANIFEST}."
        raise problems.stop("R460", message, "Give the folder of the ruleset that this one builds on.", span)
    name = os.path.normpath(f"{layer.place.shown}/{written}").replace("\\", "/")
    beside = find_named(name.removeprefix("rulesets/"))
    return beside if beside and beside.folder.resolve() == folder.resolve() else Place(folder, name)


def _models_of(links: Sequence[Layer], problems: Problems) -> tuple[Path | None, list[Addition]]:
    """The last whole data model among rulesets of which each extends the one before, and what is added to it after."""
    whole: Path | None = None
    added: list[Addition] = []
    for link in links:
        file = _model_of(link, problems)
        if file is None:
            continue
        # Those of the Department describe every year as a whole: their files need not be looked into.
        builds_on = link.manifest.extends is not None and link.manifest.scope != "official"
        if builds_on and not problems.found and adds(file, link.place.held):
            added.append(Addition(file, link.manifest.name))
        else:
            whole, added = file, []
    return whole, added


def _model_of(layer: Layer, problems: Problems) -> Path | None:
    file = layer.model_file
    if file is None:
        _check_not_passed_over(layer, problems)
        return None
    span = layer.manifest.places["model"]
    if not file.resolve().is_relative_to(layer.place.folder.resolve()):
        message = f"`{shown(layer.manifest.model)}` is a link out of the ruleset's folder."
        problems.add("R464", message, "Put the file itself into the folder.", span)
    elif file not in layer.place.held and not is_file(file):
        message = f"There is no data model `{shown(layer.manifest.model)}` in the ruleset's folder."
        problems.add("R461", message, "Check the name, or leave `model` out to inherit it.", span)
    elif layer.place.held and any(
        path not in layer.place.held for path in model_files(file, held=layer.place.held)
    ):
        message = f"The data model of {layer.place.shown} uses files that are not those of the pack."
        problems.add("R471", message, "Ask the owner for the pack again, and say what this says.", span)
    return file


def _check_not_passed_over(layer: Layer, problems: Problems) -> None:
    """A data model that lies in the folder and that nothing names would be left out in silence."""
    if not layer.place.held and is_file(layer.place.folder / MODEL):
        message = f"There is a {MODEL} in the folder, and the manifest does not say that it counts."
        help = f"Add `model: {MODEL}` to the manifest, or move the file elsewhere."
        problems.add("R466", message, help, Span(layer.manifest_file.shown, 1, 1, 1, 2))


def _check_names(layers: Sequence[Layer], problems: Problems) -> None:
    """Two rulesets of one name: nobody could tell whose a rule is, and which version ran."""
    for number, layer in enumerate(layers):
        name = layer.manifest.name
        for other in layers[:number]:
            if other.manifest.name.casefold() == name.casefold():
                message = f"Two rulesets that are used together are called `{shown(name)}`."
                help = (
                    f"One is {shown(other.place.shown, 200)}, the other {shown(layer.place.shown, 200)}. "
                    "Use one of them, or give your own a name of its own."
                )
                problems.add("R463", message, help, layer.manifest.places["name"])


def _check_returns(layers: Sequence[Layer], problems: Problems) -> None:
    first = layers[0].manifest
    for layer in layers[1:]:
        manifest = layer.manifest
        if manifest.return_name != first.return_name:
            message = (
                f"`{manifest.name}` is for the return `{manifest.return_name}`, "
                f"`{first.name}` for `{first.return_name}`."
            )
            help = "Use rulesets for one return together."
            problems.add("R469", message, help, manifest.places["return"])
