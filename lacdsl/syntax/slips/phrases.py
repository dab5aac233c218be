"""Phrases of speech, spreadsheets, SQL and Python that are known by their words, and what the language says for each.

A phrase applies when the parser stopped in it, or just behind it. It is found by a pattern on the line; what is proposed is
made of what the pattern found, so that it can be put in as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.syntax.place import Place, short
from lacdsl.syntax.slips import hasty, lengths

# Phrases are short, and a line from a stranger can be long.
_WINDOW = 200
_COLUMN = r"[A-Za-z_][\w.]*"
_STATE = r"(?P<state>present|missing|valid|invalid|blank|empty|null|filled)"
_STATES = {"blank": "missing", "empty": "missing", "null": "missing", "filled": "present"}
_AGE = "Count years from the birthday, `years from Header.DOB to DEC`, or move it: `DEC >= Header.DOB + 16 years`."
_WHOLE = "Write the whole condition behind `must`: `must DEC > DECOM`, `must DEC is present`."
_OTHER_ROWS = "Write `is first`, `is last`, `previous.COLUMN` or `next.COLUMN`."
_IF = "`where` says which rows the rule is about, `must` says what has to hold."


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern, and what to write in its place: a text with its groups, or made of them.

    The group `here`, where there is one, is the part that is wrong. `clauses` are those that it is looked for in.
    """

    pattern: str
    help: str | Callable[[re.Match[str]], str]
    code: str = "S125"
    clauses: frozenset[str] = frozenset()


def _state(match: re.Match[str]) -> str:
    return _STATES.get(match["state"].lower(), match["state"].lower())


def _both(match: re.Match[str]) -> str:
    return f"Write `{match['a']} is {_state(match)} and {match['b']} is {_state(match)}`."


def _pattern(text: str) -> str:
    """A pattern with `%` and `*` as one of the language."""
    kept = {"%": ".*", "*": ".*", "_": ".", "?": "."}
    return "".join(kept.get(sign, sign if sign.isalnum() or sign == " " else f"\\{sign}") for sign in text)


def _like(match: re.Match[str]) -> str:
    negated = "not " if match["not"] else ""
    return f"Write `{negated}{match['column']} matches /{_pattern(match['text'].upper())}/`."


def _list(match: re.Match[str]) -> str:
    codes = re.findall(r"\w+", match["codes"])
    return f"Write `{'not ' if match['not'] else ''}in {{{', '.join(codes)}}}`."


def _spoken_list(match: re.Match[str]) -> str:
    codes = [code for code in re.findall(r"\w+", match["codes"]) if code not in ("or", "nor", "and")]
    negated = match["which"].split()[0] in ("neither", "none", "not")
    return f"Write `{'not ' if negated else ''}in {{{', '.join(codes)}}}`."


def _method(match: re.Match[str]) -> str:
    missing = match["method"].lower() in ("isnull", "isna")
    return f"Write `{match['column']} is {'missing' if missing != bool(match['not']) else 'present'}`."


def _age_at(match: re.Match[str]) -> str:
    whose = match["whose"] or ""
    birthday = whose if whose.isupper() or "." in whose else "Header.DOB"
    return f"Write `years from {birthday} to {match['at']}`."


def _years(match: re.Match[str]) -> str:
    first = int(match["year"])
    return f"Write `{match['word']} {first}-{(first + 1) % 100:02}`."


_EXAMPLE = frozenset({"example"})
_OF_CODES = r"(?P<codes>['\"]?\w+['\"]?(?:\s*[,;]\s*['\"]?\w+['\"]?)*)"
PHRASES = (
    *(Phrase(pattern, made, code) for pattern, made, code in hasty.HASTY),
    # Other languages
    Phrase(r"=\s*(?:IIF|IFS?|SWITCH)\s*\(", _IF),
    Phrase(r"\b(?:Fields|Parameters)!(?P<name>\w+)(?:\.Value)?", r"Write `\g<name>`."),
    Phrase(r"\b(?P<table>[A-Za-z]\w*)!(?P<name>\w+)", r"Write `\g<table>.\g<name>`."),
    Phrase(r"'?\b(?P<table>[A-Z][a-z]\w*)'?\[\s*(?P<name>[A-Za-z_]\w*)\s*\]", r"Write `\g<table>.\g<name>`."),
    Phrase(
        r"\b(?P<name>[A-Za-z_]\w*)\[(?P<at>\d{1,2})\]",
        lambda m: f"Write `mid({m['name']}, {int(m['at']) + 1}, 1)`.",
    ),
    Phrase(r"\b(?i:true|false)\s*\(\s*\)", "Leave it out: a condition stands by itself."),
    Phrase(r"[$@](?P<name>[A-Za-z_]\w*)", r"Write `\g<name>`."),
    Phrase(r"\b(?:dbo|public)\.(?P<table>[A-Za-z]\w*)", r"Write `\g<table>`."),
    Phrase(r"\b(?i:row_number|rank|dense_rank|first_value|last_value|lag|lead)\s*\(", _OTHER_ROWS),
    Phrase(
        rf"\b(?P<column>{_COLUMN})\s+(?P<not>(?i:not)\s+)?(?i:like)\s+(?P<q>['\"])(?P<text>[^'\"]{{0,40}})(?P=q)",
        _like,
    ),
    Phrase(rf"\b(?P<not>(?i:not)\s+)?(?i:in)\s*[(\[]\s*{_OF_CODES}\s*[)\]]", _list, "S119"),
    Phrase(
        rf"(?P<not>~\s*|(?i:\bnot)\s+)?\b(?P<column>{_COLUMN})\.(?P<method>isnull|isna|notnull|notna)\(\)",
        _method,
    ),
    Phrase(
        r"(?:\w+\.)?(?i:timedelta|relativedelta|dateoffset)\(\s*(?P<unit>days|weeks|months|years)\s*=\s*(?P<n>\d+)\s*\)",
        r"Write `\g<n> \g<unit>`.",
    ),
    Phrase(
        r"\b(?P<word>any|no|every|all)\s*\(",
        r"Write `\g<word> TABLE where CONDITION`, and brackets round the whole if need be.",
    ),
    Phrase(
        r"=\s*(?P<text>[A-Z]\w{0,10})\s*[*%](?![ \t]*\w)",
        lambda m: f"Write `matches /{m['text']}.*/`.",
    ),
    Phrase(
        r"(?:=|<>|\{|,)\s*(?P<here>(?P<code>[A-Z]?\d\w*)\s*\(\s*[A-Za-z][^(){}]{0,60}\))",
        r"Write `\g<code>`.",
    ),
    Phrase(r"(?<=\s)f(?=\")", "Leave the `f` out.", clauses=frozenset({"message", "because", "fix"})),
    # Years of an example
    Phrase(
        r"(?P<here>\b(?P<word>in|from|until)\s+(?P<year>20\d\d)\s*/\s*(?:20)?\d\d)\b",
        _years,
        clauses=_EXAMPLE,
    ),
    Phrase(
        r"(?P<here>\b(?P<word>in|from|until)\s+20\d\d)\b(?!-)",
        r"Name the collection by both its years: `\g<word> 2026-27`.",
        clauses=_EXAMPLE,
    ),
    # What has to hold
    Phrase(r"^\s*(?P<here>must\s+(?:always\s+|also\s+|only\s+)?(?:be|have|equal|contain)\b)", _WHOLE),
    Phrase(
        rf"\b(?P<column>{_COLUMN})\s+(?:(?:must|may|should|shall|can|is)\s+)?(?:not|cannot|can't)\s+(?:to\s+)?be\s+"
        r"(?:missing|blank|empty|null)\b",
        r"Write `\g<column> is present`.",
    ),
    Phrase(
        rf"\b(?P<column>(?!must\b){_COLUMN})\s+(?:must|should|shall|has\s+to|needs\s+to)\s+be\s+{_STATE}\b",
        lambda m: f"Write `{m['column']} is {_state(m)}`.",
    ),
    Phrase(
        r"\b(?:cannot|can't|should|shall|may)\b",
        "Write what has to hold as a condition: `DEC is present`, `DEC > DECOM`.",
    ),
    Phrase(
        rf"\bboth\s+(?P<a>{_COLUMN})\s+and\s+(?P<b>{_COLUMN})\s+(?:are|is)\s+{_STATE}\b",
        _both,
    ),
    Phrase(rf"\b(?P<a>{_COLUMN})\s+and\s+(?P<b>{_COLUMN})\s+are\s+(?:both\s+)?{_STATE}\b", _both),
    Phrase(r"\bare\b", "Write `is`, and ask it of every column: `DEC is present and REC is present`."),
    Phrase(r"\bboth\b", "Leave `both` out."),
    Phrase(rf"\b(?P<column>{_COLUMN})\s+has\s+(?:a|any)\s+value\b", r"Write `\g<column> is present`."),
    Phrase(rf"\b(?P<column>{_COLUMN})\s+has\s+no\s+value\b", r"Write `\g<column> is missing`."),
    Phrase(
        r"\bis\s+(?P<which>either|one\s+of|any\s+of|neither|none\s+of|not\s+one\s+of)\s+[({]?\s*"
        r"(?P<codes>\w+(?:\s*(?:,|\bor\b|\bnor\b)\s*\w+)+)\s*[)}]?",
        _spoken_list,
    ),
    # Ages
    Phrase(
        rf"\bage(?:\s+of\s+(?:the\s+)?(?P<whose>{_COLUMN}))?\s+(?:at|on|when|by)\s+(?:the\s+)?"
        rf"(?P<at>collection\s+(?:start|end)|{_COLUMN})",
        _age_at,
    ),
    Phrase(r"\b(?:the\s+)?(?P<n>\d+)(?:st|nd|rd|th)\s+birthday\b", r"Write `Header.DOB + \g<n> years`."),
    Phrase(r"\b(?:age\s+of\b|aged\b|\d+\s+years?\s+old\b|years?\s+of\s+age\b)", _AGE),
    # Rows
    Phrase(
        r"\b(?P<word>any|no|every|all)\s+where\b",
        r"Say whose rows are meant: `\g<word> TABLE where CONDITION`.",
    ),
    Phrase(
        r"\b(?P<word>any|no|every|all|count\s+of)\s+(?P<table>[A-Z]\w*)\s+(?:in|of|from)\s+(?:the\s+)?(?:last|previous|prior)\s+year\b",
        r"Write `\g<word> last year \g<table>`.",
    ),
    Phrase(r"\b(?:most\s+recent|newest)\s+(?P<table>[A-Z]\w*)", r"Write `latest \g<table>`."),
    Phrase(r"\b(?:earliest|oldest)\s+(?P<table>[A-Z]\w*)", r"Write `first \g<table>`."),
    # Lengths of time and dates
    *(Phrase(pattern, made) for pattern, made in lengths.DISTANCES),
    *(Phrase(pattern, made) for pattern, made in lengths.PERIODS),
    Phrase(lengths.DAY_OF_A_MONTH, lengths.day_of_a_month, "S126"),
    *(
        Phrase(
            rf"(?:\bis\s+)?\b(?:{words})\b(?!\s+(?:one|two|\w+\s+of|[A-Z]\w*\s+where)\b)", f"Write `{sign}`."
        )
        for words, sign in lengths.SIGNS
    ),
)
_READY = tuple((phrase, re.compile(phrase.pattern)) for phrase in PHRASES)
# Small words that mean nothing in a rule. Looked for when nothing else has been found.
_ARTICLE = re.compile(r"\b(?:the|a|an)\s+(?P<name>[A-Z]\w*)")


def phrases(place: Place) -> Diagnostic | None:
    """The first phrase that the parser stopped in."""
    line, at, back, column = _window(place)
    for phrase, pattern in _READY:
        if phrase.clauses and place.clause not in phrase.clauses:
            continue
        for match in pattern.finditer(line):
            if match.start() > at:
                break
            if match.end() > back:
                return _said(phrase, match, place, column)
    return None


def articles(place: Place) -> Diagnostic | None:
    """`the DEC`, `a Review`."""
    line, at, back, column = _window(place)
    for match in _ARTICLE.finditer(line):
        if match.start() <= at and match.end() > back:
            return _said(Phrase("", r"Write `\g<name>`."), match, place, column)
    return None


def _window(place: Place) -> tuple[str, int, int, int]:
    """The line, where the parser stopped in it and the word before begins, and the column that the line begins at."""
    if place.at_line_start and place.above is not None and place.previous_span.line != place.span.line:
        line = place.above[-_WINDOW:]
        end = place.previous_span.end_column - (len(place.above) - len(line)) - 1
        back = place.previous_span.column - (len(place.above) - len(line)) - 1
        return line, end, back, len(place.above) - len(line) + 1
    before = place.before[-_WINDOW:]
    line = before + (place.found or "") + place.after[:_WINDOW]
    same = place.previous_span.line == place.span.line
    back = len(before) - (place.span.column - place.previous_span.column if same else 0)
    return line, len(before), min(back, len(before)), place.span.column - len(before)


def _said(phrase: Phrase, match: re.Match[str], place: Place, column: int) -> Diagnostic:
    group = "here" if "here" in match.re.groupindex else 0
    start, end = match.span(group)
    row = place.span.line
    if place.at_line_start and place.above is not None and place.previous_span.line != row:
        row = place.previous_span.line
    span = Span(place.span.file, row, column + start, row, column + end)
    help_ = phrase.help(match) if callable(phrase.help) else match.expand(phrase.help)
    if phrase.code == "S119":
        return Diagnostic("S119", "A list of codes stands in curly brackets.", help_, span)
    shown = short(" ".join(match.group(group).split()))
    shown = f"{shown}…)" if shown.endswith("(") else shown
    if phrase.code == "S126":
        return Diagnostic("S126", f"`{shown}` is not how a date is written in a rule.", help_, span)
    return Diagnostic(phrase.code, f"`{shown}` is not used here.", help_, span)
