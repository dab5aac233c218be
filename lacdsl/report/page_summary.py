"""The top of the page: what was checked and what was not, the main numbers, and charts that lead to children."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lacdsl.report.charts import Bar, bar_chart
from lacdsl.report.digest import Digest, counted, listed, records
from lacdsl.report.page_data import rules_found
from lacdsl.report.page_markup import table, text
from lacdsl.report.words import GRAVE_KINDS, confidential, day, plural

_MOST_BARS, _MOST_CHILDREN, _MOST_NAMES = 10, 5, 5
_LEADS_ON = (
    '<p class="soft leads" data-needs-script hidden>Choose a name in a chart to see the {entities} concerned, or begin with '
    '<a href="#rules">what each rule asks for</a>.</p>'
)


def heading(digest: Digest) -> str:
    """What was checked, against what."""
    about, collection = digest.report.ruleset, digest.report.collection
    mind = confidential("page", digest.report.privacy, digest.entity)
    whose = f", authority {text(collection.authority)}" if collection.authority else ""
    return (
        f"<h1>Validation report</h1>\n<p>{text(about.title)} <span class='soft'>({text(about.name)}, version "
        f"{text(about.version)})</span><br>Collection {text(collection.year)}: {day(collection.start)} to "
        f"{day(collection.end)}{whose}</p>\n<p class='confidential'>{text(mind)}</p>"
    )


def summary(digest: Digest) -> str:
    """What was left unchecked, the main numbers, and charts of them."""
    figures = [
        ("Findings", digest.total),
        *((plural(name).capitalize(), count) for name, count in digest.by_severity.items()),
        (f"{digest.entity.titles} with findings", digest.children),
        ("Rules run", len(digest.rules)),
        ("Rules not run", len(digest.not_run)),
        ("Times a row could not be checked", _unchecked(digest)),
    ]
    shown = "".join(f"<div><dt>{text(name)}</dt><dd>{count:,}</dd></div>" for name, count in figures)
    return f'<dl class="figures">{shown}</dl>{_attention(digest)}{_charts(digest)}'


def _attention(digest: Digest) -> str:
    """What readers have to know before they take the numbers for the whole."""
    if not digest.rules:
        lead = "No rule was run, so nothing can be said of the return."
    elif not digest.total:
        lead = "Nothing was found."
    else:
        lead = ""
    unchecked, unlisted = list(_not_checked(digest)), list(_unlisted(digest))
    if not unchecked and not unlisted:
        whole = "Every rule was run, and every row could be checked." if digest.rules else ""
        return f'<p class="verdict">{lead} {whole}</p>'
    lead = lead or ("Not everything was checked." if unchecked else "Not everything is in the lists below.")
    listed_items = "".join(f"<li>{item}</li>" for item in unchecked + unlisted)
    return f'<div class="attention"><p><b>{lead}</b></p><ul>{listed_items}</ul></div>'


def _not_checked(digest: Digest) -> Iterator[str]:
    if not_run := len(digest.not_run):
        reasons = digest.reasons
        most = (
            f"; most of them because {text(reasons[0][0])}"
            if len(reasons) > 1
            else f": {text(reasons[0][0])}"
        )
        which = f"{not_run:,} of {counted(len(digest.report.rules), 'rule')}"
        yield f'<a href="#coverage">{which} {_were(not_run)} not run</a>{most}.'
    if unchecked := _unchecked(digest):
        rules = sum(1 for rule in digest.rules if rule["unknown"])
        yield (
            f'<a href="#coverage">{counted(unchecked, "time")} a row could not be checked</a>, by '
            f"{counted(rules, 'rule')}: a value that they need is blank or cannot be read."
        )
    aside = [file.name for file in digest.report.file_reports if file.status != "read"]
    if aside:
        more = f" and {len(aside) - _MOST_NAMES:,} more" if len(aside) > _MOST_NAMES else ""
        names = ", ".join(text(name) for name in aside[:_MOST_NAMES])
        yield f'<a href="#files">{counted(len(aside), "file")} {_were(len(aside))} set aside</a>: {names}{more}.'
    elif grave := int(digest.report.load_issues["kind"].isin(GRAVE_KINDS).sum()):
        yield f'<a href="#files">{counted(grave, "remark")} about the files</a>: rows or rules may be lacking for it.'


def _unlisted(digest: Digest) -> Iterator[str]:
    if left := digest.report.unlisted():
        total = sum(left.values())
        rules = ", ".join(text(rule) for rule in list(left)[:_MOST_NAMES])
        more = f" and {counted(len(left) - _MOST_NAMES, 'more rule')}" if len(left) > _MOST_NAMES else ""
        are, have = ("is", "has") if total == 1 else ("are", "have")
        yield (
            f"{counted(total, 'finding')} {are} about the return as a whole, {have} no row to point at, and {_were(total)} "
            f"counted but not listed: {rules}{more}."
        )


def _charts(digest: Digest) -> str:
    if not digest.total:
        return ""
    numbers = {rule["rule"]: str(number) for number, rule in enumerate(rules_found(digest))}
    found = [rule for rule in digest.rules if rule["fails"]]
    most = sorted(found, key=lambda rule: -rule["fails"])[:_MOST_BARS]
    severities = [Bar(plural(name), n, name, ("severity", name)) for name, n in digest.by_severity.items()]
    tables = [Bar(name, n, "", ("table", name)) for name, n in list(digest.by_table.items())[:12]]
    rules = [
        Bar(f"{rule['rule']} {rule['title']}", rule["fails"], rule["severity"], _leading(rule, numbers))
        for rule in most
    ]
    frame = digest.by_child
    known = records(frame[(frame["child"] != "") & (frame["findings"] > 1)].head(_MOST_CHILDREN))
    children = [Bar(row["child"], row["findings"], "", ("child", row["child"])) for row in known]
    leads = _LEADS_ON.replace("{entities}", text(digest.entity.plural)) if numbers else ""
    return (
        f'{leads}<div class="charts"><div>'
        + bar_chart("Findings by severity", "Severity", severities)
        + bar_chart("Findings by table", "Table", tables)
        + "</div><div>"
        + bar_chart("Rules with the most findings", "Rule", rules)
        + bar_chart(f"{digest.entity.titles} with the most findings", digest.entity.title, children)
        + "</div></div>"
    )


def _leading(rule: dict[str, Any], numbers: dict[str, str]) -> tuple[str, str] | None:
    number = numbers.get(rule["rule"])
    return None if number is None else ("rule", number)


def coverage(digest: Digest) -> str:
    """Which rules were run, which were not and why, and what they could not check."""
    run, not_run = len(digest.rules), len(digest.not_run)
    unknown = [rule for rule in digest.rules if rule["unknown"]]
    parts = [f"<p>{counted(run, 'rule')} ran, {counted(not_run, 'rule')} did not. "]
    if unknown:
        parts.append(
            f"{counted(len(unknown), 'rule')} could not check some rows, {_unchecked(digest):,} times in all, because a "
            "value that they need is blank or no proper value: see the column “Could not be checked” under By rule.</p>"
        )
    else:
        parts.append("Every row could be checked by every rule that ran.</p>" if run else "</p>")
    lines = [(text(reason), f"{len(codes):,}", text(listed(codes))) for reason, codes in digest.reasons]
    if lines:
        parts.append(table("Rules that were not run, and why", ("Reason", "Rules", "Which"), lines, (1,)))
    return "".join(parts)


def _unchecked(digest: Digest) -> int:
    return sum(int(rule["unknown"]) for rule in digest.rules)


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
