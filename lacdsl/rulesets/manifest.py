"""ruleset.yaml: what a ruleset is called, whose it is, what it builds on, and which files hold its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from lacdsl.diagnostics import Span, suggest
from lacdsl.model.diagnostics import shown
from lacdsl.model.nodes import Fields, Items, Node, Scalar, read_yaml
from lacdsl.rulesets.diagnostics import Problems, near

MANIFEST = "ruleset.yaml"
NAME = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")
# What the names of the rulesets of the Department begin with.
OFFICIAL = "dfe"
LONGEST_NAME = 150
DEEPEST_NAME = 6
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$|clock\$)( *\..*)?")
SCOPES = ("official", "regional", "local")

_KEYS = (
    "name", "title", "version", "owner", "scope", "licence", "return", "year", "extends", "model", "rules",
)  # fmt: skip
_LONGEST_TEXT = 500
_REQUIRED = ("name", "title", "version", "owner", "scope", "return", "year")
_FORMS = {
    "name": (
        NAME,
        "up to six parts of letters, digits, `_`, `.` and `-` with `/` between them, such as local/essex",
    ),
    "return": (re.compile(r"[a-z][a-z0-9_]*"), "a word in small letters, such as lac"),
    "year": (re.compile(r"[0-9]{4}-[0-9]{2}"), "a collection year, such as 2026-27"),
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a ruleset.yaml says. `rules` is None when it lists no files; `places`: where each value stands."""

    name: str
    title: str
    version: str
    owner: str
    scope: str
    licence: str
    return_name: str
    year: str
    extends: str | None
    model: str | None
    rules: tuple[str, ...] | None
    places: dict[str, Span]


def is_name(text: str) -> bool:
    """Can `text` be the name of a ruleset? Never a path that leads upwards, hides a folder or means another on Windows."""
    parts = text.split("/")
    if len(text) > LONGEST_NAME or len(parts) > DEEPEST_NAME or not NAME.fullmatch(text):
        return False
    return not any(part[0] == "." or part[-1] == "." or is_reserved(part) for part in parts)


def is_reserved(part: str) -> bool:
    """Is a part of a path the name of a device on Windows, whatever its ending?"""
    return bool(_DEVICE.fullmatch(part))


def is_inside(path: str) -> bool:
    """Does a path of a manifest stay in its folder, as far as can be told from its text?"""
    steps = PurePosixPath(path)
    return (
        bool(steps.parts)
        and path.isprintable()
        and not any(sign in path for sign in "\\:*?")
        and not steps.is_absolute()
        and ".." not in steps.parts
    )


def read_manifest(text: str, file: str, problems: Problems) -> Manifest | None:
    """The manifest in `text`; None when `problems` has been told why there is none."""
    if not text.strip():
        help = "State at least its name, title, version, owner, scope, return and year."
        problems.add("R463", "The manifest is empty.", help, Span(file, 1, 1, 1, 2))
        return None
    before = len(problems.found)
    tree = read_yaml(text, file, problems)
    if tree is None:
        return None
    if not isinstance(tree, Fields):
        problems.add("R463", "A manifest is made of `name: value` lines.", "Start with `name:`.", tree.span)
        return None
    _check_keys(tree, file, problems)
    found = {name: _text(tree, name, problems) for name in _KEYS if name != "rules"}
    rules = _rules(tree, problems)
    if len(problems.found) > before:
        return None
    said = {name: value or "" for name, value in found.items()}
    return Manifest(
        said["name"],
        said["title"],
        said["version"],
        said["owner"],
        said["scope"],
        said["licence"],
        said["return"],
        said["year"],
        found["extends"],
        found["model"],
        rules,
        {name: node.span for name, node in tree.entries.items()},
    )


def _check_keys(tree: Fields, file: str, problems: Problems) -> None:
    meant: set[str] = set()
    for name in tree.entries:
        if name == "parameters":
            help = "Set a parameter in a file of rules: `replace parameter review_gap = 3 months`."
            problems.add("R463", "`parameters` means nothing in a manifest.", help, tree.keys[name])
        elif name not in _KEYS:
            meant.update(suggest(name, _KEYS, 1))
            help = near(name, _KEYS, f"Remove it; a manifest knows {', '.join(_KEYS)}.")
            problems.add("R463", f"`{shown(name)}` means nothing in a manifest.", help, tree.keys[name])
    missing = [name for name in _REQUIRED if name not in tree.entries and name not in meant]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        message = f"The manifest does not state its {listed}."
        help = (
            f"Add a line `{missing[0]}: ...`." if len(missing) == 1 else "Add a line `name: value` for each."
        )
        problems.add("R463", message, help, Span(file, 1, 1, 1, 2))


def _text(tree: Fields, name: str, problems: Problems) -> str | None:
    node = tree.entries.get(name)
    if node is None:
        return None
    if not isinstance(node, Scalar) or not isinstance(node.value, str) or not node.value.strip():
        if isinstance(node, Scalar) and (node.value is None or not str(node.value).strip()):
            problems.add("R463", f"`{name}` has no value.", "Write one behind the colon.", node.span)
        elif isinstance(node, Scalar):
            problems.add("R463", f"`{name}` has to be text.", "Put the value between quotes.", node.span)
        else:
            problems.add("R463", f"`{name}` has one value, not several.", "Name one alone.", node.span)
        return None
    value = node.value
    if not value.isprintable() or len(value) > _LONGEST_TEXT:
        message = f"`{name}` holds signs that do not show, or is longer than {_LONGEST_TEXT} letters."
        problems.add("R463", message, "Write it as one line of plain text.", node.span)
        return None
    form = _FORMS.get(name)
    if name == "scope" and value not in SCOPES:
        help = near(value, SCOPES, "Write `official`, `regional` or `local`.")
        problems.add("R463", f"`{shown(value)}` is not a scope.", help, node.span)
    elif form is not None and not (form[0].fullmatch(value) and (name != "name" or is_name(value))):
        problems.add("R463", f"`{shown(value)}` cannot be the {name}.", f"Use {form[1]}.", node.span)
    elif name == "model":
        _check_path(value, node, problems)
    return value


def _rules(tree: Fields, problems: Problems) -> tuple[str, ...] | None:
    node = tree.entries.get("rules")
    if node is None:
        return None
    if not isinstance(node, Items):
        message = "`rules` has to be a list of files."
        problems.add("R463", message, "Write `rules: [episodes.rules]`.", node.span)
        return None
    found: list[str] = []
    for item in node.items:
        path = item.value if isinstance(item, Scalar) else None
        if not isinstance(path, str) or not path.endswith(".rules"):
            help = "Write names of files that end in .rules, such as episodes.rules."
            problems.add("R463", "`rules` lists something that is no file of rules.", help, item.span)
        elif path in found:
            message = f"`{shown(path)}` is listed twice."
            problems.add("R463", message, "Remove one of the two.", item.span)
        elif _check_path(path, item, problems):
            found.append(path)
    return tuple(found)


def _check_path(path: str, node: Node, problems: Problems) -> bool:
    if is_inside(path):
        return True
    message = f"`{shown(path)}` leads out of the ruleset's folder."
    problems.add("R464", message, "Put the file into the folder, and write its path with `/`.", node.span)
    return False
