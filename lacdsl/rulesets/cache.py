"""Compiled rulesets, kept between runs under a hash of everything that they were made from.

A file holds what checking needs, and examples, trees and what rules share, each with its hash. The latter are kept when
something has asked for them: to write them takes as long as a third of the compiling, and a check needs none of them.
Each file is sealed with a secret in the folder of the user's own data, where a trust file lies, too: only who could trust
another key could put other rules here. Whatever is wrong with the folder or a file, the ruleset is compiled again: a cache
is never a reason to fail.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

import msgpack

from lacdsl.rulesets.codec import FORMAT, CodecError, Registry, decode, encode
from lacdsl.rulesets.ruleset import Contents, Examples, Shared, Trees

_KEPT = 24
_SUFFIX = ".lacdsl"
_SECRET = "cache.key"
_LENGTH = 32
_PARTS = ("contents", "examples", "trees", "shared")
# What a compiled ruleset depends on besides its own files.
_CODE = ("__init__.py", "diagnostics", "model", "values.py", "values", "syntax", "semantics", "rulesets")

Parts: TypeAlias = (
    "tuple[Contents, Callable[[], Examples | None], Callable[[], Trees | None], Callable[[], Shared | None]]"
)


def cache_folder() -> Path | None:
    """Where compiled rulesets are kept; None when LACDSL_NO_CACHE is set or there is no such place."""
    if os.environ.get("LACDSL_NO_CACHE", "0") not in ("", "0"):
        return None
    from platformdirs import user_cache_path

    try:
        return user_cache_path("lacdsl", appauthor=False) / "rulesets"
    except (OSError, RuntimeError):
        return None


def code_fingerprint() -> str:
    """Changes whenever the code that compiles rules, or the grammar, does."""
    from lacdsl.resources import grammar_file

    package = Path(__file__).parent.parent
    marks = []
    for name in _CODE:
        part = package / name
        for file in sorted(part.rglob("*.py")) if part.is_dir() else [part]:
            with contextlib.suppress(OSError):
                found = file.stat()
                marks.append(f"{file.relative_to(package)} {found.st_size} {found.st_mtime_ns}")
    marks.append(sha256(grammar_file().read_bytes()).hexdigest())
    return sha256("\n".join(marks).encode()).hexdigest()


def load(folder: Path, key: str) -> Parts | None:
    """The ruleset kept under `key`; None when there is none that is whole.

    The other parts are read when they are asked for, and are None when they were not kept or are unreadable.
    """
    try:
        held = msgpack.unpackb((folder / (key + _SUFFIX)).read_bytes(), raw=False)
        if held["format"] != FORMAT or held["key"] != key:
            return None
        parts = {name: held["parts"][name] for name in _PARTS if name in held["parts"]}
        if not hmac.compare_digest(held["seal"], _seal(key, parts)):
            raise CodecError("sealed by somebody else")
        for name, (digest, data) in parts.items():
            if sha256(data).hexdigest() != digest:
                raise CodecError(f"{name} is damaged")
        contents = decode(parts["contents"][1], _contents_registry())
    except (OSError, ValueError, TypeError, KeyError, CodecError, msgpack.UnpackException):
        return None
    if not isinstance(contents, Contents):
        return None
    return contents, _later(parts.get("examples")), _later(parts.get("trees")), _later(parts.get("shared"))


def save(
    folder: Path, key: str, contents: Contents, rest: tuple[Examples, Trees, Shared] | None = None
) -> None:
    """Keep a ruleset under `key`. Nothing happens when it cannot be written."""
    with contextlib.suppress(OSError, CodecError):
        written = {"contents": encode(contents, _contents_registry())}
        if rest is not None:
            examples, trees, shared = rest
            written["examples"] = encode(dict(examples), _tree_registry())
            written["trees"] = encode(dict(trees), _tree_registry())
            written["shared"] = encode(tuple(shared), _tree_registry())
        parts = {name: (sha256(data).hexdigest(), data) for name, data in written.items()}
        whole = {"format": FORMAT, "key": key, "parts": parts, "seal": _seal(key, parts)}
        packed = msgpack.packb(whole, use_bin_type=True)
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder, key + _SUFFIX, packed)
        _forget_oldest(folder)


def _seal(key: str, parts: Mapping[str, Sequence[Any]]) -> bytes:
    """What only this user's lacdsl could write over these parts. OSError where no secret can be kept."""
    marks = "\n".join([str(FORMAT), key, *(f"{name} {parts[name][0]}" for name in _PARTS if name in parts)])
    return hmac.digest(_secret(), marks.encode(), "sha256")


def _secret() -> bytes:
    """Random bytes of the user's own, made when they are first needed."""
    from platformdirs import user_data_path

    path = user_data_path("lacdsl", appauthor=False) / _SECRET
    with contextlib.suppress(FileNotFoundError):
        held = path.read_bytes()
        if len(held) == _LENGTH:
            return held
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path.parent, _SECRET, secrets.token_bytes(_LENGTH))
    return path.read_bytes()


def _write(folder: Path, name: str, data: bytes) -> None:
    """Others see either no file or the whole of it."""
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).replace(folder / name)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _forget_oldest(folder: Path) -> None:
    found = []
    for file in folder.glob(f"*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            found.append((file.stat().st_mtime_ns, file))
    for _, file in sorted(found)[:-_KEPT]:
        with contextlib.suppress(OSError):
            file.unlink()


def _later(part: tuple[str, bytes] | None) -> Callable[[], Any]:
    def read() -> Any:
        with contextlib.suppress(CodecError):
            return None if part is None else decode(part[1], _tree_registry())

    return read


@cache
def _contents_registry() -> Registry:
    import lacdsl.diagnostics.core
    import lacdsl.model.entity
    import lacdsl.model.types
    import lacdsl.rulesets.ruleset
    import lacdsl.semantics.typed

    return Registry(
        {
            "diagnostics": lacdsl.diagnostics.core,
            "entity": lacdsl.model.entity,
            "model": lacdsl.model.types,
            "rulesets": lacdsl.rulesets.ruleset,
            "typed": lacdsl.semantics.typed,
        }
    )


@cache
def _tree_registry() -> Registry:
    import lacdsl.diagnostics.core
    import lacdsl.syntax.tree

    return Registry({"diagnostics": lacdsl.diagnostics.core, "tree": lacdsl.syntax.tree})
