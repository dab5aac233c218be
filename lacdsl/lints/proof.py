"""What proves a rule, and what proves nothing: verdicts without an example, rules that are there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lacdsl.diagnostics import Related, Span
from lacdsl.lints.core import Remark, Subject, heading_of
from lacdsl.lints.outcomes import FALSE, TRUE, UNKNOWN, Judge
from lacdsl.plan.same import Sayings
from lacdsl.semantics import typed as ty
from lacdsl.syntax import tree as t

_VERDICTS = ("passes", "fails", "n/a", "unknown", "not run")


def missing_kinds(subject: Subject) -> Iterator[Remark]:
    """A rule without an example of every verdict that it can give; of a family all members that lack the same, once."""
    judge = subject.judge
    lacking: dict[tuple[Span, tuple[str, ...]], list[str]] = {}
    members = Counter(heading_of(written) for _, written in subject.rules())
    for rule, written in subject.rules():
        shown = _verdicts(written)
        if shown == {"not run"}:
            continue
        lacks = tuple(word for word in _possible(rule, judge) if word not in shown)
        if lacks:
            lacking.setdefault((heading_of(written), lacks), []).append(rule.code)
    for (place, lacks), codes in lacking.items():
        words = [f"`{word}`" for word in lacks]
        listing = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
        of = f" of {', '.join(codes)}" if len(codes) < members[place] else ""
        yield Remark(
            place,
            f"No example{of} has a row that is {listing}.",
            "Add such rows, both sides of every boundary; `lacdsl examples FOLDER CODE --suggest` proposes some.",
        )


def _verdicts(rule: t.Rule) -> set[str]:
    rows = [row for example in rule.body.examples for row in example.rows if row.cells]
    return {row.cells[0] for row in rows} & set(_VERDICTS)


def _possible(rule: ty.Rule, judge: Judge) -> list[str]:
    """The verdicts that the rule can give."""
    possible = judge.must(rule)
    found = ["fails"] if possible & FALSE else []
    if possible & TRUE:
        found.append("passes")
    if rule.where is not None and judge.outcomes(rule.where, judge.start(rule.population)) & ~TRUE:
        found.append("n/a")
    if possible & UNKNOWN:
        found.append("unknown")
    return found


def alike(subject: Subject) -> Iterator[Remark]:
    """Two rules that say the same, or at least find the same rows."""
    sayings = Sayings()
    saying: dict[object, ty.Rule] = {}
    finding: dict[object, ty.Rule] = {}
    judged = {rule.code for rule, _ in subject.rules()}
    for rule in subject.program.rules.values():
        before = saying.setdefault(sayings.verdicts(rule), rule)
        fails = sayings.failures(rule)
        first = finding.setdefault(fails, rule) if fails is not None else rule
        word = "says the same as"
        if before is rule:
            before, word = first, "finds the same rows as"
        if before is rule or (rule.code not in judged and before.code not in judged):
            continue
        later, other = (rule, before) if rule.code in judged else (before, rule)
        place = heading_of(subject.trees[later.code])
        related = (Related(other.span, f"rule {other.code}"),) if other.span is not None else ()
        message = f"Rule {later.code} {word} rule {other.code}."
        yield Remark(place, message, "Leave one of them out: whoever fixes it fixes both.", related)
