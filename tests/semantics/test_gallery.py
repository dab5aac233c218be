"""Every diagnostic, each with the smallest file that causes it and the message as a terminal shows it.

LACDSL_UPDATE_GOLDEN=1 writes the messages anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lacdsl.diagnostics import render_all
from lacdsl.semantics import SEMANTIC_CODES

FOLDER = Path(__file__).parent.parent / "fixtures" / "semantics" / "bad"
FILES = sorted(FOLDER.glob("*.rules"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_message(path: Path, compile_text) -> None:
    found = compile_text(path.read_text(encoding="utf-8"), path.name).diagnostics
    shown = render_all(found) + "\n"
    golden = path.with_suffix(".txt")
    if os.environ.get("LACDSL_UPDATE_GOLDEN"):
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8")
    assert {problem.code for problem in found} == {path.stem[:4]}, "one mistake, one kind of message"
    for problem in found:
        assert problem.span is not None and problem.source_line
        assert problem.message.endswith((".", "?")) and problem.help


def test_every_code_is_shown() -> None:
    assert {path.stem[:4] for path in FILES} == set(SEMANTIC_CODES)
