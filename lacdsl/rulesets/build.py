"""From the files of a chain to a compiled ruleset, with everything that is wrong in any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, cast

from lacdsl.diagnostics import Diagnostic, LacdslError, Span, suggest
from lacdsl.model import Model
from lacdsl.rulesets.chain import Chain, Layer
from lacdsl.rulesets.columns import columns_and_tables
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.files import text_of
from lacdsl.rulesets.resolve import Read, Resolved, resolve
from lacdsl.rulesets.ruleset import Contents, Examples, Items, LayerInfo, RuleInfo, Shared, Trees
from lacdsl.semantics import Compiled, LayeredItem, compile_program
from lacdsl.semantics.typed import Program, Rule
from lacdsl.syntax import parse, tree
from lacdsl.syntax.parser import Parsed
from lacdsl.syntax.split import ITEM_WORDS, split


def build(chain: Chain) -> tuple[Contents, Examples, Trees, Shared]:
    """The chain compiled. LacdslError with every fault in any file."""
    problems = Problems()
    sources = _Sources()
    reads = [_read(layer, sources, problems) for layer in chain.layers]
    model = _model(chain, problems)
    resolved = resolve(reads, problems)
    compiled: Compiled | None = None
    if model is not None and all(read.complete for read in reads):
        compiled = compile_program(model, resolved.items, sources.text)
        problems.take(compiled.diagnostics)
    errors = [found for found in problems.found if found.severity == "error"]
    if errors or compiled is None:
        raise LacdslError(_in_order(problems.found, sources))
    return (
        _contents(chain, resolved, compiled),
        dict(compiled.examples),
        dict(compiled.trees),
        shared_of(resolved.items),
    )


def shared_of(items: Items) -> Shared:
    """The items that rules share: all but the rules themselves."""
    return tuple(held.item for held in items if not isinstance(held.item, (tree.Rule, tree.Family)))


def items_of(chain: Chain) -> Items:
    """The items of the chain that count: what is replaced or removed is gone. LacdslError when a file has a fault."""
    problems = Problems()
    resolved = resolve([_read(layer, _Sources(), problems) for layer in chain.layers], problems)
    problems.stop_if_any()
    return resolved.items


@dataclass(frozen=True, slots=True)
class Parts:
    """The items of a chain that count, as they were written, and the text of its files at a span."""

    items: tuple[LayeredItem, ...]
    text: Callable[[Span], str]


def parts_of(chain: Chain) -> Parts:
    """The items of a chain. LacdslError when a file cannot be read."""
    problems = Problems()
    sources = _Sources()
    resolved = resolve([_read(layer, sources, problems) for layer in chain.layers], problems)
    problems.stop_if_any()
    return Parts(resolved.items, sources.text)


class _Sources:
    """The lines of every file, by the name that messages show."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}

    def know(self, file: str, text: str) -> None:
        self._lines[file] = text.split("\n")

    @property
    def files(self) -> list[str]:
        return list(self._lines)

    def text(self, span: Span) -> str:
        """The text at `span`; what lies outside the file is cut off."""
        lines = self._lines.get(span.file, [])[max(span.line - 1, 0) : span.end_line]
        if not lines:
            return ""
        if span.line + len(lines) - 1 == span.end_line:
            lines[-1] = lines[-1][: max(span.end_column - 1, 0)]
        lines[0] = lines[0][max(span.column - 1, 0) :]
        return "\n".join(lines)


def _read(layer: Layer, sources: _Sources, problems: Problems) -> Read:
    items: list[tree.Item] = []
    complete = True
    for file in layer.files:
        text = text_of(file, problems)
        if text is None:
            complete = False
            continue
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        problems.know_text(file.shown, text)
        sources.know(file.shown, text)
        parsed = _parsed(text, file.shown)
        problems.take(parsed.diagnostics)
        items.extend(parsed.file.items)
        complete = complete and not (parsed.diagnostics and _lost_definition(text, parsed.file.items))
    return Read(layer.manifest.name, tuple(items), complete)


_ONCE: ContextVar[dict[tuple[str, str], Parsed] | None] = ContextVar("read_once", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within it a file of rules is parsed once, however often it is asked for."""
    token = _ONCE.set({})
    try:
        yield
    finally:
        _ONCE.reset(token)


def _parsed(text: str, file: str) -> Parsed:
    known = _ONCE.get()
    if known is None:
        return parse(text, file)
    if (file, text) not in known:
        known[file, text] = parse(text, file)
    return known[file, text]


def _lost_definition(text: str, items: tuple[tree.Item, ...]) -> bool:
    """Is there anything but a rule that could not be read? Then what else is wrong cannot be told."""
    read = {item.span.line for item in items}
    for chunk in split(text):
        words = chunk.text.split("\n")[chunk.code_line - chunk.first_line].split()
        word = words[1] if words[0] == "replace" and len(words) > 1 else words[0]
        meant = [word] if word in ITEM_WORDS else suggest(word, ITEM_WORDS, limit=1)
        if chunk.code_line not in read and not set(meant) & {"rule", "family", "remove", "treat"}:
            return True
    return False


def _model(chain: Chain, problems: Problems) -> Model | None:
    try:
        return chain.model()
    except LacdslError as error:
        problems.take(error.diagnostics)
        return None


def _in_order(found: list[Diagnostic], sources: _Sources) -> list[Diagnostic]:
    """The diagnostics file by file, as the files are read, and by line in each."""
    files = {file: place for place, file in enumerate(sources.files)}

    def place(problem: Diagnostic) -> tuple[int, int, int]:
        span = problem.span
        return (-1, 0, 0) if span is None else (files.get(span.file, -1), span.line, span.column)

    return sorted(found, key=place)


def _contents(chain: Chain, resolved: Resolved, compiled: Compiled) -> Contents:
    program = _treated(compiled.program, resolved)
    layers = {layer.manifest.name: _about(layer) for layer in chain.layers}
    main = chain.main.manifest
    return Contents(
        main=layers[main.name],
        return_name=main.return_name,
        layers=tuple(layers.values()),
        rules={code: info_of(rule, program, compiled.trees) for code, rule in program.rules.items()},
        removed=resolved.removed,
        program=program,
        diagnostics=tuple(found for found in compiled.diagnostics if found.severity != "error"),
        shipped_files=tuple(
            file.shown for layer in chain.layers if layer.place.shipped for file in layer.files
        ),
        changes=resolved.changes,
    )


def _treated(program: Program, resolved: Resolved) -> Program:
    """The program with the severities that later rulesets give to rules of earlier ones."""
    if not resolved.severities:
        return program
    rules = {
        code: replace(rule, severity=cast(Any, resolved.severities.get(code, rule.severity)))
        for code, rule in program.rules.items()
    }
    return replace(program, rules=rules)


def _about(layer: Layer) -> LayerInfo:
    said = layer.manifest
    return LayerInfo(said.name, said.title, said.version, said.owner, said.scope, said.licence, said.year)


def info_of(rule: Rule, program: Program, trees: Trees) -> RuleInfo:
    """What there is to know of a rule without running it."""
    written = trees.get(rule.code)
    message = written.body.message if written is not None else None
    span = rule.span
    derived, reference = columns_and_tables(rule, program)
    return RuleInfo(
        code=rule.code,
        title=rule.title,
        severity=rule.severity,
        message=message.text if message is not None else "",
        source=rule.source,
        location=f"{span.file}:{span.line}" if span is not None else "",
        layer=rule.layer,
        because=rule.because,
        fix=rule.fix,
        stage=rule.stage,
        explainable=rule.explainable,
        family=rule.family,
        table=rule.population.name if rule.population is not None else None,
        of_child=rule.population is not None and rule.population.kind == "entity",
        span=span,
        derived=derived,
        reference=reference,
    )
