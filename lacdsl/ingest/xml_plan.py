"""Where in the XML of a return each value of its tables stands, worked out once from the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lacdsl.model import Column, Model, Table

Path = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Node:
    """An element that the model knows, by its place.

    `targets` are the frames (by their place from the outermost) and slots that its text goes to; `many`: the text is
    added to what is there. An element with a frame (`slots` of them) holds values until it ends: those of its own rows,
    and those that rows inside it have in common. `number` is the slot of its frame for its number among its like,
    counted in the parent's slot `counter`. `rows` are the tables that have a row for it, `releases` says that rows of
    elements inside it are complete when it ends. `is_wrapper`: nobody knows it, and what is in it is read as if it were not
    there.
    """

    name: str
    children: dict[str, Node] = field(default_factory=dict)
    targets: list[tuple[int, int, bool]] = field(default_factory=list)
    slots: int = 0
    has_frame: bool = False
    number: int = -1
    counter: int = -1
    rows: list[Rows] = field(default_factory=list)
    releases: bool = False
    passed_over: bool = False
    is_wrapper: bool = False
    mark: str | None = None


@dataclass(slots=True, eq=False)
class Rows:
    """The rows of one table: for each column the frame and the slot that its value stands in.

    Without a text in one of `any_of` (slots of the row's own frame; none: no matter) there is no row, nor where a slot of
    `where` has another text. `release` is the frame that has to end before all values are there.
    """

    table: Table
    columns: tuple[Column, ...]
    sources: list[tuple[int, int]] = field(default_factory=list)
    any_of: list[int] = field(default_factory=list)
    where: list[tuple[int, str]] = field(default_factory=list)
    release: int = 0


def plan_of(model: Model, wrappers: Iterable[Path] = ()) -> Node:
    """The outermost element of the XML of a return; `model.xml` is there. `wrappers` are read as if they were not there."""
    assert model.xml is not None
    root = Node(model.xml.name, has_frame=True)
    plan = _Plan(root)
    tables = [table for table in model.tables.values() if table.xml is not None]
    for table in tables:
        plan.needs_frames(table)
    for table in tables:
        plan.add(table)
    for path, text in model.xml.marks.items():
        plan.node(path).mark = text
    for path in model.xml.passed_over:
        plan.node(path).passed_over = True
    for path in wrappers:
        around = plan.node(path[:-1])
        around.children[path[-1]] = Node(path[-1], children=around.children, is_wrapper=True)
    return root


class _Plan:
    def __init__(self, root: Node) -> None:
        self.root = root
        self._slots: dict[tuple[Path, Path], int] = {}

    def node(self, path: Path) -> Node:
        """The node at a path, made when there is none."""
        found = self.root
        for name in path:
            found = found.children.setdefault(name, Node(name))
        return found

    def needs_frames(self, table: Table) -> None:
        """Marks the elements that hold values of the table until they end."""
        assert table.xml is not None
        block = table.xml.path
        self.node(block).has_frame = True
        for column in _written(table):
            for path in paths_of(column, table):
                self.node(_shared(path, block)).has_frame = True
            if column.xml is not None and column.xml.number:
                self.node(column.xml.path).has_frame = True
                self.node(column.xml.path[:-1]).has_frame = True

    def add(self, table: Table) -> None:
        """Adds where the values of the table stand."""
        assert table.xml is not None
        block, columns = table.xml.path, _written(table)
        rows = Rows(table, columns, release=self._frame(block))
        for column in columns:
            if column.xml is not None and column.xml.number:
                source = (self._frame(column.xml.path), self._number(column.xml.path))
            else:
                source = self._value(paths_of(column, table), block, column.many)
            rows.sources.append(source)
            rows.release = min(rows.release, source[0])
        own = {column.name: source[1] for column, source in zip(columns, rows.sources, strict=True)}
        rows.any_of = [own[name] for name in table.xml.any_of]
        for path, text in table.xml.where.items():
            rows.where.append((self._value([(*block, *path)], block, False)[1], text))
        self.node(block).rows.append(rows)
        if rows.release < self._frame(block):
            self._framed(block)[rows.release].releases = True

    def _framed(self, path: Path) -> list[Node]:
        """The elements with a frame on the way to a path, from the outermost in, itself included."""
        on_the_way = [self.node(path[:length]) for length in range(len(path) + 1)]
        return [node for node in on_the_way if node.has_frame]

    def _frame(self, path: Path) -> int:
        """The place of an element's frame among those that are open when it is."""
        return len(self._framed(path)) - 1

    def _value(self, paths: list[Path], block: Path, many: bool) -> tuple[int, int]:
        """The frame and the slot of the text of the elements at `paths`: other names for one and the same."""
        anchor = _shared(paths[0], block)
        place = self._frame(anchor)
        key = (anchor, paths[0])
        slot = self._slots.get(key)
        if slot is None:
            slot = self._slots[key] = self._new_slot(anchor)
        for path in paths:
            target = (place, slot, many)
            targets = self.node(path).targets
            if target not in targets:
                targets.append(target)
        return place, slot

    def _number(self, path: Path) -> int:
        node = self.node(path)
        if node.number < 0:
            node.number, node.counter = self._new_slot(path), self._new_slot(path[:-1])
        return node.number

    def _new_slot(self, path: Path) -> int:
        node = self.node(path)
        node.slots += 1
        return node.slots - 1


def _written(table: Table) -> tuple[Column, ...]:
    """The columns that the XML of the return can hold: not those that a ruleset adds."""
    return tuple(column for column in table.columns.values() if not column.added_by)


def paths_of(column: Column, table: Table) -> list[Path]:
    """The paths at which a column's value may stand; none for a number that is counted."""
    assert table.xml is not None
    block, value = table.xml.path, column.xml
    # A name that is one of several for the column is only the one to write.
    is_alias = value is not None and len(value.path) == 1 and value.path[0] in column.aliases
    if value is not None and not (is_alias and not value.absolute):
        if value.number:
            return []
        return [value.path if value.absolute else (*block, *value.path)]
    inside = (*block, *table.xml.inside)
    return [(*inside, name) for name in (column.name, *column.aliases)]


def _shared(path: Path, block: Path) -> Path:
    """The elements that both paths lead through."""
    length = 0
    while length < min(len(path), len(block)) and path[length] == block[length]:
        length += 1
    return block[:length]
