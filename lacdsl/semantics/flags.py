"""The cells that a finding shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacdsl.semantics import typed as ty
from lacdsl.semantics.scope import RowMeaning, Scope, SetMeaning
from lacdsl.semantics.suggestions import column_help, name_help
from lacdsl.semantics.wording import capital, named, written
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


class Flags:
    """Gives meaning to the entries of `flag`."""

    def __init__(self, compiler: Compiler) -> None:
        self.compiler = compiler
        self.world = compiler.world
        self.problems = compiler.problems
        self.names = compiler.names

    def flag(self, ref: t.Expr, scope: Scope, reads: set[str] | None) -> ty.Flag | None:
        """One entry. `reads` are the tables that the rule reads, None when that is not known."""
        if not isinstance(ref, t.Ref):
            self._no_column(ref, "is no column")
            return None
        target = self._rows(ref, scope)
        if target is None:
            return None
        name = ref.names[-1]
        row: ty.Row | ty.Rows
        if isinstance(target, RowMeaning):
            row, rel = target.row, target.rel
        else:
            row, rel = target.rows, target.rows.rel
        if not self._has(ref, name, rel, scope):
            return None
        if rel.kind not in ("table", "derived"):
            root = self.world.model.tables[self.world.model.root].singular
            help_ = (
                f"Show `{root}.{name}`, or a column of another table of the return."
                if rel.kind == "entity"
                else self._cells_behind(rel)
            )
            self.problems.error(
                "R405", ref.span, f"`{written(ref)}` is no cell of the files of the return.", help_
            )
            return None
        table = self.world.table(rel)
        if reads is not None and table is not None and table.name not in reads:
            self.problems.error(
                "R404",
                ref.span,
                f"The rule is not about {table.singular} and reads nothing of it.",
                f"Leave out `{written(ref)}`, or say what {table.singular} has to do with the rule.",
            )
            return None
        return ty.Flag(row, rel, name)

    def _cells_behind(self, rel: ty.Rel) -> str:
        """What to show of spells: columns of the table that they are made of."""
        table = self.world.table(rel)
        if table is None or not table.order:
            return "Show columns of the tables of the return that the reader can put right."
        return f"Show columns of the rows that it is made of: `{table.singular}.{table.order[0]}`."

    def _rows(self, ref: t.Ref, scope: Scope) -> RowMeaning | SetMeaning | None:
        """The row or rows whose column the last name is."""
        if ref.base is None and len(ref.names) == 1:
            return self._own(ref, scope)
        if not ref.names:
            self._no_column(ref, "is a row", True)
            return None
        found = self.names.start(ref, scope, True)
        between = ref.names[1:-1] if ref.base is None else ref.names[:-1]
        for name in between:
            if found is None:
                return None
            found = self.names.step(found, name, ref, scope, want_row=True)
        if isinstance(found, ty.Expr):
            self._no_column(ref, "asks for a part of a value")
            return None
        return found

    def _own(self, ref: t.Ref, scope: Scope) -> RowMeaning | SetMeaning | None:
        name = ref.names[0]
        if scope.here is not None and name in self.world.columns(scope.here):
            return RowMeaning(ty.Here(), scope.here)
        found, meaning = self.names.find(name, scope)
        if not found:
            self.problems.error(
                "N201",
                ref.span,
                f"`{name}` means nothing here.",
                name_help(self.world, name, scope),
            )
        elif meaning is not None:
            if isinstance(meaning, ty.Expr):
                self._no_column(ref, "is worked out")
            else:
                self._no_column(
                    ref, "is a row" if isinstance(meaning, RowMeaning) else "stands for rows", True
                )
        return None

    def _has(self, ref: t.Ref, name: str, rel: ty.Rel, scope: Scope) -> bool:
        if name in self.world.columns(rel):
            return True
        found, meaning = self.names.on_row(name, RowMeaning(ty.Here(), rel), Scope(rel, rel))
        if found:
            is_row = meaning is not None and not isinstance(meaning, ty.Expr)
            self._no_column(ref, "is a row" if is_row else "is worked out", is_row)
            return False
        self.problems.error(
            "N203",
            ref.span,
            f"`{self.world.word(rel)}` has no column `{name}`.",
            column_help(self.world, name, rel),
        )
        return False

    def _no_column(self, ref: t.Expr, why: str, is_row: bool = False) -> None:
        text = written(ref) or "x"
        help_ = f"Name the columns that `{text}` is made of."
        if is_row:
            help_ = f"Name the column to show: `{text}.COLUMN`."
        self.problems.error("R403", ref.span, f"{capital(named(ref))} {why}, and `flag` shows cells.", help_)
