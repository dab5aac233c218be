"""Why a row has its verdict, in one line: the parts of the rule that decided, with the values that they looked at."""

from __future__ import annotations

from lacdsl.interpreter import Explanation, Interpreter
from lacdsl.semantics.typed import Rule

_MOST = 3


def why(interpreter: Interpreter, rule: Rule, row: int) -> str:
    """Why the row at that position of the rule's population has its verdict."""
    explained = interpreter.explain(rule, row)
    if not explained.parts:
        return explained.text
    where, must = explained.parts if len(explained.parts) == 2 else (None, explained.parts[0])
    if where is not None and where.outcome != "true":
        return _said(where, "where ")
    return _said(must, "must ")


def _said(part: Explanation, word: str) -> str:
    decided = _deciding(part)
    said = [f"`{each.text.removeprefix(word)}` is {each.outcome}{_values(each)}" for each in decided[:_MOST]]
    rest = f" and {len(decided) - _MOST} more" if len(decided) > _MOST else ""
    return f"{word}{', '.join(said)}{rest}"


def _deciding(part: Explanation) -> list[Explanation]:
    """The smallest parts that have the outcome of the whole and are conditions."""
    same = [each for each in part.parts if each.outcome == part.outcome and each.outcome in _TRUTHS]
    if not same or not _is_chain(part):
        return [part]
    return [small for each in same for small in _deciding(each)]


_TRUTHS = ("true", "false", "unknown")


def _is_chain(part: Explanation) -> bool:
    """It is made of conditions only, and not of rows: `and`, `or`, a define."""
    return not part.text.removeprefix("where ").removeprefix("must ").startswith(
        ("not ", "any ", "exactly one ")
    ) and all(each.outcome in _TRUTHS for each in part.parts)


def _values(part: Explanation) -> str:
    found: dict[str, str] = {}
    waiting = list(part.parts)
    while waiting:
        each = waiting.pop(0)
        if each.outcome not in _TRUTHS and each.outcome:
            if each.text not in ("collection start", "collection end") or not found:
                found.setdefault(each.text, each.outcome)
        elif not part.text.startswith(("any ", "not any ")):
            waiting += each.parts
    if not found:
        return ""
    return f" ({', '.join(f'{name} is {value}' for name, value in list(found.items())[:4])})"
