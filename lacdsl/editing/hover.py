"""What a word means: the text that an editor shows beside it. Markdown."""

from __future__ import annotations

import re

from lacdsl.editing.cursor import Cursor, cursor_at, left_column
from lacdsl.editing.meanings import VERDICTS, WORDS
from lacdsl.editing.names import scope_of
from lacdsl.editing.places import rule_item, target_at
from lacdsl.editing.project import Analysis
from lacdsl.editing.rows import column_of_cell
from lacdsl.model import CHILD, CodeList, Column, Model
from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.semantics.world import World
from lacdsl.syntax import print_item
from lacdsl.syntax import tree as t
from lacdsl.values import format_date
from lacdsl.wording import Vocabulary, said

_MOST = 40
# What marks text up for an editor. Titles and texts are anybody's: none of them may show a picture from elsewhere.
_MARKUP = re.compile(r"([\\`*\[<])")
_REQUIRED = {"always": "always filled", "conditional": "filled where it applies", "optional": "may be blank"}


def hover_at(analysis: Analysis, line: int, column: int) -> str:
    """What is to be said of the word at a place; empty when there is nothing."""
    world = analysis.world
    cursor = cursor_at(analysis.text, line, column)
    if not cursor.word or cursor.in_comment:
        return ""
    code = _code(cursor, world)
    if code:
        return code
    target = target_at(analysis, line, column)
    if target is not None and world is not None:
        if target.code:
            return rule_text(analysis, target.code)
        if target.item is not None:
            return _fenced(print_item(target.item).strip())
        if target.table and target.column:
            table = world.model.tables.get(target.table) or world.model.reference[target.table]
            found = table.column(target.column)
            return column_text(found, table.title, world.model) if found is not None else ""
        if target.table:
            held = world.model.tables.get(target.table) or world.model.reference[target.table]
            return "\n\n".join(
                [
                    f"**{_plain(held.singular)}** ({_plain(held.name)}): {_plain(held.title)}",
                    *_added(held.added_by),
                ]
            )
        if target.let is not None:
            return _fenced(_lines(analysis.text, target.let.line, target.let.end_line))
    if cursor.word in FUNCTIONS:
        return f"`{FUNCTIONS[cursor.word].form}`"
    if cursor.in_row:
        return _in_cell(cursor, world)
    return "" if cursor.in_text else _word(cursor, world)


def _word(cursor: Cursor, world: World | None) -> str:
    """A word of the language; of the collection, which day it is."""
    row = cursor.text.split("\n")[cursor.line]
    around = row[max(0, len(cursor.before) - 11) :]
    named = cursor.word in ("collection", "start", "end")
    if world is not None and named and re.match(r".{0,11}?collection\s+(start|end)\b", around):
        start, end = format_date(world.model.start), format_date(world.model.end)
        return f"The collection {world.model.year}: from {start} to {end}"
    entity = world.model.entity if world is not None else CHILD
    meaning = (
        WORDS.get(cursor.word, "").replace("{entity}", entity.singular).replace("{entities}", entity.plural)
    )
    return f"**{cursor.word}** {meaning}" if meaning else ""


def _in_cell(cursor: Cursor, world: World | None) -> str:
    """A verdict, a code of the column that the cell is of, or a day of the collection."""
    if cursor.before.count("|") == 1:
        said = next((word for word in VERDICTS if cursor.word in re.split(r"[ /]", word)), "")
        return f"**{said}** {VERDICTS[said]}" if said else ""
    if world is None:
        return ""
    if cursor.word in ("start", "end"):
        day = world.model.start if cursor.word == "start" else world.model.end
        return (
            f"The {'first' if cursor.word == 'start' else 'last'} day of the collection: {format_date(day)}"
        )
    column = column_of_cell(cursor, world)
    codes = world.model.code_lists.get(column.codes or "") if column is not None else None
    label = codes.codes.get(cursor.word) if codes is not None else None
    return _labelled(cursor.word, codes) if codes is not None and label is not None else ""


def _code(cursor: Cursor, world: World | None) -> str:
    """The label of a code beside its column."""
    if world is None or cursor.in_row:
        return ""
    beside = left_column(cursor.tokens)
    column = scope_of(cursor, world).column(beside) if beside is not None else None
    codes = world.model.code_lists.get(column.codes or "") if column is not None else None
    if codes is None or cursor.word not in codes.codes:
        return ""
    return _labelled(cursor.word, codes)


def column_text(column: Column, table: str, model: Model) -> str:
    """A column: what it holds, of what kind, and its codes."""
    kinds = [column.type.value.replace("_", " "), _REQUIRED[column.required]]
    kinds += ["personal"] if column.personal else []
    lines = [f"**{_plain(column.name)}** {_plain(column.title)}", f"{_plain(table)}; {', '.join(kinds)}"]
    lines += _added(column.added_by)
    codes = model.code_lists.get(column.codes or "")
    if codes is not None:
        lines.append(f"Codes of `{codes.name}`:")
        listed = [f"- `{code}` {_plain(label)}" for code, label in list(codes.codes.items())[:_MOST]]
        if len(codes.codes) > _MOST:
            listed.append(f"- … {len(codes.codes) - _MOST} more")
        lines.append("\n".join(listed))
    return "\n\n".join(lines)


def rule_text(analysis: Analysis, code: str) -> str:
    """A rule: its title, what it says in plain English, why there is such a rule and what to do."""
    item = rule_item(analysis, code)
    if not isinstance(item, t.Rule | t.Family):
        return ""
    body = item.body
    lines = [f"**{code}** {_plain(item.title)}", *_said(analysis, code, item)]
    lines += [_plain(text.text) for text in (body.because, body.fix) if text is not None]
    return "\n\n".join(lines)


def _said(analysis: Analysis, code: str, item: t.Rule | t.Family) -> list[str]:
    """The rule in plain English; of a member of a family only where the member has been written out."""
    compiled = analysis.compiled
    tree = compiled.trees.get(code) if compiled is not None else None
    tree = tree or (item if isinstance(item, t.Rule) else None)
    if tree is None or analysis.world is None:
        return []
    words = Vocabulary(analysis.world.model, [held.item for held in analysis.items])
    return ["\n".join(_plain(line) for line in said(tree, words))]


def _labelled(code: str, codes: CodeList) -> str:
    return f"`{code}` {_plain(codes.codes[code])} ({_plain(codes.title)})"


def _added(ruleset: str) -> list[str]:
    """A table or column that is none of the return's own says whose it is."""
    return [f"Added by {_plain(ruleset)}"] if ruleset else []


def _plain(text: str) -> str:
    """A text that an editor shows as it stands."""
    return _MARKUP.sub(r"\\\1", text)


def _fenced(rules: str) -> str:
    """Rules as a block of code, which no backticks in them can end."""
    fence = max(("```", *(found + "`" for found in re.findall(r"`{3,}", rules))), key=len)
    return f"{fence}lacdsl\n{rules}\n{fence}"


def _lines(text: str, first: int, last: int) -> str:
    return "\n".join(line.strip() for line in text.split("\n")[first - 1 : last])
