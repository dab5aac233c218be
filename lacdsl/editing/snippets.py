"""Items and clauses to fill in: what an editor puts in for `rule` and `example`, with places to go to one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lacdsl.editing.choice import Choice
from lacdsl.editing.cursor import Cursor, table_at
from lacdsl.semantics.world import World

_RULE = """\
rule ${1:CODE} "${2:What is wrong, in a few words}"
  for each ${3:Episode}
  where    ${4:which rows it is about}
  must     ${5:what has to hold}
  flag     ${6:which cells to show}
  message  "${7:What to tell the reader}"
"""
_FAMILY = """\
family "${1:What the rules have in common}"
  | rule     | title       | ${2:DATE}  |
  | ${3:CODE} | ${4:What is wrong} | ${5:DECOM} |
  for each ${6:Episode}
  must     ${7:what has to hold}
  flag     ${2:DATE}
"""
_ITEMS = {
    "rule": (_RULE, "a rule to fill in"),
    "family": (_FAMILY, "one text for several rules"),
    "define": ("define ${1:Episode}.${2:name} = ${3:DEC is missing}\n", "a name for something about a row"),
    "codes": ("codes ${1:name} = {${2:codes}}\n", "a list of codes"),
    "parameter": ("parameter ${1:name} = ${2:6 months}\n", "a value that may be changed"),
    "table": (
        "table ${1:Name} of ${2:Episode}\n  where    ${3:which rows}\n",
        "rows of another table, chosen",
    ),
    "spells": (
        "spells ${1:Name} of ${2:Episode}\n  together while ${3:DECOM = previous.DEC}\n"
        "  start    first ${4:DECOM}\n  end      last ${5:DEC}\n",
        "neighbouring rows joined into one",
    ),
    "remove rule": (
        'remove rule ${1:CODE} because "${2:the reason}"\n',
        "leave out a rule of an earlier ruleset",
    ),
    "treat rule": (
        'treat rule ${1:CODE} as ${2|query,note,error|} because "${3:the reason}"\n',
        "take a rule more or less seriously",
    ),
}
_WIDEST = 6


def snippets(cursor: Cursor, world: World | None) -> Iterator[Choice]:
    """What can be filled in at the cursor."""
    if cursor.in_row or not cursor.starts_line:
        return
    if not cursor.before and "RULE" in cursor.expected:
        for nth, (word, (text, about)) in enumerate(_ITEMS.items()):
            yield Choice(f"{word} …", "snippet", about, 1 + nth / 100, text)
    elif "EXAMPLE" in cursor.expected and world is not None:
        text = _example(cursor, world)
        if text:
            order = 2.05 if any(token.type == "FLAG" for token in cursor.tokens) else 3
            yield Choice("example …", "snippet", "rows and verdicts to fill in", order, text)


def _example(cursor: Cursor, world: World) -> str:
    """An example with the columns that the rule flags, or compares, of its own table."""
    tokens = cursor.tokens
    place = next((place for place, token in enumerate(tokens) if token.type == "FOR_EACH"), None)
    if place is None:
        return ""
    rel = table_at(tokens, place + 1, world)
    table = world.table(rel) if rel is not None else None
    word = world.spoken(rel) if rel is not None else ""
    if rel is None or (table is None and rel.kind != "entity"):
        return ""
    root = world.model.tables[world.model.root]
    keys = list((table or root).key[:1])
    read = [
        str(token)
        for before, token in pairwise(tokens)
        if token.type == "NAME" and before.type != "DOT" and table is not None and str(token) in table.columns
    ]
    columns = list(dict.fromkeys([*keys, *read]))[:_WIDEST]
    width = max(len(word), len("unknown"))
    stop = 2
    lines = [f"| {word:<{width}} | " + " | ".join(columns) + " |"]
    for number, verdict in enumerate(("passes", "fails"), 1):
        cells = [str(number).ljust(len(columns[0]))]
        for name in columns[1:]:
            cells.append(f"${{{stop}:{' ' * len(name)}}}")
            stop += 1
        lines.append(f"| {verdict:<{width}} | " + " | ".join(cells) + " |")
    return "\n".join(['example "${1:when it passes and when it fails}"', *(f"    {line}" for line in lines)])
