"""A table that comes again behind another one on the same sheet: its blocks are put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from lacdsl.ingest.assemble import Claim
from lacdsl.ingest.columns import arrow_words, text_categorical
from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed
from lacdsl.ingest.recognise import recognise
from lacdsl.ingest.sheet import TEXT, Sheet
from lacdsl.model import Model


def joined(claims: Sequence[Claim], model: Model) -> list[Claim]:
    """The claims with blocks of one table below each other as one, where the first of them stands.

    Those side by side, on other sheets or in other files stay as they are: they may be those of another year.
    """
    groups: dict[tuple[str, int, str], list[Claim]] = {}
    for claim in claims:
        groups.setdefault((claim.table, id(claim.source), claim.sheet.file), []).append(claim)
    made: list[Claim] = []
    for blocks in groups.values():
        lines = {claim.sheet.heading_line for claim in blocks}
        whole = len(blocks) > 1 and len(lines) == len(blocks)
        made += [_one(blocks, model)] if whole else blocks
    return made


def _one(blocks: list[Claim], model: Model) -> Claim:
    first = blocks[0]
    columns: dict[str, list[pd.Categorical | None]] = {}
    named: dict[str, str] = {}
    for number, claim in enumerate(blocks):
        for heading, column in zip(claim.sheet.headings, claim.sheet.columns, strict=True):
            name = named.setdefault(claim.match.columns.get(heading, heading), heading)
            columns.setdefault(name, [None] * len(blocks))[number] = column
    sheets = [claim.sheet for claim in blocks]
    sizes = [len(sheet.lines) for sheet in sheets]
    whole = [_column(parts, sizes) for parts in columns.values()]
    left_out: Counter[Kind] = Counter()
    for sheet in sheets:
        left_out.update(sheet.left_out)
    sheet = replace(
        first.sheet,
        headings=list(columns),
        columns=whole,
        lines=np.concatenate([sheet.lines for sheet in sheets]),
        issues=[issue for sheet in sheets for issue in sheet.issues] + [_said(sheets, first.table)],
        in_file=sum(sheet.in_file for sheet in sheets),
        left_out=left_out,
    )
    return Claim(first.table, sheet, recognise(sheet.headings, sheet.name, model, first.table), first.source)


def _column(parts: list[pd.Categorical | None], sizes: list[int]) -> pd.Categorical:
    """The parts of a column below each other; blank where a block has none."""
    arrays = [
        pa.nulls(size, TEXT)
        if part is None
        else pa.DictionaryArray.from_arrays(
            pa.array(part.codes, pa.int32(), mask=part.codes < 0), arrow_words(part).cast(pa.string())
        )
        for part, size in zip(parts, sizes, strict=True)
    ]
    return text_categorical(pa.chunked_array(arrays, type=TEXT).unify_dictionaries().combine_chunks())


def _said(sheets: list[Sheet], table: str) -> Issue:
    lines = [sheet.heading_line for sheet in sheets]
    message = (
        f"{table} comes in {counted(len(lines), 'block')} with other tables between them, with headings on "
        f"{lines_listed(lines)}; they were put together. Keep the rows of a table together to be safe."
    )
    return Issue(sheets[0].file, Kind.SEVERAL, message, table=table, line=lines[1], count=len(lines))
