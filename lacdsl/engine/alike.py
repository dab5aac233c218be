"""Where very many rows belong together: rows that are alike for a condition are looked at once.

Data in which thousands of rows share one key is always wrong, and all pairs of them can be more than anybody can wait
for. So, when there are many pairs, positions that no condition can tell apart are looked at once, and of the inner rows
only those that decide whether there is one for which the condition is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lacdsl.engine.domain import Domain
from lacdsl.engine.pairing import Pairing
from lacdsl.engine.vectors import MISSING, OK, Bools, Index, Tri, Vec
from lacdsl.plan import Graph
from lacdsl.plan.parts import fields_of
from lacdsl.semantics import typed as s

if TYPE_CHECKING:
    from lacdsl.engine.evaluator import Evaluator

MANY = 1_000_000
WORTHWHILE = 4

_UNEQUAL = ("<>", "<", "<=", ">", ">=")


def once_each(
    engine: Evaluator, pairing: Pairing, values: Sequence[s.Expr] = ()
) -> tuple[Pairing, Index | None]:
    """The pairing with positions that are alike taken once, and for every position the one that stands for it.

    `values` are what else is worked out for the pairs. None: every position stands for itself.
    """
    if pairing.rows.other or not _is_large(pairing):
        return pairing, None
    found = _leaves(engine.graph, [*pairing.joined, *values])
    if found is None:
        return pairing, None
    domain, link = pairing.domain, pairing.link
    this = domain.here if domain.this is None else domain.this
    this_rows = domain.here_rows if domain.this is None else domain.this_rows
    read = [engine._get(leaf, engine.plain(this)) for leaf in found[1]]
    parts = [link.groups, *(_numbers(each if this_rows is None else each.take(this_rows)) for each in read)]
    if link.unknown is not None:
        parts.append(link.unknown.astype(np.int64))
    _, chosen, back = np.unique(_joined(parts), return_index=True, return_inverse=True)
    fewer = Domain(
        domain.here,
        chosen if domain.here_rows is None else domain.here_rows[chosen],
        this,
        chosen if this_rows is None else this_rows[chosen],
    )
    return replace(pairing, domain=fewer, link=link.at(chosen)), back.reshape(-1)


def few_decide(engine: Evaluator, pairing: Pairing) -> Pairing:
    """The pairing with only so many inner rows that `any` comes out the same.

    Of rows that are alike one is enough. Where all that is asked is whether a value is smaller, larger or another, the
    row with the least and the one with the greatest will do. With `other`, two of each, as one may be the row itself.
    """
    if not _is_large(pairing):
        return pairing
    link, graph = pairing.link, engine.graph
    enough = 2 if pairing.rows.other else 1
    parts = [link.group_of_rows()]
    if pairing.before is not None:
        parts.append(pairing.before.true[link.rows].astype(np.int64))
    plain = engine.plain(pairing.target)
    compared = _compared(graph, pairing.joined)
    if compared is not None:
        column = engine.value(compared, plain).take(link.rows).flat()
        parts.append(_states(column))
        return replace(pairing, link=link.kept(_ends(_joined(parts), column.data, enough)))
    found = _leaves(graph, pairing.joined)
    if found is None:
        return pairing
    parts.extend(_numbers(engine._get(leaf, plain).take(link.rows)) for leaf in found[0])
    return replace(pairing, link=link.kept(_first(_joined(parts), enough)))


def _is_large(pairing: Pairing) -> bool:
    """There are many pairs, and many for each of the rows that they are made of."""
    pairs = pairing.link.count()
    return pairs > MANY and pairs >= WORTHWHILE * (pairing.domain.size + len(pairing.link.rows))


def _compared(graph: Graph, joined: list[s.Expr]) -> s.Expr | None:
    """The side of Here when all that is asked is one comparison of Here with This, though not whether they are equal."""
    if len(joined) != 1:
        return None
    node = joined[0]
    if isinstance(node, s.Not) and isinstance(node.value, s.Same):
        sides = (node.value.left, node.value.right)
    elif isinstance(node, s.Compare) and node.op in _UNEQUAL:
        sides = (node.left, node.right)
    else:
        return None
    here = [side for side in sides if not graph.uses_this(side)]
    this = [side for side in sides if graph.uses_this(side) and not graph.uses_here(side)]
    return here[0] if len(here) == len(this) == 1 else None


def _leaves(graph: Graph, nodes: Sequence[s.Expr]) -> tuple[list[s.Expr], list[s.Expr]] | None:
    """The largest parts that read Here but not This, and those that read This alone; None: there are other parts."""
    inner: list[s.Expr] = []
    outer: list[s.Expr] = []
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if not graph.uses_this(node):
            inner.append(node)
        elif not graph.uses_here(node):
            outer.append(node)
        else:
            for name in fields_of(node):
                part = getattr(node, name)
                if isinstance(part, s.Row | s.Rows):
                    return None
                within = part if isinstance(part, tuple) else (part,)
                stack.extend(each for each in within if isinstance(each, s.Expr))
    return inner, outer


def _states(column: Vec) -> NDArray[np.int64]:
    return np.zeros(len(column.data), np.int64) if column.state is None else column.state.astype(np.int64)


def _numbers(value: Vec | Tri) -> NDArray[np.int64]:
    """A number for each distinct value."""
    if isinstance(value, Tri):
        return value.true + 2 * value.falses().astype(np.int64)
    flat = value.flat()
    states = _states(flat)
    data = np.unique(np.where(states == OK, flat.data, 0), return_inverse=True)[1].reshape(-1)
    return data * (MISSING + 2) + states


def _joined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """A number for each distinct tuple."""
    found = parts[0]
    for part in parts[1:]:
        found = np.unique(found, return_inverse=True)[1].reshape(-1)
        found = found * (int(part.max(initial=0)) + 1) + part
    return found


def _first(labels: NDArray[np.int64], enough: int) -> Bools:
    """The first few of each label."""
    sequence = np.argsort(labels, kind="stable")
    return _few(labels, sequence, enough)


def _ends(labels: NDArray[np.int64], data: NDArray[np.generic], enough: int) -> Bools:
    """The few smallest and the few greatest of each label."""
    sequence = np.lexsort([data, labels])
    return _few(labels, sequence, enough) | _few(labels, sequence[::-1], enough)


def _few(labels: NDArray[np.int64], sequence: Index, enough: int) -> Bools:
    ranked = labels[sequence]
    keep = np.ones(len(ranked), np.bool_)
    keep[enough:] = ranked[enough:] != ranked[:-enough]
    chosen = np.zeros(len(labels), np.bool_)
    chosen[sequence[keep]] = True
    return chosen
