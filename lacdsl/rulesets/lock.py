"""A lock file: exactly which rulesets a run used, so that another run uses the same or says that it cannot."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
    """What `lacdsl lock` wrote. `wanted` are the rulesets that were asked for; `layers` all that they are made of."""

    file: str
    wanted: tuple[str, ...]
    layers: tuple[Locked, ...]

    @property
    def pins(self) -> Mapping[str, str]:
        """The version of every ruleset, by name."""
        return {layer.name: layer.version for layer in self.layers}

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


def lock_of(wanted: Sequence[str], chain: Chain) -> str:
    """The text of a lock file for the rulesets `wanted`, which make up `chain`."""
    layers = [
        {"name": layer.manifest.name, "version": layer.manifest.version, "sha256": layer.digest}
        for layer in chain.layers
    ]
    content = {"format": FORMAT, "rulesets": list(wanted), "layers": layers}
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
        return Lock(called, tuple(_text(name) for name in said["rulesets"]), layers)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{shown(called)} cannot be read: {reason}."
        raise problems.stop("R475", message, "Check the name of the lock file.") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        help = "Make one with `lacdsl lock RULESET --out FILE`."
        raise problems.stop("R475", f"{shown(called)} is no lock file.", help) from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value
