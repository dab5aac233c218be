"""Reading a data model: model.yaml, the models that it extends, and the code lists beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from lacdsl.diagnostics import LacdslError
from lacdsl.model.build import build_model
from lacdsl.model.check import check_model
from lacdsl.model.codes import read_codes
from lacdsl.model.diagnostics import Problems, shown
from lacdsl.model.extend import extended
from lacdsl.model.fields import ShapeError
from lacdsl.model.files import chain, code_files, read_text
from lacdsl.model.nodes import Fields, locate
from lacdsl.model.shape import check_shape
from lacdsl.model.types import Model


def load_model(path: Path, *, validate: bool = True) -> Model:
    """The model described by the model.yaml at `path`, with everything that it inherits through `extends`.

    `validate=False` leaves out the check against the JSON Schema, which takes most of the time: for files
    that are known to have passed it. A file that cannot be understood is still refused with diagnostics.

    Raises `LacdslError` with every problem found: code M5xx, file, line and column, and what to do.
    """
    if not validate:
        try:
            return _load(path, validate=False)
        except ShapeError:
            pass
    return _load(path, validate=True)


def model_files(path: Path) -> tuple[Path, ...]:
    """Every file that `load_model(path)` reads, the base model first: what a content hash has to cover.

    Raises `LacdslError` when one cannot be read or `extends` leads nowhere.
    """
    problems = Problems()
    links = chain(path, problems)
    codes = [file for link, _ in links for file in code_files(link.parent, path, problems)]
    problems.stop_if_any()
    return (*(link for link, _ in links), *codes)


def _load(path: Path, *, validate: bool) -> Model:
    problems = Problems()
    links = chain(path, problems)
    if validate:
        for _, tree in links:
            check_shape(tree, problems)
        problems.stop_if_any()
    merged = links[0][1]
    for _, tree in links[1:]:
        merged = extended(merged, tree, problems)
    codes = _codes([link for link, _ in links], path, problems)
    _check_titles(merged, codes, problems)
    problems.stop_if_any()
    model = build_model(merged, codes, problems)
    problems.stop_if_any()
    check_model(model, lambda *place: locate(merged, place), problems)
    problems.stop_if_any()
    return model


def _codes(links: list[Path], path: Path, problems: Problems) -> dict[str, dict[str, str]]:
    """All code lists; a list of a later year takes the place of the same-named one before."""
    newest: dict[str, Path] = {}
    for link in links:
        newest.update({file.stem: file for file in code_files(link.parent, path, problems)})
    lists: dict[str, dict[str, str]] = {}
    for name, file in newest.items():
        try:
            lists[name] = read_codes(read_text(file, None, problems), file.as_posix(), problems)
        except LacdslError as error:
            problems.found.extend(error.diagnostics)
    return lists


def _check_titles(merged: Fields, codes: Mapping[str, object], problems: Problems) -> None:
    titled = merged.entries.get("code_lists")
    if not isinstance(titled, Fields):
        return
    for name in titled.entries:
        if name not in codes:
            message = f"The code list `{shown(name)}` has a title, but no file."
            help = f"add codes/{shown(name)}.csv beside the model file, or remove the title"
            problems.add("M530", message, help, titled.keys[name])
