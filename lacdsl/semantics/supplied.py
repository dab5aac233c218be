"""`is supplied`: about files, not about rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacdsl.semantics import typed as ty
from lacdsl.semantics.scope import Scope
from lacdsl.semantics.suggestions import column_help, name_help
from lacdsl.semantics.wording import capital, named
from lacdsl.syntax import tree as t

if TYPE_CHECKING:
    from lacdsl.semantics.compiler import Compiler


def supplied(compiler: Compiler, node: t.Expr, scope: Scope) -> ty.Expr | None:
    """`OC2 is supplied`, `last year Episode is supplied`, `Header.UASC is supplied`."""
    found = place_named(compiler, node, scope)
    return ty.Supplied(*found) if found is not None else None


def place_named(
    compiler: Compiler, node: t.Expr, scope: Scope, code: str = "T345"
) -> tuple[ty.Rel, str | None] | None:
    """The table, or table and column, that a reference names; whether rows belong together does not matter.

    `code` is that of the diagnostic when it names something else.
    """
    world, problems = compiler.world, compiler.problems
    if not isinstance(node, t.Ref) or not (node.base is None or isinstance(node.base, t.TableRef)):
        _refuse(compiler, node, code)
        return None
    names = node.names
    if isinstance(node.base, t.TableRef):
        rel = compiler.names.relation(node.base)
    elif scope.here is not None and len(names) == 1 and names[0] in world.columns(scope.here):
        rel = scope.here
    else:
        rel = world.plain_rel(names[0])
        if rel is None and names[0] not in world.broken:
            problems.error(
                "N201",
                node.span,
                f"`{names[0]}` is neither a table nor a column of this row.",
                name_help(world, names[0], scope),
            )
        names = names[1:]
    if rel is None:
        return None
    if rel.kind not in ("table", "reference") or len(names) > 1:
        _refuse(compiler, node, code)
        return None
    if names and names[0] not in world.columns(rel):
        problems.error(
            "N203",
            node.span,
            f"`{world.word(rel)}` has no column `{names[0]}`.",
            column_help(world, names[0], rel),
        )
        return None
    return rel, names[0] if names else None


def _refuse(compiler: Compiler, node: t.Expr, code: str) -> None:
    compiler.problems.error(
        code,
        node.span,
        f"{capital(named(node))} is neither a table of the files nor a column of one.",
        "Name a table or a column: `OC2`, `last year Episode`, `Header.UASC`.",
    )
