"""Whole rules: what they need, show and say, and that one fault neither hides nor causes others."""

from __future__ import annotations

from lacdsl.diagnostics import LacdslError
from lacdsl.semantics import typed as ty

from .shown import needs, shown

BASE = 'rule 1 "An example"\n  for each Episode\n'


def test_needs_are_what_where_and_must_read(compile_text) -> None:
    rule = compile_text(
        BASE + "  where previous exists and PL_LA is present\n"
        '  must DEC >= Header.DOB\n  flag DEC, REC, Header.SEX\n  message "{LS}"\n'
    ).program.rules["1"]
    assert needs(rule) == {
        "Episodes", "Episodes.DECOM", "Episodes.CHILD", "Episodes.PL_LA", "Episodes.DEC",
        "Header", "Header.CHILD", "Header.DOB",
    }  # fmt: skip


def test_needs_reach_through_defines_tables_and_spells(compile_text) -> None:
    rule = compile_text(
        "define Pooled.respite = LS in {V3, V4}\n\n"
        "table Pooled of either year Episode\n  where RNE is present\n  one per DECOM preferring DEC is present\n\n"
        "spells Care of Pooled\n  where not respite\n  together while DECOM = previous.DEC\n"
        "  start first DECOM\n  column HOME = first PLACE\n\n"
        'rule 1 "x"\n  for each Missing\n  must any Care where START < this.MIS_START\n  flag MIS_START\n'
    ).program.rules["1"]
    both = {
        f"{year}Episodes{column}"
        for year in ("", "last ")
        for column in ("", ".CHILD", ".DECOM", ".DEC", ".RNE", ".LS")
    }
    assert needs(rule) == both | {"Missing", "Missing.CHILD", "Missing.MIS_START"}


def test_an_optional_table_may_be_absent_but_not_its_columns(compile_text) -> None:
    rule = compile_text(
        BASE + "  must no optional last year Episode where DEC is missing\n  flag DEC\n"
    ).program.rules["1"]
    assert needs(rule) == {
        "Episodes", "Episodes.CHILD", "optional last Episodes.CHILD", "optional last Episodes.DEC",
    }  # fmt: skip


def test_what_is_asked_to_be_supplied_is_no_need(compile_text) -> None:
    rule = compile_text(
        BASE
        + "  where OC2 is supplied\n  must DEC is present\n  flag DEC\n"
        + "  needs any of OC3, Header.UASC, LS\n  needs any of AD1\n"
    ).program.rules["1"]
    assert needs(rule) == {"Episodes", "Episodes.DEC"}
    assert [[(need.rel.name, need.column) for need in some] for some in rule.needs_any] == [
        [("OC3", None), ("Header", "UASC"), ("Episodes", "LS")], [("AD1", None)],
    ]  # fmt: skip


def test_flags(compile_text) -> None:
    rule = compile_text(
        BASE + "  let late = all Review where REVIEW > this.DEC\n  let open = latest last year Episode\n"
        "  must no late and Header.DOB < open.DEC\n"
        "  flag DEC, previous.DEC, Header.DOB, late.REVIEW, Review.REVIEW, open.DEC, last year Episode.DEC\n"
    ).program.rules["1"]
    assert [shown(flag) for flag in rule.flags] == [
        "here.DEC",
        "here[-1].DEC",
        "here.one(Header).DOB",
        "[Reviews of here where here.REVIEW > this.DEC].REVIEW",
        "[Reviews of here].REVIEW",
        "latest [last Episodes of here].DEC",
        "[last Episodes of here].DEC",
    ]


def test_messages(compile_text) -> None:
    rule = compile_text(
        BASE + "  must DEC is present\n  flag DEC\n"
        '  message "{{{LS}}} for {days from DECOM to collection end} days{Header.DOB}"\n'
    ).program.rules["1"]
    parts = [part if isinstance(part, str) else shown(part) for part in rule.message]
    assert parts == ["{", "here.LS", "} for ", "days(here.DECOM, end)", " days", "here.one(Header).DOB"]


def test_a_fault_in_a_message_is_shown_where_it_stands(compile_text) -> None:
    compiled = compile_text(
        BASE + '  must DEC is present\n  flag DEC\n  message "on {DECC} and {1 +} and {LS = C2}"\n'
    )
    found = [(problem.code[0], problem.span.line, problem.span.column) for problem in compiled.diagnostics]
    assert found == [("N", 5, 16), ("S", 5, 30), ("T", 5, 37)]


def test_suggestions_and_the_other_clauses(compile_text) -> None:
    rule = compile_text(
        BASE + '  must PLACE_PROVIDER is present\n  severity query\n  flag PLACE_PROVIDER\n  fix "Add it"\n'
        "  stage 2\n  explainable\n  suggest PLACE_PROVIDER = PR0\n"
    ).program.rules["1"]
    assert (rule.severity, rule.fix, rule.stage, rule.explainable) == ("query", "Add it", "2", True)
    (suggestion,) = rule.suggestions
    assert suggestion.column == "PLACE_PROVIDER" and suggestion.value == ty.Lit("PR0", ty.Kind.TEXT)
    assert rule.source.startswith('rule 1 "An example"') and rule.source.endswith(
        "suggest PLACE_PROVIDER = PR0"
    )
    assert rule.layer == "test"


def test_one_bad_rule_hides_no_other(compile_text) -> None:
    compiled = compile_text(
        'rule 1 "x"\n  for each Episode\n  where DECC is present\n  must LS = V33\n  flag DEC, URNN\n\n'
        'rule 2 "y"\n  for each Episode\n  must DEC is present\n  flag DEC\n\n'
        'rule 3 "z"\n  for each Epsode\n  must DECCC is present\n  flag DECCC\n'
    )
    assert list(compiled.program.rules) == ["2"] and set(compiled.trees) == {"1", "2", "3"}
    assert [found.code for found in compiled.diagnostics] == ["N201", "N204", "N201", "N202"]


def test_a_fault_in_a_define_is_not_repeated_by_those_who_use_it(compile_text) -> None:
    compiled = compile_text(
        "define Episode.odd = LS = V33\n\n"
        'rule 1 "x"\n  for each Episode\n  must odd and DEC is present\n  flag DEC\n\n'
        'rule 2 "y"\n  for each Episode\n  let strange = odd\n  must not strange\n  flag DEC\n'
    )
    assert [found.code for found in compiled.diagnostics] == ["N204"]
    assert not compiled.program.rules


def test_a_rule_that_uses_a_broken_row_only_to_show_it_is_left_out(compile_text) -> None:
    compiled = compile_text(
        "define Child.current = latest Episode where LS = V33\n\n"
        'rule 1 "x"\n  for each Episode\n  must DEC is present\n  flag DEC, current.DEC\n'
    )
    assert [found.code for found in compiled.diagnostics] == ["N204"]
    assert not compiled.program.rules


def test_a_faulty_example_is_left_out_and_the_rule_is_kept(compile_text) -> None:
    compiled = compile_text(
        BASE + "  must DEC is present\n  flag DEC\n\n"
        '  example "bad"\n    | Episode | CHILD | DECC |\n    | fails | 1 | |\n\n'
        '  example "good"\n    | Episode | CHILD | DEC |\n    | fails | 1 | |\n'
    )
    assert [found.code for found in compiled.diagnostics] == ["X703"]
    assert [example.title for example in compiled.examples["1"]] == ["good"]


def test_verdicts_stand_on_rows_that_the_rule_is_about(compile_text) -> None:
    table = "table Pooled of either year Episode\n  where DEC is present\n\n"
    for each, heading in (
        ("for each last year Episode", "last year Episode"),
        ("for each either year Episode", "last year Episode"),
        ("for each Pooled", "Episode"),
        ("for each Pooled", "Pooled"),
        ("for each Child", "Child"),
        ("for the return", "Return"),
    ):
        compiled = compile_text(
            f'{table}rule 1 "x"\n  {each}\n  must any Episode\n  flag Episode.CHILD\n'
            f'  example "x"\n    | {heading} |\n    | fails |\n'
        )
        assert not compiled.diagnostics, heading
        assert len(compiled.examples["1"]) == 1


def test_diagnostics_can_be_raised(compile_text) -> None:
    compiled = compile_text(BASE + "  must DECC is present\n  flag DEC\n")
    assert "Did you mean `DEC`?" in str(LacdslError(compiled.diagnostics))
