"""PACK.json: what a pack is, and the hash of every file in it, so that nothing can be changed, added or lost unseen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.manifest import MANIFEST, OFFICIAL, Manifest, read_manifest
from lacdsl.rulesets.packs.files import LISTING, SIGNATURES, Files
from lacdsl.rulesets.packs.versions import VERSION

FORMAT = 1
_HEX = re.compile(r"[0-9a-f]{64}")
_AGAIN = "Ask the owner for the pack again, and say what this says."


@dataclass(frozen=True, slots=True)
class Listing:
    """What a pack says of itself, checked against its files."""

    manifest: Manifest
    data: bytes
    """PACK.json as it stands: what is signed."""

    @property
    def name(self) -> str:
        """The name of the ruleset."""
        return self.manifest.name

    @property
    def version(self) -> str:
        """Its version."""
        return self.manifest.version

    @property
    def digest(self) -> str:
        """The hash of the whole pack."""
        return sha256(self.data).hexdigest()


def listing_of(files: Files, problems: Problems) -> Listing:
    """The listing of files that carry none yet: those of a folder, or of a pack in the making."""
    manifest = manifest_of(files, problems)
    text = json.dumps(_content(manifest, files), ensure_ascii=False, indent=1)
    return Listing(manifest, (text + "\n").encode("utf-8"))


def _content(manifest: Manifest, files: Files) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "name": manifest.name,
        "version": manifest.version,
        "owner": manifest.owner,
        "scope": manifest.scope,
        "licence": manifest.licence,
        "return": manifest.return_name,
        "year": manifest.year,
        "extends": manifest.extends,
        "files": {name: sha256(files[name]).hexdigest() for name in covered(files)},
    }


def checked(files: Files, called: str, problems: Problems) -> Listing:
    """The listing that came with the files. LacdslError R471 unless it is true of every one of them."""
    data = files[LISTING]
    said = _parsed(data, called, problems)
    hashes = said["files"]
    there = set(covered(files))
    for name in sorted(there - set(hashes)):
        problems.add("R471", f"`{shown(name)}` in {called} is not on the pack's own list.", _AGAIN, None)
    for name in sorted(set(hashes) - there):
        problems.add("R471", f"`{shown(name)}` is on the list of {called}, and not in it.", _AGAIN, None)
    for name in sorted(there & set(hashes)):
        if sha256(files[name]).hexdigest() != hashes[name]:
            message = f"`{shown(name)}` in {called} is not what it was when the pack was made."
            problems.add("R471", message, _AGAIN, None)
    problems.stop_if_any()
    manifest = manifest_of(files, problems)
    expected = _content(manifest, files)
    differ = [name for name in {**expected, **said} if said.get(name, ...) != expected.get(name, ...)]
    if differ:
        message = f"The list of {called} and its {MANIFEST} do not agree on `{shown(differ[0])}`."
        raise problems.stop("R471", message, _AGAIN)
    return Listing(manifest, data)


def covered(files: Files) -> list[str]:
    """The files that a listing has to name, in order."""
    return sorted(name for name in files if name not in (LISTING, SIGNATURES))


def manifest_of(files: Files, problems: Problems) -> Manifest:
    """The manifest among the files, fit for a pack: LacdslError when there is none, or one that cannot travel."""
    if MANIFEST not in files:
        raise problems.stop(
            "R470", f"There is no {MANIFEST} in it.", "Give a folder or a pack that holds a ruleset."
        )
    try:
        text = files[MANIFEST].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise problems.stop("R461", f"`{MANIFEST}` is not UTF-8 text.", "Save the file as UTF-8.") from error
    manifest = read_manifest(text, MANIFEST, problems)
    problems.stop_if_any()
    assert manifest is not None
    if not VERSION.fullmatch(manifest.version):
        message = f"`{shown(manifest.version)}` is no version that can be told from others."
        help = "Write numbers with dots between them, such as 1.2.0."
        problems.add("R476", message, help, manifest.places["version"])
    if manifest.scope == "official" or manifest.name.split("/")[0].casefold() == OFFICIAL:
        place = manifest.places["scope" if manifest.scope == "official" else "name"]
        message = (
            f"Only rulesets that come with lacdsl are official, or have a name that begins with {OFFICIAL}/."
        )
        problems.add("R476", message, "Write `scope: regional` or `local`, and a name of your own.", place)
    if (manifest.extends or "").startswith("."):
        message = (
            f"`extends: {shown(manifest.extends)}` is a folder beside this one, which does not travel along."
        )
        help = "Give that ruleset a name, pack it too, and write its name here."
        problems.add("R476", message, help, manifest.places["extends"])
    problems.stop_if_any()
    return manifest


def strict_json(data: bytes) -> Any:
    """JSON that can be read in one way only. ValueError for a name written twice, a byte-order mark, NaN."""

    def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                raise ValueError(f"{name} is written twice")
            found[name] = value
        return found

    def no_number(word: str) -> None:
        raise ValueError(f"{word} is no number")

    text = data.decode("utf-8")
    return json.loads(text, object_pairs_hook=once, parse_constant=no_number)


def _parsed(data: bytes, called: str, problems: Problems) -> dict[str, Any]:
    try:
        said = strict_json(data)
    except (ValueError, RecursionError) as error:
        raise problems.stop("R471", f"The list of {called} ({LISTING}) cannot be read.", _AGAIN) from error
    good = (
        isinstance(said, dict)
        and type(said.get("format")) is int
        and isinstance(said.get("files"), dict)
        and all(isinstance(mark, str) and _HEX.fullmatch(mark) for mark in said["files"].values())
    )
    if good and said["format"] != FORMAT:
        message = f"{called} is a pack of another form ({shown(str(said['format']))}) than this lacdsl reads."
        raise problems.stop("R471", message, "Use a newer lacdsl.")
    if not good:
        raise problems.stop("R471", f"The list of {called} ({LISTING}) lacks what it should say.", _AGAIN)
    return dict(said)
