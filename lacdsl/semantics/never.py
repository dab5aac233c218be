"""Rules that can never say anything: a `where` that cannot be true, a `must` that cannot be false."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.semantics import typed as ty


def never_holds(where: ty.Expr) -> str | None:
    """All the reasons why `where` can never be true, as far as its form shows them; None when it can."""
    reasons = list(dict.fromkeys(_never(where)))
    return ", and ".join(reasons) or None


def _never(where: ty.Expr) -> Iterator[str]:
    missing: list[ty.Expr] = []
    there: list[ty.Expr] = []
    allowed: dict[ty.Expr, set[object]] = {}
    parts = _all_of(where)
    for part in parts:
        if isinstance(part, ty.Compare) and part.left == part.right and part.op in ("<>", "<", ">"):
            yield "it asks whether a value differs from itself"
        if isinstance(part, ty.Not) and part.value in parts:
            yield "it asks for a condition and for its opposite"
        (missing if isinstance(part, ty.Test) and part.state == "missing" else there).extend(_asked(part))
        found = _choices(part)
        if found is not None:
            value, options = found
            allowed[value] = allowed[value] & options if value in allowed else options
            if not allowed[value]:
                yield f"it asks for different values of {_name(value)} at once"
    for part in parts:
        left_out = _left_out(part)
        if left_out is not None and (set() < allowed.get(left_out[0], left_out[1] | {None}) <= left_out[1]):
            yield f"it asks for values of {_name(left_out[0])} and leaves out the same"
    for value in missing:
        if value in there:
            yield f"{_name(value)} cannot be missing and have a value at once"


def never_fails(where: ty.Expr | None, must: ty.Expr) -> str | None:
    """Why `must` can never be false where `where` is true, as far as its form shows it; None when it can."""
    if isinstance(must, ty.Or):
        states = {"missing": list[ty.Expr](), "present": list[ty.Expr]()}
        for part in must.items:
            if isinstance(part, ty.Test) and part.state in states:
                states[part.state].append(part.value)
            if isinstance(part, ty.Not) and part.value in must.items:
                return "it asks for a condition or its opposite"
        both = next((value for value in states["missing"] if value in states["present"]), None)
        if both is not None:
            return f"{_name(both)} is always either missing or present"
    if isinstance(must, ty.Compare | ty.Same) and must.left == must.right:
        op = must.op if isinstance(must, ty.Compare) else "="
        if op in ("=", "<=", ">="):
            return "it compares a value with itself"
    known = _all_of(where) if where is not None else ()
    wanted = _all_of(must)
    if known and all(part in known for part in wanted):
        return "`where` asks for the same already"
    missing = [part.value for part in known if isinstance(part, ty.Test) and part.state == "missing"]
    if missing and all(_is_unknown(part, missing) for part in wanted):
        return f"{_name(missing[0])} is missing in every row that it is about, so it is never known"
    return None


def _is_unknown(part: ty.Expr, missing: list[ty.Expr]) -> bool:
    if isinstance(part, ty.Test):
        return False
    return any(value in missing for value in _asked(part))


def _all_of(condition: ty.Expr) -> tuple[ty.Expr, ...]:
    if not isinstance(condition, ty.And):
        return (condition,)
    return tuple(part for item in condition.items for part in _all_of(item))


def _asked(part: ty.Expr) -> tuple[ty.Expr, ...]:
    """The values that need to be there for the condition to be true (for `is missing`: the value that must not)."""
    match part:
        case ty.Test():
            return (part.value,)
        case ty.Compare():
            return part.left, part.right
        case ty.InSet() | ty.Matches():
            return (part.value,)
        case ty.Not(value=ty.InSet() | ty.Matches()):
            return _asked(part.value)
    return ()


def _choices(part: ty.Expr) -> tuple[ty.Expr, set[object]] | None:
    if isinstance(part, ty.InSet):
        return part.value, set(part.options)
    if isinstance(part, ty.Compare) and part.op == "=":
        if isinstance(part.right, ty.Lit):
            return part.left, {part.right.value}
        if isinstance(part.left, ty.Lit):
            return part.right, {part.left.value}
    return None


def _left_out(part: ty.Expr) -> tuple[ty.Expr, set[object]] | None:
    if isinstance(part, ty.Not) and isinstance(part.value, ty.InSet):
        return part.value.value, set(part.value.options)
    if isinstance(part, ty.Compare) and part.op == "<>" and isinstance(part.right, ty.Lit):
        return part.left, {part.right.value}
    return None


def _name(value: ty.Expr) -> str:
    return f"`{value.name}`" if isinstance(value, ty.Col) else "a value"
