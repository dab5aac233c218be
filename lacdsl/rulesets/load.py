"""`load_ruleset`: a name or a path, to rules that are ready for use."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache as once
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from lacdsl.rulesets import cache
from lacdsl.rulesets.chain import Chain, read_chain
from lacdsl.rulesets.files import NO_PINS
from lacdsl.rulesets.lock import Lock
from lacdsl.rulesets.ruleset import Items, Ruleset

Part = TypeVar("Part")


def load_ruleset(name_or_path: str | Path, *others: str | Path, lock: Lock | None = None) -> Ruleset:
    """The rules of a ruleset, with all that it extends.

    `name_or_path` is the name of a ruleset that comes with lacdsl (dfe/lac/2026-27) or is installed (regional/north,
    or regional/north@1.2.0), or the path of a folder that holds a ruleset.yaml, or of a pack. `others` are added to
    it, as if each were written on top; the first one gives the whole its name and its data model. With a `lock`
    the installed versions that it names are used, and every ruleset has to be what it was when the lock was made.

    LacdslError with everything that is wrong in any of the files, and R475 where a lock does not fit.
    """
    chain = read_chain((name_or_path, *others), lock.pins if lock is not None else NO_PINS)
    if lock is not None:
        lock.check(chain)
    folder = cache.cache_folder()
    key = _key(chain) if folder is not None else None
    if folder is None or key is None:
        return _compiled(chain, None, "")
    kept = cache.load(folder, key)
    if kept is None:
        return _compiled(chain, folder, key)
    contents, examples, trees, shared = kept
    again = once(lambda: _compiled(chain, folder, key, whole=True))
    return Ruleset(
        contents,
        lambda: _first(examples(), lambda: again().examples),
        lambda: _first(trees(), lambda: again().trees),
        lambda: _items(chain),
        lambda: _first(shared(), lambda: again().shared),
    )


def _first(kept: Part | None, made: Callable[[], Part]) -> Part:
    return made() if kept is None else kept


def _items(chain: Chain) -> Items:
    from lacdsl.rulesets.build import items_of

    return items_of(chain)


def _compiled(chain: Chain, folder: Path | None, key: str, *, whole: bool = False) -> Ruleset:
    """The chain compiled from its files, and kept in `folder` for the next time.

    Examples and trees are kept once they are asked for, or at once when the `whole` is wanted.
    """
    # What compiles is not needed, and so not imported, where a kept ruleset is found.
    from lacdsl.rulesets.build import build

    contents, examples, trees, shared = build(chain)

    @once
    def keep() -> None:
        if folder is not None:
            cache.save(folder, key, contents, (examples, trees, shared))

    def kept(part: Part) -> Part:
        keep()
        return part

    if whole:
        keep()
    elif folder is not None:
        cache.save(folder, key, contents)
    return Ruleset(
        contents,
        lambda: kept(examples),
        lambda: kept(trees),
        lambda: _items(chain),
        lambda: kept(shared),
    )


def _key(chain: Chain) -> str | None:
    """A hash over the names and bytes of all files of the chain, and over the code that reads them."""
    total = sha256(cache.code_fingerprint().encode())
    total.update(chain.main.place.shown.encode())
    for layer in chain.layers:
        for file in (layer.manifest_file, *layer.files):
            total.update(sha256(file.shown.encode()).digest())
            total.update(sha256(file.data).digest())
    try:
        held = chain.held
        for path in chain.model_files():
            total.update(sha256("/".join(path.parts[-3:]).encode()).digest())
            total.update(sha256(held[path] if path in held else path.read_bytes()).digest())
    except OSError:
        return None
    return total.hexdigest()
