"""Tricks with packs and with what lies on the disk: nothing that nobody vouched for is used."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets import load_ruleset
from lacdsl.rulesets.chain import read_chain
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.files import find
from lacdsl.rulesets.packs.files import LISTING
from lacdsl.rulesets.packs.keys import SigningKey
from lacdsl.rulesets.packs.places import own_trust_file, trust_file
from lacdsl.rulesets.packs.store import store
from lacdsl.rulesets.packs.trust import TrustedKey
from tests.rulesets.test_installing import key, pack_of, put, trust
from tests.rulesets.test_packs import codes

__all__ = ["key"]
EVIL = b'rule EVIL "Evil"\n  for each Header\n  must DOB is missing\n  flag DOB\n'


def more(path: Path, change: Callable[[zipfile.ZipFile], None]) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        change(archive)


def renamed_in_one_header(data: bytes) -> bytes:
    """The rules' name changed where the file begins, not in the directory at the end."""
    return data.replace(b"own.rules", b"0wn.rules", 1)


TRICKS: dict[str, Callable[[Path], None]] = {
    "a name twice": lambda path: more(path, lambda made: made.writestr("own.rules", EVIL)),
    "a name in other capitals": lambda path: more(path, lambda made: made.writestr("OWN.rules", EVIL)),
    "a list below": lambda path: more(path, lambda made: made.writestr(f"below/{LISTING}", b"{}")),
    "one more file": lambda path: more(path, lambda made: made.writestr("more.rules", EVIL)),
    "a hidden file": lambda path: more(path, lambda made: made.writestr(".more.rules", EVIL)),
    "a folder": lambda path: more(path, lambda made: made.mkdir("more")),
    "a device": lambda path: more(path, lambda made: made.writestr("aux.rules", EVIL)),
    "a full-width name": lambda path: more(path, lambda made: made.writestr("own.rules", EVIL)),
    "a name with a combining sign": lambda path: more(path, lambda made: made.writestr("ówn.rules", EVIL)),
    "a stream": lambda path: more(path, lambda made: made.writestr("own.rules:evil.rules", EVIL)),
    "a way out": lambda path: more(path, lambda made: made.writestr("../evil.rules", EVIL)),
    "a long name": lambda path: more(path, lambda made: made.writestr("a" * 300 + ".rules", EVIL)),
    "a trailing dot": lambda path: more(path, lambda made: made.writestr("own.rules.", EVIL)),
    "headers that differ": lambda path: void(path.write_bytes(renamed_in_one_header(path.read_bytes()))),
    "half of it": lambda path: void(path.write_bytes(path.read_bytes()[:-30])),
}


def void(_: object) -> None:
    """Nothing."""


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("how", TRICKS)
def test_a_trick_with_a_signed_zip_is_refused(home: Path, key: SigningKey, how: str) -> None:
    trust(TrustedKey("Us", key.public))
    path = pack_of(home, key=key)
    assert "OWN100" in load_ruleset(path).rules
    TRICKS[how](path)
    with pytest.raises(LacdslError) as error:
        load_ruleset(path)
    assert codes(error) <= {"R470", "R471"}


@pytest.mark.parametrize("how", ["before", "behind", "comment"])
def test_what_lies_around_the_files_of_a_zip_is_never_used(home: Path, key: SigningKey, how: str) -> None:
    trust(TrustedKey("Us", key.public))
    path = pack_of(home, key=key)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as made:
        made.writestr("own.rules", EVIL)
    data = path.read_bytes()
    if how == "comment":
        with zipfile.ZipFile(path, "a") as archive:
            archive.comment = other.getvalue()
    else:
        path.write_bytes(other.getvalue() + data if how == "before" else data + other.getvalue())
    try:
        assert "EVIL" not in load_ruleset(path).rules
    except LacdslError as error:
        assert {each.code for each in error.diagnostics} <= {"R470", "R471"}


def test_a_pack_moved_to_another_name_or_version_is_refused(home: Path, key: SigningKey) -> None:
    trust(TrustedKey("Us", key.public))
    done = put(pack_of(home, "1.0.0", key))
    for place in (store() / "council" / "@9.0.0", store() / "region" / "north" / "@1.0.0"):
        shutil.copytree(done.folder, place)
    for name in ("council", "council@9.0.0", "region/north"):
        with pytest.raises(LacdslError) as error:
            load_ruleset(name)
        assert codes(error) == {"R471"}
    assert load_ruleset("council@1.0.0").version == "1.0.0"


def test_files_changed_after_the_look_are_not_used(
    home: Path, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(TrustedKey("Us", key.public))
    done = put(pack_of(home, key=key))
    place = find("council", Problems())
    (done.folder / "own.rules").write_bytes(EVIL)
    (done.folder / "more.rules").write_bytes(EVIL)
    monkeypatch.setattr("lacdsl.rulesets.chain.find", lambda *_: place)
    texts = [file.data for file in read_chain(("council",)).layers[-1].files]
    assert texts and EVIL not in texts


def test_a_base_that_is_not_signed_is_refused_under_one_that_is(home: Path, key: SigningKey) -> None:
    put(pack_of(home, name="region/north"))
    trust(TrustedKey("Us", key.public))
    path = pack_of(home, "2.0.0", name="region/signed", extends="small/2025-26", year="2025-26", key=key)
    assert load_ruleset(path).version == "2.0.0"
    folder = home.parent / "council"
    manifest = folder / "ruleset.yaml"
    manifest.write_text(manifest.read_text().replace("extends: small/2025-26", "extends: region/north"))
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == {"R472"}


def test_a_trust_file_that_nobody_can_look_at_counts_as_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    assert trust_file() is None
    monkeypatch.setattr(Path, "lstat", refused)
    assert trust_file() is not None


def test_one_key_may_stand_in_the_trust_file_twice(home: Path, key: SigningKey) -> None:
    trust(TrustedKey("Us", key.public, ("council",)), TrustedKey("Us", key.public, ("region/*",)))
    assert put(pack_of(home, key=key)).name == "council"
    assert put(pack_of(home, key=key, name="region/north")).name == "region/north"


def test_a_place_that_cannot_be_written_to_is_said(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LACDSL_HOME", str(tmp_path / "file"))
    path = pack_of(home)
    for use in (lambda: put(path), lambda: load_ruleset(path)):
        with pytest.raises(LacdslError) as error:
            use()
        assert codes(error) == {"R474"}
    assert own_trust_file().parent == tmp_path / "file"
