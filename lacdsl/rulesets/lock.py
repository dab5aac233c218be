"""A lock file: exactly which rulesets a run used, so that another run uses the same or says that it cannot."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.diagnostics import Problems

if TYPE_CHECKING:
    from lacdsl.rulesets.chain import Chain

FORMAT = 1
_LARGEST = 1_000_000
_AGAIN = (
    "Make a new lock with `lacdsl lock` if the change is wanted; otherwise install the version that it names."
)


@dataclass(frozen=True, slots=True)
class Locked:
    """One ruleset of a run: its name, its version, and the hash of all its files."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What `lacdsl lock` wrote. `wanted` are the rulesets that were asked for; `layers` all that they are made of.

    `made_with` is what else findings depend on: the version of lacdsl, and of each kind of reference data.
    """

    file: str
    wanted: tuple[str, ...]
    layers: tuple[Locked, ...]
    made_with: Mapping[str, str]

    @property
    def pins(self) -> Mapping[str, str]:
        """The version of every ruleset, by name."""
        return {layer.name: layer.version for layer in self.layers}

    def check_made_with(self, now: Mapping[str, str]) -> None:
        """LacdslError R475 unless lacdsl and its reference data are those that the lock was made with."""
        problems = Problems()
        for name in sorted({*self.made_with, *now}, key=lambda name: (name != "lacdsl", name)):
            was, is_now = self.made_with.get(name, "none"), now.get(name, "none")
            if was == is_now:
                continue
            message = f"{self.file} was made with {shown(name)} {shown(was)}; here it is {shown(is_now)}."
            help = "Findings can differ. Use the lacdsl that the lock was made with; or make a new lock, and say so."
            problems.add("R475", message, help, None)
        problems.stop_if_any()

    def check(self, chain: Chain) -> None:
        """LacdslError R475 unless the chain is made of these very rulesets."""
        problems = Problems()
        now = {layer.manifest.name: layer for layer in chain.layers}
        for locked in self.layers:
            layer = now.pop(locked.name, None)
            if layer is None:
                message = f"{self.file} names {shown(locked.name)}, which is not used."
            elif layer.manifest.version != locked.version:
                message = (
                    f"{self.file} names {locked.name} {locked.version}; there is {layer.manifest.version}."
                )
            elif layer.digest != locked.digest:
                message = f"{locked.name} {locked.version} is not what it was when {self.file} was made."
            else:
                continue
            problems.add("R475", message, _AGAIN, None)
        for name in now:
            problems.add("R475", f"{shown(name)} is used, and {self.file} does not name it.", _AGAIN, None)
        problems.stop_if_any()


def lock_of(wanted: Sequence[str], chain: Chain, folder: Path, made_with: Mapping[str, str]) -> str:
    """The text of a lock file in `folder` for the rulesets `wanted`, which make up `chain`."""
    layers = [
        {"name": layer.manifest.name, "version": layer.manifest.version, "sha256": layer.digest}
        for layer in chain.layers
    ]
    names = {layer.manifest.name for layer in chain.layers if layer.place.shipped or layer.place.held}
    content = {
        "format": FORMAT,
        "made_with": dict(made_with),
        "rulesets": [_from(folder, each, names) for each in wanted],
        "layers": layers,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_lock(path: Path) -> Lock:
    """The lock in the file at `path`. LacdslError R475 when it is none."""
    problems = Problems()
    called = path.name
    try:
        with path.open("rb") as stream:
            said = json.loads(stream.read(_LARGEST))
        if said["format"] != FORMAT or not said["rulesets"]:
            raise ValueError
        layers = tuple(
            Locked(*(_text(each[key]) for key in ("name", "version", "sha256"))) for each in said["layers"]
        )
        wanted = tuple(_at(path.parent, _text(name)) for name in said["rulesets"])
        made_with = {_text(name): _text(version) for name, version in said["made_with"].items()}
        return Lock(called, wanted, layers, made_with)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{shown(called)} cannot be read: {reason}."
        raise problems.stop("R475", message, "Check the name of the lock file.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        help = "Make one with `lacdsl lock RULESET --out FILE`."
        raise problems.stop("R475", f"{shown(called)} is no lock file.", help) from error


def _from(folder: Path, wanted: str, names: Collection[str]) -> str:
    """How a lock in `folder` names a ruleset: by its name, or its path from there, so that both can move together."""
    if wanted.partition("@")[0] in names:
        return wanted
    try:
        steps = os.path.relpath(os.path.realpath(wanted), os.path.realpath(folder))
    except ValueError:  # on another drive
        return Path(wanted).absolute().as_posix()
    return f"./{Path(steps).as_posix()}"


def _at(folder: Path, wanted: str) -> str:
    return (folder.absolute() / wanted).as_posix() if wanted.startswith("./") else wanted


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value
