"""The page of all that can stand in `ruleset.yaml` and `model.yaml`, made from their schemas when the manual is built.

mkdocs runs this as a hook.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lacdsl

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

PAGE = "files.md"
_HERE = Path(lacdsl.__file__).parent
SCHEMAS = {
    "ruleset": _HERE / "rulesets" / "ruleset.schema.json",
    "model": _HERE / "model" / "model.schema.json",
}
PARTS = {
    "table": "A table",
    "column": "A column",
    "xml_block": "`xml` of a table",
    "reference_table": "A table to look things up in",
}
"""The parts of a data model that have keys of their own, by their names in its schema."""
_INTRODUCTION = """\
# ruleset.yaml and model.yaml

All that can stand in the two files that go with rules. Both are plain text: a name, a colon, a value. What belongs to
something stands below it, two blanks further in. A mistake in one of them is [named](errors.md) with its line.
`lacdsl new ruleset` and `lacdsl new return` make files to begin with; [adding a return](adding-a-return.md) shows how
a data model is written.
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the page to those that are written."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, PAGE, content=page()))
    return files


def page() -> str:
    """Both files, key by key."""
    ruleset, model = (json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.values())
    parts = model["$defs"]
    lines = [
        _INTRODUCTION,
        "## ruleset.yaml",
        "",
        "What the rules of a folder are called, and what they build on.",
        "",
    ]
    lines += keys(ruleset, parts)
    lines += ["## model.yaml", "", model["description"], "", *keys(model, parts)]
    for name, title in PARTS.items():
        lines += [f"### {title}", "", *keys(parts[name], parts)]
    return "\n".join(lines)


def keys(schema: dict[str, Any], parts: dict[str, Any]) -> list[str]:
    """A table with a line for every key; keys within keys are written with a full stop."""
    lines = ["| key | is | says |", "|---|---|---|"]
    for name, each in _walk(schema, ""):
        whole = {**parts.get(str(each.get("$ref", "")).rpartition("/")[2], {}), **each}
        must = " **needed**" if name in schema.get("required", ()) else ""
        lines.append(f"| `{name}`{must} | {_kind(whole, parts)} | {_says(whole)} |")
    return [*lines, ""]


def _walk(schema: dict[str, Any], before: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, each in schema.get("properties", {}).items():
        yield before + name, each
        yield from _walk(each, f"{before}{name}.")


def _kind(schema: dict[str, Any], parts: dict[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    within = schema.get("items") or schema.get("additionalProperties")
    if isinstance(within, dict):
        reached = {**parts.get(str(within.get("$ref", "")).rpartition("/")[2], {}), **within}
        return f"list: {_kind(reached, parts)}" if schema["type"] == "array" else "by name, below it"
    words = {
        "string": "text",
        "boolean": "true or false",
        "integer": "whole number",
        "object": "keys, below it",
    }
    return words.get(str(schema.get("type")), str(schema.get("type", "")))


def _says(schema: dict[str, Any]) -> str:
    text = schema.get("description", "")
    shown = " or ".join(f"`{value}`" for value in schema.get("examples", ()) if isinstance(value, str))
    return f"{text} Such as {shown}.".replace("|", "\\|") if shown else text.replace("|", "\\|")
