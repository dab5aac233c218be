"""Local authorities of England: which one a code, number or name means, before and after reorganisations.

`data/authorities.csv` has a row for every ONS code since 2019, of upper-tier authorities and of districts:
`upper_tier` is the present authority that has its place (itself when it is one; blank when it was split up),
`formerly_part_of` the split authority that a present one comes from, `la_number` DfE's three-digit number.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import pandas as pd

from lacdsl.diagnostics import Diagnostic, LacdslError, suggest

NATIONS = {"S": "SCO", "N": "NIR", "W": "WAL"}
"""What stands for all authorities outside England, by the first letter of their ONS code."""

_ONS_CODE = re.compile(r"[A-Z]\d{8}")
_BEFORE_NAME = re.compile(
    r"^(?:the )?(?:(?:london|royal|metropolitan) )*(?:borough|city|county|council) of (?:the )?"
)
_BEHIND_NAME = re.compile(r"(?: (?:metropolitan|borough|district|county|city))* (?:council|mbc|cc|bc|dc)$")
_TURNED_ROUND = re.compile(r",? (?:city|county) of$")


@dataclass(frozen=True, slots=True)
class Authority:
    """One code of an authority or a district, present or former; its fields are explained at the top."""

    code: str
    name: str
    other_name: str
    la_number: str
    upper_tier: str
    formerly_part_of: str

    @property
    def is_district(self) -> bool:
        return self.code.startswith("E07")


@cache
def authorities() -> dict[str, Authority]:
    """Every authority and district by its ONS code, former ones too."""
    text = resources.files("lacdsl.reference").joinpath("data", "authorities.csv").read_text("utf-8")
    return {row["code"]: Authority(**row) for row in csv.DictReader(text.splitlines())}


def authority_table() -> pd.DataFrame:
    """Upper-tier authorities, present and former: LA_CODE, NAME, LA_NUMBER (missing when there is none)."""
    rows = [
        (authority.code, authority.name, authority.la_number or None)
        for authority in authorities().values()
        if not authority.is_district
    ]
    return pd.DataFrame(rows, columns=["LA_CODE", "NAME", "LA_NUMBER"], dtype="str")


def upper_tier(code: str) -> str:
    """The present upper-tier authority of an ONS code of any tier or age.

    SCO, NIR or WAL outside England. A code that was split up among several authorities, or that is not known,
    stands for itself.
    """
    code = code.strip().upper()
    if _ONS_CODE.fullmatch(code) and code[0] in NATIONS:
        return NATIONS[code[0]]
    known = authorities().get(code)
    return (known.upper_tier or code) if known else code


def upper_tier_of(codes: pd.Series[Any]) -> pd.Series[str]:
    """`upper_tier` of every code: the same index, missing where the code is missing."""
    distinct = {code: upper_tier(str(code)) for code in codes.dropna().unique()}
    return codes.map(distinct).astype("str")


def successor(code: str) -> str:
    """The present authority in the place of a former upper-tier one; any other code stands for itself."""
    known = authorities().get(code.strip().upper())
    if known is None or known.is_district:
        return code.strip().upper()
    return known.upper_tier or known.code


def resolve_authority(text: str) -> str:
    """The ONS code of the authority meant by an ONS code, DfE's three-digit number or a name, old or new.

    Returns the present authority, also for a former one or a district in it; one that was split up (Cumbria,
    Northamptonshire) as itself. Raises LacdslError F620, with near names, when nothing is meant by it.
    """
    code = _resolved(text)
    if code is None:
        raise LacdslError([_unknown(text)])
    return code


def codes_inside(text: str) -> frozenset[str]:
    """All ONS codes, of any tier and age, whose area is that of the authority meant by `text` or lies in it.

    A present authority counts the former one that it comes from as itself. An unknown text is its only code.
    """
    own = _resolved(text) or text.strip().upper()
    before = _comes_from(own)
    places = {own} | {each.code for each in authorities().values() if each.formerly_part_of == own}
    lying_in = {each.code for each in authorities().values() if each.upper_tier in places}
    return frozenset(places | lying_in | ({before} if before else set()))


def same_authority(first: str, second: str) -> bool:
    """Whether two codes, numbers or names, old or new, mean one authority. Unknown ones equal themselves."""
    one, other = (_resolved(text) or text.strip().upper() for text in (first, second))
    if not one or not other:
        return False
    return one == other or _comes_from(one) == other or _comes_from(other) == one


def _comes_from(code: str) -> str | None:
    known = authorities().get(code)
    return known.formerly_part_of or None if known else None


def _resolved(text: str) -> str | None:
    text = text.strip()
    known = authorities().get(text.upper())
    if known is None:
        known = _by_number_and_name().get(_plain(text))
    return None if known is None else upper_tier(known.code)


@cache
def _by_number_and_name() -> dict[str, Authority]:
    """Upper-tier authorities by number and plain name; a present one before a former one of the name."""
    found: dict[str, Authority] = {}
    for authority in sorted(authorities().values(), key=lambda each: each.upper_tier != each.code):
        if not authority.is_district:
            for text in (authority.la_number, authority.name, authority.other_name):
                if text:
                    found.setdefault(_plain(text), authority)
    return found


def _plain(name: str) -> str:
    name = re.sub(r"[.']", "", name.casefold()).replace("&", " and ")
    name = " ".join(name.split())
    name = _TURNED_ROUND.sub("", _BEHIND_NAME.sub("", _BEFORE_NAME.sub("", name)))
    return re.sub(r"[,\s-]+", " ", name.removeprefix("county ")).strip()


def _unknown(text: str) -> Diagnostic:
    near = suggest(text.strip(), _names())
    help = (
        "Give the ONS code (E08000003), DfE's number (352) or the name (Manchester) of a "
        "local authority in England."
    )
    if near:
        help = f"Did you mean {' or '.join(near)}? {help}"
    return Diagnostic("F620", f"'{text}' is no local authority that is known here.", help)


def _names() -> Iterable[str]:
    return sorted(
        {each.name for each in authorities().values() if each.code.startswith("E") and not each.is_district}
    )
