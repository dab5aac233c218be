"""The language server as an editor meets it: `python -m benchmarks.editor RULESET`.

Starts `lacdsl lsp`, opens the largest file of the ruleset, and types into it over standard input and output; with
`--lines N` a file of so many lines, made of short rules. Prints
seconds on the wall clock as JSON: the median and the best from a keystroke to its diagnostics, and of completion; and the
slowest keystroke after a pause, when advice is being looked for.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

from lacdsl.resources import rulesets_folder
from tests.lsp.client import Client

KEYSTROKES = 25
PAUSES = 5
PAUSE = 0.75
"""Seconds: a little more than the server waits before it looks for advice."""


def measure(ruleset: str, least: int = 0) -> dict[str, Any]:
    """Keystrokes in the largest file of a copy of the ruleset, which extends what comes with lacdsl.

    `least`: in a further file instead, of so many lines.
    """
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        (root / "home").mkdir()
        folder = root / "ruleset"
        shutil.copytree(rulesets_folder() / ruleset, folder)
        if least:
            (folder / "long.rules").write_text(long_file(least), encoding="utf-8")
        file = max(folder.glob("*.rules"), key=lambda path: path.stat().st_size)
        text = file.read_text(encoding="utf-8")
        lines = text.split("\n")
        line = next(number for number, each in enumerate(lines) if each.lstrip().startswith("must"))
        with Client(root) as client:
            begin = perf_counter()
            uri = client.open(file)
            client.wait("textDocument/publishDiagnostics", uri=uri)
            record: dict[str, Any] = {"open": perf_counter() - begin, "bytes": len(text)}
            shown, completed = [], []
            typed = " and DECOM is present"
            for number in range(KEYSTROKES):
                lines_now = lines.copy()
                lines_now[line] += typed[: number % len(typed) + 1]
                begin = perf_counter()
                client.change(uri, "\n".join(lines_now))
                client.wait("textDocument/publishDiagnostics", uri=uri, version=client.version)
                shown.append(perf_counter() - begin)
                begin = perf_counter()
                client.at("completion", uri, line, len(lines_now[line]))
                completed.append(perf_counter() - begin)
            after = []
            for _ in range(PAUSES):
                sleep(PAUSE)
                lines_now[line] += " "
                begin = perf_counter()
                client.change(uri, "\n".join(lines_now))
                client.wait("textDocument/publishDiagnostics", uri=uri, version=client.version)
                after.append(perf_counter() - begin)
        record |= {"diagnostics_after_a_pause": max(after)}
        record |= {"diagnostics": median(shown), "diagnostics_best": min(shown)}
        return record | {"completion": median(completed), "completion_best": min(completed)}


_SHORT = """\
rule LONG{number} "A rule of ours, number {number}"
  for each Episode
  where    LS in {{C1, C2}} and long_late
  must     DEC is missing or DEC >= DECOM + {number} days
  flag     DEC, DECOM
  message  "Ended on {{DEC}}, began on {{DECOM}}"

"""


def long_file(lines: int) -> str:
    """A file of rules of so many lines."""
    rules = (_SHORT.format(number=number) for number in range(1, lines // _SHORT.count("\n") + 1))
    return "define Episode.long_late = DECOM > collection start + 30 days\n\n" + "".join(rules)


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[3]) if "--lines" in sys.argv else 0)))
