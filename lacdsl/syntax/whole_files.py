"""Files that hold no rules at all, or two versions of them: one message for the file, not one for every line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lacdsl.diagnostics import Diagnostic, Span, suggest
from lacdsl.syntax.split import ITEM_WORDS, LINE_WORDS, Chunk

_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")
_TOO_FEW = 2
_SIGN_FOR_LINE_END = re.compile(r"[\u2028\u2029\x85]")
_BEGUN_BEHIND_SIGN = re.compile(
    rf"{_SIGN_FOR_LINE_END.pattern}"
    rf"(?:(?:{'|'.join(sorted(ITEM_WORDS))})[ \t]+\S|[ \t]{{2,}}(?:for each|must|severity|flag|message|because|fix)\b)"
)
# How files of other kinds begin, and what they are.
_KINDS = (
    (re.compile(r"\{\\rtf"), "a document of a word processor"),
    (re.compile(r"<(?:!doctype|html|\?xml|body|p|div)\b", re.IGNORECASE), "a web page or XML"),
    (re.compile(r"\s*[{\[]\s*(?:[\"{\[]|$)"), "JSON"),
    (re.compile(r"(?:From|To|Cc|Subject|Sent|Date):\s"), "an e-mail"),
    (re.compile(r"(?:select|with|insert|create|use|declare)\b", re.IGNORECASE), "SQL"),
    (re.compile(r"(?:import|from|def|class|library)\s+\w"), "a program"),
    (re.compile(r"(?:---|\w+:(?:\s|$)|-\s+\w+:)"), "YAML"),
    (re.compile(r"[^,;\t\n]+(?:[,;\t][^,;\t\n]*){2,}$"), "a table of values"),
)


def no_rules(lines: Sequence[str], chunks: Sequence[Chunk], file: str) -> Diagnostic | None:
    """A file in which nothing begins as a rule, a definition or the like does."""
    begun = [lines[chunk.code_line - 1].split(maxsplit=1)[0] for chunk in chunks]
    if len(begun) < _TOO_FEW or any(_is_ours(word) for word in begun):
        return None
    number = chunks[0].code_line
    first = lines[number - 1]
    kind = next((kind for pattern, kind in _KINDS if pattern.match(first)), "")
    if not kind and all(line.startswith(">") for line in lines if line.strip()):
        message = "Every line begins with `>`, as in an e-mail that is answered."
        return _said(message, "Take the `>` away from every line.", file, number, first)
    if not kind and any(suggest(word, ITEM_WORDS, 1) for word in begun):
        return None
    message = f"This file holds no rules: it looks like {kind}." if kind else "This file holds no rules."
    help_ = 'A rule begins with `rule CODE "title"` at the left margin; `lacdsl new rule` writes one to be changed.'
    return _said(message, help_, file, number, first)


def two_versions(lines: Sequence[str], file: str) -> Diagnostic | None:
    """A file that Git left with two versions of the same lines in it."""
    signs = [(line[:7], number) for number, line in enumerate(lines, 1) if line[:7] in _CONFLICT]
    if not any(sign != "=======" for sign, _ in signs):
        return None
    number = signs[0][1]
    return Diagnostic(
        "S101",
        "Two versions of these lines stand in the file, and nobody has chosen between them.",
        "Keep one of the two, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`.",
        Span(file, number, 1, number, 8),
    )


def other_line_ends(text: str, file: str) -> Diagnostic | None:
    """A file in which items begin behind a sign that only some programs show as a line end: they would be no lines."""
    found = list(_BEGUN_BEHIND_SIGN.finditer(text))
    if not found:
        return None
    signs = list(dict.fromkeys(f"U+{ord(each.group()[0]):04X}" for each in found))
    start = found[0].start()
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Diagnostic(
        "S101",
        f"Lines end with {' or '.join(signs)} here, which is no line end: what follows would be part of this line.",
        f"Put a line end in place of every such sign; there are {len(_SIGN_FOR_LINE_END.findall(text))} in this file.",
        Span(file, line, column, line, column + 1),
    )


def _is_ours(word: str) -> bool:
    return word.strip('*_`#-:"').casefold() in ITEM_WORDS or word in LINE_WORDS


def _said(message: str, help_: str, file: str, number: int, line: str) -> Diagnostic:
    return Diagnostic("S101", message, help_, Span(file, number, 1, number, max(2, len(line.rstrip()) + 1)))
