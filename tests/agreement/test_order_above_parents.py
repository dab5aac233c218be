"""The first of a child's rows that lie below several parents is the first in the order, not that of the first parent."""

from __future__ import annotations

import pandas as pd
import pytest

from lacdsl.semantics import typed as s
from lacdsl.semantics.typed import Kind
from tests.agreement.model import make_model
from tests.agreement.test_agreement import by_engine, by_interpreter

MODEL = make_model(note_order=("SEQ",))
PERSON, NOTE = s.Rel("table", "Persons"), s.Rel("table", "Notes")
LOOKS_AT_THIS = s.Not(s.Same(s.Col(s.This(), PERSON, "SORT", Kind.TEXT), s.Lit("Q", Kind.TEXT)))
MARKS = s.Rows(s.Here(), s.Rel("table", "Marks"))


def frame(table: str, *rows: str) -> pd.DataFrame:
    cells = [[None if cell == "-" else cell for cell in row.split()] for row in rows]
    return pd.DataFrame(cells, columns=[*MODEL.tables[table].columns], dtype=object)


TABLES = {
    "Persons": frame("Persons", "1 - - -"),
    "Stays": frame("Stays", "1 1 - - - - -", "1 x - - - - -"),
    "Notes": frame("Notes", "1 1 2 A -", "1 x 1 B -", "1 1 3 C -"),
}


@pytest.mark.parametrize("where", [None, LOOKS_AT_THIS], ids=["for all", "for each"])
@pytest.mark.parametrize(("which", "row"), [("first", 1), ("latest", 2)])
def test_rows_of_several_parents_are_picked_by_their_order(
    which: str, row: int, where: s.Expr | None
) -> None:
    pick = s.Pick(which, s.Rows(s.Here(), NOTE, where))  # type: ignore[arg-type]
    flags = (s.Flag(pick, NOTE, "SORT"),)
    rule = s.Rule("R", "R", "error", PERSON, None, s.Constant(False), flags, ("x",), (), ())
    world = s.Program(MODEL, {"R": rule}, {}, {}), TABLES, None, {}
    assert by_engine(*world)["R"] == (["fails"], [[("Notes", "this", row, "SORT")]])
    assert by_engine(*world) == by_interpreter(*world)


def test_a_child_is_pointed_at_by_the_first_in_the_order_too() -> None:
    flags = (s.Flag(MARKS, MARKS.rel, "ON"),)
    child = s.Rel("entity", "Persons")
    rule = s.Rule("R", "R", "error", child, None, s.Constant(False), flags, ("x",), (), ())
    tables = {name: TABLES[name] for name in ("Notes",)}
    world = s.Program(MODEL, {"R": rule}, {}, {}), tables, None, {}
    assert by_engine(*world)["R"] == (["fails"], [[("Notes", "this", 1, "ID")]])
    assert by_engine(*world) == by_interpreter(*world)
