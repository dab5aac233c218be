"""The call of a function that is being written: its form, and which of its arguments."""

from __future__ import annotations

from dataclasses import dataclass

from lacdsl.editing.cursor import cursor_at
from lacdsl.semantics.functions import FUNCTIONS

_FORMS = {"max": "max(A, B)", "min": "min(A, B)", **{name: each.form for name, each in FUNCTIONS.items()}}


@dataclass(frozen=True, slots=True)
class Call:
    """A function's form, such as `left(X, 3)`, its arguments as they stand there; `at` is the one at hand, from 0."""

    form: str
    arguments: tuple[str, ...]
    at: int


def call_at(text: str, line: int, column: int) -> Call | None:
    """The call that a place is inside of."""
    tokens = cursor_at(text, line, column).tokens
    depth = at = 0
    for place in range(len(tokens) - 1, 0, -1):
        kind = tokens[place].type
        if kind == "RPAR":
            depth += 1
        elif kind == "COMMA" and not depth:
            at += 1
        elif kind == "LPAR" and depth:
            depth -= 1
        elif kind == "LPAR":
            form = _FORMS.get(str(tokens[place - 1]))
            if form is not None:
                inside = form[form.index("(") + 1 : -1]
                arguments = tuple(each.strip() for each in inside.split(","))
                return Call(form, arguments, min(at, len(arguments) - 1))
            at = 0
    return None
