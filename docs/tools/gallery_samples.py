"""The samples of docs/errors.md: small files with a fault, and what lacdsl says to them."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from lacdsl.cli.main import app
from lacdsl.diagnostics import LacdslError, render_all
from lacdsl.rulesets import load_ruleset
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.resolve import Read, resolve
from lacdsl.syntax import parse

ROOT = Path(__file__).parent.parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
_LONGEST = 1_500


@dataclass(frozen=True, slots=True)
class Sample:
    """A small file, or several, and what lacdsl says to it."""

    files: str
    says: str


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


def syntax() -> dict[str, Sample]:
    """Of how a rule is written."""
    return _smallest(_rule_files(FIXTURES / "syntax" / "bad"))


def semantic() -> dict[str, Sample]:
    """Of names, kinds of values, rules and examples."""
    return _smallest(_rule_files(FIXTURES / "semantics" / "bad"))


def _rule_files(folder: Path) -> Iterator[tuple[str, Sample]]:
    for path in sorted(folder.glob("*.rules")):
        text, says = _read(path), _read(path.with_suffix(".txt"))
        codes = {line[line.index("[") + 1 : line.index("]")] for line in says.splitlines() if _opens(line)}
        if len(codes) == 1 and "```" not in text:
            yield codes.pop(), Sample(_fenced(_visible(text)), _visible(says))


def _visible(text: str) -> str:
    """Signs that cannot be seen become a sign that can."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )


def _opens(line: str) -> bool:
    return line.startswith(("error[", "warning[", "note["))


def models() -> dict[str, Sample]:
    """Of data models."""
    return _smallest(_model_files())


def _model_files() -> Iterator[tuple[str, Sample]]:
    for path in sorted((FIXTURES / "model").glob("*.txt")):
        parts = [part.partition("\n") for part in _read(path).split("==> ")[1:]]
        says = "".join(text for name, _, text in parts if name == "says")
        files = [f"`{name}`\n\n{_fenced(text)}" for name, _, text in parts if name != "says" and text.strip()]
        if files:
            yield path.stem[:4], Sample(_visible("\n\n".join(files)), _visible(says))


_PUBLIC = "ed25519:IZ15WOpiQxHhTDmhF2ycxd8UbAKdhqkuZVhdRErnduk="
_MANIFEST = """\
name: local/council
title: Our own checks
version: 1.0.0
owner: Our council
scope: local
return: lac
year: 2026-27
"""
_EXTENDING = f"{_MANIFEST}extends: ../other\n"
_OTHER = _MANIFEST.replace("local/council", "local/other")
_RULESETS = {
    "R460": {},
    "R461": {"council/ruleset.yaml": f"{_MANIFEST}rules: [ours.rules]\n"},
    "R462": {"council/ruleset.yaml": "name: local/council\nname: local/other\n"},
    "R463": {"council/ruleset.yaml": _MANIFEST.replace("owner", "owners")},
    "R464": {"council/ruleset.yaml": f"{_MANIFEST}rules: [../rules/ours.rules]\n"},
    "R465": {
        "council/ruleset.yaml": _EXTENDING,
        "other/ruleset.yaml": f"{_OTHER}extends: ../council\n",
    },
    "R466": {"council/ruleset.yaml": _MANIFEST},
    "R469": {
        "council/ruleset.yaml": _EXTENDING,
        "other/ruleset.yaml": _OTHER.replace("return: lac", "return: cin"),
    },
}


def manifests() -> dict[str, Sample]:
    """Samples of rulesets, each loaded from a folder that holds nothing else."""
    with _somewhere_else():
        made = {code: _loaded(code, files) for code, files in _RULESETS.items()}
    made["R467"] = Sample(_fenced(_TWICE), _resolved(_TWICE))
    made["R468"] = Sample(_fenced(_NOTHING), _resolved(_NOTHING))
    return made | _packs()


_EXTENDS = "extends: dfe/lac/2026-27\n"
_PACKS = {
    "R470": (_MANIFEST + _EXTENDS, "install council.txt", ()),
    "R471": (_MANIFEST + _EXTENDS, "verify council", ("pack council --out council.zip",)),
    "R472": (_MANIFEST + _EXTENDS, "install council", (f"trust add Region {_PUBLIC}",)),
    "R473": (_MANIFEST + _EXTENDS, "trust add Region ed25519:AAAA", ()),
    "R474": (_MANIFEST + _EXTENDS, "remove local/other", ()),
    "R475": (_MANIFEST + _EXTENDS, "check returns --lock lacdsl.lock", ("lock council",)),
    "R476": (f"{_MANIFEST.replace('1.0.0', 'spring')}{_EXTENDS}", "pack council", ()),
}


def _packs() -> dict[str, Sample]:
    """Samples of commands that pack, install and lock a small ruleset."""
    made = {}
    for code, (manifest, words, before) in _PACKS.items():
        with _somewhere_else():
            Path("council").mkdir()
            Path("council/ruleset.yaml").write_text(manifest, encoding="utf-8")
            Path("council.txt").write_text("Our rules: see the attached file", encoding="utf-8")
            environment = {"NO_COLOR": "1", "LACDSL_HOME": str(Path.cwd() / "home")}
            for earlier in before:
                assert CliRunner().invoke(app, earlier.split(), env=environment).exit_code == 0, earlier
            shown = f"```sh\nlacdsl {words}\n```"
            if code == "R471":
                with zipfile.ZipFile("council.zip") as archive:
                    archive.extractall("council")
                Path("council/more.rules").write_text("# added later\n", encoding="utf-8")
            if code == "R475":
                Path("council/more.rules").write_text("# added later\n", encoding="utf-8")
            says = CliRunner().invoke(app, words.split(), env=environment).output
            assert f"[{code}]" in says, (code, says)
            made[code] = Sample(shown, says.replace(str(Path.cwd()), "."))
    return made


def _loaded(code: str, files: dict[str, str]) -> Sample:
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    try:
        load_ruleset(Path("council"))
    except LacdslError as error:
        found = [problem for problem in error.diagnostics if problem.code == code]
        assert found, (code, error)
        shown = [f"`{name}`\n\n{_fenced(text)}" for name, text in files.items()]
        return Sample("\n\n".join(shown) or "Where there is no folder `council`:", render_all(found))
    finally:
        for folder in Path().iterdir():
            shutil.rmtree(folder)
    raise AssertionError(f"{code}: nothing is wrong")


def calls() -> dict[str, Sample]:
    """Samples of commands, run beside a small ruleset."""
    made = {}
    with _somewhere_else():
        shutil.copytree(FIXTURES / "rulesets" / "small", "small")
        Path("returns").mkdir()
        Path("returns/header.csv").write_text("CHILD,SEX,DOB\n1,1,01/06/2015\n", encoding="utf-8")
        Path("twice").mkdir()
        Path("twice/header.csv").write_text("CHILD,SEX,DOB\n1,1,01/06/2015\n", encoding="utf-8")
        Path("twice/header_old.csv").write_text("CHILD,SEX,DOB\n2,2,01/07/2015\n", encoding="utf-8")
        Path("other").mkdir()
        Path("other/notes.docx").write_bytes(b"")
        Path("other/staff.csv").write_text("Name,Team\n", encoding="utf-8")
        Path("people.csv").write_text("Name,Team\nAnn Example,North\n", encoding="utf-8")
        for name, words in {"safe.json": ["--pseudonymise"], "plain.json": []}.items():
            made_report = ["check", "returns", "--ruleset", "small/2025-26", "--out", name, *words]
            CliRunner().invoke(app, made_report)
        for code, words in _COMMANDS.items():
            says = CliRunner().invoke(app, words.split(), env={"NO_COLOR": "1"}).output
            assert f"[{code}]" in says, (code, says)
            made[code] = Sample(f"```sh\nlacdsl {words}\n```", says)
    return made


@contextmanager
def _somewhere_else() -> Iterator[None]:
    """An empty folder as the current one, and no cache."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder), _no_cache():
        yield


@contextmanager
def _no_cache() -> Iterator[None]:
    before = os.environ.get("LACDSL_NO_CACHE")
    os.environ["LACDSL_NO_CACHE"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LACDSL_NO_CACHE"]
        else:
            os.environ["LACDSL_NO_CACHE"] = before


_COMMANDS = {
    "F601": "check return --ruleset small/2025-26",
    "F602": "check other --ruleset small/2025-26",
    "F603": "check twice --ruleset small/2025-26",
    "F612": "check returns --ruleset small/2025-26 --provider-list other/notes.docx",
    "F613": "check returns --ruleset small/2025-26 --provider-list other/staff.csv",
    "F622": "check returns --ruleset small/2025-26 --workers other/notes.docx",
    "F623": "check returns --ruleset small/2025-26 --workers people.csv",
    "A901": "rules small/2025-26 9999",
    "A902": "check returns --ruleset small/2025-26 --year 2025-27",
    "A905": "check returns --ruleset small/2025-26 --out returns",
    "A907": "fmt council",
    "A911": "explain 101 returns --ruleset small/2025-26 --line header.csv:9",
    "A914": "compare safe.json plain.json",
    "A913": "check returns --ruleset small/2025-26 --pseudonymise --key-file returns/header.csv",
    "A912": "explain 1 returns --ruleset small/2025-26 --report returns/header.csv",
}
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
