"""The files in a zip, read one at a time into memory: nothing is unpacked to the disk, nothing without a limit."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO

from lacdsl.ingest.source import Limits, Refused, Source

PASSED_OVER = (".", "~$", "__MACOSX", "Thumbs.db", "desktop.ini")
"""How names begin of what systems leave behind in folders and zips; such files and folders hold nothing to read."""

_ENCRYPTED = 0x1
_PIECE = 2**20
_DRIVE = re.compile(r"[A-Za-z]:")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What zipfile raises, besides OSError, for a zip that is damaged or of a kind that it does not know."""


def members(
    content: Path | bytes, name: str, path: str, depth: int, limits: Limits
) -> Iterator[Source | tuple[str, str]]:
    """The files in a zip, or (name, why not) for what is not read.

    `name` is what to call the zip, `path` the file on the disk. Raises `Refused` when the zip itself cannot be read,
    OSError.
    """
    with _opened(content) as opened:
        entries = opened.infolist()
    if len(entries) > limits.members:
        raise Refused(f"Holds {len(entries)} files, which is no return. Zip the files of the return alone.")
    check_apart(entries)
    archive = _Archive(content, limits)
    for entry in entries:
        inside = entry.filename.replace("\\", "/")
        parts = [part for part in inside.split("/") if part not in ("", ".")]
        if entry.is_dir() or not parts or any(part.startswith(PASSED_OVER) for part in parts if part != ".."):
            continue
        label = f"{name}/{'/'.join(parts)}"
        reason = _why_not(entry, inside, parts, limits)
        if reason is not None:
            yield label, reason
            continue
        yield Source(label, path, depth + len(parts), archive.loader(entry), "/".join(parts))


def check_apart(entries: Sequence[zipfile.ZipInfo]) -> None:
    """`Refused` where two files of a zip are the same bytes of it, by which a small zip unpacks to as much as one likes."""
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    for (start, size), (following, _) in pairwise(places):
        if following <= start or following < start + size:
            raise Refused(
                "Names the same bytes of the zip for several files, as is done to fill a computer up, and was refused. "
                "Ask whoever sent it."
            )


class _Archive:
    """A zip of which files are read one by one. It stays open from the first to the last, as to open it takes long when
    there are many.
    """

    def __init__(self, content: Path | bytes, limits: Limits) -> None:
        self._content = content
        self._limits = limits
        self._left = limits.packed
        self._to_come = 0
        self._opened: zipfile.ZipFile | None = None

    def loader(self, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
        """Gives the bytes of one file, to be called once."""
        self._to_come += 1

        def load() -> bytes:
            self._to_come -= 1
            try:
                return self._load(entry)
            finally:
                if self._to_come <= 0 and self._opened is not None:
                    self._opened.close()
                    self._opened = None

        return load

    def _load(self, entry: zipfile.ZipInfo) -> bytes:
        try:
            if self._opened is None:
                self._opened = _opened(self._content)
            with self._opened.open(entry) as stream:
                has_lines = not entry.filename.lower().rstrip().endswith(".xml")
                data = unpacked(stream, entry.compress_size, self._limits, self._left, has_lines)
        except BROKEN as error:
            raise Refused(f"Is damaged inside the zip file ({error}). Make the zip again.") from error
        self._left -= len(data)
        return data


def _why_not(entry: zipfile.ZipInfo, inside: str, parts: list[str], limits: Limits) -> str | None:
    if ".." in parts or inside.startswith("/") or _DRIVE.match(inside) or "\0" in inside:
        return (
            "Has a path that leads out of the zip file, and was refused: no ordinary program writes that. "
            "Ask whoever sent the zip."
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "Is a link, not a file, and was not followed. Zip the file itself."
    if entry.flag_bits & _ENCRYPTED:
        return "Is locked with a password and was not read. Unpack the zip with its password, and give the folder."
    if len(parts) > limits.depth:
        return f"Lies more than {limits.depth} folders deep and was not read. Move it up."
    return None


def _opened(content: Path | bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(content if isinstance(content, Path) else io.BytesIO(content))
    except BROKEN as error:
        raise Refused("Is a damaged zip file, or one that was cut off. Fetch or make it again.") from error


def unpacked(
    stream: IO[bytes], compressed: int, limits: Limits, allowance: int, has_lines: bool = False
) -> bytes:
    """All that a packed file holds. Counts what really comes out, whatever the zip claims; `Refused` when too much.

    `has_lines`: no line, nor what stands between two bytes that are line ends in a text, may be longer than is allowed.
    """
    held = io.BytesIO()
    line = 0
    most = min(limits.file, allowance)
    while piece := stream.read(_PIECE):
        held.write(piece)
        size = held.tell()
        end = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        line = line + len(piece) if end < 0 else len(piece) - end - 1
        if has_lines and line > limits.line:
            raise Refused(long_line(limits))
        if size > most or (size > limits.ratio_from and size > limits.ratio * max(1, compressed)):
            amount = f"{size // 2**20} MB" if size >= 2**20 else f"{size} bytes"
            raise Refused(
                f"Unpacks to more than {amount} from {compressed} bytes, as a file does that is made to fill a "
                "computer up, and was refused. If it is a real file, unpack it and give the folder."
            )
    return held.getvalue()


def long_line(limits: Limits) -> str:
    """What is said of a line that is longer than is allowed."""
    return f"Has a line of more than {limits.line // 2**20 or 1} MB, which no table has, and was not read. Export it again."
