"""What to say when the parser meets something that it does not expect."""

from __future__ import annotations

from dataclasses import replace

from lacdsl.diagnostics import Diagnostic, Span, suggest
from lacdsl.syntax.place import CLAUSES, VALUES, Place, short
from lacdsl.syntax.slips import SLIPS
from lacdsl.syntax.slips.signs import unseen_sign
from lacdsl.syntax.split import ITEM_WORDS, LINE_WORDS

_LONGEST_WORD = 40

# What people write at the margin, and the item that they mean.
_ITEMS = {
    **dict.fromkeys(
        ("delete", "disable", "drop", "exclude", "skip", "ignore", "off", "unset"),
        'remove rule 217t because "…"',
    ),
    **dict.fromkeys(
        ("override", "change", "update", "redefine", "overwrite", "modify"), 'replace rule 383 "…"'
    ),
    **dict.fromkeys(("severity", "downgrade", "upgrade"), 'treat rule 387 as query because "…"'),
    **dict.fromkeys(("set", "param", "parameters", "constant", "var", "const"), "parameter NAME = …"),
    "list": "codes NAME = {A, B}",
}
# Words and signs that can be expected, as they are written.
_COMMENTS = ("--", "//", "/*", "<!--", "'", ";", "%", "REM", "rem")
_WORDS = {
    "RPAR": ")",
    "RBRACE": "}",
    "LBRACE": "{",
    "COMMA": ",",
    "TO": "to",
    "OF": "of",
    "AND": "and",
    "OR": "or",
    "BETWEEN": "between",
    "DIFFERS": "differs from",
    "SAME": "same as",
    "DURING": "during",
    "EQUAL": "=",
    "IS": "is",
    "PREFERRING": "preferring",
    "YEAR": "2026-27",
}


def explain(place: Place) -> Diagnostic:
    """The most helpful message for the place where the parser stopped."""
    for slip in SLIPS:
        diagnostic = slip(place)
        if diagnostic is not None:
            return _with_remark(diagnostic, place)
    if place.found is None:
        return Diagnostic("S104", "The text ends too early.", _help(place), place.span)
    return Diagnostic("S107", f"`{short(place.found)}` is not expected here.", _help(place), place.span)


def _with_remark(diagnostic: Diagnostic, place: Place) -> Diagnostic:
    """The message, with a word on the comment that swallowed the end of a line: `rule #L2`, `>= #date(2026, 4, 1)`."""
    if not place.remark or diagnostic.code not in ("S104", "S105", "S127", "S140"):
        return diagnostic
    return replace(diagnostic, help=f"{diagnostic.help} What stands behind `#` is a comment.")


def unknown_item(line: str, span: Span) -> Diagnostic:
    """A line that belongs to no item and begins none."""
    word = line.split(maxsplit=1)[0]
    if line[:1].isspace() or word in LINE_WORDS:
        return Diagnostic(
            "S101", "This belongs to no rule.", 'Begin with `rule CODE "title"` at the left margin.', span
        )
    if not word[0].isprintable():
        first = Span(span.file, span.line, span.column, span.line, span.column + 1)
        return unseen_sign(word[0], first)
    if word in ("-", "*", "\N{BULLET}") or (word[:-1].isdigit() and word[-1] in ".)"):
        return Diagnostic(
            "S101",
            f"`{word}` begins nothing that a rule file can hold.",
            "Delete it: rules stand in no list.",
            span,
        )
    if word.startswith("```"):
        return Diagnostic(
            "S101", "Three backticks begin nothing that a rule file can hold.", "Delete the line.", span
        )
    if word.casefold() == "select":
        help_ = (
            'A rule says `for each TABLE`, `where …` and `must …` below its first line, `rule CODE "title"`.'
        )
        return Diagnostic("S101", f"`{word}` begins nothing that a rule file can hold.", help_, span)
    if word in _COMMENTS or word.startswith(_COMMENTS[:5]):
        return Diagnostic("S101", f"`{short(word)}` begins no comment.", "Begin a comment with `#`.", span)
    meant = _ITEMS.get(word.casefold())
    if meant is not None:
        return Diagnostic(
            "S101", f"`{word}` begins nothing that a rule file can hold.", f"Write `{meant}`.", span
        )
    near = suggest(word, ITEM_WORDS, 1) if len(word) <= _LONGEST_WORD else []
    help_ = (
        f"Did you mean `{near[0]}`?" if near else f"A file holds: {', '.join(f'`{w}`' for w in ITEM_WORDS)}."
    )
    return Diagnostic("S101", f"`{short(word)}` begins nothing that a rule file can hold.", help_, span)


def not_indented(word: str, span: Span) -> Diagnostic:
    """A clause at the left margin."""
    return Diagnostic(
        "S102",
        f"`{word}` stands at the left margin.",
        "Indent it by two spaces, so that it belongs to the rule above.",
        span,
    )


def _help(place: Place) -> str:
    expected = place.expected
    clauses = [text for name, text in CLAUSES.items() if name in expected]
    words = sorted(_WORDS[name] for name in expected & _WORDS.keys())
    near = (
        suggest(place.found, [*clauses, *words], 1)
        if place.found and len(place.found) <= _LONGEST_WORD
        else []
    )
    if near and near[0] != place.found:
        return f"Did you mean `{near[0]}`?"
    if place.clause == "treat rule":
        return "Write `treat rule 387 as query`, or as `error` or `note`."
    if place.clause == "severity":
        return "Write `error`, `query` or `note`."
    if expected & VALUES == {"NUMBER"}:
        return "Write a number here."
    if expected & VALUES == {"NAME"}:
        return "Write a name here."
    if expected & VALUES:
        return "Write a column, a value or a condition here."
    if words and len(words) < 8:
        return "Possible here: " + ", ".join(f"`{word}`" for word in words) + "."
    if clauses:
        return "A new clause can begin here: " + ", ".join(f"`{text}`" for text in clauses[:6]) + ", …"
    return "Compare it with a rule that can be read."
