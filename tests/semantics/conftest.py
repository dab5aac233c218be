"""The model that rules are compiled against, and short ways to compile them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lacdsl.diagnostics import Span, render_all
from lacdsl.model import Model, load_model
from lacdsl.resources import rulesets_folder
from lacdsl.semantics import Compiled, LayeredItem, compile_program
from lacdsl.syntax import parse

from .shown import shown

Compile = Callable[..., Compiled]


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model(rulesets_folder() / "dfe/lac/2026-27/model.yaml", validate=False)


@pytest.fixture(scope="session")
def compile_text(model: Model) -> Compile:
    """Compiles a file of rules that has no mistakes of syntax."""

    def compile_it(text: str, file: str = "test.rules") -> Compiled:
        parsed = parse(text, file)
        assert not parsed.diagnostics, parsed.diagnostics
        lines = text.split("\n")

        def source_of(span: Span) -> str:
            return "\n".join(lines[span.line - 1 : span.end_line])

        return compile_program(model, [LayeredItem(item, "test") for item in parsed.file.items], source_of)

    return compile_it


@pytest.fixture(scope="session")
def must_of(compile_text: Compile) -> Callable[..., str]:
    """What the `must` of a rule means, in short; the rule and all items before it are free of faults."""

    def meaning(
        must: str,
        each: str = "for each Episode",
        before: str = "",
        lets: tuple[str, ...] = (),
        flag: str = "CHILD",
    ) -> str:
        named = "".join(f"  let {let}\n" for let in lets)
        text = f'{before}\nrule 1 "An example"\n  {each}\n{named}  must {must}\n  flag {flag}\n'
        compiled = compile_text(text)
        assert not compiled.diagnostics, render_all(compiled.diagnostics)
        return shown(compiled.program.rules["1"].must)

    return meaning
