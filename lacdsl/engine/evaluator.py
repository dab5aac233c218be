"""Evaluates nodes of the graph over whole relations, each distinct node once.

A node is evaluated in a *domain*: for every position a row Here and a row This. The plain domain of a relation has both at
the same row, in order; a quantifier makes a domain of pairs. What depends on Here alone is evaluated in the plain domain
of its relation and then looked up, so that work is done at the coarsest level.
"""

from __future__ import annotations

from functools import singledispatchmethod
from time import perf_counter
from typing import Any

import numpy as np

from lacdsl.engine import conditions, quantify, values
from lacdsl.engine.build import derived_relation, spells_relation
from lacdsl.engine.domain import Domain
from lacdsl.engine.relation import Relation
from lacdsl.engine.rows import Rower
from lacdsl.engine.store import Store
from lacdsl.engine.vectors import Tri, Vec
from lacdsl.engine.world import World
from lacdsl.plan import Graph
from lacdsl.semantics import typed as s


class Evaluator:
    """The values of nodes, kept until they are forgotten."""

    def __init__(self, graph: Graph, store: Store, profile: bool = False) -> None:
        self.graph = graph
        self.store = store
        self.world = World(store)
        self.rower = Rower(self)
        self._dying = graph.by_last_use()
        self._plain: dict[int, Domain] = {}
        self.seconds: dict[int, float] | None = {} if profile else None
        self._inner = 0.0

    # ------------------------------------------------------------ relations and domains

    def relation(self, rel: s.Rel) -> Relation:
        """The relation of a name; derived tables and spells are made when first named."""
        found = self.world.known(rel)
        if found is not None:
            return found
        if rel.kind == "derived":
            return self.world.add(derived_relation(self, rel, self.graph.derived[rel.name]))
        if rel.kind == "spells":
            return self.world.add(spells_relation(self, rel, self.graph.spells[rel.name]))
        return self.world.relation(rel)

    def plain(self, relation: Relation) -> Domain:
        """The domain of all rows of a relation."""
        found = self._plain.get(id(relation))
        if found is None:
            found = self._plain[id(relation)] = Domain(relation)
        return found

    def forget(self, place: int) -> None:
        """Drops the values of nodes, and the tables, that no rule after the one at `place` needs.

        What is asked for again all the same is made again.
        """
        dead, relations = self._dying.get(place, (set(), []))
        for gone in filter(None, map(self.world.drop, relations)):
            self._plain.pop(id(gone), None)
            for domain in self._plain.values():
                domain.drop(gone)
        for domain in self._plain.values():
            for node in dead.intersection(domain.memo):
                del domain.memo[node]

    def close(self) -> None:
        """Lets go of all that it holds. Its parts know each other, and would stay until Python looks for circles."""
        vars(self.world).clear()
        vars(self).clear()

    # ------------------------------------------------------------ evaluation

    def truth(self, node: s.Expr, domain: Domain) -> Tri:
        """The truth of a condition for every position of a domain."""
        found: Tri = self._get(node, domain)
        return found

    def value(self, node: s.Expr, domain: Domain) -> Vec:
        """The value of an expression for every position of a domain."""
        found: Vec = self._get(node, domain)
        return found

    def _get(self, node: s.Expr, domain: Domain) -> Any:
        key = id(node)
        memo = domain.memo
        if key in memo:
            found = memo[key]
            if isinstance(found, Exception):
                raise found
            return found
        if domain.here_rows is not None:
            if not self.graph.uses_this(node):
                result = self._get(node, self.plain(domain.here)).take(domain.here_rows)
                memo[key] = result
                return result
            if not self.graph.uses_here(node) and domain.this is not None and domain.this_rows is not None:
                result = self._get(node, self.plain(domain.this)).take(domain.this_rows)
                memo[key] = result
                return result
        begin, outer = perf_counter(), self._inner
        self._inner = 0.0
        try:
            result = self.compute(node, domain)
        except Exception as error:
            memo[key] = error
            raise
        finally:
            spent = perf_counter() - begin
            if self.seconds is not None:
                self.seconds[key] = self.seconds.get(key, 0.0) + spent - self._inner
            self._inner = outer + spent
        memo[key] = result
        return result

    @singledispatchmethod
    def compute(self, node: s.Expr, domain: Domain) -> Vec | Tri:
        """The value of a node by its kind."""
        raise TypeError(f"the engine cannot evaluate a {type(node).__name__}")

    # values

    @compute.register(s.Col)
    def _(self, node: s.Col, domain: Domain) -> Vec:
        relation, rows = self.rower.rows(node.row, domain)
        column = relation.column(node.name)
        return column if rows is None else column.take(rows)

    @compute.register(s.Lit)
    def _(self, node: s.Lit, domain: Domain) -> Vec:
        return values.literal(self, node, domain.size)

    @compute.register(s.Moment)
    def _(self, node: s.Moment, domain: Domain) -> Vec:
        return values.moment(self, node, domain.size)

    @compute.register(s.Shift)
    def _(self, node: s.Shift, domain: Domain) -> Vec:
        return values.shift(self, node, self.value(node.value, domain))

    @compute.register(s.Elapsed)
    def _(self, node: s.Elapsed, domain: Domain) -> Vec:
        return values.elapsed(self, node, self.value(node.start, domain), self.value(node.end, domain))

    @compute.register(s.Arith)
    def _(self, node: s.Arith, domain: Domain) -> Vec:
        return values.arith(node, self.value(node.left, domain), self.value(node.right, domain))

    @compute.register(s.OrElse)
    def _(self, node: s.OrElse, domain: Domain) -> Vec:
        return values.or_else(self.value(node.value, domain), self.value(node.default, domain))

    @compute.register(s.Extreme)
    def _(self, node: s.Extreme, domain: Domain) -> Vec:
        return values.extreme(node, [self.value(part, domain) for part in node.values])

    @compute.register(s.Call)
    def _(self, node: s.Call, domain: Domain) -> Vec:
        if node.name == "text" and isinstance(node.args[0], s.Col):
            column = node.args[0]
            relation, rows = self.rower.rows(column.row, domain)
            content = relation.content(column.name)
            return content if rows is None else content.take(rows)
        return values.call(self, node, [self.value(part, domain) for part in node.args])

    @compute.register(s.Aggregate)
    def _(self, node: s.Aggregate, domain: Domain) -> Vec:
        return quantify.aggregate(self, node, domain)

    @compute.register(s.At)
    def _(self, node: s.At, domain: Domain) -> Vec | Tri:
        relation, rows = self.rower.rows(node.base, domain)
        found: Vec | Tri = self._get(node.value, self.plain(relation))
        return found if rows is None else found.take(rows)

    # conditions

    @compute.register(s.Constant)
    def _(self, node: s.Constant, domain: Domain) -> Tri:
        return Tri(np.full(domain.size, node.value, np.bool_))

    @compute.register(s.Supplied)
    def _(self, node: s.Supplied, domain: Domain) -> Tri:
        return Tri(np.full(domain.size, self.world.supplied(node.rel, node.column), np.bool_))

    @compute.register(s.Compare)
    def _(self, node: s.Compare, domain: Domain) -> Tri:
        return conditions.compare(self, node, domain)

    @compute.register(s.InSet)
    def _(self, node: s.InSet, domain: Domain) -> Tri:
        return conditions.in_set(self, node, self.value(node.value, domain))

    @compute.register(s.ListedIn)
    def _(self, node: s.ListedIn, domain: Domain) -> Tri:
        return conditions.listed_in(self, self.value(node.value, domain), self.value(node.text, domain))

    @compute.register(s.Test)
    def _(self, node: s.Test, domain: Domain) -> Tri:
        return conditions.state(node.state, self.value(node.value, domain))

    @compute.register(s.Same)
    def _(self, node: s.Same, domain: Domain) -> Tri:
        return conditions.same(self.value(node.left, domain), self.value(node.right, domain))

    @compute.register(s.Matches)
    def _(self, node: s.Matches, domain: Domain) -> Tri:
        return conditions.matches(self, node, self.value(node.value, domain))

    @compute.register(s.Exists)
    def _(self, node: s.Exists, domain: Domain) -> Tri:
        _, rows = self.rower.rows(node.row, domain)
        return Tri(np.ones(domain.size, np.bool_) if rows is None else rows >= 0)

    @compute.register(s.Position)
    def _(self, node: s.Position, domain: Domain) -> Tri:
        relation, rows = self.rower.rows(node.row, domain)
        edge = relation.neighbour(-1 if node.position == "first" else 1) < 0
        edge &= relation.order().place >= 0
        if rows is None:
            return Tri(edge)
        return Tri(edge[rows] & (rows >= 0) if relation.n else np.zeros(len(rows), np.bool_))

    @compute.register(s.Unique)
    def _(self, node: s.Unique, domain: Domain) -> Tri:
        here = self.plain(domain.here)
        found = conditions.unique([self.value(part, here) for part in node.values])
        return found if domain.here_rows is None else found.take(domain.here_rows)

    @compute.register(s.Any)
    def _(self, node: s.Any, domain: Domain) -> Tri:
        return quantify.any_of(self, node.rows, domain)

    @compute.register(s.ExactlyOne)
    def _(self, node: s.ExactlyOne, domain: Domain) -> Tri:
        return quantify.exactly_one(self, node.rows, domain)

    @compute.register(s.Not)
    def _(self, node: s.Not, domain: Domain) -> Tri:
        return conditions.negate(self.truth(node.value, domain))

    @compute.register(s.And)
    def _(self, node: s.And, domain: Domain) -> Tri:
        return conditions.conjunction([self.truth(part, domain) for part in node.items])

    @compute.register(s.Or)
    def _(self, node: s.Or, domain: Domain) -> Tri:
        return conditions.disjunction([self.truth(part, domain) for part in node.items])
