"""Made-up children of a census: who they are, and what disabilities they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lacdsl.sample.cin.days import Year, between, later
from lacdsl.values import upn_check_letter

AUTHORITY = "352"
_ETHNICITIES = (
    *["WBRI"] * 12,
    "WOTH",
    "WOTH",
    "APKN",
    "APKN",
    "BAFR",
    "AIND",
    "ABAN",
    "MWBC",
    "MOTH",
    "BCRB",
    "OOTH",
    "NOBT",
)
_DISABILITIES = ("MOB", "HAND", "PC", "INC", "COMM", "LD", "HEAR", "VIS", "BEH", "CON", "AUT", "DDA")
_SCHOOL_AGE_FROM = (8, 31, 6)


@dataclass(frozen=True, slots=True)
class Person:
    """One child. `born` is missing for a child that is still expected, `expected` for all others."""

    id: str
    born: date | None
    expected: date | None
    earliest: date
    identifiers: dict[str, str | None]
    ethnicity: str
    disabilities: tuple[str, ...]


def make_person(dice: Random, number: int, year: Year, name: str) -> Person:
    """The child of that number; the first one has many disabilities, so that a return has them all."""
    unborn = number > 0 and dice.random() < 0.02
    born = None if unborn else between(dice, later(year.end, -17 * 365), later(year.start, -30))
    expected = later(year.end, dice.randint(0, 200)) if unborn else None
    sex = "U" if unborn else dice.choice("MF")
    identifiers = {
        "LAchildID": f"C{number + 100_001}",
        "UPN": None,
        "UPNunknown": None,
        "PersonBirthDate": None if born is None else born.isoformat(),
        "ExpectedPersonBirthDate": None if expected is None else expected.isoformat(),
    }
    if born is not None and born <= date(year.end.year - _SCHOOL_AGE_FROM[2], *_SCHOOL_AGE_FROM[:2]):
        identifiers["UPN"] = _upn(number)
    else:
        identifiers["UPNunknown"] = "UN1"
    if name >= "2024-25":
        identifiers["Sex"] = sex
    else:
        identifiers["GenderCurrent"] = {"M": "1", "F": "2", "U": "0"}[sex]
    earliest = later(born, 1) if born is not None else later(expected or year.end, -200)
    return Person(
        f"C{number + 100_001}",
        born,
        expected,
        max(earliest, year.start - timedelta(days=900)),
        identifiers,
        dice.choice(_ETHNICITIES),
        _disabilities(dice, number) if born is not None else (),
    )


def _disabilities(dice: Random, number: int) -> tuple[str, ...]:
    if number == 0:
        return _DISABILITIES
    if dice.random() < 0.87:
        return ("NONE",)
    return tuple(dice.sample(_DISABILITIES, dice.choice((1, 1, 1, 2, 3))))


def _upn(number: int) -> str:
    digits = f"{AUTHORITY}{number + 10_000_001:08}{number % 7}"
    letter = upn_check_letter(f"A{digits}")
    assert letter is not None
    return f"{letter}{digits}"
