"""From the clauses below a heading to one node: each clause once, none left out that is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lacdsl.diagnostics import Diagnostic, Related, Span
from lacdsl.syntax import tree as t

_MANY = {"needs any of", "let", "suggest", "example", "column"}
_NOTHING = t.Word("nothing")
SEVERITIES = ("error", "query", "note")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as it was read: its words, where they stand, and what follows them."""

    kind: str
    span: Span
    parts: tuple[Any, ...]


def body_of(
    owner: str,
    clauses: Sequence[Clause],
    heading: Span,
    problems: list[Diagnostic],
    parameters: Sequence[str] = (),
) -> t.Body:
    """The body of a rule, or of a family with its parameters."""
    found = _sorted(owner, clauses, problems)
    each, whole = found.get("for each"), found.get("for the return")
    if each and whole:
        problems.append(
            Diagnostic(
                "S111",
                f"{_capital(owner)} says both `for each` and `for the return`.",
                "Keep the one that is meant.",
                whole[0].span,
            )
        )
    if not each and not whole:
        problems.append(
            Diagnostic(
                "S112",
                f"{_capital(owner)} does not say which rows it is about.",
                "Add a line `for each TABLE` below the title, or `for the return`.",
                heading,
            )
        )
    if "must" not in found:
        problems.append(
            Diagnostic(
                "S113",
                f"{_capital(owner)} has no `must`.",
                "Add a line `must CONDITION` that says what has to hold.",
                heading,
            )
        )
    severity = _one(found, "severity", t.Text("error"))
    if severity.text not in parameters:
        check_severity(severity.text, severity.span, problems)
    return t.Body(
        _one(found, "for each", None),
        _one(found, "must", _NOTHING),
        _one(found, "where", None),
        tuple(clause.parts[0] for clause in found.get("let", ())),
        found["flag"][0].parts if "flag" in found else (),
        tuple(clause.parts for clause in found.get("needs any of", ())),
        severity.text,
        _one(found, "message", None),
        _one(found, "because", None),
        _one(found, "fix", None),
        _one(found, "stage", None),
        "explainable" in found,
        tuple(clause.parts[0] for clause in found.get("suggest", ())),
        tuple(clause.parts[0] for clause in found.get("example", ())),
        span=heading,
        clauses=_places(clauses),
    )


def check_severity(text: str, span: Span, problems: list[Diagnostic]) -> None:
    """Complain when `text`, which stands at `span`, is no severity."""
    if text not in SEVERITIES:
        message, help = f"`{text}` is not a severity.", "Write `error`, `query` or `note`."
        problems.append(Diagnostic("S114", message, help, span))


def table_of(
    name: str, source: t.TableRef, clauses: Sequence[Clause], problems: list[Diagnostic]
) -> Callable[[bool, Span], t.DerivedTable]:
    """A derived table, still without its place."""
    found = _sorted(f"table {name}", clauses, problems)
    names, preferring = found["one per"][0].parts if "one per" in found else ((), None)
    where = _one(found, "where", None)
    return lambda replaces, span: t.DerivedTable(
        name, source, where, names, preferring, replaces=replaces, span=span, clauses=_places(clauses)
    )


def spells_of(
    name: str, source: t.TableRef, clauses: Sequence[Clause], heading: Span, problems: list[Diagnostic]
) -> Callable[[bool, Span], t.Spells]:
    """Spells, still without their place."""
    found = _sorted(f"spells {name}", clauses, problems)
    if "together while" not in found:
        problems.append(
            Diagnostic(
                "S115",
                f"Spells {name} do not say which rows belong together.",
                "Add a line `together while CONDITION`, for instance `together while DECOM = previous.DEC`.",
                heading,
            )
        )
    columns = [clause.parts[0] for kind in ("start", "end", "column") for clause in found.get(kind, ())]
    together = _one(found, "together while", _NOTHING)
    where = _one(found, "where", None)
    return lambda replaces, span: t.Spells(
        name, source, together, where, tuple(columns), replaces=replaces, span=span, clauses=_places(clauses)
    )


def _sorted(owner: str, clauses: Sequence[Clause], problems: list[Diagnostic]) -> dict[str, list[Clause]]:
    found: dict[str, list[Clause]] = {}
    headless = False
    for clause in clauses:
        if clause.kind == "where" and clause.span.column > clauses[0].span.column:
            problems.append(_deeper(clause.span))
        seen = found.setdefault(clause.kind, [])
        if seen and clause.kind not in _MANY and headless:
            continue
        if seen and clause.kind not in _MANY:
            headless = clause.kind in ("for_each", "for each")
            problems.append(
                Diagnostic(
                    "S116",
                    f"{_capital(owner)} has `{clause.kind}` twice.",
                    _join_hint(clause.kind),
                    clause.span,
                    related=(Related(seen[0].span, "the first one"),),
                )
            )
            continue
        seen.append(clause)
    return found


def _deeper(span: Span) -> Diagnostic:
    return Diagnostic(
        "S142",
        "This `where` begins a clause, but stands deeper than the other clauses.",
        "Put it below them, or at the end of the line above if it belongs to that condition.",
        span,
    )


def _places(clauses: Sequence[Clause]) -> t.Clauses:
    return tuple((clause.kind, clause.span) for clause in clauses)


def _join_hint(kind: str) -> str:
    if kind in ("where", "must"):
        return "Join the two conditions with `and` in one clause."
    if kind == "flag":
        return "List all columns in one `flag`, with commas."
    if kind.startswith("for"):
        return 'Keep one of them; where another rule begins here, its line `rule CODE "title"` is missing.'
    return "Keep one of them."


def _one(found: dict[str, list[Clause]], kind: str, default: Any) -> Any:
    return found[kind][0].parts[0] if kind in found else default


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
