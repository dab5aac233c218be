"""The files of a model: reading them within limits, and following `extends` without leaving the folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from lacdsl.diagnostics import Span
from lacdsl.model.diagnostics import Problems, shown
from lacdsl.model.nodes import Fields, Scalar, read_yaml

_LARGEST = 300_000
_MOST_YEARS = 60

Held: TypeAlias = Mapping[Path, bytes]
"""Files whose bytes are known, as those of a pack that was verified: they count in place of what lies on the disk."""
NOT_HELD: Held = {}


def chain(path: Path, problems: Problems, held: Held = NOT_HELD) -> list[tuple[Path, Fields]]:
    """The model files from the one that extends nothing to `path`, each with its tree.

    Raises `LacdslError` when one of them cannot be read or is no group of named values, or when `extends`
    leads out of the folder that holds all years, or round in a circle.
    """
    links: list[tuple[Path, Fields]] = []
    visited: list[Path] = []
    span: Span | None = None
    current: Path | None = path
    while current is not None:
        if current.resolve() in visited or len(visited) >= _MOST_YEARS:
            years = " -> ".join(file.parent.name for file in [*visited, current.resolve()])
            message = f"These models extend each other in a circle: {shown(years, 200)}."
            problems.add("M510", message, "remove `extends` from the earliest year", span)
            problems.stop_if_any()
        visited.append(current.resolve())
        tree = tree_of(current, span, problems, held)
        links.append((current, tree))
        current, span = _next(current, tree, path, problems)
    return links[::-1]


def code_files(folder: Path, home: Path, problems: Problems, held: Held = NOT_HELD) -> list[Path]:
    """The CSV files in `codes/` of a model's folder, by name. `home` is the folder that they may not lie outside of."""
    codes = folder / "codes"
    if any(file.is_relative_to(folder) for file in held):
        return sorted(file for file in held if file.parent == codes and file.suffix == ".csv")
    if not codes.is_dir():
        return []
    found = sorted(file for file in codes.iterdir() if file.suffix == ".csv")
    outside = [file for file in found if not file.resolve().is_relative_to(home.resolve())]
    for file in outside:
        message = "This code list is a link to a file outside the folder that holds all years."
        problems.add("M501", message, "put the file itself here", _start(file))
    return [file for file in found if file not in outside]


def read_text(file: Path, span: Span | None, problems: Problems, held: Held = NOT_HELD) -> str:
    """The text of `file`, which has to be UTF-8 of at most 300 kB. `span` is what named the file."""
    reason, help = "", ""
    try:
        if file in held:
            data = held[file]
        else:
            with file.open("rb") as stream:
                data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            reason, help = "it is larger than 300 kB", "split it, or remove what does not belong in a model"
        else:
            return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        reason, help = f"line {line} is not UTF-8 text", "save the file as UTF-8"
    except OSError as error:
        reason, help = (error.strerror or "it cannot be opened").lower(), "check the name and the folder"
    message = f"`{shown(file.as_posix(), 200)}` cannot be read: {reason}."
    problems.add("M501", message, help, span or _start(file))
    problems.stop_if_any()
    raise AssertionError("unreachable")


def tree_of(file: Path, span: Span | None, problems: Problems, held: Held = NOT_HELD) -> Fields:
    """The tree of one model file. Raises `LacdslError` when there is none. `span` is what named the file."""
    name = file.as_posix()
    tree = read_yaml(read_text(file, span, problems, held), name, problems)
    if tree is not None and not isinstance(tree, Fields):
        message = "A model file is a group of `name: value` lines."
        problems.add("M507", message, "start with `name:`, `title:` and `year:`", tree.span)
    problems.stop_if_any()
    assert isinstance(tree, Fields)
    return tree


def _next(current: Path, tree: Fields, path: Path, problems: Problems) -> tuple[Path | None, Span | None]:
    """The file that `current` extends, and where it says so."""
    node = tree.entries.get("extends")
    if node is None:
        return None, None
    written = node.value if isinstance(node, Scalar) else None
    if not isinstance(written, str):
        message = "`extends` has to be the path of another model."
        problems.add("M507", message, "write a path such as ../2025-26/model.yaml", node.span)
    elif not _allowed(written):
        message = f"`extends` has to be a relative path to a model.yaml, which `{shown(written)}` is not."
        problems.add("M509", message, "write a path such as ../2025-26/model.yaml", node.span)
    elif not _inside(target := current.parent / written, path):
        message = f"`extends` may not lead to `{shown(written)}`, out of the folder that holds all years."
        problems.add("M509", message, "write a path such as ../2025-26/model.yaml", node.span)
    else:
        return _tidy(target), node.span
    problems.stop_if_any()
    raise AssertionError("unreachable")


def _allowed(written: str) -> bool:
    steps = PurePosixPath(written)
    plain = written.isprintable() and "\\" not in written
    return plain and not steps.is_absolute() and steps.name == "model.yaml"


def _inside(file: Path, path: Path) -> bool:
    """Is `file`, links followed, in the folder that holds the years of the model at `path`?"""
    return file.resolve().is_relative_to(path.resolve().parent.parent)


def _tidy(path: Path) -> Path:
    """`path` without the `..` steps that can be taken back: a/2026-27/../2025-26 is a/2025-26."""
    steps: list[str] = []
    for step in path.parts:
        if step == ".." and steps and steps[-1] not in ("..", path.anchor):
            steps.pop()
        else:
            steps.append(step)
    return Path(*steps)


def _start(file: Path) -> Span:
    return Span(file.as_posix(), 1, 1, 1, 2)
