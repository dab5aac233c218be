"""Every message about a model, with a small model that causes it.

A case in tests/fixtures/model is a text file: the files that are laid over the good model in `base`, then,
after `==> says`, what the loader has to answer. `UPDATE_GOLDEN=1 pytest tests/model/test_gallery.py` writes
the answers anew.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from lacdsl.diagnostics import LacdslError, render_all
from lacdsl.model import Addition, load_model
from lacdsl.model.diagnostics import EXPLANATIONS

FIXTURES = Path(__file__).parent.parent / "fixtures" / "model"
CASES = sorted(FIXTURES.glob("*.txt"))
MODEL = Path("2026-27/model.yaml")
OWN = Path("council/model.yaml")
"""A model that adds to the good one, in a case that has such."""


def parts(case: Path) -> dict[str, str]:
    """Name -> text of what a case holds; the answer is called `says`."""
    found: dict[str, str] = {}
    for part in case.read_text(encoding="utf-8").split("==> ")[1:]:
        name, _, text = part.partition("\n")
        found[name] = text
    return found


def answer(validate: bool) -> str:
    try:
        if OWN.exists():
            base = Path("2025-26/model.yaml")
            load_model(base, validate=validate, additions=(Addition(OWN, "local/council"),))
        else:
            load_model(MODEL, validate=validate)
    except LacdslError as error:
        return render_all(error.diagnostics) + "\n"
    return "nothing is wrong\n"


@pytest.fixture
def laid_out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The case as files in a folder that is the current one."""
    case: Path = request.param
    folder = tmp_path / "care"
    shutil.copytree(FIXTURES / "base", folder)
    for name, text in parts(case).items():
        if name != "says":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    return case


@pytest.mark.parametrize("laid_out", CASES, ids=lambda case: case.stem, indirect=True)
def test_a_bad_model_gets_this_answer(laid_out: Path) -> None:
    text = answer(validate=True)
    if os.environ.get("UPDATE_GOLDEN"):
        kept = laid_out.read_text(encoding="utf-8").partition("==> says\n")[0]
        laid_out.write_text(f"{kept}==> says\n{text}", encoding="utf-8")
    assert text == parts(laid_out)["says"]
    assert f"[{laid_out.stem[:4]}]" in text


@pytest.mark.parametrize("laid_out", CASES, ids=lambda case: case.stem, indirect=True)
def test_a_bad_model_crashes_nothing_when_its_shape_is_not_checked(laid_out: Path) -> None:
    assert answer(validate=False)


def test_every_code_has_a_case() -> None:
    assert {case.stem[:4] for case in CASES} == set(EXPLANATIONS)


def test_the_model_that_the_cases_change_is_good() -> None:
    assert load_model(FIXTURES / "base" / "2025-26" / "model.yaml").name == "care"
