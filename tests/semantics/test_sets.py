"""Many rows: how they belong to the row at hand, and what quantifiers and totals come down to."""

from __future__ import annotations


def test_quantifiers(must_of) -> None:
    rows = "[Reviews of here where here.REVIEW > this.DEC]"
    where = "Review where REVIEW > this.DEC"
    assert must_of(f"any {where}") == f"any{rows}"
    assert must_of(f"no {where}") == f"not any{rows}"
    assert must_of(f"exactly one {where}") == f"exactly one{rows}"
    assert must_of(f"every {where} has REVIEW_CODE = PN1") == (
        "not any[Reviews of here where (here.REVIEW > this.DEC and not here.REVIEW_CODE = 'PN1')]"
    )
    assert must_of("every Review has REVIEW_CODE = PN1") == (
        "not any[Reviews of here where not here.REVIEW_CODE = 'PN1']"
    )


def test_totals(must_of) -> None:
    assert must_of("max of REVIEW over Review > DEC") == "max[Reviews of here](here.REVIEW) > here.DEC"
    assert must_of("(count of optional last year Episode where DEC is missing) = 0") == (
        "count[optional last Episodes of here where here.DEC is missing] = 0.0"
    )


def test_rows_anywhere_are_found_by_equal_values(must_of) -> None:
    assert must_of(
        "no other Header anywhere where UPN = this.UPN and CHILD <> this.CHILD", each="for each Header"
    ) == ("not any[other Header anywhere of here with here.UPN == this.UPN where here.CHILD <> this.CHILD]")
    assert must_of("no Header anywhere where this.UPN = UPN", each="for each Header") == (
        "not any[Header anywhere of here with here.UPN == this.UPN]"
    )


def test_reference_tables_are_found_by_equal_values(must_of) -> None:
    assert must_of("any Provider where URN = this.URN and REG_END > this.DECOM") == (
        "any[reference:Provider anywhere of here with here.URN == this.URN where here.REG_END > this.DECOM]"
    )
    home = ("home = first Provider where URN = this.URN",)
    assert must_of("PLACE listed in home.PLACE_CODES", lets=home) == (
        "here.PLACE listed in first [reference:Provider anywhere of here with here.URN == this.URN].PLACE_CODES"
    )
    own = ("own = first Authority where LA_CODE = authority",)
    assert must_of("own.NAME is present", lets=own) == (
        "first [reference:Authority anywhere of here with here.LA_CODE == authority].NAME is present"
    )


def test_an_equality_between_two_values_of_the_same_row_ties_nothing(compile_text) -> None:
    text = 'rule 1 "x"\n  for each Header\n  must any Header anywhere where UPN = CHILD\n  flag UPN\n'
    assert [found.code for found in compile_text(text).diagnostics] == ["T323"]


def test_whether_a_table_has_rows_needs_no_equality(must_of, compile_text) -> None:
    assert must_of("(any Episode anywhere) and (no last year Episode anywhere)", each="for each Header") == (
        "(any[Episodes anywhere of here] and not any[last Episodes anywhere of here])"
    )
    assert must_of("any Provider") == "any[reference:Provider anywhere of here]"
    for must in (
        "any Episode anywhere where REC = X1",
        "any other Header anywhere",
        "every Header anywhere has UPN is present",
        "exactly one Header anywhere",
        "count of Header anywhere > 1",
    ):
        text = f'rule 1 "x"\n  for each Header\n  must {must}\n  flag UPN\n'
        assert [found.code for found in compile_text(text).diagnostics] == ["T323"], must


def test_the_whole_return_holds_every_row(must_of) -> None:
    assert must_of("any Header where UASC = 1", each="for the return", flag="Header.CHILD") == (
        "any[Header of here where here.UASC = '1']"
    )
    assert must_of(
        "any Header where any Authority where LA_CODE = authority", each="for the return", flag="Header.CHILD"
    )
    assert must_of(
        "(any Header) and (any Authority where NAME is missing)", each="for the return", flag="Header.CHILD"
    )


def test_a_named_set_is_used_like_a_table(must_of) -> None:
    lets = ("late = all Review where REVIEW > this.DEC",)
    rows = "Reviews of here where here.REVIEW > this.DEC"
    assert must_of("no late", lets=lets) == f"not any[{rows}]"
    assert must_of("sum of number(left(REVIEW_CODE, 1)) over late = 3", lets=lets) == (
        f"sum[{rows}](number(left(here.REVIEW_CODE, 1.0))) = 3.0"
    )
    assert must_of("any late where REVIEW_CODE = PN1", lets=lets) == (
        "any[Reviews of here where (here.REVIEW > this.DEC and here.REVIEW_CODE = 'PN1')]"
    )


def test_a_named_set_stays_the_rule_s_inside_a_quantifier(must_of) -> None:
    lets = ("late = all Review where REVIEW > this.DEC",)
    assert must_of("any Review where any late where DOB is missing", lets=lets) == (
        "any[Reviews of here where any[Reviews of this where (here.REVIEW > this.DEC and here.DOB is missing)]]"
    )


def test_other_leaves_out_the_row_at_hand(must_of) -> None:
    assert must_of("no other Episode where DECOM = this.DECOM") == (
        "not any[other Episodes of here where here.DECOM = this.DECOM]"
    )
    assert must_of("any Episode where any other Episode where DEC is missing") == (
        "any[Episodes of here where any[other Episodes of here where here.DEC is missing]]"
    )


def test_a_list_in_quotes_is_taken_as_it_stands(compile_text) -> None:
    rule = 'rule 1 "A"\n  for each Episode\n  must REC in old\n  flag REC\n'
    assert not compile_text('codes old = {"Q1", "Q2"}\n' + rule).diagnostics
    (said,) = compile_text("codes old = {V3, V4}\n" + rule).diagnostics
    assert said.code == "T328" and said.severity == "warning"
    (said,) = compile_text('codes old = {"V3", V4}\n' + rule).diagnostics
    assert said.code == "T328"
