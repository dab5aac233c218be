"""`lacdsl say`: rules in plain English."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from lacdsl.cli.given import NamedRuleset, default_ruleset
from lacdsl.cli.output import say, show
from lacdsl.cli.progress import progress

_WIDTH = 100


def say_rules(
    codes: Annotated[list[str], typer.Argument(metavar="CODE...", help="Codes of rules, or `all`.")],
    ruleset: NamedRuleset = None,
) -> None:
    """Say rules in plain English.

    What each is about, what has to hold, and what the names in it mean.
    """
    from lacdsl.cli.examples import wanted_codes
    from lacdsl.rulesets import load_ruleset
    from lacdsl.wording import Vocabulary, said

    with progress("Reading the rules"):
        rules = load_ruleset(ruleset or default_ruleset(None))
    if rules.own_warnings:
        show(rules.own_warnings)
    wanted = list(rules.rules) if codes == ["all"] else wanted_codes(rules, codes)
    words = Vocabulary(rules.model, rules.shared)
    for number, code in enumerate(wanted):
        if number:
            say()
        say(f"{code}  {rules.rules[code].title}")
        for line in said(rules.trees[code], words):
            indent = "    " if line.startswith("- ") else "  "
            text = textwrap.fill(
                line,
                _WIDTH,
                initial_indent="  ",
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            say(text)
