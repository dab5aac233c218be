"""Families: one text for rules that differ in a word. Every member becomes a rule of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from lacdsl.diagnostics import LacdslError, Related, Span
from lacdsl.semantics.cells import cell_span
from lacdsl.semantics.messages import expression_at
from lacdsl.semantics.parameters import Value, put_in, put_in_text
from lacdsl.semantics.problems import Problems
from lacdsl.semantics.wording import either
from lacdsl.syntax import tree as t
from lacdsl.syntax.clauses import SEVERITIES
from lacdsl.syntax.marks import MARK, marked, unmarked

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LAST_YEAR = "last year "


@dataclass(frozen=True, slots=True)
class Source:
    """A rule as it is to be compiled: its tree, and what a family put into it.

    `message` of the tree still has the parameters in braces; `values` says what they stand for.
    """

    rule: t.Rule
    layer: str
    family: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)


def expand(family: t.Family, layer: str, problems: Problems) -> list[Source]:
    """The rules of a family; members that cannot be read are reported and left out."""
    names = _heading(family, problems)
    if names is None:
        return []
    _check_examples(family, problems)
    used: set[str] = set()
    made: list[Source] = []
    seen: dict[str, Span] = {}
    for row in family.members[1:]:
        values = _member(row, names, problems)
        if values is None:
            continue
        code = row.cells[0]
        if code in seen:
            problems.error(
                "R415",
                row.span,
                f"The family has two members {code}.",
                "Give each member a code of its own.",
                (Related(seen[code], "the first one"),),
            )
            continue
        seen[code] = row.span
        before = problems.errors
        source = _rule(family, row, values, layer, problems, used)
        if problems.errors == before:
            made.append(source)
    for name in names:
        if seen and name not in used:
            problems.error(
                "R416",
                family.members[0].span,
                f"Nothing in the family uses the parameter `{name}`.",
                f"Write `{name}` where the members differ, or leave its column out.",
            )
    return made


def _heading(family: t.Family, problems: Problems) -> list[str] | None:
    heading = family.members[0]
    names = list(heading.cells[2:])
    if [cell.casefold() for cell in heading.cells[:2]] != ["rule", "title"]:
        help_ = "Begin the table of members with `| rule | title | PARAMETER |`."
        problems.error("R413", heading.span, "The table of members has no heading that can be read.", help_)
        return None
    for name in names:
        if not _NAME.fullmatch(name):
            problems.error(
                "R413",
                heading.span,
                f"`{name}` is no name for a parameter.",
                "Use letters, digits and `_`, with a letter in front: `FIELD`.",
            )
            return None
    doubles = [name for place, name in enumerate(names) if name in names[:place]]
    if doubles:
        problems.error(
            "R413",
            heading.span,
            f"Two parameters are called {either(doubles[:1])}.",
            "Give each parameter a name of its own.",
        )
        return None
    if len(family.members) == 1:
        problems.error(
            "R413", heading.span, "The family has no members.", "Add a line for every rule: `| 503A | … |`."
        )
        return None
    return names


def _member(row: t.Cells, names: list[str], problems: Problems) -> dict[str, Value] | None:
    if len(row.cells) != len(names) + 2:
        problems.error(
            "R414",
            row.span,
            f"This member has {len(row.cells)} cells, and the heading has {len(names) + 2}.",
            "Give every member one cell for each column of the heading.",
        )
        return None
    if not _CODE.fullmatch(row.cells[0]):
        problems.error(
            "R418",
            row.span,
            f"`{row.cells[0]}` is no code of a rule.",
            "Use letters and digits, with `-` or `_` between: `503A`.",
        )
        return None
    line = problems.line(row.span.file, row.span.line)
    values: dict[str, Value] = {}
    good = True
    for place, name in enumerate(names, 2):
        text = row.cells[place]
        span = cell_span(row, place, line)
        try:
            node = expression_at(text, span)
        except LacdslError as error:
            reason = error.diagnostics[0].message if text else "The cell is empty."
            problems.error(
                "R418",
                span,
                f"The value of `{name}` cannot be read. {reason}",
                "Write a column, a code, a table, or a set in braces.",
            )
            good = False
            continue
        values[name] = Value(name, text, node, span)
    return values if good else None


def _rule(
    family: t.Family, row: t.Cells, values: dict[str, Value], layer: str, problems: Problems, used: set[str]
) -> Source:
    code = row.cells[0]
    title = row.cells[1].strip('"') or family.title
    body = family.body
    examples = tuple(
        _example(example, values, used) for example in body.examples if example.member in (None, code)
    )
    made = cast(t.Body, put_in(replace(body, examples=()), values, problems, used))
    made = replace(
        made,
        severity=_severity(body.severity, values, problems, used),
        because=_text(made.because, values, used),
        fix=_text(made.fix, values, used),
        examples=examples,
    )
    if made.message is not None:
        used.update(name for name in values if name in made.message.text)
    rule = t.Rule(code, put_in_text(title, values, used), made, replaces=family.replaces, span=row.span)
    return Source(rule, layer, family.title, values)


def _severity(severity: str, values: dict[str, Value], problems: Problems, used: set[str]) -> str:
    value = values.get(severity)
    if value is None:
        return severity
    used.add(severity)
    if value.text not in SEVERITIES:
        problems.error(
            "R418",
            value.span,
            f"`{value.text}` is not a severity.",
            "Write `error`, `query` or `note`.",
        )
    return value.text


def shown_tree(source: Source) -> t.Rule:
    """The rule with its message as a reader would write it: columns in braces, other values as they are."""
    message = source.rule.body.message
    if message is None or not source.values:
        return source.rule
    text = message.text
    for name, value in source.values.items():
        plain = isinstance(value.node, t.Ref)
        text = text.replace(f"{{{name}}}", f"{{{value.text}}}" if plain else value.text)
    body = replace(source.rule.body, message=replace(message, text=text))
    return replace(source.rule, body=body)


def _text(text: t.Text | None, values: dict[str, Value], used: set[str]) -> t.Text | None:
    return replace(text, text=put_in_text(text.text, values, used)) if text is not None else None


def _example(example: t.Example, values: dict[str, Value], used: set[str]) -> t.Example:
    rows = tuple(
        replace(row, cells=tuple(_cell(cell, values, used) for cell in row.cells)) for row in example.rows
    )
    without = tuple(
        replace(ref, name=values[ref.name].text) if ref.name in values else ref for ref in example.without
    )
    return replace(example, title=put_in_text(example.title, values, used), rows=rows, without=without)


def _cell(cell: str, values: dict[str, Value], used: set[str]) -> str:
    plain = unmarked(cell)
    name = plain.removeprefix(_LAST_YEAR)
    value = values.get(name)
    if value is None:
        return cell
    used.add(name)
    text = value.node.text if isinstance(value.node, t.String) else value.text
    year = "" if name == plain else _LAST_YEAR
    return year + text + (MARK if marked(cell) else "")


def _check_examples(family: t.Family, problems: Problems) -> None:
    codes = [row.cells[0] for row in family.members[1:]]
    for example in family.body.examples:
        if example.member is not None and example.member not in codes:
            problems.error(
                "X708",
                example.span,
                f"The family has no member {example.member}.",
                f"Its members are {', '.join(codes)}.",
            )
