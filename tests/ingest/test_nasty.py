"""Files as they come: what becomes of each, and that nothing is lost unsaid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import Kind, Tables, read
from lacdsl.ingest.source import Limits
from lacdsl.model import Model
from tests.ingest.making import (
    CHILD_ROW,
    CHILDREN,
    DAY,
    EPISODE_ROWS,
    EPISODES,
    HEADER,
    HEADER_FILE,
    HIDDEN,
    REVIEWS,
    locked,
    old_workbook,
    password_protected,
    replaced_part,
    table,
    workbook,
    zipped,
)

HEADINGS = HEADER.split(",")
Files = Mapping[str, str | bytes]
SMALL = Limits(
    file=200_000, packed=400_000, ratio=50, ratio_from=50_000, line=20_000, cells=10_000, members=50, depth=3
)


@dataclass(frozen=True)
class Case:
    """Files, and what is expected: rows by table, kinds of issue, what rules read for a cell, or what stops it."""

    files: Files
    rows: dict[str, int] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    reads: dict[tuple[str, str], list[str | None]] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)
    said: str = ""
    stops: str | None = None


def header(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def dob(*dates: str) -> str:
    return header(*(f"{place},M,{day},WBRI,UN1,," for place, day in enumerate(dates, start=1)))


CASES: dict[str, Case] = {
    # ------------------------------------------------------------ text
    "utf-8 with its mark": Case({"header.csv": HEADER_FILE.encode("utf-8-sig")}, {"Header": 2}),
    "two marks": Case({"header.csv": b"\xef\xbb\xbf" + HEADER_FILE.encode("utf-8-sig")}, {"Header": 2}),
    "windows-1252": Case(
        {"header.csv": header("Zoë,M,01/02/2010,WBRI,UN1,,").encode("cp1252")},
        {"Header": 1},
        {Kind.ENCODING, Kind.LOWER_CASE},
        {("Header", "CHILD"): ["Zoë"]},
    ),
    "utf-8 with letters of windows-1252 in it": Case(
        {
            "header.csv": header("Zoë,M,01/02/2010,WBRI,UN1,,").encode()
            + "René,F,01/02/2010,WBRI,UN1,,\nÉ\u2019,F,01/02/2010,WBRI,UN1,,\n".encode("cp1252")
        },
        {"Header": 3},
        {Kind.ENCODING, Kind.LOWER_CASE},
        {("Header", "CHILD"): ["Zoë", "René", "É\u2019"]},
        said="UTF-8 but for 3 letters of Windows-1252 (first on line 3)",
    ),
    "half a character at the end": Case(
        {"header.csv": HEADER_FILE.encode("utf-16") + b"\x0d"},
        {"Header": 2},
        {Kind.ENCODING, Kind.CUT_OFF},
    ),
    "utf-16 big end first": Case(
        {"header.csv": b"\xfe\xff" + HEADER_FILE.encode("utf-16-be")}, {"Header": 2}, {Kind.ENCODING}
    ),
    "utf-16 tabs, as Excel saves Unicode text": Case(
        {"header.txt": HEADER_FILE.replace(",", "\t").encode("utf-16")},
        {"Header": 2},
        {Kind.ENCODING, Kind.DELIMITER},
    ),
    "utf-32": Case({"header.csv": HEADER_FILE.encode("utf-32")}, {"Header": 2}, {Kind.ENCODING}),
    "semicolons": Case({"header.csv": HEADER_FILE.replace(",", ";")}, {"Header": 2}, {Kind.DELIMITER}),
    "tildes": Case(
        {"header.csv": HEADER_FILE.replace(",", "~")}, {"Header": 2}, {Kind.DELIMITER}, said="has tildes"
    ),
    "carets": Case({"header.txt": HEADER_FILE.replace(",", "^")}, {"Header": 2}, {Kind.DELIMITER}),
    "a separator outside ASCII": Case(
        {"header.csv": HEADER_FILE.replace(",", "\u00ac")},
        {"Header": 2},
        {Kind.DELIMITER},
        {("Header", "ETHNIC"): ["WBRI", "WBRI"]},
    ),
    "a title with colons is no line of headings": Case(
        {"header.csv": "Filter: Sex: all Dob: all UPN: any\n" + HEADER_FILE}, {"Header": 2}, {Kind.TITLES}
    ),
    "another separator in some rows": Case(
        {"header.csv": HEADER_FILE + "3;F;03/04/2012;WBRI;UN2;;\n4\tF\t03/04/2012\tWBRI\tUN2\t\t\n"},
        {"Header": 4},
        {Kind.DELIMITER},
        {("Header", "CHILD"): ["1", "2", "3", "4"]},
        said="semicolons between the cells of 1 row, unlike the headings, and was read so: line 4",
    ),
    "semicolons under a name that tells nothing": Case(
        {"x.csv": HEADER_FILE.replace(",", ";")}, {"Header": 2}, {Kind.DELIMITER}
    ),
    "a heading with commas inside a semicolon file": Case(
        {
            "header.csv": HEADER_FILE.replace(",", ";").replace(
                "MC_DOB", 'MC_DOB;"a, b, c, d, e, f, g, h, i"', 1
            )
        },
        {"Header": 2},
        {Kind.DELIMITER, Kind.UNKNOWN_COLUMN, Kind.RAGGED_ROW},
    ),
    "old Mac line ends": Case({"header.csv": HEADER_FILE.replace("\n", "\r")}, {"Header": 2}),
    "mixed line ends": Case(
        {"header.csv": header("1,M,,,,,\r", "2,M,,,,,")}, {"Header": 2}, lines={"Header": [2, 3]}
    ),
    "no line end at the end": Case({"header.csv": HEADER_FILE.rstrip("\n")}, {"Header": 2}),
    "headings alone": Case({"header.csv": HEADER}, {"Header": 0}, {Kind.NO_ROWS}),
    "nothing at all, beside a good file": Case(
        {"header.csv": HEADER_FILE, "episodes.csv": ""}, {"Header": 2}, {Kind.NOT_READ}, said="nothing at all"
    ),
    "blank lines alone": Case({"header.csv": "\n\n \n"}, stops="F602", said="blank lines only"),
    "lines of bare commas alone": Case({"header.csv": ",,,\n,,,\n"}, stops="F602", said="blank lines only"),
    "groups above the headings that are headings themselves": Case(
        {"header.csv": "Child,,,,,Mother,\n" + HEADER_FILE},
        {"Header": 2},
        {Kind.TITLES},
        lines={"Header": [3, 4]},
    ),
    "headings far down": Case({"header.csv": "a note\n" * 60 + HEADER_FILE}, {"Header": 2}, {Kind.TITLES}),
    "a sentence below the table": Case(
        {"header.csv": HEADER_FILE + "\nThis report must not be shared with anybody outside.\n"},
        {"Header": 2},
        {Kind.FOOTER, Kind.BLANK_ROWS},
        said="was left out: This report must not",
    ),
    "rows of bare commas": Case(
        {"header.csv": header("1,M,,,,,", ",,,,,,", "2,M,,,,,", ",,,,,,", ",,")},
        {"Header": 2},
        {Kind.BLANK_ROWS},
        lines={"Header": [2, 4]},
    ),
    "titles above the headings": Case(
        {"header.csv": "SSDA903 return of Westshire\nRun on 01/04/2026, by hand\n\n" + HEADER_FILE},
        {"Header": 2},
        {Kind.TITLES},
        lines={"Header": [5, 6]},
    ),
    "titles with as many commas as there are columns": Case(
        {"header.csv": "Header,,,,,,\n,,,,,,\n" + HEADER_FILE},
        {"Header": 2},
        {Kind.TITLES},
        lines={"Header": [4, 5]},
    ),
    "headings that come again": Case(
        {"header.csv": HEADER_FILE + HEADER + "\n3,M,,,,,\n"},
        {"Header": 3},
        {Kind.HEADING_AGAIN},
        lines={"Header": [2, 3, 5]},
    ),
    "two tables in one file": Case(
        {"return.csv": f"HEADER\n{HEADER_FILE}\n\nEPISODES\n{EPISODES}\n{EPISODE_ROWS}"},
        {"Header": 2, "Episodes": 1},
        {Kind.SEVERAL, Kind.TITLES},
        {("Episodes", "DECOM"): ["01/05/2026"]},
        {"Header": [3, 4], "Episodes": [9]},
        said="other headings stand on line 8",
    ),
    "two tables in one file, as Excel fills up their lines": Case(
        {
            "return.csv": "\n".join(
                line + "," * (12 - line.count(","))
                for line in f"{HEADER_FILE}\n{EPISODES}\n{EPISODE_ROWS}".splitlines()
            )
        },
        {"Header": 2, "Episodes": 1},
        {Kind.SEVERAL, Kind.HEADING, Kind.TITLES},
        {("Episodes", "PLACE_PROVIDER"): ["PR1"]},
        {"Header": [2, 3], "Episodes": [6]},
    ),
    "the wider table first, and its headings again below the other": Case(
        {"return.csv": f"{EPISODES}\n{EPISODE_ROWS}{HEADER_FILE}{HEADER}\n3,M,,WBRI,UN1,,\n"},
        {"Header": 3, "Episodes": 1},
        {Kind.SEVERAL, Kind.HEADING_AGAIN},
        lines={"Header": [4, 5, 7], "Episodes": [2]},
    ),
    "totals and the like below the table": Case(
        {
            "header.csv": header("1,M,,WBRI,UN1,,", "2,F,,WBRI,UN2,,", "Total,2,,,,,", "")
            + "(2 rows affected)\nReport run by: A. N. Other on 01/05/2026,,,\n\nCompletion time: 2026-05-01T09:30:00"
        },
        {"Header": 2},
        {Kind.FOOTER, Kind.BLANK_ROWS},
        lines={"Header": [2, 3]},
        said="Line 4 below the table is no row of it, and was left out: Total, 2",
    ),
    "a child who is called Total, in the middle and in full": Case(
        {"header.csv": header("Total,M,,,,,", "TOTAL,M,01/02/2010,WBRI,UN1,,")},
        {"Header": 2},
        {Kind.LOWER_CASE},
    ),
    "the headings in words under those in letters, and again with a mark": Case(
        {
            "header.csv": header("Child ID,Sex,Date of birth,Ethnic,UPN,Mother,x", "1,M,,WBRI,UN1,,")
            + f"\ufeff{HEADER.lower()}\n2,F,,WBRI,UN2,,\n"
        },
        {"Header": 2},
        {Kind.HEADING_AGAIN},
        lines={"Header": [3, 5]},
    ),
    "no headings": Case({"header.csv": CHILDREN}, stops="F602", said="holds no heading"),
    "small headings with blanks, in another order": Case(
        {"header.csv": " mc_dob , Mother,UPN,ethnic,D.O.B.,sex,Child Id\n,,UN1,WBRI,01/02/2010,M,7\n"},
        {"Header": 1},
        {Kind.HEADING},
        {("Header", "CHILD"): ["7"], ("Header", "DOB"): ["01/02/2010"]},
    ),
    "a remark in brackets behind a heading": Case(
        {"header.csv": HEADER_FILE.replace("DOB,", "DOB (dd/mm/yyyy),", 1)}, {"Header": 2}, {Kind.HEADING}
    ),
    "columns of the council's own": Case(
        {"header.csv": f"TEAM,{HEADER},NOTE\nNorth,1,M,,,,,,x\n"}, {"Header": 1}, {Kind.UNKNOWN_COLUMN}
    ),
    "a column misspelt and one lacking": Case(
        {"header.csv": "CHILD,SEX,DOB,ETNHIC,UPN,MOTHER\n1,M,,WBRI,UN1,\n"},
        {"Header": 1},
        {Kind.MISSING_COLUMN, Kind.UNKNOWN_COLUMN},
        said="headed 'ETNHIC'",
    ),
    "headings as the guidance has them": Case(
        {
            "children.csv": "Child identifier,Gender,Date of birth,Ethnic origin,Unique pupil number,Motherhood status,"
            "Date of birth of first child\n" + CHILDREN,
            "episodes.csv": "Child ID,Date episode commenced,Reason for new episode,Legal status,Category of need,"
            "Placement type,Placement provider,Date episode ceased,Reason episode ceased,Reason for placement change,"
            f"Home postcode,Placement postcode,Ofsted URN\n{EPISODE_ROWS}",
        },
        {"Header": 2, "Episodes": 1},
        {Kind.HEADING},
        {("Episodes", "DECOM"): ["01/05/2026"], ("Header", "CHILD"): ["1", "2"]},
    ),
    "headings with numbers, stars and the name of the table": Case(
        {
            "a.csv": "1. CHILD,2. SEX,3. DOB*,4. ETHNIC,5) UPN,6: MOTHER,7. MC_DOB\n" + CHILDREN,
            "b.csv": ",".join(f"Episodes[{name}]" for name in EPISODES.split(",")) + "\n" + EPISODE_ROWS,
        },
        {"Header": 2, "Episodes": 1},
        {Kind.HEADING},
    ),
    "a column twice, the first one blank": Case(
        {"header.csv": f"{HEADER},DOB\n1,M,,WBRI,UN1,,,02/02/2010\n"},
        {"Header": 1},
        {Kind.HEADING, Kind.UNKNOWN_COLUMN},
        {("Header", "DOB"): ["02/02/2010"]},
        said="the one without cells, not column 8, is called 'DOB (2)'",
    ),
    "a column in letters that is blank, and in words that is not": Case(
        {"header.csv": f"{HEADER},Child ID,Date of birth\n,M,01/02/2010,WBRI,UN1,,,7,02/02/2010\n"},
        {"Header": 1},
        {Kind.HEADING, Kind.UNKNOWN_COLUMN},
        {("Header", "CHILD"): ["7"], ("Header", "DOB"): ["01/02/2010"]},
        said="'Date of birth' means DOB, as another heading does",
    ),
    "far too many columns": Case(
        {
            "header.csv": HEADER
            + "".join(f",X{n}" for n in range(500))
            + "\n1,M,01/02/2010,WBRI,UN1"
            + "," * 501
            + "\n"
        },
        {"Header": 1},
        {Kind.UNKNOWN_COLUMN, Kind.RAGGED_ROW},
        said="the same with 480 more columns",
    ),
    "a column twice": Case(
        {"header.csv": f"{HEADER},DOB\n1,M,01/02/2010,WBRI,UN1,,,02/02/2010\n"},
        {"Header": 1},
        {Kind.HEADING, Kind.UNKNOWN_COLUMN},
    ),
    "columns without a name": Case(
        {"header.csv": f"{HEADER},,Unnamed: 8\n1,M,,,,,,,\n"}, {"Header": 1}, {Kind.HEADING}
    ),
    "a comma too many in one row": Case(
        {"header.csv": header("1,M,,,,,", "2,M,,WBRI,UN1,,,surplus", "3,M,,,,,")},
        {"Header": 3},
        {Kind.RAGGED_ROW},
        said="left out",
    ),
    "cut off in the middle of a row": Case(
        {"header.csv": HEADER_FILE + "3,M,01/0"},
        {"Header": 3},
        {Kind.RAGGED_ROW, Kind.CUT_OFF, Kind.UNREADABLE},
        said="may have been cut off",
    ),
    "a quotation mark that is never closed": Case(
        {"header.csv": header('1,M,"01/02/2010,WBRI,UN1,,', "2,M,,,,,", "3,M,,,,,")},
        {"Header": 3},
        {Kind.QUOTES, Kind.UNREADABLE},
    ),
    "a quotation mark that is never closed in the last row": Case(
        {"header.csv": header("1,M,,WBRI,UN1,,", '2,M,"01/02/2010,WBRI,UN1,,')},
        {"Header": 2},
        {Kind.QUOTES, Kind.UNREADABLE},
        {("Header", "ETHNIC"): ["WBRI", "WBRI"]},
    ),
    "cut off behind a quotation mark": Case(
        {"header.csv": header("1,M,,WBRI,UN1,,") + '2,M,"01/02'},
        {"Header": 2},
        {Kind.QUOTES, Kind.RAGGED_ROW, Kind.CUT_OFF, Kind.UNREADABLE},
        said="not closed before the file ends",
    ),
    "a line break in a cell": Case(
        {"header.csv": f'{HEADER},NOTE\n1,M,,,,,,"a\nb"\n2,M,,,,,,\n'},
        {"Header": 2},
        {Kind.UNKNOWN_COLUMN},
        lines={"Header": [2, 4]},
    ),
    "line breaks in the first cell, so that its last line looks like a row": Case(
        {"header.csv": f'NOTE,{HEADER}\n"a\nb",1,M,,,,,\n"c, d\n\ne, ""f""",2,M,,,,,\nx,3,M,,,,,\n'},
        {"Header": 3},
        {Kind.UNKNOWN_COLUMN},
        {("Header", "CHILD"): ["1", "2", "3"]},
        lines={"Header": [2, 4, 7]},
    ),
    "a quotation mark that seems to be closed on the next row": Case(
        {"header.csv": header('1,M,"01/02/2010,WBRI,UN1,,', '2,F,"03/04/2012",WBRI,UN2,,')},
        {"Header": 2},
        {Kind.QUOTES, Kind.UNREADABLE},
        {("Header", "CHILD"): ["1", "2"]},
    ),
    "NUL characters": Case({"header.csv": header("1\0,M,,,,,")}, {"Header": 1}, {Kind.CHARACTERS}),
    "a line that is far too long": Case(
        {"header.csv": HEADER_FILE, "episodes.csv": EPISODES + "\n" + "x" * 50_000},
        {"Header": 2},
        {Kind.NOT_READ},
        said="has a line of more than",
    ),
    "a file that is far too large": Case(
        {"header.csv": HEADER_FILE, "episodes.csv": (EPISODES + "\n") * 3_000},
        {"Header": 2},
        {Kind.NOT_READ},
        said="far more than any return",
    ),
    "random bytes": Case(
        {"header.csv": HEADER_FILE, "x.csv": bytes(range(256)) * 8}, {"Header": 2}, {Kind.NOT_READ}
    ),
    "markup and formulas in cells": Case(
        {"header.csv": header("<script>alert(1)</script>,M,,WBRI,=1+1,,")},
        {"Header": 1},
        {Kind.LOWER_CASE},
        {("Header", "UPN"): ["=1+1"]},
    ),
    "every line in quotation marks": Case(
        {"header.csv": "".join(f'"{line}"\n' for line in HEADER_FILE.splitlines())},
        {"Header": 2},
        {Kind.QUOTES},
        {("Header", "DOB"): ["01/02/2010", "03/04/2012"]},
    ),
    "blanks before quotation marks": Case(
        {"header.csv": "\n".join('"' + line.replace(",", '", "') + '"' for line in HEADER_FILE.splitlines())},
        {"Header": 2},
        {Kind.QUOTES},
        {("Header", "DOB"): ["01/02/2010", "03/04/2012"]},
    ),
    "a line of dashes under the headings": Case(
        {"header.csv": header("-----,---,---,---,---,--,--", "1,M,,,,,")},
        {"Header": 1},
        {Kind.NO_DATA},
        lines={"Header": [3]},
    ),
    "headings in words": Case(
        {
            "header.csv": "Child ID,Gender,Date of birth,Ethnicity,Unique pupil number,MOTHER,MC_DOB\n1,M,,,,,\n"
        },
        {"Header": 1},
        {Kind.HEADING},
        {("Header", "SEX"): ["M"]},
    ),
    # ------------------------------------------------------------ cells
    "Excel's marks of text": Case(
        {"header.csv": header('="0001",\'M,="01/02/2010",WBRI,UN1,\'\',')},
        {"Header": 1},
        {Kind.TEXT_MARK},
        {("Header", "CHILD"): ["0001"], ("Header", "SEX"): ["M"], ("Header", "DOB"): ["01/02/2010"]},
    ),
    "quotation marks of all kinds around cells": Case(
        {
            "header.csv": HEADER_FILE.splitlines()[0]
            + "\n'1','M','01/02/2010','WBRI','','',''\n\u201c2\u201d,\u201cF\u201d,\u201c03/04/2012\u201d,"
            + '\u2018WBRI\u2019,\u201c\u201d,,\n"""3""","""F""","""03/04/2012""",WBRI,,,\n'
        },
        {"Header": 3},
        {Kind.TEXT_MARK},
        {
            ("Header", "CHILD"): ["1", "2", "3"],
            ("Header", "DOB"): ["01/02/2010", "03/04/2012", "03/04/2012"],
            ("Header", "ETHNIC"): ["WBRI"] * 3,
            ("Header", "UPN"): [None] * 3,
        },
    ),
    "letters that look like those of a code": Case(
        {"header.csv": header("1,\u041c,,W\u0412RI,UN1,,", "\uff12,F,,WBRI,UN1,,", "Zo\u00cb,F,,WBRI,UN1,,")},
        {"Header": 3},
        {Kind.OTHER_LETTERS, Kind.LOWER_CASE},
        {("Header", "SEX"): ["\u041c", "F", "F"]},
        said="in 1 cell of SEX a letter or digit looks like an ordinary one",
    ),
    "characters of control": Case(
        {"header.csv": header("\x1b1,M\x07,01/02/2010\x08,WBRI\u2066,UN1,,")},
        {"Header": 1},
        {Kind.INVISIBLE},
        {("Header", "CHILD"): ["1"], ("Header", "DOB"): ["01/02/2010"], ("Header", "ETHNIC"): ["WBRI"]},
    ),
    "characters nobody sees": Case(
        {"header.csv": header("1,M\u200b,\ufeff01/02/2010,WBRI\u00a0,UN1,\u200b,")},
        {"Header": 1},
        {Kind.INVISIBLE, Kind.BLANKS},
        {("Header", "SEX"): ["M"], ("Header", "DOB"): ["01/02/2010"], ("Header", "MOTHER"): [None]},
    ),
    "digits and dashes of other alphabets": Case(
        {"header.csv": dob("\uff10\uff11/02/2010", "2010\u201302\u201301")},
        {"Header": 2},
        {Kind.DATE_FORM},
        {("Header", "DOB"): ["01/02/2010"] * 2},
    ),
    "words for nothing": Case(
        {
            "header.csv": header(
                *(
                    f"{n},M,{word},WBRI,{word},{word},"
                    for n, word in enumerate(
                        (
                            "NULL",
                            "N/A",
                            "None",
                            "NaN",
                            "#N/A",
                            "-",
                            "NA",
                            "\\N",
                            "[NULL]",
                            "(blank)",
                            "---",
                            ".",
                        )
                    )
                )
            )
        },
        {"Header": 12},
        {Kind.EMPTY_WORD},
        {("Header", "DOB"): [None] * 12, ("Header", "UPN"): [None] * 12},
    ),
    "1.0 for 1": Case(
        {"header.csv": header("5.0,M,01/02/2010,WBRI,UN1,1.0,")},
        {"Header": 1},
        {Kind.DECIMAL},
        {("Header", "CHILD"): ["5"]},
    ),
    "blanks around, small letters": Case(
        {"header.csv": header("1,m,01/02/2010,WBRI ,un1,,")}, {"Header": 1}, {Kind.BLANKS, Kind.LOWER_CASE}
    ),
    "dates of every form": Case(
        {
            "header.csv": dob(
                "1/2/2010",
                "2010-02-01",
                "01/02/2010 00:00",
                "2010-02-01T00:00:00.000Z",
                "1 Feb 2010",
                "01.02.2010",
                "20100201",
                "2010-02-01+00:00",
            )
        },
        {"Header": 8},
        {Kind.DATE_FORM},
        {("Header", "DOB"): ["01/02/2010"] * 8},
    ),
    "a date with a time": Case(
        {"header.csv": dob("01/02/2010 13:30")},
        {"Header": 1},
        {Kind.TIME_OF_DAY},
        {("Header", "DOB"): ["01/02/2010"]},
    ),
    "years of two digits": Case(
        {"header.csv": dob("01/02/10", "1-Feb-10")},
        {"Header": 2},
        {Kind.UNREADABLE},
        {("Header", "DOB"): ["01/02/10", "1-Feb-10"]},
        said="century is not guessed",
    ),
    "the month first": Case(
        {"header.csv": dob("12/31/2010", "01/02/2010")}, {"Header": 2}, {Kind.UNREADABLE, Kind.MONTH_FIRST}
    ),
    "no such day": Case(
        {"header.csv": dob("31/02/2010")}, {"Header": 1}, {Kind.UNREADABLE}, said="no such day"
    ),
    "Excel's number for a day in CSV": Case(
        {"header.csv": dob("40210")},
        {"Header": 1},
        {Kind.UNREADABLE},
        {("Header", "DOB"): ["40210"]},
        said="Excel's number for 01/02/2010",
    ),
    "a score that is no number": Case(
        {
            "oc2.csv": "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,"
            "HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n1,,high,,1.0,,,,,,,\n2,,12.0,,,,,,,,,\n"
        },
        {"OC2": 2},
        {Kind.UNREADABLE, Kind.DECIMAL},
    ),
    "numbers in short": Case(
        {"header.csv": header("1.23E+11,M,01/02/2010,WBRI,UN1,,")},
        {"Header": 1},
        {Kind.SCIENTIFIC},
        {("Header", "CHILD"): ["1.23E+11"]},
    ),
    "zeros kept in one file and lost in another": Case(
        {"header.csv": header("0001,M,,WBRI,UN1,,"), "episodes.csv": f"{EPISODES}\n{EPISODE_ROWS}"},
        {"Header": 1, "Episodes": 1},
        {Kind.LEADING_ZEROS},
        {("Header", "CHILD"): ["0001"]},
        said="1 for 0001",
    ),
    "zeros kept and lost within one table": Case(
        {"header.csv": header("0001,M,,WBRI,UN1,,", "1,M,,WBRI,UN1,,", "2,F,,WBRI,UN2,,")},
        {"Header": 3},
        {Kind.LEADING_ZEROS},
        said="by leading zeros only: 1 for 0001",
    ),
    # ------------------------------------------------------------ workbooks
    "one sheet a table": Case(
        {
            "return.xlsx": workbook(
                {
                    "Header": [HEADINGS, CHILD_ROW],
                    "Eps": table(f"{EPISODES}\n{EPISODE_ROWS}"),
                    "Notes": [["x"]],
                }
            )
        },
        {"Header": 1, "Episodes": 1},
        {Kind.NOT_RECOGNISED},
        {("Header", "DOB"): ["01/02/2010"]},
    ),
    "titles, an offset and gaps in a sheet": Case(
        {
            "r.xlsx": workbook(
                {"S": [["Our return"], [], [None, *HEADINGS], [None, *CHILD_ROW], [], [None, *CHILD_ROW]]}
            )
        },
        {"Header": 2},
        {Kind.TITLES, Kind.HEADING, Kind.BLANK_ROWS, Kind.DUPLICATE_ROWS},
        lines={"Header": [4, 6]},
    ),
    "all tables on one sheet, with a total": Case(
        {
            "r.xlsx": workbook(
                {
                    "Return": [
                        ["Children"],
                        HEADINGS,
                        CHILD_ROW,
                        ["Total", 1],
                        [],
                        ["Episodes"],
                        *table(f"{EPISODES}\n{EPISODE_ROWS}"),
                    ]
                }
            )
        },
        {"Header": 1, "Episodes": 1},
        {Kind.SEVERAL, Kind.TITLES, Kind.FOOTER, Kind.HEADING},
        lines={"Header": [3], "Episodes": [8]},
    ),
    "tables side by side on a sheet": Case(
        {
            "r.xlsx": workbook(
                {
                    "Return": [
                        ["Children", *[None] * 7, "Episodes"],
                        [*HEADINGS, None, *EPISODES.split(",")],
                        [*CHILD_ROW, None, *EPISODE_ROWS.strip().split(",")],
                        [*[None] * 8, "1", "02/05/2026", "L"],
                    ]
                }
            )
        },
        {"Header": 1, "Episodes": 2},
        {Kind.SEVERAL, Kind.TITLES, Kind.BLANK_ROWS},
        {("Header", "DOB"): ["01/02/2010"], ("Episodes", "CHILD"): ["1", "1"]},
        {"Header": [3], "Episodes": [3, 4]},
        said="holds 2 tables side by side",
    ),
    "tables side by side in a text": Case(
        {
            "r.csv": "\n".join(
                f"{one},,,{other}"
                for one, other in zip(
                    HEADER_FILE.splitlines(),
                    f"{EPISODES}\n{EPISODE_ROWS}{',' * 12}".splitlines(),
                    strict=True,
                )
            )
        },
        {"Header": 2, "Episodes": 1},
        {Kind.SEVERAL, Kind.BLANK_ROWS},
    ),
    "a blank column in the middle of a table": Case(
        {"header.csv": "CHILD,SEX,DOB,,ETHNIC,UPN,MOTHER,MC_DOB\n1,M,01/02/2010,,WBRI,UN1,,\n"},
        {"Header": 1},
        {Kind.HEADING},
    ),
    "merged cells and hidden rows": Case(
        {
            "r.xlsx": replaced_part(
                replaced_part(
                    workbook({"S": [["Title"], HEADINGS, CHILD_ROW, ["2", *CHILD_ROW[1:]]]}),
                    "xl/worksheets/sheet1.xml",
                    b"</sheetData>",
                    b'</sheetData><mergeCells><mergeCell ref="A1:G1"/><mergeCell ref="C3:C4"/></mergeCells>',
                ),
                "xl/worksheets/sheet1.xml",
                b'<row r="4"',
                b'<row r="4" hidden="1"',
            )
        },
        {"Header": 2},
        {Kind.TITLES, Kind.MERGED, Kind.HIDDEN_ROWS},
        said="1 group of merged cells in the table: C3:C4",
    ),
    "a blank at the far end of a sheet": Case(
        {
            "r.xlsx": replaced_part(
                workbook({"S": [HEADINGS, CHILD_ROW, [" "]]}),
                "xl/worksheets/sheet1.xml",
                b'"A3"',
                b'"XFD1048576"',
            )
        },
        {"Header": 1},
    ),
    "numbers, dates, truths of Excel": Case(
        {
            "r.xlsx": workbook(
                {
                    "S": [
                        HEADINGS,
                        [7.0, "M", dt.datetime(2010, 2, 1), "WBRI", "UN1", True, 40210],
                        [8, "M", dt.datetime(2010, 2, 1, 9, 30), "WBRI", "UN1", 0, None],
                    ]
                }
            )
        },
        {"Header": 2},
        {Kind.TRUE_FALSE, Kind.DAY_NUMBER, Kind.TIME_OF_DAY},
        {
            ("Header", "CHILD"): ["7", "8"],
            ("Header", "DOB"): ["01/02/2010"] * 2,
            ("Header", "MC_DOB"): ["01/02/2010", None],
        },
    ),
    "days counted from 1904": Case(
        {"r.xlsx": workbook({"S": [HEADINGS, ["1", "M", DAY, "WBRI", "UN1", None, 38748]]}, late=True)},
        {"Header": 1},
        {Kind.DAY_NUMBER},
        {("Header", "DOB"): ["01/02/2010"], ("Header", "MC_DOB"): ["01/02/2010"]},
    ),
    "errors of Excel": Case(
        {"r.xlsx": workbook({"S": [HEADINGS, CHILD_ROW, CHILD_ROW]}, errors={"C2": "#REF!", "E3": "#N/A"})},
        {"Header": 2},
        {Kind.CELL_ERROR, Kind.UNREADABLE, Kind.EMPTY_WORD},
        {("Header", "DOB"): ["#REF!", "01/02/2010"], ("Header", "UPN"): ["UN1", None]},
    ),
    "a formula without a result": Case(
        {"r.xlsx": workbook({"S": [HEADINGS, ["1", "M", DAY, "WBRI", '="UN"&1', None, None]]})},
        {"Header": 1},
        {Kind.FORMULA},
        said="E2",
    ),
    "cells at the far end of a sheet": Case(
        {
            "r.xlsx": replaced_part(
                workbook({"S": [HEADINGS, CHILD_ROW, ["far"]]}),
                "xl/worksheets/sheet1.xml",
                b'"A3"',
                b'"XFD1048576"',
            )
        },
        {"Header": 2},
        {Kind.HEADING, Kind.UNKNOWN_COLUMN, Kind.LONE_CELL},
    ),
    "an old workbook with errors, a hidden row and days of both kinds": Case(
        {
            "r.xls": old_workbook(
                {
                    "Header": [
                        HEADINGS,
                        ["1", "M", DAY, "WBRI", "#REF!", True, "#VALUE!"],
                        ["2", "M", 40210, "WBRI", "UN1", 0, None, HIDDEN],
                    ],
                    "Eps": table(f"{EPISODES}\n{EPISODE_ROWS}"),
                }
            )
        },
        {"Header": 2, "Episodes": 1},
        {Kind.CELL_ERROR, Kind.UNREADABLE, Kind.HIDDEN_ROWS, Kind.TRUE_FALSE, Kind.DAY_NUMBER},
        {("Header", "UPN"): ["#REF!", "UN1"], ("Header", "DOB"): ["01/02/2010"] * 2},
        said="2 cells with an error that Excel shows, read as it stands: E2, G2",
    ),
    "an old workbook that counts days from 1904": Case(
        {"r.xls": old_workbook({"S": [HEADINGS, ["1", "M", 38748.0, "WBRI", "UN1"]]}, late=True)},
        {"Header": 1},
        {Kind.DAY_NUMBER},
        {("Header", "DOB"): ["01/02/2010"]},
    ),
    "an empty workbook": Case(
        {"header.xlsx": workbook({"Sheet1": []})}, stops="F602", said="without any cell"
    ),
    "a workbook cut off": Case(
        {"header.csv": HEADER_FILE, "episodes.xlsx": workbook({"S": [HEADINGS, CHILD_ROW]})[:2000]},
        {"Header": 2},
        {Kind.NOT_READ},
        said="cut off",
    ),
    "a workbook with a password": Case(
        {"header.csv": HEADER_FILE, "episodes.xlsx": password_protected()},
        {"Header": 2},
        {Kind.NOT_READ},
        said="locked with a password",
    ),
    "a workbook under the name of a CSV file": Case(
        {"header.csv": workbook({"S": [HEADINGS, CHILD_ROW]})},
        {"Header": 1},
        reads={("Header", "CHILD"): ["1"]},
    ),
    "a CSV file under the name of a workbook": Case(
        {"header.xml": HEADER_FILE, "episodes.xlsx": f"{EPISODES}\n{EPISODE_ROWS}"},
        {"Header": 2, "Episodes": 1},
    ),
    "text with tabs under the name of an old workbook": Case(
        {"header.xls": HEADER_FILE.replace(",", "\t")}, {"Header": 2}, {Kind.DELIMITER}
    ),
    "a web page under the name of a workbook": Case(
        {"header.csv": HEADER_FILE, "episodes.xls": "<html><body><table><tr><td>CHILD</td></tr></table>"},
        {"Header": 2},
        {Kind.NOT_READ},
        said="web page",
    ),
    "a workbook that declares entities": Case(
        {
            "header.csv": HEADER_FILE,
            "r.xlsx": replaced_part(
                workbook({"S": [HEADINGS, CHILD_ROW]}),
                "xl/worksheets/sheet1.xml",
                b"<worksheet",
                b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet',
            ),
        },
        {"Header": 2},
        {Kind.NOT_READ},
        said="entities",
    ),
    "a workbook that unpacks to too much": Case(
        {"header.csv": HEADER_FILE, "r.xlsx": workbook({"S": [HEADINGS, *[["1"] * 7] * 2_500]})},
        {"Header": 2},
        {Kind.NOT_READ},
        said="was refused",
    ),
    # ------------------------------------------------------------ zips and folders
    "a zip with folders in it": Case(
        {
            "return.zip": zipped(
                {"2026/header.csv": HEADER_FILE, "2026/x/eps.csv": f"{EPISODES}\n{EPISODE_ROWS}"}
            )
        },
        {"Header": 2, "Episodes": 1},
    ),
    "a workbook under the name of a zip, and a zip under that of a table": Case(
        {
            "r.zip": workbook({"S": [HEADINGS, CHILD_ROW]}),
            "episodes.csv": zipped({"eps.csv": f"{EPISODES}\n{EPISODE_ROWS}"}),
        },
        {"Header": 1, "Episodes": 1},
    ),
    "a zip that climbs out": Case(
        {
            "r.zip": zipped(
                {
                    "header.csv": HEADER_FILE,
                    "../../episodes.csv": EPISODES,
                    "/etc/x.csv": EPISODES,
                    "C:\\y.csv": EPISODES,
                }
            )
        },
        {"Header": 2},
        {Kind.NOT_READ},
        said="leads out of the zip file",
    ),
    "a zip bomb": Case(
        {"r.zip": zipped({"header.csv": HEADER_FILE, "episodes.csv": EPISODES + "\n" + ",\n" * 90_000})},
        {"Header": 2},
        {Kind.NOT_READ},
        said="was refused",
    ),
    "many files that are too much together": Case(
        {
            "r.zip": zipped(
                {"header.csv": HEADER_FILE, **{f"x{n}.csv": Random(n).randbytes(150_000) for n in range(4)}}
            )
        },
        {"Header": 2},
        {Kind.NOT_READ},
        said="was refused",
    ),
    "a zip with nothing in it": Case(
        {"header.csv": HEADER_FILE, "r.zip": zipped({})}, {"Header": 2}, {Kind.NOT_READ}, said="no file in it"
    ),
    "a file whose name has no ending": Case(
        {"header": HEADER_FILE, "blob": b"\0\1\n\2"}, {"Header": 2}, {Kind.NOT_READ}, said="no ending"
    ),
    "a zip with a password": Case(
        {"header.csv": HEADER_FILE, "r.zip": locked(zipped({"episodes.csv": EPISODES}))},
        {"Header": 2},
        {Kind.NOT_READ},
        said="locked with a password",
    ),
    "a zip cut off": Case(
        {"header.csv": HEADER_FILE, "r.zip": zipped({"episodes.csv": EPISODES})[:60]},
        {"Header": 2},
        {Kind.NOT_READ},
        said="cut off",
    ),
    "a zip in a zip": Case(
        {"r.zip": zipped({"header.csv": HEADER_FILE, "inner.zip": zipped({"episodes.csv": EPISODES})})},
        {"Header": 2},
        {Kind.NOT_READ},
        said="inside another",
    ),
    "what systems leave behind": Case(
        {
            "r.zip": zipped({"header.csv": HEADER_FILE, "__MACOSX/._header.csv": b"\0\5", ".DS_Store": b"x"}),
            "~$r.xlsx": b"x",
        },
        {"Header": 2},
    ),
    "an older return in an inner folder": Case(
        {"header.csv": HEADER_FILE, "archive/header.csv": header("9,M,,,,,")}, {"Header": 2}, {Kind.SET_ASIDE}
    ),
    "folders without end": Case(
        {"header.csv": HEADER_FILE, "a/b/c/d/e/episodes.csv": EPISODES}, {"Header": 2}, {Kind.NOT_READ}
    ),
    "a copy of a file": Case(
        {"header.csv": HEADER_FILE, "header (1).csv": HEADER_FILE}, {"Header": 2}, {Kind.SET_ASIDE}
    ),
    "a copy of a file as a workbook": Case(
        {"header.csv": HEADER_FILE, "header.xlsx": workbook({"S": table(HEADER_FILE)})},
        {"Header": 2},
        {Kind.SET_ASIDE},
    ),
    "a copy of a file in another order": Case(
        {"header.csv": HEADER_FILE, "header2.csv": header(*reversed(CHILDREN.splitlines()))},
        {"Header": 2},
        {Kind.SET_ASIDE},
    ),
    "the same cells, in other rows": Case(
        {"header.csv": header("1,M,,,,,", "2,F,,,,,"), "header2.csv": header("1,F,,,,,", "2,M,,,,,")},
        stops="F603",
    ),
    "an empty file beside a full one": Case(
        {"header.csv": HEADER + "\n", "header_2026.csv": HEADER_FILE}, {"Header": 2}, {Kind.SET_ASIDE}
    ),
    "two files for one table": Case(
        {"header.csv": HEADER_FILE, "header_last.csv": header("9,M,,,,,")},
        stops="F603",
        said="header_last.csv (1 row)",
    ),
    "a census beside the return": Case(
        {"header.csv": HEADER_FILE, "cin.csv": "LAchildID,UPN,PersonBirthDate,CINreferralDate\n1,,,\n"},
        {"Header": 2},
        {Kind.NOT_RECOGNISED},
    ),
    "files of other kinds": Case(
        {
            "header.csv": HEADER_FILE,
            "guide.pdf": b"%PDF-1.7",
            "photo.png": b"\x89PNG",
            "letter.docx": zipped({"word/document.xml": "x"}),
            "x.json": "{}",
        },
        {"Header": 2},
        {Kind.NOT_READ},
    ),
    "last year's return": Case(
        {"reviews.csv": f"{REVIEWS}\n" + "".join(f"{n},,0{n}/06/2023,PN1\n" for n in range(1, 6))},
        {"Reviews": 5},
        {Kind.OTHER_YEAR},
        said="another year",
    ),
    "nothing": Case({}, stops="F602"),
}


def as_read(tables: Tables, name: str, column: str) -> list[str | None]:
    """What rules read in a column."""
    known: Any = tables.readings.get(name, {}).get(column, {})
    cells = [None if pd.isna(cell) else str(cell) for cell in tables[name][column].astype(object)]
    return [known.get(cell, cell) for cell in cells]


@pytest.mark.parametrize("name", CASES)
def test_what_becomes_of_it(name: str, tmp_path: Path, model: Model) -> None:
    case = CASES[name]
    for file, content in case.files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        tables = read([tmp_path], model, limits=SMALL)
    except LacdslError as stopped:
        assert stopped.diagnostics[0].code == case.stops
        assert case.said in " ".join(each.message for each in stopped.diagnostics)
        return
    assert case.stops is None
    assert {name: len(tables[name]) for name in tables} == case.rows
    assert set(tables.issues["kind"]) == case.kinds, tables.issues.to_string()
    assert case.said.lower() in " ".join(tables.issues["message"]).lower()
    for (table_name, column), values in case.reads.items():
        assert as_read(tables, table_name, column) == values
    for table_name, lines in case.lines.items():
        assert tables.lines[table_name].tolist() == lines
    accounted = " ".join(each.name for each in tables.file_reports)
    hidden = (".", "~$")
    assert all(
        file in accounted
        for file in case.files
        if not file.startswith(hidden) and not file.endswith(".zip") and "/" not in file
    )
