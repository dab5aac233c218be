"""Placement and provider codes of providers: as the list gives them, else from their type and sector."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from importlib import resources
from typing import Literal

import pandas as pd

from lacdsl.ingest import Issue, Kind
from lacdsl.ingest.issues import counted, listed
from lacdsl.reference.provider_files import plain_words

CodeField = Literal["PLACE_CODES", "PROVIDER_CODES"]

_CODE = {"PLACE_CODES": re.compile(r"[A-Z]\d{1,2}"), "PROVIDER_CODES": re.compile(r"PR\d")}
_OTHER: dict[CodeField, CodeField] = {"PLACE_CODES": "PROVIDER_CODES", "PROVIDER_CODES": "PLACE_CODES"}
_BETWEEN = re.compile(r"[\s,;/&+]+|\band\b", re.IGNORECASE)
_RANGE = re.compile(r"\b([A-Z]{1,2})(\d)\s*(?:-|to)\s*\1?(\d)\b", re.IGNORECASE)
_NAMES = {"PLACE_CODES": "placement codes", "PROVIDER_CODES": "provider codes"}
_COMES_FROM = {"PLACE_CODES": "type", "PROVIDER_CODES": "sector"}


def codes_of(rows: pd.DataFrame, field: CodeField, file: str, issues: list[Issue]) -> list[str | None]:
    """For each row its codes with commas between, or None. `rows` has FIELDS of a provider list and SHEET.

    A code of the other kind in a column is moved to where it belongs. Reports what is no code, how many
    rows had their codes worked out, and of which kinds of provider none are known.
    """
    found: list[str | None] = []
    strange: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    worked_out = 0
    other = _CODE[_OTHER[field]]
    for own, elsewhere, text, sheet in zip(
        rows[field], rows[_OTHER[field]], _description(rows, field), rows["SHEET"], strict=True
    ):
        tokens = [token for token in _tokens(own) if not other.fullmatch(token)]
        tokens += [token for token in _tokens(elsewhere) if _CODE[field].fullmatch(token)]
        strange.update(token for token in tokens if not _CODE[field].fullmatch(token))
        if tokens:
            found.append(",".join(dict.fromkeys(tokens)))
            continue
        codes = _known_for(field, text)
        if codes is None and field == "PLACE_CODES":
            codes = _known_for(field, sheet)
        if codes is None:
            unknown[text or "(blank)"] += 1
        worked_out += bool(codes)
        found.append(codes or None)
    _report(field, file, strange, unknown, worked_out, issues)
    return found


def _description(rows: pd.DataFrame, field: CodeField) -> list[str]:
    """What the list says about each provider that its codes can be told from."""
    if field == "PROVIDER_CODES":
        return [text or "" for text in rows["SECTOR"]]
    return [
        f"{kind or ''} {subtype or ''}".strip()
        for kind, subtype in zip(rows["TYPE"], rows["SUBTYPE"], strict=True)
    ]


@cache
def _tokens(text: str | None) -> tuple[str, ...]:
    """'U1 to U3; u6' -> U1, U2, U3, U6."""
    if not text:
        return ()
    return tuple(token.upper() for token in _BETWEEN.split(_RANGE.sub(_spelt_out, text)) if token)


def _spelt_out(span: re.Match[str]) -> str:
    first, last = sorted((int(span[2]), int(span[3])))
    return ",".join(f"{span[1]}{digit}" for digit in range(first, last + 1))


@cache
def _known_for(field: CodeField, text: str) -> str | None:
    """The codes for a kind of provider in words; "" when it places no child, None when nothing is known."""
    words = plain_words(text)
    for row in _types():
        if row["field"] == field and row["words"] in words:
            return row["codes"]
    return None


@cache
def _types() -> list[dict[str, str]]:
    file = resources.files("lacdsl.reference").joinpath("data", "provider_types.csv")
    return list(csv.DictReader(file.read_text("utf-8").splitlines()))


def _report(
    field: CodeField,
    file: str,
    strange: Counter[str],
    unknown: Counter[str],
    worked_out: int,
    issues: list[Issue],
) -> None:
    names, origin = _NAMES[field], _COMES_FROM[field]

    def add(message: str, count: int, value: str | None = None) -> None:
        issues.append(
            Issue(file, Kind.REFERENCE, message, "Provider", column=field, value=value, count=count)
        )

    if strange:
        message = (
            f"Not of the form of {names}, and kept as they stand: {listed(strange)}. Correct them "
            "in the list."
        )
        add(message, strange.total(), next(iter(strange)))
    if worked_out:
        add(
            f"The {names} of {counted(worked_out, 'row')} were worked out from the {origin} of provider.",
            worked_out,
        )
    if unknown:
        message = (
            f"No {names} in {counted(unknown.total(), 'row')}, and none are known for the "
            f"{origin}: {listed(unknown)}. "
            "Add the codes to the list where rules should compare them."
        )
        add(message, unknown.total())
