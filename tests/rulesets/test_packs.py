"""Packs: what goes in, that nothing can be changed in them unseen, and that no pack can do harm."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets import load_ruleset
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.packs import files as limits
from lacdsl.rulesets.packs.files import LISTING
from lacdsl.rulesets.packs.make import make_pack, zipped
from lacdsl.rulesets.packs.opened import open_pack
from tests.rulesets.conftest import local

RULE = 'rule OWN1 "Own"\n  for each Header\n  must DOB is present\n  flag DOB\n'


def codes(error: pytest.ExceptionInfo[LacdslError]) -> set[str]:
    return {found.code for found in error.value.diagnostics}


def packed(home: Path, **manifest: str) -> Path:
    """A pack of a small ruleset, as a file."""
    made = make_pack(local(home, RULE, **manifest), None, Problems())
    path = home.parent / "council.zip"
    path.write_bytes(made.zipped())
    return path


def contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_holds_what_the_ruleset_uses_and_nothing_that_lies_beside_it(home: Path) -> None:
    folder = local(home, RULE)
    (folder / "README.md").write_text("# Ours\n")
    (folder / "children.csv").write_text("CHILD,DOB\n1,01/01/2015\n")
    (folder / "report.xlsx").write_bytes(b"PK")
    made = make_pack(folder, None, Problems())
    assert sorted(made.files) == ["PACK.json", "README.md", "own.rules", "ruleset.yaml"]
    assert made.left_out == ("children.csv", "report.xlsx")


def test_the_same_files_make_the_same_bytes(home: Path) -> None:
    first = make_pack(local(home, RULE), None, Problems()).zipped()
    elsewhere = home.parent / "elsewhere"
    elsewhere.mkdir()
    for path in sorted((home.parent / "council").iterdir(), reverse=True):
        shutil.copy(path, elsewhere)
        os.utime(elsewhere / path.name, (1, 1))
    (elsewhere / "own.rules").chmod(0o600)
    assert make_pack(elsewhere, None, Problems()).zipped() == first


def test_a_pack_is_used_as_the_folder_it_was_made_from(home: Path) -> None:
    rules = load_ruleset(packed(home))
    assert (rules.name, rules.version) == ("council", "1.0.0")
    assert {"OWN1", "101"} <= set(rules.rules)
    assert rules.rules["OWN1"].location == "council@1.0.0/own.rules:1"


def test_a_ruleset_with_a_data_model_of_its_own_takes_it_along(home: Path) -> None:
    whole = home.parent / "whole"
    shutil.copytree(home / "small" / "2025-26", whole)
    text = (whole / "ruleset.yaml").read_text().replace("small/2025-26", "group/small")
    (whole / "ruleset.yaml").write_text(text.replace("scope: official", "scope: regional"))
    path = home.parent / "whole.zip"
    path.write_bytes(make_pack(whole, None, Problems()).zipped())
    shutil.rmtree(whole)
    assert load_ruleset(path).model.tables.keys() == load_ruleset("small/2025-26").model.tables.keys()


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        ({"version": "spring"}, "spring"),
        ({"version": '"1.0/../.."'}, "1.0/../.."),
        ({"extends": "../other"}, "../other"),
    ],
)
def test_what_cannot_travel_is_refused(home: Path, manifest: dict[str, str], told: str) -> None:
    shutil.copytree(home / "small" / "2026-27", home.parent / "other")
    text = (home.parent / "other" / "ruleset.yaml").read_text().replace("small/2026-27", "other")
    (home.parent / "other" / "ruleset.yaml").write_text(
        text.replace("extends: ../2025-26", "extends: small/2025-26")
    )
    with pytest.raises(LacdslError) as error:
        make_pack(local(home, RULE, **manifest), None, Problems())
    assert codes(error) == {"R476"} and told in str(error.value)


Change = Callable[[dict[str, bytes]], None]


def _edit(files: dict[str, bytes]) -> None:
    files["own.rules"] = files["own.rules"].replace(b"present", b"missing")


def _add(files: dict[str, bytes]) -> None:
    files["more.rules"] = RULE.replace("OWN1", "OWN2").encode()


def _lose(files: dict[str, bytes]) -> None:
    del files["own.rules"]


def _rename(files: dict[str, bytes]) -> None:
    files["their.rules"] = files.pop("own.rules")


def _unlist(files: dict[str, bytes]) -> None:
    said = json.loads(files[LISTING])
    del said["files"]["own.rules"]
    files[LISTING] = json.dumps(said).encode()


def _other_version(files: dict[str, bytes]) -> None:
    files[LISTING] = files[LISTING].replace(b'"version": "1.0.0"', b'"version": "9.0.0"')


def _no_listing(files: dict[str, bytes]) -> None:
    del files[LISTING]


def _no_json(files: dict[str, bytes]) -> None:
    files[LISTING] = b"[" * 100_000


def _other_form(files: dict[str, bytes]) -> None:
    files[LISTING] = files[LISTING].replace(b'"format": 1', b'"format": 2')


@pytest.mark.parametrize(
    "change", [_edit, _add, _lose, _rename, _unlist, _other_version, _no_listing, _no_json, _other_form]
)
def test_a_pack_that_is_not_what_its_list_says_is_refused(home: Path, change: Change) -> None:
    path = packed(home)
    files = contents(path)
    change(files)
    path.write_bytes(zipped(files))
    with pytest.raises(LacdslError) as error:
        load_ruleset(path)
    assert codes(error) == {"R471"}


BAD_NAMES = [
    "../evil.rules",
    "/etc/evil.rules",
    "a/../../evil.rules",
    "..\\evil.rules",
    "C:evil.rules",
    "CON.rules",
    "lpt1.rules",
    ".hidden.rules",
    "run.py",
    "a\x00b.rules",
    "trailing. /a.rules",
    "x" * 300 + ".rules",
    "/".join(["deep"] * 12) + "/a.rules",
]


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_leads_elsewhere_or_fits_no_pack_is_refused(
    home: Path, name: str, tmp_path: Path
) -> None:
    path = packed(home)
    before = {each for each in tmp_path.rglob("*") if each.is_file()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for known, data in contents(path).items():
            archive.writestr(known, data)
        entry = zipfile.ZipInfo("placeholder")
        entry.filename = name
        archive.writestr(entry, RULE)
    path.write_bytes(made.getvalue())
    with pytest.raises(LacdslError) as error:
        load_ruleset(path)
    # What a zip cannot even hold (a name with a zero byte is cut there) is not on the list of the pack.
    assert codes(error) <= {"R470", "R471"}
    assert {each for each in tmp_path.rglob("*") if each.is_file()} == before


def test_names_that_differ_in_capitals_only_are_refused(home: Path) -> None:
    path = packed(home)
    files = contents(path)
    path.write_bytes(zipped({**files, "OWN.rules": files["own.rules"]}))
    with pytest.raises(LacdslError) as error:
        load_ruleset(path)
    assert codes(error) == {"R470"}


def test_links_in_a_pack_are_refused(home: Path) -> None:
    path = packed(home)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in contents(path).items():
            entry = zipfile.ZipInfo(name)
            kind = stat.S_IFLNK if name == "own.rules" else stat.S_IFREG
            entry.external_attr = (kind | 0o644) << 16
            archive.writestr(entry, data)
    path.write_bytes(made.getvalue())
    with pytest.raises(LacdslError) as error:
        load_ruleset(path)
    assert codes(error) == {"R470"}


def test_a_pack_that_swells_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(home)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents(path).items():
            archive.writestr(name, data)
        archive.writestr("large.csv", b"0" * 2_000_000)
    path.write_bytes(made.getvalue())
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(limits, "LARGEST_FILE", 1_000_000)
    with pytest.raises(LacdslError) as error:
        load_ruleset(path)
    assert codes(error) == {"R470"}


@pytest.mark.parametrize("length", [0, 1, 30, 200, 600])
def test_a_pack_cut_short_is_refused(home: Path, length: int) -> None:
    path = packed(home)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(LacdslError) as error:
        load_ruleset(path)
    assert codes(error) == {"R470"}


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_changed_byte_goes_unseen(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """One byte changed anywhere in the file: refused, or it did not touch what is in the pack."""
    files = {"ruleset.yaml": MANIFEST, "own.rules": RULE.encode()}
    from lacdsl.rulesets.packs.listing import listing_of

    whole = {**files, LISTING: listing_of(files, Problems()).data}
    raw = bytearray(zipped(whole))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("packs") / "council.zip"
    path.write_bytes(bytes(raw))
    try:
        pack = open_pack(path, None, Problems())
    except LacdslError as error:
        assert {found.code for found in error.diagnostics} <= {"R470", "R471", "R472"}
    else:
        assert dict(pack.whole) == whole


MANIFEST = b"""\
name: council
title: Our own
version: 1.0.0
owner: Council
scope: local
return: small
year: 2026-27
extends: small/2026-27
"""
