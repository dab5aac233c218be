"""A report that fits a screen: what was checked, what was not, what was found."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, TextIO

import pandas as pd
from rich.console import Console
from rich.text import Text

from lacdsl.model.diagnostics import shown
from lacdsl.report.result import SEVERITIES, AboutFile, Report, natural, natural_key
from lacdsl.report.words import GRAVE_KINDS

_STYLES = {"error": "bold red", "query": "yellow", "note": "cyan"}
_PLURALS = {"error": "errors", "query": "queries", "note": "notes", "child": "children"}
_WIDEST_PLACE, _NARROWEST_TITLE = 32, 40
_WIDTH_IN_PIPE, _LINES_IN_PIPE = 100, 40
# What stands above and below the table of rules, at most.
_OTHER_LINES = 22
_SMALL_SCREEN, _MOST_NAMES = 32, 12
_PLAINER = str.maketrans(
    {
        "\u2026": "...",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
    }
)


@dataclass(frozen=True, slots=True)
class Screen:
    """How much there is room for: characters in a line, rules, and lines of every other list."""

    width: int = _WIDTH_IN_PIPE
    rules: int = 14
    lines: int = 4

    @classmethod
    def here(cls, live: bool) -> Screen:
        """That of the terminal; in a pipe what the environment says, else a fair size."""
        size = shutil.get_terminal_size((_WIDTH_IN_PIPE, _LINES_IN_PIPE))
        if not live:
            return cls(max(40, size.columns))
        return cls(
            max(40, size.columns),
            min(max(size.lines - _OTHER_LINES, 5), 30),
            2 if size.lines < _SMALL_SCREEN else 4,
        )


def write_terminal(report: Report, out: TextIO, where: PurePath | None = None) -> None:
    """Write the summary to `out`: with colour on a terminal, as plain text elsewhere.

    `where` is the file that the full report went to. Characters that the encoding of `out` lacks are written in a
    plainer way, or as question marks.
    """
    live = out.isatty()
    screen = Screen.here(live)
    lines = [*_lines(report, screen, where)]
    if live and "NO_COLOR" not in os.environ:
        console = Console(file=out, width=screen.width, highlight=False, markup=False, emoji=False)
        for line in lines:
            line.plain = _encodable(line.plain, out)
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
        return
    out.write(_encodable("".join(f"{line.plain.rstrip()}\n" for line in lines), out))


def summary(report: Report, width: int = _WIDTH_IN_PIPE, where: PurePath | None = None) -> str:
    """The summary as plain text, lines at most `width` characters long."""
    return "".join(f"{line.plain.rstrip()}\n" for line in _lines(report, Screen(width), where))


def _lines(report: Report, screen: Screen, where: PurePath | None) -> Iterator[Text]:
    for part in (
        _heading(report),
        _notice(report, screen.width),
        _coverage(report, screen),
        _counts(report),
        _by_rule(report, screen),
        _entities(report, screen),
        _files(report, screen),
    ):
        for line in part:
            yield _cut(line, screen.width)
    for line in _where(report, where):
        # The name of a file is of use only as a whole.
        yield line if where is not None else _cut(line, screen.width)


def _heading(report: Report) -> Iterator[Text]:
    about, collection = report.ruleset, report.collection
    yield Text(f"{shown(about.title)}  ({about.name}, version {shown(about.version)})", "bold")
    whose = f", authority {shown(collection.authority)}" if collection.authority else ""
    yield Text(f"Collection {collection.year}: {_day(collection.start)} to {_day(collection.end)}{whose}")
    yield Text()


def _notice(report: Report, width: int) -> Iterator[Text]:
    if report.privacy is not None:
        yield from map(Text, textwrap.wrap(report.privacy.notice, width))
        yield Text()


def _coverage(report: Report, screen: Screen) -> Iterator[Text]:
    rules = report.rules
    if report.file_reports:
        read = [file for file in report.file_reports if file.status == "read"]
        aside = len(report.file_reports) - len(read)
        last = f", {n:,} of them last year's" if (n := _rows_of(read, "last")) else ""
        rows = _rows_of(read, "this") + n
        yield Text(f"Files     {len(read):,} read, {aside:,} set aside; {_counted(rows, 'row')}{last}")
    not_run = rules[rules["status"] != "ran"]
    yield Text(f"Rules     {len(rules) - len(not_run):,} ran, {len(not_run):,} not run")
    reasons = not_run.groupby("reason", sort=False)["rule"].agg(list).to_dict()
    ordered = sorted(reasons.items(), key=lambda pair: (-len(pair[1]), str(pair[0])))
    for reason, codes in ordered[: screen.lines]:
        text = f"          {len(codes):>4}  {shown(reason, 200)}: "
        room = screen.width - len(text)
        yield Text(text + _fitting(natural(codes), room))
    if len(ordered) > screen.lines:
        left = sum(len(codes) for _, codes in ordered[screen.lines :])
        yield Text(f"          {left:>4}  for other reasons")
    unknown = rules[rules["unknown"] > 0].sort_values("unknown", ascending=False, kind="stable")
    if len(unknown):
        shares = [
            f"{rule} ({count:,})" for rule, count in zip(unknown["rule"], unknown["unknown"], strict=True)
        ]
        text = f"Unknown   {_counted(int(unknown['unknown'].sum()), 'time')} a row could not be checked: "
        yield from _two_lines(text, shares, screen.width, 10)
    else:
        yield Text("Unknown   no row that could not be checked")


def _rows_of(files: Sequence[AboutFile], year: str) -> int:
    return sum(file.rows for file in files if file.year == year)


def _counts(report: Report) -> Iterator[Text]:
    fails = report.rules.groupby("severity")["fails"].sum()
    parts = [_counted(int(fails.get(severity, 0)), severity) for severity in SEVERITIES]
    failing = int((report.rules["fails"] > 0).sum())
    children = report.privacy.children if report.privacy else int(report.findings["entity"].nunique())
    line = Text(f"Findings  {', '.join(parts)}")
    if failing:
        line.append(f", by {_counted(failing, 'rule')}, for {_counted(children, 'child')}")
    yield line


def _by_rule(report: Report, screen: Screen) -> Iterator[Text]:
    failing = _records(report.rules[report.rules["fails"] > 0])
    if not failing:
        return
    failing.sort(
        key=lambda row: (SEVERITIES.index(row["severity"]), -row["fails"], natural_key(row["rule"])),
    )
    rows = failing[: screen.rules]
    first = _first_places(report)
    places = [_place_shortened(first.get(row["rule"], "")) for row in rows]
    codes = max(4, *(len(row["rule"]) for row in rows))
    counts = max(4, *(len(f"{row['fails']:,}") for row in rows))
    room = max(10, screen.width - codes - counts - 14)
    with_places = room - 2 - max(map(len, places)) >= _NARROWEST_TITLE
    if with_places:
        room -= 2 + max(map(len, places))
    yield Text()
    head = f"{'Rule':<{codes}}  {'Severity':<8}  {'Rows':>{counts}}  {'What is wrong':<{room}}"
    yield Text(f"{head}  First at" if with_places else head.rstrip(), "bold")
    for row, place in zip(rows, places, strict=True):
        line = Text(f"{row['rule']:<{codes}}  ")
        line.append(f"{row['severity']:<8}", _STYLES[row["severity"]])
        title = _shortened(shown(row["title"], 300), room)
        line.append(
            f"  {row['fails']:>{counts},}  {title:<{room}}  {place}"
            if with_places
            else f"  {row['fails']:>{counts},}  {title}"
        )
        yield line
    if len(failing) > len(rows):
        yield Text(f"and {_counted(len(failing) - len(rows), 'more rule')}")


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


def _entities(report: Report, screen: Screen) -> Iterator[Text]:
    findings = report.findings.drop_duplicates("finding")
    counts: dict[Any, int] = findings["entity"].value_counts().to_dict()
    several = [(str(name), count) for name, count in counts.items() if count > 1]
    if several:
        several.sort(key=lambda pair: (-pair[1], natural_key(pair[0])))
        listing = [f"{shown(name, 20)} ({count:,})" for name, count in several]
        yield Text()
        yield from _two_lines("Children with the most findings: ", listing, screen.width, 10)


def _files(report: Report, screen: Screen) -> Iterator[Text]:
    issues = _gravest_first(report.load_issues)
    if not len(issues):
        return
    yield Text()
    yield Text(f"About the files: {_counted(len(issues), 'remark')}", "bold")
    for row in _records(issues.head(screen.lines)):
        line = "" if pd.isna(row["line"]) else f":{row['line']}"
        name = "" if pd.isna(row["file"]) else shown(PurePath(row["file"]).name)
        text = f"  {name + line + '  ' if name else ''}{shown(row['message'], 300)}"
        parts = textwrap.wrap(text, screen.width, subsequent_indent="    ", max_lines=2, placeholder=" ...")
        yield from map(Text, parts)
    if len(issues) > screen.lines:
        yield Text(f"  and {len(issues) - screen.lines:,} more")


def _gravest_first(issues: pd.DataFrame) -> pd.DataFrame:
    rank = {kind: place for place, kind in enumerate(GRAVE_KINDS)}
    places = [rank.get(str(kind), len(rank)) for kind in issues["kind"]]
    return issues.iloc[sorted(range(len(issues)), key=places.__getitem__)]


def _where(report: Report, where: PurePath | None) -> Iterator[Text]:
    if where is not None:
        yield Text()
        yield Text(f"Full report: {shown(str(where), 1_000)}", "bold")
    elif len(report.findings) or len(report.load_issues):
        yield Text()
        yield Text("For all of it add --out report.xlsx (or .html, .csv, .json)")


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.to_dict("records")  # type: ignore[return-value]


def _fitting(names: Sequence[str], room: int) -> str:
    """As many of the names as there is room for, and how many more there are."""
    for end in range(min(len(names), _MOST_NAMES), 0, -1):
        left = len(names) - end
        text = ", ".join(names[:end]) + (f" and {left:,} more" if left else "")
        if len(text) <= room:
            return text
    return f"{len(names):,} in all"


def _two_lines(text: str, names: Sequence[str], width: int, indent: int) -> Iterator[Text]:
    """The text and as many of the names as two lines hold; a name is never broken."""
    fitting = _fitting(
        [name.replace(" ", "\N{NO-BREAK SPACE}") for name in names], 2 * width - len(text) - indent - 20
    )
    for line in textwrap.wrap(text + fitting, width, subsequent_indent=" " * indent):
        yield Text(line.replace("\N{NO-BREAK SPACE}", " "))


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


def _place_shortened(place: str) -> str:
    """The line matters more than the end of the file's name."""
    name, colon, line = place.rpartition(":")
    return (
        _shortened(name, _WIDEST_PLACE - len(line) - 1) + colon + line
        if colon
        else _shortened(place, _WIDEST_PLACE)
    )


def _encodable(text: str, out: TextIO) -> str:
    encoding = out.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAINER).encode(encoding, "replace").decode(encoding)
    return text
