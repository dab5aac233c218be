"""Reports as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lacdsl.ingest import FileReport, Remark
from lacdsl.report import (
    FINDING_COLUMNS,
    RULE_COLUMNS,
    Report,
    as_json,
    read_csv,
    schema,
    write_csv,
    write_json,
)
from lacdsl.report.csvform import safe
from lacdsl.report.result import frame, natural
from tests.report.conftest import make_report


def written(report: Report) -> dict[str, object]:
    out = io.StringIO()
    write_json(report, out, version="1.2.3")
    loaded: dict[str, object] = json.loads(out.getvalue())
    return loaded


def test_json_has_the_form_that_is_promised(report: Report) -> None:
    found = written(report)
    assert list(found) == ["lacdsl", "ruleset", "collection", "rules", "findings", "load_issues"]
    assert found["lacdsl"] == "1.2.3"
    first = found["findings"][0]  # type: ignore[index]
    assert first == {
        "finding": 0,
        "rule": "387",
        "severity": "error",
        "entity": "12",
        "message": 'Left on "31/05/2025"',
        "cells": [
            {"table": "Episodes", "year": "this", "row": 4, "line": 6, "column": "REC", "value": "E5"},
            {
                "table": "Episodes",
                "year": "this",
                "row": 4,
                "line": 6,
                "column": "DEC",
                "value": "31/05/2025",
            },
        ],
    }
    last = found["findings"][-1]  # type: ignore[index]
    assert (last["entity"], last["cells"][0]["line"], last["cells"][0]["value"]) == (None, None, "2025-05-31")
    assert [len(each["cells"]) for each in found["findings"]] == [2, 1, 1]  # type: ignore[attr-defined]


def test_json_follows_the_published_schema(report: Report, empty: Report) -> None:
    Draft202012Validator.check_schema(schema())
    check = Draft202012Validator(schema())
    for each in (report, empty):
        found = written(each)
        assert not list(check.iter_errors(found))
        assert found == as_json(each, version="1.2.3")
    assert list(check.iter_errors({**written(report), "more": 1}))


ODD = ["\x00\x07\n\t", "\ud800", '"\\', "\N{GRINNING FACE}", "", " ", "</script>", "NaN", "\u2028"]


def test_any_value_can_be_written(report: Report) -> None:
    values = [*ODD, 1, 1.0, True, np.float64("nan"), np.int64(3), float("inf"), pd.NaT, b"x", (1, 2)]
    n = len(values)
    columns = {name: ["x"] * n for name, kind in FINDING_COLUMNS.items() if kind == "str"}
    numbers = {"finding": range(n), "row": [0] * n, "line": [None] * n}
    rules = {name: [] for name in RULE_COLUMNS}
    odd = make_report({**columns, **numbers, "value": values}, rules, [])
    out = io.StringIO()
    write_json(odd, out, version="1")
    data = out.getvalue().encode("utf-8", "backslashreplace")
    back = [each["cells"][0]["value"] for each in json.loads(data)["findings"]]
    assert back[:n] == [*ODD, 1, 1.0, True, None, 3, None, None, "x", "1,2"]
    assert [type(value) for value in back[len(ODD) : len(ODD) + 3]] == [int, float, bool]


def test_csv_has_a_row_for_every_cell(report: Report) -> None:
    out = io.StringIO(newline="")
    write_csv(report, out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert list(rows[0]) == [*FINDING_COLUMNS, "layer"]
    assert [row["value"] for row in rows] == ["E5", "31/05/2025", "", "2025-05-31"]
    assert [row["line"] for row in rows] == ["6", "6", "11", ""]
    assert rows[0]["message"] == 'Left on "31/05/2025"'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_of_the_csv_is_a_formula(text: str) -> None:
    columns = {name: [text] for name, kind in FINDING_COLUMNS.items() if kind in ("str", "object")}
    out = io.StringIO(newline="")
    write_csv(make_report({**columns, "finding": [0], "row": [0], "line": [None]}, {}, []), out)
    row = list(csv.reader(io.StringIO(out.getvalue(), newline="")))[1]
    assert [cell for cell in row if cell not in ("0", "")] == [f"'{text}"] * 8
    assert safe("plain") == "plain"


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.text(min_size=1, max_size=8),
            st.sampled_from(
                ["'", "''=1", "'-1", "-1", "a,b", '"', "x\r\ny", "\r", "NA", "0012", " x ", "\ufeffx", "\x00"]
            ),
        ),
        max_size=8,
    )
)
def test_csv_loads_again_unchanged(values: list[str | None]) -> None:
    n = len(values)
    columns: dict[str, object] = {
        name: values for name, kind in FINDING_COLUMNS.items() if kind in ("str", "object")
    }
    numbers = {
        "finding": range(n),
        "row": range(n),
        "line": [None if value is None else 7 for value in values],
    }
    held = make_report({**columns, **numbers}, {}, [])
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as out:
        write_csv(held, out)
        out.flush()
        data = raw.getvalue()
    for encoding in ("utf-8-sig", "utf-8"):
        back = read_csv(io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline=""))
        pd.testing.assert_frame_equal(back, held.findings)


@pytest.mark.parametrize("text", ["", "finding,rule\n", ",".join(FINDING_COLUMNS) + "\n1,2\n"])
def test_what_holds_no_findings_is_not_read_as_such(text: str) -> None:
    with pytest.raises(ValueError, match=r"first line|Row 2"):
        read_csv(io.StringIO(text))


def test_the_tables_of_a_report_have_their_types_whatever_was_found(report: Report, empty: Report) -> None:
    for each in (report, empty):
        assert {name: str(kind) for name, kind in each.findings.dtypes.items()} == FINDING_COLUMNS
        assert {name: str(kind) for name, kind in each.rules.dtypes.items()} == RULE_COLUMNS
    assert frame(FINDING_COLUMNS, {}).empty


def test_whether_anything_is_as_grave(report: Report, empty: Report) -> None:
    assert report.found_at_least("error") and report.found_at_least("query")
    assert not empty.found_at_least("note")


def test_codes_are_in_the_order_of_their_numbers() -> None:
    assert natural(["INT01", "1000", "503B", "102", "503A"]) == ["102", "503A", "503B", "1000", "INT01"]


def test_what_became_of_the_files_is_in_json(report: Report) -> None:
    assert "files" not in written(report)
    files = (
        FileReport("a.zip/episodes.csv", "Episodes", "this", "read", rows=3, rows_left_out=1, encoding="UTF-8",
                   left_out=(Remark("blank rows", "Left out 1 blank row.", 1, 4),), unknown_columns=("X",)),
        FileReport("notes.docx", None, "last", "set aside", "It is a Word document."),
    )  # fmt: skip
    found = written(replace(report, file_reports=files))
    Draft202012Validator(schema()).validate(found)
    assert found == as_json(replace(report, file_reports=files), version="1.2.3")
    first, second = found["files"]  # type: ignore[misc]
    assert (first["name"], first["rows"], first["unknown_columns"]) == ("a.zip/episodes.csv", 3, ["X"])
    assert first["left_out"] == [
        {
            "what": "blank rows",
            "message": "Left out 1 blank row.",
            "count": 1,
            "line": 4,
            "column": None,
            "value": None,
        }
    ]
    assert (second["status"], second["reason"]) == ("set aside", "It is a Word document.")
