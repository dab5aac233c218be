"""Memory that a step no longer needs goes back to the computer, so that the next step has it again."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

_MMAP_THRESHOLD = -3
_LARGE = 2**20


def prepare_memory() -> None:
    """Before anything large is made: what is large is given back as soon as it is let go of.

    Arrow's own ways of getting memory keep what was read once, so it is told to ask the system. The C library of Linux
    stops giving back at once what is as large as anything let go of before; told what counts as large, it does not.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)


def give_memory_back() -> None:
    """What reading and checking needed for a while is handed back to the computer, as the next step needs other things."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
