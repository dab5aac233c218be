"""One sheet of a file before anybody knows which table it is: what every format reader hands over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Headings and columns of one sheet.

    `name` is what may say which table it is: the name of the file, or of the sheet in a workbook.
    `headings` are trimmed but otherwise as supplied, one for each of `columns`, which all have `len(lines)`
    rows. `lines` are 1-based.
    """

    file: str
    name: str
    headings: list[str]
    columns: list[pd.Categorical]
    lines: NDArray[np.int32]
    heading_line: int
