"""What a pack says of itself has one reading: its list, its manifest and its signatures, signed by a key that is trusted."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.manifest import is_name
from lacdsl.rulesets.packs.files import LISTING, SIGNATURES
from lacdsl.rulesets.packs.keys import PREFIX, SigningKey, make_key, open_key, public_key
from lacdsl.rulesets.packs.listing import listing_of
from lacdsl.rulesets.packs.make import zipped
from lacdsl.rulesets.packs.opened import open_pack
from lacdsl.rulesets.packs.signatures import with_signature
from lacdsl.rulesets.packs.trust import Trust, TrustedKey
from lacdsl.rulesets.packs.versions import VERSION
from tests.rulesets.test_installing import key
from tests.rulesets.test_packs import MANIFEST, RULE, codes

__all__ = ["key"]
OWN = RULE.encode()
HASH = sha256(OWN).hexdigest()
ORDER = 2**252 + 27742317777372353535851937790883648493


def files_of(manifest: bytes = MANIFEST) -> dict[str, bytes]:
    files = {"ruleset.yaml": manifest, "own.rules": OWN}
    return {**files, LISTING: listing_of({**files, "ruleset.yaml": MANIFEST}, Problems()).data}


def relisted(files: dict[str, bytes], **said: Any) -> dict[str, bytes]:
    content = json.loads(files[LISTING]) | said
    content["files"] = {name: sha256(files[name]).hexdigest() for name in ("own.rules", "ruleset.yaml")}
    return {**files, LISTING: json.dumps(content).encode()}


def refusal(tmp_path: Path, key: SigningKey, files: dict[str, bytes]) -> set[str]:
    """The codes with which a pack is refused where the key is trusted; signed with it unless it has signatures."""
    whole = {SIGNATURES: with_signature(files[LISTING], (), key), **files}
    path = tmp_path / "council.zip"
    path.write_bytes(zipped(whole))
    with pytest.raises(LacdslError) as error:
        open_pack(path, Trust(tmp_path / "trust.yaml", (TrustedKey("Us", key.public),)), Problems())
    return codes(error)


def test_the_pack_that_is_changed_here_is_a_good_one(tmp_path: Path, key: SigningKey) -> None:
    files = files_of()
    path = tmp_path / "council.zip"
    path.write_bytes(zipped({**files, SIGNATURES: with_signature(files[LISTING], (), key)}))
    trust = Trust(tmp_path / "trust.yaml", (TrustedKey("Us", key.public),))
    assert open_pack(path, trust, Problems()).owner == "Us"


@pytest.mark.parametrize(
    "said",
    [
        {"owner": "The Department"}, {"scope": "official"}, {"licence": "MIT"}, {"year": "2020-21"}, {"return": "cin"},
        {"name": "council2"}, {"version": "9.0.0"}, {"extends": None}, {"hook": "run.py"}, {"format": 2},
        {"format": "1"}, {"format": True}, {"format": 1.0}, {"format": 10**30},
    ],
)  # fmt: skip
def test_a_list_that_says_other_than_the_manifest_is_refused_though_signed(
    tmp_path: Path, key: SigningKey, said: dict[str, Any]
) -> None:
    assert refusal(tmp_path, key, relisted(files_of(), **said)) == {"R471"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"format": 1', '"format": 1, "name": "other", "name": "council"'),
        ('"own.rules"', f'"own.rules": "{"0" * 64}", "own.rules"'),
        ('"own.rules"', f'"../own.rules": "{HASH}", "own.rules"'),
        ('"own.rules"', f'"{SIGNATURES}": "{HASH}", "own.rules"'),
        ('"format": 1', '"format": NaN'),
        ('"format": 1', f'"format": {"1" * 5000}'),
        ("{", "\ufeff{"),
        (HASH, HASH.upper()),
        (HASH, "a" * 40),
        (HASH, f"sha1:{HASH}"),
        (f'"{HASH}"', "null"),
    ],
)
def test_a_list_that_can_be_read_in_two_ways_is_refused_though_signed(
    tmp_path: Path, key: SigningKey, old: str, new: str
) -> None:
    files = files_of()
    files[LISTING] = files[LISTING].replace(old.encode(), new.encode(), 1)
    assert refusal(tmp_path, key, files) == {"R471"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Our own", '"a\\e[2J\\e[31mFAKE"', "R463"),
        ("Our own", '"a\\nvouched for by  The Department"', "R463"),
        ("owner: Council", 'owner: "\\u202Elicnuoc"', "R463"),
        ("owner: Council", "owner: null", "R463"),
        ("Our own", "t" * 501, "R463"),
        ("name: council", "name: &a council", "R462"),
        ("Our own", "!!python/object/apply:os.system [id]", "R462"),
        ("scope: local", "scope: local\n<<: {a: b}", "R463"),
        ("scope: local", "scope: local\nscope: local", "R462"),
        ("scope: local", "scope: local\nhook: run.py", "R463"),
        ("scope: local", "scope: local\nrules: [../own.rules]", "R464"),
        ("scope: local", "scope: local\nmodel: /etc/model.yaml", "R464"),
        ("scope: local", "scope: official", "R476"),
        ("name: council", "name: dfe/lac/2027-28", "R476"),
        ("name: council", "name: DfE/lac", "R476"),
        ("name: council", "name: council/con", "R463"),
        ("1.0.0", "1.0.0-a.", "R476"),
        ("1.0.0", "01.0.0", "R476"),
        ("1.0.0", "\uff11.0.0", "R476"),
        ("extends: small/2026-27", "extends: ../small", "R476"),
    ],
)
def test_a_manifest_that_plays_tricks_is_refused_though_signed(
    tmp_path: Path, key: SigningKey, old: str, new: str, code: str
) -> None:
    manifest = MANIFEST.replace(old.encode(), new.encode(), 1)
    assert manifest != MANIFEST
    files = relisted(files_of(manifest))
    assert code in refusal(tmp_path, key, files)


@pytest.mark.parametrize(
    "name",
    ["region/north.", "con", "region/nul", "aux.x/a", "region/COM1", "../a", "a/.b", "a//b", "a/@1", "n" * 151,
     "a/b/c/d/e/f/g", "a b", "a:b", ""],
)  # fmt: skip
def test_a_name_that_would_lie_elsewhere_on_some_system_is_none(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("version", ["1.0.0-a.", "01.0", "1.00", "1.", "1..0", "v1", "1.0/..", "1.0 ", ""])
def test_a_version_is_written_in_one_way(version: str) -> None:
    assert not VERSION.fullmatch(version)


def other_way(how: str, key: SigningKey, listing: bytes) -> bytes:
    """The good signature of a listing, said in another way."""
    one = json.loads(with_signature(listing, (), key))["signatures"][0]
    raw = base64.b64decode(one["signature"])
    changed: dict[str, dict[str, str]] = {
        "cut": {"signature": base64.b64encode(raw[:63]).decode()},
        "longer": {"signature": base64.b64encode(raw + b"\0").decode()},
        "none": {"signature": ""},
        "zeros": {"signature": base64.b64encode(bytes(64)).decode()},
        "a bit": {"signature": base64.b64encode(bytes([raw[0] ^ 1]) + raw[1:]).decode()},
        "plus the order of the curve": {
            "signature": base64.b64encode(
                raw[:32] + (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
            ).decode()
        },
        "of other bytes": {"signature": base64.b64encode(key.sign(b"other")).decode()},
        "without its purpose": {"signature": base64.b64encode(key.key.sign(listing)).decode()},
        "hex": {"signature": raw.hex()},
        "no padding": {"signature": one["signature"].rstrip("=")},
        "loose last bits": {"signature": one["signature"][:-3] + chr(ord(one["signature"][-3]) + 1) + "=="},
        "a line end": {"signature": one["signature"] + "\n"},
        "a space before the key": {"key": " " + one["key"]},
        "the key in capitals": {"key": one["key"].upper()},
        "a remark": {"remark": "hello"},
    }
    if how in changed:
        return json.dumps({"signatures": [{**one, **changed[how]}]}).encode()
    others: dict[str, object] = {
        "twice": {"signatures": [one, one]},
        "21 times": {"signatures": [one] * 21},
        "a good and a bad one": {"signatures": [one, {**one, **changed["zeros"]}]},
        "a remark beside": {"signatures": [one], "remark": "hello"},
        "empty list": {"signatures": []},
        "no list": {"signatures": one},
        "not named": [one],
    }
    if how in others:
        return json.dumps(others[how]).encode()
    return {"empty": b"", "named twice": json.dumps({"signatures": [one]}).encode()[:-1] + b', "signatures": []}'}[
        how
    ]  # fmt: skip


@pytest.mark.parametrize(
    "how",
    ["cut", "longer", "none", "zeros", "a bit", "plus the order of the curve", "of other bytes", "without its purpose",
     "hex", "no padding", "loose last bits", "a line end", "a space before the key", "the key in capitals", "a remark",
     "twice", "21 times", "a good and a bad one", "a remark beside", "empty list", "no list", "not named", "empty",
     "named twice"],
)  # fmt: skip
def test_a_signature_is_written_in_one_way_and_fits(tmp_path: Path, key: SigningKey, how: str) -> None:
    files = files_of()
    assert refusal(tmp_path, key, {**files, SIGNATURES: other_way(how, key, files[LISTING])}) == {"R472"}


def test_the_list_and_signature_of_another_version_do_not_fit(tmp_path: Path, key: SigningKey) -> None:
    newer = MANIFEST.replace(b"1.0.0", b"2.0.0")
    other = listing_of({"ruleset.yaml": newer, "own.rules": OWN}, Problems()).data
    signed = with_signature(other, (), key)
    assert refusal(tmp_path, key, {**files_of(), SIGNATURES: signed}) == {"R472"}
    assert refusal(tmp_path, key, {**files_of(), LISTING: other, SIGNATURES: signed}) == {"R471"}


WEAK = [
    "00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "00" * 31 + "80", "ed" + "ff" * 30 + "7f", "ff" * 32,
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
]  # fmt: skip


@pytest.mark.parametrize("raw", WEAK)
def test_a_key_for_which_anybody_can_sign_is_none(raw: str) -> None:
    assert public_key(PREFIX + base64.b64encode(bytes.fromhex(raw)).decode()) is None


def test_keys_that_are_made_are_keys(tmp_path: Path) -> None:
    for number in range(20):
        made = make_key(tmp_path / f"{number}.key", None, Problems())
        assert public_key(made.text) == made == open_key(tmp_path / f"{number}.key", None, Problems()).public
