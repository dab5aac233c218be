"""All lints there are, and running them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lacdsl.diagnostics import Diagnostic, Span
from lacdsl.lints.core import Lint, Subject, allowed, diagnostic
from lacdsl.lints.impossible import never_fails, never_known, never_true
from lacdsl.lints.names import counted_age, not_on_the_list, unused
from lacdsl.lints.proof import alike, missing_kinds
from lacdsl.lints.reading import unread
from lacdsl.lints.showing import personal, silent
from lacdsl.lints.unknowns import ties, unguarded

_LAST = 1_000_000
# It judges by all items, so it is only right where all of them can be read.
UNUSED = "L809"
_OFF_THE_LIST = "L804"
_QUOTED = re.compile(r"`\"(.+?)\"`")
_MISSING = re.compile(r"does not have `([^`]+)`")

LINTS: tuple[Lint, ...] = (
    Lint("L801", "A part of a condition that can never hold", "warning", never_true),
    Lint("L802", "`not in` or `<>` over a column that is often blank", "warning", unguarded),
    Lint("L803", "The first or latest row where the order has ties", "warning", ties),
    Lint(_OFF_THE_LIST, "A code that the list of the year does not have", "warning", not_on_the_list),
    Lint("L805", "A message that shows a personal column", "note", personal),
    Lint("L806", "A flag that the condition never reads", "note", unread),
    Lint("L807", "Examples that leave out a verdict", "warning", missing_kinds),
    Lint("L808", "Two rules that say the same", "warning", alike),
    Lint(UNUSED, "A definition that nothing uses", "warning", unused),
    Lint("L810", "An age that is counted", "note", counted_age),
    Lint("L811", "A rule that does not say what is wrong, or what to do", "note", silent),
    Lint("L812", "A comparison that is never known", "warning", never_known),
    Lint("L813", "A rule that can never fail", "warning", never_fails),
)


def lint(
    subject: Subject, only: Collection[str] = (), told: Iterable[Diagnostic] = ()
) -> tuple[Diagnostic, ...]:
    """What the lints (those in `only`, when there are any) find, in the order of files and lines.

    What an item allows with a comment `# allows L802: REASON` is left out, and what a file allows with
    `# allows L802 in this file: REASON`. `told` is what the compiler has said: a code in quotes that it has pointed out
    is not pointed out again.
    """
    quoted = {
        code[1].upper() for each in told if each.code == "N220" and (code := _QUOTED.match(each.message))
    }
    permits = _permits(subject)
    found: dict[tuple[str, Span, str], Diagnostic] = {}
    for each in LINTS:
        for remark in each.look(subject) if not only or each.code in only else ():
            # The members of a family share their text: what is said of one is not said again of the next.
            if (
                each.code == _OFF_THE_LIST
                and (code := _MISSING.search(remark.message))
                and code[1].upper() in quoted
            ):
                continue
            key = (each.code, remark.span, remark.message)
            if key not in found and not permits.settle(each.code, remark.span):
                found[key] = diagnostic(each, remark, subject.text)
    pairs = [(span, said) for (_, span, _), said in found.items()]
    return tuple(said for _, said in sorted(pairs, key=lambda pair: _place(pair[0], pair[1])))


@dataclass(frozen=True, slots=True)
class _Permits:
    """What comments allow: in items, and in whole files."""

    items: tuple[tuple[Span, frozenset[str]], ...]
    files: frozenset[tuple[str, str]]

    def settle(self, code: str, span: Span) -> bool:
        """What is said there is allowed."""
        return (span.file, code) in self.files or any(
            code in codes and item.file == span.file and item.line <= span.line <= item.end_line
            for item, codes in self.items
        )


def _permits(subject: Subject) -> _Permits:
    items = [(item.span, allowed(each.text for each in item.comments)) for item in subject.own_items()]
    files = {item.span.file for item in subject.own_items()}
    files |= {rule.body.span.file for _, rule in subject.rules()}
    # Read as text, for the item that the comment stands above may be replaced by a later ruleset.
    lines = {file: subject.text(Span(file, 1, 1, _LAST, 1)).splitlines() for file in files}
    return _Permits(
        tuple((span, codes) for span, codes in items if codes),
        frozenset((file, code) for file, held in lines.items() for code in allowed(held, in_file=True)),
    )


def _place(span: Span, said: Diagnostic) -> tuple[str, int, int, str, str]:
    return span.file, span.line, span.column, said.code, said.message
