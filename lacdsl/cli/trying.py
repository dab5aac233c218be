"""`lacdsl try`: rules or one condition on data, for exploring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.examples import own_codes, wanted_codes
from lacdsl.cli.given import default_ruleset, provider_table, tables_of_both_years
from lacdsl.cli.options import Authority, CollectionYear, LastYear, ProviderList
from lacdsl.cli.output import say, show
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.api import Tables
    from lacdsl.api.verdicts import Judged, Stood
    from lacdsl.rulesets import Ruleset

_MOST_COLUMNS = 8
_TRUTHS = {"passes": "true", "fails": "false", "unknown": "unknown"}


def try_rules(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="[RULES] DATA...",
            help="A file of rules, a ruleset's folder or name; then this year's files.",
        ),
    ],
    condition: Annotated[
        str | None, typer.Option(metavar="TEXT", help="One condition, in place of RULES.")
    ] = None,
    table: Annotated[
        str | None, typer.Option(metavar="TABLE", help="With --condition: whose rows it is asked of.")
    ] = None,
    ruleset: Annotated[
        str | None,
        typer.Option(
            "--ruleset", "-r", metavar="NAME", help="What a file or condition builds on: its definitions."
        ),
    ] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="CODE,...", help="These rules only.")] = None,
    last_year: LastYear = None,
    year: CollectionYear = None,
    authority: Authority = None,
    provider_list: ProviderList = None,
    rows: Annotated[int, typer.Option(metavar="N", help="Show so many rows for each verdict.", min=0)] = 5,
) -> None:
    """Try rules, or one condition, on data.

    How many rows have each verdict, and the first of them. Nothing is written.
    """
    if (condition is None) != (table is None):
        raise LacdslError(
            [
                Diagnostic(
                    "A906",
                    "--condition and --table go together.",
                    'Write both: --condition "DEC < DECOM" --table Episode',
                )
            ]
        )
    if condition is None and len(paths) < 2:
        raise LacdslError(
            [
                Diagnostic(
                    "A906",
                    "Rules and data are wanted.",
                    "Write `lacdsl try RULES DATA`, or give a --condition.",
                )
            ]
        )
    with progress("Starting"):
        from lacdsl import api
        from lacdsl.api.verdicts import judged
    files = [Path(path) for path in (paths if condition is not None else paths[1:])]
    with progress("Reading the rules"):
        rules, codes = _rules(paths[0], condition, table, ruleset, year, files)
        codes = wanted_codes(rules, only) if only else codes
    with progress("Reading the files") as tell:
        tables, before = tables_of_both_years(files, last_year, rules.model, tell)
        reference, _ = provider_table(provider_list)
    with progress("Trying"):
        collection = api.Collection(year=year or rules.model.year, authority=authority)
        found = judged(tables, rules, before, reference, collection, codes)
    for number, code in enumerate(codes):
        if number:
            say()
        _show(rules, code, found[code], rows, tables, before, condition is not None)


def _rules(
    name: str,
    condition: str | None,
    table: str | None,
    ruleset: str | None,
    year: str | None,
    files: Sequence[Path],
) -> tuple[Ruleset, list[str]]:
    from lacdsl.rulesets import load_ruleset
    from lacdsl.rulesets.trial import CONDITION, with_condition, with_file

    file = Path(name)
    if condition is None and not (file.suffix == ".rules" and file.is_file()):
        rules = load_ruleset(name)
        if rules.own_warnings:
            show(rules.own_warnings)
        return rules, own_codes(rules)
    base = load_ruleset(ruleset or default_ruleset(year, files))
    if condition is not None and table is not None:
        return with_condition(base, condition, table), [CONDITION]
    rules, codes = with_file(base, _text(file), file.as_posix())
    if not codes:
        raise LacdslError(
            [Diagnostic("A907", f"{name} holds no rules.", "Write a rule in it, or give a --condition.")]
        )
    return rules, codes


def _text(file: Path) -> str:
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.files import read, text_of

    problems = Problems()
    source = read(file, file.as_posix(), problems)
    text = text_of(source, problems) if source is not None else None
    if text is None:
        raise LacdslError(problems.found)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _show(
    rules: Ruleset, code: str, found: Judged, most: int, tables: Tables, before: Tables | None, plain: bool
) -> None:
    info = rules.rules[code]
    say(info.title if plain else f"{code}  {info.title}")
    if found.outcome.status != "ran":
        say(f"  not run: {found.outcome.reason}")
        return
    counts = found.counts()
    words = _TRUTHS if plain else {word: word for word in counts}
    say("  " + ", ".join(f"{counts[word]:,} {name}" for word, name in words.items()))
    columns = _columns(rules, code)
    for word, name in words.items():
        if not counts[word] or word == "n/a" or not most:
            continue
        say(f"  {name}:")
        for line in _table(found.rows(word, most), columns, tables, before, rules.model.entity.singular):
            say(f"    {line}")
        if counts[word] > most:
            say(f"    and {counts[word] - most:,} more")


def _columns(rules: Ruleset, code: str) -> list[str]:
    """The columns of its own table that the rule reads."""
    from lacdsl.testing.boundary.reads import reads_of

    rule = rules.program.rules[code]
    about = rule.population
    read = reads_of(rules.program, [rule]).columns
    while about is not None and about.kind in ("derived", "spells"):
        made = rules.program.derived if about.kind == "derived" else rules.program.spells
        about = made[about.name].source
    if about is None or about.kind != "table":
        return []
    wanted = {name for (_, table), names in read.items() if table == about.name for name in names}
    table = rules.model.tables[about.name]
    key = rules.model.tables[rules.model.root].key
    return [name for name in (*table.columns, *table.derived) if name in wanted and name not in key][
        :_MOST_COLUMNS
    ]


def _table(
    rows: Sequence[Stood], columns: list[str], tables: Tables, before: Tables | None, entity: str
) -> list[str]:
    cells = [["", entity, *columns]]
    for row in rows:
        held = before if row.year == "last" else tables
        frame = held[row.table] if held is not None and row.table in held else None
        values = [
            _cell(frame[name].iloc[row.row]) if frame is not None and name in frame.columns else ""
            for name in columns
        ]
        cells.append([row.place, row.entity, *values])
    widths = [max(len(line[place]) for line in cells) for place in range(len(cells[0]))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    ]


def _cell(value: object) -> str:
    return value if isinstance(value, str) else ""
