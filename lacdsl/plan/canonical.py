"""One form for all ways to say the same: what two rules are compared in.

Nothing here goes beyond what holds with unknown as well: `not (A < B)` is `A >= B`, since both are unknown where a value
is missing, but `DEC is present and DEC > DECOM` is `DEC > DECOM` only where what is not true counts as false.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lacdsl.plan.given import holding
from lacdsl.plan.parts import NODES, fields_of, key_of, rebuilt
from lacdsl.semantics import typed as ty
from lacdsl.semantics.rewrite import free_rows

_TURNED: dict[str, Any] = {">": "<", ">=": "<="}
_OPPOSITE: dict[str, Any] = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_TRUE, _FALSE = ty.Constant(True), ty.Constant(False)
_FIXED = ty.Lit | ty.Moment


class Canonical:
    """Makes canonical forms. Forms made by one of these are the same object when they are equal."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Any] = {}
        self._numbers: dict[int, int] = {}
        self._made: dict[tuple[int, bool], tuple[Any, Any]] = {}

    # ------------------------------------------------------------ forms

    def form(self, node: Any) -> Any:
        """The form of a condition, value or row of a rule, seen from the row that the rule is about. None stays None."""
        return self._form(node, True)

    def both(self, *items: Any) -> Any:
        """The form of forms that `and` joins."""
        return self.joined(ty.And, items)

    def opposite(self, node: Any) -> Any:
        """The form of `not` before a form."""
        match node:
            case ty.Constant():
                return self._own(ty.Constant(not node.value))
            case ty.Not():
                return node.value
            case ty.And() | ty.Or():
                other = ty.Or if isinstance(node, ty.And) else ty.And
                return self.joined(other, map(self.opposite, node.items))
            case ty.Compare():
                return self._compare(_OPPOSITE[node.op], node.left, node.right)
            case ty.At():
                return self._own(rebuilt(node, [node.base, self.opposite(node.value), node.kind]))
        return self._own(ty.Not(node))

    # ------------------------------------------------------------ nodes

    def _form(self, node: Any, same: bool) -> Any:
        """`same`: Here and This are one row. Here is a row that is there, wherever it is asked about."""
        if isinstance(node, tuple):
            return tuple(self._form(part, same) for part in node)
        if not isinstance(node, NODES):
            return node
        key = (id(node), same)
        if key not in self._made:
            self._made[key] = (node, self._new(node, same))
        return self._made[key][1]

    def _new(self, node: Any, same: bool) -> Any:
        match node:
            case ty.This() if same:
                return self._own(ty.Here())
            case ty.Not():
                return self.opposite(self._form(node.value, same))
            case ty.And() | ty.Or():
                return self.joined(type(node), self._form(node.items, same))
            case ty.Compare():
                return self._compare(node.op, self._form(node.left, same), self._form(node.right, same))
            case ty.InSet():
                return self._in_set(self._form(node.value, same), node.options)
            case ty.Test():
                return self._test(node.state, self._form(node.value, same))
            case ty.Same():
                left, right = self._sorted([self._form(node.left, same), self._form(node.right, same)])
                return self._own(ty.Same(left, right))
            case ty.Unique():
                values = self._sorted(dict.fromkeys(self._form(node.values, False)))
                return self._own(ty.Unique(self._form(node.rel, same), values))
            case ty.At():
                return self._at(self._form(node.base, same), self._form(node.value, True), same)
            case ty.Via():
                base, row = self._form(node.base, same), self._form(node.row, True)
                return base if isinstance(row, ty.Here) else self._own(ty.Via(base, row))
            case ty.Rows():
                return self._rows(node, same)
        return self._value(node, same)

    def _value(self, node: Any, same: bool) -> Any:
        match node:
            case ty.Col():
                # The list of its codes says nothing of what it holds.
                parts = [self._form(node.row, same), self._form(node.rel, same), node.name, node.kind, None]
                return self._own(rebuilt(node, parts))
            case ty.Pick():
                return self._own(ty.Pick(node.which, self._those(node.rows, same)))
            case ty.Aggregate():
                parts = [node.which, self._those(node.rows, same), self._form(node.value, False), node.kind]
                return self._own(rebuilt(node, parts))
            case ty.Extreme():
                values = self._sorted(dict.fromkeys(self._form(node.values, same)))
                return self._own(rebuilt(node, [node.which, values, node.kind]))
            case ty.Arith(op="+" | "*"):
                left, right = self._sorted([self._form(node.left, same), self._form(node.right, same)])
                return self._own(rebuilt(node, [node.op, left, right, node.kind]))
            case ty.Call(name="text", args=(ty.At() as at, *_)):
                # The text of a cell is what stands in it, that of a value the value written out.
                base, inner = self._form(at.base, same), self._form(at.value, True)
                return self._own(
                    rebuilt(node, [node.name, (self._own(ty.At(base, inner, at.kind)),), node.kind])
                )
        return self._own(rebuilt(node, [self._form(getattr(node, name), same) for name in fields_of(node)]))

    def _rows(self, rows: ty.Rows, same: bool) -> ty.Rows:
        equal = [(self._form(inner, False), self._form(outer, same)) for inner, outer in rows.equal]
        pairs = {(id(inner), id(outer)): (inner, outer) for inner, outer in equal}
        ordered = sorted(pairs.values(), key=lambda pair: [self._numbers[id(each)] for each in pair])
        parts: dict[str, Any] = {name: getattr(rows, name) for name in fields_of(rows)}
        parts |= {
            "base": self._form(rows.base, same),
            "rel": self._form(rows.rel, same),
            "where": self._form(rows.where, False),
            "equal": tuple(ordered),
        }
        made: ty.Rows = self._own(rebuilt(rows, list(parts.values())))
        return made

    def _those(self, rows: ty.Rows, same: bool) -> ty.Rows:
        """Rows of which count only those for which the condition is true."""
        made = self._rows(rows, same)
        where = None if made.where is None else holding(self, made.where)
        parts = [where if name == "where" else getattr(made, name) for name in fields_of(made)]
        result: ty.Rows = self._own(rebuilt(made, parts))
        return result

    def _at(self, base: Any, value: Any, same: bool) -> Any:
        if isinstance(base, ty.Here) and (same or "this" not in free_rows(value)):
            return value
        match value:
            case ty.Col(row=ty.Here()):
                return self._seen(base, value)
            case ty.And() | ty.Or():
                return self.joined(type(value), [self._at(base, each, same) for each in value.items])
            case ty.Not(value=ty.InSet()):
                return self.opposite(self._at(base, value.value, same))
            case ty.InSet():
                return self._in_set(self._seen(base, value.value), value.options)
            case ty.Compare() if not (isinstance(value.left, _FIXED) and isinstance(value.right, _FIXED)):
                return self._compare(value.op, self._seen(base, value.left), self._seen(base, value.right))
        return self._own(ty.At(base, value, value.kind))

    def _seen(self, base: Any, value: Any) -> Any:
        """A value seen from another row; what is the same from everywhere is left as it is."""
        if isinstance(value, _FIXED):
            return value
        if isinstance(value, ty.Col) and isinstance(value.row, ty.Here):
            return self._own(rebuilt(value, [base, value.rel, value.name, value.kind, value.codes]))
        return self._own(ty.At(base, value, value.kind))

    # ------------------------------------------------------------ conditions

    def _compare(self, op: Any, left: Any, right: Any) -> Any:
        if op in ("=", "<>"):
            for value, other in ((left, right), (right, left)):
                if isinstance(other, ty.Lit) and not isinstance(value, ty.Lit):
                    found = self._in_set(value, (other.value,))
                    return found if op == "=" else self.opposite(found)
            left, right = self._sorted([left, right])
        elif op in _TURNED:
            op, left, right = _TURNED[op], right, left
        return self._own(ty.Compare(op, left, right))

    def _in_set(self, value: Any, options: Iterable[Any]) -> Any:
        distinct = {float(option) if isinstance(option, int) else option for option in options}
        ordered = sorted(distinct, key=lambda option: (type(option).__name__, option))
        return self._own(ty.InSet(value, tuple(ordered)))

    def _test(self, state: str, value: Any) -> Any:
        missing, invalid = (self._own(ty.Test(each, value)) for each in ("missing", "invalid"))
        if state == "valid":
            return self.both(self.opposite(missing), self.opposite(invalid))
        return {"missing": missing, "invalid": invalid}.get(state) or self.opposite(missing)

    def joined(self, kind: type[ty.And] | type[ty.Or], items: Iterable[Any]) -> Any:
        """The form of forms that `and`, or `or`, joins."""
        neutral, final = (_TRUE, _FALSE) if kind is ty.And else (_FALSE, _TRUE)
        found: dict[int, Any] = {}
        for item in items:
            found |= {id(each): each for each in (item.items if isinstance(item, kind) else [item])}
        parts = {id(each): each for each in self._merged(kind, found.values()) if each != neutral}
        if any(each == final for each in parts.values()):
            return self._own(final)
        other = ty.Or if kind is ty.And else ty.And
        # A and (A or B) is A.
        left = [
            each
            for each in parts.values()
            if not (isinstance(each, other) and any(id(inner) in parts for inner in each.items))
        ]
        if len(left) < 2:
            return left[0] if left else self._own(neutral)
        return self._own(kind(self._sorted(left)))

    def _merged(self, kind: type[ty.And] | type[ty.Or], items: Iterable[Any]) -> list[Any]:
        """`A in {X} or A in {Y}` is `A in {X, Y}`, and `A not in {X} and A not in {Y}` is `A not in {X, Y}`."""
        lists: dict[int, list[ty.InSet]] = {}
        rest = []
        for item in items:
            held = item.value if kind is ty.And and isinstance(item, ty.Not) else item
            if isinstance(held, ty.InSet) and (held is item) == (kind is ty.Or):
                lists.setdefault(id(held.value), []).append(held)
            else:
                rest.append(item)
        for held in lists.values():
            made = self._in_set(held[0].value, [option for each in held for option in each.options])
            rest.append(made if kind is ty.Or else self.opposite(made))
        return rest

    # ------------------------------------------------------------ keeping

    def _own(self, node: Any) -> Any:
        """The one object for a node whose parts are forms."""
        key = (type(node), *(key_of(getattr(node, name)) for name in fields_of(node)))
        made = self._known.setdefault(key, node)
        self._numbers.setdefault(id(made), len(self._numbers))
        return made

    def _sorted(self, nodes: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(sorted(nodes, key=lambda node: self._numbers[id(node)]))
