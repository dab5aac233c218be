"""A comparison of two reports as one page of HTML: it fetches nothing, runs nothing, and prints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, TextIO

from lacdsl.model import Entity
from lacdsl.report.charts import Bar, bar_chart
from lacdsl.report.compare import FIXED, NEW, STATES, STILL, UNCLEAR, Comparison
from lacdsl.report.digest import YEARS, counted, records
from lacdsl.report.page_frame import contents, opening, part, section
from lacdsl.report.page_markup import table, text
from lacdsl.report.result import SEVERITIES, natural_key
from lacdsl.report.saved import Saved
from lacdsl.report.words import confidential, nobody, plural
from lacdsl.values import shortened

_SECTIONS = {"summary": "Summary", "rules": "By rule", "children": "By {entity}"}
_KINDS = {NEW: "new", FIXED: "fixed", UNCLEAR: "unclear", STILL: "still"}
"""The states, by how much there is to do, and their names in the style."""
_MOST_BARS, _MOST_NAMES, _MOST_FINDINGS = 6, 50, 5_000
_PSEUDONYMS = "{entities} have pseudonyms here, as in the two reports. The page is still confidential."

Row = dict[str, Any]


def write_html(found: Comparison, out: TextIO, *, version: str) -> None:
    """Write the page to `out`. `version` is that of lacdsl."""
    out.write(opening("Comparison of two reports", part("page.css", "compare.css")))
    sections = {name: title.replace("{entity}", found.entity.singular) for name, title in _SECTIONS.items()}
    out.write(f"<header>{_heading(found)}</header>\n{contents(sections)}")
    for (name, title), body in zip(
        sections.items(), (_summary(found), _by_rule(found), _by_child(found)), strict=True
    ):
        out.write(section(name, title, body))
    out.write(f"</main>\n<footer><p>Made by lacdsl {text(version)}.</p></footer>\n</body>\n</html>\n")


def _heading(found: Comparison) -> str:
    private = found.old.privacy is not None or found.new.privacy is not None
    notice = (
        _PSEUDONYMS.replace("{entities}", found.entity.titles)
        if private
        else confidential("page", None, found.entity)
    )
    return (
        f"<h1>Comparison of two reports</h1>\n<p>Earlier: {_about(found.old)}<br>Later: {_about(found.new)}</p>\n"
        f"<p class='confidential'>{text(notice)}</p>"
    )


def _about(saved: Saved) -> str:
    rules = f", {saved.ruleset['name']} version {saved.ruleset['version']}" if saved.ruleset else ""
    year = f", collection {saved.collection['year']}" if saved.collection.get("year") else ""
    return (
        f"<b>{text(saved.name)}</b>{text(f'{rules}{year}')}, {text(counted(len(saved.findings), 'finding'))}"
    )


def _summary(found: Comparison) -> str:
    figures = "".join(
        f"<div><dt>{text(state.capitalize())}</dt><dd>{found.counts[state]:,}</dd></div>" for state in STATES
    )
    remarks = "".join(f"<li>{text(remark)}</li>" for remark in found.remarks)
    mind = f'<div class="attention"><p><b>Mind</b></p><ul>{remarks}</ul></div>' if remarks else ""
    rules, children = _rows(found), records(found.by_child)
    charts = "".join(
        bar_chart(title, what, bars)
        for title, what, bars in (
            ("Rules with the most new findings", "Rule", _rule_bars(rules, NEW)),
            (f"{found.entity.titles} with the most new findings", found.entity.title, _bars(children, NEW)),
            ("Rules with the most fixed findings", "Rule", _rule_bars(rules, FIXED)),
            (
                f"{found.entity.titles} with the most fixed findings",
                found.entity.title,
                _bars(children, FIXED),
            ),
        )
    )
    return f'<dl class="figures">{figures}</dl>{mind}{_by_severity(found)}<div class="charts">{charts}</div>'


def _by_severity(found: Comparison) -> str:
    counts = found.findings.groupby(["severity", "state"]).size().to_dict()
    rows = [
        (text(plural(name).capitalize()), *(f"{counts.get((name, state), 0):,}" for state in STATES))
        for name in SEVERITIES
    ]
    return table("Findings by severity", ("Severity", *map(str.capitalize, STATES)), rows, (1, 2, 3, 4))


def _rows(found: Comparison) -> list[Row]:
    """The rules: graver ones first, and those with more new findings."""
    return sorted(
        records(found.rules),
        key=lambda row: (
            not any(row[state] for state in STATES),
            SEVERITIES.index(row["severity"]) if row["severity"] in SEVERITIES else len(SEVERITIES),
            *(-row[state] for state in (NEW, FIXED, STILL)),
            natural_key(row["rule"]),
        ),
    )


def _rule_bars(rows: list[Row], state: str) -> list[Bar]:
    most = sorted((row for row in rows if row[state]), key=lambda row: -row[state])[:_MOST_BARS]
    return [Bar(f"{row['rule']} {row['title']}", row[state], row["severity"]) for row in most]


def _bars(rows: list[Row], state: str) -> list[Bar]:
    most = sorted((row for row in rows if row[state]), key=lambda row: -row[state])[:_MOST_BARS]
    return [Bar(row["entity"], row[state]) for row in most]


def _by_rule(found: Comparison) -> str:
    if not len(found.rules):
        return "<p>Neither report has findings, and both ran the same rules.</p>"
    names = _children_of_rules(found)
    rows = [
        (
            text(row["rule"]),
            f'<span class="severity {text(row["severity"])}">{text(row["severity"])}</span>',
            f'<div class="text">{_what(row, names, found.entity)}</div>',
            *(f"{row[state]:,}" for state in STATES),
            *(_number(row[name]) for name in ("unknown before", "unknown now")),
        )
        for row in _rows(found)
    ]
    heads = (
        "Rule",
        "Severity",
        "What is wrong",
        *map(str.capitalize, STATES),
        "Could not be checked before",
        "Could not be checked now",
    )
    return table("Findings of every rule", heads, rows, (3, 4, 5, 6, 7, 8))


def _what(row: Row, names: dict[tuple[str, str], list[str]], entity: Entity) -> str:
    """The title, any remark, and the children of whom a finding is new or fixed."""
    listed = "".join(
        f"<p><b>{state.capitalize()}:</b> {text(', '.join(held[:_MOST_NAMES]))}"
        + (f" and {len(held) - _MOST_NAMES:,} more" if len(held) > _MOST_NAMES else "")
        + "</p>"
        for state in (NEW, FIXED)
        if (held := names.get((row["rule"], state)))
    )
    title = text(row["title"])
    if listed:
        title = f"<details><summary>{title or text(f'{entity.titles} concerned')}</summary>{listed}</details>"
    return title + (f'<p class="soft">{text(row["remark"])}</p>' if row["remark"] else "")


def _children_of_rules(found: Comparison) -> dict[tuple[str, str], list[str]]:
    held = found.findings[["rule", "state", "entity"]].drop_duplicates()
    names: dict[tuple[str, str], list[str]] = {}
    for rule, state, child in zip(*(held[name].tolist() for name in held.columns), strict=True):
        names.setdefault((rule, state), []).append(child or nobody(found.entity))
    return names


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else ""


def _by_child(found: Comparison) -> str:
    held = sorted(records(found.findings), key=lambda row: list(_KINDS).index(row["state"]))
    if not held:
        return "<p>Neither report has findings.</p>"
    left = len(held) - _MOST_FINDINGS
    more = (
        f"<p>{counted(left, 'more finding')} left out here, those that are still there first; the workbook "
        "(--format xlsx) has them all.</p>"
        if left > 0
        else ""
    )
    order = {name: place for place, name in enumerate(found.by_child["entity"].tolist())}
    listed = sorted(held[:_MOST_FINDINGS], key=lambda row: order.get(row["entity"], len(order)))
    children = "".join(
        _child(child or nobody(found.entity), list(rows))
        for child, rows in groupby(listed, key=lambda row: str(row["entity"]))
    )
    return f'{_choice(found)}<div id="compared">{children}</div>{more}'


def _choice(found: Comparison) -> str:
    """What is to be shown: chosen without a script, by the style."""
    choices = [("all", "all", " checked")]
    choices += [(kind, state, "") for state, kind in _KINDS.items() if found.counts[state]]
    picks = "".join(
        f'<label for="only-{kind}"><input type="radio" name="only" id="only-{kind}"{checked}>{label}</label>'
        for kind, label, checked in choices
    )
    return f'<fieldset class="bar-of-buttons"><legend>Findings to show</legend>{picks}</fieldset>'


def _child(child: str, rows: list[Row]) -> str:
    name = text(child)
    counts = " ".join(
        f'<span class="state {kind}">{sum(row["state"] == state for row in rows):,} {state}</span>'
        for state, kind in _KINDS.items()
        if any(row["state"] == state for row in rows)
    )
    heads = ("Rule", "State", "Severity", "What is wrong", "Where", "Cells")
    return (
        f'<details class="child"><summary><h3>{name}</h3>{counts}</summary>'
        f"<div>{table(f'Findings about {child}', heads, _findings(rows))}</div></details>\n"
    )


def _findings(rows: list[Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        reason = f'<p class="soft">{text(row["reason"])}</p>' if row["reason"] else ""
        line = f", line {row['line']}" if isinstance(row["line"], int) else ""
        year = f" ({YEARS['last']})" if row["year"] == "last" else ""
        yield (
            text(row["rule"]),
            f'<span class="state {_KINDS[row["state"]]}">{text(row["state"])}</span>',
            f'<span class="severity {text(row["severity"])}">{text(row["severity"])}</span>',
            f'<div class="text">{text(row["message"])}{reason}</div>',
            text(f"{row['table']}{year}{line}"),
            f'<div class="text">{text(shortened(row["cells"]))}</div>',
        )
