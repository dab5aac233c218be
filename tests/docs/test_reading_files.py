"""The page on reading files names every kind of remark, and cells are read as it says."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

import lacdsl
from lacdsl.ingest import Kind

PAGE = Path(__file__).parent.parent.parent / "docs" / "reading-files.md"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_remark_is_explained(kind: Kind) -> None:
    table = PAGE.read_text(encoding="utf-8").partition("| kind | says |")[2]
    assert f"`{kind}`" in table


MANIFEST = """\
name: local/cells
title: Cells
version: 1.0.0
owner: Us
scope: local
return: lac
year: 2026-27
extends: dfe/lac/2026-27
"""
HOLDS = {
    "blank": "Episode: LS is missing",
    "`1`; `123456`": 'Episode: CHILD = "1" or CHILD = "123456"',
    "`WBRI`": "Header: ETHNIC = WBRI",
    "`0001`": 'Episode: CHILD = "0001"',
    "`1234`": 'Episode: CHILD = "1234"',
    "`C2`, `U1`": "Episode: LS = C2 or PLACE = U1",
    "`1`, `0`": "Header: MOTHER in {0, 1}",
    "1 April 2026": "Episode: DECOM = 1 April 2026",
    "1 April 2026; the time is left out, and said so": "Episode: DECOM = 1 April 2026",
    "31 March 2026, the day as it is written": "Episode: DECOM = 31 March 2026",
}
"""What a line of the table says, as a condition that its cells have to meet."""


def cells() -> dict[str, list[str]]:
    """What cells are read as, and the cells, of all lines of the table that are not about workbooks only."""
    table = PAGE.read_text(encoding="utf-8").partition("\n## Cells\n")[2].partition("\n\nSome cells")[0]
    lines = [line.removesuffix(" |").split(" | ") for line in table.strip().splitlines()[2:]]
    return {
        read.partition(":")[0]: re.findall("`([^`]+)`", written)
        for written, read in lines
        if "number format" not in written and "Excel file" not in written and "cell of Excel" not in written
    }


def test_cells_are_read_as_the_page_says(tmp_path: Path) -> None:
    shown = cells()
    assert set(shown) == set(HOLDS)
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "ruleset.yaml").write_text(MANIFEST, encoding="utf-8")
    text = ""
    for number, holds in enumerate(HOLDS.values()):
        table, _, must = holds.partition(": ")
        text += f'rule CELL{number} "Cell"\n  for each {table}\n  must {must}\n  flag CHILD\n\n'
    (rules / "own.rules").write_text(text, encoding="utf-8")
    ruleset = lacdsl.load_ruleset(rules)
    for number, (read, holds) in enumerate(HOLDS.items()):
        table, columns = holds.partition(":")[0], re.findall(r"\b[A-Z]{2,}\b(?= =| in| is)", holds)
        folder = tmp_path / str(number)
        folder.mkdir()
        heads = (
            ["CHILD", "DECOM", "LS", "PLACE"] if table == "Episode" else ["CHILD", "DOB", "ETHNIC", "MOTHER"]
        )
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as file:
            written = csv.writer(file)
            written.writerow(heads)
            for row, cell in enumerate(shown[read], start=7):
                written.writerow([cell if head in columns else str(row) for head in heads])
        tables = lacdsl.read_folder(folder, ruleset.model)
        found = lacdsl.check(tables, ruleset, only=[f"CELL{number}"])
        counts = found.rules.set_index("rule").loc[f"CELL{number}"]
        assert counts["passes"] == len(shown[read]), (read, shown[read], counts.to_dict())
