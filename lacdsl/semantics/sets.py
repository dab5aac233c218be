"""Many rows: the table, which of its rows, and how they belong with the row at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacdsl.semantics import typed as ty
from lacdsl.semantics.rewrite import free_rows
from lacdsl.semantics.scope import Meaning, RowMeaning, Scope, SetMeaning
from lacdsl.semantics.suggestions import table_help
from lacdsl.semantics.wording import a_kind, either, spoken
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler

_HERE, _THIS = frozenset({"here"}), frozenset({"this"})


class Sets:
    """Gives meaning to `T where C` in quantifiers, totals and picks."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems

    def rows(
        self, ref: t.TableRef, where: t.Expr | None, scope: Scope, other: bool = False, asked: bool = False
    ) -> tuple[ty.Rows | None, Scope | None]:
        """The rows, and the scope of a condition on one of them; (None, None) when the table is faulty.

        Only the rows are None when something else is, so that the caller can go on and look for more faults. `asked`:
        all that is asked is whether there are any, for which `anywhere` needs no equality.
        """
        named = self._target(ref, scope)
        if named is None:
            return None, None
        rel = named.rel
        inner = scope.inner(rel)
        condition = self.compiler.condition(where, inner) if where is not None else None
        if where is not None and condition is None:
            return None, inner
        if other and not self._can_be_other(ref, rel, scope):
            return None, inner
        is_table = ref.name not in scope.lets and self.world.plain_rel(ref.name) is not None
        if not is_table:
            return _narrowed(named, condition, other), inner
        made = self._linked(ref, rel, condition, scope, other, asked)
        return made, inner

    def _level(self, ref: t.TableRef, rel: ty.Rel, outer: ty.Rel | None) -> str | None:
        """The table that `of the same` names, empty without it; None when rows cannot have that in common."""
        if not ref.level:
            return ""
        found = self.world.plain_rel(ref.level)
        shared = [] if outer is None else self.world.shared(outer, rel)
        words = [self.world.level_word(name) for name in shared]
        if found is None or found.name not in shared or found.kind not in ("table", "entity"):
            self.problems.error(
                "T346",
                ref.span,
                f"Rows of {ref.name} cannot be of the same {ref.level} as the row at hand.",
                f"They can be of the same {either(words)}."
                if words
                else f"Leave out `of the same {ref.level}`.",
            )
            return None
        if found.name == shared[0]:
            self.problems.warn(
                "T347",
                ref.span,
                f"Rows of {ref.name} are those of the same {ref.level} in any case.",
                f"Leave out `of the same {ref.level}`.",
            )
        return found.name

    def _target(self, ref: t.TableRef, scope: Scope) -> ty.Rows | None:
        let = scope.lets.get(ref.name)
        if let is None and self.world.plain_rel(ref.name) is not None:
            rel = self.compiler.names.relation(ref)
            return ty.Rows(ty.Here(), rel) if rel is not None else None
        if let is None and scope.here is None:
            self._unknown(ref, scope)
            return None
        self.compiler.names.place = ref.span
        found, meaning = self.compiler.names.find(ref.name, scope, want_row=True)
        if not found:
            self._unknown(ref, scope)
            return None
        return self._named_rows(ref, meaning)

    def _named_rows(self, ref: t.TableRef, meaning: Meaning | None) -> ty.Rows | None:
        if isinstance(meaning, SetMeaning):
            if ref.year != "this" or ref.anywhere or ref.optional or ref.level:
                self.problems.error(
                    "N216",
                    ref.span,
                    f"`{ref.name}` names rows already, and takes no year, `optional`, `anywhere` or `of the same`.",
                    f"Write them before the table where `{ref.name}` is defined.",
                )
                return None
            return meaning.rows
        if isinstance(meaning, RowMeaning):
            self.problems.error(
                "T335",
                ref.span,
                f"`{ref.name}` is one row, and rows of a table are wanted here.",
                f"Write `{ref.name} exists`, or a condition on `{ref.name}.COLUMN`.",
            )
        elif meaning is not None:
            self.problems.error(
                "T335",
                ref.span,
                f"`{ref.name}` is {a_kind(meaning.kind)}, and rows of a table are wanted here.",
                "Name a table, or a `let` or `define` that says `all T where …`.",
            )
        return None

    def _unknown(self, ref: t.TableRef, scope: Scope) -> None:
        if ref.name in self.world.broken:
            return
        self.problems.error(
            "N202", ref.span, f"There is no table `{ref.name}`.", table_help(self.world, ref.name, scope)
        )

    def _can_be_other(self, ref: t.TableRef, rel: ty.Rel, scope: Scope) -> bool:
        here = self.world.table(scope.here) if scope.here is not None else None
        own = self.world.table(rel)
        if (
            here is not None
            and own is here
            and "spells" not in (rel.kind, scope.here.kind if scope.here else "")
        ):
            return True
        if rel.kind == "spells" and rel == scope.here:
            return True
        self.problems.error(
            "T336",
            ref.span,
            f"`other` leaves out the row at hand, which is no row of {spoken(ref)}.",
            "Leave out `other`.",
        )
        return False

    def _linked(
        self, ref: t.TableRef, rel: ty.Rel, where: ty.Expr | None, scope: Scope, other: bool, asked: bool
    ) -> ty.Rows | None:
        outer = scope.here
        if other and not ref.anywhere and outer is not None and self.world.is_single(outer, rel):
            model = self.world.model
            entity = model.entity
            self.problems.warn(
                "T338",
                ref.span,
                f"There is one row of {ref.name} for a {entity.singular}, so there is no other one to look at.",
                f"Write `other {ref.name} anywhere where COLUMN = this.COLUMN` for those of other {entity.plural}, or "
                f"`{model.tables[model.root].key[0]} is unique` for a {entity.singular} that is there twice.",
            )
        if not ref.anywhere and rel.kind != "reference" and not self.world.linked(outer, rel):
            assert outer is not None
            self.problems.error(
                "T324",
                ref.span,
                f"Rows of {self.world.word(outer)} and of {ref.name} have no key in common.",
                f"Say how they belong together: `{ref.name} anywhere where COLUMN = this.COLUMN`.",
            )
            return None
        level = self._level(ref, rel, outer)
        if level is None:
            return None
        unlinked = ref.anywhere or rel.kind == "reference"
        if not unlinked or outer is None or (asked and where is None and not other):
            return ty.Rows(ty.Here(), rel, where, other, unlinked, level=level)
        equal, rest = _split(where)
        if not equal:
            word = f"{ref.name} anywhere" if ref.anywhere else ref.name
            self.problems.error(
                "T323",
                ref.span,
                f"Every row would be compared with every row of {ref.name}.",
                f"Add an equality between the two rows: `{word} where COLUMN = this.COLUMN`.",
            )
            return None
        return ty.Rows(ty.Here(), rel, rest, other, True, equal)


def _narrowed(rows: ty.Rows, condition: ty.Expr | None, other: bool) -> ty.Rows:
    where = _joined(rows.where, condition)
    return ty.Rows(rows.base, rows.rel, where, rows.other or other, rows.anywhere, rows.equal, rows.level)


def _joined(first: ty.Expr | None, second: ty.Expr | None) -> ty.Expr | None:
    if first is None or second is None:
        return first if second is None else second
    return ty.And((*_parts(first), *_parts(second)))


def _parts(condition: ty.Expr) -> tuple[ty.Expr, ...]:
    return condition.items if isinstance(condition, ty.And) else (condition,)


def _split(where: ty.Expr | None) -> tuple[tuple[tuple[ty.Expr, ty.Expr], ...], ty.Expr | None]:
    """Equalities between a value of the inner row and one of the outer row, and the rest of the condition."""
    if where is None:
        return (), None
    equal: list[tuple[ty.Expr, ty.Expr]] = []
    rest: list[ty.Expr] = []
    for part in _parts(where):
        pair = _equality(part)
        if pair is not None:
            equal.append(pair)
        else:
            rest.append(part)
    if not rest:
        return tuple(equal), None
    return tuple(equal), rest[0] if len(rest) == 1 else ty.And(tuple(rest))


def _equality(part: ty.Expr) -> tuple[ty.Expr, ty.Expr] | None:
    if not (isinstance(part, ty.Compare) and part.op == "="):
        return None
    left, right = free_rows(part.left), free_rows(part.right)
    if left == _HERE and _is_outer(part.right, right):
        return part.left, part.right
    if right == _HERE and _is_outer(part.left, left):
        return part.right, part.left
    return None


def _is_outer(value: ty.Expr, free: frozenset[str]) -> bool:
    return free == _THIS or (isinstance(value, ty.Moment) and value.name == "authority")
