"""`lacdsl lint`: advice on rules that work, and could be better."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from lacdsl.cli.output import many, say
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError, render_all


def lint(
    name: Annotated[str, typer.Argument(metavar="NAME|PATH", help="A ruleset's name or folder.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="CODE,...", help="Look for these only, such as L807.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Judge the rulesets that it builds on as well.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with status 1 when there are warnings.")
    ] = False,
) -> None:
    """Say what could be better in the rules of a ruleset, and how. Every kind of advice has a page in the manual.

    A comment in or above a rule, `# allows L802: the Department does not ask about blanks`, settles it for that rule.
    """
    with progress("Starting"):
        from lacdsl.lints import LINTS
        from lacdsl.lints import lint as look
        from lacdsl.lints.subject import subject_of
        from lacdsl.rulesets import load_ruleset
        from lacdsl.rulesets.build import read_once
    codes = [code.strip().upper() for listing in only or () for code in listing.split(",") if code.strip()]
    known = [each.code for each in LINTS]
    unknown = [code for code in codes if code not in known]
    if unknown:
        message = f"There is no lint {unknown[0]}."
        raise LacdslError([Diagnostic("A906", message, f"There are: {', '.join(known)}.")])
    with progress("Reading the rules"), read_once():
        ruleset = load_ruleset(name)
        subject = subject_of(name, ruleset, every=every)
    with progress("Looking at the rules"):
        found = [*ruleset.own_warnings, *look(subject, codes, ruleset.own_warnings)]
    if found:
        say(render_all(found))
        say()
    levels = Counter(each.severity for each in found)
    rules, warnings, notes = len(list(subject.rules())), levels["warning"], levels["note"]
    say(f"{many(rules, 'rule')}: {many(warnings, 'warning')}, {many(notes, 'note')}")
    if strict and levels["warning"]:
        raise typer.Exit(1)
