"""Why a row has its verdict: the row is found, the reasons are the right ones, and they say where to look."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from jsonschema import Draft202012Validator

import lacdsl
from lacdsl.api.explaining import Answer
from lacdsl.report import as_json
from lacdsl.sample import make_sample

COLLECTION = lacdsl.Collection("2026-27", "E08000003", today="2027-05-01")
OWN = """
rule UPN1 "A pupil number of two children"
  for each Header
  where    UPN is present
  must     no other Header anywhere where UPN = this.UPN and SEX is present
  flag     UPN

rule UPN2 "A pupil number in two rows"
  for each Header
  must     UPN is unique
  flag     UPN

rule ALL "Somebody is a boy"
  for the return
  must     any Header where SEX = M
  flag     Header.SEX

rule FIRST "Not the first"
  for each Episode
  must     is first
  flag     DECOM

rule KID "A child with episodes has a header"
  for each Child
  where    any Episode
  must     any Header
  flag     Episode.CHILD

rule SOME "Not the only file with rows"
  for each Missing
  must     no Episode anywhere
  flag     MIS_START

rule LIST "A list of providers and some episodes"
  for the return
  let      closed = all Episode anywhere where DEC is present
  must     any Provider and (exactly one Episode anywhere where REC same as E5)
       and count of Episode anywhere = 4
  flag     closed.DEC
"""
MANIFEST = "name: council\ntitle: Ours\nversion: 1.0.0\nowner: We\nscope: local\nreturn: lac\nyear: 2026-27\n"


@cache
def rules() -> lacdsl.Ruleset:
    return lacdsl.load_ruleset("dfe/lac/2026-27")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> lacdsl.Ruleset:
    folder = tmp_path_factory.mktemp("council")
    (folder / "ruleset.yaml").write_text(MANIFEST)
    (folder / "own.rules").write_text(OWN)
    return lacdsl.load_ruleset("dfe/lac/2026-27", folder)


def table(heads: str, *rows: str) -> pd.DataFrame:
    cells = [[None if cell == "-" else cell for cell in row.split()] for row in rows]
    return pd.DataFrame(cells, columns=heads.split(), dtype=object)


HEADER = table(
    "CHILD DOB SEX UPN",
    "1 01/06/2011 2 A1",
    "2 31/06/2011 2 A2",
    "3 01/01/2012 2 A1",
    "4 01/01/2012 - A1",
)
EPISODES = table(
    "CHILD DECOM RNE LS PLACE DEC REC",
    "9 01/04/2026 S C2 U1 - -",
    "1 01/05/2026 S C2 P3 01/06/2025 -",
    "1 01/04/2024 S C2 P3 01/05/2025 E5",
    "2 01/04/2026 S C2 P3 - -",
)
MISSING = table("CHILD DOB MISSING MIS_START MIS_END", "1 01/06/2011 M 02/06/2025 -")
TABLES = {"Header": HEADER, "Episodes": EPISODES, "Missing": MISSING}


def explain(code: str, tables: Mapping[str, pd.DataFrame] = TABLES, **more: object) -> Answer:
    return lacdsl.explain(tables, more.pop("ruleset", None) or rules(), code, collection=COLLECTION, **more)  # type: ignore[arg-type]


def test_a_row_that_fails_with_the_values_and_the_other_rows() -> None:
    text = str(explain("374", row=2))
    assert "Episode (Episodes[2]), child 1: fails" in text
    assert "must be on or after the child's 14th birthday" in text, "the rule is said in English"
    assert "- the date the episode started is before the child's 14th birthday" in text, "so is each part"
    assert "`DECOM >= Header.DOB + 14 years`" in text, "beside how the rule has it"
    assert "the child's 14th birthday (Header.DOB + 14 years) = 01/06/2025" in text
    assert "Header, Header[0]  DOB = 01/06/2011" in text
    assert "PLACE P3: Residential employment" in text and "DECOM: Date the episode started" in text


def test_parts_are_said_as_they_turned_out() -> None:
    """A condition that does not hold is said the other way round; nobody has to turn it round in his head."""
    (row,) = explain("374", row=2).as_values()["rows"]
    assert row["reasons_in_english"] == [
        "the date the episode started is before the child's 14th birthday (01/06/2025): DECOM is 01/04/2024"
    ]
    (where, must) = row["parts"]
    assert where["english"] == "the type of placement is P3 (residential employment)"
    assert must["english"] == "the date the episode started is on or after the child's 14th birthday"


def test_the_only_row_that_clashes_is_named_with_its_values() -> None:
    last = {"Header": HEADER.assign(DOB=["01/06/2011", "01/06/2011", "02/01/2012", "01/01/2012"])}
    (row,) = explain("203", row=2, last_year=last).as_values()["rows"]
    (said,) = row["reasons_in_english"]
    assert said.endswith("1 fulfils it (last year's Header[2]: DOB is 02/01/2012, here DOB is 01/01/2012)"), (
        said
    )


def test_a_row_that_passes_says_what_held() -> None:
    answer = explain("374", row=1)
    assert answer.verdicts == ["passes"]
    values = answer.as_values()["rows"][0]
    assert values["reasons"] == [
        "DECOM >= Header.DOB + 14 years holds: DECOM is 01/05/2026, Header.DOB + 14 years is 01/06/2025"
    ]


def test_unknown_names_the_cell_that_is_in_the_way() -> None:
    (row,) = explain("374", child="2").as_values()["rows"]
    assert row["verdict"] == "unknown"
    assert row["cannot_be_checked_for"] == [
        "DOB of Header (Header[1]) is '31/06/2011', which is not a day of the calendar"
    ]


def test_a_row_that_the_rule_is_not_about_says_why() -> None:
    (row,) = explain("374", child="9").as_values()["rows"]
    assert (row["verdict"], row["reasons"]) == ("n/a", ["PLACE = P3 does not hold: PLACE is U1"])


def test_not_run_says_the_reason() -> None:
    answer = explain("374", {"Header": HEADER}, child="1")
    assert answer.as_values()["status"] == "not run"
    assert "The rule was not run: table Episodes was not supplied." in str(answer)


def test_rows_of_many_are_shown_the_nearest_first() -> None:
    (row,) = explain("578", child="1").as_values()["rows"]
    assert row["verdict"] == "fails"
    (care, *_) = [part for part in row["parts"][-1]["parts"] if part["sort"] == "row"]
    assert care["text"] == "CarePeriod"
    assert row["reasons"][0].endswith("2 rows were looked at, none fulfils it")


def test_with_no_row_named_the_first_that_fail_and_how_many() -> None:
    answer = explain("374", most=1)
    assert answer.as_values()["counts"] == {"fails": 1, "passes": 1, "unknown": 1, "not_applicable": 1}
    assert answer.verdicts == ["fails"]
    assert answer.told.rows[0].at[0].row == 2


def test_the_whole_child_whatever_table_the_row_is_of() -> None:
    assert explain("374", row=0, table="Header").verdicts == ["passes", "fails"]
    for name in ("Episodes", "episode", "CareEpisode"):
        assert explain("374", row=2, table=name).told.rows[0].at[0].row == 2, "as files or as rules call it"
    assert "child 9 has none" in str(explain("578", child="9"))
    assert "there is no child 77" in str(explain("374", child="77"))
    with pytest.raises(lacdsl.LacdslError, match="A911"):
        explain("374", row=4)
    with pytest.raises(lacdsl.LacdslError, match="A901"):
        explain("0000")


def test_rows_of_other_children_are_found_by_their_values(own: lacdsl.Ruleset) -> None:
    """Only children who share a value are looked at; the verdict is that of the whole return."""
    other = explain("UPN1", ruleset=own, child="1")
    assert other.verdicts == ["fails"]
    assert "Header[2]" in str(other)
    assert explain("UPN1", ruleset=own, child="2").verdicts == ["passes"]
    assert explain("UPN2", ruleset=own, child="1").verdicts == ["fails"]
    assert explain("UPN2", ruleset=own, child="2").verdicts == ["passes"]


def test_the_other_rows_with_the_same_value_are_named(own: lacdsl.Ruleset) -> None:
    text = str(explain("UPN2", ruleset=own, child="1"))
    assert "another row in Header has the same unique pupil number (Header[2], Header[3])" in text
    assert "Header, Header[2]  UPN = A1" in text


def test_which_row_is_the_first_instead_and_which_has_no_place_at_all(own: lacdsl.Ruleset) -> None:
    (_, first) = (
        row["reasons_in_english"] for row in explain("FIRST", ruleset=own, child="1").as_values()["rows"]
    )
    assert first == ["the episode is the child's first, Episodes[2]"]
    text = str(explain("FIRST", ruleset=own, row=1))
    assert "the episode is not the child's first, that is Episodes[2]" in text
    undated = {
        **TABLES,
        "Episodes": EPISODES.assign(DECOM=["01/04/2026", "31/06/2026", "01/04/2024", "01/04/2026"]),
    }
    text = " ".join(str(explain("FIRST", undated, ruleset=own, row=1)).split())
    assert "no place in the order: DECOM of Episode (Episodes[1]) is '31/06/2026', which is not a day" in text


def test_lines_are_no_longer_than_a_screen_and_places_are_in_one_piece() -> None:
    text = str(explain("205B", _asylum(), last_year=_asylum(DUC="01/01/2029"), child="1"))
    assert all(len(line) <= 100 for line in text.splitlines())
    for line in text.splitlines():
        assert line.count("[") == line.count("]"), line


def _asylum(**more: str) -> dict[str, pd.DataFrame]:
    cells = {"CHILD": ["1"], "DOB": ["01/01/2011"]}
    uasc = pd.DataFrame({**cells, "SEX": ["1"], "DUC": [more.get("DUC")]}, dtype=object)
    return {"Header": pd.DataFrame({**cells, "SEX": ["1"], "UASC": ["1"]}, dtype=object), "UASC": uasc}


def test_all_rows_that_were_looked_at_are_counted(own: lacdsl.Ruleset) -> None:
    many = table("CHILD DOB SEX UPN", *(f"{number} 01/06/2011 2 A1" for number in range(60)))
    text = str(explain("ALL", {"Header": many}, ruleset=own))
    assert "60 rows were looked at" in text and "and 56 more rows" in text


def test_whether_a_table_has_rows_is_shown_by_one_of_them(own: lacdsl.Ruleset) -> None:
    text = str(explain("SOME", ruleset=own))
    assert explain("SOME", ruleset=own).verdicts == ["fails"]
    assert "Episodes[0]" in text and "Episodes[1]" not in text and "3 more rows" in text
    empty = {**TABLES, "Episodes": EPISODES[:0]}
    assert explain("SOME", empty, ruleset=own, row=0).verdicts == ["passes"]


def test_the_return_and_tables_that_no_key_ties_to_it(own: lacdsl.Ruleset) -> None:
    """The engine and the interpreter are both asked, and agree."""
    lists = {"Provider": table("URN", "SC1")}
    for reference, verdict, shown in (
        (lists, "passes", 0),
        ({"Provider": lists["Provider"][:0]}, "fails", 2),
    ):
        assert explain("LIST", ruleset=own, reference=reference).verdicts == [verdict]
        report = lacdsl.check(TABLES, own, reference=reference, collection=COLLECTION, only=["LIST"])
        assert len(report.findings) == shown


def test_rules_about_the_return_and_about_children(own: lacdsl.Ruleset) -> None:
    whole = explain("ALL", ruleset=own)
    assert whole.verdicts == ["unknown"]
    assert "SEX of Header (Header[3]) is blank" in str(whole)
    assert explain("KID", ruleset=own, child="9").verdicts == ["fails"]
    assert explain("KID", ruleset=own).verdicts == ["fails"]
    assert explain("KID", ruleset=own, child="1").verdicts == ["passes"]


def test_nothing_that_was_handed_over_is_changed() -> None:
    before = {name: frame.copy(deep=True) for name, frame in TABLES.items()}
    explain("374")
    for name, frame in TABLES.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_lines_that_do_not_print_are_made_harmless() -> None:
    text = str(explain("374", {"Header": HEADER, "Episodes": EPISODES.assign(PLACE="P3\x1b[31m\n")}, row=0))
    assert "\x1b" not in text


def test_every_kind_of_finding_of_a_return_is_found_again_as_the_engine_has_it(tmp_path: Path) -> None:
    """Explained on a part of the return, a finding has the row, the verdict and the message that the engine gave it."""
    make_sample(tmp_path, children=60, year="2026-27", errors=0.3, seed=3)
    ruleset = rules()
    tables = lacdsl.read_folder(tmp_path / "this_year", ruleset.model)
    last = lacdsl.read_folder(tmp_path / "last_year", ruleset.model, year="last")
    report = lacdsl.check(tables, ruleset, last, collection=COLLECTION)
    findings = as_json(report, version="")["findings"]
    first = {finding["rule"]: finding for finding in reversed(findings)}
    chosen = np.array(sorted(first))[:: max(len(first) // 12, 1)]
    assert len(chosen) >= 12
    for code in chosen:
        answer = lacdsl.explain(tables, ruleset, finding=first[code], last_year=last, collection=COLLECTION)
        assert answer.told.is_finding and answer.verdicts == ["fails"], code
        assert answer.told.rows[0].message == first[code]["message"]


def test_a_finding_that_is_gone_is_said_to_be_gone() -> None:
    finding = {
        "rule": "374",
        "entity": "1",
        "cells": [{"table": "Episodes", "year": "this", "row": 1, "column": "DECOM"}],
    }
    answer = explain("374", finding=finding)
    assert answer.verdicts == ["passes"]
    assert "The finding is not there any more" in str(answer)


@pytest.mark.parametrize("with_key", [True, False], ids=["JSON", "CSV"])
def test_a_finding_is_found_where_its_row_stands_now(with_key: bool) -> None:
    """Explained is the row of the child, not whatever has come to stand in its place."""
    finding = next(
        each
        for each in as_json(lacdsl.check(TABLES, rules(), collection=COLLECTION), version="")["findings"]
        if each["rule"] == "374"
    )
    if not with_key:
        del finding["key"]
    moved = {**TABLES, "Episodes": EPISODES.iloc[::-1].reset_index(drop=True)}
    answer = explain("374", moved, finding=finding)
    assert answer.told.is_finding and answer.verdicts == ["fails"]
    assert (answer.told.rows[0].child, answer.told.rows[0].at[0].row) == ("1", 1)
    without = {**TABLES, "Episodes": EPISODES.drop(index=2).reset_index(drop=True)}
    answer = explain("374", without, finding=finding)
    assert not answer.told.is_finding
    assert {row.child for row in answer.told.rows} == {"1"}, "the other rows of the same child"


def pseudonymised_finding(code: str = "374") -> dict[str, Any]:
    report = lacdsl.check(TABLES, rules(), collection=COLLECTION).pseudonymised()
    found: dict[str, Any] = next(
        each for each in as_json(report, version="")["findings"] if each["rule"] == code
    )
    assert found["entity"].startswith("P-")
    return found


def test_a_finding_with_a_pseudonym_is_explained_where_it_stood() -> None:
    answer = explain("374", finding=pseudonymised_finding())
    assert answer.told.is_finding and (answer.told.rows[0].child, answer.told.rows[0].at[0].row) == ("1", 2)


def test_a_finding_with_a_pseudonym_is_not_taken_for_another_childs() -> None:
    """Another child's row stands in its place now, and fails as well: nobody may take it for the one of the report."""
    other = EPISODES.iloc[[0, 1, 1]].assign(DECOM=["01/04/2026", "01/05/2026", "02/02/2024"])
    moved = {**TABLES, "Episodes": pd.concat([other, EPISODES.iloc[2:]], ignore_index=True)}
    assert explain("374", moved, row=2).verdicts == ["fails"]
    with pytest.raises(lacdsl.LacdslError, match=r"A911.*pseudonym.*row 2 of Episodes is another row now"):
        explain("374", moved, finding=pseudonymised_finding())


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"row": 0},
        {"child": "nobody"},
        {"child": "1", "most": 1},
        {
            "finding": {
                "rule": "374",
                "entity": "1",
                "cells": [{"table": "Episodes", "year": "this", "row": 1, "column": "DECOM"}],
            }
        },
    ],
)
def test_every_answer_is_as_its_schema_says(asked: dict[str, Any], own: lacdsl.Ruleset) -> None:
    schema = lacdsl.explanation_schema()
    Draft202012Validator.check_schema(schema)
    for code in ("374", "502", "578") if "finding" not in asked else ("374",):
        values = json.loads(json.dumps(explain(code, **asked).as_values()))
        assert not list(Draft202012Validator(schema).iter_errors(values)), (code, asked)
    if not asked:
        values = explain("ALL", ruleset=own).as_values()
        assert values["rows"] and not list(Draft202012Validator(schema).iter_errors(values))
