"""Text and tables as markup: what every part of the page is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as _escape

_HARMLESS = {code: " " for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def text(value: object) -> str:
    """`value` as the text of an element or of an attribute, control characters taken out."""
    return _escape(str(value).translate(_HARMLESS))


def table(
    caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> str:
    """A table of cells that are HTML already; the first of each row heads it. `numbers`: columns of numbers.

    On a narrow screen every row becomes a block, where each cell stands behind its heading; sentences (a `div`) need none.
    """
    labels = [text(name) for name in heads]

    def kind(place: int) -> str:
        return ' class="n"' if place in numbers else ""

    def labelled(place: int, cell: str) -> str:
        return "" if cell.startswith("<div") else f' data-head="{labels[place]}"'

    head = "".join(f'<th scope="col"{kind(place)}>{name}</th>' for place, name in enumerate(labels))
    body = []
    for first, *rest in rows:
        cells = "".join(
            f"<td{kind(place)}{labelled(place, cell)}>{cell}</td>" for place, cell in enumerate(rest, 1)
        )
        body.append(f'<tr><th scope="row">{first}</th>{cells}</tr>')
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{text(caption)}"><table class="wide">'
        f"<caption>{text(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>\n{chr(10).join(body)}\n</tbody></table></div>"
    )
