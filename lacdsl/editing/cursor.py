"""Where the cursor stands in a rule: what was written before it, what can come next, and which row is spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lark import Token

from lacdsl.semantics import typed as ty
from lacdsl.semantics.world import World
from lacdsl.syntax.parser import next_words
from lacdsl.syntax.place import CLAUSES, ITEMS
from lacdsl.syntax.split import Chunk, split

_WORD_BEFORE = re.compile(r"[A-Za-z0-9_]*$")
_WORD_AFTER = re.compile(r"[A-Za-z0-9_]*")
_NAMES = ("NAME", "WORD", "NUMBER")
_ASKS = ("QUANTIFIER", "PICK", "OF", "OVER")
_CLAUSE = "  must     "


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a file. `line` and `column` count from 0; `text` is that of the file.

    Between braces in a message it stands as in a condition: then the line says `must` and what the braces hold.

    `prefix` is the part of a word before it, `word` the whole word that it touches. `tokens` are the words of the item
    before the prefix, `expected` the terminals that can stand there. `starts_line`: nothing but blanks stands before it.
    `in_message`: it stands between braces of a message.
    """

    text: str
    line: int
    column: int
    prefix: str
    word: str
    before: str
    chunk: Chunk | None
    tokens: tuple[Token, ...]
    expected: frozenset[str]
    starts_line: bool
    in_message: bool = False

    @property
    def in_row(self) -> bool:
        """Does it stand in a row of a table of examples or members?"""
        return self.before.lstrip().startswith("|")

    @property
    def in_text(self) -> bool:
        """Does it stand inside double quotes?"""
        return self.before.count('"') % 2 == 1

    @property
    def in_comment(self) -> bool:
        """Does it stand in a comment?"""
        return "#" in re.sub(r'"[^"]*"', "", self.before)

    @property
    def clause(self) -> str:
        """The word that begins the clause or item that it stands in."""
        heads = [token.type for token in self.tokens if token.type in CLAUSES or token.type in ITEMS]
        return heads[-1] if heads else ""


def cursor_at(text: str, line: int, column: int) -> Cursor:
    """The cursor at a line and column of a text, both from 0."""
    lines = text.split("\n")
    row = lines[line] if line < len(lines) else ""
    column = min(column, len(row))
    held = _in_message(row, column)
    if held is not None:
        row, column = held
        lines[line] = row
        text = "\n".join(lines)
    left = _WORD_BEFORE.search(row[:column])
    right = _WORD_AFTER.match(row, column)
    prefix = left.group() if left else ""
    before = row[: column - len(prefix)]
    chunk = next(
        (each for each in reversed(split(text)) if each.first_line <= line + 1),
        None,
    )
    tokens: tuple[Token, ...] = ()
    expected: frozenset[str] = frozenset()
    if (
        chunk is not None
        and line + 1 >= chunk.code_line
        and not (line + 1 == chunk.code_line and not before.strip())
    ):
        inside = [*lines[chunk.first_line - 1 : line], before]
        # At the margin another item begins, whatever stands above.
        if before:
            expected, read = next_words("\n".join(inside))
            tokens = _as_first_member(read)
    if not tokens and not expected:
        expected, _ = next_words("")
    word = prefix + (right.group() if right else "")
    return Cursor(
        text,
        line,
        column,
        prefix,
        word,
        before,
        chunk,
        tokens,
        expected,
        not before.strip(),
        held is not None,
    )


def word_start(row: str, column: int) -> int:
    """Where the word begins that a place in a line is in, or behind."""
    found = _WORD_BEFORE.search(row[:column])
    return found.start() if found else column


def _in_message(row: str, column: int) -> tuple[str, int] | None:
    """The line as a condition, and the column in it, where the cursor stands between braces of a message."""
    start = row.rfind("{", 0, column) + 1
    quoted = row.count('"', 0, column) % 2 == 1
    if not quoted or not start or not row.lstrip().startswith("message") or "}" in row[start:column]:
        return None
    if (start - len(row[:start].rstrip("{"))) % 2 == 0:
        return None
    inside = re.split(r'[}"]', row[start:], maxsplit=1)[0]
    return _CLAUSE + inside, len(_CLAUSE) + column - start


def _as_first_member(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words of a family as its first member has them: what a parameter stands for, if that is one name."""
    stand_for = first_member(tokens)
    if not stand_for:
        return tuple(tokens)
    return tuple(
        token.update(value=stand_for[str(token)])
        if token.type == "NAME" and str(token) in stand_for
        else token
        for token in tokens
    )


def first_member(tokens: Sequence[Token]) -> dict[str, str]:
    """What the parameters of the family that is being written stand for in its first member, where that is a name."""
    if not any(token.type == "FAMILY" for token in tokens[:2]):
        return {}
    start = next((place for place, token in enumerate(tokens) if token.type == "ROW"), len(tokens))
    if start + 1 >= len(tokens) or tokens[start + 1].type != "ROW":
        return {}
    names, values = (
        [cell.strip() for cell in str(token).strip().strip("|").split("|")]
        for token in tokens[start : start + 2]
    )
    return {name: value for name, value in zip(names, values, strict=False) if value.isidentifier()}


def rows_of(cursor: Cursor, world: World) -> tuple[ty.Rel | None, ty.Rel | None]:
    """The relations of the innermost row and of the rule's own row at the cursor; None where there is no such row."""
    this = _population(cursor.tokens, world)
    heads = [place for place, token in enumerate(cursor.tokens) if token.type in CLAUSES]
    open_rows: list[tuple[int, ty.Rel]] = []
    depth = 0
    tokens = cursor.tokens[heads[-1] + 1 :] if heads else cursor.tokens
    for place, token in enumerate(tokens):
        if token.type == "LPAR":
            depth += 1
        elif token.type == "RPAR":
            depth -= 1
            open_rows = [held for held in open_rows if held[0] <= depth]
        elif str(token) in ("where", "has") and place:
            asked = _asked(tokens[:place], world)
            if asked is not None:
                open_rows.append((depth, asked))
    here = open_rows[-1][1] if open_rows else this
    return here, this


def _population(tokens: Sequence[Token], world: World) -> ty.Rel | None:
    for place, token in enumerate(tokens):
        if token.type == "FOR_EACH":
            return table_at(tokens, place + 1, world)
        if token.type in ("DEFINE", "OF") and tokens[0].type in ("DEFINE", "TABLE", "SPELLS"):
            return table_at(tokens, place + 1, world)
    return None


def table_at(tokens: Sequence[Token], place: int, world: World) -> ty.Rel | None:
    """The relation that a table's name, with its year, stands for at a place."""
    year: ty.Year = "this"
    while place < len(tokens) and tokens[place].type in ("OPTIONAL", "LAST_YEAR", "EITHER_YEAR", "OTHER"):
        kind = tokens[place].type
        year = "last" if kind == "LAST_YEAR" else "either" if kind == "EITHER_YEAR" else year
        place += 1
    return world.plain_rel(str(tokens[place]), year) if place < len(tokens) else None


def _asked(tokens: Sequence[Token], world: World) -> ty.Rel | None:
    """The table that the question which ends here is about: `any T`, `count of T`, `sum of X over T`."""
    closed = 0
    for place in range(len(tokens) - 1, max(len(tokens) - 7, -1), -1):
        kind = tokens[place].type
        closed += (kind == "RPAR") - (kind == "LPAR")
        if closed < 0:
            return None
        if kind in _ASKS and not closed:
            return table_at(tokens, place + 1, world)
    return None


def path_before(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The names before a dot that ends the tokens: `previous`, or `open`, or `this`, `Header`."""
    names: list[str] = []
    place = len(tokens) - 1
    while place >= 1 and tokens[place].type == "DOT":
        names.insert(0, str(tokens[place - 1]))
        place -= 2
    return tuple(names)


def left_column(tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """The column that a comparison, or a set in braces, which is still being written stands beside."""
    place = len(tokens) - 1
    while (
        place >= 0 and tokens[place].type in (*_NAMES, "COMMA", "STRING") and _in_braces(tokens[: place + 1])
    ):
        place -= 1
    if place >= 0 and tokens[place].type == "LBRACE":
        place -= 1
        if place < 0 or tokens[place].type != "IN":
            return None
        place -= 1
        if place >= 0 and tokens[place].type == "NOT":
            place -= 1
    elif place >= 0 and tokens[place].type == "COMPARE":
        place -= 1
    elif (
        place >= 1 and str(tokens[place]) in ("as", "from") and tokens[place - 1].type in ("SAME", "DIFFERS")
    ):
        place -= 2
    else:
        return None
    names: list[str] = []
    while place >= 0:
        names.insert(0, str(tokens[place]))
        if place < 1 or tokens[place - 1].type != "DOT":
            break
        place -= 2
    return tuple(names) or None


def _in_braces(tokens: Sequence[Token]) -> bool:
    for token in reversed(tokens):
        if token.type == "LBRACE":
            return True
        if token.type == "RBRACE":
            return False
    return False
