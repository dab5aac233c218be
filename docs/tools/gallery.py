"""Writes docs/errors.md: every diagnostic with the smallest file that causes it, and what lacdsl says.

Run by hand after a message has changed: `python docs/tools/gallery.py`. The messages are those that the tests hold
against the files in tests/fixtures, so the page says what the program says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lacdsl.api.diagnostics import CALL_CODES
from lacdsl.diagnostics import LacdslError, render_all
from lacdsl.model.diagnostics import EXPLANATIONS
from lacdsl.rulesets.diagnostics import RULESET_CODES, Problems
from lacdsl.rulesets.manifest import read_manifest
from lacdsl.rulesets.resolve import Read, resolve
from lacdsl.semantics import SEMANTIC_CODES
from lacdsl.syntax import parse
from lacdsl.syntax.codes import SYNTAX_CODES

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "errors.md"
FIXTURES = ROOT / "tests" / "fixtures"
_LONGEST = 1_500

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
| [R46.](#rulesets) | rulesets: the folder, the manifest, what extends what |
| [X7..](#examples) | examples |
| [M5..](#data-models) | the data model of a return |
| [A9..](#how-lacdsl-was-called) | how lacdsl was called |

What is wrong with the *files of a return* has no codes: it is listed in the report, see
[reading a report](reading-a-report.md#about-the-files).
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A small file, or several, and what lacdsl says to it."""

    files: str
    says: str


def page() -> str:
    """The text of docs/errors.md."""
    parts = [_HEAD]
    parts += _part("How a rule is written", SYNTAX_CODES, _syntax())
    for title, letter in (
        ("Names", "N"),
        ("Kinds of values", "T"),
        ("Rules and families", "R"),
        ("Examples", "X"),
    ):
        codes = {code: text for code, text in SEMANTIC_CODES.items() if code.startswith(letter)}
        parts += _part(title, codes, _semantic())
        if letter == "R":
            parts += _part("Rulesets", RULESET_CODES, _manifests())
    parts += _part("Data models", EXPLANATIONS, _models())
    parts += _part("How lacdsl was called", CALL_CODES, {})
    return "\n".join(parts)


def _part(title: str, codes: Mapping[str, str], samples: dict[str, Sample]) -> Iterator[str]:
    yield f"## {title}\n"
    for code, text in sorted(codes.items()):
        yield f"### {code} {text.removesuffix('.')}\n"
        sample = samples.get(code)
        if sample is None:
            continue
        yield f"{sample.files}\n"
        yield f"```text\n{sample.says.rstrip()}\n```\n"


def _smallest(found: Iterable[tuple[str, Sample]]) -> dict[str, Sample]:
    """The sample with the fewest characters for every code; none that is too long to be read."""
    chosen: dict[str, Sample] = {}
    for code, sample in found:
        size = len(sample.files) + len(sample.says)
        held = chosen.get(code)
        if size < _LONGEST and (held is None or size < len(held.files) + len(held.says)):
            chosen[code] = sample
    return chosen


def _fenced(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


# ---------------------------------------------------------------- where the samples come from


def _syntax() -> dict[str, Sample]:
    return _smallest(_rule_files(FIXTURES / "syntax" / "bad"))


def _semantic() -> dict[str, Sample]:
    return _smallest(_rule_files(FIXTURES / "semantics" / "bad"))


def _rule_files(folder: Path) -> Iterator[tuple[str, Sample]]:
    for path in sorted(folder.glob("*.rules")):
        text, says = _read(path), _read(path.with_suffix(".txt"))
        codes = {line[line.index("[") + 1 : line.index("]")] for line in says.splitlines() if _opens(line)}
        shown = all(sign.isprintable() or sign in "\n\t" for sign in text) and "```" not in text
        if len(codes) == 1 and shown:
            yield codes.pop(), Sample(_fenced(text), says)


def _opens(line: str) -> bool:
    return line.startswith(("error[", "warning[", "note["))


def _models() -> dict[str, Sample]:
    return _smallest(_model_files())


def _model_files() -> Iterator[tuple[str, Sample]]:
    for path in sorted((FIXTURES / "model").glob("*.txt")):
        parts = [part.partition("\n") for part in _read(path).split("==> ")[1:]]
        says = "".join(text for name, _, text in parts if name == "says")
        files = [f"`{name}`\n\n{_fenced(text)}" for name, _, text in parts if name != "says" and text.strip()]
        if files and all(sign.isprintable() or sign in "\n\t" for sign in "".join(files)):
            yield path.stem[:4], Sample("\n\n".join(files), says)


_MANIFEST = """\
name: local/council
title: Our own checks
version: 1.0.0
owner: Our council
scope: local
return: lac
year: 2026-27
"""
_CHANGES = {
    "R462": "name: local/council\nname: local/other\n",
    "R463": _MANIFEST.replace("owner", "owners"),
    "R464": _MANIFEST + "rules: [../rules/ours.rules]\n",
}


def _manifests() -> dict[str, Sample]:
    """Samples of manifests: read here, for they need no other file."""
    made = {}
    for code, text in _CHANGES.items():
        problems = Problems()
        problems.know_text("ruleset.yaml", text)
        read_manifest(text, "ruleset.yaml", problems)
        found = [problem for problem in problems.found if problem.code == code]
        assert found, code
        made[code] = Sample(f"`ruleset.yaml`\n\n{_fenced(text)}", render_all(found))
    made["R467"] = Sample(_fenced(_TWICE), _resolved(_TWICE))
    made["R468"] = Sample(_fenced(_NOTHING), _resolved(_NOTHING))
    return made


_TWICE = "codes homes = {K2, R1}\n\ncodes homes = {K2}\n"
_NOTHING = 'remove rule 99999 because "we do not need it"\n'


def _resolved(text: str) -> str:
    problems = Problems()
    problems.know_text("ours.rules", text)
    parsed = parse(text, "ours.rules")
    if parsed.diagnostics:
        raise LacdslError(parsed.diagnostics)
    resolve([Read("local/council", parsed.file.items)], problems)
    return render_all(problems.found)


def main() -> int:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
