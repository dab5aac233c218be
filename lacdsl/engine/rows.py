"""Which row a row name means, for every position of a domain."""

from __future__ import annotations

from functools import singledispatchmethod
from typing import TYPE_CHECKING

import numpy as np

from lacdsl.engine import quantify
from lacdsl.engine.domain import Domain
from lacdsl.engine.relation import Relation
from lacdsl.engine.vectors import Index
from lacdsl.semantics import typed as s

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator

Found = tuple[Relation, Index | None]


class Rower:
    """Finds rows. None stands for every row of the relation in order, -1 for a row that does not exist."""

    def __init__(self, engine: Evaluator) -> None:
        self.engine = engine

    def rows(self, row: s.Row, domain: Domain) -> Found:
        """The relation and the rows that `row` means in `domain`."""
        key = id(row)
        if key not in domain.memo:
            domain.memo[key] = self.find(row, domain)
        found: Found = domain.memo[key]
        return found

    @singledispatchmethod
    def find(self, row: s.Row, domain: Domain) -> Found:
        """The rows of one kind of row name."""
        raise TypeError(f"the engine cannot find a {type(row).__name__}")

    @find.register(s.Here)
    def _(self, row: s.Here, domain: Domain) -> Found:
        return domain.here, domain.here_rows

    @find.register(s.This)
    def _(self, row: s.This, domain: Domain) -> Found:
        if domain.here_rows is None or domain.this is None:
            return domain.here, domain.here_rows
        return domain.this, domain.this_rows

    @find.register(s.Neighbour)
    def _(self, row: s.Neighbour, domain: Domain) -> Found:
        relation, rows = self.rows(row.base, domain)
        return relation, compose(rows, relation.neighbour(row.offset))

    @find.register(s.One)
    def _(self, row: s.One, domain: Domain) -> Found:
        source, rows = self.rows(row.base, domain)
        target = self.engine.relation(row.rel)
        return target, compose(rows, self.engine.world.one(source, target))

    @find.register(s.SpellOf)
    def _(self, row: s.SpellOf, domain: Domain) -> Found:
        source, rows = self.rows(row.base, domain)
        target = self.engine.relation(row.rel)
        assert target.base is not None
        if source is target.base:
            return target, compose(rows, target.spell_of)
        return target, np.full(domain.size if rows is None else len(rows), -1, np.int64)

    @find.register(s.Via)
    def _(self, row: s.Via, domain: Domain) -> Found:
        source, rows = self.rows(row.base, domain)
        target, inner = self.rows(row.row, self.engine.plain(source))
        if inner is None:
            return target, rows
        return target, compose(rows, inner)

    @find.register(s.Pick)
    def _(self, row: s.Pick, domain: Domain) -> Found:
        return quantify.pick(self.engine, row, domain)


def compose(rows: Index | None, then: Index) -> Index:
    """The rows that `then` leads to from `rows`."""
    if rows is None:
        return then
    if not len(then):
        return np.full(len(rows), -1, np.int64)
    found = then.take(rows, mode="clip")
    if len(rows) and int(rows.min()) < 0:
        found[rows < 0] = -1
    return found
