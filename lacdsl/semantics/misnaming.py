"""What to say of names that mean nothing, and of many rows that are used as one."""

from __future__ import annotations

from lacdsl.semantics import typed as ty
from lacdsl.semantics.foreign import row_help
from lacdsl.semantics.problems import Problems
from lacdsl.semantics.scope import Scope, SetMeaning
from lacdsl.semantics.suggestions import column_help, name_help, table_help
from lacdsl.semantics.wording import spoken, written
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
    elif found.table and scope.nested and rel == scope.this:
        help_ = f"`this.{name or 'COLUMN'}` is the column of the row that the rule is about."
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


def no_column(world: World, problems: Problems, rel: ty.Rel, ref: t.Ref, name: str, scope: Scope) -> None:
    """Complain of a row that has no such column."""
    own = world.columns(scope.this) if scope.nested and scope.this is not None else {}
    if isinstance(ref.base, int) and name in own:
        help_ = (
            f"In here it is a row of {world.word(rel)}. Name the other one first: `let x = {written(ref)}`."
        )
    elif ref.base == "this" and name in ("previous", "next"):
        column = ref.names[-1] if len(ref.names) > 1 else "COLUMN"
        help_ = f"Name it outside of `where` first: `let x = {name}.{column}`, then `x`."
    else:
        help_ = column_help(world, name, rel)
    problems.error("N203", ref.span, f"`{world.word(rel)}` has no column `{name}`.", help_)


def unknown(world: World, problems: Problems, ref: t.Ref, scope: Scope) -> None:
    """Complain of a name, or the first of several, that means nothing here."""
    name = ref.names[0]
    if len(ref.names) > 1:
        problems.error(
            "N202",
            ref.span,
            f"There is no row or table `{name}` here.",
            row_help(name) or _alias_help(world, ref, scope) or table_help(world, name, scope),
        )
        return
    where = f" on a row of {world.word(scope.here)}" if scope.here is not None else " here"
    problems.error("N201", ref.span, f"`{name}` means nothing{where}.", name_help(world, name, scope))


def _alias_help(world: World, ref: t.Ref, scope: Scope) -> str:
    """`e.DEC`, as in SQL, where `e` is short for the table of the row at hand."""
    if scope.here is None or len(ref.names) != 2 or ref.names[1] not in world.columns(scope.here):
        return ""
    if not world.word(scope.here).casefold().startswith(ref.names[0].casefold()):
        return ""
    return f"A column of the row at hand stands by itself: write `{ref.names[1]}`."


_PARTS = ("year", "month", "day", "weekday")
_NO_PARTS = ("date", "value", "text", "str", "dt")


def part_help(ref: t.Ref) -> str:
    """`DEC.dt.year`, `DEC.value`: what other languages have behind the name of a column."""
    names = [name for name in ref.names if name not in _NO_PARTS]
    if ref.base is not None or not names:
        return ""
    if names[-1].casefold() in _PARTS and len(names) > 1:
        return f"Ask for it with a function: write `{names[-1].casefold()}({'.'.join(names[:-1])})`."
    return f"A column has no parts: write `{'.'.join(names)}`." if len(names) < len(ref.names) else ""
