"""The parts of the page about rules, workers and children, as far as they need no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lacdsl.report.digest import NOT_KNOWN, Digest, counted, records
from lacdsl.report.page_data import contact_names, rules_found
from lacdsl.report.page_markup import table, text

_MOST_CHILDREN = 5_000


def by_rule(digest: Digest) -> str:
    """All rules that ran: those that found something, and behind them the others."""
    if not digest.rules:
        return "<p>No rule was run.</p>"
    numbers = {rule["rule"]: number for number, rule in enumerate(rules_found(digest))}
    found = [rule for rule in digest.rules if rule["fails"]]
    clear = [rule for rule in digest.rules if not rule["fails"]]
    heads = (
        "Rule",
        "Severity",
        "What is wrong",
        "Failed",
        digest.entity.titles,
        "Passed",
        "Could not be checked",
        "Not applicable",
    )
    parts = []
    if found:
        rows = [_rule_row(digest, rule, numbers.get(rule["rule"])) for rule in found]
        parts.append(table("Rules that found something, counted in rows", heads, rows, (3, 4, 5, 6, 7)))
    if clear:
        rows = [_rule_row(digest, rule, None) for rule in clear]
        title = f"{counted(len(clear), 'rule')} ran and found nothing"
        held = table("Rules that found nothing, counted in rows", heads, rows, (3, 4, 5, 6, 7))
        parts.append(f'<details class="more"><summary>{title}</summary>{held}</details>')
    return "".join(parts)


def by_contact(digest: Digest) -> str:
    """Findings by social worker and by team, where these are known."""
    parts = []
    for known, kind, title, frame in (
        (digest.has_teams, "team", "Team", digest.by_team),
        (digest.has_workers, "worker", "Social worker", digest.by_worker),
    ):
        if not known:
            continue
        numbers = {name: number for number, name in enumerate(contact_names(digest, kind))}
        rows = [
            (
                f'<div class="with-button"><span>{text(row[kind] or NOT_KNOWN)}</span> '
                f"{_show(digest, kind, numbers[row[kind]], str(row[kind] or NOT_KNOWN))}</div>",
                *(f"{row[name]:,}" for name in ("children", "error", "query", "note", "findings")),
            )
            for row in records(frame)
        ]
        heads = (title, digest.entity.titles, "Errors", "Queries", "Notes", "Findings")
        parts.append(table(f"Findings by {title.lower()}", heads, rows, (1, 2, 3, 4, 5)))
    return "".join(parts)


def _show(digest: Digest, kind: str, number: int, whose: str) -> str:
    """A button that lists the children of a rule, worker or team."""
    return (
        f'<button type="button" class="small" data-needs-script hidden data-filter="{kind}" data-value="{number}">'
        f'Show {text(digest.entity.plural)}<span class="unseen"> of {text(whose)}</span></button>'
    )


def _rule_row(digest: Digest, rule: dict[str, Any], number: int | None) -> list[str]:
    code, severity = rule["rule"], rule["severity"]
    about = digest.rule_text(code)
    facts = {
        "Message": about.message,
        "Why": about.because,
        "What to do": about.fix,
        "A rule of": rule["layer"] if rule["layer"] in digest.own_layers else "",
    }
    more = "".join(f"<p><b>{name}:</b> {text(fact)}</p>" for name, fact in facts.items() if fact)
    if about.explainable:
        more += "<p>A note to the Department can explain it.</p>"
    title = text(rule["title"])
    if more:
        title = f"<details><summary>{title}</summary>{more}</details>"
    button = _show(digest, "rule", number, f"rule {code}") if number is not None else ""
    return [
        text(code),
        f'<span class="severity {text(severity)}">{text(severity)}</span>',
        f'<div class="text with-button"><div>{title}</div>{button}</div>',
        f"{rule['fails']:,}",
        f"{digest.children_by_rule.get(code, 0):,}",
        *(f"{rule[name]:,}" for name in ("passes", "unknown", "not_applicable")),
    ]


def filters(digest: Digest) -> str:
    """The form that picks which findings are listed."""
    rules = [(number, f"{rule['rule']} {rule['title']}") for number, rule in enumerate(rules_found(digest))]
    severities = [(name, name) for name, count in digest.by_severity.items() if count]
    tables = [(name, name) for name in sorted(digest.report.findings["table"].unique())]
    asked: list[tuple[str, str, Sequence[tuple[object, str]]]] = [
        ("rule", "Rule", rules),
        ("severity", "Severity", severities),
        ("table", "Table", tables),
    ]
    for known, kind, title in (
        (digest.has_workers, "worker", "Social worker"),
        (digest.has_teams, "team", "Team"),
    ):
        if known:
            names = enumerate(contact_names(digest, kind))
            asked.append((kind, title, [(number, name or NOT_KNOWN) for number, name in names]))
    picks = "".join(_select(name, label, [("", "all"), *choices]) for name, label, choices in asked)
    child = (
        f'<div><label for="f-child">{text(digest.entity.title)}&#x27;s number</label>'
        '<input id="f-child" name="child" autocomplete="off" spellcheck="false"></div>'
    )
    order = _select("order", "Order", [("most", "most first"), ("number", "by number")])
    size = _select("size", f"{text(digest.entity.titles)} on a page", [(n, f"{n}") for n in (25, 100, 500)])
    return (
        f'<form id="filters" class="filters" aria-label="Filters">{child}{picks}{order}{size}'
        '<div><button type="reset">Clear filters</button></div></form>'
    )


def _select(name: str, label: str, choices: Sequence[tuple[object, str]]) -> str:
    options = "".join(f'<option value="{text(value)}">{text(shown)}</option>' for value, shown in choices)
    return (
        f'<div><label for="f-{name}">{label}</label><select id="f-{name}" name="{name}">'
        f"{options}</select></div>"
    )


def children(digest: Digest) -> str:
    """The children as a plain table, for where no script runs."""
    frame = digest.by_child
    rows = [
        (
            text(row["child"] or digest.nobody),
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
        table(
            f"{digest.entity.titles} with findings",
            (digest.entity.title, "Errors", "Queries", "Notes", "Rules"),
            rows,
            (1, 2, 3),
        )
        + more
    )
