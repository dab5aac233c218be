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
# Of these it goes in place of the whole comparison.
_WHOLE = frozenset({"T304", "T311"})
_AS_PROPOSED = re.compile(
    r"(?:Put a dot between them|A name has no blanks in it|Write the number alone): `([^`]+)`\."
)
_DELETED = re.compile(r"Delete it\b(?!, or|: rules)|Leave it out\.|Delete the line\.")


@dataclass(frozen=True, slots=True)
class Fix:
    """A text that could stand in the place of another. `sure`: it is the only one that is proposed.

    `back`: so many characters in front of what is underlined go as well.
    """

    title: str
    text: str
    sure: bool
    back: int = 0


def fixes_of(diagnostic: Diagnostic, underlined: str, before: str = "") -> tuple[Fix, ...]:
    """The corrections that a diagnostic proposes for the text that it underlines; `before` it stands in its line."""
    meant = _MEANT.search(diagnostic.help)
    if meant is not None:
        found = [text for text in _QUOTED.findall(meant.group(1)) if text != underlined]
        return tuple(Fix(f"Write {text}", text, len(found) == 1) for text in found)
    done = _done(diagnostic, underlined, before)
    if done is not None:
        return (done,)
    written = _WRITE.fullmatch(diagnostic.help)
    if written is not None and diagnostic.code in _IN_PLACE:
        found = _QUOTED.findall(written.group(1))
    else:
        said = diagnostic.code.startswith("N") or diagnostic.code in _WHOLE
        inside = _IN_A_SENTENCE.search(diagnostic.help) if said else None
        found = [inside.group(1)] if inside is not None else []
    fit = [text for text in found if not _STANDS_FOR.search(text)]
    return tuple(Fix(f"Write {text}", text, len(fit) == 1) for text in fit)


def _done(diagnostic: Diagnostic, underlined: str, before: str) -> Fix | None:
    """What a diagnostic says in words is done to the text that it underlines."""
    help_ = diagnostic.help
    if not diagnostic.code.startswith("S"):
        return None
    proposed = _AS_PROPOSED.fullmatch(help_)
    if proposed is not None and not _STANDS_FOR.search(proposed.group(1)):
        return Fix(f"Write {proposed.group(1)}", proposed.group(1), True)
    first, _, second = underlined.partition(" ")
    if help_.startswith("Write it at the left margin") and not before.strip():
        return Fix("Move it to the left margin", underlined, True, len(before))
    if help_ == "Begin a comment with `#`.":
        return Fix("Write #", "#", True)
    if help_ == "Indent it by two spaces, so that it belongs to the rule above.":
        return Fix("Indent it", f"  {underlined}", True)
    if help_.startswith('Write `"') and help_ == f'Write `"{underlined}"`.':
        return Fix(f'Write "{underlined}"', f'"{underlined}"', True)
    if help_ == "Write `COLUMN is missing`." and second:
        return Fix(f"Write {first} is {second}", f"{first} is {second}", True)
    if help_.startswith("Leave `either` out") and second:
        return Fix("Leave `either` out", second, True)
    if help_.startswith("Put a sign between them") and second and " " not in second:
        return Fix(f"Write {first} = {second}", f"{first} = {second}", False)
    return Fix("Delete it", "", True) if _DELETED.match(help_) else None
