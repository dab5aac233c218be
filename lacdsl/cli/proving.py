"""What `lacdsl test --coverage` and `--mutants` print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lacdsl.cli.output import progress, say

if TYPE_CHECKING:
    from lacdsl.rulesets import Ruleset
    from lacdsl.testing.coverage import Covered
    from lacdsl.testing.mutants import Judged, Survivor

_LONG = 110


def show_coverage(ruleset: Ruleset, codes: list[str]) -> None:
    """Every part of a condition that examples do not make both true and false."""
    from lacdsl.semantics.variants import Variants
    from lacdsl.testing.coverage import coverage

    with progress("Running the examples"):
        variants = Variants(ruleset.model, ruleset.items)
        found = list(coverage(variants, ruleset.examples, codes))
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


def show_mutants(ruleset: Ruleset, codes: list[str], chosen: bool, least: int) -> bool:
    """Every small change of a rule that no example catches; False when fewer than `least` percent are caught."""
    from lacdsl.semantics.variants import Variants
    from lacdsl.testing.mutants import Judge

    judge = Judge(Variants(ruleset.model, ruleset.items), ruleset.examples)
    caught = left = alike = same = refused = 0
    with progress("Changing the rules"):
        found = [*judge.all(codes), *(() if chosen else judge.shared(codes))]
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
    say(f"not counted: {same} that change nothing, {refused} that lacdsl refuses as rules")
    return share >= least


def _mutants_of(ruleset: Ruleset, judged: Judged) -> None:
    if judged.rule is None:
        users = ", ".join(judged.users[:6]) + (" …" if len(judged.users) > 6 else "")
        say(f"{judged.name}, used by {users}")
    else:
        info = ruleset.rules[judged.name]
        say(f'rule {info.code} "{info.title}"')
    for survivor in judged.survivors:
        _survivor(survivor)
    say()


def _survivor(survivor: Survivor) -> None:
    mutant = survivor.mutant
    say(f"  {mutant.span.file}:{mutant.span.line}, {mutant.clause} ({mutant.change})")
    say(f"    `{_cut(mutant.before)}`")
    say(f"    could be `{_cut(mutant.after)}`")


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"
