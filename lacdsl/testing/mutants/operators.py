"""What can be changed in a condition: for every kind of node, the nodes that could stand there by mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from lacdsl.syntax import tree as t
from lacdsl.testing.mutants.known import Known

Change = tuple[str, t.Expr]
"""What was done, in a word, and the node that takes the place of the old one."""

_TOUCHING = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_STATES = {"missing": "present", "present": "missing", "valid": "invalid", "invalid": "valid"}


@dataclass(frozen=True, slots=True)
class Changes:
    """Gives the changes of a node; `known` are the codes of columns and the lists of the rules."""

    known: Known

    def of(self, node: t.Node, parent: t.Node | None) -> Iterator[Change]:
        """All changes of one node. What it stands in decides whether a number is a code."""
        change = _CHANGES.get(type(node))
        if change is not None:
            yield from change(node, parent, self.known)


def _compare(node: t.Compare, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if node.op in _TOUCHING:
        yield "edge", replace(node, op=_TOUCHING[node.op])
    yield "negated", replace(node, op=_OPPOSITE[node.op])
    if node.op in ("=", "<>"):
        for code in known.instead_of(node.left, node.right, ()):
            yield "code", replace(node, left=code)
        for code in known.instead_of(node.right, node.left, ()):
            yield "code", replace(node, right=code)


def _same(node: t.Same, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "negated", replace(node, negated=not node.negated)
    for code in known.instead_of(node.right, node.left, ()):
        yield "code", replace(node, right=code)


def _between(node: t.Between, parent: t.Node | None, known: Known) -> Iterator[Change]:
    low, high = ((">=", ">"), ("<=", "<"))
    for first, last in ((1, 0), (0, 1)):
        yield (
            "edge",
            t.And(
                (
                    t.Compare(low[first], node.value, node.low),
                    t.Compare(high[last], node.value, node.high),
                ),
                span=node.span,
            ),
        )
    yield "negated", t.Not(node, span=node.span)


def _during(node: t.During, parent: t.Node | None, known: Known) -> Iterator[Change]:
    for first, last in ((">", "<"), (">=", "<=")):
        open_end = t.Or((t.Is(node.end, "missing"), t.Compare(last, node.value, node.end)))
        yield "edge", t.And((t.Compare(first, node.value, node.start), open_end), span=node.span)
    yield "negated", t.Not(node, span=node.span)


def _overlaps(node: t.Overlaps, parent: t.Node | None, known: Known) -> Iterator[Change]:
    for one, other in (("<=", "<"), ("<", "<=")):
        ends = (
            t.Or((t.Is(node.other_end, "missing"), t.Compare(one, node.start, node.other_end))),
            t.Or((t.Is(node.end, "missing"), t.Compare(other, node.other_start, node.end))),
        )
        yield "edge", t.And(ends, span=node.span)
    yield "negated", t.Not(node, span=node.span)


def _in(node: t.In, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "negated", replace(node, negated=not node.negated)
    options = node.options
    if isinstance(options, str):
        listed = known.own_list(options)
        if listed is None or len(listed) < 2:
            return
        for number in range(len(listed)):
            yield "code dropped", replace(node, options=t.SetLiteral(_without(listed, number)))
        return
    for number, item in enumerate(options.items):
        if len(options.items) > 1:
            yield (
                "code dropped",
                replace(node, options=replace(options, items=_without(options.items, number))),
            )
        else:
            for code in known.instead_of(item, node.value, options.items):
                yield "code", replace(node, options=replace(options, items=(code,)))


def _is(node: t.Is, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if node.state == "supplied":
        yield "negated", t.Not(node, span=node.span)
        return
    yield "negated", replace(node, state=_STATES[node.state])
    if node.state == "valid":
        yield "present for valid", replace(node, state="present")


def _position(node: t.IsPosition, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "first for last", replace(node, position="last" if node.position == "first" else "first")
    yield "negated", t.Not(node, span=node.span)


def _quantifier(node: t.Quantifier, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if node.kind == "all":
        if node.where is not None:
            yield "part dropped", replace(node, where=None)
        return
    if node.kind == "every" and node.has is not None:
        both = node.has if node.where is None else t.And((node.where, node.has))
        yield "any for every", replace(node, kind="any", where=both, has=None)
        yield "no for every", replace(node, kind="no", where=both, has=None)
    else:
        kinds: dict[str, tuple[Any, ...]] = {"any": ("no",), "no": ("any",), "exactly one": ("any", "no")}
        for kind in kinds[node.kind]:
            yield f"{kind} for {node.kind}", replace(node, kind=kind)
    if node.where is not None:
        yield "part dropped", replace(node, where=None)
    if node.other:
        yield "other dropped", replace(node, other=False)


def _pick(node: t.Pick, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "first for latest", replace(node, which="latest" if node.which == "first" else "first")
    if node.where is not None:
        yield "part dropped", replace(node, where=None)


def _aggregate(node: t.Aggregate, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if node.kind in ("min", "max"):
        yield "min for max", replace(node, kind="max" if node.kind == "min" else "min")
    if node.where is not None:
        yield "part dropped", replace(node, where=None)


def _ref(node: t.Ref, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if isinstance(node.base, int):
        yield "next for previous", replace(node, base=-node.base)
    if isinstance(parent, t.And | t.Or | t.Not | t.Body | t.Quantifier | t.Pick) or parent is None:
        yield "negated", t.Not(node, span=node.span)


def _or_else(node: t.OrElse, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "or else dropped", node.value


def _number(node: t.Number, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if isinstance(parent, t.SetLiteral) or known.beside_codes(node, parent):
        return
    try:
        value = float(node.text)
    except ValueError:
        return
    for shifted in (value + 1, value - 1):
        if shifted >= 0:
            yield "number", replace(node, text=f"{shifted:g}")


def _date(node: t.DateLiteral, parent: t.Node | None, known: Known) -> Iterator[Change]:
    for days in (1, -1):
        yield "day", replace(node, value=node.value + timedelta(days=days))


def _moment(node: t.Moment, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if node.name in ("start", "end"):
        yield "start for end", replace(node, name="end" if node.name == "start" else "start")
        for op in "+-":
            yield "day", t.Binary(op, node, t.Measure(t.Number("1"), "days"), span=node.span)


def _binary(node: t.Binary, parent: t.Node | None, known: Known) -> Iterator[Change]:
    if isinstance(node.right, t.Measure) and node.op in ("+", "-"):
        yield "later for earlier", replace(node, op="-" if node.op == "+" else "+")
        if node.right.unit != "days":
            for op in "+-":
                yield "day", t.Binary(op, node, t.Measure(t.Number("1"), "days"), span=node.span)


def _not(node: t.Not, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "negated", node.value


def _chain(node: t.And | t.Or, parent: t.Node | None, known: Known) -> Iterator[Change]:
    for number in range(len(node.items)):
        rest = _without(node.items, number)
        yield "part dropped", rest[0] if len(rest) == 1 else replace(node, items=rest)


def _turned(node: Any, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "negated", t.Not(node, span=node.span)


def _listed(node: t.ListedIn, parent: t.Node | None, known: Known) -> Iterator[Change]:
    yield "negated", replace(node, negated=not node.negated)


def _without(items: tuple[t.Expr, ...], number: int) -> tuple[t.Expr, ...]:
    return items[:number] + items[number + 1 :]


_CHANGES: Mapping[type[t.Node], Callable[[Any, t.Node | None, Known], Iterator[Change]]] = {
    t.Compare: _compare,
    t.Same: _same,
    t.Between: _between,
    t.During: _during,
    t.Overlaps: _overlaps,
    t.In: _in,
    t.ListedIn: _listed,
    t.Is: _is,
    t.IsPosition: _position,
    t.IsUnique: _turned,
    t.Matches: _turned,
    t.Exists: _turned,
    t.Quantifier: _quantifier,
    t.Pick: _pick,
    t.Aggregate: _aggregate,
    t.Ref: _ref,
    t.OrElse: _or_else,
    t.Number: _number,
    t.DateLiteral: _date,
    t.Moment: _moment,
    t.Binary: _binary,
    t.Not: _not,
    t.And: _chain,
    t.Or: _chain,
}
