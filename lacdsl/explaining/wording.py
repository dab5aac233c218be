"""Sentences about the parts of a rule: what settled the verdict, and what was in the way of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lacdsl.explaining.places import Places
from lacdsl.interpreter import CellUsed, Explanation, RowUsed
from lacdsl.model import ColumnType, Model
from lacdsl.semantics import typed as ty

Tell = Callable[[Explanation, bool], str]
"""A condition or value in plain English; a condition with True as what is so when it does not hold."""

_DATES = (
    (re.compile(r"\d{1,2}\D\d{1,2}\D\d{2}$"), "a date with a year of four digits"),
    (re.compile(r"\d{1,2}\D\d{1,2}\D\d{4}$|\d{4}\D\d{1,2}\D\d{1,2}$"), "a day of the calendar"),
)
_KINDS = {
    ColumnType.INTEGER: "a whole number",
    ColumnType.NUMBER: "a number",
}
_LONG, _MOST_VALUES = 50, 4
_HOLDS = {"true": "holds", "false": "does not hold", "unknown": "cannot be decided"}


_NO_ROW = "there is no such row"


class Wording:
    """Puts what was found into sentences."""

    def __init__(self, model: Model, places: Places, tell: Tell | None = None) -> None:
        self.model = model
        self.places = places
        self.tell = tell

    def reasons(self, why: Explanation) -> list[str]:
        """What settled the verdict, a sentence each, in the order of the rule."""
        return list(dict.fromkeys(self.sentence(leaf) for part in why.parts for leaf in _leaves(part)))

    def facts(self, why: Explanation) -> list[str]:
        """The same in plain English; as the rule has it where nobody tells."""
        return list(dict.fromkeys(self.fact(leaf) for part in why.parts for leaf in _leaves(part)))

    def fact(self, part: Explanation) -> str:
        """What is so, in plain English, and the values that were compared."""
        said = self.english(part, turned=part.outcome == "false")
        if not said:
            return self.sentence(part)
        if part.outcome == "unknown":
            said = f"it cannot be decided whether {said}"
        if part.matched is not None:
            found = self.matched(part)
            if found == _NO_ROW and said.startswith("there is no row"):
                return said
            return f"{said}: {found}{self._the_one(part)}"
        if part.no_place:
            faults = " and ".join(self.fault(cell) for cell in part.cells)
            return f"{said}, as the row has no place in the order{f': {faults}' if faults else ''}"
        if part.form in ("exists", "position"):
            joins = ", " if part.form == "exists" or part.outcome == "true" else ", that is "
            return f"{said}{joins}{self.places.all_words(part.rows)}" if part.rows else said
        others = [at for inner in part.parts if inner.sort == "row" for at in inner.rows]
        if others:
            said = f"{said} ({self.places.all_words(others)})"
        return self._with_values(said, part)

    def _with_values(self, said: str, part: Explanation) -> str:
        """With what was compared: what has been worked out in brackets behind its name, cells at the end."""
        values = [each for each in part.parts if each.sort == "value"]
        own, cells = "", []
        for value in values:
            name = self.english(value)
            own = own or name
            called = (name, f"that{name.removeprefix(own)}") if " " in value.text else ()
            place = next((each for each in called if _stands_in(each, said)), "")
            if place:
                said = said.replace(place, f"{place} ({self.outcome(value)})")
            else:
                cells.append(self.value(value, name if " " in value.text else ""))
        if part.no_row and not values and part.outcome != "false":
            cells.append("there is no such row")
        return f"{said}: {', '.join(dict.fromkeys(cells))}" if cells else said

    def _the_one(self, part: Explanation) -> str:
        """Where the only row stands for which a condition about many rows holds, and its values."""
        found = [each for each in part.parts if each.sort == "row" and each.outcome == "true"]
        if len(found) != 1 or part.matched is None or part.matched[1] != 1 or part.sort == "value":
            return ""
        where = self.places.all_words(found[0].rows)
        leaves = [leaf for inner in found[0].parts for leaf in _leaves(inner) if leaf.matched is None]
        values = dict.fromkeys(each for leaf in leaves for each in self.compared(leaf, in_english=True))
        said = [f"here {each.removeprefix('this.')}" if each.startswith("this.") else each for each in values]
        shown = f": {', '.join(said)}" if 0 < len(values) <= _MOST_VALUES else ""
        return f" ({where}{shown})" if where else ""

    def english(self, part: Explanation, *, turned: bool = False) -> str:
        """A condition or value in plain English; empty where nobody tells."""
        return self.tell(part, turned) if self.tell is not None and part.expr is not None else ""

    def named(self, part: Explanation) -> str:
        """What to call a value: a column of the row at hand by its name, all else in plain English as well."""
        plain = isinstance(part.expr, ty.Col) and isinstance(part.expr.row, ty.Here)
        said = "" if plain else self.english(part)
        if len(part.text) > _LONG and said:
            return said
        return f"{said} ({part.text})" if said and said != part.text else part.text

    def sentence(self, part: Explanation) -> str:
        """What a condition came to, and the values that it compared."""
        text = _bare(part.text)
        if part.matched is not None:
            return f"{text}: {self.matched(part)}"
        if part.form == "state" and part.parts and not part.parts[0].no_row:
            return self.value(part.parts[0])
        found = f"{text} {_HOLDS.get(part.outcome, part.outcome)}"
        if part.form == "exists":
            found = f"{text.removesuffix(' exists')}: there is {'such' if part.rows else 'no such'} a row"
            return (
                f"{found}, {self.places.all_words(part.rows)}"
                if part.rows
                else found.replace("no such a", "no such")
            )
        values = self.compared(part)
        return f"{found}: {', '.join(values)}" if values else found

    def compared(self, part: Explanation, *, in_english: bool = False) -> list[str]:
        """The values that a condition compared; each once. `in_english`: what is more than a name is said so."""
        values = [
            self.value(value, self.english(value) if in_english and " " in value.text else "")
            for value in part.parts
            if value.sort == "value"
        ]
        if part.no_row and not values and part.outcome != "false":
            values.append("there is no such row")
        return list(dict.fromkeys(values))

    def value(self, part: Explanation, name: str = "") -> str:
        """`DEC is 31/05/2025`; for what has no value why not. `name`: what to call it."""
        name = name or _bare(part.text)
        if part.outcome == "missing" and not part.no_row:
            return f"{name} is blank"
        return f"{name} is {self.outcome(part)}"

    def outcome(self, part: Explanation) -> str:
        """The value of a part; for what has none why not."""
        if part.outcome == "missing":
            if part.no_row:
                return "blank, as there is no such row"
            return "blank"
        if part.outcome == "invalid":
            cell = next((cell for cell in _cells(part) if cell.state == "invalid"), None)
            return "no proper value" if cell is None else f"'{cell.value}', which is not {self.kind(cell)}"
        if part.outcome in ("true", "false", "unknown") and part.sort == "condition":
            return _HOLDS[part.outcome]
        return part.outcome

    def matched(self, part: Explanation) -> str:
        """How many rows a condition about many rows was looked at for, and for how many it holds."""
        looked, true, unknown = part.matched or (0, 0, 0)
        if part.sort == "value":
            return self.outcome(part)
        if not looked:
            return _NO_ROW if not unknown else "it is not known which rows are meant"
        rows = "1 row was" if looked == 1 else f"{looked:,} rows were"
        fulfil = f"{true:,} fulfil it" if true > 1 else "1 fulfils it" if true else "none fulfils it"
        found = f"{rows} looked at, {fulfil}"
        return f"{found}, {unknown:,} cannot be decided" if unknown else found

    def blame(self, why: Explanation) -> list[str]:
        """The cells without a proper value that a verdict of unknown comes from."""
        return [self.fault(cell) for cell in faulty(why)]

    def fault(self, cell: CellUsed) -> str:
        """Which cell has no proper value, and what is wrong with it."""
        where = f"{cell.column} of {self.table(cell.at)} ({self.places.words(cell.at)})"
        if cell.state == "invalid":
            return f"{where} is '{cell.value}', which is not {self.kind(cell)}"
        return f"{where} cannot be worked out" if cell.derived else f"{where} is blank"

    def kind(self, cell: CellUsed) -> str:
        """What a column holds, and the cell does not."""
        table = self.model.tables.get(cell.at.table) or self.model.reference.get(cell.at.table)
        column = table.column(cell.column) if table is not None else None
        if column is not None and column.type in (ColumnType.DATE, ColumnType.PARTIAL_DATE):
            text = (cell.value or "").strip()
            return next((said for form, said in _DATES if form.match(text)), "a date")
        return _KINDS.get(column.type, "a proper value") if column is not None else "a proper value"

    def meanings(self, why: Explanation) -> list[tuple[str, str]]:
        """What the columns that were read are called in the return, and what the codes in them mean; each once."""
        found: dict[str, str] = {}
        for at, cells in cells_used(why).items():
            table = self.model.tables.get(at.table) or self.model.reference.get(at.table)
            for name, cell in cells.items():
                column = table.column(name) if table is not None else None
                if column is None:
                    continue
                if column.title and column.title != name:
                    found.setdefault(name, column.title)
                known = self.model.code_lists.get(column.codes) if column.codes else None
                for code in (cell.value or "").upper().split(",") if known is not None else ():
                    meaning = known.codes.get(code.strip()) if known is not None else None
                    if meaning and meaning != code.strip():
                        found.setdefault(f"{name} {code.strip()}", meaning)
        return list(found.items())

    def table(self, at: RowUsed) -> str:
        """What rules call a row of the table."""
        table = self.model.tables.get(at.table) or self.model.reference.get(at.table)
        return ("last year's " if at.year == "last" else "") + (table.singular if table else at.table)

    def row(self, part: Explanation) -> str:
        """A row: what it is called and where it stands."""
        where = self.places.all_words(part.rows)
        return f"{part.name} ({where})" if where else part.name or part.text


def _stands_in(name: str, said: str) -> bool:
    """The name stands there once, and not as the beginning of a longer one."""
    _, found, after = said.partition(name)
    return (
        bool(name and found) and name not in after and not after.startswith((" of ", " in ", " where ", " ("))
    )


def _bare(text: str) -> str:
    for word in ("where ", "must "):
        text = text.removeprefix(word)
    return text


def _leaves(part: Explanation) -> Iterator[Explanation]:
    """The conditions that settled it and are made of no other conditions."""
    if not part.decides:
        return
    inner = [each for each in part.parts if each.sort == "condition"] if part.matched is None else []
    if not inner:
        yield part
    for each in inner:
        yield from _leaves(each)


def faulty(part: Explanation) -> list[CellUsed]:
    """Cells that are missing or invalid, of the parts that are unknown and settled the verdict; each once."""
    found: dict[CellUsed, None] = {}
    _collect(part, found)
    return list(found)


def _collect(part: Explanation, found: dict[CellUsed, None]) -> None:
    if not part.decides or (part.sort == "condition" and part.outcome in ("true", "false")):
        return
    if part.sort == "value" and part.outcome not in ("missing", "invalid"):
        return
    found.update(dict.fromkeys(cell for cell in part.cells if cell.state != "ok"))
    for inner in part.parts:
        _collect(inner, found)


def _cells(part: Explanation) -> Iterator[CellUsed]:
    yield from part.cells
    for inner in part.parts:
        yield from _cells(inner)


def cells_used(part: Explanation) -> dict[RowUsed, dict[str, CellUsed]]:
    """All rows that were read from, with the cells that were read."""
    found: dict[RowUsed, dict[str, CellUsed]] = {}
    _gather(part, found)
    return found


def _gather(part: Explanation, found: dict[RowUsed, dict[str, CellUsed]]) -> None:
    for at in part.rows:
        found.setdefault(at, {})
    for cell in part.cells:
        found.setdefault(cell.at, {})[cell.column] = cell
    for inner in part.parts:
        _gather(inner, found)
