"""A report that fits a screen: what was checked, what was not, what was found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import TextIO

import pandas as pd
from rich.console import Console
from rich.text import Text

from lacdsl.model.diagnostics import shown
from lacdsl.report.result import SEVERITIES, Report, natural, natural_key

_STYLES = {"error": "bold red", "query": "yellow", "note": "cyan"}
_PLURALS = {"error": "errors", "query": "queries", "note": "notes", "child": "children"}
_MOST_RULES, _MOST_LINES = 14, 4
_WIDTH_IN_PIPE = 100


def write_terminal(report: Report, out: TextIO) -> None:
    """Write the summary to `out`: with colour on a terminal, as plain text elsewhere.

    Characters that the encoding of `out` lacks become question marks.
    """
    live = out.isatty()
    width = shutil.get_terminal_size((_WIDTH_IN_PIPE, 24)).columns if live else _WIDTH_IN_PIPE
    lines = [*_lines(report, max(40, width))]
    if live and "NO_COLOR" not in os.environ:
        encoding = out.encoding or "utf-8"
        console = Console(file=out, width=max(40, width), highlight=False, markup=False, emoji=False)
        for line in lines:
            line.plain = line.plain.encode(encoding, "replace").decode(encoding)
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
        return
    out.write(_encodable("".join(f"{line.plain.rstrip()}\n" for line in lines), out))


def summary(report: Report, width: int = _WIDTH_IN_PIPE) -> str:
    """The summary as plain text, lines at most `width` characters long."""
    return "".join(f"{line.plain.rstrip()}\n" for line in _lines(report, width))


def _lines(report: Report, width: int) -> Iterator[Text]:
    for line in (*_heading(report), *_coverage(report), *_counts(report), *_by_rule(report, width)):
        yield _cut(line, width)
    for line in (*_entities(report), *_files(report)):
        yield _cut(line, width)


def _heading(report: Report) -> Iterator[Text]:
    about, collection = report.ruleset, report.collection
    yield Text(f"{shown(about.title)}  ({about.name}, version {shown(about.version)})", "bold")
    whose = f", authority {shown(collection.authority)}" if collection.authority else ""
    yield Text(f"Collection {collection.year}: {_day(collection.start)} to {_day(collection.end)}{whose}")
    yield Text()


def _coverage(report: Report) -> Iterator[Text]:
    rules = report.rules
    not_run = rules[rules["status"] != "ran"]
    yield Text(f"Rules     {len(rules) - len(not_run)} ran, {len(not_run)} not run")
    reasons = not_run.groupby("reason", sort=False)["rule"].agg(list).to_dict()
    ordered = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))
    for reason, codes in ordered[:_MOST_LINES]:
        yield Text(f"            {len(codes):>4}  {shown(reason, 200)}: {_listed(natural(codes))}")
    if len(ordered) > _MOST_LINES:
        left = sum(len(codes) for _, codes in ordered[_MOST_LINES:])
        yield Text(f"            {left:>4}  for other reasons")
    unknown = rules[rules["unknown"] > 0].sort_values("unknown", ascending=False, kind="stable")
    if len(unknown):
        shares = [f"{rule} ({count:,})" for rule, count in zip(unknown["rule"], unknown["unknown"], strict=True)]
        yield Text(f"Unknown   {_counted(int(unknown['unknown'].sum()), 'row')} could not be checked, by rule:")
        yield Text(f"                  {_listed(shares)}")
    else:
        yield Text("Unknown   no row that could not be checked")


def _counts(report: Report) -> Iterator[Text]:
    fails = report.rules.groupby("severity")["fails"].sum()
    parts = [_counted(int(fails.get(severity, 0)), severity) for severity in SEVERITIES]
    failing = int((report.rules["fails"] > 0).sum())
    children = int(report.findings["entity"].nunique())
    line = Text(f"Findings  {', '.join(parts)}")
    if failing:
        line.append(f", by {_counted(failing, 'rule')}, for {_counted(children, 'child')}")
    yield line


def _by_rule(report: Report, width: int) -> Iterator[Text]:
    failing = report.rules[report.rules["fails"] > 0]
    rows = sorted(
        failing.itertuples(index=False),
        key=lambda row: (SEVERITIES.index(str(row.severity)), -int(str(row.fails)), natural_key(str(row.rule))),
    )
    if not rows:
        return
    first = _first_places(report)
    places = [first.get(str(row.rule), "") for row in rows[:_MOST_RULES]]
    widest = min(max(map(len, places), default=0), 32)
    code_width = max(6, *(len(str(row.rule)) for row in rows[:_MOST_RULES]))
    room = max(10, width - code_width - widest - 23)
    yield Text()
    heading = f"{'Rule':<{code_width}}  {'Severity':<8}  {'Rows':>7}  {'What is wrong':<{room}}  First at"
    yield Text(heading, "bold")
    for row, place in zip(rows, places, strict=False):
        line = Text(f"{row.rule:<{code_width}}  ")
        line.append(f"{row.severity:<8}", _STYLES[str(row.severity)])
        title = _shortened(shown(row.title, 300), room)
        line.append(f"  {row.fails:>7,}  {title:<{room}}  {_shortened(place, 32)}")
        yield line
    if len(rows) > _MOST_RULES:
        more = _counted(len(rows) - _MOST_RULES, "rule")
        yield Text(f"and {more} more: --format csv or --format json shows all findings")


def _first_places(report: Report) -> dict[str, str]:
    """Where the first finding of every rule is: file:line, or table[row] when there is no file."""
    first = report.findings.drop_duplicates("rule")
    places = {}
    for row in first.itertuples(index=False):
        file = report.files.get((str(row.year), str(row.table)))
        if file is not None and not pd.isna(row.line):  # type: ignore[call-overload]
            places[str(row.rule)] = f"{shown(PurePath(file).name)}:{row.line}"
        else:
            places[str(row.rule)] = f"{row.table}[{row.row}]"
    return places


def _entities(report: Report) -> Iterator[Text]:
    findings = report.findings.drop_duplicates("finding")
    counts = findings["entity"].value_counts()
    counts = counts[counts > 1]
    if len(counts):
        ordered = sorted(counts.items(), key=lambda pair: (-int(pair[1]), str(pair[0])))
        listing = [f"{shown(name, 20)} ({count:,})" for name, count in ordered]
        yield Text()
        yield Text(f"Children with the most findings: {_listed(listing, 6)}")


def _files(report: Report) -> Iterator[Text]:
    issues = report.load_issues
    if not len(issues):
        return
    yield Text()
    yield Text(f"About the files: {_counted(len(issues), 'remark')}", "bold")
    for row in issues.head(_MOST_LINES).itertuples(index=False):
        line = "" if pd.isna(row.line) else f":{row.line}"  # type: ignore[call-overload]
        file = "" if pd.isna(row.file) or not row.file else f"{shown(PurePath(str(row.file)).name)}{line}  "  # type: ignore[call-overload]
        yield Text(f"  {file}{shown(row.message, 300)}")
    if len(issues) > _MOST_LINES:
        yield Text(f"  and {len(issues) - _MOST_LINES} more: --format json shows all")


def _listed(names: Sequence[str], limit: int = 8) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word if count == 1 else _PLURALS.get(word, word + 's')}"


def _day(day: object) -> str:
    return f"{day.day} {day:%B} {day.year}" if isinstance(day, date) else "?"


def _shortened(text: str, width: int) -> str:
    return text if len(text) <= width else text[: max(width - 3, 1)] + "..."


def _cut(line: Text, width: int) -> Text:
    if len(line.plain) > width:
        line.right_crop(len(line.plain) - width + 3)
        line.append("...")
    return line


def _encodable(text: str, out: TextIO) -> str:
    encoding = out.encoding or "utf-8"
    return text.encode(encoding, "replace").decode(encoding)
