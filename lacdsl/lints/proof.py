"""What the examples of a rule leave out."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.diagnostics import Related
from lacdsl.lints.core import Remark, Subject, heading_of, of_type
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

_VERDICTS = ("passes", "fails", "n/a", "unknown", "not run")


def missing_kinds(subject: Subject) -> Iterator[Remark]:
    """A rule without an example of every verdict that it can give."""
    for rule, written in subject.rules():
        shown = _verdicts(written)
        if shown == {"not run"}:
            continue
        wanted = ["fails", "passes"]
        if rule.where is not None:
            wanted.append("n/a")
        if _can_be_unknown(rule):
            wanted.append("unknown")
        lacks = [f"`{word}`" for word in wanted if word not in shown]
        if lacks:
            listing = lacks[0] if len(lacks) == 1 else f"{', '.join(lacks[:-1])} or {lacks[-1]}"
            message = f"No example has a row that is {listing}."
            help = (
                "Add such rows, both sides of every boundary; `lacdsl examples CODE --suggest` proposes some."
            )
            yield Remark(heading_of(written), message, help)


def _verdicts(rule: t.Rule) -> set[str]:
    rows = [row for example in rule.body.examples for row in example.rows if row.cells]
    return {row.cells[0] for row in rows} & set(_VERDICTS)


def _can_be_unknown(rule: ty.Rule) -> bool:
    """Is anything compared in `must` that can be blank or no date, and is not made sure of by `where`?"""
    sure = {
        test.value
        for test in of_type(rule.where, ty.Test)
        if test.state in ("valid", "present") and isinstance(test.value, ty.Col)
    }
    for node in of_type(rule.must, ty.Truth):
        if isinstance(node, ty.Compare | ty.InSet | ty.Matches):
            if any(column not in sure and column.rel.kind != "spells" for column in _compared(node)):
                return True
        elif isinstance(node, ty.Unique):
            return True
    return False


def _compared(node: ty.Expr) -> Iterator[ty.Col]:
    """The columns that a comparison hangs on; what is counted over other rows is always known."""
    values = (node.left, node.right) if isinstance(node, ty.Compare) else (node,)
    for value in values:
        if not isinstance(value, ty.Aggregate):
            yield from of_type(value, ty.Col)


def alike(subject: Subject) -> Iterator[Remark]:
    """Two rules that say the same."""
    first: dict[object, ty.Rule] = {}
    judged = {rule.code for rule, _ in subject.rules()}
    for rule in subject.program.rules.values():
        same = (rule.population, rule.where, rule.must)
        before = first.setdefault(same, rule)
        if before is rule or (rule.code not in judged and before.code not in judged):
            continue
        later, other = (rule, before) if rule.code in judged else (before, rule)
        place = heading_of(subject.trees[later.code])
        related = (Related(other.span, f"rule {other.code}"),) if other.span is not None else ()
        message = f"Rule {later.code} says the same as rule {other.code}."
        yield Remark(place, message, "Leave one of them out: whoever fixes it fixes both.", related)
