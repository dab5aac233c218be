"""Which parts of a condition are codes, and which are names of something else."""

from __future__ import annotations

from lacdsl.syntax import tree as t
from lacdsl.wording.rows import Placed
from lacdsl.wording.vocabulary import Scope, Vocabulary


def is_literal(node: t.Expr) -> bool:
    """Whether the node says its value itself."""
    return isinstance(node, t.Number | t.Word | t.String | t.DateLiteral | t.Moment)


def code_of(node: t.Expr, scope: Scope, words: Vocabulary) -> str | None:
    """The code that a node is; None when it is a name for something else."""
    if isinstance(node, t.Number | t.Word):
        return node.text
    if isinstance(node, t.String):
        return node.text
    if (
        isinstance(node, t.Ref)
        and node.base is None
        and len(node.names) == 1
        and not isinstance(node, Placed)
    ):
        name = node.names[0]
        known = name in scope.lets or name in words.parameters
        column = words.column(scope.here, name) if scope.here is not None else None
        define = words.define(scope.here or words.entity.word, name)
        return None if known or column is not None or define is not None else name
    return None
