"""What a word means: the text that an editor shows beside it. Markdown."""

from __future__ import annotations

from lacdsl.editing.cursor import Cursor, cursor_at, left_column
from lacdsl.editing.names import scope_of
from lacdsl.editing.places import rule_item, target_at
from lacdsl.editing.project import Analysis
from lacdsl.model import Column, Model
from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.semantics.world import World
from lacdsl.syntax import print_item
from lacdsl.syntax import tree as t
from lacdsl.wording import Vocabulary, said

_MOST = 40
_REQUIRED = {"always": "always filled", "conditional": "filled where it applies", "optional": "may be blank"}
_WORDS = {
    "where": "Which of the rows the rule is about.",
    "must": "What has to hold for them. A row fails only when it is definitely false.",
    "flag": "The cells to show for a row that fails.",
    "let": "A name, for this rule, for a value, a condition, a row or many rows.",
    "previous": "The row before, in the order of the table, for the same child.",
    "next": "The row after, in the order of the table, for the same child.",
    "this": "The rule's own row, said inside the `where` of another table.",
    "missing": "Blank.",
    "present": "There is something in it, right or wrong.",
    "valid": "There is something, and it is a real date or number.",
    "invalid": "There is something, and it is no real date or number.",
    "any": "Holds when the condition holds for one row at least.",
    "no": "Holds when the condition holds for no row.",
    "every": "Holds when every row has what stands after `has`; also when there are none.",
    "latest": "The last row in the order of its table.",
    "first": "The first row in the order of its table.",
    "anywhere": "The rows of all children, not only of this one.",
    "optional": "Taken as empty where the table was not supplied.",
    "same": "`A same as B`: equal, or both blank. Never unknown.",
    "differs": "`A differs from B`: different, or only one of them blank. Never unknown.",
    "during": "`A during B to C`: not before B, and before C; a blank C is open.",
    "overlaps": "`A to B overlaps C to D`: they have a day in common; touching is not overlapping.",
    "severity": "`error`, `query` or `note`; `error` when it is not said.",
    "explainable": "A note to the Department can settle it.",
}


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
            return f"```lacdsl\n{print_item(target.item).strip()}\n```"
        if target.table and target.column:
            table = world.model.tables.get(target.table) or world.model.reference[target.table]
            found = table.column(target.column)
            return column_text(found, table.title, world.model) if found is not None else ""
        if target.table:
            held = world.model.tables.get(target.table) or world.model.reference[target.table]
            return f"**{held.singular}** ({held.name}): {held.title}"
        if target.let is not None:
            return f"```lacdsl\n{_lines(analysis.text, target.let.line, target.let.end_line)}\n```"
    if cursor.word in FUNCTIONS:
        return f"`{FUNCTIONS[cursor.word].form}`"
    if not cursor.in_row and not cursor.in_text and cursor.word in _WORDS:
        return f"**{cursor.word}** {_WORDS[cursor.word]}"
    return ""


def _code(cursor: Cursor, world: World | None) -> str:
    """The label of a code beside its column."""
    if world is None or cursor.in_row:
        return ""
    beside = left_column(cursor.tokens)
    column = scope_of(cursor, world).column(beside) if beside is not None else None
    codes = world.model.code_lists.get(column.codes or "") if column is not None else None
    if codes is None or cursor.word not in codes.codes:
        return ""
    return f"`{cursor.word}` {codes.codes[cursor.word]} ({codes.title})"


def column_text(column: Column, table: str, model: Model) -> str:
    """A column: what it holds, of what kind, and its codes."""
    kinds = [column.type.value.replace("_", " "), _REQUIRED[column.required]]
    kinds += ["personal"] if column.personal else []
    lines = [f"**{column.name}** {column.title}", f"{table}; {', '.join(kinds)}"]
    codes = model.code_lists.get(column.codes or "")
    if codes is not None:
        lines.append(f"Codes of `{codes.name}`:")
        listed = [f"- `{code}` {label}" for code, label in list(codes.codes.items())[:_MOST]]
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
    lines = [f"**{code}** {item.title}", *_said(analysis, code, item)]
    lines += [text.text for text in (body.because, body.fix) if text is not None]
    return "\n\n".join(lines)


def _said(analysis: Analysis, code: str, item: t.Rule | t.Family) -> list[str]:
    """The rule in plain English; of a member of a family only where the member has been written out."""
    compiled = analysis.compiled
    tree = compiled.trees.get(code) if compiled is not None else None
    tree = tree or (item if isinstance(item, t.Rule) else None)
    if tree is None or analysis.world is None:
        return []
    words = Vocabulary(analysis.world.model, [held.item for held in analysis.items])
    return ["\n".join(said(tree, words))]


def _lines(text: str, first: int, last: int) -> str:
    return "\n".join(line.strip() for line in text.split("\n")[first - 1 : last])
