"""A small return, and short ways to write typed trees over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from lacdsl.diagnostics import Span
from lacdsl.interpreter import Context, Data, Interpreter, RuleOutcome
from lacdsl.model import Column, ColumnType, Derive, Model, Table
from lacdsl.semantics import typed as ty

NOWHERE = Span("", 1, 1, 1, 1)
CONTEXT = Context(date(2025, 4, 1), date(2026, 3, 31), date(2026, 5, 1), "e1")


def columns(text: str) -> dict[str, Column]:
    pairs = [part.split(":") for part in text.split()]
    return {name: Column(name, ColumnType(kind)) for name, kind in pairs}


def derived(name: str, kind: ColumnType, how: str, **options: str) -> dict[str, Column]:
    return {name: Column(name, kind, derive=Derive(how, options))}


def table(name: str, singular: str, key: str, text: str, **more: Any) -> Table:
    settings: dict[str, Any] = {
        "title": name, "key": tuple(key.split()), "parent": "Header", "parent_key": ("CHILD",), "one": False,
        "order": (), "period": None, "derived": {}, "file_names": (),
    }  # fmt: skip
    return Table(name=name, singular=singular, columns=columns(text), **(settings | more))


TABLES = (
    table(
        "Header", "Header", "CHILD", "CHILD:identifier DOB:date SEX:code UPN:identifier", parent=None,
        parent_key=(), one=True, derived=derived("UASC", ColumnType.FLAG, "has_row", table="UASC"),
    ),
    table(
        "Episodes", "Episode", "CHILD DECOM",
        "CHILD:identifier DECOM:date LS:code DEC:date HOME:postcode PL_POST:postcode URN:identifier",
        order=("DECOM", "DEC"),
        derived=derived("PL_LA", ColumnType.TEXT, "lookup", table="Postcode", by="PL_POST", take="LA_CODE")
        | derived("PL_LOCATION", ColumnType.CODE, "inside_authority", column="PL_LA")
        | derived("PL_DISTANCE", ColumnType.NUMBER, "distance", from_column="HOME", to_column="PL_POST"),
    ),
    table("Reviews", "Review", "CHILD REVIEW", "CHILD:identifier REVIEW:date HOW:code", order=("REVIEW",)),
    table("UASC", "UASC", "CHILD", "CHILD:identifier DUC:date", one=True),
    table("OC2", "OC2", "CHILD", "CHILD:identifier SCORE:integer PERM:partial_date", one=True),
    table(
        "Contacts", "Contact", "CHILD DECOM SEEN", "CHILD:identifier DECOM:date SEEN:date",
        parent="Episodes", parent_key=("CHILD", "DECOM"), order=("SEEN",),
    ),
)  # fmt: skip
REFERENCE = (
    table("Provider", "Provider", "URN", "URN:identifier PLACES:text REG_END:date", parent=None, parent_key=()),
    table(
        "Postcode", "Postcode", "POSTCODE", "POSTCODE:postcode LA_CODE:text EAST:number NORTH:number",
        parent=None, parent_key=(),
    ),
)  # fmt: skip
MODEL = Model(
    "small", "Small", "2025-26", date(2025, 4, 1), date(2026, 3, 31), "28 February",
    {table.name: table for table in TABLES}, {table.name: table for table in REFERENCE}, {}, "Header",
)  # fmt: skip

HERE, THIS = ty.Here(), ty.This()
HEADER, EPISODE, REVIEW = ty.Rel("table", "Header"), ty.Rel("table", "Episodes"), ty.Rel("table", "Reviews")
OC2, CONTACT = ty.Rel("table", "OC2"), ty.Rel("table", "Contacts")
PROVIDER, CHILD = ty.Rel("reference", "Provider"), ty.Rel("entity", "Header")
LAST_EPISODE, EITHER_EPISODE = replace(EPISODE, year="last"), replace(EPISODE, year="either")

KINDS = {
    ColumnType.DATE: ty.Kind.DATE, ColumnType.PARTIAL_DATE: ty.Kind.PARTIAL,
    ColumnType.INTEGER: ty.Kind.NUMBER, ColumnType.NUMBER: ty.Kind.NUMBER,
}  # fmt: skip


def col(name: str, row: ty.Row = HERE, rel: ty.Rel = EPISODE) -> ty.Col:
    declared = next((found for each in (*TABLES, *REFERENCE) if (found := each.column(name))), None)
    kind = ty.Kind.TEXT if declared is None else KINDS.get(declared.type, ty.Kind.TEXT)
    return ty.Col(row, rel, name, kind)


def lit(value: date | str | float) -> ty.Lit:
    kind = (
        ty.Kind.DATE
        if isinstance(value, date)
        else ty.Kind.TEXT
        if isinstance(value, str)
        else ty.Kind.NUMBER
    )
    return ty.Lit(value, kind)


def compare(left: ty.Expr | str, op: Literal["=", "<>", "<", "<=", ">", ">="], right: Any) -> ty.Compare:
    return ty.Compare(op, value(left), right if isinstance(right, ty.Expr) else lit(right))


def value(expr: ty.Expr | str) -> ty.Expr:
    return col(expr) if isinstance(expr, str) else expr


def test(expr: ty.Expr | str, state: Literal["missing", "present", "valid", "invalid"]) -> ty.Test:
    return ty.Test(state, value(expr))


test.__test__ = False  # type: ignore[attr-defined]


def previous(offset: int = -1) -> ty.Neighbour:
    return ty.Neighbour(HERE, offset)


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


def frame(head: str, *rows: str) -> pd.DataFrame:
    """A DataFrame of text: `frame("CHILD DEC", "1 01/02/2025", "2 -")`, where `-` is a missing cell."""
    cells = [[None if cell == "-" else cell.replace("_", " ") for cell in row.split()] for row in rows]
    return pd.DataFrame(cells, columns=head.split(), dtype=object)


@dataclass(frozen=True)
class Return:
    """Tables to run rules over."""

    tables: Mapping[str, pd.DataFrame]
    last: Mapping[str, pd.DataFrame] | None = None
    reference: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    derived: Sequence[ty.DerivedTable] = ()
    spells: Sequence[ty.Spells] = ()
    context: Context = CONTEXT

    def interpreter(self) -> Interpreter:
        program = ty.Program(
            MODEL, {}, {item.name: item for item in self.derived}, {item.name: item for item in self.spells}
        )
        return Interpreter(program, Data(self.tables, self.last, self.reference), self.context)

    def run(
        self, must: ty.Expr, where: ty.Expr | None = None, rel: ty.Rel | None = EPISODE, **more: Any
    ) -> RuleOutcome:
        return self.interpreter().run_rule(rule(must, where, rel, **more))

    def verdicts(
        self, must: ty.Expr, where: ty.Expr | None = None, rel: ty.Rel | None = EPISODE
    ) -> list[str]:
        return list(self.run(must, where, rel).verdicts)


def rule(must: ty.Expr, where: ty.Expr | None = None, rel: ty.Rel | None = EPISODE, **more: Any) -> ty.Rule:
    settings: dict[str, Any] = {"flags": (), "message": (), "needs": (), "needs_any": ()}
    return ty.Rule("1", "A rule", "error", rel, where, must, **(settings | more))


def episodes(*rows: str) -> pd.DataFrame:
    """Rows of `CHILD DECOM DEC LS`."""
    return frame("CHILD DECOM DEC LS", *rows)
