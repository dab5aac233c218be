"""What of a cell may be shown in a report that is passed on: a pseudonym, the value, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lacdsl.model import Column, ColumnType, Model, Table
from lacdsl.report.privacy import LEFT_OUT
from lacdsl.report.pseudonyms import Pseudonyms
from lacdsl.report.workers import numbered
from lacdsl.values import OK, cell_text, fold, format_number, read_cell

_AREA = re.compile(r"[A-Z][0-9]{8}")
_IDENTIFIER = re.compile(r"[A-Z]{0,2}[0-9]{5,7}|X{5,8}")
_SHORT_CODE = re.compile(r"[A-Z0-9]{1,2}")
_LONGEST_NUMBER = 6
# A child's number of fewer digits cannot be told from a score or a count.
_CHILDS_NUMBER = re.compile(r"0*([1-9][0-9]{3,})")

Readings = Mapping[str, Mapping[str, str | None]]
Tables = Mapping[tuple[str, str], pd.DataFrame]


class Cover:
    """Decides by the data model. Whatever the model does not know is left out."""

    def __init__(self, model: Model | None, pseudonyms: Pseudonyms, tables: Tables | None = None) -> None:
        """`tables` are those of the return: a number of a child in the wrong column is known by them."""
        self.model = model
        self._personal = self._identifiers(tables or {})
        self._personal_numbers = {
            known[1] for text in self._personal if (known := _CHILDS_NUMBER.fullmatch(text)) is not None
        }
        self.pseudonyms = pseudonyms
        self._ways: dict[tuple[str, str], str | Callable[[str], str]] = {}

    def table(self, name: str) -> Table | None:
        """The declaration of a table of the return."""
        return None if self.model is None else self.model.tables.get(name)

    def is_declared(self, table: str, column: str) -> bool:
        """The model has that column, so that its name is nothing that somebody typed."""
        about = self.table(table)
        return about is not None and about.column(column) is not None

    def cells(
        self, table: str, column: str, cells: pd.Series[Any], readings: Readings
    ) -> NDArray[np.object_]:
        """What may be shown of the cells of one column."""
        codes, distinct = numbered(cells)
        shown = np.empty(len(distinct) + 1, dtype=object)
        read = readings.get(column, {})
        way = self._way(table, column)
        if isinstance(way, str):
            shown[: len(distinct)] = [None if _is_blank(value, read) else way for value in distinct]
        else:
            shown[: len(distinct)] = [_shown(way, value, read) for value in distinct]
        found: NDArray[np.object_] = shown[codes]
        return found

    def cell(
        self, table: str, column: str, value: object, read: Mapping[str, str | None] | None = None
    ) -> str | None:
        """What may be shown of one cell; None for a blank. `read`: how rules read some texts."""
        way = self._way(table, column)
        if isinstance(way, str):
            return None if _is_blank(value, read or {}) else way
        return _shown(way, value, read or {})

    def _way(self, table: str, column: str) -> str | Callable[[str], str]:
        """What becomes of the cells of a column: all the same text, or something for each."""
        if (table, column) not in self._ways:
            self._ways[table, column] = self._new_way(table, column)
        return self._ways[table, column]

    def _new_way(self, table: str, column: str) -> str | Callable[[str], str]:
        about = self.table(table)
        declared = None if about is None else about.column(column)
        if self.model is None or about is None or declared is None:
            return LEFT_OUT
        if column in self._child_key(about):
            return self.pseudonyms.child
        if declared.personal:
            return LEFT_OUT
        known = declared
        return lambda text: self._as_meant(known, text) or LEFT_OUT

    def _child_key(self, table: Table) -> tuple[str, ...]:
        """The columns of a table that say whose row it is."""
        assert self.model is not None
        root = self.model.tables[self.model.root]
        return root.key if table.name == root.name or root.name in self.model.ancestors(table.name) else ()

    def _as_meant(self, column: Column, text: str) -> str | None:
        """The value where it is of the column's own kind: in any other anything may stand, a name as well."""
        assert self.model is not None
        if column.type in (ColumnType.DATE, ColumnType.PARTIAL_DATE):
            return text if read_cell(text, column)[0] == OK else None
        if column.type in (ColumnType.INTEGER, ColumnType.NUMBER):
            state, value = read_cell(text, column)
            number = format_number(value) if state == OK and isinstance(value, float) else None
            if number is None or len(number) > _LONGEST_NUMBER or number in self._personal_numbers:
                return None
            return number
        folded = fold(text)
        if column.codes is not None and column.codes in self.model.code_lists:
            _, value = read_cell(text, column)
            return (
                str(value)
                if value in {fold(code) for code in self.model.code_lists[column.codes].codes}
                else None
            )
        if column.type is ColumnType.IDENTIFIER:
            form = _IDENTIFIER
        elif column.type in (ColumnType.CODE, ColumnType.FLAG):
            form = _SHORT_CODE
        else:
            form = _AREA
        return folded if form.fullmatch(folded) and folded not in self._personal else None

    def _identifiers(self, tables: Tables) -> set[str]:
        """All that stands in the columns which number people."""
        found: set[str] = set()
        for (_, name), frame in tables.items():
            about = self.table(name)
            for column in about.columns.values() if about is not None else ():
                if column.personal and column.type is ColumnType.IDENTIFIER and column.name in frame.columns:
                    held = frame[column.name]
                    cells = held.iloc[:, 0] if isinstance(held, pd.DataFrame) else held
                    distinct = numbered(cells)[1]
                    found.update(
                        {fold(value if type(value) is str else cell_text(value) or "") for value in distinct}
                    )
        return found


def _shown(way: Callable[[str], str], value: object, read: Mapping[str, str | None]) -> str | None:
    if type(value) is str and value in read:
        value = read[value]
    text = cell_text(value)
    return None if text is None else way(text)


def _is_blank(value: object, read: Mapping[str, str | None]) -> bool:
    if type(value) is str:
        return not value.strip() or (value in read and read[value] is None)
    return cell_text(value) is None
