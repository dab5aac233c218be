"""The pages of tables and codes have all that rules can ask about."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from lacdsl.model import load_model
from lacdsl.resources import rulesets_folder

_PATH = Path(__file__).parent.parent.parent / "docs" / "tools" / "table_pages.py"
_SPEC = importlib.util.spec_from_file_location("table_pages", _PATH)
assert _SPEC is not None and _SPEC.loader is not None
table_pages = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = table_pages
_SPEC.loader.exec_module(table_pages)


@pytest.mark.parametrize("name", table_pages.RETURNS)
def test_every_table_column_and_code_is_there(name: str) -> None:
    page = table_pages.page(name)
    latest = sorted((rulesets_folder() / "dfe" / name).iterdir())[-1]
    assert latest.name == table_pages.YEAR
    model = load_model(latest / "model.yaml", validate=False)
    for table in model.tables.values():
        section = page.partition(f"\n## {table.singular}\n")[2].partition("\n## ")[0]
        assert all(f"| `{column}` | {each.title} |" in section for column, each in table.columns.items())
        assert all(f"| `{column}` |" in section for column in table.derived)
    for codes in model.code_lists.values():
        section = page.partition(f"{{ #{codes.name} }}\n")[2].partition("\n### ")[0]
        assert all(f"| `{code}` | {label} |" in section for code, label in codes.codes.items())
