"""Files that belong to no ruleset: the official rules that they are read on top of, and what is said of them."""

from __future__ import annotations

import re
from functools import cache

from lacdsl.diagnostics import Diagnostic
from lacdsl.model import load_model
from lacdsl.resources import rulesets_folder
from lacdsl.rulesets import available_rulesets

_YEAR = re.compile(r"\d{4}-\d{2}")
_TABLES = re.compile(r"\bfor[ \t]+each[ \t]+(?:(?:last|either)[ \t]+year[ \t]+)?([A-Za-z_]\w*)")
_USUAL = "dfe/lac"


def official_for(text: str) -> str:
    """The name of the latest official ruleset of the return that most rules of a text are about."""
    names = _TABLES.findall(text)
    newest = _newest()
    known = {family: sum(name in _words(ruleset) for name in names) for family, ruleset in newest.items()}
    best = max(known.values(), default=0)
    if known.get(_USUAL, 0) == best:
        return newest.get(_USUAL, _USUAL)
    return next(newest[family] for family, score in known.items() if score == best)


def not_listed(name: str) -> Diagnostic:
    """A file in the folder of a ruleset that is no part of it."""
    return Diagnostic(
        "R463",
        f"The ruleset does not use {name}: its ruleset.yaml lists the files of rules, and this is none of them.",
        "Add it to `rules` in ruleset.yaml, or leave `rules` out to use every file of the folder.",
        None,
        "warning",
    )


@cache
def _newest() -> dict[str, str]:
    """The latest official ruleset of every return."""
    names = [name for name in available_rulesets() if _YEAR.fullmatch(name.rpartition("/")[2])]
    return {name.rpartition("/")[0]: name for name in sorted(names)}


@cache
def _words(ruleset: str) -> frozenset[str]:
    """What rules call the rows of a return's tables."""
    model = load_model(rulesets_folder() / ruleset / "model.yaml", validate=False)
    return frozenset(table.singular for table in model.tables.values())
