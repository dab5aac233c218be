"""How far out the cells of a sheet lie."""

from __future__ import annotations

import pytest

from lacdsl.ingest.excel_extent import area


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (b'<x xmlns:r="http://schemas"><row r="3"><c r="AB3"/></row></x>', 3 * 28),
        (b'<c r="A1"/><c r="XFD1048576"/>', 16384 * 1048576),
        (b"<c\tr='C7'/>", 21),
        (b" " * (4 * 2**20 - 5) + b'<c r="B100"/>', 200),
        (b'<c r="A9', 1 * 9),
        (b"", 1),
    ],
)
def test_the_furthest_row_and_column_are_found(content: bytes, size: int) -> None:
    assert area(content) == size


def test_what_no_program_writes_is_taken_for_very_large() -> None:
    assert area(b'<c r = "A1"/>') > 10**12
