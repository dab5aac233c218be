"""Marks in the tables of examples: a star at the end of a cell says that the rule flags it."""

from __future__ import annotations

MARK = "*"


def marked(cell: str) -> bool:
    """The cell bears the mark; a blank one is nothing but the mark."""
    return cell.endswith(MARK)


def unmarked(cell: str) -> str:
    """The cell without its mark."""
    return cell.removesuffix(MARK).rstrip()


def tidy(cell: str) -> str:
    """The cell in the one form there is: the mark touches what it stands behind."""
    return unmarked(cell) + MARK if marked(cell) else cell
