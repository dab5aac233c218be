"""A line that a rule lacks is put in where it belongs, and what is left is another mistake or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacdsl.editing import Analysis, Project
from lacdsl.editing.adding import lines_to_add
from lacdsl.editing.fixes import fixes_of

_ORDER = ("for each", "where", "must", "flag", "message", "example")
WITHOUT_EACH = 'rule A1 "a"\n  where    REC = X1\n  must     DEC >= DECOM\n  flag     DEC\n'
WITHOUT_MUST = 'rule A1 "a"\n  for each Episode\n  where    REC = X1\n\n  flag     DEC\n  message  "x"\n'
WITHOUT_FLAG = (
    'rule A1 "a"\n  for each Episode\n  must     DEC >= DECOM + 3 days # or later\n           and REC is present\n'
    '  message  "DEC {DECOM}"\n\n  example "b"\n    | Episode | CHILD | DECOM | DEC | REC |\n'
    "    | passes | 1 | start | end | X1 |\n"
)


def analysed(folder: Path, text: str) -> Analysis:
    return Project(folder).analyse(folder / "own.rules", text)


@pytest.mark.parametrize(
    ("text", "code", "title"),
    [
        (WITHOUT_EACH, "S112", "Add `for each Episode`"),
        (WITHOUT_MUST, "S113", "Add `must DEC is present`"),
        (WITHOUT_FLAG, "R402", "Add `flag DEC, DECOM, REC`"),
        (WITHOUT_FLAG.replace("REC is present", "any Review"), "R402", "Add `flag DEC, DECOM`"),
    ],
)
def test_the_missing_line_is_put_in(tmp_path: Path, text: str, code: str, title: str) -> None:
    text = (
        f'# Before.\n\n{text}\nrule A2 "b"\n  for each Episode\n  must     DEC is present\n  flag     DEC\n'
    )
    found = analysed(tmp_path, text)
    (said,) = [each for each in found.diagnostics if each.code == code]
    (line,) = lines_to_add(found, said)
    assert (line.title, line.sure) == (title, True)
    lines = text.split("\n")
    lines.insert(line.above - 1, line.text.rstrip("\n"))
    after = analysed(tmp_path, "\n".join(lines))
    assert after.diagnostics == ()
    order = [word for word, _ in after.own[0].body.clauses]  # type: ignore[attr-defined]
    assert [word for word in _ORDER if word in order] == order


def test_nothing_is_put_in_where_it_is_not_known_what(tmp_path: Path) -> None:
    for text in (
        'rule A1 "a"\n  must     any Review\n  flag     Review.REVIEW\n',
        'rule A1 "a"\n  for each Episode\n  message "x"\n',
        'rule A1 "a"\n  for each Child\n  must     any Review\n',
    ):
        found = analysed(tmp_path, text)
        assert found.diagnostics
        assert [lines_to_add(found, each) for each in found.diagnostics] == [()] * len(found.diagnostics)


@pytest.mark.parametrize(
    ("must", "meant"),
    [
        ("DEC - DECOM > 6 months", "DEC > DECOM + 6 months"),
        ("collection end - DECOM <= 2 years", "collection end <= DECOM + 2 years"),
        ("10 days < DEC - DECOM", "DEC > DECOM + 10 days"),
        ("weeks from DECOM to DEC >= 6 months", "months from DECOM to DEC >= 6"),
        ("ep.DEC is present", "DEC is present"),
        ("year(DECOM) = 2026 and DEC.dt.month = 4", "year(DECOM) = 2026 and month(DEC) = 4"),
    ],
)
def test_what_a_message_leads_to_is_a_fix(tmp_path: Path, must: str, meant: str) -> None:
    rule = 'rule A1 "a"\n  for each Episode\n  must     {}\n  flag     DEC\n'
    (said,) = analysed(tmp_path, rule.format(must)).diagnostics
    span, row = said.span, f"  must     {must}"
    assert span is not None
    (fix,) = fixes_of(said, row[span.column - 1 : span.end_column - 1], row[: span.column - 1])
    assert row[: span.column - 1] + fix.text + row[span.end_column - 1 :] == f"  must     {meant}"
    assert analysed(tmp_path, rule.format(meant)).diagnostics == ()


def test_a_quoted_code_that_no_list_has_is_said_once(tmp_path: Path) -> None:
    rule = 'rule A1 "a"\n  for each Episode\n  must     {}\n  flag     REC\n\n  example "b"\n    | Episode | CHILD | REC |\n'
    rows = "    | passes | 1 | X1 |\n    | fails | 2 | E2 |\n    | unknown | 3 | |\n"
    for must, said in (
        ('REC = "X9" or REC = X1', "N220"),
        ('REC in {"X9"} or REC = X1', "N220"),
        # Beside others without quotes it is taken for an old one, and the advice on codes alone has a word.
        ('REC in {"X9", X1}', "L804"),
    ):
        made = Project(tmp_path)
        found = made.analyse(tmp_path / "own.rules", rule.format(must) + rows)
        codes = [each.code for each in (*found.diagnostics, *made.advice(found))]
        assert [code for code in codes if code in ("N220", "L804")] == [said]
