"""What comes rarely while an XML file is read: elements that nobody knows, second values, what no return may hold."""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from lacdsl.diagnostics import suggest
from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_found import Parsed, Seen
from lacdsl.ingest.xml_plan import Node, Path

LONGEST = 1_000_000
_MOST_UNKNOWN = 1000
_OF_NAMESPACES = ("xmlns", "xsi:", "xml:")
_SEPARATOR = ":"


class Odd:
    """What comes rarely while a file is read: elements that nobody knows, a second value, the marks of the return."""

    def __init__(self, parser: expat.XMLParserType, found: Parsed, outer: list[Node], root: Node) -> None:
        self.parser = parser
        self.found = found
        self.outer = outer
        self.cases: dict[tuple[int, str], Node | None] = {}
        self.skipped: Path = ()
        """The path of the last element that was passed over."""
        self.places: dict[str, tuple[str, bool]] = {}
        """Every name that the model knows, in small letters, with where that is and whether a row begins with it."""
        for name, place, is_row in _places(root, ""):
            before = self.places.setdefault(name.casefold(), (place, is_row))
            self.places[name.casefold()] = (before[0], before[1] or is_row)

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
        names = [each.name for each in (*self.outer, current)[2:] if not each.is_wrapper]
        self.skipped = (*names, plain)
        path = self._path(plain, current)
        seen = self.found.unknown.get(path)
        if seen is not None:
            seen.count += 1
        elif len(self.found.unknown) < _MOST_UNKNOWN:
            self.found.unknown[path] = Seen(self.parser.CurrentLineNumber, hint=self._hint(plain, current))
        return None

    def _hint(self, plain: str, current: Node) -> str:
        near = suggest(plain, (name for name, node in current.children.items() if not node.passed_over))
        if near:
            return f" Is {near[0]} meant? Then rename it."
        known = self.places.get(plain.casefold())
        return f" It belongs {known[0]}, not here." if known else ""

    def right_inside(self, name: str, current: Node) -> None:
        """An element right inside one that is passed over, and what stands around that: would it be known out there?"""
        node = current.children.get(name.rpartition(_SEPARATOR)[2])
        if node is not None and not node.passed_over and (node.has_frame or node.children):
            self.found.wrappers.setdefault(self.skipped, self.parser.CurrentLineNumber)

    def is_row(self, name: str) -> bool:
        """Whether a row of a table begins with an element of this name, where it stands in its place."""
        return self.places.get(name.rpartition(_SEPARATOR)[2].casefold(), ("", False))[1]

    def nested(self, name: str, current: Node) -> int | None:
        """How many elements around `current` are also around the open one of this name that holds values, if there is one.

        An element with values cannot hold another of its name: the two stand side by side.
        """
        like = name.rpartition(_SEPARATOR)[2].casefold()
        if like not in self.places or any(each.casefold() == like for each in current.children):
            return None
        around = [*self.outer[1:], current]
        for place in range(len(around) - 1, 0, -1):
            node = around[place]
            if node.has_frame and node.name.casefold() == like:
                seen = self.found.nested.setdefault(node.name, Seen(self.parser.CurrentLineNumber, 0))
                seen.count += 1
                return place
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
            raise too_long(line)
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


def _places(node: Node, path: str) -> Iterator[tuple[str, str, bool]]:
    for name, child in node.children.items():
        if child.is_wrapper:
            continue
        inner = f"{path}/{name}" if path else name
        yield name, f"in {path}" if path else "right in the outermost element", bool(child.rows)
        yield from _places(child, inner)


def too_long(line: int) -> Refused:
    """A text that is longer than any in a return."""
    return Refused(f"Has a text of more than {LONGEST:,} characters on line {line}, as no return has.")


def refuse_doctype(*_: object) -> None:
    raise Refused(
        "Begins with a document type (DOCTYPE), which a return never has and which can be used to do harm. Export it "
        "again from the case system."
    )


def refuse_entity(*_: object) -> int:
    raise Refused("Refers to something outside the file, which a return never does, and was refused.")
