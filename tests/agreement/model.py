"""A small return with three levels, last year, a reference table and every type of column."""

from __future__ import annotations

from datetime import date

from lacdsl.model import CodeList, Column, ColumnType, DateForm, Derive, Model, Table

T = ColumnType


def _table(
    name: str,
    *,
    parent: str | None,
    key: tuple[str, ...],
    one: bool = False,
    order: tuple[str, ...] = (),
    columns: dict[str, ColumnType],
    derived: dict[str, Column] | None = None,
    parent_key: tuple[str, ...] = (),
    per_return: bool = False,
    exact: bool = False,
) -> Table:
    dates: tuple[DateForm, ...] = ("yyyy-mm-dd", "dd/mm/yyyy") if exact else ("dd/mm/yyyy",)
    made = {
        column: Column(column, kind, codes="ab" if kind is T.CODE else None, exact=exact, dates=dates)
        for column, kind in columns.items()
    }
    return Table(
        name=name + "s",
        singular=name,
        title=name,
        key=key,
        parent=parent,
        parent_key=parent_key,
        one=one,
        order=order,
        period=None,
        columns=made,
        derived=derived or {},
        file_names=(),
        per_return=per_return,
    )


def make_model(
    leap_day: str = "28 February",
    stay_order: tuple[str, ...] = ("BEGIN", "CEASE"),
    note_order: tuple[str, ...] = ("SEQ",),
    notes_of_stays: bool = True,
    one_detail: bool = True,
    one_place: bool = False,
    exact: bool = False,
) -> Model:
    """Person; Stay (many), Detail (one, or many) of a person; Note (many) of a stay or of a person; Mark (many) of a stay,
    and Jot (many) of a mark; Head of the whole return. Reference Place. `exact`: small letters and capitals are different,
    and dates have two forms.
    """
    has_detail = Column("HAS_DETAIL", T.FLAG, derive=Derive("has_row", {"table": "Details"}))
    tables = [
        _table(
            "Person",
            exact=exact,
            parent=None,
            key=("ID",),
            derived={"HAS_DETAIL": has_detail},
            columns={"ID": T.IDENTIFIER, "BORN": T.DATE, "SORT": T.CODE, "SCORE": T.INTEGER},
        ),
        _table(
            "Stay",
            exact=exact,
            parent="Persons",
            parent_key=("ID",),
            key=("ID", "NO"),
            order=stay_order,
            columns={
                "ID": T.IDENTIFIER,
                "NO": T.IDENTIFIER,
                "BEGIN": T.DATE,
                "CEASE": T.DATE,
                "SORT": T.CODE,
                "POST": T.POSTCODE,
                "KNOWN": T.PARTIAL_DATE,
            },
        ),
        _table(
            "Detail",
            exact=exact,
            parent="Persons",
            parent_key=("ID",),
            key=("ID",),
            one=one_detail,
            columns={"ID": T.IDENTIFIER, "BORN": T.DATE, "FLAG": T.FLAG, "SCORE": T.NUMBER},
        ),
        _table(
            "Note",
            exact=exact,
            parent="Stays" if notes_of_stays else "Persons",
            parent_key=("ID", "NO") if notes_of_stays else ("ID",),
            key=("ID", "NO", "SEQ"),
            order=note_order,
            columns={"ID": T.IDENTIFIER, "NO": T.IDENTIFIER, "SEQ": T.INTEGER, "SORT": T.CODE, "ON": T.DATE},
        ),
    ]
    tables += [
        _table(
            "Mark",
            parent="Stays",
            parent_key=("ID", "NO"),
            key=("ID", "NO", "PART"),
            order=("ON",),
            columns={
                "ID": T.IDENTIFIER,
                "NO": T.IDENTIFIER,
                "PART": T.IDENTIFIER,
                "ON": T.DATE,
                "FINE": T.YES_NO,
            },
            exact=exact,
        ),
        _table(
            "Jot",
            parent="Marks",
            parent_key=("ID", "NO", "PART"),
            key=("ID", "NO", "PART", "SORT"),
            columns={"ID": T.IDENTIFIER, "NO": T.IDENTIFIER, "PART": T.IDENTIFIER, "SORT": T.CODE},
            exact=exact,
        ),
        _table(
            "Head",
            parent=None,
            key=(),
            one=True,
            columns={"DAY": T.DATE, "ID": T.IDENTIFIER},
            per_return=True,
            exact=exact,
        ),
    ]
    place = _table(
        "Place",
        exact=exact,
        parent=None,
        key=("POST",),
        one=one_place,
        columns={"POST": T.POSTCODE, "LIST": T.TEXT, "CLOSED": T.DATE},
    )
    return Model(
        name="mini",
        title="A small return",
        year="2026-27",
        start=date(2026, 4, 1),
        end=date(2027, 3, 31),
        leap_day=leap_day,  # type: ignore[arg-type]
        tables={table.name: table for table in tables},
        reference={"Places": place},
        code_lists={"ab": CodeList("ab", "letters", {"A": "a", "B": "b", "C": "c"})},
        root="Persons",
        texts="exact" if exact else "any case",
    )
