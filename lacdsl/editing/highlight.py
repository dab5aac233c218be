"""Colours for rules and consoles on pages: lexers for Pygments, which finds them as `lacdsl` and `lacdsl-console`."""

from __future__ import annotations

from typing import Any, ClassVar

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Generic, Keyword, Name, Number, Operator, Punctuation, String, Text

from lacdsl.semantics.functions import FUNCTIONS

_CLAUSES = (
    r"for\s+each", r"for\s+the\s+return", r"needs\s+any\s+of", "let", "where", "must", "severity", "flag", "message",
    "because", "fix", "stage", "explainable", "suggest", "example", "without", "with", r"one\s+per", r"together\s+while",
    "start", "end", "column",
)  # fmt: skip
_ROWS = (
    "any", "no", "every", "all", "exactly one", "other", "anywhere", "optional", "last year", "either year", "previous",
    "next", "first", "latest", "last", "this", "collection start", "collection end", "today", "authority",
)  # fmt: skip
_WORDS = (
    "and", "or else", "or", "not", "is", "in", "between", "same as", "differs from", "during", "overlaps", "to", "matches",
    "listed in", "exists", "has", "where", "missing", "present", "valid", "invalid", "supplied", "unique", "count", "sum",
    "min", "max", "of", "over", "from", "as", "because", "preferring", "working days", "day", "days", "week", "weeks",
    "month", "months", "year", "years", "for", "distinct", "yes", "of the same", "working day",
)  # fmt: skip
_groups: Any = bygroups
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


class LacdslLexer(RegexLexer):
    """Rules of lacdsl."""

    name = "lacdsl"
    aliases: ClassVar[list[str]] = ["lacdsl"]
    filenames: ClassVar[list[str]] = ["*.rules"]

    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [
            (r"#.*$", Comment.Single),
            (
                r"^(replace[ \t]+|remove[ \t]+|treat[ \t]+)?(rule)([ \t]+)([A-Za-z0-9][\w-]*)",
                _groups(Keyword.Declaration, Keyword.Declaration, Text, Name.Function),
            ),
            (
                r"^(replace[ \t]+)?(family|define|codes|parameter|table|spells)\b",
                _groups(Keyword.Declaration, Keyword.Declaration),
            ),
            (rf"^[ \t]+(?:{'|'.join(_CLAUSES)})\b", Keyword),
            (r"^[ \t]*\|", Punctuation, "row"),
            (r'"[^"\n]*"?', String.Double),
            (r"(matches)([ \t]+)(/(?:\\.|[^/\\\n])+/)", _groups(Operator.Word, Text, String.Regex)),
            (rf"\b\d{{1,2}}[ \t]+(?:{_MONTHS})[ \t]+\d{{4}}\b", Number),
            (r"\b\d+(\.\d+)?\b", Number),
            (words((*FUNCTIONS, "max", "min"), prefix=r"\b", suffix=r"(?=\()"), Name.Builtin),
            (words(_ROWS, prefix=r"\b", suffix=r"\b"), Keyword.Pseudo),
            (words(_WORDS, prefix=r"\b", suffix=r"\b"), Operator.Word),
            (words(("error", "query", "note"), prefix=r"\b", suffix=r"\b"), Name.Constant),
            (r"\b[A-Z][A-Z0-9_]+\b", Name.Attribute),
            (r"\b[A-Z]\w*\b", Name.Class),
            (r"[A-Za-z_]\w*", Name),
            (r"<=|>=|<>|[=<>+*/-]", Operator),
            (r"[{}(),.]", Punctuation),
            (r"\n", Text),
            (r"[ \t\r\f]+", Text),
            (r".", Text),
        ],
        "row": [
            (r"\n", Text, "#pop"),
            (r"[ \t]*\|", Punctuation),
            (r"[ \t]*passes(?=[ \t]*\|)", Generic.Inserted),
            (r"[ \t]*fails(?=[ \t]*\|)", Generic.Deleted),
            (r"[ \t]*(?:unknown|n/a|not run)(?=[ \t]*\|)", Generic.Emph),
            (r"[ \t]*\d\d/\d\d/\d{4}", Number),
            (r"\*(?=[ \t]*(?:\||$))", Keyword.Pseudo),
            (r"[^|*\n]+|\*", Text),
        ],
    }


class ConsoleLexer(RegexLexer):
    """What is typed at a console after `> `, and what is answered: a page can then copy the commands alone."""

    name = "lacdsl at a console"
    aliases: ClassVar[list[str]] = ["lacdsl-console"]
    filenames: ClassVar[list[str]] = []

    tokens: ClassVar[dict[str, list[object]]] = {
        "root": [(r"^(> )(.*\n)", _groups(Generic.Prompt, Text)), (r".*\n", Generic.Output)]
    }
