"""Words that several forms of report share."""

from __future__ import annotations

from datetime import date


def plural(severity: str) -> str:
    """The name of a severity for several findings."""
    return {"query": "queries"}.get(severity, f"{severity}s")


def day(value: object) -> str:
    """A date as people write it: 1 April 2026."""
    return f"{value.day} {value:%B} {value.year}" if isinstance(value, date) else "?"
