"""Installed rulesets: put in their place, found by name and version, listed, taken away."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from lacdsl.diagnostics import LacdslError
from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.manifest import DEEPEST_NAME, is_name
from lacdsl.rulesets.packs.files import LISTING
from lacdsl.rulesets.packs.opened import Pack, open_pack, opened
from lacdsl.rulesets.packs.places import HOME, store, unpacked
from lacdsl.rulesets.packs.trust import Trust, read_trust
from lacdsl.rulesets.packs.versions import VERSION, version_order

MOST_UNPACKED = 20


@dataclass(frozen=True, slots=True)
class Installed:
    """One installed version of a ruleset."""

    name: str
    version: str
    folder: Path

    @property
    def called(self) -> str:
        """`regional/north@1.2.0`."""
        return f"{self.name}@{self.version}"


def installed() -> tuple[Installed, ...]:
    """Every installed ruleset, by name, the earliest version first."""
    found = [
        Installed(folder.parent.relative_to(store()).as_posix(), folder.name[1:], folder)
        for depth in range(1, DEEPEST_NAME + 1)
        for folder in store().glob("/".join(["*"] * depth + ["@*"]))
        if VERSION.fullmatch(folder.name[1:])
    ]
    known = [each for each in found if is_name(each.name)]
    return tuple(sorted(known, key=lambda each: (each.name, version_order(each.version))))


def find_installed(wanted: str) -> Installed | None:
    """The installed ruleset called `wanted`: a name, which means its latest version, or name@version."""
    name, _, version = wanted.partition("@")
    if not is_name(name) or (version and not VERSION.fullmatch(version)):
        return None
    found = [each for each in _versions(name) if version in ("", each.version)]
    return found[-1] if found else None


def is_expected(name: str, trust: Trust) -> bool:
    """Does `name` stand for somebody's ruleset: by its form, installed in some version, or one that a key is for?"""
    if "/" in name:
        return True
    patterns = [pattern for key in trust.keys for pattern in key.rulesets if pattern.strip("*")]
    return bool(_versions(name)) or any(fnmatchcase(name, pattern) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Used:
    """A pack that may be used: where it lies, what it is called, and its files as they were verified, by path."""

    folder: Path
    called: str
    held: Mapping[Path, bytes]


def usable(each: Installed, problems: Problems) -> Used:
    """An installed ruleset, after a look whether it still is what was installed, and trusted.

    LacdslError R471 or R472 when it is not: also when it lies under the name or the version of another one.
    """
    try:
        pack = open_pack(each.folder, read_trust(problems), problems, each.called)
    except LacdslError as error:
        again = (
            f"It was changed since. Take it away (`lacdsl remove {each.called}`), and install the pack again."
        )
        said = [
            replace(one, help=again) if one.code in ("R470", "R471") else one for one in error.diagnostics
        ]
        raise LacdslError(said) from None
    if (pack.listing.name, pack.listing.version) != (each.name, each.version):
        message = f"What is installed as {each.called} is {pack.listing.name}@{pack.listing.version}."
        raise problems.stop("R471", message, "Take it away with `lacdsl remove`, and install the pack again.")
    return _used(pack, each.folder)


def unpack(path: Path, problems: Problems) -> Used:
    """A folder with the files of the pack at `path`, for using it where it lies. The same checks as for installing."""
    pack = open_pack(path, read_trust(problems), problems)
    folder = unpacked() / pack.listing.digest
    if not _is_whole(folder, pack):
        _put(pack, folder, problems)
        _forget_unpacked(folder)
    return _used(pack, folder)


def _forget_unpacked(kept: Path) -> None:
    """Delete packs that were unpacked long ago: each can be unpacked again. What cannot be deleted stays."""
    with suppress(OSError):
        others = sorted((each.stat().st_mtime, each) for each in unpacked().iterdir() if each != kept)
        for _, folder in others[: -MOST_UNPACKED + 1]:
            shutil.rmtree(folder, ignore_errors=True)


def _used(pack: Pack, folder: Path) -> Used:
    home = folder.resolve()
    held = {home.joinpath(*name.split("/")): data for name, data in pack.files.items()}
    return Used(home, f"{pack.listing.name}@{pack.listing.version}", held)


def install(pack: Pack, problems: Problems, *, again: bool = False) -> Installed:
    """Put a pack where its name finds it. LacdslError R474 when another one of that version is there already."""
    name, version = pack.listing.name, pack.listing.version
    folder = store().joinpath(*name.split("/"), f"@{version}")
    if folder.exists() and not _is_whole(folder, pack) and not again:
        message = f"{name} {version} is installed already, and is not the same."
        help = "Give the changed ruleset a new version; or install it with --again to put it in the old one's place."
        raise problems.stop("R474", message, help)
    if not _is_whole(folder, pack):
        _put(pack, folder, problems)
    return Installed(name, version, folder)


def remove(wanted: str, problems: Problems) -> tuple[Installed, ...]:
    """Take away the version that `wanted` names, or all of them. LacdslError R474 when there is none."""
    name, _, version = wanted.partition("@")
    found = [each for each in _versions(name) if version in ("", each.version)] if is_name(name) else []
    if not found:
        names = ", ".join(each.called for each in installed()) or "none"
        message = f"`{shown(wanted)}` is not installed."
        raise problems.stop("R474", message, f"Installed are: {names}.")
    for each in found:
        _take_away(each.folder, problems)
        parent = each.folder.parent
        while parent != store():
            with suppress(OSError):
                parent.rmdir()
            parent = parent.parent
    return tuple(found)


def trusted(path: Path, trust: Trust | None, problems: Problems) -> Pack:
    """The pack at `path`, looked into; no name of a ruleset that comes with lacdsl.

    A folder without a list of its files is packed first: what the ruleset does not use stays behind.
    """
    from lacdsl.rulesets.files import available_rulesets
    from lacdsl.rulesets.packs.make import make_pack

    if path.is_dir() and not (path / LISTING).exists():
        pack = opened(make_pack(path, None, problems).files, shown(path.name, 100), trust, problems)
    else:
        pack = open_pack(path, trust, problems)
    if pack.listing.name.casefold() in {name.casefold() for name in available_rulesets()}:
        message = f"`{pack.listing.name}` is the name of a ruleset that comes with lacdsl."
        raise problems.stop("R474", message, "Give this one a name of its own.")
    return pack


def _versions(name: str) -> list[Installed]:
    folder = store().joinpath(*name.split("/"))
    found = [
        Installed(name, each.name[1:], each) for each in folder.glob("@*") if VERSION.fullmatch(each.name[1:])
    ]
    return sorted(found, key=lambda each: version_order(each.version))


def _is_whole(folder: Path, pack: Pack) -> bool:
    """Does `folder` hold exactly this pack?"""
    try:
        there = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() or path.is_symlink()
        }
    except OSError:
        return False
    return there == pack.whole


def _put(pack: Pack, folder: Path, problems: Problems) -> None:
    """Write the pack's files, so that others see either no folder or the whole of it. LacdslError R474 if it cannot be."""
    try:
        _write(pack, folder)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{shown(folder.parent, 200)} cannot be written to: {reason}."
        help = f"Set {HOME} to a folder that you may write to; or unpack the pack and give the path of the folder."
        raise problems.stop("R474", message, help) from error


def _write(pack: Pack, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".part-") as made:
        for name, data in pack.whole.items():
            path = Path(made) / "pack" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        before = Path(made) / "before"
        if folder.exists() or folder.is_symlink():
            folder.rename(before)
        try:
            (Path(made) / "pack").rename(folder)
        except OSError:
            if before.exists() or before.is_symlink():
                before.rename(folder)
            raise


def _take_away(folder: Path, problems: Problems) -> None:
    """Delete an installed ruleset; of a link, the link. LacdslError R474 when it cannot be."""
    try:
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{shown(folder, 200)} cannot be taken away: {reason}."
        raise problems.stop("R474", message, "Close what has it open, and check your rights.") from error
