"""Text from a stranger may be of any size and depth: it is read or refused, and never crashes."""

from __future__ import annotations

import pytest

from lacdsl.syntax import parse


def _rule(condition: str) -> str:
    return f'rule 1 "A"\n  for each Episode\n  must     {condition}\n'


DEEPEST = 10_000
LONG = 2_000
DEEP = {
    "brackets": "(" * DEEPEST + "A" + ")" * DEEPEST,
    "brackets that stay open": "(" * LONG + "A",
    "curly brackets": "{" * LONG,
    "not": "not " * DEEPEST + "A = 1",
    "minus": "-" * DEEPEST + "A = 1",
    "sum": " + ".join(["A"] * LONG) + " = 1",
    "product": " * ".join(["A"] * LONG) + " = 1",
    "or else": " or else ".join(["A"] * LONG) + " = 1",
    "previous": "previous " * 1_000 + "exists",
    "quantifiers": "any T where " * LONG + "A = 1",
    "quantifiers with has": "every T has " * LONG + "A = 1",
    "aggregates": "count of T where " * LONG + "A = 1",
    "calls": "f(" * LONG + "A" + ")" * LONG,
}


@pytest.mark.parametrize("kind", DEEP)
def test_what_is_too_deep_is_refused(kind: str) -> None:
    problems = parse(_rule(DEEP[kind])).diagnostics
    assert len(problems) == 1
    assert problems[0].code in ("S103", "S104", "S107", "S128")


@pytest.mark.parametrize("word", ["and", "or"])
def test_what_joins_too_many_parts_is_refused_at_once(word: str) -> None:
    text = _rule(f" {word} ".join(["A = 1"] * 100_000)) + _rule("A = 1").replace("1", "2", 1)
    parsed = parse(text)
    (problem,) = parsed.diagnostics
    assert problem.code == "S103" and "2,000 parts" in problem.message
    assert problem.span is not None and problem.span.line == 3
    assert len(parsed.file.items) == 1


def test_words_in_texts_and_rows_join_no_parts() -> None:
    row = (
        '  example "this and that or more"\n    | Episode | CHILD | A |\n'
        + "    | passes | 1 | or |\n" * 2_100
    )
    assert not parse(_rule("A = 1") + "  flag A\n" + row).diagnostics


@pytest.mark.parametrize("word", ["and", "or"])
def test_long_chains_are_read(word: str) -> None:
    assert not parse(_rule(f" {word} ".join(["A = 1"] * 500))).diagnostics


def test_a_long_list_of_codes_is_read() -> None:
    assert not parse("codes a = {" + ", ".join(f"C{n}" for n in range(1_000)) + "}\n").diagnostics


@pytest.mark.parametrize("line", ["x" * 1_000_000, " " * 1_000_000 + "x", '"' * 1_000_001, "#" * 1_000_000])
def test_a_line_of_a_megabyte_is_no_trouble(line: str) -> None:
    for text in (line, _rule(line), f'rule 1 "A"\n  {line}\n'):
        shown = [
            problem for problem in parse(text).diagnostics if len(problem.message + problem.help) > 1_000
        ]
        assert not shown


def test_any_single_sign_is_read_or_refused() -> None:
    for number in [*range(0x30), *range(0x7B, 0xA2), 0x2028, 0x200B, 0xFEFF, 0xFFFF, 0x1F600]:
        for text in (
            chr(number),
            _rule(f"A = 1{chr(number)}"),
            _rule(f'A = "{chr(number)}"'),
            f"rule{chr(number)}",
        ):
            assert parse(text) is not None
