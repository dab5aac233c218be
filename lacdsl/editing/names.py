"""What a dotted name stands for at the cursor, as far as can be told while it is being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lark import Token

from lacdsl.editing.cursor import Cursor, rows_of, table_at
from lacdsl.model import Column
from lacdsl.semantics import typed as ty
from lacdsl.semantics.scope import ColumnInfo
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t
from lacdsl.syntax.place import CLAUSES

_ROWS = ("LAST_YEAR", "EITHER_YEAR", "OPTIONAL")


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be named at the cursor: the innermost row, the rule's own, and what `let` has named."""

    world: World
    here: ty.Rel | None
    this: ty.Rel | None
    lets: Mapping[str, ty.Rel | None]

    def row(self, names: Sequence[str]) -> ty.Rel | None:
        """The relation of the row that names with dots between them stand for; no names: the innermost row."""
        found = self.here
        for place, name in enumerate(names):
            if place == 0 and name == "this":
                found = self.this
            elif name in ("previous", "next"):
                continue
            elif place == 0 and name in self.lets:
                found = self.lets[name]
            else:
                found = self.world.plain_rel(name) or self._define_row(found, name)
            if found is None:
                return None
        return found

    def _define_row(self, rel: ty.Rel | None, name: str) -> ty.Rel | None:
        define = self.world.define_of(rel, name) if rel is not None else None
        define = define or self.world.entity_define(name)
        rows = getattr(define.value, "table", None) if define is not None else None
        return self.world.plain_rel(rows.name, rows.year) if isinstance(rows, t.TableRef) else None

    def column(self, names: Sequence[str]) -> Column | None:
        """The column of the model that dotted names stand for."""
        if not names:
            return None
        rel = self.row(names[:-1])
        table = self.world.table(rel) if rel is not None and rel.kind != "spells" else None
        if rel is not None and rel.kind == "entity":
            table = self.world.model.tables[self.world.model.root]
        return table.column(names[-1]) if table is not None else None

    def info(self, names: Sequence[str]) -> ColumnInfo | None:
        """What kind of values the column that dotted names stand for has."""
        rel = self.row(names[:-1]) if names else None
        return self.world.columns(rel).get(names[-1]) if rel is not None else None

    def define(self, names: Sequence[str]) -> t.Define | None:
        """The define that dotted names stand for."""
        rel = self.row(names[:-1]) if names else None
        found = self.world.define_of(rel, names[-1]) if rel is not None else None
        return found or (self.world.entity_define(names[-1]) if names else None)


def scope_of(cursor: Cursor, world: World) -> Scope:
    """What can be named at the cursor."""
    here, this = rows_of(cursor, world)
    return Scope(world, here, this, _lets(cursor.tokens, world))


def _lets(tokens: Sequence[Token], world: World) -> dict[str, ty.Rel | None]:
    """The names that `let` has given before the cursor, with the relation of those that stand for rows."""
    found: dict[str, ty.Rel | None] = {}
    heads = [place for place, token in enumerate(tokens) if token.type in CLAUSES]
    for place, token in enumerate(tokens[: heads[-1]] if heads else ()):  # not the one that is being written
        if token.type == "LET" and place + 2 < len(tokens):
            found[str(tokens[place + 1])] = _rows_in(tokens, place + 3, world)
    return found


def _rows_in(tokens: Sequence[Token], place: int, world: World) -> ty.Rel | None:
    if place >= len(tokens):
        return None
    if tokens[place].type in ("PICK", "QUANTIFIER"):
        return table_at(tokens, place + 1, world)
    if tokens[place].type in (*_ROWS, "NAME"):
        after = tokens[place + 1].type if place + 1 < len(tokens) else ""
        return table_at(tokens, place, world) if after != "DOT" else None
    return None
