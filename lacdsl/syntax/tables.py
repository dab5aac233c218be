"""The tables of the LALR parser, kept between runs: making them takes ten times as long as reading them back.

They are plain data in the user's cache folder, named after the grammar that they were made of. Whatever is wrong with the
cache, the tables are made anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import lark
import msgpack
import platformdirs
from lark.grammar import Rule
from lark.lexer import TerminalDef

from lacdsl.resources import grammar_file

# Widths of patterns without a limit do not fit msgpack's integers; lark only compares them.
_UNLIMITED = 2**63


def parser_of(starts: tuple[str, ...], folder: Path | None = None) -> lark.Lark:
    """The parser of the language, for texts that begin with one of `starts`.

    `folder` is where its tables are kept, `lacdsl` in the user's cache folder when it is not given.
    """
    grammar = grammar_file().read_text(encoding="utf-8")
    key = hashlib.sha256("\0".join([lark.__version__, *starts, grammar]).encode()).hexdigest()
    file = (folder or platformdirs.user_cache_path("lacdsl")) / f"grammar-{key}.msgpack"
    try:
        return _loaded(file.read_bytes())
    except Exception:  # a missing, old or damaged cache is no fault of the user's
        parser = lark.Lark(
            grammar, parser="lalr", start=list(starts), propagate_positions=True, maybe_placeholders=True
        )
        _keep(parser, file)
        return parser


def _loaded(packed: bytes) -> lark.Lark:
    stored = msgpack.unpackb(packed, strict_map_key=False)
    parser: lark.Lark = lark.Lark._load_from_dict(stored["data"], stored["memo"])  # type: ignore[no-untyped-call]
    return parser


def _keep(parser: lark.Lark, file: Path) -> None:
    try:
        data, memo = parser.memo_serialize([TerminalDef, Rule])
        packed = msgpack.packb({"data": data, "memo": memo}, default=_unlimited)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=file.parent)
    except (OSError, TypeError, ValueError):
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(packed)
        Path(draft).replace(file)
    except OSError:
        Path(draft).unlink(missing_ok=True)


def _unlimited(value: Any) -> int:
    if isinstance(value, int):
        return _UNLIMITED
    raise TypeError(f"cannot be kept: {value!r}")
