"""Syntax trees of every kind, as hypothesis makes them up."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

from hypothesis import strategies as st

from lacdsl.syntax import tree as t
from lacdsl.syntax.reserved import RESERVED
from lacdsl.syntax.wrong import NULL_NAMES

_LETTERS = string.ascii_letters + "_"
_INLINE = st.characters(codec="utf-8", exclude_characters='"\n\r\ufeff', exclude_categories=("Cs", "Cc"))

NAMES = st.one_of(
    st.sampled_from(
        ["DEC", "DECOM", "Header", "open", "START", "start", "last", "fix", "E5", "_x", "orders", "index"]
    ),
    st.text(_LETTERS + string.digits, min_size=1, max_size=8).filter(
        lambda name: name[0] in _LETTERS and name not in RESERVED and name.casefold() not in NULL_NAMES
    ),
)
RULE_CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,5}", fullmatch=True)
TEXTS = st.text(_INLINE, max_size=30)
UNITS = st.sampled_from(["days", "weeks", "months", "years"])
FLAGS = st.booleans()

TABLES = st.builds(t.TableRef, NAMES, st.sampled_from(["this", "last", "either"]), FLAGS, FLAGS)
_PREFIXED = st.builds(
    t.TableRef, NAMES, st.sampled_from(["this", "last", "either"]), FLAGS, st.just(False)
).filter(lambda table: table.optional or table.year != "this")
_STEPS = st.integers(-3, 3).filter(bool)


def _names(least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(NAMES, min_size=least, max_size=most).map(tuple)


REFS = st.one_of(
    st.builds(t.Ref, st.none(), _names(1, 3)),
    st.builds(t.Ref, st.just("this"), _names(0, 2)),
    st.builds(t.Ref, _STEPS, _names(0, 1)),
    st.builds(t.Ref, _PREFIXED, _names(0, 2)),
)

_NUMBERS = st.builds(t.Number, st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,2})?", fullmatch=True))
_DIGIT_WORDS = st.builds(t.Word, st.from_regex(r"[0-9]{1,2}[A-Za-z_][A-Za-z0-9_]{0,3}", fullmatch=True))
_WORDS = st.builds(t.Word, st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,7}", fullmatch=True))
_STRINGS = st.builds(t.String, TEXTS)
_DATES = st.builds(t.DateLiteral, st.dates(date(1900, 1, 1), date(2100, 12, 31)))
_MOMENTS = st.builds(t.Moment, st.sampled_from(["start", "end", "today", "authority"]))
SETS = st.builds(
    t.SetLiteral,
    st.lists(st.one_of(_NUMBERS, _DIGIT_WORDS, _WORDS, _STRINGS, _DATES), max_size=4).map(tuple),
)
_LEAVES = st.one_of(REFS, _NUMBERS, _DIGIT_WORDS, _STRINGS, _DATES, _MOMENTS, SETS)
_QUANTIFIERS = st.sampled_from(["any", "no", "every", "exactly one", "all"])
_PATTERNS = st.lists(
    st.sampled_from(["a", "[A-Z]", "\\d", "/", "#", '"', "\\\\", " ", "x{2}"]), min_size=1
).map("".join)


def _chain(kind: type[t.And] | type[t.Or], items: list[t.Expr]) -> t.Expr:
    """One chain: an `and` within an `and` is read as one."""
    flat = [part for item in items for part in (item.items if isinstance(item, kind) else (item,))]
    return kind(tuple(flat))


def _comparison(sign: str, left: t.Expr, right: t.Expr) -> t.Expr:
    """A comparison with an empty text is refused: that is what `is missing` is for."""
    empty = isinstance(right, t.String) and not right.text.strip()
    return t.Compare(sign, left, t.Number("1") if empty else right)


def _nodes(inner: st.SearchStrategy[t.Expr]) -> st.SearchStrategy[t.Expr]:
    maybe = st.none() | inner
    few = st.lists(inner, min_size=2, max_size=3)
    some = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(_chain, st.sampled_from([t.And, t.Or]), few),
        st.builds(t.Not, inner),
        st.builds(_comparison, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), inner, inner),
        st.builds(t.Between, inner, inner, inner),
        st.builds(t.In, inner, st.one_of(SETS, NAMES), FLAGS),
        st.builds(t.ListedIn, inner, inner, FLAGS),
        st.builds(t.Is, inner, st.sampled_from(["missing", "present", "valid", "invalid", "supplied"])),
        st.builds(t.IsPosition, maybe, st.sampled_from(["first", "last"])),
        st.builds(t.IsUnique, some),
        st.builds(t.Same, inner, inner, FLAGS),
        st.builds(t.Matches, inner, _PATTERNS),
        st.builds(t.During, inner, inner, inner),
        st.builds(t.Overlaps, inner, inner, inner, inner),
        st.builds(t.Exists, REFS),
        st.builds(t.Quantifier, _QUANTIFIERS, FLAGS, TABLES, maybe, maybe),
        st.builds(t.OrElse, inner, inner),
        st.builds(t.Elapsed, UNITS | st.just("working days"), inner, inner),
        st.builds(t.Aggregate, st.just("count"), st.none(), TABLES, maybe),
        st.builds(t.Aggregate, st.sampled_from(["sum", "min", "max"]), inner, TABLES, maybe),
        st.builds(t.Pick, st.sampled_from(["first", "latest"]), FLAGS, TABLES, maybe),
        st.builds(t.Binary, st.sampled_from("+-*/"), inner, inner),
        st.builds(t.Negative, inner),
        st.builds(t.Measure, inner, UNITS),
        st.builds(t.Call, NAMES | st.sampled_from(["min", "max"]), some),
    )


# Leaves are as likely as nodes, so that trees stay small; the fourth level is as deep as three operators go.
_LOW = _LEAVES | _nodes(_LEAVES)
_MIDDLE = _LEAVES | _nodes(_LOW)
EXPRS = _LEAVES | _nodes(_MIDDLE)

_CELLS = st.text(_INLINE.filter(lambda sign: sign != "|"), max_size=8).map(str.strip)
_CELL_ROWS = st.builds(t.Cells, st.lists(_CELLS, min_size=1, max_size=4).map(tuple))
_ROWS = st.lists(_CELL_ROWS, max_size=5).map(tuple)
_TITLES = st.builds(t.Text, TEXTS)
_EXAMPLES = st.builds(
    t.Example,
    TEXTS,
    _ROWS,
    st.none() | RULE_CODES,
    st.none() | st.sampled_from(["2025-26", "2026-27"]),
    st.lists(TABLES, max_size=2).map(tuple),
)


def _many(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


BODIES = st.builds(
    t.Body,
    st.none() | TABLES,
    EXPRS,
    st.none() | EXPRS,
    _many(st.builds(t.Let, NAMES, EXPRS)),
    _many(REFS, 12),
    _many(st.lists(REFS, min_size=1, max_size=2).map(tuple), 2),
    st.sampled_from(["error", "query", "note"]),
    st.none() | _TITLES,
    st.none() | _TITLES,
    st.none() | _TITLES,
    st.none() | st.sampled_from(["1", "2"]),
    FLAGS,
    _many(st.builds(t.Suggestion, REFS, EXPRS)),
    _many(_EXAMPLES),
)

_SPELL_COLUMNS = st.one_of(
    st.builds(
        t.SpellColumn,
        st.sampled_from(["START", "END"]) | NAMES,
        st.sampled_from(["first", "last", "sum", "min", "max"]),
        _LEAVES | st.builds(t.OrElse, REFS, _LOW),
    ),
    st.builds(t.SpellColumn, NAMES, st.just("count"), st.none()),
)
DERIVED_TABLES = st.one_of(
    st.builds(t.DerivedTable, NAMES, TABLES, st.none() | EXPRS, _many(NAMES), replaces=FLAGS),
    st.builds(t.DerivedTable, NAMES, TABLES, st.none() | EXPRS, _names(1, 2), EXPRS, replaces=FLAGS),
)

SHORT_ITEMS = st.one_of(
    st.builds(t.Removal, RULE_CODES, TEXTS.filter(str.strip)),
    st.builds(t.Treatment, RULE_CODES, st.sampled_from(["error", "query", "note"]), TEXTS.filter(str.strip)),
    st.builds(t.Define, NAMES, NAMES, EXPRS, replaces=FLAGS),
    st.builds(t.Codes, NAMES, SETS, replaces=FLAGS),
    st.builds(t.Parameter, NAMES, EXPRS, replaces=FLAGS),
)

ITEMS = st.one_of(
    SHORT_ITEMS,
    DERIVED_TABLES,
    st.builds(t.Rule, RULE_CODES, TEXTS, BODIES, replaces=FLAGS),
    st.builds(
        t.Family, TEXTS, st.lists(_CELL_ROWS, min_size=1, max_size=4).map(tuple), BODIES, replaces=FLAGS
    ),
    st.builds(t.Spells, NAMES, TABLES, EXPRS, st.none() | EXPRS, _many(_SPELL_COLUMNS, 4), replaces=FLAGS),
)


def trees() -> st.SearchStrategy[t.File]:
    """Files of up to three items."""
    return st.builds(t.File, st.lists(ITEMS, max_size=3).map(tuple))
