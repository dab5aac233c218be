"""Installed rulesets: by name and version, side by side, locked, and vouched for."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets import load_ruleset
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.packs.files import LISTING, SIGNATURES
from lacdsl.rulesets.packs.keys import PublicKey, SigningKey, make_key, open_key
from lacdsl.rulesets.packs.make import make_pack, zipped
from lacdsl.rulesets.packs.opened import open_pack
from lacdsl.rulesets.packs.places import own_trust_file, unpacked
from lacdsl.rulesets.packs.store import (
    MOST_UNPACKED,
    Installed,
    find_installed,
    install,
    installed,
    remove,
    trusted,
    version_order,
)
from lacdsl.rulesets.packs.trust import TrustedKey, read_trust, written
from tests.rulesets.conftest import local
from tests.rulesets.test_packs import codes, contents

RULE = 'rule OWN{n} "Own"\n  for each Header\n  must DOB is present\n  flag DOB\n'


def pack_of(home: Path, version: str = "1.0.0", key: SigningKey | None = None, **manifest: str) -> Path:
    folder = local(home, RULE.format(n=version.replace(".", "")), version=f'"{version}"', **manifest)
    path = home.parent / f"council-{version}.zip"
    path.write_bytes(make_pack(folder, key, Problems()).zipped())
    return path


def put(path: Path, *, again: bool = False) -> Installed:
    problems = Problems()
    return install(trusted(path, read_trust(problems), problems), problems, again=again)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    make_key(tmp_path / "our.key", None, Problems())
    return open_key(tmp_path / "our.key", None, Problems())


def trust(*keys: TrustedKey) -> None:
    path = own_trust_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(keys))


def test_versions_stand_side_by_side_and_the_name_means_the_latest(home: Path) -> None:
    for version in ("1.9.0", "1.10.0", "1.2.0"):
        put(pack_of(home, version))
    assert [each.version for each in installed()] == ["1.2.0", "1.9.0", "1.10.0"]
    assert load_ruleset("council").version == "1.10.0"
    assert "OWN190" in load_ruleset("council@1.9.0").rules
    remove("council@1.10.0", Problems())
    assert load_ruleset("council").version == "1.9.0"
    remove("council", Problems())
    assert installed() == () and find_installed("council") is None
    with pytest.raises(LacdslError) as error:
        remove("council", Problems())
    assert codes(error) == {"R474"}


def test_versions_are_ordered_as_people_count() -> None:
    versions = ["2.0.0-draft", "1.10", "1.2.0", "2.0.0", "1.9.9", "2.0.0-draft2", "2.0.1"]
    assert sorted(versions, key=version_order) == [
        "1.2.0", "1.9.9", "1.10", "2.0.0-draft", "2.0.0-draft2", "2.0.0", "2.0.1",
    ]  # fmt: skip


def test_a_council_builds_on_an_installed_region(home: Path) -> None:
    put(pack_of(home, name="region/north", scope="regional"))
    folder = local(home, RULE.format(n=2), name="local/ours", extends="region/north")
    rules = load_ruleset(folder)
    assert [layer.name for layer in rules.layers][-2:] == ["region/north", "local/ours"]
    assert rules.rules["OWN100"].layer == "region/north"


def test_another_pack_of_the_same_version_needs_to_be_asked_for(home: Path) -> None:
    put(pack_of(home))
    put(pack_of(home))
    changed = pack_of(home, title="Changed")
    with pytest.raises(LacdslError) as error:
        put(changed)
    assert codes(error) == {"R474"}
    put(changed, again=True)
    assert load_ruleset("council").title == "Changed"


def test_a_name_that_comes_with_lacdsl_cannot_be_taken(home: Path) -> None:
    folder = local(home, RULE.format(n=1), name="small/2025-26")
    with pytest.raises(LacdslError) as error:
        trusted(folder, None, Problems())
    assert codes(error) == {"R463"}


def test_a_folder_is_installed_without_what_a_repository_hides(home: Path) -> None:
    folder = local(home, RULE.format(n=1))
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("[core]\n")
    done = put(folder)
    assert sorted(path.name for path in done.folder.iterdir()) == ["PACK.json", "own.rules", "ruleset.yaml"]


def test_installed_rules_that_were_changed_are_refused(home: Path) -> None:
    done = put(pack_of(home))
    path = done.folder / "own.rules"
    path.write_text(path.read_text().replace("present", "missing"))
    with pytest.raises(LacdslError) as error:
        load_ruleset("council")
    assert codes(error) == {"R471"}


def test_without_a_trust_file_a_whole_pack_is_enough(home: Path) -> None:
    assert put(pack_of(home)).version == "1.0.0"


def test_with_a_trust_file_only_what_it_vouches_for_is_used(home: Path, key: SigningKey) -> None:
    put(pack_of(home, "1.0.0"))
    trust(TrustedKey("Us", key.public))
    for use in (lambda: load_ruleset("council"), lambda: put(pack_of(home, "1.1.0"))):
        with pytest.raises(LacdslError) as error:
            use()
        assert codes(error) == {"R472"}
    put(pack_of(home, "1.2.0", key))
    assert load_ruleset("council@1.2.0").version == "1.2.0"
    assert load_ruleset(pack_of(home, "1.3.0", key)).version == "1.3.0"
    assert load_ruleset(home.parent / "council").version == "1.3.0", "one's own folder is one's own"


def test_a_key_vouches_only_for_the_rulesets_it_is_trusted_for(home: Path, key: SigningKey) -> None:
    trust(TrustedKey("Region", key.public, ("region/*",)))
    with pytest.raises(LacdslError) as error:
        put(pack_of(home, key=key))
    assert codes(error) == {"R472"}
    assert put(pack_of(home, key=key, name="region/north")).name == "region/north"


def test_a_key_that_nobody_trusts_is_no_signature(home: Path, key: SigningKey, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other.key", None, Problems())
    trust(TrustedKey("Us", other))
    with pytest.raises(LacdslError) as error:
        put(pack_of(home, key=key))
    assert codes(error) == {"R472"}


def tampered(files: dict[str, bytes], how: str, other: SigningKey) -> dict[str, bytes]:
    """A signed pack changed by somebody who keeps its own list in order, but has not the key."""
    from hashlib import sha256

    changed = dict(files)
    said = json.loads(changed[SIGNATURES])["signatures"]
    if how == "rules and list":
        changed["own.rules"] = changed["own.rules"].replace(b"present", b"missing")
        listing = json.loads(changed[LISTING])
        listing["files"]["own.rules"] = sha256(changed["own.rules"]).hexdigest()
        changed[LISTING] = json.dumps(listing).encode()
    elif how == "list rewritten":
        changed[LISTING] = json.dumps(json.loads(changed[LISTING])).encode()
    elif how == "bit of the signature":
        said[0]["signature"] = ("B" if said[0]["signature"][0] == "A" else "A") + said[0]["signature"][1:]
    elif how == "signature of another":
        said[0]["signature"] = json.loads(_signed(files, other))["signatures"][0]["signature"]
    elif how == "another's good one beside it":
        said = [{**said[0], "signature": said[0]["signature"][::-1]}]
        said += json.loads(_signed(files, other))["signatures"]
    elif how == "no signature":
        said = []
    changed[SIGNATURES] = json.dumps({"signatures": said}).encode()
    if how == "signatures lost":
        del changed[SIGNATURES]
    return changed


def _signed(files: dict[str, bytes], key: SigningKey) -> bytes:
    from lacdsl.rulesets.packs.signatures import with_signature

    return with_signature(files[LISTING], (), key)


@pytest.mark.parametrize(
    "how",
    [
        "rules and list",
        "list rewritten",
        "bit of the signature",
        "signature of another",
        "another's good one beside it",
        "no signature",
        "signatures lost",
    ],
)
def test_a_signed_pack_that_was_tampered_with_is_refused(
    home: Path, key: SigningKey, tmp_path: Path, how: str
) -> None:
    make_key(tmp_path / "other.key", None, Problems())
    other = open_key(tmp_path / "other.key", None, Problems())
    trust(TrustedKey("Us", key.public))
    path = pack_of(home, key=key)
    put(path)
    path.write_bytes(zipped(tampered(contents(path), how, other)))
    with pytest.raises(LacdslError) as error:
        put(path, again=True)
    assert codes(error) == {"R472"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "keys",
        "keys:\n  - owner: Us\n",
        "keys:\n  - owner: Us\n    key: ed25519:short\n",
        "keys: []\nmore: 1\n",
        "keys:\n  - owner: Us\n    key: KEY\n    rulesets: []\n",
        "keys:\n  - owner: Us\n    key: KEY\n    rulesets: ['a b']\n",
        "keys: *alias\n",
        "\x00",
    ],
)
def test_a_trust_file_that_cannot_be_read_trusts_nobody(home: Path, key: SigningKey, text: str) -> None:
    path = pack_of(home, key=key)
    trust()
    own_trust_file().write_text(text.replace("KEY", key.public.text))
    with pytest.raises(LacdslError) as error:
        put(path)
    assert codes(error) <= {"R473", "R462", "R463"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_trust_file_that_leads_nowhere_trusts_nobody(home: Path, tmp_path: Path) -> None:
    path = pack_of(home)
    trust()
    own_trust_file().unlink()
    own_trust_file().symlink_to(tmp_path / "nowhere")
    with pytest.raises(LacdslError) as error:
        put(path)
    assert codes(error) == {"R473"}


def test_an_empty_trust_file_refuses_every_pack(home: Path, key: SigningKey) -> None:
    trust()
    with pytest.raises(LacdslError) as error:
        put(pack_of(home, key=key))
    assert codes(error) == {"R472"}


def test_what_is_written_to_a_trust_file_is_read_again(home: Path, key: SigningKey) -> None:
    keys = (TrustedKey('Council "A" \\ B', key.public, ("local/*", "region/north")),)
    trust(*keys)
    read = read_trust(Problems())
    assert read is not None and read.keys == keys


def test_a_private_key_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "our.key"
    public = make_key(path, "open sesame", Problems())
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert b"ENCRYPTED" in path.read_bytes()
    assert open_key(path, "open sesame", Problems()).public == public
    for wrong in ("sesame", None):
        with pytest.raises(LacdslError) as error:
            open_key(path, wrong, Problems())
        assert codes(error) == {"R473"}
    with pytest.raises(LacdslError) as error:
        make_key(path, None, Problems())
    assert codes(error) == {"R473"} and b"ENCRYPTED" in path.read_bytes()


def test_a_signature_is_good_for_packs_only(key: SigningKey) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    assert isinstance(key.key, Ed25519PrivateKey)
    assert key.public.signed(b"data", key.sign(b"data"))
    assert not key.public.signed(b"data", key.key.sign(b"data"))
    assert not PublicKey("ed25519:AAAA").signed(b"data", key.sign(b"data"))


def test_a_signed_folder_keeps_its_signature(home: Path, key: SigningKey) -> None:
    folder = local(home, RULE.format(n=1))
    made = make_pack(folder, key, Problems())
    for name in (LISTING, SIGNATURES):
        (folder / name).write_bytes(made.files[name])
    trust(TrustedKey("Us", key.public))
    assert open_pack(folder, read_trust(Problems()), Problems()).owner == "Us"
    assert put(folder).version == "1.0.0"


def test_packs_that_were_used_where_they_lay_do_not_pile_up(home: Path) -> None:
    for n in range(MOST_UNPACKED):
        old = unpacked() / f"old{n}"
        old.mkdir(parents=True)
        (old / "own.rules").write_text("rule", encoding="utf-8")
        os.utime(old, (1_000_000 + n, 1_000_000 + n))
    path = pack_of(home)
    for _ in range(2):
        assert load_ruleset(path).version == "1.0.0"
    left = {each.name for each in unpacked().iterdir()}
    assert len(left) == MOST_UNPACKED and "old0" not in left and "old1" in left
