"""The mutants of a rule, or of a definition that rules share: the same with one thing in it changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lacdsl.diagnostics import Span
from lacdsl.syntax import tree as t
from lacdsl.syntax.printer import print_expr
from lacdsl.testing.mutants.operators import Changes
from lacdsl.testing.mutants.paths import Path, at, places, put


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change. `path` leads to it from the body of the rule; `before` and `after` are the texts that differ;
    `after` is empty for a part that is left out.

    `made` is the body of the rule (or the item that rules share) with the change in it.
    """

    path: Path
    change: str
    number: int
    clause: str
    span: Span
    before: str
    after: str
    made: t.Node

    @property
    def key(self) -> tuple[Path, str, int]:
        """What the same change has in common in all members of a family."""
        return self.path, self.change, self.number


def mutants(owner: t.Node, changes: Changes, flags: bool = False) -> Iterator[Mutant]:
    """Every change of the conditions of a rule's body or a shared item, in the order in which they are written.

    With `flags` those of the cells that the rule flags as well.
    """
    for start, clause in clauses(owner):
        root = at(owner, start)
        for path, node in places(root):
            parent = _parent(root, path)
            for number, (change, new) in enumerate(changes.of(node, parent)):
                whole = (*start, *path)
                yield Mutant(
                    whole,
                    change,
                    number,
                    clause,
                    _place(root, path),
                    *_texts(root, path, node, new, change, number),
                    put(owner, whole, new),
                )
    if flags and isinstance(owner, t.Body):
        yield from _of_flags(owner)


def _of_flags(body: t.Body) -> Iterator[Mutant]:
    for number, ref in enumerate(body.flags):
        path, text = ("flags", number), print_expr(ref)
        if len(body.flags) > 1:
            rest = body.flags[:number] + body.flags[number + 1 :]
            yield Mutant(path, "flag dropped", 0, "flag", ref.span, text, "", replace(body, flags=rest))
        if isinstance(ref.base, int):
            other = replace(ref, base=-ref.base)
            made = put(body, path, other)
            yield Mutant(path, "next for previous", 0, "flag", ref.span, text, print_expr(other), made)


def clauses(owner: t.Node) -> Iterator[tuple[Path, str]]:
    """Where the conditions and values of a body or an item stand, and what to call each of them."""
    match owner:
        case t.Body():
            for number, let in enumerate(owner.lets):
                yield ("lets", number, "value"), f"let {let.name}"
            if owner.where is not None:
                yield ("where",), "where"
            yield ("must",), "must"
        case t.Define():
            yield ("value",), f"define {owner.table}.{owner.name}"
        case t.DerivedTable() | t.Spells():
            kind = "table" if isinstance(owner, t.DerivedTable) else "spells"
            for name in ("where", "preferring", "together"):
                if getattr(owner, name, None) is not None:
                    yield (name,), f"{kind} {owner.name}"
            for number, column in enumerate(owner.columns if isinstance(owner, t.Spells) else ()):
                if column.value is not None:
                    yield ("columns", number, "value"), f"{kind} {owner.name}"


def _parent(root: t.Node, path: Path) -> t.Node | None:
    for end in range(len(path) - 1, -1, -1):
        found = at(root, path[:end])
        if isinstance(found, t.Node):
            return found
    return None


def _place(root: t.Node, path: Path) -> Span:
    """Where the change stands: the node's own place, or that of what it stands in where it was not written out."""
    for end in range(len(path), -1, -1):
        found = at(root, path[:end])
        if isinstance(found, t.Node) and found.span != t.NOWHERE and not isinstance(found, t.Number):
            return found.span
    return t.NOWHERE


_LONG = 90


def _texts(root: t.Node, path: Path, node: t.Node, new: t.Expr, change: str, number: int) -> tuple[str, str]:
    """The old and the new text, of the smallest comparison around the change that is worth reading.

    Of a part that is left out of `and` or `or` its own text, and nothing.
    """
    if isinstance(node, t.And | t.Or) and change == "part dropped":
        return print_expr(node.items[number]), ""
    shown: t.Node = node
    place = path
    if not isinstance(node, _CONDITIONS):
        for end in range(len(path) - 1, -1, -1):
            found = at(root, path[:end])
            if isinstance(found, _CONDITIONS):
                if len(print_expr(found)) <= _LONG:
                    shown, place = found, path[:end]
                break
    assert isinstance(shown, t.Expr)
    changed = put(shown, path[len(place) :], new)
    return print_expr(shown), print_expr(changed)


_CONDITIONS = (t.Compare, t.Between, t.In, t.ListedIn, t.Is, t.Same, t.During, t.Overlaps, t.Exists, t.Pick)
