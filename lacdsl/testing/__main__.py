"""`python -m lacdsl.testing RULESET [CODE …]`: runs the examples of a ruleset's rules."""

from __future__ import annotations

import sys

from lacdsl.diagnostics import LacdslError, render_all
from lacdsl.rulesets import load_ruleset
from lacdsl.testing import Settings, run_examples, show


def main(arguments: list[str]) -> int:
    """Prints every failing example and the counts; 1 when one fails."""
    name, *codes = arguments
    try:
        ruleset = load_ruleset(name)
    except LacdslError as error:
        sys.stderr.write(render_all(error.diagnostics) + "\n")
        return 2
    results = run_examples(ruleset.program, ruleset.examples, codes or None, settings=Settings.of(ruleset))
    failed = [result for result in results if not result.ok]
    for result in failed:
        sys.stdout.write(show(result) + "\n")
    without = sorted(set(codes or ruleset.program.rules) - {result.code for result in results})
    if without:
        sys.stdout.write(f"without examples: {', '.join(without)}\n")
    sys.stdout.write(f"{len(results) - len(failed)} of {len(results)} example runs as expected\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
