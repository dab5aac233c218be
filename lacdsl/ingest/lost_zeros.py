"""Keys that differ by nothing but zeros in front, which Excel takes off: between tables, within one, and between years."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lacdsl.ingest.columns import arrow_words
from lacdsl.ingest.issues import Issue, Kind, listed
from lacdsl.ingest.tables import Readings, Tables
from lacdsl.model import Model

Frames = Mapping[str, pd.DataFrame]
AllLines = Mapping[str, NDArray[np.int32]]


def report_lost_zeros(
    tables: Frames,
    files: Mapping[str, str],
    lines: AllLines,
    readings: Readings,
    model: Model,
    issues: list[Issue],
) -> None:
    """Keys that are in no row of the parent table, but would be if leading zeros did not count; and, where there is no
    parent table, keys that are the same as an earlier one of their own table but for zeros.
    """
    for name, frame in tables.items():
        table = model.tables[name]
        parent = table.parent if table.parent is not None and table.parent in tables else None
        keys = table.parent_key if parent is not None else table.key[:1]
        if len(keys) != 1 or keys[0] not in frame.columns:
            continue
        column = keys[0]
        cells = frame[column].array
        words = _keys(cells, readings, name, column)
        if parent is not None:
            if column not in tables[parent].columns:
                continue
            known = pc.unique(_keys(tables[parent][column].array, readings, parent, column))
            told = (
                f"Different from {column} in {parent} by leading zeros only: {{}}. Such rows belong to nobody as "
                f"they stand; write the numbers as in {files[parent]}."
            )
            pairs = _alike(words, known)
        else:
            told = (
                f"Numbers in {column} that differ by leading zeros only: {{}}. Rules take them for different ones; "
                "write them the same if they are."
            )
            pairs = _alike_within(words)
        _report(pairs, words, cells, told, (files[name], name, column), lines[name], issues)


def report_zeros_between_years(this: Tables, last: Tables, model: Model, issues: list[Issue]) -> None:
    """Children who are not in last year's return, but would be if leading zeros did not count."""
    column = next(iter(model.tables[model.root].key), "")
    for name in (model.root, *model.tables):
        if name in this and name in last and column in this[name].columns and column in last[name].columns:
            cells = this[name][column].array
            words = _keys(cells, this.readings, name, column)
            known = pc.unique(_keys(last[name][column].array, last.readings, name, column))
            told = (
                f"Different from {column} in last year's {name} by leading zeros only: {{}}. Rules take them for "
                f"different {model.entity.plural}; write the numbers the same in both years."
            )
            place = (_file_of(this, name), name, column)
            _report(_alike(words, known), words, cells, told, place, this.lines[name], issues)
            return


def _file_of(tables: Tables, name: str) -> str:
    return next(
        (each.name for each in tables.file_reports if each.table == name and each.status == "read"), ""
    )


def _alike(words: pa.Array, known: pa.Array) -> dict[int, str]:
    """Places of words that are not known, each with the known one that is the same but for zeros."""
    unknown = np.flatnonzero(~pc.is_in(words, value_set=known).to_numpy(zero_copy_only=False))
    if not len(unknown):
        return {}
    bare = _bare(words.take(pa.array(unknown)))
    matches = pc.index_in(bare, value_set=_bare(known), skip_nulls=True).to_pylist()
    return {
        int(place): known[match].as_py()
        for place, match in zip(unknown, matches, strict=True)
        if match is not None
    }


def _alike_within(words: pa.Array) -> dict[int, str]:
    """Places of words that are the same as an earlier one but for zeros, each with that."""
    bare = _bare(words)
    firsts = pc.index_in(bare, value_set=bare, skip_nulls=True).to_pylist()
    return {
        place: words[first].as_py()
        for place, first in enumerate(firsts)
        if first is not None and first != place and words[first].as_py() != words[place].as_py()
    }


def _report(
    pairs: Mapping[int, str],
    words: pa.Array,
    cells: pd.Categorical,
    told: str,
    place: tuple[str, str, str],
    lines: NDArray[np.int32],
    issues: list[Issue],
) -> None:
    rows = np.flatnonzero(np.isin(cells.codes, list(pairs)))
    if len(rows):
        file, table, column = place
        shown = listed([f"{words[number].as_py()} for {match}" for number, match in pairs.items()])
        value = str(cells.categories[cells.codes[rows[0]]])
        message = told.replace("{}", shown, 1)
        issues.append(
            Issue(file, Kind.LEADING_ZEROS, message, table, int(lines[rows[0]]), column, value, len(rows))
        )


def _bare(words: pa.Array) -> pa.Array:
    """The words without zeros in front; null for those of nothing else."""
    bare = pc.utf8_ltrim(words, characters="0")
    return pc.if_else(pc.equal(bare, ""), pa.scalar(None, type=bare.type), bare)


def _keys(cells: pd.Categorical, readings: Readings, table: str, column: str) -> pa.Array:
    """The distinct cells as rules compare them; "" for one that is read as nothing."""
    words = arrow_words(cells)
    known = readings.get(table, {}).get(column)
    if known:
        words = pa.array([known.get(word, word) or "" for word in words.to_pylist()], type=words.type)
    return pc.utf8_upper(pc.utf8_trim_whitespace(words))
