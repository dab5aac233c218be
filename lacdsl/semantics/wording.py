"""How things are called in messages."""

from __future__ import annotations

from collections.abc import Iterable

from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

_A_KIND = {
    ty.Kind.DATE: "a date",
    ty.Kind.PARTIAL: "a partial date",
    ty.Kind.TEXT: "text",
    ty.Kind.NUMBER: "a number",
    ty.Kind.TRUTH: "a condition",
}


def either(names: Iterable[str]) -> str:
    """`A`, `B` or `C`"""
    quoted = [f"`{name}`" for name in names]
    if len(quoted) < 2:
        return "".join(quoted)
    return ", ".join(quoted[:-1]) + " or " + quoted[-1]


def a_kind(kind: ty.Kind, codes: str | None = None) -> str:
    """`a date`, `a code`, ..."""
    return "a code" if codes else _A_KIND[kind]


def written(node: t.Node) -> str:
    """The node as it is written, where it is short; else empty."""
    if isinstance(node, t.Ref):
        return ".".join([*_base(node.base), *node.names])
    if isinstance(node, t.Number | t.Word):
        return node.text
    if isinstance(node, t.String):
        return f'"{node.text}"'
    if isinstance(node, t.DateLiteral):
        return f"{node.value.day} {node.value:%B} {node.value.year}"
    if isinstance(node, t.Moment):
        return {"start": "collection start", "end": "collection end"}.get(node.name, node.name)
    return ""


def named(node: t.Node, otherwise: str = "this") -> str:
    """The node in quotes, or `otherwise` when it is too long to repeat."""
    text = written(node)
    return f"`{text}`" if text else otherwise


def _base(base: str | int | t.TableRef | None) -> list[str]:
    if base is None:
        return []
    if isinstance(base, str):
        return [base]
    if isinstance(base, int):
        word = "previous" if base < 0 else "next"
        return [" ".join([word] * abs(base))]
    return [spoken(base)]


def spoken(ref: t.TableRef) -> str:
    """`last year Episode`"""
    year = {"this": "", "last": "last year ", "either": "either year "}[ref.year]
    return year + ref.name


def capital(text: str) -> str:
    """The text with a capital in front."""
    return text[:1].upper() + text[1:]


def reach(ref: t.TableRef) -> str:
    """` anywhere`, ` of the same Child`, or nothing: what stands behind the table."""
    if ref.anywhere:
        return " anywhere"
    return f" of the same {ref.level}" if ref.level else ""
