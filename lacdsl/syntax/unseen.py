"""Signs that a word processor, an e-mail or a web page puts into a whole file: told once, with how many there are."""

from __future__ import annotations

import re

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax.slips.signs import unseen_sign

# Texts, comments and rows of tables may hold any sign; what is left is code.
_PARTS = re.compile(
    r'"[^"\n]*"|#[^\n]*|^[ \t]*\|[^\n]*|(?P<curly>[\u201c\u201d\u201e])'
    r"|(?P<unseen>[\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad\u2028\u2029\u202f\u2007\x0b\x0c])"
    r"|(?P<entity>&(?:gt|lt|amp|quot|nbsp|#39);)",
    re.MULTILINE,
)
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_ENTITIES = {"&gt;": ">", "&lt;": "<", "&amp;": "&", "&quot;": '"', "&nbsp;": " ", "&#39;": "'"}


def cleaned(text: str, file: str) -> tuple[str, list[Diagnostic]]:
    """The text as it was meant, to be read on, and one message for every kind of sign that does not belong in it.

    A text with a curly quote is read to the end of the line, so that what is in it is not taken for code.
    """
    if text.isascii() and "&" not in text and "\x0b" not in text and "\x0c" not in text:
        return text, []
    found: dict[str, list[re.Match[str]]] = {"curly": [], "unseen": [], "entity": []}
    made: list[str] = []
    done = 0
    for match in _PARTS.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        found[kind].append(match)
        made += [text[done : match.start()], _meant(kind, match, text)]
        done = match.end()
    made.append(text[done:])
    problems = [_told(kind, all_of, text, file) for kind, all_of in found.items() if all_of]
    return "".join(made), problems


def _meant(kind: str, match: re.Match[str], text: str) -> str:
    sign = match.group()
    if kind == "curly":
        return '"'
    if kind == "entity":
        return _ENTITIES[sign]
    within = (
        text[match.start() - 1 : match.start()].isalnum() and text[match.end() : match.end() + 1].isalnum()
    )
    at_margin = match.start() == 0 or text[match.start() - 1] == "\n"
    return "" if (sign in _NO_WIDTH and within) or (at_margin and sign in f"{_NO_WIDTH}\x0b\x0c") else " "


def _told(kind: str, found: list[re.Match[str]], text: str, file: str) -> Diagnostic:
    first = found[0]
    line = text.count("\n", 0, first.start()) + 1
    column = first.start() - text.rfind("\n", 0, first.start())
    span = Span(file, line, column, line, column + len(first.group()))
    more = (
        f" There are {len(found)} in this file: search for it and replace them all." if len(found) > 1 else ""
    )
    if kind == "unseen":
        made = unseen_sign(first.group(), span)
        return Diagnostic(made.code, made.message, made.help + more, span)
    if kind == "curly":
        message, help_ = (
            f"`{first.group()}` does not quote a text.",
            'Use straight double quotes: `"\N{HORIZONTAL ELLIPSIS}"`.',
        )
        return Diagnostic("S109", message, help_ + more, span)
    message = f"`{first.group()}` comes from a web page, and is no sign of the language."
    return Diagnostic("S136", message, f"Write `{_ENTITIES[first.group()]}`.{more}", span)
