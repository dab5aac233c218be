"""Files put into their one form, and parts of files: items that cannot be read stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lacdsl.syntax import parse, print_file
from lacdsl.syntax.split import split


@dataclass(frozen=True, slots=True)
class Edit:
    """The lines from `first` to before `last`, from 0, are to be `text`."""

    first: int
    last: int
    text: str


def formatted(text: str, first: int = 0, last: int | None = None) -> Iterator[Edit]:
    """The edits that put a text into its one form; only the items between two lines if these are given."""
    whole = parse(text)
    if last is None and not whole.diagnostics:
        made = print_file(whole.file)
        if made != text:
            yield Edit(0, text.count("\n") + 1, made)
        return
    for chunk in split(text):
        lines = chunk.text.rstrip().count("\n") + 1
        start = chunk.first_line - 1
        if start + lines <= first or (last is not None and start > last):
            continue
        parsed = parse(chunk.text)
        before = "\n".join(text.split("\n")[start : start + lines]) + "\n"
        made = print_file(parsed.file)
        if not parsed.diagnostics and made != before:
            yield Edit(start, start + lines, made)
