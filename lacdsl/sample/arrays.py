"""Names for the arrays that samples are made of, and the number that stands for a day that is not known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

# A day is a count of days since 1 January 1970. NEVER is later than all of them: still open, or not at all.
NEVER = 10**9


def ints(values: object) -> Ints:
    """Any sequence of whole numbers as an array of int64."""
    return np.asarray(values, dtype=np.int64)
