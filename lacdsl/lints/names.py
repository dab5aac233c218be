"""Names and codes: what nothing uses, what the year's list does not have, ages that are counted."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.diagnostics import Span
from lacdsl.lints.core import Remark, Subject, clause_of, of_type
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t


def unused(subject: Subject) -> Iterator[Remark]:
    """A define, list, parameter, table or spells that nothing uses."""
    used: dict[str, set[int]] = {}
    for number, held in enumerate(subject.items):
        for name in _names(held.item):
            used.setdefault(name, set()).add(number)
    for number, held in enumerate(subject.items):
        item = held.item
        if held.layer not in subject.judged or not isinstance(
            item, t.Define | t.Codes | t.Parameter | t.DerivedTable | t.Spells
        ):
            continue
        if not used.get(item.name, set()) - {number}:
            message = f"Nothing uses `{item.name}`."
            yield Remark(
                _first_line(item), message, "Leave it out, or use it where its meaning is written out."
            )


def _names(item: t.Item) -> Iterator[str]:
    """Every word of an item that could be the name of something."""
    for ref in of_type(item, t.Ref):
        yield from ref.names
    for table in of_type(item, t.TableRef):
        yield table.name
    for choice in of_type(item, t.In):
        if isinstance(choice.options, str):
            yield choice.options
    for word in of_type(item, t.Word):
        yield word.text
    texts = [text.text for text in of_type(item, t.Text)]
    texts += [cell for row in of_type(item, t.Cells) for cell in row.cells]
    for text in texts:
        yield from _words(text)


def _words(text: str) -> Iterator[str]:
    word = ""
    for sign in f"{text} ":
        if sign.isalnum() or sign == "_":
            word += sign
        elif word:
            yield word
            word = ""


def _first_line(item: t.Item) -> Span:
    span = item.span
    if span.line == span.end_line:
        return span
    return Span(span.file, span.line, span.column, span.line, span.column + len(type(item).__name__))


def not_on_the_list(subject: Subject) -> Iterator[Remark]:
    """A code that the list of the year does not have."""
    for rule, written in subject.rules():
        seen: set[tuple[str, str]] = set()
        for word, condition in (("where", rule.where), ("must", rule.must)):
            for column, code in _codes(condition):
                known = subject.model.code_lists.get(column.codes or "")
                if known is None or code in known.codes or (column.name, code) in seen:
                    continue
                seen.add((column.name, code))
                message = f"The list of {subject.model.year} for `{column.name}` does not have `{code}`."
                help = f"Write a code of `{known.name}`; a row with any other is found by the rule about that list."
                yield Remark(clause_of(written, word), message, help)


def _codes(condition: ty.Expr | None) -> Iterator[tuple[ty.Col, str]]:
    for choice in of_type(condition, ty.InSet):
        if isinstance(choice.value, ty.Col):
            yield from ((choice.value, code) for code in choice.options if isinstance(code, str))
    for compared in of_type(condition, ty.Compare):
        if isinstance(compared.left, ty.Col) and isinstance(compared.right, ty.Lit):
            value = compared.right.value
            if isinstance(value, str):
                yield compared.left, value


def counted_age(subject: Subject) -> Iterator[Remark]:
    """An age that is counted in years and then compared, in place of a birthday that is moved."""
    for rule, written in subject.rules():
        for word, condition in (("where", rule.where), ("must", rule.must)):
            for compared in of_type(condition, ty.Compare):
                counted = compared.left
                if (
                    isinstance(counted, ty.Elapsed)
                    and counted.unit == "years"
                    and isinstance(compared.right, ty.Lit)
                ):
                    message = "An age is counted in completed years, and then compared."
                    help = "Move the birthday: `DEC >= Header.DOB + 14 years` is read at once, on the day itself too."
                    yield Remark(clause_of(written, word), message, help)
                    break
