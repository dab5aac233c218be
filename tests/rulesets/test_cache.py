"""What is kept between runs: quick, never wrong, never in the way."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgpack
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets import Ruleset, load, load_ruleset
from lacdsl.rulesets.codec import Registry
from tests.rulesets.conftest import local


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for kept rulesets of this test."""
    monkeypatch.delenv("LACDSL_NO_CACHE")
    folder = tmp_path / "cache" / "rulesets"
    monkeypatch.setattr("lacdsl.rulesets.cache.cache_folder", lambda: folder)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    return folder


def files(kept: Path) -> list[Path]:
    return sorted(kept.iterdir())


def same(one: Ruleset, other: Ruleset) -> bool:
    return (
        one.program == other.program
        and dict(one.rules) == dict(other.rules)
        and dict(one.examples) == dict(other.examples)
        and dict(one.trees) == dict(other.trees)
        and one.shared == other.shared
        and one.diagnostics == other.diagnostics
        and one.layers == other.layers
        and one.model == other.model
    )


def not_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Ruleset:
        raise AssertionError("compiled again")

    monkeypatch.setattr(load, "_compiled", refuse)


def test_a_kept_ruleset_is_the_one_that_was_compiled(
    home: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_ruleset("small/2026-27")
    assert first.examples is not None and first.trees
    assert len(files(kept)) == 1
    not_compiled(monkeypatch)
    again = load_ruleset("small/2026-27")
    assert same(first, again)
    assert again.rules["101"].span == first.rules["101"].span
    assert again.trees["101"].span == first.trees["101"].span


def test_trees_are_kept_once_they_were_asked_for(
    home: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_ruleset("small/2026-27")
    (file,) = files(kept)
    small = file.stat().st_size
    assert load_ruleset("small/2026-27").rules and file.stat().st_size == small
    trees = load_ruleset("small/2026-27").trees
    assert files(kept) == [file] and file.stat().st_size > small
    not_compiled(monkeypatch)
    assert load_ruleset("small/2026-27").trees == trees


@pytest.mark.parametrize(
    "changed",
    [
        "small/2025-26/children.rules",
        "small/2026-27/ruleset.yaml",
        "small/2025-26/model.yaml",
        "small/2025-26/codes/sex_codes.csv",
    ],
)
def test_any_change_of_any_file_counts(home: Path, kept: Path, changed: str) -> None:
    load_ruleset("small/2026-27")
    file = home / changed
    file.write_text(file.read_text() + ("3,Other\n" if changed.endswith("csv") else "\n# changed\n"))
    load_ruleset("small/2026-27")
    assert len(files(kept)) == 2


def test_a_new_file_counts(home: Path, kept: Path) -> None:
    folder = local(home, "")
    load_ruleset(folder)
    (folder / "more.rules").write_text(
        'rule NEW "New"\n  for each Header\n  must DOB is present\n  flag DOB\n', encoding="utf-8"
    )
    assert "NEW" in load_ruleset(folder).rules


@pytest.mark.parametrize("damage", [b"", b"\x00" * 40, None])
def test_damaged_files_are_made_again(home: Path, kept: Path, damage: bytes | None) -> None:
    first = load_ruleset("small/2025-26")
    assert first.trees
    (file,) = files(kept)
    whole = file.read_bytes()
    for place in (len(whole) // 4, len(whole) // 2, len(whole) - 3):
        hurt = bytearray(whole)
        hurt[place] ^= 0xFF
        file.write_bytes(damage if damage is not None else bytes(hurt))
        assert same(load_ruleset("small/2025-26"), first)
        assert file.read_bytes() == whole


def test_a_file_under_another_key_is_not_taken(home: Path, kept: Path) -> None:
    load_ruleset("small/2025-26")
    (old,) = files(kept)
    load_ruleset("small/2026-27")
    (new,) = [file for file in files(kept) if file != old]
    shutil.copy(old, new)
    assert load_ruleset("small/2026-27").name == "small/2026-27"


def test_examples_that_cannot_be_read_back_are_compiled_again(
    home: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_ruleset("small/2025-26")
    monkeypatch.setattr("lacdsl.rulesets.cache._tree_registry", lambda: Registry({}))
    again = load_ruleset("small/2025-26")
    assert dict(again.examples) == dict(first.examples)
    assert dict(again.trees) == dict(first.trees)
    assert again.shared == first.shared


def test_a_cache_folder_that_cannot_be_written_is_no_error(home: Path, kept: Path) -> None:
    kept.parent.mkdir()
    kept.write_text("a file where the folder should be", encoding="utf-8")
    assert load_ruleset("small/2025-26").rules


def test_rules_with_errors_are_not_kept(home: Path, kept: Path) -> None:
    folder = local(home, "rule X\n")
    for _ in range(2):
        with pytest.raises(LacdslError):
            load_ruleset(folder)
    assert not kept.exists() or not files(kept)


def test_the_cache_can_be_turned_off(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    load_ruleset("small/2025-26")
    assert not (tmp_path / "cache").exists()


def test_old_files_are_dropped(home: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lacdsl.rulesets.cache._KEPT", 2)
    folder = local(home, "")
    for number in range(4):
        (folder / "own.rules").write_text(f"# {number}\n", encoding="utf-8")
        load_ruleset(folder)
    assert len(files(kept)) == 2
    assert not [file for file in files(kept) if file.suffix == ".part"]


def resealed(file: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """A kept ruleset changed by somebody who mends all its hashes, and has not the user's secret."""
    held = msgpack.unpackb(file.read_bytes(), raw=False)
    change(held)
    parts = {name: (sha256(data).hexdigest(), data) for name, (_, data) in held["parts"].items()}
    file.write_bytes(msgpack.packb({**held, "parts": parts}, use_bin_type=True))


def _other_rules(held: dict[str, Any]) -> None:
    digest, data = held["parts"]["contents"]
    assert b"Date of birth" in data
    held["parts"]["contents"] = (digest, data.replace(b"Date of birth", b"Date of death"))


def _no_seal(held: dict[str, Any]) -> None:
    del held["seal"]


def _another_seal(held: dict[str, Any]) -> None:
    held["seal"] = bytes(32)


def _text_as_seal(held: dict[str, Any]) -> None:
    held["seal"] = "0" * 32


@pytest.mark.parametrize("change", [_other_rules, _no_seal, _another_seal, _text_as_seal])
def test_rules_that_somebody_else_put_into_the_cache_are_not_used(
    home: Path, kept: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    first = load_ruleset("small/2026-27")
    (file,) = files(kept)
    resealed(file, change)
    assert same(load_ruleset("small/2026-27"), first)


def test_kept_rulesets_that_were_swapped_are_not_used(home: Path, kept: Path) -> None:
    first, other = load_ruleset("small/2026-27"), load_ruleset("small/2025-26")
    one, two = files(kept)
    data = one.read_bytes(), two.read_bytes()
    one.write_bytes(data[1])
    two.write_bytes(data[0])
    assert load_ruleset("small/2026-27").year == first.year
    assert load_ruleset("small/2025-26").year == other.year


def test_where_no_secret_can_be_kept_nothing_is(
    home: Path, kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "file" / "below")
    assert "101" in load_ruleset("small/2026-27").rules
    assert "101" in load_ruleset("small/2026-27").rules
    assert not kept.exists() or not files(kept)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps other rights")
def test_the_secret_is_for_its_owner_only(home: Path, kept: Path, tmp_path: Path) -> None:
    load_ruleset("small/2026-27")
    assert (tmp_path / "data" / "cache.key").stat().st_mode & 0o077 == 0
