"""One pass over an XML file: elements come in and go out, rows are made as soon as all their values are known.

The parser is expat with everything refused that a return never has: a document type, and with it entities of every
kind. Nothing outside the file is looked at, and no tree is built.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_plan import Node, Rows
from lacdsl.ingest.xml_tables import Growing

DEEPEST = 100
LONGEST = 1_000_000
_PIECE = 2**18
_SEPARATOR = ":"


@dataclass(slots=True)
class Seen:
    """Something odd, how often it came, and where first."""

    line: int
    count: int = 1
    value: str | None = None


@dataclass(slots=True)
class Broken:
    """Where and why a file could not be read any further."""

    line: int
    column: int
    reason: str
    encoding: bool = False
    place: int = 0
    """The byte, counted from the beginning of the file."""


@dataclass(slots=True)
class Parsed:
    """What one file holds: the rows of each table, what was odd, and where it broke off, if it did.

    `unknown` are paths of elements that the model does not know, `repeated` those of elements that stand where one value
    is expected and one was there before, `other_case` names written with other letters, capital or small, `attributes` those
    of known elements, `stray` the elements in which text stands between other elements, `marks` the
    texts of the model's marks. `unfinished` are rows that the break left without the rest of their values: they are left
    out. `root` is the name of the outermost element, `encoding` the one that the file states, `first` the texts that it
    begins with.
    """

    tables: dict[str, Growing]
    root: str = ""
    encoding: str | None = None
    unknown: dict[str, Seen] = field(default_factory=dict)
    repeated: dict[str, Seen] = field(default_factory=dict)
    other_case: dict[str, Seen] = field(default_factory=dict)
    attributes: dict[str, Seen] = field(default_factory=dict)
    stray: dict[str, Seen] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    broken: Broken | None = None
    unfinished: int = 0


def parse(data: bytes, root: Node, encoding: str | None = None) -> Parsed:
    """All rows in `data`. `encoding` overrides the one that the file states. Raises `Refused` for what no return has."""
    parser = expat.ParserCreate(encoding)
    found = Parsed({rows.table.name: Growing(rows) for rows in _all_rows(root)})
    waiting = _handle(parser, root, found)
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
    found.unfinished = sum(len(rows) for rows in waiting if rows)
    return found


def _all_rows(root: Node) -> Iterator[Rows]:
    yield from root.rows
    for child in root.children.values():
        yield from _all_rows(child)


Cells = list[Any]
"""The cells of an open element by slot, each a text and its line; counts of elements inside it are plain numbers."""


def _handle(parser: expat.XMLParserType, root: Node, found: Parsed) -> list[list[Any] | None]:
    """Lets the parser put what it finds into `found`. Gives the rows that wait for an element around them to end.

    This is the inner loop of reading: names are bound once, and what is rare is done elsewhere.
    """
    around = Node("", children={root.name: root})
    current, skipping, line = around, 0, 0
    outer: list[Node] = []
    frames: list[Cells] = []
    begun: list[int] = []
    waiting: list[list[Any] | None] = []
    pieces: list[str] = []
    odd = _Odd(parser, found, outer)
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
            if rows.any_of and all(cells[slot][0] is None for slot in rows.any_of):
                continue
            if rows.where and any((cells[slot][0] or "").strip() != text for slot, text in rows.where):
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

    parser.buffer_text = True
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.XmlDeclHandler = odd.declared
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_entity
    return waiting


class _Odd:
    """What comes rarely while a file is read: elements that nobody knows, a second value, the marks of the return."""

    def __init__(self, parser: expat.XMLParserType, found: Parsed, outer: list[Node]) -> None:
        self.parser = parser
        self.found = found
        self.outer = outer
        self.cases: dict[tuple[int, str], Node | None] = {}

    def declared(self, version: str, encoding: str | None, standalone: int) -> None:
        """The first line of the file, which may state its encoding."""
        self.found.encoding = encoding

    def other_name(self, name: str, current: Node, around: Node, root: Node) -> Node | None:
        """The element without the prefix of its namespace; None when it is to be passed over with all that is in it.

        The outermost element may have any name.
        """
        plain = name.rpartition(_SEPARATOR)[2]
        if current is around:
            self.found.root = plain
            return root
        node = current.children.get(plain) or self._in_other_case(plain, current)
        if node is not None:
            return None if node.passed_over else node
        path = self._path(plain, current)
        seen = self.found.unknown.get(path)
        if seen is not None:
            seen.count += 1
        elif len(self.found.unknown) < _MOST_UNKNOWN:
            self.found.unknown[path] = Seen(self.parser.CurrentLineNumber)
        return None

    def _in_other_case(self, plain: str, current: Node) -> Node | None:
        """The element that is meant by a name in other letters, capital or small."""
        key = (id(current), plain)
        if key not in self.cases:
            like = plain.casefold()
            names = (name for name in current.children if name.casefold() == like)
            self.cases[key] = next((current.children[name] for name in names), None)
        node = self.cases[key]
        if node is not None:
            self.found.other_case.setdefault(
                plain, Seen(self.parser.CurrentLineNumber, 0, node.name)
            ).count += 1
        return node

    def look_at(self, node: Node, text: str, line: int) -> None:
        """A mark of the return, or one of the first texts of the file."""
        if len(text) > LONGEST:
            raise Refused(f"Has a text of more than {LONGEST:,} characters on line {line}, as no return has.")
        if node.mark is not None:
            self.found.marks[node.name] = text.strip()
        if len(self.found.first) < 4:
            self.found.first.append(f"{node.name} {text.strip()[:40]}")

    def again(self, node: Node, text: str, line: int) -> None:
        """A value where one is expected and one was there before."""
        path = self._path(node.name, self.outer[-1] if self.outer else node)
        seen = self.found.repeated.get(path)
        if seen is None:
            self.found.repeated[path] = Seen(line, value=text.strip()[:200])
        else:
            seen.count += 1

    def attributes(self, node: Node, given: list[str]) -> None:
        """Attributes of an element that is known; those of namespaces and schemas say nothing."""
        for name, value in zip(given[::2], given[1::2], strict=True):
            if name.startswith(_OF_NAMESPACES) or not value.strip():
                continue
            path = f"{node.name}/@{name.rpartition(_SEPARATOR)[2]}"
            seen = self.found.attributes.get(path)
            if seen is not None:
                seen.count += 1
            elif len(self.found.attributes) < _MOST_UNKNOWN:
                line = self.parser.CurrentLineNumber
                self.found.attributes[path] = Seen(line, value=value.strip()[:200])

    def stray(self, node: Node, text: str) -> None:
        """Text where only elements are expected."""
        if text.isspace():
            return
        seen = self.found.stray.get(node.name)
        if seen is not None:
            seen.count += 1
        elif len(self.found.stray) < _MOST_UNKNOWN:
            line = self.parser.CurrentLineNumber
            self.found.stray[node.name] = Seen(line, value=text.strip()[:200])

    def _path(self, name: str, current: Node) -> str:
        """The path of an element, without the outermost; `current` is the element that it stands in."""
        names = [each.name for each in self.outer]
        if not self.outer or self.outer[-1] is not current:
            names.append(current.name)
        return "/".join([*names[2:], name])


def _refuse_doctype(*_: object) -> None:
    raise Refused(
        "Begins with a document type (DOCTYPE), which a return never has and which can be used to do harm. Export it "
        "again from the case system."
    )


def _refuse_entity(*_: object) -> int:
    raise Refused("Refers to something outside the file, which a return never does, and was refused.")


_MOST_UNKNOWN = 1000
_OF_NAMESPACES = ("xmlns", "xsi:", "xml:")
_OF_THE_ENCODING = frozenset(
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
