"""A typed expression in the words of the language, for explanations."""

from __future__ import annotations

from datetime import date

from lacdsl.model import Model
from lacdsl.semantics import typed as ty
from lacdsl.values import format_number

_STATES = {"missing": "is missing", "present": "is present", "valid": "is valid", "invalid": "is invalid"}
_LOOSE = (ty.And, ty.Or)


class Words:
    """Puts expressions into words; the model knows what the rows of a table are called."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def expr(self, expr: ty.Expr) -> str:
        """A value or a condition."""
        match expr:
            case ty.Col():
                return self._of(expr.row, expr.name)
            case ty.Lit():
                return literal(expr.value)
            case ty.Moment():
                return {"start": "collection start", "end": "collection end"}.get(expr.name, expr.name)
            case ty.Shift():
                sign, amount = ("-", -expr.amount) if expr.amount < 0 else ("+", expr.amount)
                unit = expr.unit.removesuffix("s") if amount == 1 else expr.unit
                return f"{self.expr(expr.value)} {sign} {amount} {unit}"
            case ty.Elapsed():
                return f"{expr.unit} from {self.expr(expr.start)} to {self.expr(expr.end)}"
            case ty.Arith() | ty.Compare():
                return f"{self.expr(expr.left)} {expr.op} {self.expr(expr.right)}"
            case ty.OrElse():
                return f"{self.expr(expr.value)} or else {self.expr(expr.default)}"
            case ty.Extreme():
                return f"{expr.which}({self._list(expr.values)})"
            case ty.Call():
                return f"{expr.name}({self._list(expr.args)})"
            case ty.Aggregate():
                of = "" if expr.value is None else f"{self.expr(expr.value)} over "
                return f"{expr.which} of {of}{self.rows(expr.rows)}"
            case ty.At():
                return self._of(expr.base, expr.name or f"({self.expr(expr.value)})")
            case _:
                return self._condition(expr)

    def _condition(self, expr: ty.Expr) -> str:
        match expr:
            case ty.Constant():
                return "always true" if expr.value else "never true"
            case ty.Supplied():
                return f"{self.rel(expr.rel)}{f'.{expr.column}' if expr.column else ''} is supplied"
            case ty.InSet():
                return f"{self.expr(expr.value)} in {{{', '.join(literal(each) for each in expr.options)}}}"
            case ty.ListedIn():
                return f"{self.expr(expr.value)} listed in {self.expr(expr.text)}"
            case ty.Test():
                return f"{self.expr(expr.value)} {_STATES[expr.state]}"
            case ty.Same():
                return f"{self.expr(expr.left)} same as {self.expr(expr.right)}"
            case ty.Matches():
                return f"{self.expr(expr.value)} matches /{expr.pattern}/"
            case ty.Exists():
                return f"{self.row(expr.row) or 'the row'} exists"
            case ty.Position():
                return f"{self.row(expr.row)} is {expr.position}".strip()
            case ty.Unique():
                values = self._list(expr.values)
                return f"{values} is unique" if len(expr.values) == 1 else f"({values}) is unique"
            case ty.Any():
                return f"any {self.rows(expr.rows)}"
            case ty.ExactlyOne():
                return f"exactly one {self.rows(expr.rows)}"
            case ty.Not():
                return f"not {self._inner(expr.value)}"
            case ty.And():
                return " and ".join(self._inner(item) for item in expr.items)
            case ty.Or():
                return " or ".join(self._inner(item) for item in expr.items)
            case _:
                return type(expr).__name__

    def row(self, row: ty.Row) -> str:
        """A row; nothing for the row at hand."""
        match row:
            case ty.This():
                return "this"
            case ty.Neighbour():
                steps = "previous" if row.offset < 0 else "next"
                return self._of(row.base, " ".join([steps] * abs(row.offset)))
            case ty.One() | ty.SpellOf():
                return self._of(row.base, self.rel(row.rel))
            case ty.Pick():
                return f"({row.which} {self.rows(row.rows)})"
            case ty.Via():
                return self._of(row.base, self.row(row.row))
            case _:
                return ""

    def rows(self, rows: ty.Rows) -> str:
        """Many rows, with their condition."""
        other = "other " if rows.other else ""
        anywhere = " anywhere" if rows.anywhere else self._level(rows.level)
        parts = [f"{self.expr(inside)} = {self.expr(outside)}" for inside, outside in rows.equal]
        parts += [self._inner(rows.where)] if rows.where is not None else []
        where = f" where {' and '.join(parts)}" if parts else ""
        return f"{other}{self.rel(rows.rel)}{anywhere}{where}"

    def _level(self, name: str) -> str:
        if not name:
            return ""
        is_root = name == self._model.root
        word = ty.entity_name(self._model) if is_root else self._model.tables[name].singular
        return f" of the same {word}"

    def rel(self, rel: ty.Rel) -> str:
        """The name of a relation, as rules write it."""
        year = {"this": "", "last": "last year ", "either": "either year "}[rel.year]
        if rel.kind == "entity":
            return ty.entity_name(self._model)
        table = (
            self._model.tables.get(rel.name) if rel.kind == "table" else self._model.reference.get(rel.name)
        )
        return f"{year}{table.singular if table else rel.name}"

    def _of(self, row: ty.Row, name: str) -> str:
        """Something of a row. What belongs to the child is named without it, as rules do."""
        if name and isinstance(row, ty.One) and row.rel.kind == "entity":
            return self._of(row.base, name)
        base = self.row(row)
        return f"{base}.{name}" if base and name else base or name

    def _inner(self, expr: ty.Expr) -> str:
        return f"({self.expr(expr)})" if isinstance(expr, _LOOSE) else self.expr(expr)

    def _list(self, values: tuple[ty.Expr, ...]) -> str:
        return ", ".join(self.expr(value) for value in values)


def literal(value: date | str | float) -> str:
    """A literal as rules write it."""
    if isinstance(value, date):
        return f"{value.day} {value:%B} {value.year}"
    return value if isinstance(value, str) else format_number(float(value))
