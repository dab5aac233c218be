"""Whatever bytes a file holds: a table, or a word on why not. Never a fault."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import ISSUE_COLUMNS, read
from lacdsl.ingest.dates import read_any_date, why_no_date
from lacdsl.ingest.source import Limits
from lacdsl.model import Model
from tests.ingest.making import CHILD_ROW, EPISODE_ROWS, EPISODES, HEADER, HEADER_FILE, workbook, zipped

LIMITS = Limits(file=2**20, packed=2**21, line=2**16, cells=100_000)
QUIET = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
CELLS = st.text(alphabet=st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", "1", "01/02/2010", "2010-02-01", "NULL", "1.0", "45000", '"', "a\nb", "é", "\ufeff", "=1", "1E5"]
)
SEEDS = {
    "header.csv": HEADER_FILE.encode(),
    "utf16.csv": HEADER_FILE.encode("utf-16"),
    "header.xlsx": workbook({"Header": [HEADER.split(","), CHILD_ROW]}),
    "all.zip": zipped({"header.csv": HEADER_FILE, "e/episodes.csv": f"{EPISODES}\n{EPISODE_ROWS}"}),
}


def read_it(folder: Path, name: str, data: bytes, model: Model) -> None:
    path = folder / name
    path.write_bytes(data)
    try:
        tables = read([path], model, limits=LIMITS)
    except LacdslError as stopped:
        assert stopped.diagnostics and all(each.message for each in stopped.diagnostics)
        return
    assert tuple(tables.issues.columns) == ISSUE_COLUMNS
    assert len(tables.file_reports) >= len(tables) > 0
    for table, frame in tables.items():
        lines = tables.lines[table]
        assert len(frame) == len(lines)
        assert all(earlier < later for earlier, later in pairwise(lines))


@QUIET
@given(data=st.data(), name=st.sampled_from(sorted(SEEDS)))
def test_files_with_bytes_changed_cut_out_or_put_in(
    tmp_path: Path, model: Model, data: st.DataObject, name: str
) -> None:
    content = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(content) - 1)))
        length = data.draw(st.integers(0, 6))
        content[place : place + length] = data.draw(st.binary(max_size=6))
    read_it(tmp_path, name, bytes(content), model)


@QUIET
@given(
    data=st.binary(max_size=300),
    name=st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.zip", "a.xml", "header", "a.txt"]),
)
def test_any_bytes_under_any_name(tmp_path: Path, model: Model, data: bytes, name: str) -> None:
    read_it(tmp_path, name, data, model)


@QUIET
@given(rows=st.lists(st.lists(CELLS, max_size=9), max_size=6), separator=st.sampled_from([",", ";", "\t"]))
def test_any_cells_under_real_headings(
    tmp_path: Path, model: Model, rows: list[list[str]], separator: str
) -> None:
    text = "\n".join(separator.join(row) for row in [HEADER.split(","), *rows])
    read_it(tmp_path, "header.csv", text.encode("utf-8", "surrogatepass"), model)


@QUIET
@given(
    rows=st.lists(
        st.lists(
            st.none()
            | st.booleans()
            | st.integers(-(10**20), 10**20)
            | st.floats()
            | st.dates()
            | st.datetimes()
            | st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=("Cs",)), max_size=6),
            max_size=9,
        ),
        max_size=5,
    )
)
def test_any_values_in_a_workbook(tmp_path: Path, model: Model, rows: list[list[object]]) -> None:
    try:
        made = workbook({"Header": [HEADER.split(","), *rows]})
    except (ValueError, OverflowError):  # what openpyxl itself will not write
        return
    read_it(tmp_path, "header.xlsx", made, model)


@given(
    text=st.text(max_size=24)
    | st.from_regex(r"[0-9]{1,4}[/.\- ][0-9A-Za-z]{1,4}[/.\- ][0-9]{1,5}( [0-9:]{1,8})?", fullmatch=True)
)
def test_a_text_is_a_date_or_there_is_a_reason(text: str) -> None:
    found = read_any_date(text.strip(), 1900)
    assert found is not None or why_no_date(text.strip())


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1/2/2010", "01/02/2010"),
        ("2010-2-1", "01/02/2010"),
        ("2010/02/01 00:00:00.000", "01/02/2010"),
        ("1st February 2010", "01/02/2010"),
        ("Mon, 1 Feb 2010", "01/02/2010"),
        ("Feb 1, 2010", "01/02/2010"),
        ("01-Sept-2010", "01/09/2010"),
        ("29/2/2023", None),
        ("1/2/10", None),
        ("1/2-2010", None),
        ("1 Fab 2010", None),
        ("2010-13-01", None),
        ("20101301", None),
        ("01/02/2010 25:00 and more", None),
        ("9999", None),
        ("", None),
    ],
)
def test_dates(text: str, read: str | None) -> None:
    found = read_any_date(text)
    assert (None if found is None else found.text) == read
