"""The codes that could stand in the place of a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lacdsl.model import ColumnType, Model
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t


@dataclass(frozen=True, slots=True)
class Known:
    """The lists of codes of a model and of the rules over it."""

    codes: Mapping[str, tuple[str, ...]]
    """By column name, whatever table it is in: the codes that it may have."""
    lists: Mapping[str, tuple[t.Expr, ...]]

    def own_list(self, name: str) -> tuple[t.Expr, ...] | None:
        """The items of a list that the rules define; None for a list of the model."""
        return self.lists.get(name)

    def instead_of(self, code: t.Expr, beside: t.Expr, taken: tuple[t.Expr, ...]) -> list[t.Expr]:
        """The next code of the list of the column `beside`, for a code that stands beside it."""
        listed = self._listed(beside)
        text = code_text(code)
        if text is None or text not in listed:
            return []
        used = {text, *(code_text(each) for each in taken)}
        place = listed.index(text)
        others = [each for each in (*listed[place + 1 :], *listed[:place]) if each not in used]
        return [_as_code(other, code) for other in others[:1]]

    def beside_codes(self, number: t.Number, parent: t.Node | None) -> bool:
        """The number is a code, by what it is compared with."""
        if isinstance(parent, t.Compare | t.Same):
            other = parent.right if parent.left is number else parent.left
            return bool(self._listed(other))
        return False

    def _listed(self, value: t.Expr) -> tuple[str, ...]:
        if isinstance(value, t.OrElse):
            value = value.value
        return self.codes.get(value.names[-1], ()) if isinstance(value, t.Ref) and value.names else ()


def known_codes(model: Model, world: World) -> Known:
    """What there is to know of codes."""
    codes: dict[str, tuple[str, ...]] = {}
    for table in (*model.tables.values(), *model.reference.values()):
        for column in (*table.columns.values(), *table.derived.values()):
            if column.codes is not None:
                codes.setdefault(column.name, tuple(model.code_lists[column.codes].codes))
            elif column.type is ColumnType.FLAG:
                codes.setdefault(column.name, ("0", "1"))
    lists = {name: item.options.items for name, item in world.lists.items()}
    return Known(codes, lists)


def code_text(node: t.Expr) -> str | None:
    """The code that a node would be as a code."""
    if isinstance(node, t.Number | t.Word | t.String):
        return node.text
    if isinstance(node, t.Ref) and node.base is None and len(node.names) == 1:
        return node.names[0]
    return None


def _as_code(text: str, like: t.Expr) -> t.Expr:
    plain = text.replace("_", "").isalnum()
    return t.Word(text, span=like.span) if plain else t.String(text, span=like.span)
