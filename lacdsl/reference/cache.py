"""Arrays kept in the user's cache folder, so that they need not be worked out again. Never needed, only
quicker.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def cache_folder() -> Path:
    """Where this user's computer keeps such files; it need not exist."""
    return platformdirs.user_cache_path("lacdsl")


def load(path: Path) -> dict[str, NDArray[Any]] | None:
    """The arrays of a cache file, or None when there is none or it is damaged (its checksums are checked)."""
    try:
        with path.open("rb") as file, np.load(file) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except Exception:  # a damaged file can fail in any way; the caller works the arrays out again
        return None


def save(path: Path, arrays: Arrays) -> None:
    """Writes the arrays, whole or not at all, whoever else is writing them; gives up quietly when that
    cannot be.
    """
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
