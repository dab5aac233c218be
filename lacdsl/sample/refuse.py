"""What is asked of a sample and makes no sense."""

from __future__ import annotations

from collections.abc import Sequence

from lacdsl.diagnostics import Diagnostic, LacdslError, suggest


def refuse_nonsense(children: int, most: int, year: str, years: Sequence[str], errors: float) -> None:
    """LacdslError for a year without a sample (F680), a number of children (F681) or a share (F682) that makes no sense."""
    wrong = []
    if year not in years:
        near = suggest(year, years)
        wrong.append(
            Diagnostic(
                "F680",
                f"There is no sample for the collection year {year!r}.",
                f"Did you mean {near[0]}?" if near else f"Use a year from {years[0]} to {years[-1]}.",
            )
        )
    if not 0 <= children <= most:
        wrong.append(
            Diagnostic(
                "F681",
                f"A sample cannot have {children} children.",
                f"Ask for a whole number from 0 to {most:,}.",
            )
        )
    if not 0 <= errors <= 1:
        wrong.append(
            Diagnostic(
                "F682",
                f"{errors} cannot be the share of rows with a mistake.",
                "Use a number from 0 to 1; 0.02 puts a mistake into one row in fifty.",
            )
        )
    if wrong:
        raise LacdslError(wrong)
