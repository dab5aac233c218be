"""Rules that are held to say the same do: the form that they are compared in has the same verdicts, whatever the data."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lacdsl.interpreter import Context, Data, Interpreter
from lacdsl.plan.canonical import Canonical
from lacdsl.plan.given import given as left_where
from lacdsl.plan.given import holding
from lacdsl.plan.same import Sayings, same_item
from lacdsl.semantics import typed as s
from tests.agreement.strategies import worlds
from tests.agreement.test_agreement import TODAY, by_engine

Tables = dict[str, pd.DataFrame]
World = tuple[s.Program, Tables, Tables | None, Tables]
QUIET = list(HealthCheck)
TRUE = s.Constant(True)
TURNED: dict[str, Any] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPPOSITE: dict[str, Any] = {"=": "<>", "<>": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
STATES: dict[str, Any] = {"missing": "present", "present": "missing"}


def verdicts(program: s.Program, rules: dict[str, s.Rule], world: World) -> dict[str, Any]:
    """By the interpreter, of the rules of a program and of others."""
    context = Context(program.model.start, program.model.end, TODAY, "E1")
    plain = Interpreter(replace(program, rules=rules), Data(*world[1:]), context)
    return {code: list(plain.run_rule(rule).verdicts) for code, rule in rules.items()}


def canonical(program: s.Program) -> tuple[dict[str, s.Rule], dict[str, s.Rule]]:
    """The rules in the form that their verdicts are compared in, and in the one that their failures are."""
    canon, same, failing = Canonical(), {}, {}
    for code, rule in program.rules.items():
        where, must = holding(canon, canon.form(rule.where or TRUE)), canon.form(rule.must)
        same[code] = replace(rule, where=where, must=left_where(canon, must, where))
        fails = holding(canon, canon.both(where, canon.opposite(must)))
        failing[code] = replace(rule, where=fails, must=s.Constant(False))
    return same, failing


@settings(suppress_health_check=QUIET)
@given(worlds())
def test_the_form_that_rules_are_compared_in_says_the_same(world: World) -> None:
    program = world[0]
    same, failing = canonical(program)
    expected = verdicts(program, program.rules, world)
    assert verdicts(program, same, world) == expected
    for code, words in verdicts(program, failing, world).items():
        assert [word == "fails" for word in words] == [word == "fails" for word in expected[code]]
    # The engine is given no such forms, and has to read them all the same.
    assert by_engine(replace(program, rules=same), *world[1:]) == by_engine(*world)


class Otherwise:
    """Says the same otherwise, in the ways that people do."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def said(self, node: Any) -> Any:
        """The same node with some of its conditions turned."""
        if isinstance(node, tuple):
            return tuple(self.said(each) for each in node)
        if not isinstance(node, s.Expr | s.Row | s.Rows):
            return node
        made = replace(node, **{part.name: self.said(getattr(node, part.name)) for part in fields(node)})
        for _ in range(self.random.randrange(3)):
            made = self.random.choice([self.turned, self.denied, self.mixed])(made)
        return made

    def turned(self, node: Any) -> Any:
        match node:
            case s.Compare():
                return s.Compare(TURNED[node.op], node.right, node.left)
            case s.Same():
                return s.Same(node.right, node.left)
            case s.Unique():
                return replace(node, values=node.values[::-1])
            case s.Arith(op="+" | "*"):
                return replace(node, left=node.right, right=node.left)
            case s.And() | s.Or() | s.InSet() | s.Extreme():
                name = next(each for each in ("items", "options", "values") if hasattr(node, each))
                parts = list(getattr(node, name))
                self.random.shuffle(parts)
                return replace(node, **{name: (*parts, self.random.choice(parts))})
        return node

    def denied(self, node: Any) -> Any:
        match node:
            case s.Compare():
                return s.Not(s.Compare(OPPOSITE[node.op], node.left, node.right))
            case s.Test(state="missing" | "present"):
                return s.Not(s.Test(STATES[node.state], node.value))
            case s.And() | s.Or():
                kind = s.Or if isinstance(node, s.And) else s.And
                return s.Not(kind(tuple(s.Not(each) for each in node.items)))
            case s.Truth():
                return s.Not(s.Not(node))
        return node

    def mixed(self, node: Any) -> Any:
        match node:
            case s.InSet(options=(first, *rest)) if rest:
                parts = (s.InSet(node.value, (first,)), s.InSet(node.value, tuple(rest)))
                return s.Or(parts)
            case s.And(items=(first, *rest)) | s.Or(items=(first, *rest)) if len(rest) > 1:
                return replace(node, items=(first, replace(node, items=tuple(rest))))
            case s.Test(state="valid"):
                return s.And((s.Test("present", node.value), s.Not(s.Test("invalid", node.value))))
            case s.Not(value=s.And() | s.Or() as inner):
                kind = s.Or if isinstance(inner, s.And) else s.And
                return kind(tuple(s.Not(each) for each in inner.items))
        return node


@settings(suppress_health_check=QUIET)
@given(worlds(), st.randoms(use_true_random=False))
def test_what_is_said_otherwise_is_known_again(world: World, random: Random) -> None:
    otherwise, sayings = Otherwise(random), Sayings()
    for rule in world[0].rules.values():
        where = s.And((otherwise.said(rule.where or TRUE), TRUE))
        must = otherwise.said(rule.must)
        other = replace(rule, where=where, must=must)
        assert sayings.verdicts(other) == sayings.verdicts(rule), (rule, other)
        again = replace(rule, where=where, must=otherwise.said(s.And((where, must))))
        assert sayings.verdicts(again) == sayings.verdicts(rule)
        moved = replace(rule, where=None, must=s.Or((s.Not(where), must)))
        assert sayings.failures(moved) == sayings.failures(rule)
    for name, table in world[0].derived.items():
        assert same_item(table, replace(table, where=otherwise.said(table.where))), name
