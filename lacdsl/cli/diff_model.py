"""The part of `lacdsl diff` about the data model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from lacdsl.cli.output import many, say

if TYPE_CHECKING:
    from lacdsl.differences import ModelChange

_MARKS = {"added": "+", "removed": "-"}


def show_model(changes: Sequence[ModelChange]) -> None:
    """The changes, below what they are changes of."""
    if not changes:
        return
    say()
    say(f"data model: {many(len(changes), 'change')}")
    heading = ""
    for each in changes:
        name = f"{each.of}.{each.name}" if each.kind == "column" else each.name
        if each.change != "changed" and each.kind != "code":
            heading = ""
            say(f"  {_MARKS[each.change]} {each.kind} {name}{_title(each)}")
            continue
        over = f"codes {each.of}" if each.kind == "code" else f"{each.kind} {name}"
        if over != heading:
            heading = over
            say(f"  {over}:")
        if each.kind == "code" and each.change != "changed":
            say(f"    {_MARKS[each.change]} {each.name}{_title(each)}")
        elif each.kind == "code":
            say(f"    {each.name}: {each.before} -> {each.after}")
        else:
            say(f"    {each.what}: {each.before or '(nothing)'} -> {each.after or '(nothing)'}")


def as_json(changes: Sequence[ModelChange]) -> list[dict[str, str]]:
    """The changes as JSON holds them."""
    return [asdict(each) for each in changes]


def _title(change: ModelChange) -> str:
    return f"  {change.title}" if change.title else ""
