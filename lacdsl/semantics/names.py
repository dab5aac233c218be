"""What a name means where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lacdsl.diagnostics import Related
from lacdsl.semantics import typed as ty
from lacdsl.semantics.misnaming import no_column, part_help, too_many, unknown
from lacdsl.semantics.rewrite import free_rows, substitute
from lacdsl.semantics.scope import LetMeaning, Meaning, RowMeaning, Scope, SetMeaning
from lacdsl.semantics.suggestions import table_help
from lacdsl.semantics.wording import written
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler

Found = tuple[bool, Meaning | None]
_ABSENT: Found = (False, None)


class Names:
    """Resolves names: lets, columns, defines, spells, tables, parameters, in that order."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems
        self.place = t.NOWHERE
        """Where the name stands that is being looked up."""

    # ------------------------------------------------------------ looking up, without complaint about the unknown

    def find(self, name: str, scope: Scope, want_row: bool = False, beside: ty.Expr | None = None) -> Found:
        """(whether there is such a name here, its meaning); the meaning is None when it is known to be faulty.

        `want_row` prefers rows to columns of the same name: something follows the name, or a row is asked for.
        """
        let = scope.lets.get(name)
        if let is not None:
            scope.used.add(name)
            return True, self._let(let, scope)
        if scope.here is not None:
            found = self.on_row(name, RowMeaning(ty.Here(), scope.here), scope, want_row)
            if found[0]:
                return found
        elif (rel := self._rel_named(name)) is not None:
            return True, self._of_the_return(name, rel)
        parameter = self.world.parameters.get(name)
        # A length of time is no value: whoever can use one asks for it first.
        if parameter is not None and not isinstance(parameter.value, t.Measure):
            return True, self.compiler.items.parameter(parameter, beside)
        return (name in self.world.broken), None

    def on_row(self, name: str, at: RowMeaning, scope: Scope, want_row: bool = False) -> Found:
        """What `name` means on a row: a column, a define, a spell, or a row of a table that belongs with it."""
        info = self.world.columns(at.rel).get(name)
        if info is not None and not want_row:
            return True, ty.Col(at.row, at.rel, name, info.kind, info.codes)
        define = self.world.define_of(at.rel, name)
        if define is not None:
            return True, self._define(define, at, scope)
        if at.rel.kind != "reference":
            define = self.world.entity_define(name)
            if define is not None:
                entity = ty.Rel("entity", self.world.model.root)
                return True, self._define(define, RowMeaning(ty.One(at.row, entity), entity), scope)
        rel = self._rel_named(name)
        if rel is not None:
            return True, self._belonging(name, rel, at)
        if info is not None:
            return True, ty.Col(at.row, at.rel, name, info.kind, info.codes)
        return _ABSENT

    def _rel_named(self, name: str) -> ty.Rel | None:
        return self.world.plain_rel(name)

    def _belonging(self, name: str, rel: ty.Rel, at: RowMeaning) -> Meaning | None:
        if not self.compiler.items.ready(rel):
            return None
        if rel.kind == "spells" and self._made_of(rel, at.rel):
            return RowMeaning(ty.SpellOf(at.row, rel), rel)
        if rel == at.rel:
            return at if self.world.is_single(at.rel, rel) else SetMeaning(ty.Rows(at.row, rel), name)
        if self.world.is_single(at.rel, rel):
            return RowMeaning(ty.One(at.row, rel), rel)
        return SetMeaning(ty.Rows(at.row, rel), name)

    def _of_the_return(self, name: str, rel: ty.Rel) -> Meaning | None:
        """What the name of a table means in a rule about the whole return."""
        if not self.compiler.items.ready(rel):
            return None
        if self.world.is_single(None, rel):
            return RowMeaning(ty.One(ty.Here(), rel), rel)
        return SetMeaning(ty.Rows(ty.Here(), rel), name)

    def _made_of(self, spells: ty.Rel, rel: ty.Rel) -> bool:
        source = self.world.source(spells)
        return source is not None and (source.kind, source.name, source.year) == (
            rel.kind,
            rel.name,
            rel.year,
        )

    def _let(self, let: LetMeaning, scope: Scope) -> Meaning | None:
        meaning = let.meaning
        if meaning is None or not scope.nested:
            return meaning
        if isinstance(meaning, RowMeaning):
            return RowMeaning(ty.Via(ty.This(), meaning.row), meaning.rel)
        if isinstance(meaning, SetMeaning):
            return SetMeaning(substitute_base(meaning.rows, ty.This()), meaning.table)
        if isinstance(meaning, ty.Lit | ty.Moment):
            return meaning
        return ty.At(ty.This(), meaning, meaning.kind, let.name)

    def _define(self, define: t.Define, at: RowMeaning, scope: Scope) -> Meaning | None:
        meaning = self.compiler.items.define(define, at.rel)
        if meaning is None or isinstance(meaning, ty.Lit | ty.Moment):
            return meaning
        if isinstance(meaning, RowMeaning):
            return RowMeaning(ty.Via(at.row, meaning.row), meaning.rel)
        if isinstance(meaning, SetMeaning):
            return self._define_set(define, meaning, at, scope)
        return ty.At(at.row, meaning, meaning.kind, define.name)

    def _define_set(
        self, define: t.Define, found: SetMeaning, at: RowMeaning, scope: Scope
    ) -> Meaning | None:
        """The rows of a set define, seen from `at`: `this` in it is the define's row, not the rule's."""
        rows = found.rows
        where = rows.where
        plain = isinstance(at.row, ty.Here) and not scope.nested
        if where is not None and not plain and "this" in free_rows(where):
            own = at.row if scope.nested else substitute(at.row, here=ty.This())
            if "here" in free_rows(own):
                self.problems.error(
                    "T343",
                    self.place,
                    f"`{define.name}` speaks of `this`, which is another row here.",
                    f"Use `{define.name}` outside of `any … where`, or write its condition out here.",
                    (Related(define.span, "the define"),),
                )
                return None
            where = substitute(where, this=own)
        base = at.row if isinstance(rows.base, ty.Here) else ty.Via(at.row, rows.base)
        equal = (
            rows.equal
            if plain
            else tuple((inner, ty.At(at.row, outer, outer.kind, define.name)) for inner, outer in rows.equal)
        )
        return SetMeaning(replace(rows, base=base, where=where, equal=equal), found.table)

    # ------------------------------------------------------------ names in a text, with complaint

    def relation(self, ref: t.TableRef) -> ty.Rel | None:
        """The relation that a table with its year stands for."""
        rel = self.world.plain_rel(ref.name, ref.year, ref.optional)
        if rel is None:
            if ref.name not in self.world.broken:
                self.problems.error(
                    "N202", ref.span, f"There is no table `{ref.name}`.", table_help(self.world, ref.name)
                )
            return None
        if rel.kind != "table" and ref.year != "this":
            self.problems.error(
                "N216",
                ref.span,
                f"`{ref.name}` is no table of the return, and has no {ref.year} year.",
                f"Leave out `{ref.year} year`, or name a table of the return.",
            )
            return None
        if rel.kind in ("derived", "spells", "entity") and ref.optional:
            self.problems.error(
                "N216",
                ref.span,
                f"`{ref.name}` is no table of a file, and cannot be `optional`.",
                "Write `optional` before the table that it is made of.",
            )
            return None
        return rel if self.compiler.items.ready(rel) else None

    def ref(
        self, ref: t.Ref, scope: Scope, beside: ty.Expr | None = None, want_row: bool = False
    ) -> Meaning | None:
        """What a reference means; a table of many rows is a SetMeaning only when nothing follows it."""
        self.place = ref.span
        if ref.base is None and len(ref.names) == 1:
            found, meaning = self.find(ref.names[0], scope, want_row, beside)
            if not found:
                unknown(self.world, self.problems, ref, scope)
            return meaning
        meaning = self.start(ref, scope, want_row or self._names_follow(ref))
        names = ref.names[1:] if ref.base is None else ref.names
        for place, name in enumerate(names):
            if meaning is None:
                return None
            last = place == len(names) - 1
            meaning = self.step(meaning, name, ref, scope, want_row or not last)
        return meaning

    def start(self, ref: t.Ref, scope: Scope, want_row: bool) -> Meaning | None:
        """What the first part of a reference means: `this`, a neighbour, a table of a year, or the first name."""
        base = ref.base
        if base is None:
            found, meaning = self.find(ref.names[0], scope, want_row)
            if not found:
                unknown(self.world, self.problems, ref, scope)
            return meaning
        if isinstance(base, t.TableRef):
            return self._year_row(base, scope)
        rel = scope.this if isinstance(base, str) else scope.here
        if rel is None:
            self.problems.error(
                "N207",
                ref.span,
                f"A rule about the whole return has no row, so there is no `{written(ref)}`.",
                "Write `for each TABLE` in place of `for the return`, or ask about a table: `any T where …`.",
            )
            return None
        if isinstance(base, str):
            return RowMeaning(scope.this_row, rel)
        if not self.world.ordered(rel):
            word = "previous" if base < 0 else "next"
            self.problems.error(
                "T325",
                ref.span,
                f"The rows of {self.world.word(rel)} have no order, so none of them is the {word} one.",
                "Only tables with an `order` in the model have neighbours.",
            )
            return None
        return RowMeaning(ty.Neighbour(ty.Here(), base), rel)

    def step(
        self, meaning: Meaning, name: str, ref: t.Ref, scope: Scope, want_row: bool = False
    ) -> Meaning | None:
        """What `name` means after a dot."""
        if isinstance(meaning, SetMeaning):
            too_many(self.world, self.problems, meaning, ref, name, scope)
            return None
        if isinstance(meaning, RowMeaning):
            found, result = self.on_row(name, meaning, scope, want_row)
            if not found:
                no_column(self.world, self.problems, meaning.rel, ref, name, scope)
            return result
        self.problems.error(
            "N203",
            ref.span,
            f"`{written(ref)}` asks for a part of a value, and values have no parts.",
            part_help(ref)
            or "Only rows have columns: a table that belongs to the row, `previous`, or a `let`.",
        )
        return None

    def _names_follow(self, ref: t.Ref) -> bool:
        return len(ref.names) > 1 if ref.base is None else bool(ref.names)

    def _year_row(self, base: t.TableRef, scope: Scope) -> Meaning | None:
        if base.name in scope.lets:
            scope.used.add(base.name)
            self.problems.error(
                "N216",
                base.span,
                f"`{base.name}` is a name of this rule, and has no year of its own.",
                "Put the year before the table in the `let`.",
            )
            return None
        rel = self.relation(base)
        if rel is None:
            return None
        if scope.here is None:
            return self._of_the_return(base.name, rel)
        return self._belonging(base.name, rel, RowMeaning(ty.Here(), scope.here))


def substitute_base(rows: ty.Rows, row: ty.Row) -> ty.Rows:
    """The same rows, seen from within another quantifier."""
    equal = tuple((inner, substitute(outer, here=row)) for inner, outer in rows.equal)
    return replace(rows, base=substitute(rows.base, here=row), equal=equal)
