"""Bar charts that are tables: a label and a number that anybody can read, and a bar beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lacdsl.report.page_markup import text


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how many, the name of its colour (a severity, or ""), the filter that it leads to."""

    label: str
    count: int
    colour: str = ""
    leads_to: tuple[str, str] | None = None


def bar_chart(title: str, what: str, bars: Sequence[Bar]) -> str:
    """A chart with a caption; `what` heads the labels. The bars themselves say nothing to who cannot see them.

    A label that leads to a filter is plain text until the page's script makes a button of it.
    """
    if not bars:
        return ""
    most = max(*(bar.count for bar in bars), 1)
    rows = []
    for bar in bars:
        length = round(100 * bar.count / most, 1)
        leads = (
            f' data-filter="{text(bar.leads_to[0])}" data-value="{text(bar.leads_to[1])}"'
            if bar.leads_to and bar.count
            else ""
        )
        rows.append(
            f'<tr><th scope="row"{leads}>{text(bar.label)}</th><td><div class="amount">{bar.count:,}'
            '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
            f'<rect class="{text(f"bar {bar.colour}".strip())}" width="{length}" height="10"></rect></svg></div></td></tr>'
        )
    return (
        f'<div class="chart"><table><caption>{text(title)}</caption><thead class="unseen"><tr>'
        f'<th scope="col">{text(what)}</th><th scope="col">Findings</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
