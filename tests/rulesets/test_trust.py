"""The trust file: which one counts, which versions it refuses, and that nothing slips past under a trusted name."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets import load_ruleset
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.packs import places
from lacdsl.rulesets.packs.keys import SigningKey
from lacdsl.rulesets.packs.refused import Refused
from lacdsl.rulesets.packs.store import installed, remove, store
from lacdsl.rulesets.packs.trust import Trust, TrustedKey, read_trust, written
from tests.rulesets.conftest import local
from tests.rulesets.test_installing import RULE, key, pack_of, put, trust
from tests.rulesets.test_packs import codes
from tests.rulesets.test_tampering import EVIL

__all__ = ["key"]


def write(path: Path, *keys: TrustedKey, refused: tuple[Refused, ...] = ()) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(keys, refused), encoding="utf-8")


def refusal(wanted: str | Path, *others: str | Path) -> LacdslError:
    with pytest.raises(LacdslError) as error:
        load_ruleset(wanted, *others)
    return error.value


def test_the_computers_trust_file_counts_instead_of_the_users(home: Path, key: SigningKey) -> None:
    path = pack_of(home, key=key)
    write(places.own_trust_file(), TrustedKey("Me", key.public))
    assert put(path)
    write(places.shared_trust_file())
    assert refusal("council").diagnostics[0].code == "R472"
    write(places.shared_trust_file(), TrustedKey("All", key.public))
    places.own_trust_file().write_text("not to be read")
    assert load_ruleset("council").version == "1.0.0"


@pytest.mark.skipif(sys.platform == "win32", reason="the names of POSIX systems")
def test_no_environment_variable_moves_the_computers_trust_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    for name in ("LACDSL_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS", "HOME", "PROGRAMDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    usual = {"darwin": "/Library/Application Support/lacdsl"}.get(sys.platform, "/etc/lacdsl")
    assert places.shared_trust_file() == Path(usual) / "trust.yaml"


def test_a_version_that_was_found_to_be_wrong_is_refused_though_signed(home: Path, key: SigningKey) -> None:
    for version in ("1.0.0", "1.1.0", "2.0.0"):
        put(pack_of(home, version, key))
    ours = TrustedKey("Us", key.public)
    write(places.own_trust_file(), ours, refused=(Refused("council", version="1.0.0", because="wrong day"),))
    error = refusal("council@1.0.0")
    assert codes_of(error) == {"R472"} and "wrong day" in str(error)
    assert load_ruleset("council@1.1.0").version == "1.1.0"
    with pytest.raises(LacdslError):
        put(pack_of(home, "1.0.0", key))
    write(places.own_trust_file(), ours, refused=(Refused("coun*", before="2.0.0", because="wrong day"),))
    assert codes_of(refusal("council@1.1.0")) == {"R472"}
    remove("council@2.0.0", Problems())
    assert codes_of(refusal("council")) == {"R472"}, "taking the new one away does not bring the old one back"
    put(pack_of(home, "2.0.0", key))
    assert load_ruleset("council").version == "2.0.0"


def codes_of(error: LacdslError) -> set[str]:
    return {found.code for found in error.diagnostics}


def test_what_a_trust_file_refuses_is_read_again(home: Path, key: SigningKey) -> None:
    refused = (
        Refused("a/*", before="1.2.0", because='"odd"'),
        Refused("b", version="1.0", because="because"),
    )
    write(places.own_trust_file(), TrustedKey("Us", key.public), refused=refused)
    read = read_trust(Problems())
    assert isinstance(read, Trust) and read.refused == refused


@pytest.mark.parametrize(
    "entry",
    [
        "{ruleset: a, version: '1.0'}",
        "{ruleset: a, because: b}",
        "{ruleset: a, version: '1.0', before: '2.0', because: b}",
        "{ruleset: a, version: 'all', because: b}",
        "{ruleset: 'a b', version: '1.0', because: b}",
        "{ruleset: a, version: [1], because: b}",
        "a",
    ],
)
def test_an_entry_that_refuses_nothing_clear_trusts_nobody(home: Path, key: SigningKey, entry: str) -> None:
    path = pack_of(home, key=key)
    write(places.own_trust_file(), TrustedKey("Us", key.public))
    own = places.own_trust_file()
    own.write_text(f"{own.read_text()}refused:\n  - {entry}\n")
    assert codes_of(refusal(path)) == {"R473"}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: f"# a remark\n\n{text}# another\n",
    ],
)
def test_a_trust_file_as_editors_save_it_is_read(home: Path, key: SigningKey, change: object) -> None:
    path = pack_of(home, key=key)
    write(places.own_trust_file(), TrustedKey("Us", key.public))
    own = places.own_trust_file()
    own.write_bytes(change(own.read_text()).encode())  # type: ignore[operator]
    assert load_ruleset(path).version == "1.0.0"


@pytest.mark.skipif(sys.platform == "win32", reason="needs rights on Windows")
@pytest.mark.parametrize("how", ["empty", "a remark", "utf-16", "folder", "loop", "pipe", "large"])
def test_a_trust_file_that_is_none_trusts_nobody(home: Path, key: SigningKey, how: str) -> None:
    path = pack_of(home, key=key)
    own = places.own_trust_file()
    write(own, TrustedKey("Us", key.public))
    text = own.read_text()
    own.unlink()
    if how == "folder":
        own.mkdir()
    elif how == "loop":
        own.symlink_to(own)
    elif how in ("empty", "a remark"):
        own.write_text("" if how == "empty" else "# nobody yet\n")
    elif how == "pipe":
        os.mkfifo(own)
    else:
        own.write_bytes(text.encode("utf-16") if how == "utf-16" else text.encode() + b"#" * 1_000_000)
    error = refusal(path)
    assert codes_of(error) == {"R473"} and "no pack is trusted" in str(error)


@pytest.mark.parametrize(
    ("place", "wanted", "name"),
    [
        ("region/north", "region/north", "region/north"),
        ("region/north", "region/north", "other"),
        ("region/north@2.0.0", "region/north@2.0.0", "other"),
        ("local/ours", "local/ours", "other"),
        ("plain", "plain", "plain"),
    ],
)
def test_a_folder_does_not_stand_in_for_a_ruleset_that_is_trusted_by_name(
    home: Path, key: SigningKey, monkeypatch: pytest.MonkeyPatch, place: str, wanted: str, name: str
) -> None:
    folder = local(home, EVIL.decode(), name=name)
    (home.parent / place).parent.mkdir(exist_ok=True)
    shutil.copytree(folder, home.parent / place)
    monkeypatch.chdir(home.parent)
    assert "EVIL" in load_ruleset(wanted).rules, "without a trust file a folder is a folder"
    trust(TrustedKey("Region", key.public, ("region/*",)))
    error = refusal(wanted)
    assert codes_of(error) == {"R472"} and f"./{wanted}" in str(error)
    assert "EVIL" in load_ruleset(f"./{wanted}").rules


def test_a_folder_of_ones_own_is_used_by_its_plain_name(
    home: Path, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    local(home, RULE.format(n=1), name="local/ours")
    trust(TrustedKey("Region", key.public))
    monkeypatch.chdir(home.parent)
    assert load_ruleset("council").name == "local/ours"


def test_two_rulesets_of_one_name_are_never_used_together(home: Path, key: SigningKey) -> None:
    put(pack_of(home, "1.0.0", name="region/north"))
    put(pack_of(home, "2.0.0", name="region/north"))
    both = refusal("region/north@1.0.0", "region/north@2.0.0")
    assert codes_of(both) == {"R463"} and "region/north@1.0.0" in str(both)
    folder = local(home, RULE.format(n=3), name="Region/north", extends="region/north@1.0.0")
    assert codes_of(refusal(folder)) == {"R463"}


@pytest.mark.parametrize("lost", ["PACK.json", "ruleset.yaml"])
def test_an_installed_ruleset_that_lost_its_list_or_manifest_is_refused(home: Path, lost: str) -> None:
    put(pack_of(home, "1.0.0"))
    done = put(pack_of(home, "2.0.0"))
    (done.folder / lost).unlink()
    error = refusal("council")
    assert codes_of(error) <= {"R470", "R471"}, "and the older one does not take its place"
    assert "lacdsl remove council@2.0.0" in str(error) and "council@2.0.0" in error.diagnostics[0].message
    assert [each.version for each in installed()] == ["1.0.0", "2.0.0"]
    remove("council@2.0.0", Problems())
    assert load_ruleset("council").version == "1.0.0"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_folder_swapped_for_a_link_is_refused_and_its_removal_spares_the_target(home: Path) -> None:
    done = put(pack_of(home))
    other = home.parent / "elsewhere"
    shutil.copytree(done.folder, other)
    (other / "own.rules").write_bytes(EVIL)
    shutil.rmtree(done.folder)
    done.folder.symlink_to(other)
    assert codes_of(refusal("council")) == {"R471"}
    remove("council", Problems())
    assert (other / "own.rules").read_bytes() == EVIL and not list(store().rglob("@*"))


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_folder_takes_nothing_along_that_lies_elsewhere_or_beside(home: Path, tmp_path: Path) -> None:
    folder = local(home, RULE.format(n=1))
    (folder / "children.csv").write_text("CHILD\n1\n")
    (folder / "report.xlsx").write_bytes(b"PK")
    assert sorted(path.name for path in put(folder).folder.iterdir()) == [
        "PACK.json",
        "own.rules",
        "ruleset.yaml",
    ]
    (tmp_path / "secret").write_text("secret")
    (folder / "README.md").symlink_to(tmp_path / "secret")
    with pytest.raises(LacdslError) as error:
        put(folder)
    assert codes(error) == {"R476"}


def test_a_new_pack_that_cannot_be_put_in_place_leaves_the_old_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = put(pack_of(home))
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.name == "pack":
            raise PermissionError(13, "Permission denied", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(LacdslError) as error:
        put(pack_of(home, title="Changed"), again=True)
    assert codes(error) == {"R474"}
    assert load_ruleset("council").title == "Our own"
    assert [path.name for path in done.folder.parent.iterdir()] == ["@1.0.0"]
