"""A report that fits a screen: what was checked, what was not, what was found."""

from __future__ import annotations

import os
import shutil
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any, TextIO

import pandas as pd
from rich.console import Console
from rich.text import Text

from lacdsl.model.diagnostics import shown
from lacdsl.report.lacking import OPTIONS, lacking
from lacdsl.report.result import SEVERITIES, AboutFile, Report, natural_key
from lacdsl.report.screen_text import counted, encodable, fitting, place_shortened, shortened, wrapped
from lacdsl.report.words import GRAVE_KINDS, day

_STYLES = {"error": "bold red", "query": "yellow", "note": "cyan"}
_NARROWEST_TITLE = 40
_WIDTH_IN_PIPE, _LINES_IN_PIPE = 100, 40
_LEAST_RULES, _ENOUGH_RULES, _MOST_RULES = 1, 8, 30
_ROOM_FOR_CODES = 24
_WIDTH_FOR_LAYERS = 80


@dataclass(frozen=True, slots=True)
class Screen:
    """How much there is room for: characters in a line, rules, and lines of every other list."""

    width: int = _WIDTH_IN_PIPE
    rules: int = 14
    lines: int = 4

    @property
    def wrapped(self) -> int:
        """How many lines one thing may go on for."""
        return 2 if self.lines > 1 else 1


def write_terminal(report: Report, out: TextIO, where: PurePath | None = None) -> None:
    """Write the summary to `out`: with colour on a terminal, as plain text elsewhere.

    `where` is the file that the full report went to. Characters that the encoding of `out` lacks are written in a
    plainer way, or as question marks.
    """
    live = out.isatty()
    size = shutil.get_terminal_size((_WIDTH_IN_PIPE, _LINES_IN_PIPE))
    screen = Screen(max(40, size.columns))
    lines = _fitted(report, screen, size.lines, where) if live else [*_lines(report, screen, where)]
    if live and "NO_COLOR" not in os.environ:
        console = Console(file=out, width=screen.width, highlight=False, markup=False, emoji=False)
        for line in lines:
            line.plain = encodable(line.plain, out)
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
        return
    out.write(encodable("".join(f"{line.plain.rstrip()}\n" for line in lines), out))


def summary(report: Report, width: int = _WIDTH_IN_PIPE, where: PurePath | None = None) -> str:
    """The summary as plain text, lines at most `width` characters long."""
    return "".join(f"{line.plain.rstrip()}\n" for line in _lines(report, Screen(width), where))


def _fitted(report: Report, screen: Screen, height: int, where: PurePath | None) -> list[Text]:
    """As much as `height` lines hold with the line that the next command is typed on: rules before all else."""
    lines: list[Text] = []
    for most in (4, 3, 2, 1):
        without_rules = len([*_lines(report, replace(screen, rules=0, lines=most), where)])
        # A blank line, the head of the table, how many more there are, and the prompt.
        room = height - without_rules - 4
        rules = min(max(room, _LEAST_RULES), _MOST_RULES)
        lines = [*_lines(report, replace(screen, rules=rules, lines=most), where)]
        if room >= _ENOUGH_RULES or (len(lines) < height and rules >= int((report.rules["fails"] > 0).sum())):
            break
    return lines


def _lines(report: Report, screen: Screen, where: PurePath | None) -> Iterator[Text]:
    for part in (
        _heading(report),
        _notice(report, screen.width),
        _coverage(report, screen),
        _counts(report, screen),
        _unlisted(report, screen),
        _by_rule(report, screen),
        _entities(report, screen),
        _files(report, screen),
    ):
        for line in part:
            yield _cut(line, screen.width)
    if report.notes:
        yield Text()
        yield Text(f"Notes     {counted(len(report.notes), 'note')} taken over from the earlier workbook")
    for line in _where(report, where):
        # The name of a file is of use only as a whole.
        yield line if where is not None else _cut(line, screen.width)


def _heading(report: Report) -> Iterator[Text]:
    about, collection = report.ruleset, report.collection
    yield Text(f"{shown(about.title)}  ({about.name}, version {shown(about.version)})", "bold")
    whose = f", authority {shown(collection.authority)}" if collection.authority else ""
    yield Text(f"Collection {collection.year}: {day(collection.start)} to {day(collection.end)}{whose}")
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
        yield Text(f"Files     {len(read):,} read, {aside:,} set aside; {counted(rows, 'row')}{last}")
    not_run = rules[rules["status"] != "ran"]
    yield Text(f"Rules     {len(rules) - len(not_run):,} ran, {len(not_run):,} not run")
    yield from _reasons(report, screen)
    if len(not_run) == len(rules):
        return
    unknown = rules[rules["unknown"] > 0].sort_values("unknown", ascending=False, kind="stable")
    if len(unknown):
        shares = [
            f"{rule} ({count:,})" for rule, count in zip(unknown["rule"], unknown["unknown"], strict=True)
        ]
        text = f"Unknown   {counted(int(unknown['unknown'].sum()), 'time')} a row could not be checked: "
        yield from map(Text, wrapped(text, shares, screen.width, 10, screen.wrapped, "by {} rules"))
    else:
        yield Text("Unknown   no row that could not be checked")


def _reasons(report: Report, screen: Screen) -> Iterator[Text]:
    """What rules were not run for, on one line each where that is wide enough; the codes are never cut off."""
    reasons = lacking(report)
    longest = 200 if screen.wrapped > 1 else screen.width - 17 - _ROOM_FOR_CODES
    for reason, codes in reasons[: screen.lines]:
        option = f" ({OPTIONS[reason]})" if reason in OPTIONS and screen.lines > 1 else ""
        text = f"          {len(codes):>4}  {shown(reason, longest)}{option}: "
        room = screen.width - len(text)
        if room >= _ROOM_FOR_CODES or room >= len(", ".join(codes)):
            yield Text(text + fitting(codes, room))
        else:
            yield from map(Text, wrapped(text, codes, screen.width, 16, screen.wrapped))
    if len(reasons) > screen.lines:
        left = sum(len(codes) for _, codes in reasons[screen.lines :])
        yield Text(f"          {left:>4}  for other reasons")


def _rows_of(files: Sequence[AboutFile], year: str) -> int:
    return sum(file.rows for file in files if file.year == year)


def _counts(report: Report, screen: Screen) -> Iterator[Text]:
    if not (report.rules["status"] == "ran").any():
        yield Text("Findings  none: no rule was run, so nothing can be said of the return", "bold")
        return
    fails = report.rules.groupby("severity")["fails"].sum()
    parts = [counted(int(fails.get(severity, 0)), severity) for severity in SEVERITIES]
    failing = int((report.rules["fails"] > 0).sum())
    children = report.privacy.children if report.privacy else int(report.findings["entity"].nunique())
    line = Text(f"Findings  {', '.join(parts)}")
    by = ""
    if failing:
        whom = counted(children, report.entity.singular, report.entity.plural)
        by = f", by {counted(failing, 'rule')}, for {whom}"
    if len(line) + len(by) > screen.width:
        # Narrow screens have no room for what was not found.
        line = Text(f"Findings  {', '.join(part for part in parts if not part.startswith('0 '))}")
    yield line.append(by)


def _unlisted(report: Report, screen: Screen) -> Iterator[Text]:
    """Findings of the whole return that have no row to point at, so that they are counted and in no list."""
    left = report.unlisted()
    if left:
        total = sum(left.values())
        what = (
            "1 finding is about the return as a whole, and has no row to point at"
            if total == 1
            else f"{total:,} findings are about the return as a whole, and have no row to point at"
        )
        yield from map(Text, wrapped(f"Unlisted  {what}: ", list(left), screen.width, 10, screen.wrapped))


def _by_rule(report: Report, screen: Screen) -> Iterator[Text]:
    failing = _records(report.rules[report.rules["fails"] > 0])
    if not failing or not screen.rules:
        return
    failing.sort(
        key=lambda row: (SEVERITIES.index(row["severity"]), -row["fails"], natural_key(row["rule"])),
    )
    rows = failing[: screen.rules]
    layers = getattr(report.ruleset, "layers", ())
    own = (
        {layer.name for layer in layers if layer.scope != "official"}
        if screen.width >= _WIDTH_FOR_LAYERS
        else set()
    )
    first = _first_places(report)
    places = [place_shortened(first.get(row["rule"], "")) for row in rows]
    codes = max(4, *(len(row["rule"]) for row in rows))
    counts = max(4, *(len(f"{row['fails']:,}") for row in rows))
    room = max(10, screen.width - codes - counts - 14)
    with_places = any(places) and room - 2 - max(map(len, places)) >= _NARROWEST_TITLE
    if with_places:
        room -= 2 + max(map(len, places))
    yield Text()
    head = f"{'Rule':<{codes}}  {'Severity':<8}  {'Rows':>{counts}}  {'What is wrong':<{room}}"
    yield Text(f"{head}  First at" if with_places else head.rstrip(), "bold")
    for row, place in zip(rows, places, strict=True):
        line = Text(f"{row['rule']:<{codes}}  ")
        line.append(f"{row['severity']:<8}", _STYLES[row["severity"]])
        whose = f"  [{shown(row['layer'], 30)}]" if row["layer"] in own else ""
        title = shortened(shown(row["title"], 300), room - len(whose)) + whose
        line.append(
            f"  {row['fails']:>{counts},}  {title:<{room}}  {place}"
            if with_places
            else f"  {row['fails']:>{counts},}  {title}"
        )
        yield line
    if len(failing) > len(rows):
        yield Text(f"and {counted(len(failing) - len(rows), 'more rule')}")


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
        yield from map(
            Text,
            wrapped(
                f"{report.entity.titles} with the most findings: ", listing, screen.width, 10, screen.wrapped
            ),
        )


def _files(report: Report, screen: Screen) -> Iterator[Text]:
    issues = _gravest_first(report.load_issues)
    if not len(issues):
        return
    yield Text()
    yield Text(f"About the files: {counted(len(issues), 'remark')}", "bold")
    for row in _records(issues.head(screen.lines)):
        line = "" if pd.isna(row["line"]) else f":{row['line']}"
        name = "" if pd.isna(row["file"]) else shown(PurePath(row["file"]).name)
        text = f"  {name + line + '  ' if name else ''}{shown(row['message'], 300)}"
        parts = textwrap.wrap(
            text, screen.width, subsequent_indent="    ", max_lines=screen.wrapped, placeholder=" ..."
        )
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


def _cut(line: Text, width: int) -> Text:
    if len(line.plain) > width:
        line.right_crop(len(line.plain) - width + 3)
        line.append("...")
    return line
