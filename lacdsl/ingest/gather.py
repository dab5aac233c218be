"""From what a user names (files, folders, zips) to the files to read, and a word on each that is not."""

from __future__ import annotations

import mmap
import stat
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from lacdsl.ingest.archive import BROKEN, PASSED_OVER, long_line, members
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.ingest.kinds import Format, format_of, has_lines
from lacdsl.ingest.source import Limits, Refused, Source

_ZIP = b"PK\x03\x04"
_OFFICE = "[Content_Types].xml"
_HEAD = 4096
_NO_FILE = "Is no ordinary file and was not opened."
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xltx", ".ods", ".docx", ".pptx")
"""Kinds of file that are zips inside, and are not looked into as zips."""


def gather(paths: list[Path], limits: Limits, issues: list[Issue]) -> list[Source]:
    """The files at, in, or packed in `paths`; what is not read is added to `issues`. Hidden files are passed over."""
    found: list[Source] = []
    for path in paths:
        if path.is_dir():
            files = _folder(path, path, 0, limits, issues)
            found += islice(files, limits.members)
            if next(files, None) is not None:
                message = (
                    f"Is a folder of more than {limits.members} files in all, which is no return; only the first of "
                    "them were looked at. Give the folder of the return alone."
                )
                issues.append(_not_read(f"{path.name}/", message))
        elif not path.is_file():
            issues.append(_not_read(path.name, _NO_FILE))
        else:
            found += _file(path, path.name, 0, limits, issues)
    return found


def _folder(folder: Path, root: Path, depth: int, limits: Limits, issues: list[Issue]) -> Iterator[Source]:
    """The files in a folder and in the folders inside it, in the order of their names."""
    shown = folder.relative_to(root).as_posix()
    prefix = "" if folder == root else f"{shown}/"
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        if folder == root:
            raise
        issues.append(_not_read(shown, f"Is a folder that cannot be read: {error.strerror or error}."))
        return
    if len(entries) > limits.members:
        message = (
            f"Is a folder of {len(entries)} files, which is no return. Give the folder of the return alone."
        )
        issues.append(_not_read(prefix or f"{root.name}/", message))
        return
    for entry in entries:
        if entry.name.startswith(PASSED_OVER):
            continue
        name = prefix + entry.name
        refused = _why_not(entry, root)
        if refused:
            issues.append(_not_read(name, refused))
        elif not entry.is_dir():
            yield from _file(entry, name, depth, limits, issues)
        elif depth < limits.depth:
            yield from _folder(entry, root, depth + 1, limits, issues)
        else:
            message = (
                f"Lies more than {limits.depth} folders deep and was not looked into. Move its files up."
            )
            issues.append(_not_read(name, message))


def _file(path: Path, name: str, depth: int, limits: Limits, issues: list[Issue]) -> Iterator[Source]:
    if not _is_zip(path):
        yield Source(name, str(path), depth, lambda: _bytes_of(path, limits))
        return
    empty = True
    try:
        for member in members(path, name, str(path), depth, limits):
            empty = False
            if isinstance(member, Source):
                yield member
            else:
                issues.append(_not_read(*member))
    except Refused as refused:
        issues.append(_not_read(name, str(refused)))
    except OSError as error:
        issues.append(cannot_be_read(name, error))
    else:
        if empty:
            issues.append(_not_read(name, "Is a zip file with no file in it. Make it again."))


def cannot_be_read(name: str, error: OSError) -> Issue:
    """The system does not let go of a file."""
    reason = error.strerror or str(error)
    return _not_read(name, f"Cannot be read: {reason}. Close it elsewhere, or ask for the right to read it.")


def _not_read(name: str, message: str) -> Issue:
    return Issue(name, Kind.NOT_READ, message)


def _is_zip(path: Path) -> bool:
    """Whether a file is a zip to look into, whatever its name; workbooks and documents are zips, too, and are not."""
    suffix = path.suffix.lower()
    if suffix in _WORKBOOKS:
        return False
    try:
        with path.open("rb") as stream:
            if suffix != ".zip" and stream.read(len(_ZIP)) != _ZIP:
                return False
        with zipfile.ZipFile(path) as archive:
            return _OFFICE not in archive.namelist()
    except (OSError, *BROKEN):
        return suffix == ".zip"


def _bytes_of(path: Path, limits: Limits) -> bytes:
    size = path.stat().st_size
    if size > limits.file:
        raise Refused(f"Is of {size // 2**20} MB, far more than any return, and was not read.")
    if size > limits.line and path.suffix.lower() != ".xml":
        with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
            head = held[:_HEAD]
            if has_lines(head):
                kind = format_of(head, path.suffix.lower())
                if not isinstance(kind, Format):
                    raise Refused(f"Was not read: it is {kind}.")
                check_lines(held, limits)
    return path.read_bytes()


def check_lines(data: bytes | mmap.mmap, limits: Limits) -> None:
    """`Refused` when a line of a text is longer than is allowed. Cheap, whatever the size of the text."""
    end, place = len(data), 0
    while end - place > limits.line:
        last = max(
            data.rfind(b"\n", place, place + limits.line), data.rfind(b"\r", place, place + limits.line)
        )
        if last < 0:
            raise Refused(long_line(limits))
        place = last + 1


def _why_not(entry: Path, root: Path) -> str | None:
    """Why an entry of a folder is not to be opened; None when it is a plain file or folder inside `root`."""
    try:
        if not entry.resolve(strict=True).is_relative_to(root.resolve(strict=True)):
            return "Is a link that leads out of the folder and was not followed. Copy the file itself here."
        if entry.is_symlink() and entry.is_dir():
            return "Is a link to another folder and was not followed."
        mode = entry.stat().st_mode
    except (OSError, RuntimeError):
        return "Is a link that leads nowhere. Copy the file itself here."
    return None if stat.S_ISREG(mode) or stat.S_ISDIR(mode) else _NO_FILE
