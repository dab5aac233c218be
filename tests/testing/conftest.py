"""Small rules over the real data model, compiled from text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest

from lacdsl.model import Model, load_model
from lacdsl.resources import rulesets_folder
from lacdsl.semantics import Compiled, LayeredItem, compile_program
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import parse_strict


@cache
def model() -> Model:
    return load_model(rulesets_folder() / "dfe" / "lac" / "2026-27" / "model.yaml")


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a text of rules."""

    compiled: Compiled
    variants: Variants

    @property
    def codes(self) -> list[str]:
        return list(self.compiled.program.rules)


def compiled(text: str) -> Made:
    items = [LayeredItem(item, "test") for item in parse_strict(text, "test.rules").items]
    made = compile_program(model(), items, lambda span: "")
    assert not [found for found in made.diagnostics if found.severity == "error"], made.diagnostics
    return Made(made, Variants(model(), items))


@pytest.fixture
def rules() -> Callable[[str], Made]:
    """Compiles a text of rules."""
    return compiled
