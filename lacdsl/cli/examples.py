"""`lacdsl test`: the examples that rules carry."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.output import progress, say, show
from lacdsl.diagnostics import LacdslError

if TYPE_CHECKING:
    from lacdsl.rulesets import Ruleset
    from lacdsl.testing import ExampleResult

_LIKE_A_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(start|end)\b.+")
_DATE = re.compile(r"\d\d/\d\d/\d{4}|(start|end)(\s*[+-]\s*\d+\s+(day|week|month|year)s?)*")


def test(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A ruleset's name or folder.")],
    codes: Annotated[
        list[str] | None, typer.Argument(metavar="[CODE...]", help="Codes of rules; none: all of them.")
    ] = None,
) -> None:
    """Run the examples of a ruleset's rules. Exit status 1 when one does not come out as it says."""
    from lacdsl.rulesets import load_ruleset
    from lacdsl.testing import ENGINES, run_examples

    with progress("Reading the rules"):
        ruleset = load_ruleset(name)
    if ruleset.diagnostics:
        show(ruleset.diagnostics)
    wanted = _wanted(ruleset, codes)
    with progress("Running the examples"):
        results = run_examples(ruleset.program, ruleset.examples, wanted)
    failed = [result for result in results if not result.ok]
    engines: dict[tuple[str, ...], list[str]] = {}
    for result in failed:
        engines.setdefault(_lines(result, ruleset), []).append(result.engine)
    for (title, *lines), which in engines.items():
        say(title if len(which) == len(ENGINES) else f"{title} ({', '.join(which)})")
        for line in [*lines, ""]:
            say(line)
    _sum_up(ruleset, wanted, results)
    if failed:
        raise typer.Exit(1)


def _wanted(ruleset: Ruleset, codes: list[str] | None) -> list[str]:
    from lacdsl.api.inputs import unknown_codes

    wanted = [code.strip() for listing in codes or () for code in listing.split(",") if code.strip()]
    problems = unknown_codes(ruleset, wanted)
    if problems:
        raise LacdslError(list(problems.values()))
    return wanted or list(ruleset.rules)


def _lines(result: ExampleResult, ruleset: Ruleset) -> tuple[str, ...]:
    """What to say of an example that does not come out as it says; the engine is left to the caller."""
    info = ruleset.rules[result.code]
    file = info.span.file if info.span is not None else ""
    lines = [f'rule {result.code}, example "{result.title}"']
    if result.problem:
        lines.append(f"  {result.problem}")
    for row in result.rows:
        if row.expected != row.found:
            cells = " | ".join(row.cells)
            lines.append(f"  {file}:{row.line}: expected {row.expected}, found {row.found}:  | {cells} |")
            lines += [
                f"    `{cell}` is read as no date: write dd/mm/yyyy, or `start - 1 day`, `end + 2 months`"
                for cell in row.cells
                if _LIKE_A_DATE.fullmatch(cell) and not _DATE.fullmatch(cell)
            ]
    return tuple(lines)


def _sum_up(ruleset: Ruleset, wanted: list[str], results: list[ExampleResult]) -> None:
    examples = {(result.code, result.title) for result in results}
    without = [code for code in wanted if code not in {code for code, _ in examples}]
    outcome = Counter(result.ok for result in results)
    failed = len({(result.code, result.title) for result in results if not result.ok})
    how = "all come out as they say" if not outcome[False] else f"{failed} do not come out as they say"
    say(f"{len(examples)} examples of {len(wanted) - len(without)} rules: {how}")
    if without:
        listing = ", ".join(without[:12]) + (f" and {len(without) - 12} more" if len(without) > 12 else "")
        say(f"{len(without)} rules have no example: {listing}")
