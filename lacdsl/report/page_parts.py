"""The parts of the page that need no script: summary, coverage, rules, remarks about the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as _escape
from pathlib import PurePath
from typing import Any

import pandas as pd

from lacdsl.report.charts import Bar, bar_chart
from lacdsl.report.digest import NO_CHILD, Digest, counted, listed, records, texts
from lacdsl.report.page_data import rules_found, worker_names
from lacdsl.report.words import confidential, day, plural

_MOST_CHILDREN = 5_000
_MOST_ISSUES = 2_000
_HARMLESS = {code: " " for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def text(value: object) -> str:
    """`value` as the text of an element or of an attribute, control characters taken out."""
    return _escape(str(value).translate(_HARMLESS))


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> str:
    """A table of cells that are HTML already; the first of each row heads it. `numbers`: columns of numbers."""

    def kind(place: int) -> str:
        return ' class="n"' if place in numbers else ""

    head = "".join(f'<th scope="col"{kind(place)}>{text(name)}</th>' for place, name in enumerate(heads))
    body = []
    for first, *rest in rows:
        cells = "".join(f"<td{kind(place)}>{cell}</td>" for place, cell in enumerate(rest, 1))
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table class="wide">'
        f"<caption>{text(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>\n{chr(10).join(body)}\n</tbody></table></div>"
    )


def heading(digest: Digest) -> str:
    """What was checked, against what."""
    about, collection = digest.report.ruleset, digest.report.collection
    whose = f", authority {text(collection.authority)}" if collection.authority else ""
    return (
        f"<h1>Validation report</h1>\n<p>{text(about.title)} <span class='soft'>({text(about.name)}, version "
        f"{text(about.version)})</span><br>Collection {text(collection.year)}: {day(collection.start)} to "
        f"{day(collection.end)}{whose}</p>\n<p class='confidential'>{text(confidential('page', digest.report.privacy))}</p>"
    )


def summary(digest: Digest) -> str:
    """The main numbers, and charts of them."""
    figures = [
        ("Findings", digest.total),
        *((plural(name).capitalize(), count) for name, count in digest.by_severity.items()),
        ("Children with findings", digest.children),
        ("Rules run", len(digest.rules)),
        ("Rules not run", len(digest.not_run)),
    ]
    shown = "".join(f"<div><dt>{text(name)}</dt><dd>{count:,}</dd></div>" for name, count in figures)
    if not digest.total:
        ran = (
            "Nothing was found." if digest.rules else "No rule was run, so nothing can be said of the return."
        )
        return f'<dl class="figures">{shown}</dl><p>{ran}</p>'
    most = sorted(rules_found(digest), key=lambda rule: -rule["fails"])[:10]
    charts = [
        bar_chart(
            "by-severity",
            "Findings by severity",
            [Bar(plural(name), n, name) for name, n in digest.by_severity.items()],
        ),
        bar_chart(
            "by-table", "Findings by table", [Bar(name, n) for name, n in list(digest.by_table.items())[:12]]
        ),
        bar_chart(
            "by-rule-chart",
            "Rules with the most findings",
            [Bar(rule["rule"], int(rule["fails"]), rule["severity"]) for rule in most],
        ),
    ]
    return f'<dl class="figures">{shown}</dl><div class="charts">{"".join(charts)}</div>'


def coverage(digest: Digest) -> str:
    """Which rules were run, which were not and why, and what they could not check."""
    run, not_run = len(digest.rules), len(digest.not_run)
    unknown = [rule for rule in digest.rules if rule["unknown"]]
    rows = sum(int(rule["unknown"]) for rule in unknown)
    parts = [f"<p>{counted(run, 'rule')} ran, {counted(not_run, 'rule')} did not. "]
    if unknown:
        parts.append(
            f"{counted(len(unknown), 'rule')} could not check some rows, {rows:,} times in all, because a value that "
            "they need is blank or no proper value: see the column “Could not be checked” under By rule.</p>"
        )
    else:
        parts.append("Every row could be checked by every rule that ran.</p>" if run else "</p>")
    reasons: dict[str, list[str]] = {}
    for rule in digest.not_run:
        reasons.setdefault(str(rule["reason"]), []).append(rule["rule"])
    if reasons:
        listing = sorted(reasons.items(), key=lambda pair: -len(pair[1]))
        lines = ((text(reason), f"{len(codes):,}", text(listed(codes))) for reason, codes in listing)
        parts.append(table("Rules that were not run, and why", ("Reason", "Rules", "Which"), lines, (1,)))
    return "".join(parts)


def by_rule(digest: Digest) -> str:
    """All rules that ran, those that found something first."""
    found = {rule["rule"]: number for number, rule in enumerate(rules_found(digest))}
    rows = [_rule_row(digest, rule, found.get(rule["rule"])) for rule in digest.rules]
    if not rows:
        return "<p>No rule was run.</p>"
    heads = (
        "Rule",
        "Severity",
        "What is wrong",
        "Failed",
        "Children",
        "Passed",
        "Could not be checked",
        "Not applicable",
    )
    return table("Rules that were run, counted in rows", heads, rows, (3, 4, 5, 6, 7))


def _rule_row(digest: Digest, rule: dict[str, Any], number: int | None) -> list[str]:
    code, severity = rule["rule"], rule["severity"]
    about = digest.rule_text(code)
    facts = {"Message": about.message, "Why": about.because, "What to do": about.fix}
    more = "".join(f"<p><b>{name}:</b> {text(fact)}</p>" for name, fact in facts.items() if fact)
    if about.explainable:
        more += "<p>A note to the Department can explain it.</p>"
    title = text(rule["title"])
    if more:
        title = f"<details><summary>{title}</summary>{more}</details>"
    if number is not None:
        title += (
            f'<button type="button" class="small" data-needs-script hidden data-rule="{number}">'
            f'Show children<span class="unseen"> of rule {text(code)}</span></button>'
        )
    return [
        text(code),
        f'<span class="severity {text(severity)}">{text(severity)}</span>',
        f'<div class="text">{title}</div>',
        f"{rule['fails']:,}",
        f"{digest.children_by_rule.get(code, 0):,}",
        *(f"{rule[name]:,}" for name in ("passes", "unknown", "not_applicable")),
    ]


def filters(digest: Digest) -> str:
    """The form that picks which findings are listed."""
    rules = [(number, f"{rule['rule']} {rule['title']}") for number, rule in enumerate(rules_found(digest))]
    severities = [(name, name) for name, count in digest.by_severity.items() if count]
    tables = [(name, name) for name in sorted(digest.report.findings["table"].unique())]
    named = [(number, name or "(not known)") for number, name in enumerate(worker_names(digest))]
    asked: list[tuple[str, str, Sequence[tuple[object, str]]]] = [
        ("rule", "Rule", rules),
        ("severity", "Severity", severities),
        ("table", "Table", tables),
    ]
    if digest.has_workers:
        asked.append(("worker", "Social worker", named))
    picks = "".join(_select(name, label, choices) for name, label, choices in asked)
    child = '<div><label for="f-child">Number of the child</label><input id="f-child" name="child" autocomplete="off"></div>'
    return f'<form id="filters" class="filters">{child}{picks}<div><button type="reset">Clear filters</button></div></form>'


def _select(name: str, label: str, choices: Sequence[tuple[object, str]]) -> str:
    options = "".join(f'<option value="{text(value)}">{text(shown)}</option>' for value, shown in choices)
    return (
        f'<div><label for="f-{name}">{label}</label><select id="f-{name}" name="{name}">'
        f'<option value="">all</option>{options}</select></div>'
    )


def children(digest: Digest) -> str:
    """The children as a plain table, for where no script runs."""
    frame = digest.by_child
    rows = [
        (
            text(row["child"] or NO_CHILD),
            *(f"{row[name]:,}" for name in ("error", "query", "note")),
            text(row["rules"]),
        )
        for row in records(frame.head(_MOST_CHILDREN))
    ]
    left = len(frame) - len(rows)
    more = (
        f"<p>{left:,} more are left out here; the workbook (--format xlsx) has them all.</p>" if left else ""
    )
    return (
        table("Children with findings", ("Child", "Errors", "Queries", "Notes", "Rules"), rows, (1, 2, 3))
        + more
    )


def files(digest: Digest) -> str:
    """What was noticed about the files."""
    issues = digest.report.load_issues
    if not len(issues):
        return "<p>Nothing was noticed about the files.</p>"
    rows = []
    for row, value in zip(
        records(issues.head(_MOST_ISSUES)), texts(issues["value"].head(_MOST_ISSUES)), strict=True
    ):
        known = {name: "" if pd.isna(row[name]) else str(row[name]) for name in ("file", "line", "column")}
        file = PurePath(known["file"]).name or "(the check)"
        rows.append(
            (
                text(file),
                text(known["line"]),
                text(known["column"]),
                text(value),
                text(row["message"]),
                f"{row['count']:,}",
            )
        )
    left = len(issues) - len(rows)
    more = f"<p>{counted(left, 'more remark')} left out here.</p>" if left else ""
    heads = ("File", "Line", "Column", "Value", "Remark", "How often")
    return table("Remarks about the files", heads, rows, (1, 5)) + more
