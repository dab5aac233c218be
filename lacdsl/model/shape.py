"""Is a model file shaped as model.schema.json says? Schema errors -> diagnostics with places."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lacdsl.model.diagnostics import Problems, near, shown
from lacdsl.model.nodes import Fields, Node, find, locate, locate_key, plain

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SCHEMA_FILE = Path(__file__).with_name("model.schema.json")

OF_ADDED = (
    "singular", "noun", "title", "key", "parent", "parent_key", "one", "order", "period", "columns", "file_names",
)  # fmt: skip
"""What a table that a ruleset adds can state."""

_KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list, as in [A, B]",
    "object": "a group of `name: value` lines",
}
_COUNTED = {
    "minItems": "has too few entries",
    "maxItems": "has too many entries",
    "uniqueItems": "names something twice",
    "minProperties": "is empty",
    "minLength": "is empty",
}


@cache
def schema() -> dict[str, Any]:
    """The published JSON Schema of model files."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


@cache
def adding_schema() -> dict[str, Any]:
    """The schema of model files that add to another model: parts of the published one."""
    whole = schema()
    table = whole["$defs"]["table"]
    own = {
        **table,
        "properties": {name: each for name, each in table["properties"].items() if name in OF_ADDED},
    }
    tables = {**whole["properties"]["tables"], "additionalProperties": {"$ref": "#/$defs/added"}}
    return {
        "$schema": whole["$schema"],
        "type": "object",
        "additionalProperties": False,
        "properties": {"tables": tables, "code_lists": whole["properties"]["code_lists"]},
        "$defs": {**whole["$defs"], "added": own},
    }


def check_shape(tree: Node, problems: Problems, *, adding: bool = False) -> None:
    """Collect everything in one model file that the schema does not allow."""
    seen: set[tuple[object, ...]] = set()
    for error in _validator(adding).iter_errors(plain(tree)):
        _explain(error, tree, problems, seen)


@cache
def _validator(adding: bool) -> Draft202012Validator:
    # jsonschema takes a tenth of a second to import, and callers who know their files skip the check.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(adding_schema() if adding else schema())


def _explain(error: ValidationError, tree: Node, problems: Problems, seen: set[tuple[object, ...]]) -> None:
    path = tuple(error.absolute_path)
    node = find(tree, path)
    if error.validator == "additionalProperties" and isinstance(node, Fields):
        _unknown_keys(error, path, node, problems)
    elif error.validator == "required" and isinstance(node, Fields):
        _missing_keys(error, path, node, tree, problems, seen)
    elif "propertyNames" in error.absolute_schema_path:
        name = str(error.instance)
        span = locate_key(tree, (*path, name)) or locate(tree, path)
        message = f"`{shown(name)}` cannot be used as a name."
        problems.add("M507", message, "use letters, digits and underscores, starting with a letter", span)
    elif error.validator == "enum":
        allowed = _demand(error)
        message = f"`{shown(error.instance)}` is not allowed here; it has to be {_either(allowed)}."
        help = near(str(error.instance), allowed, "choose one of these words")
        problems.add("M508", message, help, locate(tree, path))
    else:
        _wrong_kind(error, path, tree, problems)


def _unknown_keys(
    error: ValidationError, path: tuple[str | int, ...], node: Fields, problems: Problems
) -> None:
    known = list(_schema_at(error).get("properties", {}))
    for name in node.entries:
        if name not in known:
            where = f"`{shown(path[-1])}`" if path else "a model file"
            help = near(name, known, f"remove it; known here: {', '.join(known)}")
            problems.add("M505", f"`{shown(name)}` means nothing in {where}.", help, node.keys[name])


def _missing_keys(
    error: ValidationError,
    path: tuple[str | int, ...],
    node: Fields,
    tree: Node,
    problems: Problems,
    seen: set[tuple[object, ...]],
) -> None:
    for name in _demand(error):
        if name not in node.entries and (path, name) not in seen:
            seen.add((path, name))
            message = f"{f'`{shown(path[-1])}`' if path else 'The model'} does not state its `{name}`."
            problems.add("M506", message, f"add `{name}:`", locate(tree, path))


def _wrong_kind(error: ValidationError, path: tuple[str | int, ...], tree: Node, problems: Problems) -> None:
    name = next((step for step in reversed(path) if isinstance(step, str)), "the file")
    if error.validator == "type":
        expected = _KINDS.get(str(error.validator_value), str(error.validator_value))
        message = f"`{shown(name)}` has to be {expected}."
        help = "put the value between quotes" if expected == "text" else f"write {expected}"
    elif error.validator in _COUNTED:
        message = f"`{shown(name)}` {_COUNTED[str(error.validator)]}."
        help = str(_schema_at(error).get("description", "see the description of this key in the schema"))
    else:
        message = f"`{shown(error.instance)}` is not written as `{shown(name)}` has to be."
        help = str(_schema_at(error).get("description", "see the description of this key in the schema"))
    problems.add("M507", message, help, locate(tree, path))


def _demand(error: ValidationError) -> list[str]:
    """What the schema demands, for the keywords whose demand is a list of words."""
    demand: Any = error.validator_value
    return [str(word) for word in demand]


def _schema_at(error: ValidationError) -> Mapping[str, Any]:
    return error.schema if isinstance(error.schema, Mapping) else {}


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
