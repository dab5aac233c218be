"""Conditions that say less than they seem to: blanks that make rows unknown, and rows that two could be."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.lints.core import Remark, Subject, clause_of, heading_of, parts_of
from lacdsl.lints.reading import table_of
from lacdsl.lints.walking import of_type, walk
from lacdsl.semantics import typed as ty


def unguarded(subject: Subject) -> Iterator[Remark]:
    """`not in` or `<>` over a column that is often blank, where nothing says what a blank means."""
    for rule, written in subject.rules():
        known = {test.value for test in of_type((rule.where, rule.must), ty.Test)}
        guarded = known | {same.left for same in of_type((rule.where, rule.must), ty.Same)}
        for part in parts_of(rule.where):
            guarded |= {part.value} if isinstance(part, ty.InSet | ty.Matches) else set()
            guarded |= {part.left, part.right} if isinstance(part, ty.Compare) and part.op != "<>" else set()
        for word, condition in (("where", rule.where), ("must", rule.must)):
            for column in _left_out(condition):
                if column in guarded or not _often_blank(column, subject):
                    continue
                guarded.add(column)
                message = f"`{column.name}` is often blank, and a row with a blank is not judged here."
                help = f"Say what a blank means: `{column.name} is missing or …` or `{column.name} is present and …`."
                yield Remark(clause_of(written, word), message, help)


def _left_out(condition: ty.Expr | None) -> Iterator[ty.Col]:
    for inverse in of_type(condition, ty.Not):
        if isinstance(inverse.value, ty.InSet) and isinstance(inverse.value.value, ty.Col):
            yield inverse.value.value
    inverses = [each.value for each in of_type(condition, ty.Not)]
    equal = [each for each in inverses if isinstance(each, ty.Compare) and each.op == "="]
    for compared in (*(each for each in of_type(condition, ty.Compare) if each.op == "<>"), *equal):
        for column, other in ((compared.left, compared.right), (compared.right, compared.left)):
            if isinstance(column, ty.Col) and isinstance(other, ty.Lit):
                yield column


def _often_blank(column: ty.Col, subject: Subject) -> bool:
    table = subject.model.tables.get(column.rel.name)
    held = table.column(column.name) if table is not None else None
    return held is not None and held.required != "always"


def ties(subject: Subject) -> Iterator[Remark]:
    """`first` or `latest` of rows of which two can stand at the same place in the order."""
    for rule, written in subject.rules():
        seen: set[str] = set()
        for pick in of_type((rule.where, rule.must), ty.Pick):
            rel = pick.rows.rel
            why = _tie(rel, subject)
            if why is None or rel.name in seen or not _matters(pick, rule, subject):
                continue
            seen.add(rel.name)
            message = f"The {pick.which} row is asked for, and two can stand at the same place: {why}."
            help = (
                "Ask about all of them (`any T where …`), or choose one with `table NAME of T` and `one per`."
            )
            yield Remark(heading_of(written), message, help)


def _matters(pick: ty.Pick, rule: ty.Rule, subject: Subject) -> bool:
    """Which of the rows at the same place is taken makes a difference: more is asked than whether it is there, and where."""
    table = subject.model.tables.get(table_of(subject, pick.rows.rel))
    alike = set(table.parent_key) | set(table.order[:1]) if table is not None else set()
    for node in walk((rule.where, rule.must)):
        match node:
            case ty.Col(row=row, name=name) if _is(row, pick) and name not in alike:
                return True
            case ty.At(base=row) | ty.Neighbour(base=row) | ty.SpellOf(base=row) | ty.Via(base=row):
                if _is(row, pick):
                    return True
    return False


def _is(row: ty.Row, pick: ty.Pick) -> bool:
    return row == pick or (isinstance(row, ty.Via) and row.row == pick)


def _tie(rel: ty.Rel, subject: Subject) -> str | None:
    """Why the order of a table does not tell all its rows apart; None when it does."""
    kept: set[str] = set()
    while rel.kind == "derived":
        derived = subject.program.derived[rel.name]
        kept |= set(derived.one_per)
        rel = derived.source
    table = subject.model.tables.get(rel.name)
    if rel.kind != "table" or table is None or not table.order:
        return None
    if set(table.order) <= kept or (kept and table.order[0] in kept):
        return None
    if rel.year == "either":
        return f"a {table.singular} of last year can be in this year's file again"
    more = [column for column in table.key if column not in (*table.order, *table.parent_key)]
    if more:
        return (
            f"the order is that of {', '.join(table.order)}, and rows can differ in {', '.join(more)} alone"
        )
    return None
