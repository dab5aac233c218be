"""One pass over an XML file: elements come in and go out, rows are made as soon as all their values are known.

The parser is expat with everything refused that a return never has: a document type, and with it entities of every
kind. Nothing outside the file is looked at, and no tree is built.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any
from xml.parsers import expat

from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_found import Broken, Parsed
from lacdsl.ingest.xml_odd import LONGEST, Odd, refuse_doctype, refuse_entity
from lacdsl.ingest.xml_plan import Node, Rows
from lacdsl.ingest.xml_tables import Growing

DEEPEST = 100
_PIECE = 2**18


def parse(data: bytes, root: Node, encoding: str | None = None) -> Parsed:
    """All rows in `data`. `encoding` overrides the one that the file states. Raises `Refused` for what no return has."""
    parser = expat.ParserCreate(encoding)
    found = Parsed({rows.table.name: Growing(rows) for rows in _all_rows(root)})
    unfinished = _handle(parser, root, found)
    # Nothing made here goes round in circles, and looking for circles takes a third of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        for start in range(0, len(data), _PIECE):
            parser.Parse(data[start : start + _PIECE], False)
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
        yield from _all_rows(child)


Cells = list[Any]
"""The cells of an open element by slot, each a text and its line; counts of elements inside it are plain numbers."""


def _handle(parser: expat.XMLParserType, root: Node, found: Parsed) -> Callable[[], dict[str, int]]:
    """Lets the parser put what it finds into `found`. Gives what counts, by table, the rows that are not complete.

    This is the inner loop of reading: names are bound once, and what is rare is done elsewhere.
    """
    around = Node("", children={root.name: root})
    current, skipping, line = around, 0, 0
    outer: list[Node] = []
    frames: list[Cells] = []
    begun: list[int] = []
    waiting: list[list[Any] | None] = []
    pieces: list[str] = []
    odd = Odd(parser, found, outer)
    growing = {id(rows): found.tables[rows.table.name] for rows in _all_rows(root)}

    def start(name: str, attributes: list[str]) -> None:
        nonlocal current, skipping, line
        if pieces:
            if not skipping and not pieces[0].isspace():
                odd.stray(current, "".join(pieces))
            pieces.clear()
        if skipping:
            skipping += 1
            if skipping > DEEPEST:
                raise Refused(f"Has elements inside elements more than {DEEPEST} deep, as no return does.")
            return
        node = current.children.get(name)
        if node is None or node.passed_over:
            node = odd.other_name(name, current, around, root)
            if node is None:
                skipping = 1
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
        open_ones = [node for node in (*outer, current) if node.has_frame]
        names = [rows.table.name for held in waiting for rows, _, _ in held or ()]
        for node, cells in zip(open_ones, frames, strict=False):
            names += [rows.table.name for rows in node.rows if _is_row(rows, cells)]
        return Counter(names)

    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.XmlDeclHandler = odd.declared
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse_doctype
    parser.ExternalEntityRefHandler = refuse_entity
    return unfinished


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
