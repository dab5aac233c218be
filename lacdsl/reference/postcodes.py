"""Where postcodes are: their upper-tier authority and their place on the national grid."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from lacdsl.reference.authorities import upper_tier
from lacdsl.reference.postcode_directory import Letter, directory, keys, letter_of

_POSTCODE = re.compile(r"[A-Z][A-Z0-9]{4,6}")


def normalised_postcode(text: str) -> str:
    """The postcode in capitals and without blanks, as the reference tables have it."""
    return "".join(text.split()).upper()


def postcode_table(postcodes: Iterable[str]) -> pd.DataFrame:
    """Those of the postcodes that exist or once did, a row each, in order: POSTCODE, LA_CODE, EAST, NORTH.

    POSTCODE is in capitals without blanks. LA_CODE is the present upper-tier authority; SCO, NIR or WAL
    outside England; missing where the directory has none. EAST and NORTH are metres on the grid of Great
    Britain, NaN where there is none (Northern Ireland, the islands). Of the postcodes given, case, blanks
    and copies do not matter; missing ones, and text that is no postcode, have no row.

    Raises LacdslError F610 when the directory of postcodes is not installed, F611 when it cannot be read.
    """
    wanted: dict[str, list[str]] = {}
    for text in sorted({normalised_postcode(text) for text in postcodes if isinstance(text, str)}):
        if text.isascii() and _POSTCODE.fullmatch(text):
            wanted.setdefault(text[0], []).append(text)
    parts = [_none()]
    if wanted:
        folder = directory()
        for first, texts in wanted.items():
            letter = letter_of(folder, first)
            if letter is not None and len(letter.key):
                parts.append(_found(texts, letter))
    return pd.concat(parts, ignore_index=True)


def _found(texts: list[str], letter: Letter) -> pd.DataFrame:
    """The rows of those texts that are among the postcodes of the letter."""
    wanted = keys(np.array([f"{text[:-3]:<4}{text[-3:]}" for text in texts], dtype="S7"))
    places = np.minimum(np.searchsorted(letter.key, wanted), len(letter.key) - 1)
    known = letter.key[places] == wanted
    places = places[known]
    authorities = [*(upper_tier(code.decode()) for code in letter.districts.tolist()), None]
    return pd.DataFrame(
        {
            "POSTCODE": pd.array(np.array(texts, dtype=object)[known], dtype="str"),
            "LA_CODE": pd.array(np.array(authorities, dtype=object)[letter.district[places]], dtype="str"),
            "EAST": letter.east[places].astype(np.float64),
            "NORTH": letter.north[places].astype(np.float64),
        }
    )


def _none() -> pd.DataFrame:
    text = pd.Series([], dtype="str")
    number = pd.Series([], dtype="float64")
    return pd.DataFrame({"POSTCODE": text, "LA_CODE": text, "EAST": number, "NORTH": number})
