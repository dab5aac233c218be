"""What a lint is, what it looks at, and how it says where something stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lacdsl.diagnostics import Diagnostic, Related, Span
from lacdsl.lints.outcomes import Judge
from lacdsl.model import Model
from lacdsl.semantics import LayeredItem
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

Level = Literal["warning", "note"]

_ALLOWS = re.compile(r"#\s*allows?\s+((?:L8\d\d)(?:[,\s]+L8\d\d)*)\s*(in this file)?\s*:\s*\S.*")
_CODES = re.compile(r"L8\d\d")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is looked at: a compiled ruleset, and the items of the layers that are to be judged.

    `items` are those of all layers; `judged` the names of the layers whose items and rules are judged. `text` gives the
    text of a file at a span. `file`: only what stands in it is judged. `judge` says what conditions can come out as;
    `kept` is for what lints work out of a rule together.
    """

    program: ty.Program
    trees: Mapping[str, t.Rule]
    examples: Mapping[str, tuple[t.Example, ...]]
    items: tuple[LayeredItem, ...]
    judged: frozenset[str]
    text: Callable[[Span], str]
    file: str | None = None
    judge: Judge = field(init=False)
    kept: dict[str, list[Any]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Make the judge of the program."""
        object.__setattr__(self, "judge", Judge(self.program))

    @property
    def model(self) -> Model:
        """The data model of the rules."""
        return self.program.model

    def rules(self) -> Iterator[tuple[ty.Rule, t.Rule]]:
        """The rules that are judged, each typed and as it was written."""
        for code, rule in self.program.rules.items():
            if rule.layer in self.judged and code in self.trees:
                tree = self.trees[code]
                if self.file is None or tree.body.span.file == self.file:
                    yield rule, tree

    def own_items(self) -> Iterator[t.Item]:
        """The items that are judged."""
        return (held.item for held in self.items if held.layer in self.judged)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a lint found: where, what, what to do, and for a rule its code."""

    span: Span
    message: str
    help: str
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Lint:
    """One piece of advice. `code` names its page in the manual."""

    code: str
    title: str
    level: Level
    look: Callable[[Subject], Iterator[Remark]]


def parts_of(condition: ty.Expr | None) -> tuple[ty.Expr, ...]:
    """The conditions that `and` joins."""
    if condition is None:
        return ()
    if not isinstance(condition, ty.And):
        return (condition,)
    return tuple(part for item in condition.items for part in parts_of(item))


def heading_of(rule: t.Rule) -> Span:
    """The line with the code and the title of a rule."""
    return rule.body.span


def first_line(item: t.Item) -> Span:
    """Where an item begins: all of it when it is one line, else its first word."""
    span = item.span
    if span.line == span.end_line:
        return span
    return Span(span.file, span.line, span.column, span.line, span.column + len(type(item).__name__))


def clause_of(rule: t.Rule, word: str) -> Span:
    """Where a clause of a rule stands; its heading when it has none such."""
    for name, span in rule.body.clauses:
        if name == word:
            return span
    return heading_of(rule)


def allowed(comments: Iterable[str], *, in_file: bool = False) -> frozenset[str]:
    """The lints that comments allow: `# allows L802: the Department does not ask about blanks`.

    For the item that the comment belongs to or, said `in this file`, for all of the file.
    """
    found: set[str] = set()
    for comment in comments:
        match = _ALLOWS.match(comment)
        if match is not None and bool(match.group(2)) is in_file:
            found.update(_CODES.findall(match.group(1)))
    return frozenset(found)


def diagnostic(lint: Lint, remark: Remark, text: Callable[[Span], str]) -> Diagnostic:
    """A remark as a diagnostic."""
    line = Span(remark.span.file, remark.span.line, 1, remark.span.line, 100_000)
    return Diagnostic(
        lint.code, remark.message, remark.help, remark.span, lint.level, remark.related, text(line) or None
    )
