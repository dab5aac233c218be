"""What a name means where it stands."""

from __future__ import annotations


def test_a_bare_name_is_a_column_of_the_innermost_row(must_of) -> None:
    assert must_of("DEC > DECOM") == "here.DEC > here.DECOM"
    assert (
        must_of("any Review where REVIEW > this.DEC") == "any[Reviews of here where here.REVIEW > this.DEC]"
    )


def test_a_table_above_or_beside_is_one_row(must_of) -> None:
    assert must_of("Header.DOB < DECOM") == "here.one(Header).DOB < here.DECOM"
    assert must_of("UASC.DUC < DECOM") == "here.one(UASC).DUC < here.DECOM"
    assert (
        must_of("last year Header.SEX same as Header.SEX")
        == "here.one(last Header).SEX ~ here.one(Header).SEX"
    )
    assert must_of("Child.CHILD = CHILD") == "here.one(entity:Header).CHILD = here.CHILD"


def test_the_own_table_by_its_name_is_the_row_itself(must_of) -> None:
    assert must_of("Header.DOB < collection end", each="for each Header") == "here.DOB < end"


def test_a_table_of_a_column_s_name_is_taken_where_a_row_is_wanted(must_of) -> None:
    assert must_of("UASC = 1", each="for each Header") == "here.UASC = '1'"
    assert must_of("UASC exists", each="for each Header") == "exists(here.one(UASC))"
    assert must_of("UASC.DUC is missing", each="for each Header") == "here.one(UASC).DUC is missing"


def test_neighbours(must_of) -> None:
    assert must_of("previous.DEC = DECOM") == "here[-1].DEC = here.DECOM"
    assert must_of("previous previous exists") == "exists(here[-2])"
    inner = must_of("any Review where next.REVIEW > this.DEC")
    assert inner == "any[Reviews of here where here[+1].REVIEW > this.DEC]"


def test_rows_that_belong_with_this_row_are_reached_from_it(must_of) -> None:
    inner = must_of("any Header anywhere where MC_DOB = this.Header.DOB")
    assert "this.one(Header).DOB" in inner
    assert must_of("this.Header.DOB < DEC") == must_of("Header.DOB < DEC")


def test_this_is_written_one_way_where_no_other_row_is_nearer(must_of) -> None:
    assert must_of("this.DEC > DECOM") == must_of("DEC > this.DECOM") == "here.DEC > here.DECOM"


def test_a_let_means_the_rule_s_row_inside_a_quantifier(must_of) -> None:
    lets = ("grown = Header.DOB + 18 years", "open = latest Review")
    assert must_of("grown < open.REVIEW", lets=lets) == (
        "(here.one(Header).DOB +18 years) < latest [Reviews of here].REVIEW"
    )
    assert must_of("any Review where REVIEW > grown and REVIEW < open.REVIEW", lets=lets) == (
        "any[Reviews of here where (here.REVIEW > at(this: (here.one(Header).DOB +18 years))"
        " and here.REVIEW < via(this: latest [Reviews of here]).REVIEW)]"
    )


def test_a_let_may_use_the_lets_above_it(must_of) -> None:
    lets = ("open = latest Review", "after = open.REVIEW + 1 days")
    assert must_of("after > DEC", lets=lets) == "(latest [Reviews of here].REVIEW +1 days) > here.DEC"


def test_a_define_belongs_to_every_row_of_its_table(must_of) -> None:
    define = "define Episode.short_term = LS in {V3, V4}\n"
    assert must_of("short_term", before=define) == "at(here: here.LS in {V3, V4})"
    assert must_of("previous.short_term", before=define) == "at(here[-1]: here.LS in {V3, V4})"
    either = must_of("any either year Episode where short_term", before=define, each="for each OC3")
    assert either == "any[either Episodes of here where at(here: here.LS in {V3, V4})]"


def test_a_define_of_the_child_is_known_everywhere_below(must_of) -> None:
    define = "define Child.adopted = any Episode where REC in {E11, E12}\n"
    inside = "any[Episodes of here where here.REC in {E11, E12}]"
    assert must_of("adopted", before=define) == f"at(here.one(entity:Header): {inside})"
    assert (
        must_of("adopted", before=define, each="for each Child", flag="Episode.REC") == f"at(here: {inside})"
    )
    assert (
        must_of("Child.adopted", before=define, each="for each OC3")
        == f"at(here.one(entity:Header): {inside})"
    )


def test_a_define_may_be_a_row(must_of) -> None:
    define = "define Child.current = latest Episode\n"
    row = "via(here.one(entity:Header): latest [Episodes of here])"
    assert must_of("current.LS = C2", before=define, each="for each OC3") == f"{row}.LS = 'C2'"
    assert must_of("Child.current exists", before=define, each="for each OC3") == f"exists({row})"


def test_a_define_may_be_rows(must_of) -> None:
    define = "define Child.open_ones = all Episode where DEC is missing\n"
    assert must_of("any open_ones where LS = C2", before=define) == (
        "any[Episodes of here.one(entity:Header) where (here.DEC is missing and here.LS = 'C2')]"
    )
    assert must_of("count of open_ones < 2", before=define) == (
        "count[Episodes of here.one(entity:Header) where here.DEC is missing] < 2.0"
    )


def test_this_in_a_define_of_rows_stays_the_define_s_row(must_of) -> None:
    define = "define Header.young = all Episode where DECOM < this.DOB + 5 years\n"
    assert must_of("any young", before=define, each="for each Header") == (
        "any[Episodes of here where here.DECOM < (this.DOB +5 years)]"
    )
    assert must_of(
        "any young",
        before=define.replace("Header", "Child").replace("this.DOB", "this.first_day")
        + "define Child.first_day = Header.DOB\n",
    ) == (
        "any[Episodes of here.one(entity:Header) where here.DECOM"
        " < (at(this.one(entity:Header): here.one(Header).DOB) +5 years)]"
    )


def test_a_parameter_takes_the_kind_of_what_it_stands_beside(must_of) -> None:
    parameter = "parameter limit = 1\n"
    assert must_of("count of Review > limit", before=parameter) == "count[Reviews of here] > 1.0"
    assert must_of("CONVICTED = limit", before=parameter, each="for each OC2") == "here.CONVICTED = '1'"
    assert must_of("DEC > DECOM + limit years", before=parameter) == "here.DEC > (here.DECOM +1 years)"


def test_spells_are_one_row_only_from_the_rows_they_are_made_of(must_of) -> None:
    spells = "spells Care of Episode\n  together while DECOM = previous.DEC\n  start first DECOM\n  column AS = last LS\n"
    assert must_of("Care.START <= DECOM", before=spells) == "here.spell(spells:Care).START <= here.DECOM"
    assert must_of("Care.AS = C2", before=spells) == "here.spell(spells:Care).AS = 'C2'"
    assert must_of("any Care where START < this.MIS_START", before=spells, each="for each Missing") == (
        "any[spells:Care of here where here.START < this.MIS_START]"
    )


def test_a_derived_table_has_the_columns_and_defines_of_its_source(must_of) -> None:
    items = (
        "define Episode.short_term = LS in {V3, V4}\n\n"
        "table Pooled of either year Episode\n  one per DECOM preferring DEC is present\n"
    )
    assert must_of("short_term or previous.DEC = DECOM", before=items, each="for each Pooled") == (
        "(at(here: here.LS in {V3, V4}) or here[-1].DEC = here.DECOM)"
    )


def test_what_is_supplied_is_about_files(must_of) -> None:
    each = {"each": "for each Header"}
    assert must_of("OC2 is supplied", **each) == "supplied(OC2)"
    assert must_of("last year Episode is supplied", **each) == "supplied(last Episodes)"
    assert (
        must_of("Header.UASC is supplied", **each)
        == must_of("UASC is supplied", **each)
        == "supplied(Header.UASC)"
    )


def test_a_word_of_a_million_letters_is_refused_at_once_and_shortly(compile_text) -> None:
    # A name that is looked for by likeness takes minutes at that length.
    text = f'rule 1 "A"\n  for each Episode\n  must     {"R" * 1_000_000} = X1\n  flag     REC\n'
    (problem,) = compile_text(text).diagnostics
    assert problem.code == "N201" and len(problem.message) < 200
    assert problem.source_line is None and len(problem.help) < 1_000
