"""Where a node is evaluated: for every position a row Here and a row This."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from lacdsl.engine.relation import Relation
from lacdsl.engine.vectors import Index


@dataclass(slots=True, eq=False)
class Domain:
    """Pairs of rows. `here_rows` None: every row of `here`, in order (then `this` is the same relation)."""

    here: Relation
    here_rows: Index | None = None
    this: Relation | None = None
    this_rows: Index | None = None
    memo: dict[int, Any] = field(default_factory=dict)
    links: dict[tuple[int, ...], Any] = field(default_factory=dict)

    def drop(self, target: Relation) -> None:
        """Forgets which rows of `target` belong with its own."""
        for key in [key for key in self.links if key[0] == id(target)]:
            del self.links[key]

    @property
    def size(self) -> int:
        """The number of positions."""
        return self.here.n if self.here_rows is None else len(self.here_rows)
