"""Notes that somebody wrote down in an earlier workbook, put to the findings and children of a later one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Subject(NamedTuple):
    """What a note is about, as a workbook says it: a finding, or a child as a whole (without rule, key and cells)."""

    rule: str
    child: str
    key: str = ""
    cells: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A note and what it is about."""

    about: Subject
    text: str


def key_text(key: Mapping[str, str | None] | None) -> str:
    """The key of a row as it stands in a workbook."""
    return "; ".join(f"{name} = {value or '(blank)'}" for name, value in (key or {}).items())


def placed(notes: Sequence[Note], subjects: Iterable[Subject]) -> tuple[list[str], list[Note]]:
    """The note of every subject, "" where there is none, and the notes whose subject is not there.

    A finding is known by rule, child and key. Of alike ones those that show the same cells come first.
    """
    known = list(subjects)
    texts = [""] * len(known)
    left = list(notes)
    for with_cells in (True, False):
        waiting: dict[Subject, list[Note]] = defaultdict(list)
        for note in reversed(left):
            waiting[_known_by(note.about, with_cells)].append(note)
        for place, subject in enumerate(known if left else ()):
            if not texts[place] and (held := waiting.get(_known_by(subject, with_cells))):
                texts[place] = held.pop().text
        remaining = {id(note) for held in waiting.values() for note in held}
        left = [note for note in left if id(note) in remaining]
    return texts, left


def _known_by(about: Subject, with_cells: bool) -> Subject:
    rule, child, key, cells = map(_plain, about)
    return Subject(rule, child, key, cells if with_cells else "")


def _plain(text: str) -> str:
    """What is left of a text on its way through a workbook: nothing unseen, and blanks only between words."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip().upper()
    seen = "".join(each if each.isprintable() and each != "\ufffd" else " " for each in text)
    return " ".join(seen.split()).upper()
