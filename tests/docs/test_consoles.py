"""What the manual types into a console works, and what it says appears does appear.

A line that begins with `> ` is typed; the lines below it are what lacdsl answers. `...` stands for any lines that are left
out, `…` at the end of a line for the rest of it.
"""

from __future__ import annotations

import os
import re
import shlex
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

import lacdsl
from lacdsl.cli.main import app

DOCS = Path(__file__).parent.parent.parent / "docs"
TUTORIAL, RETURN = DOCS / "tutorial.md", DOCS / "adding-a-return.md"
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<kind>[a-z-]+)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
NOT_OURS = ("py ", "cd ", "$env:", r".venv\Scripts\python ")
"""What is typed at other programs than lacdsl."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A command of the tutorial, and what stands below it."""

    step: int
    command: str
    answer: tuple[str, ...]


def fences(page: Path, kind: str) -> Iterator[tuple[int, str]]:
    """The blocks of one kind, each with the number of the last `## ` heading before it."""
    text = page.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        if found["kind"] == kind:
            step = len(re.findall(r"^## ", text[: found.start()], re.MULTILINE))
            yield step, textwrap.dedent(found["text"])


def typed(page: Path) -> list[Typed]:
    """All that is typed on a page, in its order."""
    commands = []
    for step, text in fences(page, "lacdsl-console"):
        lines = text.splitlines()
        starts = [at for at, line in enumerate(lines) if line.startswith("> ")]
        for start, end in pairwise([*starts, len(lines)]):
            commands.append(Typed(step, lines[start][2:], tuple(lines[start + 1 : end])))
    return commands


def run(command: str, *, types: str | None = None) -> tuple[str, int]:
    """The answer to a command of lacdsl, and its exit status; paths are written as on Windows."""
    words = shlex.split(command.replace("\\", "/"), comments=True)
    assert words[0].rsplit("/", 1)[-1] == "lacdsl", command
    done = CliRunner().invoke(app, words[1:], input=types, env={"COLUMNS": "100"})
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output, done.exit_code


def same(shown: tuple[str, ...], answer: str) -> bool:
    """Is the answer what the page shows?"""
    said = "".join(f"{line.rstrip()}\n" for line in answer.strip("\n").splitlines())
    return re.fullmatch("".join(map(_pattern, shown)), said) is not None


def _pattern(line: str) -> str:
    if line == "...":
        return r"(?:.*\n)*?"
    return re.escape(line.removesuffix("…").rstrip()) + (r".*\n" if line.endswith("…") else r"\n")


@pytest.fixture(autouse=True)
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and a user who has installed nothing."""
    monkeypatch.setenv("LACDSL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("platformdirs.site_config_path", lambda *_, **__: tmp_path / "site")
    folder = tmp_path / "lacdsl"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def _change(file: str, *changes: tuple[str, str]) -> None:
    path = Path("our-council", file)
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def _in_the_page(kind: str, beginning: str, page: Path = TUTORIAL) -> str:
    [text] = [text for _, text in fences(page, kind) if text.startswith(beginning)]
    return text


def _one_year() -> None:
    _change(
        "own.rules",
        ("  must     DECOM > collection end - 2 years", "  must     DECOM > collection end - 1 year"),
    )


def _example_of_one_year() -> None:
    _change(
        "own.rules",
        ("end - 2 years", "end - 1 year"),
        ("for two years", "for a year"),
        ("two years", "a year"),
    )


def _second_rule(*changes: tuple[str, str]) -> None:
    text = Path("our-council", "own.rules").read_text(encoding="utf-8")
    rule = _in_the_page("lacdsl", "rule OUR2")
    for old, new in changes:
        rule = re.sub(old, new, rule, flags=re.DOTALL)
    Path("our-council", "own.rules").write_text(text[: text.index("rule OUR2")] + rule, encoding="utf-8")


def _mistyped() -> None:
    _second_rule(("must     MIS_START", "must     MIS_STRAT"), (r"\n  example.*", ""))


def _without_example() -> None:
    _second_rule((r"\n  example.*", ""))


def _on_top_of_the_group() -> None:
    _change("ruleset.yaml", ("extends: dfe/lac/2026-27\n", _in_the_page("yaml", "extends:")))
    at_the_top = _in_the_page("text", "# The group asks")
    _change("own.rules", ("# Rules of our own.", at_the_top + "\n# Rules of our own."))


def _at_the_next_council() -> None:
    os.environ["LACDSL_HOME"] += "-of-the-next-council"
    Path("our-council").rename("not-there")


IN_THE_TUTORIAL: dict[tuple[int, str], Callable[[], None]] = {
    (5, "lacdsl test our-council"): _one_year,
    (5, "lacdsl fmt our-council"): _example_of_one_year,
    (6, "lacdsl test our-council OUR2"): _mistyped,
    (7, "lacdsl examples our-council OUR2 --suggest"): _without_example,
    (7, "lacdsl test our-council"): _second_rule,
    (9, r"lacdsl try our-council sample\this_year --only NG30 --rows 0"): _on_top_of_the_group,
    (10, "lacdsl verify local-our-council-1.0.0.zip"): _at_the_next_council,
}
"""What the reader does in Notepad before the command of that step is typed for the first time."""


def _survey() -> None:
    """Steps 2 and 3 of the page on adding a return."""
    folder = Path("adoption")
    (folder / "model.yaml").write_text(_in_the_page("yaml", "name: adoption", RETURN), encoding="utf-8")
    (folder / "codes" / "outcome_codes.csv").unlink()
    codes = _in_the_page("csv", "code,label", RETURN)
    (folder / "codes" / "support_kinds.csv").write_text(codes, encoding="utf-8")
    rules = _in_the_page("lacdsl", "# Of the adoption survey", RETURN)
    (folder / "own.rules").write_text(rules, encoding="utf-8")
    assert run("lacdsl fmt adoption --check")[1] == 0


def _data_of_the_survey() -> None:
    Path("data").mkdir()
    Path("data/adoptions.csv").write_text(
        "CHILD,MATCHED,PLACED\n1,01/05/2026,01/06/2026\n2,02/05/2026,01/05/2026\n", encoding="utf-8"
    )
    Path("data/support.csv").write_text(
        "CHILD,ASKED,KIND\n1,31/05/2026,MONEY\n1,01/06/2026,MONEY\n2,01/07/2026,THER\n", encoding="utf-8"
    )


def _follow(page: Path, by_hand: dict[tuple[int, str], Callable[[], None]]) -> None:
    """Type what the page types, and do by hand, before a command is typed for the first time in a step, what it asks for."""
    left, wrong = dict(by_hand), []
    for each in typed(page):
        if each.command.startswith(NOT_OURS):
            continue
        left.pop((each.step, each.command), lambda: None)()
        answer, _ = run(each.command.replace(r"C:\returns\2026-27", r"sample\this_year"))
        if each.answer and not same(each.answer, answer):
            wrong.append(f"step {each.step}\n> {each.command}\n{answer}")
    assert not wrong, f"{page.name} should show:\n\n" + "\n\n".join(wrong)
    assert not left, f"commands that are not in {page.name} any more"


def test_the_tutorial_goes_as_it_says() -> None:
    _follow(TUTORIAL, IN_THE_TUTORIAL)


def test_another_return_is_added_as_the_page_says() -> None:
    _follow(
        RETURN,
        {
            (3, "lacdsl test adoption"): _survey,
            (4, "lacdsl check data --ruleset adoption"): _data_of_the_survey,
        },
    )
    next_year = Path("adoption-next")
    next_year.mkdir()
    (next_year / "model.yaml").write_text(_in_the_page("yaml", "extends:", RETURN), encoding="utf-8")
    manifest = Path("adoption", "ruleset.yaml").read_text(encoding="utf-8").replace("2026-27", "2027-28")
    (next_year / "ruleset.yaml").write_text(f"{manifest}extends: ../adoption\n", encoding="utf-8")
    assert run("lacdsl test adoption-next --all") == ("2 examples of 2 rules: all come out as they say\n", 0)


def test_answers_to_why_are_as_the_page_shows_them() -> None:
    page = DOCS / "explaining.md"
    sample = re.search(r"`(lacdsl sample lac [^`]+)`", page.read_text(encoding="utf-8"))
    assert sample is not None and run(sample[1])[1] == 0
    _follow(page, {})


def _put_right_by_friday() -> None:
    path = Path("sample/this_year/episodes.csv")
    lines = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    for line, column, value in ((17, "CIN", "N8"), (31, "RNE", "X")):
        place = lines[0].index(column)
        assert lines[line - 1][place] == "", "the page says that it is blank"
        lines[line - 1][place] = value
    path.write_text("".join(",".join(cells) + "\n" for cells in lines), encoding="utf-8")


def test_what_has_changed_is_as_the_page_shows_it() -> None:
    page = DOCS / "comparing.md"
    _follow(
        page,
        {
            (
                0,
                r"lacdsl check sample\this_year --last-year sample\last_year --out friday.json",
            ): _put_right_by_friday
        },
    )
    [counts] = re.findall(r"found\.counts  # (\{.*\})", page.read_text(encoding="utf-8"))
    assert repr(lacdsl.compare_reports("monday.json", "friday.json").counts) == counts.replace('"', "'")


def test_a_report_on_the_screen_is_as_the_page_shows_it() -> None:
    page = DOCS / "reading-a-report.md"
    sample, check = next(text for _, text in fences(page, "sh")).splitlines()
    assert run(sample)[1] == 0
    answer, _ = run(check)
    assert same(tuple(_in_the_page("text", "Children looked after", page).splitlines()), answer), answer


def test_rules_are_shared_as_the_page_says() -> None:
    for command in (
        "lacdsl new ruleset region/north --folder our-rules",
        "lacdsl new ruleset region/north --folder rules-of-the-region/north",
        "lacdsl sample lac sample --children 20",
    ):
        assert run(command)[1] == 0
    Path("sample/this_year").rename("data")
    key = ""
    for _, text in fences(DOCS / "sharing.md", "sh"):
        for command in text.splitlines():
            typed_in = "quiet words\n" * (2 if "key new" in command else 1) if "our.key" in command else None
            answer, status = run(re.sub(r"ed25519:\S+", key, command), types=typed_in)
            assert status == 0, f"{command}\n{answer}"
            key = next((line for line in answer.split() if line.startswith("ed25519:")), key)
            if command.startswith("lacdsl trust add"):
                answer, _ = run("lacdsl verify region-north-1.0.0.zip")
                assert "vouched for by  Northern group" in answer
                assert run("lacdsl install rules-of-the-region/north")[1] == 2
    assert run("lacdsl remove region/north@1.0.0")[1] == 0


def test_the_page_on_proving_shows_what_appears() -> None:
    page = DOCS / "testing-rules.md"
    assert run("lacdsl new ruleset local/council --folder council-rules")[1] == 0
    Path("council-rules/own.rules").unlink()
    rule = next(text for _, text in fences(DOCS.parent / "README.md", "lacdsl")).replace("387", "L01")
    file = Path("council-rules/ages.rules")
    file.write_text(rule, encoding="utf-8")
    answer, _ = run("lacdsl say L01 --ruleset council-rules")
    assert same(tuple(_in_the_page("text", "L01", page).splitlines()), answer), answer
    for old, new in (("passes  | 1     | 01", "fails   | 1     | 01"), ("n/a    ", "passes ")):
        assert old in rule
        rule = rule.replace(old, new)
    kept = [line for line in rule.splitlines(keepends=True) if "unknown" not in line]
    file.write_text("".join(kept), encoding="utf-8")
    answer, status = run("lacdsl test council-rules")
    assert status == 1
    assert same(tuple(_in_the_page("text", "rule L01", page).splitlines()), answer), answer


def test_an_answer_that_is_another_is_noticed() -> None:
    assert same(("a", "...", "c …"), "a\nb\nb\nc d\n")
    assert not same(("a", "c"), "a\nb\nc\n") and not same(("a",), "a\nb\n") and not same(("a", "..."), "b\n")
