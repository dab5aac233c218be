"""What a return counts: children, pupils, workers, homes. Reports and messages call it by the words that stand here."""

from __future__ import annotations

import re
from dataclasses import dataclass

_IRREGULAR = {"child": "children", "person": "people", "man": "men", "woman": "women"}


@dataclass(frozen=True, slots=True)
class Entity:
    """What the keys of the root table are numbers of.

    `singular` and `plural` are what people call it, `word` is what rules call it: there is one for every key in any table
    of either year.
    """

    singular: str = "child"
    plural: str = "children"
    word: str = "Child"

    @property
    def possessive(self) -> str:
        """`child's`"""
        return f"{self.singular}'s"

    @property
    def title(self) -> str:
        """`Child`, as a heading."""
        return self.singular[:1].upper() + self.singular[1:]

    @property
    def option(self) -> str:
        """The option of the command line that names one by its key."""
        return "--child" if self.singular == "child" else "--key"

    @property
    def titles(self) -> str:
        """`Children`, as a heading."""
        return self.plural[:1].upper() + self.plural[1:]


CHILD = Entity()


def entity_called(
    singular: str, plural: str = "", word: str = "", taken: frozenset[str] = frozenset()
) -> Entity:
    """What is called by those words; those that are left out follow from the singular.

    `taken` are words that rules have for tables. Where a table is called like the entity, rules say `PupilNumber` for it.
    """
    own = "".join(part[:1].upper() + part[1:] for part in re.findall(r"[A-Za-z0-9]+", singular))
    return Entity(singular, plural or plural_of(singular), word or (f"{own}Number" if own in taken else own))


def plural_of(noun: str) -> str:
    """`episodes`; the first noun of a phrase takes the ending, and what stands beside it: `homes or agencies in …`."""
    one, either, other = noun.partition(" or ")
    if either:
        return f"{plural_of(one)} or {plural_of(other)}"
    head, *rest = re.split(r"( to | with | of | in (?!need)| or | missing)", noun, maxsplit=1)
    *before, last = re.split(r"(?<=[ -])(?=\w+$)", head)
    if last.lower() in _IRREGULAR:
        head = "".join(before) + last[:1] + _IRREGULAR[last.lower()][1:]
    elif head.endswith(("s", "x", "ch", "sh")):
        head += "es"
    elif re.search(r"[^aeiou]y$", head):
        head = head[:-1] + "ies"
    else:
        head += "s"
    return head + "".join(rest)
