"""The files of a ruleset, within limits, under the names that messages show."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from lacdsl.diagnostics import LacdslError, Span
from lacdsl.model.diagnostics import shown
from lacdsl.resources import rulesets_folder
from lacdsl.rulesets.diagnostics import Problems, near
from lacdsl.rulesets.manifest import DEEPEST_NAME, MANIFEST, Manifest, is_name, read_manifest

LARGEST = 5_000_000
RULES = ".rules"

Pins: TypeAlias = Mapping[str, str]
NO_PINS: Pins = {}
# Files as somebody is writing them, by path: they count in place of what lies on the disk.
Edited: TypeAlias = Mapping[Path, bytes]
NOT_EDITED: Edited = {}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was found: the name that messages show, and its bytes."""

    shown: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that holds a ruleset, the path that messages show for it, and whether it comes with lacdsl.

    `held` are the files of a pack as they were verified, by path: these are used, whatever happens on the disk meanwhile.
    """

    folder: Path
    shown: str
    shipped: bool = False
    held: Mapping[Path, bytes] = field(default_factory=dict)


def available_rulesets() -> tuple[str, ...]:
    """The names of the rulesets that come with lacdsl, sorted."""
    root = rulesets_folder()
    found = (manifest.parent.relative_to(root).as_posix() for manifest in _manifests(root, DEEPEST_NAME))
    return tuple(sorted(name for name in found if is_name(name)))


def find(wanted: str | Path, problems: Problems, pins: Pins = NO_PINS, span: Span | None = None) -> Place:
    """The folder of the ruleset called `wanted`, or at that path, which may be that of a pack.

    `pins` says which version of an installed ruleset is meant where `wanted` does not. LacdslError R460 when there is
    none; R470 to R472 for a pack that cannot be used.
    """
    text = str(wanted)
    named = find_by_name(text, problems, pins) if isinstance(wanted, str) else None
    if named is not None:
        return named
    path = Path(wanted)
    if path.name == MANIFEST:
        path = path.parent
    if is_file(path / MANIFEST):
        if isinstance(wanted, str):
            _check_not_a_name(text, path, problems, span)
        return Place(path, path.as_posix())
    if path.suffix.lower() == ".zip" and is_file(path):
        from lacdsl.rulesets.packs.store import unpack

        used = unpack(path, problems)
        return Place(used.folder, used.called, held=used.held)
    if is_file(path) or _is_folder(path):
        help = f"Add a {MANIFEST} to the folder, or give the folder that holds one."
        raise problems.stop("R460", f"{shown(text, 200)} is no folder that holds a {MANIFEST}.", help, span)
    raise unknown(text, problems, span, pins)


def _check_not_a_name(text: str, folder: Path, problems: Problems, span: Span | None) -> None:
    """Where there is a trust file, a folder never stands in for the ruleset whose name was given. LacdslError R472."""
    name = text.partition("@")[0]
    if not is_name(name):
        return
    from lacdsl.rulesets.packs.store import is_expected
    from lacdsl.rulesets.packs.trust import read_trust

    trust = read_trust(problems)
    if trust is None:
        return
    file = read(folder / MANIFEST, MANIFEST, Problems())
    said = (
        read_manifest(file.data.decode("utf-8", "replace"), MANIFEST, Problems())
        if file is not None
        else None
    )
    if is_expected(name, trust) or (said is not None and said.name == name):
        message = (
            f"`{shown(text, 200)}` is not installed, and nobody vouches for the folder of that name here."
        )
        help = f"Install the pack of it; or write ./{shown(text, 200)} if you mean the folder."
        raise problems.stop("R472", message, help, span)


def find_named(name: str) -> Place | None:
    """The folder of a ruleset that comes with lacdsl, or None."""
    if not is_name(name):
        return None
    folder = rulesets_folder() / name
    return Place(folder, f"rulesets/{name}", shipped=True) if is_file(folder / MANIFEST) else None


def find_by_name(name: str, problems: Problems, pins: Pins = NO_PINS) -> Place | None:
    """The folder of a ruleset that comes with lacdsl or is installed, or None. A name may say a version behind @."""
    named = find_named(name)
    if named is not None:
        return named
    from lacdsl.rulesets.packs.store import find_installed, usable

    pinned = pins.get(name)
    found = find_installed(f"{name}@{pinned}" if pinned else name)
    if found is None:
        return None
    used = usable(found, problems)
    return Place(used.folder, used.called, held=used.held)


def unknown(name: str, problems: Problems, span: Span | None, pins: Pins = NO_PINS) -> LacdslError:
    """The error for a name or path that leads to no ruleset."""
    from lacdsl.rulesets.packs.store import installed

    if name in pins:
        message = f"{shown(name, 200)} {shown(pins[name])}, which the lock names, is not installed."
        help = "Install the pack of that version, or make a new lock if another one is wanted."
        return problems.stop("R475", message, help, span)
    names = (*available_rulesets(), *(each.called for each in installed()))
    listing = f"There are: {', '.join(names[-8:])}." if names else "Give the path of a folder that holds one."
    help = near(name, names, listing)
    return problems.stop("R460", f"There is no ruleset `{shown(name, 200)}`.", help, span)


def read(
    path: Path, name: str, problems: Problems, span: Span | None = None, edited: Edited = NOT_EDITED
) -> SourceFile | None:
    """The file at `path`; None when `problems` has been told why not. `span` is what named the file."""
    written = edited.get(path, edited.get(path.resolve())) if edited else None
    if written is not None:
        return SourceFile(name, written)
    try:
        if path.exists() and not path.is_file():
            _unreadable(name, "it is no file", "Check the name and the folder.", problems, span)
            return None
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it cannot be opened").lower()
        _unreadable(name, reason, "Check the name and the folder.", problems, span)
        return None
    if len(data) > LARGEST:
        _unreadable(name, "it is larger than 5 MB", "Split it into several files.", problems, span)
        return None
    return SourceFile(name, data)


_OTHER_FILES = (
    (b"PK\x03\x04", "a document of Word or Excel, or a zip file"),
    (b"\xd0\xcf\x11\xe0", "a document of an old Word or Excel"),
    (b"%PDF", "a PDF file"),
)


def text_of(file: SourceFile, problems: Problems) -> str | None:
    """The text of a file; None when it is not UTF-8, which `problems` is told."""
    try:
        return file.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.data.count(b"\n", 0, error.start) + 1
        place = Span(file.shown, line, 1, line, 2)
        reason, help_ = f"line {line} is not UTF-8 text", "Save the file as UTF-8."
        if file.data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            reason = "it is UTF-16 text, as Windows PowerShell writes with `>`"
            help_ = "Save the file as UTF-8: in Notepad, Save as, Encoding."
        kind = next((kind for start, kind in _OTHER_FILES if file.data.startswith(start)), None)
        if kind is not None:
            reason = f"it is {kind}, not plain text"
            help_ = "Copy the rules into a new file of an editor for plain text, such as Notepad, and save it as UTF-8."
        _unreadable(file.shown, reason, help_, problems, place)
        return None


def rules_files(
    place: Place, manifest: Manifest, problems: Problems, edited: Edited = NOT_EDITED
) -> list[SourceFile]:
    """The files of rules of one ruleset, in order."""
    listed = manifest.rules
    span = manifest.places.get("rules")
    # What was verified lies where it was when it was verified: links are not followed a second time.
    home = place.folder if place.held else place.folder.resolve()
    if listed is None:
        new = {path.name for path in edited if path.parent == home and path.suffix == RULES}
        there = () if place.held else _rules_in(place.folder)
        listed, span = tuple(sorted({*there, *new})), None
    found: list[SourceFile] = []
    for name in listed:
        path = place.folder / name
        if not place.held and not path.resolve().is_relative_to(home):
            message = f"`{shown(name)}` is a link to a file outside the ruleset's folder."
            problems.add("R464", message, "Put the file itself into the folder.", span)
            continue
        if place.held and path not in place.held:
            _unreadable(
                f"{place.shown}/{name}", "it is not in the pack", "Ask for the pack again.", problems, span
            )
            continue
        file = read(path, f"{place.shown}/{name}", problems, span, edited)
        if file is not None:
            found.append(file)
    return found


def is_file(path: Path) -> bool:
    """Is there a file? Also False for what can be no path at all."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _rules_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.rules") if not path.name.startswith("."))


def _manifests(folder: Path, depth: int) -> Iterator[Path]:
    if (folder / MANIFEST).is_file():
        yield folder / MANIFEST
    elif depth and folder.is_dir():
        for below in sorted(folder.iterdir()):
            if below.is_dir() and not below.name.startswith("."):
                yield from _manifests(below, depth - 1)


def _unreadable(name: str, reason: str, help: str, problems: Problems, span: Span | None) -> None:
    place = span or Span(name, 1, 1, 1, 2)
    problems.add("R461", f"`{shown(name, 200)}` cannot be read: {reason}.", help, place)
