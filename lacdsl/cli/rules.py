"""`lacdsl rules`: the rules of a ruleset, or one rule in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.output import say, show
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import LacdslError

if TYPE_CHECKING:
    from lacdsl.rulesets import RuleInfo, Ruleset
    from lacdsl.rulesets.ruleset import Change

_LONGEST = 60


def rules(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A ruleset's name or folder; none: which there are."),
    ] = None,
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="The code of a rule, to show it in full.")
    ] = None,
    origin: Annotated[
        bool,
        typer.Option("--origin", help="Which ruleset each rule comes from, and what was overridden where."),
    ] = False,
) -> None:
    """List rulesets, or the rules of one, or show one rule in full."""
    from lacdsl.rulesets import available_rulesets, load_ruleset

    if name is None:
        for known in available_rulesets():
            say(known)
        return
    with progress("Reading the rules"):
        ruleset = load_ruleset(name)
    if ruleset.own_warnings:
        show(ruleset.own_warnings)
    if origin:
        _origin(ruleset, code)
    elif code is None:
        _list(ruleset)
    else:
        _show(_found(ruleset, code), ruleset)


def _list(ruleset: Ruleset) -> None:
    from lacdsl.report.result import natural

    infos = [ruleset.rules[code] for code in natural(list(ruleset.rules))]
    wide = max((len(info.code) for info in infos), default=4)
    say(f"{ruleset.title}  ({ruleset.name}, version {ruleset.version})")
    say(f"{len(infos)} rules")
    say()
    for info in infos:
        own = "" if info.layer == ruleset.name else f"  [{info.layer}]"
        say(f"{info.code:<{wide}}  {info.severity:<5}  {info.title}{own}")
    for code, reason in ruleset.removed.items():
        if code not in ruleset.rules:
            say(f"{code:<{wide}}  removed  {reason}".rstrip())


def _origin(ruleset: Ruleset, code: str | None) -> None:
    """The rulesets that this one is made of, and what each does to those before it."""
    chosen = None if code is None or code in ruleset.removed else _found(ruleset, code).code
    for layer in ruleset.layers:
        own = [info.code for info in ruleset.rules.values() if info.layer == layer.name]
        changes = [change for change in ruleset.changes if change.layer == layer.name]
        if code is not None:
            changes = [change for change in changes if change.name in (chosen, code)]
            own = [each for each in own if each == chosen]
            if not own and not changes:
                continue
        count = f"{len(own)} rules" if len(own) != 1 else f"rule {own[0]}"
        say(f"{layer.name} {layer.version} ({layer.scope}, {layer.owner}): {count}")
        if code is None and layer.scope == "official" and ruleset.scope != "official" and changes:
            # What each year changes of the year before is of no concern to who looks at a council's own rules.
            things = "1 thing" if len(changes) == 1 else f"{len(changes)} things"
            say(f"  changes {things} of the years before: lacdsl rules {layer.name} --origin")
            continue
        for change in changes:
            say(f"  {_said(change)}")


def _said(change: Change) -> str:
    reason = f": {change.reason}" if change.reason else ""
    what = f"{change.kind} {change.name}"
    if change.how == "treated":
        return f"treats {what} of {change.before} as {change.severity}{reason}"
    verb = {"replaced": "replaces", "removed": "removes"}[change.how]
    value = (
        f": {_short(change.value)} in place of {_short(change.was)}" if change.value and change.was else ""
    )
    return f"{verb} {what} of {change.before}{value}{reason}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _found(ruleset: Ruleset, code: str) -> RuleInfo:
    if code in ruleset.rules:
        return ruleset.rules[code]
    alike = [known for known in ruleset.rules if known.casefold() == code.casefold()]
    if len(alike) == 1:
        return ruleset.rules[alike[0]]
    from lacdsl.api.inputs import unknown_codes

    raise LacdslError(list(unknown_codes(ruleset, [code]).values()))


def _show(info: RuleInfo, ruleset: Ruleset) -> None:
    say(f"{info.code}  {info.title}")
    say()
    say(info.source.rstrip())
    say()
    examples = ruleset.examples.get(info.code, ())
    facts = {
        "severity": info.severity,
        "message": info.message,
        "why": info.because,
        "what to do": info.fix,
        "stage": info.stage or "",
        "family": info.family or "",
        "examples": f"{len(examples)}"
        + (f" ({'; '.join(each.title for each in examples)})" if examples else ""),
        "from": f"{info.layer}, {info.location}",
        "changed": "; ".join(
            f"{change.layer} {_said(change)}" for change in ruleset.changes if change.name == info.code
        ),
    }
    if info.explainable:
        facts["explainable"] = "yes, a note to the Department can settle it"
    for name, value in facts.items():
        if value:
            say(f"{name:<11}  {value}")
