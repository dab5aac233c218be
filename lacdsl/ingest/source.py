"""One file to read, wherever it lies: in a folder, or in a zip file that is never unpacked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

_MEGA = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may come to before it is refused. Far above any real return; sizes in bytes.

    `file`: one file, unpacked. `packed`: all files of one zip, unpacked. `ratio`: how many times smaller than its
    content a packed file of more than `ratio_from` may be. `line`: one line of text. `members`: files in a zip or a
    folder. `cells`: the area of a sheet, `gaps`: that of one with hardly any cells. `sheets`: those of a workbook.
    `depth`: folders inside folders.
    """

    file: int = 2048 * _MEGA
    packed: int = 4096 * _MEGA
    ratio: int = 200
    ratio_from: int = 16 * _MEGA
    line: int = 64 * _MEGA
    members: int = 5_000
    cells: int = 20_000_000
    gaps: int = 1_000_000
    sheets: int = 500
    depth: int = 12


LIMITS = Limits()
LOCKED = "Is locked with a password. Take the password off in Excel, and save it."


class Refused(Exception):
    """A file that is not read; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """`name` is what to call the file (`returns.zip/2026/episodes.csv`), `path` the real file on the disk.

    `inside` is the place in a zip. `depth` is how many folders lie between what the user named and the file. `load`
    gives its bytes; it may raise OSError and `Refused`.
    """

    name: str
    path: str
    depth: int
    load: Callable[[], bytes]
    inside: str = ""

    @property
    def stem(self) -> str:
        """The bare name without its ending, which may tell the table."""
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        """The ending of the name, in small letters: `.csv`."""
        return PurePosixPath(self.name).suffix.rstrip().lower()
