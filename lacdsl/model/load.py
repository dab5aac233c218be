"""Reading a data model: model.yaml, the models that it extends, and the code lists beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from lacdsl.diagnostics import LacdslError
from lacdsl.model.add import Added, Addition, check_adding, check_codes, with_added
from lacdsl.model.build import build_model
from lacdsl.model.check import check_model
from lacdsl.model.codes import read_codes
from lacdsl.model.diagnostics import Problems, shown
from lacdsl.model.extend import extended
from lacdsl.model.fields import ShapeError
from lacdsl.model.files import NOT_HELD, Held, chain, code_files, read_text, tree_of
from lacdsl.model.nodes import Fields, locate
from lacdsl.model.shape import check_shape
from lacdsl.model.types import Model


def load_model(
    path: Path, *, validate: bool = True, additions: Sequence[Addition] = (), held: Held = NOT_HELD
) -> Model:
    """The model described by the model.yaml at `path`, with everything that it inherits through `extends`.

    `additions` are laid on top of it, in order: they add tables and columns, and change nothing. The bytes of files
    that are `held` count in place of what lies on the disk.

    `validate=False` leaves out the check against the JSON Schema, which takes most of the time: for files
    that are known to have passed it. A file that cannot be understood is still refused with diagnostics.

    Raises `LacdslError` with every problem found: code M5xx, file, line and column, and what to do.
    """
    if not validate:
        try:
            return _load(path, additions, held, validate=False)
        except ShapeError:
            pass
    return _load(path, additions, held, validate=True)


def model_files(path: Path, additions: Sequence[Addition] = (), held: Held = NOT_HELD) -> tuple[Path, ...]:
    """Every file that `load_model` reads, the base model first: what a content hash has to cover.

    Raises `LacdslError` when one cannot be read or `extends` leads nowhere.
    """
    problems = Problems()
    links = [link for link, _ in chain(path, problems, held)]
    codes = [file for link in links for file in code_files(link.parent, _years(path), problems, held)]
    for addition in additions:
        folder = addition.path.parent
        links.append(addition.path)
        codes += code_files(folder, folder, problems, held)
    problems.stop_if_any()
    return (*links, *codes)


def _load(path: Path, additions: Sequence[Addition], held: Held, *, validate: bool) -> Model:
    problems = Problems()
    links = chain(path, problems, held)
    added = [(each, tree_of(each.path, None, problems, held)) for each in additions]
    for _, tree in added:
        check_adding(tree, links[-1][1], problems)
    problems.stop_if_any()
    if validate:
        for _, tree in links:
            check_shape(tree, problems)
        for _, tree in added:
            check_shape(tree, problems, adding=True)
        problems.stop_if_any()
    merged = links[0][1]
    for _, tree in links[1:]:
        merged = extended(merged, tree, problems)
    who = Added()
    for each, tree in added:
        merged = with_added(merged, tree, each.ruleset, who, problems)
    codes = _codes([link for link, _ in links], additions, path, problems, held)
    _check_titles(merged, codes, problems)
    problems.stop_if_any()
    model = who.marked(build_model(merged, codes, problems))
    problems.stop_if_any()
    check_model(model, lambda *place: locate(merged, place), problems)
    problems.stop_if_any()
    return model


def _years(path: Path) -> Path:
    """The folder that holds the years of the model at `path`, links followed."""
    return path.resolve().parent.parent


def _codes(
    links: list[Path], additions: Sequence[Addition], path: Path, problems: Problems, held: Held
) -> dict[str, dict[str, str]]:
    """All code lists; a list of a later year takes the place of the same-named one before."""
    newest: dict[str, Path] = {}
    for link in links:
        found = code_files(link.parent, _years(path), problems, held)
        newest.update({file.stem: file for file in found})
    for addition in additions:
        found = code_files(addition.path.parent, addition.path.parent, problems, held)
        check_codes(found, newest, problems)
        newest = {**{file.stem: file for file in found}, **newest}
    lists: dict[str, dict[str, str]] = {}
    for name, file in newest.items():
        try:
            lists[name] = read_codes(read_text(file, None, problems, held), file.as_posix(), problems)
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
