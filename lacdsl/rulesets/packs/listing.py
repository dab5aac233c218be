"""PACK.json: what a pack is, and the hash of every file in it, so that nothing can be changed, added or lost unseen."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.manifest import MANIFEST, Manifest, read_manifest
from lacdsl.rulesets.packs.files import LISTING, SIGNATURES, Files

FORMAT = 1
VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}([-+][A-Za-z0-9.]{1,30})?")
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
    content = {
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
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return Listing(manifest, (text + "\n").encode("utf-8"))


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
    if (said["name"], said["version"], said["extends"]) != (
        manifest.name,
        manifest.version,
        manifest.extends,
    ):
        message = f"The list of {called} and its {MANIFEST} do not agree on name, version or `extends`."
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
    if (manifest.extends or "").startswith("."):
        message = (
            f"`extends: {shown(manifest.extends)}` is a folder beside this one, which does not travel along."
        )
        help = "Give that ruleset a name, pack it too, and write its name here."
        problems.add("R476", message, help, manifest.places["extends"])
    problems.stop_if_any()
    return manifest


def _parsed(data: bytes, called: str, problems: Problems) -> dict[str, Any]:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise problems.stop("R471", f"The list of {called} ({LISTING}) cannot be read.", _AGAIN) from error
    good = (
        isinstance(said, dict)
        and isinstance(said.get("name"), str)
        and isinstance(said.get("version"), str)
        and isinstance(said.get("extends"), str | None)
        and isinstance(said.get("files"), dict)
        and all(isinstance(mark, str) and _HEX.fullmatch(mark) for mark in said["files"].values())
    )
    if good and said.get("format") != FORMAT:
        message = f"{called} is a pack of another form ({shown(said.get('format'))}) than this lacdsl reads."
        raise problems.stop("R471", message, "Use a newer lacdsl.")
    if not good:
        raise problems.stop("R471", f"The list of {called} ({LISTING}) lacks what it should say.", _AGAIN)
    return dict(said)
