"""A whole ruleset: the rules that the language was designed on, its order, its speed, and torn texts."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path

from lacdsl.diagnostics import Span, render_all
from lacdsl.semantics import LayeredItem, compile_program
from lacdsl.syntax import parse
from lacdsl.syntax import tree as t

from .shown import shown

GOOD = Path(__file__).parent.parent / "fixtures" / "semantics" / "good"
WORDS = re.compile(r"[A-Za-z_][\w.]*|\"[^\"]*\"|\S|\s+")


def _text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(GOOD.glob("*.rules")))


def test_good_rules_have_no_faults(compile_text) -> None:
    for path in sorted(GOOD.glob("*.rules")):
        compiled = compile_text(path.read_text(encoding="utf-8"), path.name)
        assert not compiled.diagnostics, render_all(compiled.diagnostics)
        assert set(compiled.program.rules) == set(compiled.trees) == set(compiled.examples)


def test_rules_of_the_design(compile_text) -> None:
    rules = compile_text((GOOD / "design.rules").read_text(encoding="utf-8")).program.rules
    assert shown(rules["387"].must) == "here.DEC >= (here.one(Header).DOB +14 years)"
    assert shown(rules["1000"].must) == "not any[either Episodes of here where here.REC = 'E2']"
    assert shown(rules["502"].where) == (
        "(here is first and exists(latest [last Episodes of here where here.DEC is missing]))"
    )
    assert shown(rules["INT31"].must) == "unique in AD1(here.CHILD)"


def test_every_rule_of_a_ruleset_of_full_size_is_compiled(model) -> None:
    text = _text()
    lines = text.split("\n")
    items = parse(text, "all.rules").file.items
    rules = [item for item in items if isinstance(item, t.Rule)]
    copies = [replace(rule, code=f"{rule.code}_{number}") for number in range(25) for rule in rules]
    layered = [LayeredItem(item, "test") for item in (*items, *copies)]

    def source_of(span: Span) -> str:
        return "\n".join(lines[span.line - 1 : span.end_line])

    compiled = compile_program(model, layered, source_of)
    assert not compiled.diagnostics and len(compiled.program.rules) > 330


def test_the_same_text_gives_the_same_program(compile_text) -> None:
    assert compile_text(_text()) == compile_text(_text())


def test_torn_texts_are_reported_and_never_crash(model) -> None:
    chance = random.Random(7)
    chunks = [chunk for chunk in re.split(r"\n(?=\S)", _text()) if chunk.strip()]
    whole = [parse(chunk + "\n", "whole.rules").file.items for chunk in chunks]
    pool = [word for word in WORDS.findall(_text()) if re.match(r"[A-Za-z_\"]", word)]
    for _ in range(50):
        place = chance.randrange(len(chunks))
        words = WORDS.findall(chunks[place])
        for _ in range(chance.randint(1, 3)):
            words[chance.randrange(2, len(words))] = chance.choice(pool)
        parsed = parse("".join(words) + "\n", "torn.rules")
        items = [item for read in (*whole[:place], parsed.file.items, *whole[place + 1 :]) for item in read]
        found = compile_program(model, [LayeredItem(item, "test") for item in items], lambda span: "")
        lost = set(found.trees) - set(found.program.rules)
        errors = [problem for problem in found.diagnostics if problem.severity == "error"]
        assert not lost or errors or parsed.diagnostics, "".join(words)
        assert all(render_all([problem]) for problem in found.diagnostics)
