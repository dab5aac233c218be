"""One pass over an XML file: elements come in and go out, rows are made as soon as all their values are known.

The parser is expat with everything refused that a return never has: a document type, and with it entities of every
kind. Nothing outside the file is looked at, and no tree is built.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_found import Broken, Parsed
from lacdsl.ingest.xml_odd import LONGEST, Odd, refuse_doctype, refuse_entity, too_long
from lacdsl.ingest.xml_plan import Node, Rows
from lacdsl.ingest.xml_tables import Growing

DEEPEST = 100
_PIECE = 2**18


def parse(data: bytes, root: Node, encoding: str | None = None) -> Parsed:
    """All rows in `data`. `encoding` overrides the one that the file states. Raises `Refused` for what no return has."""
    parser = expat.ParserCreate(encoding)
    found = Parsed({rows.table.name: Growing(rows) for rows in _all_rows(root)})
    unfinished, bound = _handle(parser, root, found, data)
    # Nothing made here goes round in circles, and looking for circles takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for start in range(0, len(data), _PIECE):
            parser.Parse(data[start : start + _PIECE], False)
            bound()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        is_encoding = error.code in _OF_THE_ENCODING
        reason = expat.ErrorString(error.code)
        found.broken = Broken(error.lineno, error.offset + 1, reason, is_encoding, parser.ErrorByteIndex)
    except (LookupError, ValueError) as error:
        found.broken = Broken(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, str(error), True)
    finally:
        if collecting:
            gc.enable()
    if found.broken is not None:
        found.unfinished = unfinished()
    return found


def _all_rows(root: Node) -> Iterator[Rows]:
    yield from root.rows
    for child in root.children.values():
        if not child.is_wrapper:
            yield from _all_rows(child)


_TOO_DEEP = f"Has elements inside elements more than {DEEPEST} deep, as no return does."
Cells = list[Any]
"""The cells of an open element by slot, each a text and its line; counts of elements inside it are plain numbers."""


@dataclass(frozen=True, slots=True)
class Aside:
    """An open element that waits until another of its name inside it ends, and all that is open in it."""

    depth: int
    current: Node
    outer: list[Node]
    frames: list[Cells]
    begun: list[int]
    waiting: list[list[Any] | None]

    def put_back(
        self, outer: list[Node], frames: list[Cells], begun: list[int], waiting: list[list[Any] | None]
    ) -> Node:
        """Goes on with the element."""
        outer += self.outer
        frames += self.frames
        begun += self.begun
        waiting += self.waiting
        return self.current


def _handle(
    parser: expat.XMLParserType, root: Node, found: Parsed, data: bytes
) -> tuple[Callable[[], dict[str, int]], Callable[[], None]]:
    """Lets the parser put what it finds into `found`. Gives what counts, by table, the rows that are not complete,
    and what keeps a text that does not end from filling the memory.

    This is the inner loop of reading: names are bound once, and what is rare is done elsewhere.
    """
    around = Node("", children={root.name: root})
    current, skipping, line = around, 0, 0
    outer: list[Node] = []
    frames: list[Cells] = []
    begun: list[int] = []
    waiting: list[list[Any] | None] = []
    pieces: list[str] = []
    aside: list[Aside] = []
    skipped_from, rows_skipped = 0, False
    odd = Odd(parser, found, outer, root)
    growing = {id(rows): found.tables[rows.table.name] for rows in _all_rows(root)}

    def start(name: str, attributes: list[str]) -> None:
        nonlocal current, skipping, line, skipped_from, rows_skipped
        if pieces:
            if not skipping and not pieces[0].isspace():
                odd.stray(current, "".join(pieces))
            pieces.clear()
        if skipping:
            if skipping == 1:
                odd.right_inside(name, current)
            skipping += 1
            if skipping > DEEPEST:
                raise Refused(_TOO_DEEP)
            rows_skipped = rows_skipped or odd.is_row(name)
            return
        node = current.children.get(name)
        if node is None or node.passed_over:
            node = beside(name) or odd.other_name(name, current, around, root)
            if node is None:
                skipping, skipped_from = 1, parser.CurrentByteIndex
                rows_skipped = odd.is_row(name)
                return
        elif current is around:
            found.root = name
        outer.append(current)
        current = node
        if attributes:
            odd.attributes(node, attributes)
        if node.targets or node.has_frame or node.mark is not None:
            line = parser.CurrentLineNumber
            if node.has_frame:
                cells: Cells = [(None, line)] * node.slots
                if node.number >= 0:
                    before = frames[-1][node.counter]
                    count = frames[-1][node.counter] = before + 1 if type(before) is int else 1
                    cells[node.number] = (str(count), line)
                frames.append(cells)
                begun.append(line)
                waiting.append(None)

    def end(name: str) -> None:
        nonlocal current, skipping
        if skipping:
            skipping -= 1
            pieces.clear()
            if rows_skipped and not skipping:
                found.passed_over.append(data[skipped_from : parser.CurrentByteIndex])
            return
        node = current
        current = outer.pop()
        if pieces:
            if node.targets or node.mark is not None:
                text = pieces[0] if len(pieces) == 1 else "".join(pieces)
                if not text.isspace():
                    if node.mark is not None or len(text) > LONGEST or len(found.first) < 4:
                        odd.look_at(node, text, line)
                    for place, slot, many in node.targets:
                        cell = frames[place][slot]
                        if cell[0] is None:
                            frames[place][slot] = (text, line)
                        elif many:
                            frames[place][slot] = (f"{cell[0]},{text.strip()}", cell[1])
                        else:
                            odd.again(node, text, line)
            elif not pieces[0].isspace():
                odd.stray(node, "".join(pieces))
            pieces.clear()
        if node.has_frame:
            close(node, frames.pop(), begun.pop(), waiting.pop())
        if aside and len(outer) == aside[-1].depth:
            current = aside.pop().put_back(outer, frames, begun, waiting)

    def beside(name: str) -> Node | None:
        """The element when another of its name is open: that waits with all that is open in it until this one ends."""
        nonlocal current
        place = odd.nested(name, current)
        if place is None:
            return None
        if len(aside) >= DEEPEST:
            raise Refused(_TOO_DEEP)
        node = (*outer, current)[place + 1]
        depth = sum(each.has_frame for each in outer[: place + 1])
        aside.append(Aside(place, current, outer[place:], frames[depth:], begun[depth:], waiting[depth:]))
        current = outer[place]
        del outer[place:], frames[depth:], begun[depth:], waiting[depth:]
        return node

    def close(node: Node, cells: Cells, at: int, held: list[Any] | None) -> None:
        for rows in node.rows:
            if (rows.any_of or rows.where) and not _is_row(rows, cells):
                continue
            chain = (*frames, cells)
            if rows.release == len(frames):
                growing[id(rows)].add(at, [chain[place][slot] for place, slot in rows.sources])
            else:
                others = waiting[rows.release]
                if others is None:
                    others = waiting[rows.release] = []
                others.append((rows, at, chain))
        for rows, begin, chain in held or ():
            growing[id(rows)].add(begin, [chain[place][slot] for place, slot in rows.sources])

    def unfinished() -> dict[str, int]:
        open_ones = [((*outer, current), frames, waiting)]
        open_ones += [((*each.outer[1:], each.current), each.frames, each.waiting) for each in aside]
        names: list[str] = []
        for nodes, held, others in open_ones:
            names += [rows.table.name for each in others for rows, _, _ in each or ()]
            for node, cells in zip((node for node in nodes if node.has_frame), held, strict=False):
                names += [rows.table.name for rows in node.rows if _is_row(rows, cells)]
        return Counter(names)

    def bound() -> None:
        if sum(map(len, pieces)) <= LONGEST:
            return
        if not skipping and (current.targets or current.mark is not None):
            raise too_long(parser.CurrentLineNumber)
        if not skipping:
            odd.stray(current, pieces[0])
        pieces.clear()

    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.XmlDeclHandler = odd.declared
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse_doctype
    parser.ExternalEntityRefHandler = refuse_entity
    return unfinished, bound


def _is_row(rows: Rows, cells: Cells) -> bool:
    """Whether there is a row of the table for an element with these cells."""
    if rows.any_of and all(cells[slot][0] is None for slot in rows.any_of):
        return False
    return all((cells[slot][0] or "").strip() == text for slot, text in rows.where)


_OF_THE_ENCODING = frozenset(
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
