"""Codes and texts beside columns, and what the conditions come down to."""

from __future__ import annotations

import pytest

from .shown import shown


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("REC = X1", "here.REC = 'X1'"),
        ("X1 = REC", "'X1' = here.REC"),
        ('REC in {X1, "OLD9"}', "here.REC in {X1, OLD9}"),
        ("URN = 1234567", "here.URN = '1234567'"),
        ("URN = XXXXXXX", "here.URN = 'XXXXXXX'"),
        ('URN = " sc1 "', "here.URN = 'SC1'"),
        ('PL_POST = "m1 1aa"', "here.PL_POST = 'M11AA'"),
        ("PL_LA <> authority", "here.PL_LA <> authority"),
        ('REASON_PLACE_CHANGE = "CHILD"', "here.REASON_PLACE_CHANGE = 'CHILD'"),
        ("REASON_PLACE_CHANGE in {CHILD}", "here.REASON_PLACE_CHANGE in {CHILD}"),
        ("REASON_PLACE_CHANGE = this.CHILD", "here.REASON_PLACE_CHANGE = here.CHILD"),
        ("(REC or else X1) = E2", "(here.REC ?? 'X1') = 'E2'"),
        ("DEC in {1 April 2026, 2 April 2026}", "here.DEC in {2026-04-01, 2026-04-02}"),
        ("DEC between DECOM and collection end", "(here.DEC >= here.DECOM and here.DEC <= end)"),
        ("LS not in {V3}", "not here.LS in {V3}"),
        ("LS differs from previous.LS", "not here.LS ~ here[-1].LS"),
        ("LS same as C2", "here.LS ~ 'C2'"),
        ("PLACE not listed in URN", "not here.PLACE listed in here.URN"),
        (
            "DEC during DECOM to collection end",
            "(here.DECOM <= here.DEC and (end is missing or here.DEC < end))",
        ),
        (
            "DECOM to DEC overlaps previous.DECOM to previous.DEC",
            "((here[-1].DEC is missing or here.DECOM < here[-1].DEC) and"
            " (here.DEC is missing or here[-1].DECOM < here.DEC))",
        ),
        ("is first", "here is first"),
        ("next is last", "here[+1] is last"),
        ("(CHILD, DECOM) is unique", "unique in Episodes(here.CHILD, here.DECOM)"),
        ("DEC - 10 days > DECOM", "(here.DEC -10 days) > here.DECOM"),
        ("working days from DECOM to DEC > -3", "working days(here.DECOM, here.DEC) > -3.0"),
        ("max(DECOM, DEC) < today", "max(here.DECOM, here.DEC) < today"),
        ("number(URN) * 2 + 1 > 5", "number(here.URN) * 2.0 + 1.0 > 5.0"),
        ("round(number(URN), 1) > 5", "round(number(here.URN), 1.0) > 5.0"),
        ('left(URN, 2) = "SC"', "left(here.URN, 2.0) = 'SC'"),
        ("text(DEC) matches /[0-9]{2}.*/", "text(here.DEC) matches /[0-9]{2}.*/"),
        ("not (DEC is invalid or DEC is missing)", "not (here.DEC is invalid or here.DEC is missing)"),
    ],
)
def test_meaning(written: str, meant: str, must_of) -> None:
    assert must_of(written) == meant


def test_a_number_is_a_code_beside_codes_and_a_number_beside_numbers(must_of) -> None:
    assert must_of("SDQ_SCORE > 16", each="for each OC2") == "here.SDQ_SCORE > 16.0"
    assert must_of("CONVICTED in {0, 1.0}", each="for each OC2") == "here.CONVICTED in {0, 1}"
    assert must_of("MOTHER = 1", each="for each Header") == "here.MOTHER = '1'"


def test_partial_dates_are_made_whole_first(must_of) -> None:
    assert must_of(
        "DATE_PERM is valid and last_possible(DATE_PERM) < collection end", each="for each PrevPerm"
    ) == ("(here.DATE_PERM is valid and last_possible(here.DATE_PERM) < end)")


def test_lists_of_codes(must_of) -> None:
    assert must_of("SEX in sex_codes", each="for each Header") == "here.SEX in {M, F, U}"
    respite = "codes respite = {V3, V4}\n"
    assert must_of("LS not in respite", before=respite) == "not here.LS in {V3, V4}"
    scores = "codes scores = {0, 40}\n"
    assert (
        must_of("SDQ_SCORE in scores", before=scores, each="for each OC2") == "here.SDQ_SCORE in {0.0, 40.0}"
    )


def test_a_quoted_code_is_no_slip_where_it_stands_among_codes_or_in_a_list_with_a_name(must_of) -> None:
    assert must_of('REC in {X1, "OLD9"}') == "here.REC in {X1, OLD9}"
    assert must_of("REC in old", before='codes old = {"OLD9"}') == "here.REC in {OLD9}"


def test_a_quoted_code_is_no_slip_beside_last_years_rows(must_of) -> None:
    assert "'OLD9'" in must_of('any last year Episode where PLACE = "OLD9"')


def test_a_quoted_code_alone_is_taken_as_it_stands_and_pointed_out(compile_text) -> None:
    compiled = compile_text('rule 1 "A"\n  for each Episode\n  must REC = "OLD9"\n  flag REC\n')
    assert [(each.code, each.severity) for each in compiled.diagnostics] == [("N220", "warning")]
    assert shown(compiled.program.rules["1"].must) == "here.REC = 'OLD9'"
