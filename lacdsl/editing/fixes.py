"""Corrections that a diagnostic proposes: `Did you mean ...?`, put in the place that it underlines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lacdsl.diagnostics import Diagnostic

_MEANT = re.compile(r"Did you mean (.*?)\?")
_WRITE = re.compile(r"Write ((?:`[^`]+`(?:, | or )?)+)\.")
_IN_A_SENTENCE = re.compile(r"write `([^`]+)`\.?$")
_QUOTED = re.compile(r"`([^`]+)`")
# Words that stand for something of the reader's own in a proposal: it cannot be put in as it is.
_STANDS_FOR = re.compile(r"…|\b(A|B|X|X1|TABLE|COL|COLUMN|COND|CONDITION|VALUE|NAME|CODE|DATE|T|C|D)\b")
# Of these what is proposed goes exactly where the mistake is.
_IN_PLACE = frozenset({"S114", "S118", "S119", "S120", "S123", "S125", "S126", "S130", "S136", "S138"})


@dataclass(frozen=True, slots=True)
class Fix:
    """A text that could stand in the place of another. `sure`: it is the only one that is proposed."""

    title: str
    text: str
    sure: bool


def fixes_of(diagnostic: Diagnostic, underlined: str) -> tuple[Fix, ...]:
    """The corrections that a diagnostic proposes for the text that it underlines."""
    meant = _MEANT.search(diagnostic.help)
    if meant is not None:
        found = [text for text in _QUOTED.findall(meant.group(1)) if text != underlined]
        return tuple(Fix(f"Write {text}", text, len(found) == 1) for text in found)
    written = _WRITE.fullmatch(diagnostic.help)
    if written is not None and diagnostic.code in _IN_PLACE:
        found = _QUOTED.findall(written.group(1))
    else:
        inside = _IN_A_SENTENCE.search(diagnostic.help) if diagnostic.code.startswith("N") else None
        found = [inside.group(1)] if inside is not None else []
    fit = [text for text in found if not _STANDS_FOR.search(text)]
    return tuple(Fix(f"Write {text}", text, len(fit) == 1) for text in fit)
