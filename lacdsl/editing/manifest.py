"""ruleset.yaml: what can be written there, what a word of it means, and where it leads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from lacdsl.diagnostics import LacdslError
from lacdsl.editing.choice import Choice
from lacdsl.rulesets import available_rulesets
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.files import RULES, find_by_name
from lacdsl.rulesets.manifest import MANIFEST, SCOPES, Manifest, read_manifest
from lacdsl.rulesets.packs.store import installed

_KEY = re.compile(r"(\w*)$")
_LINE = re.compile(r"(?P<key>\w+):(?P<gap>\s+)(?P<value>.*)")
_ITEM = re.compile(r"\s*-\s+|.*[\[,]\s*")
_PREFIX = re.compile(r"[^\s,\[\]\"'#]*$")
_WORD_AFTER = re.compile(r"[^\s,\[\]\"'#:]*")


@dataclass(frozen=True, slots=True)
class _Here:
    """A place in a manifest: its key, empty at the beginning of a line, and what stands before and after it."""

    key: str
    prefix: str
    word: str


def manifest_choices(text: str, line: int, column: int, folder: Path) -> tuple[tuple[Choice, ...], int]:
    """What can be written at a place of the manifest in `folder`, and how many characters before it are part of it."""
    here = _here(text, line, column)
    if here is None:
        return (), 0
    found = _keys(text) if not here.key else _values(here.key, folder)
    start = here.prefix.casefold()
    unique = {each.text: each for each in found if each.text.casefold().startswith(start)}
    return tuple(sorted(unique.values(), key=lambda each: each.order)), len(here.prefix)


def manifest_hover(text: str, line: int, column: int, folder: Path) -> str:
    """What a word of the manifest means. Markdown; empty when there is nothing to say."""
    here = _here(text, line, column)
    word = here.word if here is not None else ""
    if here is None or not word:
        return ""
    if not here.key:
        about = _keys_known().get(word)
        return f"**{word}** {about['description']}" if about is not None else ""
    if here.key == "extends":
        found = _manifest_of(word, folder)
        return f"**{found.name}** {_said(found)}\n\n{found.owner}" if found is not None else ""
    return _SCOPES.get(word, "") if here.key == "scope" else ""


def manifest_target(text: str, line: int, column: int, folder: Path) -> Path | None:
    """The file that a word of the manifest leads to: of rules, of the model, or the manifest that is extended."""
    here = _here(text, line, column)
    if here is None or not here.word:
        return None
    if here.key == "extends":
        home = _folder_of(here.word, folder)
        return home / MANIFEST if home is not None else None
    path = folder / here.word
    inside = path.resolve().is_relative_to(folder.resolve())
    return path if here.key in ("rules", "model") and inside and path.is_file() else None


_SCOPES = {
    "official": "The rules of a return, as its owner states them.",
    "regional": "Rules that a group of councils shares.",
    "local": "The rules of one council.",
}


@cache
def _keys_known() -> dict[str, Any]:
    schema = files("lacdsl.rulesets").joinpath("ruleset.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(schema)["properties"]
    return found


def _here(text: str, line: int, column: int) -> _Here | None:
    lines = text.split("\n")
    row = lines[line] if line < len(lines) else ""
    before, after = row[:column], row[column:]
    if "#" in before:
        return None
    key = _KEY.fullmatch(before)
    if key is not None:
        return _Here("", before, before + re.split(r"\W", after, maxsplit=1)[0])
    prefix = _PREFIX.search(before)
    behind = _WORD_AFTER.match(after)
    start = prefix.group() if prefix else ""
    word = start + (behind.group() if behind else "")
    found = _LINE.match(before + "\0") if not before[0].isspace() and not before.startswith("-") else None
    if found is not None:
        return _Here(found.group("key"), start, word)
    heading = next((each for each in reversed(lines[:line]) if re.match(r"\w+:", each)), "")
    if re.match(r"\s*-\s", before) or before[0].isspace():
        return _Here(heading.partition(":")[0], start, word)
    return None


def _keys(text: str) -> Iterator[Choice]:
    there = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    for nth, (name, about) in enumerate(_keys_known().items()):
        if name not in there:
            yield Choice(name, "key", "", nth, f"{name}: ", about["description"])


def _values(key: str, folder: Path) -> Iterator[Choice]:
    if key == "scope":
        yield from (Choice(each, "word", _SCOPES[each], nth) for nth, each in enumerate(reversed(SCOPES)))
    elif key == "extends":
        yield from _rulesets(folder)
    elif key in ("return", "year"):
        held = [each for name in available_rulesets() if (each := _manifest_of(name, folder)) is not None]
        said = sorted(
            {each.return_name if key == "return" else each.year for each in held}, reverse=key == "year"
        )
        yield from (Choice(each, "word", "", nth) for nth, each in enumerate(said))
    elif key in ("rules", "model"):
        ending = RULES if key == "rules" else ".yaml"
        for path in sorted([*folder.glob(f"*{ending}"), *folder.glob(f"*/*{ending}")]):
            if path.name != MANIFEST:
                yield Choice(path.relative_to(folder).as_posix(), "file", order=len(path.parts))
    elif key == "name":
        yield Choice(f"local/{folder.name}", "word", "after the folder", 0)
    elif key == "version":
        yield Choice("1.0.0", "word", "", 0)


def _rulesets(folder: Path) -> Iterator[Choice]:
    """Rulesets that can be built on: installed ones and those beside this one, then those that come with lacdsl."""
    for each in installed():
        yield Choice(each.called, "rule", "installed", 0)
    for path in sorted(folder.parent.glob(f"*/{MANIFEST}")):
        if path.parent.resolve() != folder.resolve():
            name = f"../{path.parent.name}"
            found = _manifest_of(name, folder)
            yield Choice(name, "rule", _said(found) if found is not None else "", 1)
    names = available_rulesets()
    for nth, name in enumerate(sorted(names, key=lambda each: each.rpartition("/")[2], reverse=True)):
        found = _manifest_of(name, folder)
        local = found is not None and found.scope != "official"
        yield Choice(
            name, "rule", _said(found) if found is not None else "", (3 if local else 2) + nth / 1000
        )


def _said(found: Manifest) -> str:
    return f"{found.title}, {found.version}"


def _folder_of(name: str, folder: Path) -> Path | None:
    if name.startswith(("./", "../")):
        home = folder / name
        inside = home.resolve().is_relative_to(folder.resolve().parent)
        return home if inside and (home / MANIFEST).is_file() else None
    try:
        place = find_by_name(name, Problems())
    except LacdslError:
        return None
    return place.folder if place is not None else None


def _manifest_of(name: str, folder: Path) -> Manifest | None:
    home = _folder_of(name, folder)
    try:
        text = (home / MANIFEST).read_text(encoding="utf-8-sig") if home is not None else ""
    except (OSError, UnicodeDecodeError):
        return None
    return _read(text) if text else None


@cache
def _read(text: str) -> Manifest | None:
    try:
        return read_manifest(text, MANIFEST, Problems())
    except LacdslError:
        return None
