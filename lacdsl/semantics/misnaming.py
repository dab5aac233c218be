"""What to say of names that mean nothing, and of many rows that are used as one."""

from __future__ import annotations

from lacdsl.semantics.problems import Problems
from lacdsl.semantics.scope import Scope, SetMeaning
from lacdsl.semantics.suggestions import name_help, table_help
from lacdsl.semantics.wording import spoken
from lacdsl.semantics.world import World
from lacdsl.syntax import tree as t


def too_many(
    world: World, problems: Problems, found: SetMeaning, ref: t.Ref, name: str, scope: Scope
) -> None:
    """Complain of many rows used as one."""
    rel = found.rows.rel
    word = found.table or ".".join(ref.names[:1])
    if isinstance(ref.base, t.TableRef):
        word = spoken(ref.base)
    if found.table and scope.here is not None and rel == scope.here:
        help_ = f"Bare `{name or 'COLUMN'}` is the column of this row; `any other {word} where …` asks about others."
    elif rel.kind == "spells" and scope.here is not None and world.table(rel) is not None:
        source = world.source(rel)
        rows = world.spoken(source) if source else word
        problems.error(
            "T332",
            ref.span,
            f"Only a row of {rows} lies in one of the spells {word}; this is a row of "
            f"{world.spoken(scope.here)}.",
            f"Write `let x = latest {word}` and `x.{name or 'COLUMN'}`, or `any {word} where …`.",
        )
        return
    elif rel.kind == "reference":
        help_ = f"Say which row: `let x = first {word} where KEY = this.COLUMN`, then `x.{name or 'COLUMN'}`."
    elif found.table:
        help_ = f"Say which row: `let x = latest {word}`, then `x.{name or 'COLUMN'}`; or ask `any {word} where …`."
    else:
        help_ = f"Ask about them: `any {word} where …`, or pick one: `let x = latest {word}`."
    problems.error(
        "T322", ref.span, f"There can be many rows of {word}, so it is not clear which one is meant.", help_
    )


def unknown(world: World, problems: Problems, ref: t.Ref, scope: Scope) -> None:
    """Complain of a name, or the first of several, that means nothing here."""
    name = ref.names[0]
    if len(ref.names) > 1:
        problems.error(
            "N202", ref.span, f"There is no row or table `{name}` here.", table_help(world, name, scope)
        )
        return
    where = f" on a row of {world.word(scope.here)}" if scope.here is not None else " here"
    problems.error(
        "N201", ref.span, f"`{name}` means nothing{where}.", name_help(world, name, scope)
    )
