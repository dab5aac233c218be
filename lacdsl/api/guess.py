"""Which official ruleset files are meant for, when nobody says: by a look at their beginnings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lacdsl.diagnostics import LacdslError
from lacdsl.engine import says
from lacdsl.ingest.recognise import recognise
from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_parse import parse
from lacdsl.ingest.xml_plan import plan_of
from lacdsl.model import Model

_HEAD = 2**16
_MOST_FILES = 200
_YEAR = re.compile(r"\d{4}-\d{2}")
_CELLS = re.compile(r"[,;\t]")


def guessed_ruleset(paths: Sequence[Path], year: str | None, otherwise: str) -> str:
    """The name of the official ruleset of the return that the files are; `otherwise` is the return where they do not tell.

    The year is `year`, else the one that the files state or the nearest to that, else the newest. What cannot be looked
    at says nothing.
    """
    from lacdsl.rulesets import available_rulesets

    names = [name for name in available_rulesets() if _YEAR.fullmatch(name.rpartition("/")[2])]
    newest = {name.rpartition("/")[0]: name for name in sorted(names)}
    heads = list(_heads(paths))
    scores = {}
    stated: dict[str, int] = {}
    for family, name in newest.items():
        model = _model(name)
        if model is None:
            continue
        scores[family] = 0
        for file, head in heads:
            score, ends = _look(file, head, model)
            scores[family] += score
            if ends is not None:
                stated.setdefault(family, ends)
    best = max(scores.values(), default=0)
    family = (
        otherwise if scores.get(otherwise, 0) == best else next(f for f, s in scores.items() if s == best)
    )
    if year is not None:
        return f"{family}/{year}"
    ends = stated.get(family)
    if ends is None:
        return newest.get(family, family)
    return min(
        (name for name in names if name.startswith(f"{family}/")), key=lambda name: _years_off(name, ends)
    )


def _years_off(name: str, ends: int) -> int:
    first = name.rpartition("/")[2][:4]
    return abs(int(first) + 1 - ends) if first.isdigit() else 9999


def _heads(paths: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    for file in files[:_MOST_FILES]:
        if file.suffix.lower() not in (".xml", ".csv", ".txt", ".tsv") or not file.is_file():
            continue
        try:
            with file.open("rb") as stream:
                yield file, stream.read(_HEAD)
        except OSError:
            continue


def _look(file: Path, head: bytes, model: Model) -> tuple[int, int | None]:
    """How much of the beginning of a file is of the return, and the year that it says the collection ends in."""
    if file.suffix.lower() != ".xml":
        first = head.decode("utf-8-sig", "replace").partition("\n")[0].strip()
        headings = [cell.strip('"').strip() for cell in _CELLS.split(first)]
        found = recognise(headings, file.stem, model)
        return (len(found.columns) if found.table is not None else 0), None
    if model.xml is None:
        return 0, None
    try:
        parsed = parse(head, plan_of(model))
    except Refused:
        return 0, None
    marks = model.xml.marks
    if parsed.root.casefold() != model.xml.name.casefold() or any(
        parsed.marks.get(path[-1], text) != text for path, text in marks.items()
    ):
        return 0, None
    score = 1 + sum(rows.count for rows in parsed.tables.values())
    return score, says(model, {name: rows.frame() for name, rows in parsed.tables.items()}).year


def _model(name: str) -> Model | None:
    from lacdsl.model import load_model
    from lacdsl.resources import rulesets_folder

    try:
        return load_model(rulesets_folder() / name / "model.yaml", validate=False)
    except LacdslError:
        return None
