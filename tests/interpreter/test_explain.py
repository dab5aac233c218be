"""An explanation says what every part of a rule came to, and which rows it looked at."""

from __future__ import annotations

import pytest

from lacdsl.interpreter import Explanation, RowUsed
from lacdsl.interpreter.words import Words
from lacdsl.semantics import typed as ty
from tests.interpreter.small import (
    CHILD,
    EPISODE,
    HEADER,
    HERE,
    LAST_EPISODE,
    MODEL,
    OC2,
    PROVIDER,
    THIS,
    Return,
    col,
    compare,
    day,
    episodes,
    frame,
    lit,
    previous,
    rule,
    test,
)

DATA = Return(
    {
        "Header": frame("CHILD DOB", "1 01/06/2011"),
        "Episodes": episodes("1 01/04/2025 31/05/2025 A", "1 31/05/2025 x B"),
    }
)
BIRTHDAY = ty.Shift(col("DOB", ty.One(HERE, HEADER), HEADER), 14, "years")


def texts(explanation: Explanation, depth: int = 0) -> list[str]:
    own = f"{'  ' * depth}{explanation.text}: {explanation.outcome}"
    return [own, *(line for part in explanation.parts for line in texts(part, depth + 1))]


def test_every_part_with_its_value() -> None:
    asked = rule(compare("DEC", ">=", BIRTHDAY), ty.InSet(col("LS"), ("A", "B")))
    explanation = DATA.interpreter().explain(asked, 0)
    assert texts(explanation) == [
        "1 A rule: Episodes row 1: fails",
        "  where LS in {A, B}: true",
        "    LS: A",
        "  must DEC >= Header.DOB + 14 years: false",
        "    DEC: 31/05/2025",
        "    Header.DOB + 14 years: 01/06/2025",
        "      Header.DOB: 01/06/2011",
    ]
    must = explanation.parts[1]
    assert must.parts[0].rows == (RowUsed("Episodes", "this", 0),)
    assert must.parts[1].parts[0].rows == (RowUsed("Header", "this", 0),)
    unknown = DATA.interpreter().explain(asked, 1)
    assert unknown.outcome == "unknown"
    assert texts(unknown)[4] == "    DEC: invalid"
    with pytest.raises(IndexError):
        DATA.interpreter().explain(asked, 2)


def test_the_rows_of_a_quantifier_one_by_one_those_that_count_first() -> None:
    asked = rule(ty.Not(ty.Any(ty.Rows(HERE, EPISODE, compare("LS", "=", "B")))), rel=HEADER)
    explanation = DATA.interpreter().explain(asked, 0)
    (must,) = explanation.parts
    (some,) = must.parts
    assert some.text == "any Episode where LS = B"
    assert [(part.text, part.outcome) for part in some.parts] == [
        ("Episodes row 2", "true"),
        ("Episodes row 1", "false"),
    ]
    assert some.parts[0].rows == (RowUsed("Episodes", "this", 1),)


def test_many_rows_are_counted_rather_than_shown() -> None:
    many = Return({"Episodes": episodes(*(f"1 {number:02}/05/2025 - A" for number in range(1, 26)))})
    asked = rule(ty.Any(ty.Rows(HERE, EPISODE, compare("LS", "=", "B"))))
    (must,) = many.interpreter().explain(asked, 0).parts
    assert len(must.parts) == 21
    assert must.parts[-1].text == "and 5 more rows"


def test_defines_are_opened() -> None:
    define = ty.At(previous(), ty.Not(test("DEC", "valid")), ty.Kind.TRUTH, "open")
    explanation = DATA.interpreter().explain(rule(define), 1)
    assert texts(explanation)[1:] == [
        "  must previous.open: false",
        "    not DEC is valid: false",
        "      DEC is valid: true",
        "        DEC: 31/05/2025",
    ]
    nothing = DATA.interpreter().explain(rule(define), 0)
    assert texts(nothing)[1:] == ["  must previous.open: unknown"]


LATEST = ty.Pick("latest", ty.Rows(HERE, LAST_EPISODE, test("DEC", "missing")))


@pytest.mark.parametrize(
    ("expr", "words"),
    [
        (compare("DEC", "<", day("31/03/2025")), "DEC < 31 March 2025"),
        (ty.Shift(col("DEC", THIS), -10, "days"), "this.DEC - 10 days"),
        (col("DEC", previous(-2)), "previous previous.DEC"),
        (col("DEC", LATEST), "(latest last year Episode where DEC is missing).DEC"),
        (ty.Via(previous(), ty.One(HERE, HEADER)), "previous.Header"),
        (ty.Elapsed("working days", col("DECOM"), col("DEC")), "working days from DECOM to DEC"),
        (ty.Arith("+", lit(1.0), lit(0.5)), "1 + 0.5"),
        (ty.OrElse(col("DEC"), ty.Moment("end", ty.Kind.DATE), ty.Kind.DATE), "DEC or else collection end"),
        (ty.Extreme("max", (col("DEC"), col("DECOM")), ty.Kind.DATE), "max(DEC, DECOM)"),
        (ty.Call("left", (col("LS"), lit(1.0)), ty.Kind.TEXT), "left(LS, 1)"),
        (
            ty.Aggregate("count", ty.Rows(HERE, EPISODE, other=True), None, ty.Kind.NUMBER),
            "count of other Episode",
        ),
        (ty.Aggregate("sum", ty.Rows(HERE, OC2), col("SCORE"), ty.Kind.NUMBER), "sum of SCORE over OC2"),
        (ty.At(HERE, col("DEC"), ty.Kind.DATE), "(DEC)"),
        (ty.Constant(True), "always true"),
        (ty.Supplied(HEADER, "DOB"), "Header.DOB is supplied"),
        (ty.ListedIn(col("LS"), col("URN")), "LS listed in URN"),
        (ty.Same(col("LS"), col("LS", previous(1))), "LS same as next.LS"),
        (ty.Matches(col("LS"), "A.*"), "LS matches /A.*/"),
        (ty.Exists(previous()), "previous exists"),
        (ty.Position(HERE, EPISODE, "first"), "is first"),
        (ty.Unique(EPISODE, (col("LS"),)), "LS is unique"),
        (ty.Unique(EPISODE, (col("LS"), col("DEC"))), "(LS, DEC) is unique"),
        (ty.Exists(ty.One(HERE, CHILD)), "Child exists"),
        (
            ty.ExactlyOne(ty.Rows(HERE, PROVIDER, anywhere=True, equal=((col("URN"), col("URN", THIS)),))),
            "exactly one Provider anywhere where URN = this.URN",
        ),
        (
            ty.And((ty.Or((test("LS", "missing"), test("LS", "invalid"))), ty.Not(ty.Constant(False)))),
            "(LS is missing or LS is invalid) and not never true",
        ),
    ],
)
def test_expressions_in_words(expr: ty.Expr | ty.Row, words: str) -> None:
    speaker = Words(MODEL)
    assert (speaker.expr(expr) if isinstance(expr, ty.Expr) else speaker.row(expr)) == words
