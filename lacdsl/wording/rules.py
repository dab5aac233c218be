"""A rule as plain English: one sentence that says what it checks, and one for every name that it uses."""

from __future__ import annotations

import re
from collections import Counter

from lacdsl.syntax import tree as t
from lacdsl.wording.conditions import Conditions
from lacdsl.wording.english import article, capital, spaced
from lacdsl.wording.mood import IS, MUST
from lacdsl.wording.rows import is_plain_pick
from lacdsl.wording.vocabulary import Scope, Vocabulary


def say(rule: t.Rule, words: Vocabulary) -> str:
    """The rule in plain English, a sentence or list a line."""
    return "\n".join(said(rule, words))


def said(rule: t.Rule, words: Vocabulary) -> list[str]:
    """The lines of the rule in plain English."""
    body = rule.body
    about = body.population
    name = about.name if about is not None else None
    lets = {let.name: let.value for let in body.lets}
    year = about.year if about is not None else "this"
    scope = Scope(name, name, lets, inline=_said_once(body), year=year)
    teller = Conditions(words)
    start = _about(words, about)
    if body.where is not None:
        start += f" where {teller.said(body.where, scope)}"
    lines = _demand(teller, start, body.must, scope, where=body.where is not None)
    needed = _needed(body)
    lines += [
        _let(teller, let, scope)
        for let in body.lets
        if let.name in needed - scope.inline and not _is_plain_row(let.value, words)
    ]
    lines += _definitions(teller, scope)
    return [tidy(line) for line in lines]


def _needed(body: t.Body) -> frozenset[str]:
    """The lets that `where` and `must` use, themselves or through other lets; not those that are only shown."""
    values = {let.name: let.value for let in body.lets}
    found: set[str] = set()
    waiting: list[t.Expr] = [body.must, *([body.where] if body.where is not None else [])]
    while waiting:
        for node in t.walk(waiting.pop()):
            names = (node.names[:1] if node.base is None else ()) if isinstance(node, t.Ref) else ()
            for name in (*names, *([node.name] if isinstance(node, t.TableRef) else [])):
                if name in values and name not in found:
                    found.add(name)
                    waiting.append(values[name])
    return frozenset(found)


def _said_once(body: t.Body) -> frozenset[str]:
    """The lets that are named once, not as a row that has parts, and not from within another table's rows."""
    seen: Counter[str] = Counter()
    roots = [*(let.value for let in body.lets), body.must, *([body.where] if body.where is not None else [])]
    for root in roots:
        for node in t.walk(root):
            if isinstance(node, t.Ref) and node.base is None and node.names:
                seen[node.names[0]] += 1 if len(node.names) == 1 else 2
            elif isinstance(node, t.TableRef):
                seen[node.name] += 1
    return frozenset(
        let.name for let in body.lets if seen[let.name] == 1 and not isinstance(let.value, t.Pick)
    )


def _about(words: Vocabulary, about: t.TableRef | None) -> str:
    if about is None:
        return "For the return as a whole"
    year = {"last": " of last year's return", "either": " of this and last year's return"}.get(about.year, "")
    if about.name == words.entity.word:
        return f"For each {words.entity.singular}{year}"
    if words.is_of_return(about.name):
        return f"For the {words.noun(about.name)}{year}"
    if words.is_single(about.name):
        return f"For each {words.entity.singular} in {about.name}{year}"
    return f"For each {words.noun(about.name)}{year}"


def _demand(teller: Conditions, start: str, must: t.Expr, scope: Scope, where: bool) -> list[str]:
    """What has to hold, in one sentence or, where it is of several long parts, as a list."""
    whole = teller.said(must, scope, MUST)
    sign = ":" if where else ","
    if not isinstance(must, t.And | t.Or):
        return [f"{start}{sign} {whole}."]
    is_and = isinstance(must, t.And)
    pieces = teller.pieces(must, scope, MUST if is_and else IS)
    if len(pieces) == 1 or not (len(whole) > _LONG or any(piece.brackets for piece in pieces)):
        return [f"{start}{sign} {whole}."]
    every = "both" if len(pieces) == 2 else "all"
    words = f"{every} of these must hold" if is_and else "at least one of these must hold"
    return [f"{start}, {words}:", *(f"- {piece.text}" for piece in pieces)]


_LONG = 220


def _is_plain_row(value: t.Expr, words: Vocabulary) -> bool:
    """`let before = last year Header`, `let last_one = latest Episode`: the name is not needed in a sentence."""
    if is_plain_pick(value):
        return True
    if not isinstance(value, t.Ref):
        return False
    return (isinstance(value.base, t.TableRef | int) and not value.names) or (
        bool(value.names) and words.is_table(value.names[-1])
    )


def _let(teller: Conditions, let: t.Let, scope: Scope) -> str:
    return f'"{capital(spaced(let.name))}" {_meaning(teller, let.value, scope)}.'


def _meaning(teller: Conditions, value: t.Expr, scope: Scope) -> str:
    if isinstance(value, t.Quantifier) and value.kind == "all":
        other = "other " if value.other else ""
        return f"are the {other}{teller.values.rows(value.table, value.where, scope, many=True)}"
    if isinstance(value, _CONDITIONS) or (
        isinstance(value, t.Ref) and _is_condition(teller.words, value, scope)
    ):
        return f"is true when {teller.said(value, scope)}"
    return f"is {teller.values.value(value, scope)}"


def _is_condition(words: Vocabulary, ref: t.Ref, scope: Scope) -> bool:
    define = words.define(scope.here or words.entity.word, ref.names[-1]) if ref.names else None
    return define is not None and isinstance(define.value, _CONDITIONS)


def _definitions(teller: Conditions, scope: Scope) -> list[str]:
    """What the names mean that were used on the way, and those that were used to say so."""
    lines: list[str] = []
    told: set[str] = set()
    while waiting := [name for name in scope.used if name not in told]:
        for name in waiting:
            told.add(name)
            define = scope.used[name]
            inner = Scope(define.table, define.table, {}, used=scope.used)
            meaning = _meaning(teller, define.value, inner)
            if (
                meaning.startswith(_TRUE)
                and define.table != teller.words.entity.word
                and not teller.words.is_single(define.table)
            ):
                meaning = f"is true of {teller.words.a(define.table)} when{meaning.removeprefix(_TRUE)}"
            if meaning != f"is the {spaced(define.name)}":
                lines.append(f'"{capital(spaced(define.name))}" {meaning}.')
    return lines


_TRUE = "is true when"
_CONDITIONS = (
    t.And,
    t.Or,
    t.Not,
    t.Compare,
    t.Between,
    t.In,
    t.ListedIn,
    t.Is,
    t.IsPosition,
    t.IsUnique,
    t.Same,
    t.Matches,
    t.During,
    t.Overlaps,
    t.Exists,
    t.Quantifier,
)


def tidy(line: str) -> str:
    """Articles before vowels, and no mark twice."""
    line = re.sub(r"\b(is|be) a (\w+)", lambda found: f"{found[1]} {article(found[2])}", line)
    return line.replace("  ", " ").replace("..", ".")
