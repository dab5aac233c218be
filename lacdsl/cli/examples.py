"""`lacdsl test`: the examples that rules carry, and how much they prove."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.output import many, say, show
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.rulesets import Ruleset
    from lacdsl.testing import ExampleResult

_LIKE_A_DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(start|end)\b.+"
    r"|(?i:today|yesterday|tomorrow|now|collection (start|end).*|\d{1,2}\.? [a-z]{3,9}\.? \d{2,4})"
)
_WRITTEN = {
    "dd/mm/yyyy": re.compile(r"\d\d/\d\d/\d{4}"),
    "yyyy-mm-dd": re.compile(r"\d{4}-\d\d-\d\d"),
    "": re.compile(r"(start|end)(\s*[+-]\s*\d+\s+(working day|day|week|month|year)s?)*"),
}


def test(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A ruleset's name or folder.")],
    codes: Annotated[
        list[str] | None,
        typer.Argument(metavar="[CODE...]", help="Codes of rules; none: those of the ruleset itself."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="CODE,...", help="These rules only; the same as naming them.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="The rules of the rulesets that it builds on, too.")
    ] = False,
    coverage: Annotated[
        bool,
        typer.Option("--coverage", help="List the parts of conditions that no example makes true, or false."),
    ] = False,
    mutants: Annotated[
        bool,
        typer.Option("--mutants", help="Change the rules in small ways, and list what no example catches."),
    ] = False,
    least: Annotated[
        int,
        typer.Option(
            "--at-least",
            metavar="PERCENT",
            help="With --mutants: exit with status 1 when fewer are caught.",
            min=0,
            max=100,
        ),
    ] = 0,
) -> None:
    """Run the examples of a ruleset's rules. Exit status 1 when one does not come out as it says.

    Without codes the rules of the ruleset itself are looked at, and with --all those that it builds on as well.
    --coverage and --mutants say what the examples leave unproved.
    """
    if least and not mutants:
        raise LacdslError([Diagnostic("A906", "--at-least goes with --mutants only.", "Add --mutants.")])
    with progress("Starting"):
        from lacdsl.rulesets import load_ruleset
    with progress("Reading the rules"):
        ruleset = load_ruleset(name)
    if ruleset.diagnostics:
        show(ruleset.diagnostics)
    wanted = wanted_codes(ruleset, [*(codes or ()), *(only or ())])
    chosen = wanted or (list(ruleset.rules) if every else own_codes(ruleset))
    if not wanted and not every and not _has_own(ruleset):
        say(f"{ruleset.name} has no rules of its own, so there is nothing to prove.")
        say("--all runs the examples of the rulesets that it builds on.")
        return
    if coverage or mutants:
        from lacdsl.cli import proving

        if coverage:
            proving.show_coverage(ruleset, chosen)
        if mutants and not proving.show_mutants(ruleset, chosen, bool(wanted), every, least):
            raise typer.Exit(1)
        return
    _run(ruleset, chosen)


def examples(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A ruleset's name or folder.")],
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of a rule.")],
    suggest: Annotated[
        bool,
        typer.Option("--suggest", help="Make rows from the rule itself, instead of showing its examples."),
    ] = False,
) -> None:
    """Show the examples of a rule, or make some with --suggest.

    What is made up is on both sides of every line that the rule draws, with the verdicts worked out. Read each row and
    ask whether the verdict is the one you meant: the rows say what the rule does, not what it should do.
    """
    with progress("Starting"):
        from lacdsl.rulesets import load_ruleset
    with progress("Reading the rules"):
        ruleset = load_ruleset(name)
    if ruleset.own_warnings:
        show(ruleset.own_warnings)
    (wanted,) = wanted_codes(ruleset, [code])[:1] or [code]
    if suggest:
        from lacdsl.cli import proving

        if not proving.show_suggested(ruleset, wanted):
            message = f"No rows could be made for rule {wanted}."
            help = "It never came to a verdict on made-up rows. Write one example by hand; rows are then made from it."
            raise LacdslError([Diagnostic("A910", message, help)])
        return
    from lacdsl.testing.boundary.write import text_of

    held = ruleset.examples.get(wanted, ())
    for number, example in enumerate(held):
        if number:
            say()
        say(text_of(example).rstrip("\n"))
    if not held:
        say(f"Rule {wanted} has no examples; `lacdsl examples {name} {wanted} --suggest` makes some.")


def _run(ruleset: Ruleset, wanted: list[str]) -> None:
    from lacdsl.testing import ENGINES, Settings, run_examples
    from lacdsl.testing.show import shown

    with progress("Running the examples"):
        results = run_examples(ruleset.program, ruleset.examples, wanted, settings=Settings.of(ruleset))
    failed = [result for result in results if not result.ok]
    alike: dict[tuple[object, ...], list[ExampleResult]] = {}
    for result in failed:
        alike.setdefault(_outcome(result), []).append(result)
    for same in alike.values():
        info = ruleset.rules[same[0].code]
        agree = len(same) == len(ENGINES)
        for line in shown(same if agree else same[:1], info.span.file if info.span is not None else ""):
            say(line)
        for line in [*_odd_dates(same[0], ruleset.model.dates), ""]:
            say(line)
    _sum_up(ruleset, wanted, results)
    if failed:
        raise typer.Exit(1)


def wanted_codes(ruleset: Ruleset, codes: list[str]) -> list[str]:
    """The codes in some texts with commas. LacdslError A901 for one that the ruleset does not have."""
    from lacdsl.api.inputs import unknown_codes

    wanted = [code.strip() for listing in codes for code in listing.split(",") if code.strip()]
    problems = unknown_codes(ruleset, wanted)
    if problems:
        raise LacdslError(list(problems.values()))
    return wanted


def own_codes(ruleset: Ruleset) -> list[str]:
    """The rules of a group's or council's ruleset itself; all rules of an official one, or where it has none of its own.

    What it builds on was proved by whoever wrote it.
    """
    if ruleset.scope == "official":
        return list(ruleset.rules)
    own = [code for code, info in ruleset.rules.items() if info.layer == ruleset.name]
    return own or list(ruleset.rules)


def _has_own(ruleset: Ruleset) -> bool:
    return ruleset.scope == "official" or any(info.layer == ruleset.name for info in ruleset.rules.values())


def _outcome(result: ExampleResult) -> tuple[object, ...]:
    found = tuple(row.found for row in result.rows)
    return result.code, result.line, result.title, result.problem, found, tuple(result.cells)


def _odd_dates(result: ExampleResult, forms: tuple[str, ...]) -> list[str]:
    from lacdsl.syntax.marks import unmarked

    odd = dict.fromkeys(
        cell
        for row in (result.example.rows if result.example is not None else ())
        for cell in map(unmarked, row.cells)
        if _LIKE_A_DATE.fullmatch(cell) and not any(_WRITTEN[form].fullmatch(cell) for form in ("", *forms))
    )
    return [
        f"    `{cell}` is read as no date: write {forms[0]}, or `start - 1 day`, `end + 2 months`"
        for cell in odd
    ]


def _sum_up(ruleset: Ruleset, wanted: list[str], results: list[ExampleResult]) -> None:
    examples = {(result.code, result.title) for result in results}
    without = [code for code in wanted if code not in {code for code, _ in examples}]
    outcome = Counter(result.ok for result in results)
    failed = len({(result.code, result.title) for result in results if not result.ok})
    how = "all come out as they say"
    if outcome[False]:
        how = "1 does not come out as it says" if failed == 1 else f"{failed} do not come out as they say"
    if examples:
        say(f"{many(len(examples), 'example')} of {many(len(wanted) - len(without), 'rule')}: {how}")
    if without:
        listing = ", ".join(without[:12]) + (f" and {len(without) - 12} more" if len(without) > 12 else "")
        say(f"{many(len(without), 'rule')} without an example, so nothing shows that it is right: {listing}")
        say("`lacdsl examples FOLDER CODE --suggest` makes one, to be looked over and pasted below the rule.")
