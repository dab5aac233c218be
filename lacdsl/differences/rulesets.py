"""Two rulesets compared rule by rule, as trees: form and comments are no difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lacdsl.differences.definitions import Definitions
from lacdsl.differences.models import ModelChange, model_changes
from lacdsl.plan.same import same_meaning
from lacdsl.rulesets import Ruleset
from lacdsl.syntax import tree as t
from lacdsl.syntax.phrases import reference, table
from lacdsl.syntax.printer import print_expr


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about a rule that is another: what it is, and its text before and after.

    `meaning`: the verdict on some row may be another for it.
    """

    what: str
    before: str = ""
    after: str = ""
    meaning: bool = False


@dataclass(frozen=True, slots=True)
class Differences:
    """Codes and titles of rules that only one of the rulesets has, and the changes of those that both have.

    `model` is what changed in the data model that they are written for.
    """

    added: Mapping[str, str]
    removed: Mapping[str, str]
    reasons: Mapping[str, str]
    changed: Mapping[str, tuple[Change, ...]]
    same: int = 0
    titles: Mapping[str, str] = field(default_factory=dict)
    model: tuple[ModelChange, ...] = ()

    def of_meaning(self) -> list[str]:
        """The codes of rules that mean something else."""
        return [code for code, found in self.changed.items() if any(each.meaning for each in found)]


def differences(old: Ruleset, new: Ruleset) -> Differences:
    """What is added, removed and changed from one ruleset to the other."""
    definitions = Definitions(old, new)
    changed: dict[str, tuple[Change, ...]] = {}
    both = [code for code in new.rules if code in old.rules]
    for code in both:
        found = _changes(old, new, code, definitions)
        if found:
            changed[code] = tuple(found)
    return Differences(
        {code: info.title for code, info in new.rules.items() if code not in old.rules},
        {code: info.title for code, info in old.rules.items() if code not in new.rules},
        {code: new.removed[code] for code in old.rules if new.removed.get(code)},
        changed,
        len(both) - len(changed),
        {code: info.title for code, info in new.rules.items()},
        model_changes(old.model, new.model),
    )


def _changes(old: Ruleset, new: Ruleset, code: str, definitions: Definitions) -> list[Change]:
    before, after = old.trees[code].body, new.trees[code].body
    alike = same_meaning(old.program.rules[code], new.program.rules[code])
    found = _of_condition(before, after, meaning=not alike)
    tables = definitions.tables(code)
    named = definitions.named(code) if not alike else []
    rests = dict.fromkeys([*named, *tables, *definitions.columns(code)])
    found += [Change(what, meaning=True) for what in rests]
    if not alike and not any(each.meaning for each in found):
        found.append(Change("something in the data model", meaning=True))
    one, other = old.rules[code], new.rules[code]
    for name in ("title", "severity", "message", "because", "fix", "stage"):
        was, now = getattr(one, name) or "", getattr(other, name) or ""
        if was != now:
            found.append(Change(name, was, now))
    if one.explainable != other.explainable:
        found.append(Change("explainable", _yes(one.explainable), _yes(other.explainable)))
    was, now = (", ".join(reference(flag) for flag in body.flags) for body in (before, after))
    if was != now:
        found.append(Change("flag", was, now))
    return found


def _of_condition(before: t.Body, after: t.Body, meaning: bool) -> list[Change]:
    """The clauses that are written otherwise; `meaning`: the two do not mean the same."""
    one, other = _clauses(before), _clauses(after)
    return [
        Change(
            name if meaning else f"{name} (the same meaning)", one.get(name, ""), other.get(name, ""), meaning
        )
        for name in dict.fromkeys([*one, *other])
        if one.get(name) != other.get(name)
    ]


def _clauses(body: t.Body) -> dict[str, str]:
    about = "the return" if body.population is None else f"each {table(body.population)}"
    found = {"for": about}
    if body.needs:
        found["needs any of"] = "; ".join(", ".join(map(reference, refs)) for refs in body.needs)
    found |= {f"let {let.name}": print_expr(let.value) for let in body.lets}
    if body.where is not None:
        found["where"] = print_expr(body.where)
    return found | {"must": print_expr(body.must)}


def _yes(value: bool) -> str:
    return "yes" if value else "no"
