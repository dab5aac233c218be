"""Texts as numbers: texts that rules take for the same have one number, in every column of every table.

Many texts are folded and numbered by Arrow, those of several columns together. Few texts, and those that are out of the
ordinary, are read one by one. Both come out the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.engine.series import Raw
from lacdsl.engine.wordlist import WordList
from lacdsl.model import Column, ColumnType
from lacdsl.values import OK, read_cell, read_text

FEW = 200
"""So many texts are sooner read one by one."""

_FOLDED_ALIKE = {
    ColumnType.CODE: ColumnType.CODE,
    ColumnType.FLAG: ColumnType.CODE,
    ColumnType.POSTCODE: ColumnType.POSTCODE,
}
"""Types whose texts are folded in a way of their own; all others are folded as TEXT is."""

Form: TypeAlias = tuple[ColumnType, bool]
"""What texts that are folded alike have in common: a type, and whether case matters."""

_FIRST_PLAIN, _LAST_PLAIN, _POINT = 0x20, 0x7E, 0x2E
Words: TypeAlias = pa.LargeStringArray


class Texts:
    """The numbers of all texts of a run: those of the tables, numbered together at first, then those that rules add."""

    def __init__(self) -> None:
        self._first = WordList()
        self._later: list[str] = []
        self._numbers: dict[str, int] = {}
        self._read: dict[Form, dict[str, int]] = {}

    def __len__(self) -> int:
        return len(self._first) + len(self._later)

    def number(self, text: str) -> int:
        """The number of a folded text."""
        number = self._numbers.get(text)
        if number is None:
            number = self._first.place(text)
            if number < 0:
                number = len(self)
                self._later.append(text)
            self._numbers[text] = number
        return number

    def known(self, text: str) -> int:
        """The number of a folded text, -1 where it is in no cell so far."""
        number = self._numbers.get(text)
        return self._first.place(text) if number is None else number

    def name(self, number: int) -> str:
        """The folded text with a number."""
        known = len(self._first)
        return self._first[number] if number < known else self._name_of_later(number - known)

    def names(self, numbers: NDArray[Any]) -> list[str]:
        """The folded texts with these numbers; "" for a number that none has."""
        known = len(self._first)
        if not known:
            return [self._name_of_later(number) for number in numbers.tolist()]
        found = self._first.at(np.minimum(numbers, known - 1))
        for place in np.flatnonzero(numbers >= known).tolist():
            found[place] = self._name_of_later(int(numbers[place]) - known)
        return found

    def _name_of_later(self, place: int) -> str:
        return self._later[place] if place < len(self._later) else ""

    def numbers_together(self, columns: Sequence[tuple[Raw, Column]]) -> list[NDArray[np.int32]]:
        """The number of every distinct cell of columns of textual types, -1 for a blank."""
        if sum(len(raw) for raw, _ in columns) <= FEW:
            return [self._numbers_one_by_one(raw, column) for raw, column in columns]
        alike: dict[Form, list[int]] = {}
        for place, (raw, column) in enumerate(columns):
            if raw.words is not None:
                alike.setdefault(_form(column), []).append(place)
        parts = self._numbers_by_arrow(
            {form: [columns[place][0].words for place in places] for form, places in alike.items()}
        )
        found = dict(zip((place for places in alike.values() for place in places), parts, strict=True))
        return [
            found[place] if place in found else self._numbers_one_by_one(raw, column)
            for place, (raw, column) in enumerate(columns)
        ]

    def _numbers_by_arrow(self, columns: Mapping[Form, list[Words]]) -> list[NDArray[np.int32]]:
        if not columns:
            return []
        folded = pa.concat_arrays(
            [_folded(pa.concat_arrays(words), *form) for form, words in columns.items()]
        ).dictionary_encode()
        numbers = np.append(self._numbers_of_distinct(folded.dictionary), np.int32(-1))
        found = numbers[folded.indices.fill_null(-1).to_numpy()]
        ends = np.cumsum([len(each) for words in columns.values() for each in words])
        return np.split(found, ends[:-1])

    def _numbers_of_distinct(self, folded: Words) -> NDArray[np.int32]:
        if len(self):
            texts = folded.to_pylist()
            return np.fromiter((self.number(text) if text else -1 for text in texts), np.int32, len(texts))
        self._first = WordList(folded)
        numbers = np.arange(len(folded), dtype=np.int32)
        blank = self._first.place("")
        if blank >= 0:
            numbers[blank] = -1
        return numbers

    def _numbers_one_by_one(self, raw: Raw, column: Column) -> NDArray[np.int32]:
        return np.fromiter(self._one_by_one(raw.distinct(), column), np.int32, len(raw))

    def _one_by_one(self, cells: Sequence[Any], column: Column) -> Iterator[int]:
        known = self._read.setdefault(_form(column), {})
        for cell in cells:
            # Only texts are looked up: other values may be equal and yet read differently, or not be hashable at all.
            if type(cell) is not str:
                how, read = read_cell(cell, column)
                yield self.number(read) if how == OK and isinstance(read, str) else -1
                continue
            number = known.get(cell)
            if number is None:
                text = read_text(cell, column.type, column.exact)
                number = known[cell] = -1 if text is None else self.number(text)
            yield number


def _form(column: Column) -> Form:
    return _FOLDED_ALIKE.get(column.type, ColumnType.TEXT), column.exact


def _folded(words: Words, kind: ColumnType, exact: bool) -> Words:
    """What `read_text` gives for every word, "" for blanks."""
    folded = pc.ascii_trim(words, " ")
    if not exact:
        folded = pc.ascii_upper(folded)
    if kind is ColumnType.POSTCODE:
        folded = pc.replace_substring(folded, " ", "")
    odd = _odd(words, kind)
    if not len(odd):
        return folded
    mask = np.zeros(len(words), np.bool_)
    mask[odd] = True
    read = [read_text(word, kind, exact) or "" for word in words.take(pa.array(odd)).to_pylist()]
    return pc.replace_with_mask(folded, pa.array(mask), pa.array(read, pa.large_string()))


def _odd(words: Words, kind: ColumnType) -> NDArray[np.int64]:
    """The places of words that are not printable ASCII, or are a code that may have been written as a number."""
    offsets, characters = bytes_of(words)
    odd = characters - np.uint8(_FIRST_PLAIN) > _LAST_PLAIN - _FIRST_PLAIN
    if kind is ColumnType.CODE:
        odd |= characters == _POINT
    return np.unique(np.searchsorted(offsets, np.flatnonzero(odd), side="right") - 1)


def bytes_of(words: Words) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Where each word begins (and the last one ends) in the bytes of all words, and those bytes."""
    _, offsets_held, bytes_held = words.buffers()
    if not len(words):
        return np.zeros(1, np.int64), np.zeros(0, np.uint8)
    offsets = np.frombuffer(offsets_held, np.int64)[words.offset : words.offset + len(words) + 1]
    text = np.frombuffer(bytes_held or b"", np.uint8)[offsets[0] : offsets[-1]]
    return offsets - offsets[0], text
