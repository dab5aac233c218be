"""Many distinct texts, held by Arrow: Python's own texts, and a dict of their places, would take five times the memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_SLICE = 10_000


class WordList:
    """Distinct texts in their order. The place of a text is found by its hash."""

    def __init__(self, texts: pa.LargeStringArray | None = None) -> None:
        self.texts = pa.array([], pa.large_string()) if texts is None else texts
        hashes = np.fromiter((hash(text) for text in self), np.int64, len(self.texts))
        order = np.argsort(hashes)
        self._order, self._hashes = order.astype(np.int32), hashes[order]

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, place: int) -> str:
        text: str = self.texts[place].as_py()
        return text

    def __iter__(self) -> Iterator[str]:
        for begin in range(0, len(self.texts), _SLICE):
            yield from self.texts.slice(begin, _SLICE).to_pylist()

    def place(self, text: str) -> int:
        """The place of a text, -1 where it is not among them."""
        sought = hash(text)
        at = int(np.searchsorted(self._hashes, sought))
        while at < len(self._hashes) and self._hashes[at] == sought:
            place = int(self._order[at])
            if self[place] == text:
                return place
            at += 1
        return -1

    def at(self, places: NDArray[np.integer[Any]]) -> list[str]:
        """The texts at some places."""
        found: list[str] = self.texts.take(pa.array(places)).to_pylist()
        return found
