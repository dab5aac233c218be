"""The files of a pack, from a zip or a folder, within limits and under names that cannot lead anywhere else."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.manifest import is_reserved
from lacdsl.rulesets.packs.layout import is_plain

LISTING = "PACK.json"
SIGNATURES = "SIGNATURES.json"
SUFFIXES = frozenset({".rules", ".yaml", ".csv", ".md", ".txt"})
PLAIN_NAMES = frozenset({"LICENCE", "LICENSE", LISTING, SIGNATURES})

MOST_FILES = 1_000
LARGEST_FILE = 5_000_000
LARGEST_PACK = 50_000_000

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]*")
_ENCRYPTED = 0x1

Files = Mapping[str, bytes]


def why_not(name: str) -> str | None:
    """What is wrong with the name of a file in a pack; None for one that every system takes, inside its folder."""
    parts = name.split("/")
    if len(name) > 200 or len(parts) > 8:
        return "is too long"
    if "\\" in name or ":" in name or name.startswith("/") or ".." in parts:
        return "leads out of the pack"
    if not all(_PART.fullmatch(part) and part[-1] not in ". " for part in parts):
        return "holds signs that not every system takes in a file's name"
    if any(is_reserved(part) for part in parts):
        return "is no name for a file on Windows"
    if PurePosixPath(name).suffix not in SUFFIXES and name not in PLAIN_NAMES:
        return f"is of a kind that has no place in a pack ({', '.join(sorted(SUFFIXES))} have)"
    return None


def read_pack(path: Path, called: str, problems: Problems) -> dict[str, bytes]:
    """All files of the pack at `path`, a zip or a folder, which messages name as `called`.

    LacdslError R470 when it cannot be trusted to be one.
    """
    return _from_folder(path, called, problems) if path.is_dir() else _from_zip(path, called, problems)


def _from_zip(path: Path, called: str, problems: Problems) -> dict[str, bytes]:
    help = "Ask for the pack again: a pack is what `lacdsl pack` writes, nothing else."
    data = _bytes_of(path, called, problems)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _check_count(len(members), called, problems)
            _check_names([member.filename for member in members], called, problems)
            if not is_plain(data, members):
                message = f"{called} was packed again, or holds something besides its files."
                raise problems.stop("R470", message, help)
            return _members(archive, members, called, problems)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise problems.stop("R470", f"{called} is no whole zip file.", help) from error
    except (NotImplementedError, RuntimeError) as error:
        raise problems.stop("R470", f"{called} is packed in a way that packs are not.", help) from error


def _bytes_of(path: Path, called: str, problems: Problems) -> bytes:
    """The whole file, read once: what is looked at is what is used."""
    try:
        if not path.is_file():
            raise problems.stop("R470", f"{called} is no file.", "Give a pack, or the folder of a ruleset.")
        with path.open("rb") as stream:
            data = stream.read(LARGEST_PACK + 1)
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise problems.stop("R470", f"{called} cannot be read: {reason}.", "Check the name.") from error
    if len(data) > LARGEST_PACK:
        message = f"{called} is larger than a pack can be (50 MB)."
        raise problems.stop("R470", message, "Ask for the pack again: packs hold rules, no data.")
    return data


def _members(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], called: str, problems: Problems
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    for member in members:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if member.flag_bits & _ENCRYPTED or kind not in (0, stat.S_IFREG):
            message = f"`{shown(member.filename)}` in {called} is encrypted, a link or no file."
            raise problems.stop("R470", message, "Ask for the pack again: packs hold plain files only.")
        with archive.open(member) as stream:
            data = stream.read(LARGEST_FILE + 1)
        total += len(data)
        if len(data) > LARGEST_FILE or total > LARGEST_PACK:
            message = f"`{shown(member.filename)}` makes {called} larger than a pack can be."
            raise problems.stop("R470", message, "A file may have 5 MB, a pack 50 MB.")
        found[member.filename] = data
    return found


def _from_folder(folder: Path, called: str, problems: Problems) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    paths = [path for path in sorted(folder.rglob("*")) if not _hidden(path.relative_to(folder))]
    files = [path for path in paths if path.is_symlink() or path.is_file()]
    _check_count(len(files), called, problems)
    names = [path.relative_to(folder).as_posix() for path in files]
    _check_names(names, called, problems)
    total = 0
    for name, path in zip(names, files, strict=True):
        if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            message = f"`{shown(name)}` in {called} is a link."
            raise problems.stop("R470", message, "Put the file itself into the folder.")
        try:
            with path.open("rb") as stream:
                found[name] = stream.read(LARGEST_FILE + 1)
        except OSError as error:
            reason = (error.strerror or "it cannot be opened").lower()
            message = f"`{shown(name)}` in {called} cannot be read: {reason}."
            raise problems.stop("R470", message, "Check the rights of the file.") from error
        total += len(found[name])
        if len(found[name]) > LARGEST_FILE or total > LARGEST_PACK:
            message = f"`{shown(name)}` makes {called} larger than a pack can be."
            raise problems.stop("R470", message, "A file may have 5 MB, a pack 50 MB.")
    return found


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _check_count(count: int, called: str, problems: Problems) -> None:
    if count > MOST_FILES:
        raise problems.stop("R470", f"{called} holds {count:,} files.", f"A pack may hold {MOST_FILES:,}.")


def _check_names(names: list[str], called: str, problems: Problems) -> None:
    seen: dict[str, str] = {}
    for name in names:
        wrong = why_not(name)
        if wrong is not None:
            message = f"`{shown(name, 100)}` in {called} {wrong}."
            problems.add("R470", message, "Leave the file out, or give it a plain name.", None)
        elif name.casefold() in seen:
            message = f"{called} holds `{shown(name)}` twice (as `{shown(seen[name.casefold()])}`)."
            problems.add("R470", message, "Names in a pack have to differ in more than capitals.", None)
        seen[name.casefold()] = name
    problems.stop_if_any()
