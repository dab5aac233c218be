"""Make a pack: exactly the files that a ruleset is made of, and always the same bytes for the same files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lacdsl.model import model_files
from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.chain import read_chain
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.manifest import MANIFEST
from lacdsl.rulesets.packs.files import LISTING, PLAIN_NAMES, SIGNATURES, why_not
from lacdsl.rulesets.packs.keys import SigningKey
from lacdsl.rulesets.packs.layout import MODE, TIME, UNIX
from lacdsl.rulesets.packs.listing import Listing, listing_of
from lacdsl.rulesets.packs.signatures import with_signature

_BESIDE = ("README.md", "CHANGELOG.md", "LICENCE.md", "LICENSE.md", "LICENCE.txt", "LICENSE.txt")


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that is ready to be written, and the files of the folder that are no part of it."""

    listing: Listing
    files: Mapping[str, bytes]
    left_out: tuple[str, ...]

    def zipped(self) -> bytes:
        """The bytes of the pack."""
        return zipped(self.files)


def make_pack(folder: Path, key: SigningKey | None, problems: Problems) -> Made:
    """The ruleset in `folder` as a pack, signed when there is a key.

    What the ruleset does not use stays behind, so that no data that lies beside the rules goes along by accident.
    LacdslError when the ruleset cannot be read, or cannot travel (R476).
    """
    files = _used(folder, problems)
    listing = listing_of(files, problems)
    files[LISTING] = listing.data
    if key is not None:
        files[SIGNATURES] = with_signature(listing.data, (), key)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    left = sorted(there - set(files) - {LISTING, SIGNATURES})
    return Made(listing, files, tuple(left))


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of the files: in order, without times, not compressed, so that it is the same on every computer."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, TIME)
            entry.create_system = UNIX
            entry.external_attr = MODE << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def _used(folder: Path, problems: Problems) -> dict[str, bytes]:
    layer = read_chain((folder,)).main
    home = layer.place.folder
    names = [MANIFEST]
    names += [file.shown.removeprefix(f"{layer.place.shown}/") for file in layer.files]
    if layer.model_file is not None:
        for path in model_files(layer.model_file):
            if not path.resolve().is_relative_to(home.resolve()):
                message = f"The data model uses {shown(path.name)} outside the folder."
                raise problems.stop(
                    "R476", message, "Copy what it uses into the folder, or extend a named ruleset."
                )
            names.append(path.relative_to(home).as_posix())
    beside = (*_BESIDE, *sorted(PLAIN_NAMES - {LISTING, SIGNATURES}))
    names += [name for name in beside if (home / name).is_file() or (home / name).is_symlink()]
    for name in names:
        wrong = why_not(name)
        if wrong is not None:
            problems.add("R476", f"`{shown(name)}` {wrong}.", "Give it a plain name.", None)
    problems.stop_if_any()
    for name in names:
        if (home / name).is_symlink() or not (home / name).resolve().is_relative_to(home.resolve()):
            problems.add("R476", f"`{shown(name)}` is a link.", "Put the file itself into the folder.", None)
    problems.stop_if_any()
    return {name: (home / name).read_bytes() for name in names}
