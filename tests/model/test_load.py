"""Loading a model: what is inherited, what is replaced, and which files are refused."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
import yaml

from lacdsl.diagnostics import LacdslError
from lacdsl.model import Model, load_model, model_files, nodes

BASE = Path(__file__).parent.parent / "fixtures" / "model" / "base"
HEAD = "extends: ../2025-26/model.yaml\nyear: 2026-27\nstart: 2026-04-01\nend: 2027-03-31\n"


@pytest.fixture
def care(tmp_path: Path) -> Path:
    """A folder of years that holds one good model, of 2025-26."""
    shutil.copytree(BASE, tmp_path / "care")
    return tmp_path / "care"


def later(care: Path, text: str = "", codes: dict[str, str] | None = None) -> Path:
    """A model of 2026-27 that extends the good one."""
    folder = care / "2026-27"
    (folder / "codes").mkdir(parents=True)
    (folder / "model.yaml").write_text(HEAD + text, encoding="utf-8")
    for name, content in (codes or {}).items():
        (folder / "codes" / name).write_text(content, encoding="utf-8")
    return folder / "model.yaml"


def refused(path: Path) -> list[str]:
    """The codes of what is wrong."""
    with pytest.raises(LacdslError) as caught:
        load_model(path)
    return [diagnostic.code for diagnostic in caught.value.diagnostics]


def columns(model: Model, table: str) -> list[str]:
    return list(model.tables[table].columns)


def test_parents_may_have_parents(care: Path) -> None:
    model = load_model(care / "2025-26" / "model.yaml")
    assert model.ancestors("Visits") == ("Plans", "Episodes", "Child")
    assert model.tables["Visits"].parent_key == ("ID", "EPISODE", "AGREED")
    assert model.ancestors("Child") == model.ancestors("Nothing") == ()


def test_a_year_that_changes_nothing_is_the_year_before_with_its_own_dates(care: Path) -> None:
    old, new = load_model(care / "2025-26" / "model.yaml"), load_model(later(care))
    assert (new.year, new.start.year) == ("2026-27", 2026)
    assert (new.name, new.title, new.tables, new.reference) == (
        old.name,
        old.title,
        old.tables,
        old.reference,
    )
    assert new.code_lists == old.code_lists


def test_a_table_keeps_what_the_later_year_does_not_state(care: Path) -> None:
    model = load_model(
        later(care, "tables:\n  Episodes:\n    title: Episodes, renamed\n    order: [CLOSED]\n")
    )
    episodes = model.tables["Episodes"]
    assert (episodes.title, episodes.singular, episodes.order) == (
        "Episodes, renamed",
        "Episode",
        ("CLOSED",),
    )
    assert episodes.period == ("OPENED", "CLOSED")


def test_a_column_is_replaced_in_its_place_and_a_new_one_comes_last(care: Path) -> None:
    text = "tables:\n  Child:\n    columns:\n      SEX: {type: text}\n      BORN: {type: text}\n"
    model = load_model(later(care, text))
    assert columns(model, "Child") == ["ID", "BORN", "POST", "SEX"]
    born = model.tables["Child"].columns["BORN"]
    assert (born.type, born.personal) == ("text", False)


def test_columns_and_tables_can_be_removed(care: Path) -> None:
    model = load_model(later(care, "remove: [Visits, Child.POST, Episodes.HAS_PLAN, Worker]\n"))
    assert list(model.tables) == ["Child", "Episodes", "Plans"]
    assert columns(model, "Child") == ["ID", "BORN"]
    assert not model.tables["Episodes"].derived
    assert not model.reference


def test_a_table_can_be_removed_and_described_anew(care: Path) -> None:
    table = (
        "{singular: Visit, title: Visits, key: [ID], parent: Child, parent_key: [ID],"
        " columns: {ID: {type: identifier}}}"
    )
    model = load_model(later(care, f"remove: [Visits]\ntables:\n  Visits: {table}\n"))
    assert columns(model, "Visits") == ["ID"]
    assert model.tables["Visits"].order == ()


def test_a_code_list_of_the_same_name_replaces_the_whole_list(care: Path) -> None:
    model = load_model(later(care, codes={"need_codes.csv": "code,label\nC,Crisis\n"}))
    assert dict(model.code_lists["need_codes"].codes) == {"C": "Crisis"}
    assert list(model.code_lists["yes_no_codes"].codes) == ["0", "1"]


def test_a_code_list_is_titled_after_its_file_unless_the_model_says_otherwise(care: Path) -> None:
    model = load_model(later(care, "code_lists:\n  need_codes: Kinds of need\n"))
    assert model.code_lists["need_codes"].title == "Kinds of need"
    assert model.code_lists["yes_no_codes"].title == "Yes no codes"


def test_codes_saved_by_excel_are_read(care: Path) -> None:
    model = load_model(later(care, codes={"need_codes.csv": "\N{BOM}code,label\r\nA,Abuse\r\n"}))
    assert dict(model.code_lists["need_codes"].codes) == {"A": "Abuse"}


def test_the_files_of_a_model_are_all_that_it_is_read_from(care: Path) -> None:
    path = later(care, codes={"need_codes.csv": "code,label\nC,Crisis\n"})
    assert [file.relative_to(care).as_posix() for file in model_files(path)] == [
        "2025-26/model.yaml",
        "2026-27/model.yaml",
        "2025-26/codes/need_codes.csv",
        "2025-26/codes/yes_no_codes.csv",
        "2026-27/codes/need_codes.csv",
    ]


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file(care: Path) -> None:
    path = later(care, "tables:\n  Episodes:\n    order: [NO]\n    period: [NO, OPENED]\n    key: [NO]\n")
    assert refused(path) == ["M517", "M518", "M516"]


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    assert refused(tmp_path / "2026-27" / "model.yaml") == ["M501"]
    assert refused(tmp_path) == ["M501"]


def test_a_file_in_another_encoding(care: Path) -> None:
    path = later(care)
    path.write_bytes(HEAD.encode() + "title: Café\n".encode("latin-1"))
    with pytest.raises(LacdslError, match="line 5 is not UTF-8 text"):
        load_model(path)


def test_a_file_that_is_far_too_large(care: Path) -> None:
    assert refused(later(care, "#" * 300_001)) == ["M501"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
@pytest.mark.parametrize("link", ["2025-26/model.yaml", "2025-26/codes/need_codes.csv"])
def test_a_link_to_a_file_outside_the_folder_of_the_years(care: Path, link: str) -> None:
    path = later(care)
    outside = care.parent / "outside"
    (care / link).rename(outside)
    (care / link).symlink_to(outside)
    assert refused(path)[0] in ("M501", "M509")


def test_many_repeated_parts_are_refused_before_they_are_put_together(care: Path) -> None:
    layers = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    layers += [
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]" for old, new in zip("abcdefg", "bcdefgh", strict=True)
    ]
    assert refused(later(care, "\n".join(layers))) == ["M504"]


def test_control_characters_never_reach_the_terminal(care: Path) -> None:
    path = later(care, '"\\e[31mred": 1\n', codes={"need_codes.csv": "code,label\n\x1b[31mA,Abuse\n"})
    with pytest.raises(LacdslError) as caught:
        load_model(path)
    assert "\x1b" not in str(caught.value)
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(LacdslError) as caught:
        load_model(path)
    assert "\x1b" not in str(caught.value)


def test_words_stay_words(care: Path) -> None:
    column = "NO: {type: text, title: 2026-01-01}"
    text = f"title: NO\ntables:\n  Child:\n    title: 'true'\n    columns:\n      {column}\n"
    model = load_model(later(care, text))
    assert (model.title, model.tables["Child"].title) == ("NO", "true")
    assert model.tables["Child"].columns["NO"].title == "2026-01-01"


def test_the_slower_yaml_reader_reads_the_same(care: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load_model(care / "2025-26" / "model.yaml")
    monkeypatch.setattr(nodes, "_LOADER", yaml.SafeLoader)
    assert load_model(care / "2025-26" / "model.yaml") == fast


def test_unchecked_shape_gives_the_same_model(care: Path) -> None:
    path = care / "2025-26" / "model.yaml"
    assert load_model(path, validate=False) == load_model(path)
