"""Conditions that say less than they seem to: blanks that make rows unknown, and rows that two could be."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.lints.core import Remark, Subject, clause_of, heading_of, parts_of
from lacdsl.lints.walking import of_type
from lacdsl.semantics import typed as ty


def unguarded(subject: Subject) -> Iterator[Remark]:
    """`not in` or `<>` over a column that is often blank, where nothing says what a blank means."""
    for rule, written in subject.rules():
        known = {test.value for test in of_type((rule.where, rule.must), ty.Test)}
        guarded = known | {same.left for same in of_type((rule.where, rule.must), ty.Same)}
        guarded |= {part.value for part in parts_of(rule.where) if isinstance(part, ty.InSet)}
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
    for compared in of_type(condition, ty.Compare):
        if compared.op == "<>" and isinstance(compared.left, ty.Col) and isinstance(compared.right, ty.Lit):
            yield compared.left


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
            if why is None or rel.name in seen:
                continue
            seen.add(rel.name)
            message = f"The {pick.which} row is asked for, and two can stand at the same place: {why}."
            help = (
                "Ask about all of them (`any T where …`), or choose one with `table NAME of T` and `one per`."
            )
            yield Remark(heading_of(written), message, help)


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
