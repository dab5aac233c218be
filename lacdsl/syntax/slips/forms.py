"""Slips with the form of an item: clauses, texts, tables of examples."""

from __future__ import annotations

from lacdsl.diagnostics import Diagnostic, suggest
from lacdsl.syntax.place import CLAUSES, Place
from lacdsl.syntax.slips.words import PHRASES
from lacdsl.syntax.split import CLAUSE_WORDS, ITEM_WORDS

_LONGEST_WORD = 40
# Signs that tables on a screen are drawn with.
_BARS = frozenset(
    "\N{BOX DRAWINGS LIGHT VERTICAL}\N{BOX DRAWINGS HEAVY VERTICAL}\N{BROKEN BAR}\N{FULLWIDTH VERTICAL LINE}"
)
_NO_COMMAS = ("and", "or", "&", "/", ";", "|", "+", "-")
_TEXT_CLAUSES = {"message", "because", "fix", "example", "family", "remove rule", "treat rule"}


# What people begin a line with, and the clause that they mean.
_MEANT = {
    **dict.fromkeys(("if", "when", "filter", "only", "unless"), "where CONDITION"),
    **dict.fromkeys(("check", "should", "assert", "then", "require", "ensure"), "must CONDITION"),
    **dict.fromkeys(("show", "highlight", "mark", "cells", "columns"), "flag COLUMN, …"),
    **dict.fromkeys(("reason", "why", "description"), 'because "…"'),
    **{word: f"severity {word}" for word in ("error", "query", "note")},
    "warning": "severity query",
}
# What begins a line of a query, and has no counterpart.
_JOINS = frozenset({"join", "inner", "left", "outer", "from", "select", "group", "order", "union"})


def rows(place: Place) -> Diagnostic | None:
    """A table whose rows do not begin with `|`."""
    if "ROW" not in place.expected:
        return None
    if place.found and place.found.isdigit() and place.after.startswith("-") and not place.at_line_start:
        return Diagnostic(
            "S132", "`in` is missing before the year.", 'Write `example "…" in 2026-27`.', place.span
        )
    if not place.expected & {"MUST", "FLAG"}:
        return Diagnostic(
            "S141",
            "A family has a table of its members below the title.",
            "Begin its rows with `|`: a heading `| rule | … |`, then a row for every rule.",
            place.span,
        )
    if place.found and place.at_line_start and (_is_row(place) or _is_pasted(place)):
        return Diagnostic(
            "S141",
            "A row of a table begins with `|`.",
            "Put `|` in front of every cell and at the end.",
            place.span,
        )
    return None


def quoted_text(place: Place) -> Diagnostic | None:
    """A text without quotes, where only a text can stand."""
    if place.found == ":" and place.clause in _TEXT_CLAUSES and place.previous == place.clause:
        return Diagnostic("S143", f"There is no `:` after `{place.clause}`.", "Leave it out.", place.span)
    if _after_a_text(place):
        return Diagnostic(
            "S147", "A text cannot hold double quotes.", "Use single quotes within it.", place.previous_span
        )
    if "STRING" not in place.expected or place.expected & {"NUMBER"} or place.clause not in _TEXT_CLAUSES:
        return None
    if place.found is None or place.at_line_start:
        return Diagnostic(
            "S127",
            f"The text of `{place.clause}` is missing.",
            'Write it in double quotes: `"…"`.',
            place.previous_span,
        )
    return Diagnostic("S127", "A text stands in double quotes.", 'Write it as `"…"`.', place.span)


def lists_of_columns(place: Place) -> Diagnostic | None:
    """`flag` and `needs any of` list columns with commas between them."""
    if place.clause not in ("flag", "needs any of") or place.found is None:
        return None
    if place.found in ("{", "(", "["):
        return Diagnostic(
            "S145",
            f"`{place.clause}` lists columns without brackets.",
            "Write `flag REC, Header.DOB`.",
            place.span,
        )
    if place.found.startswith('"'):
        return Diagnostic(
            "S145",
            f"`{place.clause}` lists columns, no texts.",
            "Write the names of the columns, without quotes.",
            place.span,
        )
    if place.found == "*" and not place.at_line_start:
        return Diagnostic("S145", "`*` names no columns.", "Name the columns one by one.", place.span)
    if place.found in _NO_COMMAS and "COMMA" in place.expected and not place.at_line_start:
        return Diagnostic(
            "S132",
            f"A comma belongs here, not `{place.found}`.",
            "Put commas between the columns.",
            place.span,
        )
    if "COMMA" in place.expected and not place.at_line_start and place.found not in CLAUSE_WORDS:
        return Diagnostic(
            "S132",
            f"A comma is missing before `{place.found}`.",
            "Put commas between the columns.",
            place.span,
        )
    return None


def clause_word(place: Place) -> Diagnostic | None:
    """A line that begins with a word that begins no clause, or none here."""
    word = place.found
    inner = word in ("with", "without")
    if (
        word in CLAUSE_WORDS
        and not inner
        and not place.at_line_start
        and place.expected & {"MUST", "TOGETHER_WHILE"}
    ):
        return Diagnostic(
            "S106", f"`{word}` begins a line of its own.", "Begin a new line with it.", place.span
        )
    if word is None or not place.at_line_start:
        return None
    possible = [text for name, text in CLAUSES.items() if name in place.expected]
    if word.casefold() in CLAUSE_WORDS and word not in CLAUSE_WORDS:
        small = word.casefold()
        return Diagnostic("S118", f"`{word}` is written in small letters.", f"Write `{small}`.", place.span)
    line = f"{word}{place.after}"
    known = next(
        (text for text in CLAUSES.values() if line.split()[: len(text.split())] == text.split()), None
    )
    if known and "$END" not in place.expected:
        return Diagnostic("S105", f"The line above `{known}` is not finished.", _finish(place), place.span)
    if known:
        help_ = f"Possible here: {_listed(possible)}." if possible else "Delete it."
        return Diagnostic("S106", f"`{known}` cannot stand here.", help_, place.span)
    if not possible or not word[0].isalpha() or len(word) > _LONGEST_WORD:
        return None
    if word in ITEM_WORDS:
        help_ = "Write it at the left margin, without blanks in front: something new begins with it."
        return Diagnostic("S139", f"`{word}` begins no clause.", help_, place.span)
    meant = _MEANT.get(word.casefold())
    if meant is not None and meant.split()[0] in {text.split()[0] for text in possible}:
        return Diagnostic("S139", f"`{word}` begins no clause.", f"Write `{meant}`.", place.span)
    if word.casefold() in _JOINS:
        help_ = (
            "Leave it out: tables belong together by themselves. Write `Header.DOB`, or `any Review where …`."
        )
        return Diagnostic("S139", f"`{word}` begins no clause.", help_, place.span)
    near = suggest(word, [*possible, "and", "or"], 1) or suggest(
        word, [text.split()[0] for text in possible], 1
    )
    if near:
        help_ = f"Did you mean `{near[0]}`?"
    elif place.clause == "example":
        help_ = "Begin a comment with `#`; rows of the example begin with `|`."
    else:
        help_ = f"Possible here: {_listed(possible)}."
    return Diagnostic("S139", f"`{word}` begins no clause.", help_, place.span)


def _after_a_text(place: Place) -> bool:
    """Whether a text ended just before a word or another text."""
    found = place.found
    if found is None or place.at_line_start or place.clause not in _TEXT_CLAUSES | {"rule"}:
        return False
    return (
        place.previous.startswith('"')
        and (found[0].isalpha() or found[0] in '"{')
        and found not in CLAUSE_WORDS
    )


def _finish(place: Place) -> str:
    phrases = [phrase for name, (_, phrase) in PHRASES.items() if name in place.expected]
    return phrases[0] if phrases and not place.wants_value else f"Say what comes after `{place.previous}`."


def _listed(words: list[str]) -> str:
    shown = ", ".join(f"`{word}`" for word in words[:8])
    return f"{shown}, …" if len(words) > 8 else shown


def _is_pasted(place: Place) -> bool:
    """A row as a spreadsheet or a file of comma-separated values has it."""
    known = place.found in CLAUSE_WORDS or place.clause != "example"
    return not known and ("\t" in place.after or place.after.count(",") > 1)


def _is_row(place: Place) -> bool:
    return "|" in place.after or place.found in _BARS or place.found in ("passes", "fails", "unknown", "n")
