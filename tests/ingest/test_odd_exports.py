"""What reports and other programs put around a table, and files that are no tables whatever their names say."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lacdsl.ingest import Kind, Tables, read_folder
from lacdsl.ingest.source import LIMITS
from lacdsl.model import Model
from tests.ingest.making import CHILDREN, EPISODE_ROWS, EPISODES, HEADER, HEADER_FILE, zipped
from tests.ingest.test_damaged_xml import of_kind

Read = Callable[..., Tables]
EPISODE_FILE = f"{EPISODES}\n{EPISODE_ROWS}"


def test_subtotals_named_by_their_group_are_no_rows(read: Read) -> None:
    first, second = CHILDREN.splitlines()
    text = f"TEAM,{HEADER}\nA,{first}\nTeam A total,1,,,,,,\nB,{second}\nTeam B sub-total:,1,,,,,,\nCount,2\n"
    tables = read({"header.csv": text})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert of_kind(tables, Kind.FOOTER)["value"].tolist() == [
        "Team B sub-total:, 1",
        "Count, 2",
        "Team A total, 1",
    ]


@pytest.mark.parametrize("last", ["```", "=", "***", "\u2026"])
def test_a_last_line_without_letter_or_digit_is_no_row(read: Read, last: str) -> None:
    tables = read({"header.csv": f"```csv\n{HEADER_FILE}{last}\n"})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert of_kind(tables, Kind.FOOTER)["value"].tolist() == [last]


def test_a_heading_in_letters_of_another_alphabet_is_told_from_one_that_is_misspelt(read: Read) -> None:
    tables = read({"header.csv": HEADER_FILE.replace("SEX", "S\u0415X").replace("UPN", "UPNN", 1)})
    by_column: dict[str, str] = dict(
        of_kind(tables, Kind.MISSING_COLUMN)[["column", "message"]].itertuples(index=False)
    )
    assert "The one headed 'S\u0415X' looks the same but has letters of another alphabet." in by_column["SEX"]
    assert "Is it the one headed 'UPNN'?" in by_column["UPN"]


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.txt"])
def test_bytes_that_are_no_text_are_not_shown(read: Read, name: str) -> None:
    garbage = bytes((each * 7919) % 256 for each in range(1, 3000))
    tables = read({name: garbage, f"b{name}": garbage[:300], "episodes.csv": EPISODE_FILE})
    (message,) = of_kind(tables, Kind.NOT_READ)["message"]
    assert message.startswith("Was not read: it is no text, whatever its name says")
    (message,) = of_kind(tables, Kind.NOT_RECOGNISED)["message"]
    assert message.endswith(
        "Its first line is no text: it is a file of another kind than its name says, or damaged."
    )


def test_a_text_with_some_characters_of_control_is_read(read: Read) -> None:
    rows = "".join(f"{number},M,01/02/2010,WBRI,\x02UN\u00e9\x03,,\n" for number in range(200))
    assert len(read({"header.csv": f"{HEADER}\n{rows}"})["Header"]) == 200


def test_lone_returns_among_signs_that_end_lines_do_no_harm(read: Read) -> None:
    tables = read({"a.csv": "x\rCHILD\x0bSEX\ry\x0c1,2\r3", "episodes.csv": EPISODE_FILE})
    assert len(tables["Episodes"]) == 1 and len(of_kind(tables, Kind.NOT_RECOGNISED)) == 1


def test_a_blank_behind_the_name_of_a_file_does_not_matter(read: Read) -> None:
    assert len(read({"header.csv ": HEADER_FILE})["Header"]) == 2


def test_a_tar_under_another_name_is_called_that(read: Read) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        entry = tarfile.TarInfo("header.csv")
        entry.size = len(HEADER_FILE)
        archive.addfile(entry, io.BytesIO(HEADER_FILE.encode()))
    tables = read({"header.csv": made.getvalue(), "episodes.csv": EPISODE_FILE})
    assert "a TAR archive; unpack it first" in of_kind(tables, Kind.NOT_READ)["message"].item()


@pytest.mark.parametrize("damaged", [False, True])
def test_a_zip_of_many_files_is_opened_as_often_as_one_of_few(
    read: Read, monkeypatch: pytest.MonkeyPatch, damaged: bool
) -> None:
    opened: list[zipfile.ZipFile] = []

    class Counted(zipfile.ZipFile):
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options)
            opened.append(self)

    packed = zipped({"header.csv": HEADER_FILE, **{f"f{number}.csv": "A,B\n1,2\n" for number in range(30)}})
    if damaged:
        packed = packed.replace(b"f29.csv", b"g29.csv", 1)
    monkeypatch.setattr(zipfile, "ZipFile", Counted)
    tables = read({"a.zip": packed})
    assert len(tables["Header"]) == 2 and len(of_kind(tables, Kind.NOT_RECOGNISED)) == 30 - damaged
    assert len(of_kind(tables, Kind.NOT_READ)) == damaged
    assert len(opened) <= 4 and all(each.fp is None for each in opened)


def test_headings_below_all_rows_stand_there_once(read: Read) -> None:
    tables = read({"header.csv": f"{CHILDREN}{HEADER}\n"})
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert of_kind(tables, Kind.HEADING_AGAIN)["message"].item().startswith("The headings stand on line 3;")


def test_a_text_without_line_ends_is_refused_at_once(read: Read) -> None:
    tables = read({"header.csv": "x,y" * 1_500_000, "episodes.csv": EPISODE_FILE})
    assert "Begins with a line of 4 MB" in of_kind(tables, Kind.NOT_READ)["message"].item()


def test_a_long_line_in_a_zip_is_refused_before_all_of_it_is_unpacked(tmp_path: Path, model: Model) -> None:
    text = b"x" * 3 * 2**20
    (tmp_path / "a.zip").write_bytes(zipped({"a.csv": text, "b.csv": EPISODE_FILE}))
    tables = read_folder(tmp_path, model, limits=replace(LIMITS, line=2**20, file=2 * 2**20))
    assert "Has a line of more than 1 MB" in of_kind(tables, Kind.NOT_READ)["message"].item()
    assert len(tables["Episodes"]) == 1
