"""The cells that a finding shows: those that the rule flags, or that by which what the rule is about is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lacdsl.interpreter.choose import belonging
from lacdsl.interpreter.data import AnyRow, EntityRow, FlaggedCell, Key, SuppliedRow, WholeReturn
from lacdsl.interpreter.evaluate import Evaluator
from lacdsl.interpreter.relation import Place
from lacdsl.interpreter.used import supplied_rows
from lacdsl.model import Table
from lacdsl.semantics.typed import Flag, Rel, Rows, Rule, Year

_YEARS: tuple[Year, ...] = ("this", "last")


def shown_cells(evaluator: Evaluator, rule: Rule, place: Place) -> tuple[FlaggedCell, ...]:
    """The cells that the rule points at for one row, each once, in the order of its flags.

    Where none of them is there it points at the row itself.
    """
    flagged = tuple(dict.fromkeys(cell for flag in rule.flags for cell in _cells(evaluator, flag, place)))
    return flagged or tuple(_own_cell(evaluator, place))


def _cells(evaluator: Evaluator, flag: Flag, place: Place) -> list[FlaggedCell]:
    if isinstance(flag.target, Rows):
        found = belonging(evaluator, flag.target, place, place)
        rows = [each.row for each, holds in found.rows if holds is True]
    else:
        target = evaluator.row(flag.target, place, place)
        rows = [] if target is None else [target.row]
    return [cell for row in rows for cell in row.flagged(flag.column)]


def _own_cell(evaluator: Evaluator, place: Place) -> list[FlaggedCell]:
    """The cell by which the row is known, or the first row that stands for it; none for a return without a header."""
    row = next(_standing_for(evaluator, place.row), None)
    return [] if row is None else row.flagged(evaluator.program.model.known_by(row.home.table))


def _standing_for(evaluator: Evaluator, row: AnyRow) -> Iterator[SuppliedRow]:
    """The rows of tables that a row is: itself, those of a spell, those of a child, or this year's header of the return.

    A child's come table by table in the order of the model, this year's before last year's, each in the order of its table.
    """
    if isinstance(row, WholeReturn):
        yield from _rows(evaluator, "this", lambda table: table.per_return)
    elif isinstance(row, EntityRow):
        for year in _YEARS:
            yield from _rows(evaluator, year, lambda table: not table.per_return, row.key)
    else:
        yield from supplied_rows(row)


def _rows(
    evaluator: Evaluator, year: Year, wanted: Callable[[Table], bool], child: Key | None = None
) -> Iterator[SuppliedRow]:
    """The rows of the return's own tables that are wanted, of all or of a child."""
    model = evaluator.program.model
    for table in model.tables.values():
        if wanted(table) and not table.added_by:
            relation = evaluator.relation(Rel("table", table.name, year))
            rows = relation.rows if child is None else relation.with_key(model.tables[model.root].key, child)
            yield from (row for row in relation.in_order(rows) if isinstance(row, SuppliedRow))
