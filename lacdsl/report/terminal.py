"""A report that fits a screen: what was checked, what was not, what was found."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import Any, TextIO

import pandas as pd
from rich.console import Console
from rich.text import Text

from lacdsl.model.diagnostics import shown
from lacdsl.report.result import SEVERITIES, Report, natural, natural_key

_STYLES = {"error": "bold red", "query": "yellow", "note": "cyan"}
_PLURALS = {"error": "errors", "query": "queries", "note": "notes", "child": "children"}
_MOST_RULES, _MOST_LINES, _WIDEST_PLACE = 14, 4, 32
_WIDTH_IN_PIPE = 100
# What stands above and below the table of rules.
_OTHER_LINES = 22


def write_terminal(report: Report, out: TextIO) -> None:
    """Write the summary to `out`: with colour on a terminal, as plain text elsewhere.

    Characters that the encoding of `out` lacks become question marks.
    """
    live = out.isatty()
    size = shutil.get_terminal_size((_WIDTH_IN_PIPE, 24))
    width = max(40, size.columns) if live else _WIDTH_IN_PIPE
    most = min(max(size.lines - _OTHER_LINES, 5), 30) if live else _MOST_RULES
    lines = [*_lines(report, width, most)]
    if live and "NO_COLOR" not in os.environ:
        encoding = out.encoding or "utf-8"
        console = Console(file=out, width=width, highlight=False, markup=False, emoji=False)
        for line in lines:
            line.plain = line.plain.encode(encoding, "replace").decode(encoding)
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
        return
    out.write(_encodable("".join(f"{line.plain.rstrip()}\n" for line in lines), out))


def summary(report: Report, width: int = _WIDTH_IN_PIPE) -> str:
    """The summary as plain text, lines at most `width` characters long."""
    return "".join(f"{line.plain.rstrip()}\n" for line in _lines(report, width, _MOST_RULES))


def _lines(report: Report, width: int, most: int) -> Iterator[Text]:
    for part in (
        _heading(report),
        _coverage(report),
        _counts(report),
        _by_rule(report, width, most),
        _entities(report),
        _files(report),
    ):
        for line in part:
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
        shares = [
            f"{rule} ({count:,})" for rule, count in zip(unknown["rule"], unknown["unknown"], strict=True)
        ]
        times = _counted(int(unknown["unknown"].sum()), "time")
        yield Text(f"Unknown   {times} a row could not be checked: {_listed(shares, 6)}")
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


def _by_rule(report: Report, width: int, most: int) -> Iterator[Text]:
    failing = _records(report.rules[report.rules["fails"] > 0])
    if not failing:
        return
    failing.sort(
        key=lambda row: (SEVERITIES.index(row["severity"]), -row["fails"], natural_key(row["rule"])),
    )
    rows = failing[:most]
    first = _first_places(report)
    places = [_shortened(first.get(row["rule"], ""), _WIDEST_PLACE) for row in rows]
    codes = max(6, *(len(row["rule"]) for row in rows))
    room = max(10, width - codes - max(map(len, places)) - 23)
    yield Text()
    yield Text(
        f"{'Rule':<{codes}}  {'Severity':<8}  {'Rows':>7}  {'What is wrong':<{room}}  First at", "bold"
    )
    for row, place in zip(rows, places, strict=True):
        line = Text(f"{row['rule']:<{codes}}  ")
        line.append(f"{row['severity']:<8}", _STYLES[row["severity"]])
        title = _shortened(shown(row["title"], 300), room)
        line.append(f"  {row['fails']:>7,}  {title:<{room}}  {place}")
        yield line
    if len(failing) > len(rows):
        more = _counted(len(failing) - len(rows), "rule")
        yield Text(f"and {more} more: --format csv or --format json shows all findings")


def _first_places(report: Report) -> dict[str, str]:
    """Where the first finding of every rule is: file:line, or table[row] when there is no file."""
    places = {}
    for row in _records(report.findings.drop_duplicates("rule")):
        file = report.files.get((row["year"], row["table"]))
        if file is not None and not pd.isna(row["line"]):
            places[row["rule"]] = f"{shown(PurePath(file).name)}:{row['line']}"
        else:
            places[row["rule"]] = f"{row['table']}[{row['row']}]"
    return places


def _entities(report: Report) -> Iterator[Text]:
    findings = report.findings.drop_duplicates("finding")
    counts: dict[Any, int] = findings["entity"].value_counts().to_dict()
    several = [(str(name), count) for name, count in counts.items() if count > 1]
    if several:
        several.sort(key=lambda pair: (-pair[1], natural_key(pair[0])))
        listing = [f"{shown(name, 20)} ({count:,})" for name, count in several]
        yield Text()
        yield Text(f"Children with the most findings: {_listed(listing, 6)}")


def _files(report: Report) -> Iterator[Text]:
    issues = report.load_issues
    if not len(issues):
        return
    yield Text()
    yield Text(f"About the files: {_counted(len(issues), 'remark')}", "bold")
    for row in _records(issues.head(_MOST_LINES)):
        line = "" if pd.isna(row["line"]) else f":{row['line']}"
        name = "" if pd.isna(row["file"]) else shown(PurePath(row["file"]).name)
        yield Text(f"  {name + line + '  ' if name else ''}{shown(row['message'], 300)}")
    if len(issues) > _MOST_LINES:
        yield Text(f"  and {len(issues) - _MOST_LINES} more: --format json shows all")


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]


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
