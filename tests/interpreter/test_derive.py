"""Columns that the model derives from other tables, reference tables and the authority."""

from __future__ import annotations

from dataclasses import replace

from lacdsl.interpreter import Context
from lacdsl.semantics import typed as ty
from tests.interpreter.small import CONTEXT, EPISODE, HEADER, Return, col, compare, frame, lit, test

POSTCODES = frame(
    "POSTCODE LA_CODE EAST NORTH", "AB1_1AA E1 0 0", "ab11ab E2 4000 3000", "AB1_1AC E1 - 0", "AB1_1AA E9 9 9"
)


def test_derived_columns_are_worked_out_unless_they_are_supplied() -> None:
    tables = {
        "Episodes": frame(
            "CHILD HOME PL_POST", "1 AB1_1AA AB1_1AB", "1 - AB11AA", "1 AB1_1AA ZZ1_1ZZ", "1 AB11AA AB11AC"
        )
    }
    data = Return(tables, reference={"Postcode": POSTCODES})
    assert data.verdicts(compare("PL_DISTANCE", "=", 3.1)) == ["passes", "unknown", "unknown", "unknown"]
    assert data.verdicts(compare("PL_LA", "=", "E1")) == ["fails", "passes", "unknown", "passes"]
    assert data.verdicts(compare("PL_LOCATION", "=", "IN")) == ["fails", "passes", "unknown", "passes"]
    supplied = {"Episodes": tables["Episodes"].assign(PL_DISTANCE=["9", "", "x", "3.1"])}
    data = Return(supplied, reference={"Postcode": POSTCODES})
    assert data.verdicts(compare("PL_DISTANCE", "=", 3.1)) == ["fails", "unknown", "unknown", "passes"]


def test_what_a_derived_column_needs_has_to_be_there() -> None:
    tables = {"Episodes": frame("CHILD HOME PL_POST", "1 AB1_1AA AB1_1AB"), "Header": frame("CHILD", "1")}
    asked = [
        ty.Supplied(EPISODE, "PL_LA"), ty.Supplied(EPISODE, "PL_LOCATION"), ty.Supplied(EPISODE, "PL_DISTANCE"),
        ty.Supplied(HEADER, "UASC"),
    ]  # fmt: skip
    nobody = Context(CONTEXT.start, CONTEXT.end, CONTEXT.today)
    for data, expected in (
        (Return(tables), "0000"),
        (Return(tables, reference={"Postcode": POSTCODES}), "1110"),
        (Return(tables, reference={"Postcode": POSTCODES}, context=nobody), "1010"),
        (Return(tables, reference={"Postcode": POSTCODES.drop(columns="EAST")}), "1100"),
        (Return(tables | {"UASC": frame("CHILD", "1")}), "0001"),
        (Return(tables, {"UASC": frame("CHILD", "1")}), "0000"),
    ):
        found = [data.verdicts(each)[0] == "passes" for each in asked]
        assert "".join(str(int(there)) for there in found) == expected
    assert Return(tables).verdicts(test("PL_LA", "missing")) == ["passes"]


def test_a_flag_for_a_row_in_another_table_of_the_same_year() -> None:
    head = frame("CHILD", "1", "2", "-")
    data = Return(
        {"Header": head, "UASC": frame("CHILD", "2", "-")}, {"Header": head, "UASC": frame("CHILD", "1")}
    )
    flag = compare(col("UASC", rel=HEADER), "=", "1")
    assert data.verdicts(flag, rel=HEADER) == ["fails", "passes", "fails"]
    assert data.verdicts(flag, rel=replace(HEADER, year="last")) == ["passes", "fails", "fails"]
    assert data.verdicts(compare(ty.Call("text", (col("UASC", rel=HEADER),), ty.Kind.TEXT), "=", lit("1")), rel=HEADER) == [
        "fails", "passes", "fails",
    ]  # fmt: skip
