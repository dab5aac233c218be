"""The shape of the package: imports point down one list; the core leaves files, screen and network alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "lacdsl"

# What each part of lacdsl may import from lacdsl, besides itself and the two helpers that are named below.
_SEMANTICS = {"diagnostics", "model", "syntax", "semantics"}
_ENGINE = _SEMANTICS | {"plan", "engine"}
ALLOWED: dict[str, set[str]] = {
    "diagnostics": set(),
    "resources": set(),
    "model": {"diagnostics"},
    "values": {"diagnostics", "model"},
    "syntax": {"diagnostics"},
    "semantics": {"diagnostics", "model", "syntax"},
    "plan": _SEMANTICS,
    "engine": _SEMANTICS | {"plan"},
    "interpreter": _SEMANTICS,
    "explaining": _ENGINE | {"interpreter"},
    "ingest": {"diagnostics", "model"},
    "reference": {"diagnostics", "model", "ingest"},
    "wording": _SEMANTICS,
    "rulesets": _SEMANTICS,
    "lints": _SEMANTICS | {"rulesets", "plan"},
    "editing": _SEMANTICS | {"rulesets", "lints", "wording"},
    "lsp": _SEMANTICS | {"rulesets", "editing", "testing", "lacdsl"},
    "testing": _ENGINE | {"interpreter", "rulesets"},
    "sample": {"diagnostics", "model"},
    "report": {"diagnostics", "model"},
    "api": _ENGINE
    | {
        "interpreter",
        "wording",
        "explaining",
        "ingest",
        "reference",
        "rulesets",
        "testing",
        "sample",
        "report",
    },
    "cli": _ENGINE
    | {"interpreter", "ingest", "reference", "rulesets", "testing", "sample", "report", "api", "lacdsl"}
    | {"explaining", "lints", "lsp", "wording", "differences"},
    "differences": _SEMANTICS | {"plan", "rulesets", "testing", "api"},
    "__main__": {"cli"},
    "__init__": {"api"} | _ENGINE | {"ingest", "reference", "rulesets", "report"},
}
# Two small helpers stand beside the list. All may use them but the parts that they themselves rest on.
BELOW_RESOURCES = {"diagnostics", "resources"}
BELOW_VALUES = BELOW_RESOURCES | {"model", "values"}

CORE = {
    "diagnostics",
    "model",
    "values",
    "syntax",
    "semantics",
    "plan",
    "engine",
    "interpreter",
    "testing",
} | {"explaining", "wording"}
# `model` reads the files that describe a return, and no others; its loader is handed their path.
READS_FILES = {"model"}
NETWORK = {"aiohttp", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "urllib", "urllib3"}
# Reading one of these runs whatever code is in it.
UNSAFE = {"cloudpickle", "dill", "joblib", "marshal", "pickle", "shelve"}


def part_of(path: Path) -> str:
    """The part that a module belongs to: `engine` for lacdsl/engine/masks.py, `api` for lacdsl/api.py."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def imported(tree: ast.AST, path: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that a module imports, wherever in it the import stands."""
    package = ["lacdsl", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*start, *(node.module.split(".") if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{origin}.{alias.name}"


def part_imported(name: str) -> str | None:
    """The part that a dotted name lies in; `lacdsl` for the package's own names, None for other libraries."""
    head, *rest = name.split(".")
    if head != "lacdsl":
        return None
    return rest[0] if rest and rest[0] in ALLOWED else "lacdsl"


def allowed_for(part: str) -> set[str]:
    allowed = ALLOWED[part] | {part}
    if part not in BELOW_RESOURCES:
        allowed |= {"resources"}
    if part not in BELOW_VALUES:
        allowed |= {"values"}
    return allowed


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{line}"


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8"), filename=str(path)) for path in modules()}


def test_every_part_has_its_place_in_the_list() -> None:
    assert {part_of(path) for path in modules()} <= set(ALLOWED)


def test_the_list_has_no_way_back_up() -> None:
    graph = {part: allowed_for(part) - {part, "lacdsl"} for part in ALLOWED}
    while graph:
        lowest = {part for part, below in graph.items() if not below}
        assert lowest, f"these parts may import each other in a circle: {sorted(graph)}"
        graph = {part: below - lowest for part, below in graph.items() if part not in lowest}


def test_imports_point_down(trees: dict[Path, ast.Module]) -> None:
    wrong = [
        f"{place(path, line)}: {part_of(path)} may not import {name}"
        for path, tree in trees.items()
        for line, name in imported(tree, path)
        if (target := part_imported(name)) is not None and target not in allowed_for(part_of(path))
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_imports_the_network_or_what_runs_code_from_a_file(trees: dict[Path, ast.Module]) -> None:
    wrong = [
        f"{place(path, line)}: {name}"
        for path, tree in trees.items()
        for line, name in imported(tree, path)
        if name.split(".")[0] in NETWORK | UNSAFE
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_reads_or_writes_pickles(trees: dict[Path, ast.Module]) -> None:
    wrong = [
        place(path, node.lineno)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in {"read_pickle", "to_pickle"})
        or (isinstance(node, ast.keyword) and node.arg == "allow_pickle")
    ]
    assert not wrong, "\n".join(wrong)


def test_the_core_neither_prints_nor_opens_files(trees: dict[Path, ast.Module]) -> None:
    wrong = [
        f"{place(path, node.lineno)}: {name}"
        for path, tree in trees.items()
        if (part := part_of(path)) in CORE
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (name := ast.unparse(node.func).rpartition(".")[2]) in {"print", "open"}
        if name == "print" or part not in READS_FILES
    ]
    assert not wrong, "\n".join(wrong)
