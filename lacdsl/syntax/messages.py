"""What to say when the parser meets something it does not expect."""

from __future__ import annotations

from lacdsl.diagnostics import Diagnostic, Span, suggest
from lacdsl.syntax.split import ITEM_WORDS

MAX_DEPTH = 60

CLAUSES = {
    "FOR_EACH": "for each",
    "FOR_THE_RETURN": "for the return",
    "NEEDS": "needs any of",
    "LET": "let",
    "WHERE": "where",
    "MUST": "must",
    "SEVERITY": "severity",
    "FLAG": "flag",
    "MESSAGE": "message",
    "BECAUSE": "because",
    "FIX": "fix",
    "STAGE": "stage",
    "EXPLAINABLE": "explainable",
    "SUGGEST": "suggest",
    "EXAMPLE": "example",
    "WITHOUT": "without",
    "ONE_PER": "one per",
    "TOGETHER_WHILE": "together while",
    "START": "start",
    "END": "end",
    "COLUMN": "column",
}

_VALUES = {"NUMBER", "WORD", "STRING", "NAME"}


def unknown_item(line: str, span: Span) -> Diagnostic:
    """Text at the left margin that begins no item."""
    word = line.split()[0]
    if line[:1].isspace():
        return Diagnostic("S101", "This belongs to no rule.", "Begin with `rule CODE \"title\"` at the left margin.", span)
    near = suggest(word, ITEM_WORDS, 1)
    if word in {text.split()[0] for text in CLAUSES.values()}:
        return Diagnostic(
            "S102",
            f"`{word}` stands at the left margin.",
            "Indent it by two spaces, so that it belongs to the rule above.",
            span,
        )
    help_ = f"Did you mean `{near[0]}`?" if near else "A file holds: " + ", ".join(f"`{w}`" for w in ITEM_WORDS) + "."
    return Diagnostic("S101", f"`{word}` begins nothing that a rule file can hold.", help_, span)


def too_deep(span: Span) -> Diagnostic:
    """Brackets within brackets without end."""
    return Diagnostic(
        "S103",
        f"Brackets are nested more than {MAX_DEPTH} deep.",
        "Give parts of the condition a name with `let` or `define`.",
        span,
    )


def unexpected(found: str | None, expected: set[str], span: Span, line: str) -> Diagnostic:
    """`found` (None at the end of the item) stands where one of the terminals `expected` should."""
    special = _special(found, expected, span, line)
    if special is not None:
        return special
    if found is None:
        return Diagnostic("S104", "The text ends too early.", _help(expected), span)
    clause_words = {word for text in CLAUSES.values() for word in (text, text.split()[0])}
    if found.split()[0] in clause_words and not line[: span.column - 1].strip():
        if expected & _VALUES:
            return Diagnostic(
                "S105", f"The line above `{found}` is not finished.", _help(expected), span
            )
        return Diagnostic("S106", f"`{found}` cannot stand here.", _help(expected), span)
    return Diagnostic("S107", f"`{found}` is not expected here.", _help(expected, found), span)


def _special(found: str | None, expected: set[str], span: Span, line: str) -> Diagnostic | None:
    before = line[: span.column - 1]
    if found is None:
        return None
    if found.startswith(("=", "<", ">", "!")) and "COMPARE" not in expected and _compared(before):
        return Diagnostic(
            "S108",
            "Comparisons cannot be chained.",
            "Join two comparisons with `and`, or write `between A and B`; put brackets round a `count of … where …`.",
            span,
        )
    if found.startswith(("'", "‘", "’", "“", "”")):
        return Diagnostic("S109", f"`{found[0]}` does not quote a text.", 'Use straight double quotes: `"…"`.', span)
    if found.startswith('"') and found.count('"') == 1:
        return Diagnostic("S110", "The quoted text is not closed.", 'End it with `"` on the same line.', span)
    if found.rstrip(":") in ("if", "then", "when", "else", "unless"):
        return Diagnostic(
            "S117",
            f"There is no `{found}` in the language.",
            "`where` says which rows the rule is about, `must` says what has to hold.",
            span,
        )
    if found in ("AND", "OR", "NOT", "IN", "IS"):
        return Diagnostic("S118", f"`{found}` is written in small letters.", f"Write `{found.lower()}`.", span)
    if found in ("&", "&&", "|", "||"):
        return Diagnostic("S118", f"`{found}` is not used here.", f"Write `{'and' if '&' in found else 'or'}`.", span)
    if found.startswith("(") and before.rstrip().endswith(" in"):
        return Diagnostic("S119", "A list of codes stands in curly brackets.", "Write `in {A, B}`.", span)
    if found.startswith("[") and before.rstrip().endswith(" in"):
        return Diagnostic("S119", "A list of codes stands in curly brackets.", "Write `in {A, B}`.", span)
    if found.startswith("not") and before.rstrip().endswith(" is"):
        return Diagnostic(
            "S120",
            "`is not` is not used here.",
            "Write `is present` for the opposite of `is missing`, `<>` for unequal, or put `not` in front.",
            span,
        )
    if expected & {"STRING"} and not expected & {"NUMBER"} and found not in ("(", ")"):
        return Diagnostic("S127", "A text in double quotes is missing here.", 'Write it as `"…"`.', span)
    return None


def _compared(before: str) -> bool:
    return any(sign in before for sign in "=<>")


def _help(expected: set[str], found: str | None = None) -> str:
    clauses = [text for name, text in CLAUSES.items() if name in expected]
    words = sorted(name for name in expected if name in _WORDS)
    if found is not None:
        near = suggest(found, clauses + [_WORDS[name] for name in words], 1)
        if near:
            return f"Did you mean `{near[0]}`?"
    if expected & _VALUES and "CODE" not in expected:
        return "Write a column, a value or a condition here."
    if "CODE" in expected:
        return 'Write the code of the rule and its title: `rule 387 "Title"`.'
    if words and len(words) < 6:
        return "Possible here: " + ", ".join(f"`{_WORDS[name]}`" for name in words) + "."
    if clauses:
        return "A new clause can begin here: " + ", ".join(f"`{text}`" for text in clauses[:6]) + ", …"
    return "Compare with an example in the manual."


_WORDS = {
    "RPAR": ")",
    "RBRACE": "}",
    "LBRACE": "{",
    "COMMA": ",",
    "TO": "to",
    "FROM": "from",
    "AS": "as",
    "OF": "of",
    "OVER": "over",
    "AND": "and",
    "OR": "or",
    "EXISTS": "exists",
    "MATCHES": "matches",
    "BETWEEN": "between",
    "DIFFERS": "differs from",
    "SAME": "same as",
    "DURING": "during",
    "EQUAL": "=",
    "REGEX": "/regex/",
    "IS": "is",
    "WHERE": "where",
    "PREFERRING": "preferring",
}
