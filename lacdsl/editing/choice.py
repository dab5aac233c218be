"""One thing that can be written at a place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """What an editor offers: `text` is shown and written, `insert` written instead where there is one.

    `kind`: word, table, column, code, define, let, list, parameter, function, rule, key, file, snippet. The text of a
    snippet holds places to fill in, as the protocol writes them: `${1:CODE}`. `order`: the lower, the likelier.
    """

    text: str
    kind: str
    detail: str = ""
    order: float = 5
    insert: str = ""
    about: str = ""
