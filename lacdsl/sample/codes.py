"""The codes that samples use, numbered by their place in these tuples, and how each year writes them."""

from __future__ import annotations

import numpy as np

from lacdsl.sample.arrays import Bools

# SUP is supported accommodation: H5 up to 2023-24, then K3. Z11 to Z14 were one code, Z1, up to 2024-25.
PLACES = (
    "A3", "A4", "A5", "A6", "SUP", "K1", "K2", "P1", "P2", "P3", "R1", "R2", "R3", "R5", "S1",
    "T0", "T1", "T2", "T3", "T4", "U1", "U2", "U3", "U4", "U5", "U6", "Z11", "Z12", "Z13", "Z14",
)  # fmt: skip
LEGAL = ("V2", "C1", "C2", "E1", "V3", "V4", "J1", "J3", "L1", "L2", "L3")
NEW = ("S", "L", "P", "T", "B", "U")
NEEDS = ("N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8")
PROVIDERS = ("", "PR0", "PR1", "PR2", "PR3", "PR4", "PR5")
ENDS = (
    "", "X1", "E11", "E12", "E2", "E3", "E4A", "E4B", "E13", "E41", "E45", "E46", "E47", "E48",
    "E5", "E6", "E7", "E8", "E9", "E14", "E15", "E16", "E17",
)  # fmt: skip
CHANGES = (
    "", "CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "LAREQ", "PLACE", "OTHER",
)  # fmt: skip
ETHNIC = (
    "WBRI", "WIRI", "WOTH", "WIRT", "WROM", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH",
    "BCRB", "BAFR", "BOTH", "CHNE", "OOTH", "REFU", "NOBT",
)  # fmt: skip

PLACE = {code: number for number, code in enumerate(PLACES)}
LAW = {code: number for number, code in enumerate(LEGAL)}
RNE = {code: number for number, code in enumerate(NEW)}
PR = {code: number for number, code in enumerate(PROVIDERS)}
END = {code: number for number, code in enumerate(ENDS)}
CHANGE = {code: number for number, code in enumerate(CHANGES)}


def among(codes: tuple[str, ...], prefix: str) -> Bools:
    """Which codes start with that; to be indexed with code numbers."""
    return np.array([code.startswith(prefix) for code in codes])


ADOPTIVE = among(PLACES, "A")
FOSTER = among(PLACES, "U")
TEMPORARY = among(PLACES, "T")
OTHER = among(PLACES, "Z")


def supported(year: str) -> str:
    """The code of supported accommodation in that year."""
    return "H5" if year <= "2023-24" else "K3"


def place_texts(year: str) -> tuple[str, ...]:
    """How each of PLACES is written in that year's return."""
    single = year <= "2024-25"
    return tuple(
        supported(year) if code == "SUP" else "Z1" if single and code.startswith("Z") else code
        for code in PLACES
    )


def sex_texts(year: str) -> tuple[str, str]:
    """How female and male are written in that year's return."""
    return ("2", "1") if year <= "2023-24" else ("F", "M")
