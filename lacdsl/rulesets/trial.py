"""Rules that are tried: a file of rules, or one condition, on top of a ruleset and without a folder of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lacdsl.diagnostics import LacdslError, Span
from lacdsl.rulesets.build import info_of, shared_of
from lacdsl.rulesets.resolve import key_of
from lacdsl.rulesets.ruleset import Contents, Examples, LayerInfo, RuleInfo, Ruleset, Trees
from lacdsl.semantics import LayeredItem, compile_program
from lacdsl.semantics.typed import Program
from lacdsl.semantics.variants import Variants
from lacdsl.syntax import parse
from lacdsl.syntax import tree as t
from lacdsl.syntax.parser import parse_expression

CONDITION = "condition"


def with_file(base: Ruleset, text: str, file: str) -> tuple[Ruleset, list[str]]:
    """The ruleset with the items of a file on top, each in the place of one of that name; and the codes of its rules.

    LacdslError with everything that is wrong with the file.
    """
    lines = text.split("\n")
    parsed = parse(text, file)
    if parsed.diagnostics:
        raise LacdslError(parsed.diagnostics)
    own = [LayeredItem(replace(item, replaces=False), "tried") for item in parsed.file.items]
    taken = {key_of(each.item) for each in own}
    items = [*(each for each in base.items if key_of(each.item) not in taken), *own]
    compiled = compile_program(
        base.model, items, lambda span: _text(lines, span) if span.file == file else ""
    )
    errors = [found for found in compiled.diagnostics if found.severity == "error"]
    if errors:
        raise LacdslError(errors)
    rules = {
        code: info_of(rule, compiled.program, compiled.trees) for code, rule in compiled.program.rules.items()
    }
    mine = [code for code, rule in compiled.program.rules.items() if rule.layer == "tried"]
    return _made(base, compiled.program, rules, items, dict(compiled.examples), dict(compiled.trees)), mine


def with_condition(base: Ruleset, text: str, table: str) -> Ruleset:
    """One condition about every row called `table`, as the only rule of a ruleset: its code is CONDITION.

    LacdslError with everything that is wrong with it.
    """
    node = parse_expression(text, "the condition", 1)
    about = t.TableRef(table, span=Span("the table", 1, 1, 1, len(table) + 1))
    variants = Variants(base.model, base.items, lambda span: table if span.file == about.span.file else text)
    rule = variants.condition(node, about, CONDITION, text)
    program = variants.program({CONDITION: rule})
    return _made(base, program, {CONDITION: info_of(rule, program, {})}, base.items, {}, {})


def _made(
    base: Ruleset,
    program: Program,
    rules: dict[str, RuleInfo],
    items: Sequence[LayeredItem],
    examples: Examples,
    trees: Trees,
) -> Ruleset:
    main = LayerInfo(base.name, base.title, base.version, base.owner, base.scope, base.licence, base.year)
    contents = Contents(main, base.return_name, base.layers, rules, {}, program, ())
    return Ruleset(
        contents, lambda: examples, lambda: trees, lambda: tuple(items), lambda: shared_of(tuple(items))
    )


def _text(lines: list[str], span: Span) -> str:
    return "\n".join(lines[max(span.line - 1, 0) : span.end_line])
