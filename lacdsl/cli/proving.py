"""What `lacdsl test --coverage` and `--mutants` print, and `lacdsl examples`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacdsl.cli.output import say
from lacdsl.cli.progress import progress

if TYPE_CHECKING:
    from lacdsl.rulesets import Ruleset
    from lacdsl.testing.coverage import Covered
    from lacdsl.testing.mutants import Judged, Survivor

_LONG = 110


def show_coverage(ruleset: Ruleset, codes: list[str]) -> None:
    """Every part of a condition that examples do not make both true and false."""
    from lacdsl.semantics.variants import Variants
    from lacdsl.testing import Settings
    from lacdsl.testing.coverage import coverage

    with progress("Running the examples"):
        variants = Variants(ruleset.model, ruleset.items)
        found = list(coverage(variants, ruleset.examples, codes, Settings.of(ruleset)))
    parts = lacking = 0
    for covered in found:
        bare = [part for part in covered.parts if part.lacks]
        parts, lacking = parts + len(covered.parts), lacking + len(bare)
        if bare:
            _heading(ruleset, covered)
            for part in bare:
                say(f"  line {part.span.line}, {part.clause}: `{_cut(part.text)}` is {part.lacks}")
            say()
    share = f" ({100 * (parts - lacking) / parts:.1f}%)" if parts else ""
    say(f"{parts - lacking} of {parts} parts of conditions are made both true and false by an example{share}")


def _heading(ruleset: Ruleset, covered: Covered) -> None:
    info = ruleset.rules[covered.codes[0]]
    if info.family is not None:
        say(f'family "{info.family}" ({", ".join(covered.codes)})  {info.location}')
    else:
        say(f'rule {info.code} "{info.title}"  {info.location}')


def show_mutants(ruleset: Ruleset, codes: list[str], chosen: bool, every: bool, least: int) -> bool:
    """Every small change of a rule that no example catches; False when fewer than `least` percent are caught.

    `chosen`: the rules were named, and what they share is left alone. `every`: what earlier rulesets share is changed, too.
    """
    from lacdsl.semantics.variants import Variants
    from lacdsl.testing import Settings
    from lacdsl.testing.mutants import Judge

    judge = Judge(Variants(ruleset.model, ruleset.items), ruleset.examples, Settings.of(ruleset))
    caught = left = alike = same = refused = 0
    with progress("Changing the rules"):
        layer = None if every or ruleset.scope == "official" else ruleset.name
        found = [*judge.all(codes), *(() if chosen else judge.shared(codes, layer))]
    with progress("Looking for rows that would catch what is left"):
        for judged in found:
            judge.look_closer(judged)
    for judged in found:
        caught, same, refused = caught + len(judged.caught), same + len(judged.same), refused + judged.refused
        if not judged.survivors:
            continue
        open_ = [each for each in judged.survivors if not each.alike]
        left, alike = left + len(open_), alike + len(judged.survivors) - len(open_)
        _mutants_of(ruleset, judged)
    total = caught + left
    share = 100 * caught / total if total else 100.0
    say(f"{caught} of {total} changes are caught by an example: {share:.1f}%")
    if alike:
        strict = 100 * caught / (total + alike)
        say(
            f"not counted: {alike} for which no rows were found that make a difference (with them it is {strict:.1f}%), "
            f"{same} that change nothing for certain, {refused} that lacdsl refuses as rules"
        )
    else:
        say(f"not counted: {same} that change nothing for certain, {refused} that lacdsl refuses as rules")
    _say_unmarked(found)
    return share >= least


def _say_unmarked(found: list[Judged]) -> None:
    families: dict[str, bool] = {}
    for judged in found:
        if judged.rule is not None:
            name = judged.family or f"rule {judged.name}"
            families[name] = families.get(name, False) or judged.marks
    bare = len(families) - sum(families.values())
    if bare:
        whose = "of this rule" if len(families) == 1 else f"of {bare} of {len(families)} rules and families"
        say(f"not put to the test: which cells are flagged, {whose} (no example marks them with `*`)")


def _mutants_of(ruleset: Ruleset, judged: Judged) -> None:
    if judged.rule is None:
        users = ", ".join(judged.users[:6]) + (" …" if len(judged.users) > 6 else "")
        say(f"{judged.name}, used by {users}")
    else:
        info = ruleset.rules[judged.name]
        say(f'rule {info.code} "{info.title}"')
    for survivor in judged.survivors:
        _survivor(survivor, judged)
    say()


def _survivor(survivor: Survivor, judged: Judged) -> None:
    from lacdsl.syntax.layout import tabulated

    mutant = survivor.mutant
    say(f"  {mutant.span.file}:{mutant.span.line}, {mutant.clause} ({mutant.change})")
    say(f"    `{_cut(mutant.before)}`")
    say(f"    could be `{_cut(mutant.after)}`" if mutant.after else "    could be left out")
    whose = f" of rule {survivor.example_of}" if survivor.example_of != judged.name else ""
    if survivor.alike:
        say("    No rows were found for which that makes a difference: the two may well be the same.")
    elif survivor.example is not None:
        say(f"    An example{whose} that would tell:")
        for line in tabulated(survivor.example.rows, blocks=True):
            say(f"      {line}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def show_suggested(ruleset: Ruleset, code: str) -> bool:
    """Examples made from a rule itself; False when there are none."""
    from lacdsl.semantics.variants import Variants
    from lacdsl.testing.boundary.suggest import suggested
    from lacdsl.testing.boundary.write import text_of

    with progress("Making rows"):
        variants = Variants(ruleset.model, ruleset.items)
        found = suggested(variants, variants.sources()[code], ruleset.examples.get(code, ()))
    for number, example in enumerate(found):
        if number:
            say()
        say(text_of(example).rstrip("\n"))
    return bool(found)
