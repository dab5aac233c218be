"""One pass over an XML file: elements come in and go out, rows are made as soon as all their values are known.

The parser is expat with everything refused that a return never has: a document type, and with it entities of every
kind. Nothing outside the file is looked at, and no tree is built.
"""

from __future__ import annotations

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


@dataclass(slots=True)
class Parsed:
    """What one file holds: the rows of each table, what was odd, and where it broke off, if it did.

    `unknown` are paths of elements that the model does not know, `repeated` those of elements that stand where one value
    is expected and one was there before, `marks` the texts of the model's marks. `unfinished` are rows that the break
    left without the rest of their values: they are left out. `root` is the name of the outermost element, `encoding` the
    one that the file states, `first` the texts that it begins with.
    """

    tables: dict[str, Growing]
    root: str = ""
    encoding: str | None = None
    unknown: dict[str, Seen] = field(default_factory=dict)
    repeated: dict[str, Seen] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    broken: Broken | None = None
    unfinished: int = 0


def parse(data: bytes, root: Node, encoding: str | None = None) -> Parsed:
    """All rows in `data`. `encoding` overrides the one that the file states. Raises `Refused` for what no return has."""
    growing = {rows.table.name: Growing(rows) for rows in _all_rows(root)}
    return _Pass(root, growing, encoding).run(data)


def _all_rows(root: Node) -> Iterator[Rows]:
    yield from root.rows
    for child in root.children.values():
        yield from _all_rows(child)


class _Frame:
    """An open element that holds values: their texts and lines by slot, its own line, and rows that wait for it to end."""

    __slots__ = ("line", "lines", "node", "texts", "waiting")

    def __init__(self, node: Node, line: int) -> None:
        self.node = node
        self.line = line
        self.texts: list[Any] = [None] * node.slots
        self.lines = [line] * node.slots
        self.waiting: list[tuple[Rows, int, list[_Frame]]] = []


class _Pass:
    def __init__(self, root: Node, tables: dict[str, Growing], encoding: str | None) -> None:
        self.root = root
        self.found = Parsed(tables)
        self.parser = expat.ParserCreate(encoding)
        self.nodes: list[Node] = []
        self.frames: list[_Frame] = []
        self.text: list[str] = []
        self.skipping = 0
        self.line = 0

    def run(self, data: bytes) -> Parsed:
        parser = self.parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.text.append
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.EntityDeclHandler = self._refuse_doctype
        parser.ExternalEntityRefHandler = self._refuse_entity
        try:
            for start in range(0, len(data), _PIECE):
                parser.Parse(data[start : start + _PIECE], False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            is_encoding = error.code in _OF_THE_ENCODING
            self.found.broken = Broken(error.lineno, error.offset + 1, reason, is_encoding)
            self.found.unfinished = sum(len(frame.waiting) for frame in self.frames)
        except (LookupError, ValueError) as error:
            self.found.broken = Broken(
                parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, str(error), True
            )
        return self.found

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        self.found.encoding = encoding

    # ------------------------------------------------------------ what comes in

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self.skipping:
            self.skipping += 1
            if self.skipping > DEEPEST:
                raise Refused(f"Has elements inside elements more than {DEEPEST} deep, as no return does.")
            self.text.clear()
            return
        nodes = self.nodes
        if nodes:
            node = nodes[-1].children.get(name)
            if node is None:
                node = self._other_name(name)
                if node is None:
                    return
        else:
            self.found.root = name.rpartition(_SEPARATOR)[2]
            node = self.root
        nodes.append(node)
        self.text.clear()
        if node.targets or node.has_frame:
            self.line = self.parser.CurrentLineNumber
            if node.has_frame:
                frame = _Frame(node, self.line)
                if node.number >= 0:
                    texts = self.frames[-1].texts
                    count = texts[node.counter] = (texts[node.counter] or 0) + 1
                    frame.texts[node.number] = str(count)
                self.frames.append(frame)

    def _other_name(self, name: str) -> Node | None:
        """The element without the prefix of its namespace; when that is unknown, it and all inside it is passed over."""
        plain = name.rpartition(_SEPARATOR)[2]
        node = self.nodes[-1].children.get(plain)
        if node is not None and not node.passed_over:
            return node
        self.skipping = 1
        if node is None and not self.nodes[-1].passed_over:
            path = "/".join([*(each.name for each in self.nodes[1:]), plain])
            seen = self.found.unknown.get(path)
            if seen is None:
                if len(self.found.unknown) < 1000:
                    self.found.unknown[path] = Seen(self.parser.CurrentLineNumber)
            else:
                seen.count += 1
        self.text.clear()
        return None

    # ------------------------------------------------------------ what goes out

    def _end(self, name: str) -> None:
        if self.skipping:
            self.skipping -= 1
            self.text.clear()
            return
        node = self.nodes.pop()
        pieces = self.text
        if node.targets or node.mark is not None:
            self._take(node, pieces[0] if len(pieces) == 1 else "".join(pieces))
        pieces.clear()
        if node.has_frame:
            self._close(self.frames.pop())

    def _take(self, node: Node, text: str) -> None:
        if not text or text.isspace():
            return
        if len(text) > LONGEST:
            raise Refused(
                f"Has a text of more than {LONGEST:,} characters on line {self.line}, as no return has."
            )
        if node.mark is not None:
            self.found.marks[node.name] = text.strip()
        if len(self.found.first) < 4:
            self.found.first.append(f"{node.name} {text.strip()[:40]}")
        for place, slot, many in node.targets:
            frame = self.frames[place]
            before = frame.texts[slot]
            if before is None:
                frame.texts[slot] = text
                frame.lines[slot] = self.line
            elif many:
                frame.texts[slot] = f"{before},{text.strip()}"
            else:
                self._again(node, text)

    def _again(self, node: Node, text: str) -> None:
        path = "/".join([*(each.name for each in self.nodes[1:]), node.name])
        seen = self.found.repeated.get(path)
        if seen is None:
            self.found.repeated[path] = Seen(self.line, value=text.strip()[:200])
        else:
            seen.count += 1

    def _close(self, frame: _Frame) -> None:
        frames = self.frames
        for rows in frame.node.rows:
            texts = frame.texts
            if rows.any_of and all(texts[slot] is None for slot in rows.any_of):
                continue
            if rows.where and any((texts[slot] or "").strip() != text for slot, text in rows.where):
                continue
            chain = [*frames, frame]
            if rows.release == len(frames):
                self._row(rows, frame.line, chain)
            else:
                frames[rows.release].waiting.append((rows, frame.line, chain))
        for rows, line, chain in frame.waiting:
            self._row(rows, line, chain)

    def _row(self, rows: Rows, line: int, chain: list[_Frame]) -> None:
        self.found.tables[rows.table.name].add(
            line,
            [chain[place].texts[slot] for place, slot in rows.sources],
            [chain[place].lines[slot] for place, slot in rows.sources],
        )

    # ------------------------------------------------------------ what is refused

    def _refuse_doctype(self, *_: object) -> None:
        raise Refused(
            "Begins with a document type (DOCTYPE), which a return never has and which can be used to do harm. Export "
            "it again from the case system."
        )

    def _refuse_entity(self, *_: object) -> int:
        raise Refused("Refers to something outside the file, which a return never does, and was refused.")


_OF_THE_ENCODING = frozenset(
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)
