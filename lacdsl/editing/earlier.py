"""What the rules and those that they build on define, offered where it can be replaced, with what it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lacdsl.editing.choice import Choice
from lacdsl.editing.cursor import Cursor
from lacdsl.semantics.world import World
from lacdsl.syntax import print_item
from lacdsl.syntax import tree as t

Shared = t.Codes | t.Parameter | t.DerivedTable | t.Spells | t.Define


def of_earlier_rules(cursor: Cursor, world: World) -> Iterator[Choice]:
    """The names that can stand behind `replace parameter`, `replace codes` and the like."""
    kinds = [token.type for token in cursor.tokens]
    if kinds[:1] != ["REPLACE"]:
        return
    held: dict[str, Mapping[str, Shared]] = {
        "PARAMETER": world.parameters,
        "CODES": world.lists,
        "TABLE": world.derived,
        "SPELLS": world.spells,
    }
    if len(kinds) == 2 and kinds[1] in held:
        for name, item in held[kinds[1]].items():
            yield _choice(name, item)
    elif kinds[1:] == ["DEFINE"]:
        for word in dict.fromkeys(word for word, _ in world.defines):
            yield Choice(word, "table", "has definitions", 0)
    elif kinds[1:] == ["DEFINE", "NAME", "DOT"]:
        for (word, name), item in world.defines.items():
            if word == str(cursor.tokens[2]):
                yield _choice(name, item)


def said(item: t.Item) -> str:
    """What the comments above an item say."""
    own = [each.text.lstrip("# ").rstrip() for each in item.comments if each.own_line]
    return " ".join(text for text in own if text and not text.startswith("allows "))


def value_of(item: Shared) -> str:
    """What an item says behind its name, on one line; empty where that takes more of them."""
    text = print_item(item).strip().split("\n")
    heading = [line for line in text if not line.startswith("#")]
    return heading[0].partition(" = ")[2] if len(heading) == 1 else ""


def _choice(name: str, item: Shared) -> Choice:
    value = value_of(item)
    kind = {t.Codes: "list", t.Parameter: "parameter", t.Define: "define"}.get(type(item), "table")
    insert = f"{name} = {value}" if value else ""
    return Choice(name, kind, f"= {value}" if value else "", 0, insert, said(item))
