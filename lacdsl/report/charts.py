"""Bar charts as inline SVG: plain shapes with a text for those who do not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _LABELS, _NUMBERS, _STEP = 420, 130, 62, 26


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, how many, and the name of its colour (a severity, or "")."""

    label: str
    count: int
    colour: str = ""


def bar_chart(name: str, title: str, bars: Sequence[Bar]) -> str:
    """A chart with a caption. `name` is an id that no other chart of the page has."""
    if not bars:
        return ""
    most = max(*(bar.count for bar in bars), 1)
    room = _WIDTH - _LABELS - _NUMBERS
    parts = []
    for place, bar in enumerate(bars):
        top = place * _STEP
        length = round(room * bar.count / most, 1)
        label = bar.label if len(bar.label) <= 17 else f"{bar.label[:15]}\N{HORIZONTAL ELLIPSIS}"
        parts.append(
            f'<text x="0" y="{top + 17}">{escape(label)}</text>'
            f'<rect class="bar {escape(bar.colour)}" x="{_LABELS}" y="{top + 4}" width="{length}" height="18"></rect>'
            f'<text x="{_LABELS + length + 6}" y="{top + 17}">{bar.count:,}</text>'
        )
    told = "; ".join(f"{bar.label}: {bar.count:,}" for bar in bars)
    return (
        f'<figure><figcaption id="{name}-title">{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {_WIDTH} {len(bars) * _STEP}" role="img" aria-labelledby="{name}-title {name}-told">'
        f'<desc id="{name}-told">{escape(told)}</desc>{"".join(parts)}</svg></figure>'
    )
