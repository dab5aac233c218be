"""What one pass over an XML file has found: the rows of each table, what was odd, and where it broke off."""

from __future__ import annotations

from dataclasses import dataclass, field

from lacdsl.ingest.xml_plan import Path
from lacdsl.ingest.xml_tables import Growing


@dataclass(slots=True)
class Seen:
    """Something odd, how often it came, and where first."""

    line: int
    count: int = 1
    value: str | None = None
    hint: str = ""


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

    `unknown` are paths of elements that the model does not know, `passed_over` the text of those of them with rows inside,
    `wrappers` the paths and first lines of those that hold what would be known without them, `nested` names of elements
    that stand inside another one of the name, `repeated` the paths of elements that stand where one value is expected and
    one was there before, `other_case` names written with other letters, capital or small, `attributes` those of known
    elements, `stray` the elements in which text stands between other elements, `marks` the texts of the model's marks.
    `unfinished` are the rows by table that the break left without the rest of their values, `behind` those after it,
    `damaged` those in blocks that were taken out: they are left out. `root` is the name of the outermost element,
    `encoding` the one that the file states, `first` the texts that it begins with.
    """

    tables: dict[str, Growing]
    root: str = ""
    encoding: str | None = None
    unknown: dict[str, Seen] = field(default_factory=dict)
    passed_over: list[bytes] = field(default_factory=list)
    wrappers: dict[Path, int] = field(default_factory=dict)
    nested: dict[str, Seen] = field(default_factory=dict)
    repeated: dict[str, Seen] = field(default_factory=dict)
    other_case: dict[str, Seen] = field(default_factory=dict)
    attributes: dict[str, Seen] = field(default_factory=dict)
    stray: dict[str, Seen] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    broken: Broken | None = None
    unfinished: dict[str, int] = field(default_factory=dict)
    behind: dict[str, int] = field(default_factory=dict)
    damaged: dict[str, int] = field(default_factory=dict)
