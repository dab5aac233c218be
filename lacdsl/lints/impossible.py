"""What a rule asks for in vain: parts that can never hold, comparisons that are never known, a `must` that never fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from lacdsl.diagnostics import Span
from lacdsl.lints.core import Remark, Subject, clause_of, first_line, heading_of
from lacdsl.lints.outcomes import FALSE, MISSING, TRUE, UNKNOWN, VALID, Facts, Judge
from lacdsl.lints.walking import of_type
from lacdsl.lints.written import place_of, written
from lacdsl.semantics import typed as ty
from lacdsl.semantics.never import never_holds
from lacdsl.syntax import tree as t

_COMPARISONS = ty.Compare | ty.InSet | ty.Matches | ty.ListedIn
_MOST_FIRST = ("always", "unknown", "never")


@dataclass(frozen=True, slots=True)
class Vain:
    """A part of a condition that can never hold, is never known, or (behind a `not`) always holds; and why."""

    kind: Literal["never", "unknown", "always"]
    part: ty.Expr
    why: str


def never_true(subject: Subject) -> Iterator[Remark]:
    """A part of a condition that can never hold."""
    help = "Leave it out, or put right what it asks for."
    for clause, vain in _in_all_members(subject):
        if vain.kind != "unknown":
            yield Remark(clause, f"A part of this can never hold: {vain.why}.", help)


def never_known(subject: Subject) -> Iterator[Remark]:
    """A comparison with something that never has a value where it is asked."""
    help = "Compare it with something that can have a value, or ask whether it `is missing`."
    for clause, vain in _in_all_members(subject):
        if vain.kind == "unknown":
            yield Remark(clause, f"This is never known, whatever the data: {vain.why}.", help)


def never_fails(subject: Subject) -> Iterator[Remark]:
    """A rule whose `must` cannot be false for any row that it applies to."""
    judge = subject.judge
    members = Counter(heading_of(tree) for _, tree in subject.rules())
    found: Counter[Span] = Counter()
    places: dict[Span, Span] = {}
    for rule, tree in subject.rules():
        if judge.applies(rule) is None or judge.must(rule) & FALSE:
            continue
        # What is asked in vain is said of that part alone.
        if not any(word == "must" for word, _ in _in_rule(subject, rule)):
            found[heading_of(tree)] += 1
            places[heading_of(tree)] = clause_of(tree, "must")
    for heading, place in places.items():
        if found[heading] == members[heading]:
            yield Remark(
                place,
                "The rule can never fail: `must` is not false for any row that `where` chooses.",
                "Write what has to hold: the opposite of what is a mistake.",
            )


def _in_all_members(subject: Subject) -> Iterator[tuple[Span, Vain]]:
    """What is asked in vain, in a family by all members: a text that some have no use for is no slip."""
    members = Counter(heading_of(tree) for _, tree in subject.rules())
    found: Counter[tuple[Span, Span, str]] = Counter()
    first: dict[tuple[Span, Span, str], Vain] = {}
    for rule, tree in subject.rules():
        own: dict[tuple[Span, Span, str], Vain] = {}
        for word, vain in _in_rule(subject, rule):
            condition = tree.body.where if word == "where" else tree.body.must
            place = place_of(vain.part, condition) or clause_of(tree, word)
            own.setdefault((heading_of(tree), place, vain.kind), vain)
        found.update(own.keys())
        first = own | first
    for key, vain in first.items():
        if found[key] == members[key[0]]:
            yield key[1], vain
    yield from _in_defines(subject)


def _in_defines(subject: Subject) -> Iterator[tuple[Span, Vain]]:
    """The same in what is defined: judged by itself, whatever the rules that ask for it say."""
    defines = {item.name: item for item in subject.own_items() if isinstance(item, t.Define)}
    asked: dict[str, ty.At] = {}
    for rule in subject.program.rules.values():
        for each in of_type((rule.where, rule.must), ty.At):
            if each.name in defines and isinstance(each.value, ty.Truth):
                asked.setdefault(each.name, each)
    for name, each in asked.items():
        item = defines[name]
        for vain in _parts(subject.judge, each.value, Facts()):
            yield place_of(vain.part, item.value) or first_line(item), vain


def _in_rule(subject: Subject, rule: ty.Rule) -> list[tuple[str, Vain]]:
    """What is asked in vain in the `where` and the `must` of a rule; worked out once for all that ask."""
    known = subject.kept.get(rule.code)
    if known is None:
        judge = subject.judge
        start = judge.start(rule.population)
        known = [("where", each) for each in _parts(judge, rule.where, start)]
        applies = judge.applies(rule)
        if applies is not None:
            known += [("must", each) for each in _parts(judge, rule.must, applies)]
        subject.kept[rule.code] = known
    return known


def _parts(judge: Judge, condition: ty.Expr | None, facts: Facts, sign: bool = True) -> Iterator[Vain]:
    """What is asked in vain below a condition. `sign`: it is not turned round by a `not`."""
    match condition:
        case None | ty.At():
            return
        case ty.Not():
            yield from _parts(judge, condition.value, facts, not sign)
        case ty.And() | ty.Or():
            yield from _chain(judge, condition, facts, sign)
        case _:
            yield from _leaf(judge, condition, facts, sign)


def _chain(judge: Judge, condition: ty.And | ty.Or, facts: Facts, sign: bool) -> Iterator[Vain]:
    """Where all parts have to hold together, each is judged where the others do."""
    together = isinstance(condition, ty.And) == sign
    why = never_holds(condition) if isinstance(condition, ty.And) else None
    if why is not None:
        yield Vain("never", condition, why)
        return
    wanted = TRUE if sign else FALSE
    in_vain: list[Vain] = []
    for place, item in enumerate(condition.items):
        known: Facts | None = facts
        for other in condition.items[:place] + condition.items[place + 1 :] if together else ():
            known = judge.assumptions.assume(other, wanted, known) if known is not None else None
        # Where the others exclude one another, that is said of them.
        known = facts if known is None else known
        # `X is missing or …` says what a blank means, also where the rest rules blanks out.
        found = [
            each
            for each in _parts(judge, item, known, sign)
            if together or not (_guards(item) and each.kind == "never")
        ]
        if not together:
            yield from found
        else:
            in_vain += found
    # One of two that exclude each other is enough: the one that says most.
    for kind in _MOST_FIRST:
        found = [each for each in in_vain if each.kind == kind]
        if found:
            yield from found if kind == "unknown" else found[:1]
            return


def _guards(item: ty.Expr) -> bool:
    return isinstance(item.value if isinstance(item, ty.Not) else item, ty.Test | ty.Exists)


def _leaf(judge: Judge, condition: ty.Expr, facts: Facts, sign: bool) -> Iterator[Vain]:
    found = False
    for rows in _rows_below(condition):
        inner = judge.rows_before(rows, facts)
        for vain in _parts(judge, rows.where, inner) if inner is not None else ():
            found = True
            yield vain
    possible = judge.outcomes(condition, facts)
    if found or isinstance(condition, ty.Constant):
        return
    if possible == UNKNOWN and isinstance(condition, _COMPARISONS):
        yield Vain("unknown", condition, _without_value(judge, condition, facts))
    elif sign and not possible & TRUE:
        yield Vain("never", condition, _excluded(judge, condition, facts))
    elif not sign and not possible & FALSE:
        yield Vain(
            "always",
            condition,
            "what is turned round by `not`, or asked of all by `every`, always holds here",
        )


def _rows_below(node: Any) -> Iterator[ty.Rows]:
    """The rows that a condition asks about, without those that their own conditions ask about."""
    if isinstance(node, ty.Rows):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from _rows_below(part)
    elif isinstance(node, ty.Expr | ty.Row) and not isinstance(node, ty.At | ty.Via):
        for field in fields(node):
            yield from _rows_below(getattr(node, field.name))


def _without_value(judge: Judge, condition: ty.Expr, facts: Facts) -> str:
    for value in _columns_first(condition):
        states = judge.values.states(value, facts)
        if not states & VALID:
            word = "is always blank" if states == MISSING else "never has a value"
            return f"{written(value)} {word} here"
    return "one of the two is always blank here"


def _columns_first(condition: ty.Expr) -> Iterator[ty.Expr]:
    """The columns of the rows at hand that are compared, then what is compared."""
    for value in _compared(condition):
        if not any(True for _ in of_type(value, ty.Rows)):
            yield from of_type(value, ty.Col)
    yield from _compared(condition)


def _excluded(judge: Judge, condition: ty.Expr, facts: Facts) -> str:
    match condition:
        case ty.Test():
            states = judge.values.states(condition.value, facts)
            if condition.state in ("present", "valid") and states == MISSING:
                return f"{written(condition.value)} is always blank here"
            if condition.state == "missing" and not states & MISSING:
                return f"{written(condition.value)} is never blank here"
            return f"{written(condition.value)} is never {condition.state} here"
        case ty.Exists():
            return "there is no such row here"
        case ty.Position():
            return "the rest of the rule asks for a row on that side"
        case ty.InSet() | ty.Compare():
            choice = next(iter(_compared(condition)))
            return f"the rest of the rule asks for another value of {written(choice)}"
        case ty.Any() | ty.ExactlyOne():
            return "no row can be as it asks"
    return "the rest of the rule excludes it"


def _compared(condition: ty.Expr) -> tuple[ty.Expr, ...]:
    match condition:
        case ty.Compare():
            return condition.left, condition.right
        case ty.InSet() | ty.Matches() | ty.ListedIn():
            return (condition.value,)
    return ()
