"""What YAML's own reader says, in the words of somebody who has never heard of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(r"\s*(?P<key>[^:\s][^:]*):\s+(?P<rest>\S.*)", re.ASCII)
_UNSEEN = re.compile("[\u00a0\u200b\ufeff\u00ad]")
_GENERAL = "check the indentation, and the colons, quotes and brackets on this line and the one before"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong, how to put it right, and where: a line and a column, counted from 0."""

    message: str
    help: str
    line: int
    column: int


def slip_of(problem: str, text: str, at: tuple[int, int], begun: tuple[int, int] | None) -> Slip:
    """The slip behind what the reader found at `at`, in something that began at `begun`."""
    lines = text.split("\n")
    line, column = at
    here = lines[line] if line < len(lines) else ""
    above = next(
        (number for number in range(min(line, len(lines)) - 1, -1, -1) if lines[number].strip()), None
    )
    if "tab character" in problem or "'\\t'" in problem:
        return Slip("A tab stands in front of this line.", "write blanks in its place", line, column)
    if "mapping values" in problem:
        if above is not None and _indent(here) > _indent(lines[above]) and _KEY.match(lines[above]):
            return Slip(
                "This line is indented, and the one above has its value already.",
                "begin it where the line above begins",
                line,
                _indent(here),
            )
        return Slip("A second colon stands in this line.", _in_quotes(here), line, column)
    if "expected ':'" in problem and above is not None and not _KEY.match(lines[above]):
        unseen = _UNSEEN.search(lines[above])
        if unseen is not None:
            message = f"A sign that cannot be seen stands in this line: U+{ord(unseen.group()):04X}."
            return Slip(message, "delete it, or type a blank for it", above, unseen.start())
        help_ = "write `name: value`, with a blank behind the colon"
        return Slip("This line has no colon.", help_, above, _indent(lines[above]))
    if "expected ',' or" in problem and begun is not None:
        sign = lines[begun[0]][begun[1] : begun[1] + 1]
        closing = {"{": "}", "[": "]"}.get(sign, "")
        if closing:
            return Slip(f"This `{sign}` is not closed.", f"put `{closing}` at its end", *begun)
    if "unexpected end of stream" in problem and begun is not None:
        return Slip("A text in quotes begins here and does not end.", "end it with the same quote", *begun)
    return Slip(f"This cannot be read as YAML: {problem}.", _GENERAL, line, column)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _in_quotes(line: str) -> str:
    found = _KEY.match(line)
    if found is None or '"' in line or len(line) > 100:
        return 'put the text behind the first colon between double quotes: `title: "Checks: ours"`'
    return f'put the text between double quotes: `{found["key"]}: "{found["rest"]}"`'
