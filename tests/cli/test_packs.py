"""Handing rules on, as two people would: one packs and signs, the other trusts, installs and checks."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lacdsl.cli.main import app

FIXTURES = Path(__file__).parent.parent / "fixtures" / "rulesets"
RULES = """\
rule OWN1 "Date of birth is missing"
  for each Header
  must     DOB is present
  flag     DOB

  example "with and without"
    | Header | CHILD | DOB        |
    | passes | 1     | 01/01/2015 |
    | fails  | 2     |            |
"""
MANIFEST = """\
name: region/north
title: What the region looks at
version: 1.0.0
owner: Northern group
scope: regional
licence: MIT
return: small
year: 2025-26
extends: small/2025-26
"""


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FIXTURES, tmp_path / "rulesets")
    monkeypatch.setattr("lacdsl.rulesets.files.rulesets_folder", lambda: tmp_path / "rulesets")
    monkeypatch.setenv("LACDSL_NO_CACHE", "1")
    monkeypatch.setenv("LACDSL_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("lacdsl.rulesets.packs.places.shared_folder", lambda: tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    Path("north").mkdir()
    Path("north/ruleset.yaml").write_text(MANIFEST, encoding="utf-8")
    Path("north/own.rules").write_text(RULES, encoding="utf-8")
    Path("data").mkdir()
    Path("data/header.csv").write_text("CHILD,DOB,SEX\n1,,1\n", encoding="utf-8")


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, list(words), input=typed)


def said(*words: str, typed: str | None = None) -> str:
    done = run(*words, typed=typed)
    assert done.exit_code == 0, done.output
    return done.output


def refused(*words: str) -> str:
    done = run(*words)
    assert done.exit_code == 2 and "error[" in done.stderr, done.output
    return done.stderr


def test_from_one_council_to_the_next() -> None:
    said("key", "new", "our.key", typed="secret\nsecret\n")
    public = said("key", "show", "our.key", typed="secret\n").splitlines()[-1]
    assert public.startswith("ed25519:")
    Path("private.csv").write_text("not for others", encoding="utf-8")
    packing = CliRunner().invoke(
        app, ["pack", "north", "--key", "our.key"], env={"LACDSL_KEY_PASSPHRASE": "secret"}
    )
    assert packing.exit_code == 0 and "region-north-1.0.0.zip: region/north 1.0.0, 4 files" in packing.output

    said("trust", "add", "The region", public, "--for", "region/*")
    assert "vouched for by  The region" in said("verify", "region-north-1.0.0.zip")
    assert "--ruleset region/north" in said("install", "region-north-1.0.0.zip")
    assert "region/north@1.0.0  What the region looks at" in said("list")
    assert "OWN1" in said("check", "data", "--ruleset", "region/north", "--year", "2025-26")
    said("lock", "region/north")
    assert "OWN1" in said("check", "data", "--lock", "lacdsl.lock", "--year", "2025-26")
    said("remove", "region/north@1.0.0")
    assert "R460" in refused("rules", "region/north")


def test_a_key_that_changes_its_owner_is_said_to() -> None:
    said("key", "new", "our.key", "--no-passphrase")
    public = said("key", "show", "our.key").strip()
    assert "Before" not in said("trust", "add", "The region", public, "--for", "region/*")
    again = said("trust", "add", "Somebody else", public)
    assert "Before, that key was The region's, for region/*" in again
    assert "The region" not in said("trust", "list")


def test_a_pack_that_was_opened_on_the_way_is_refused() -> None:
    said("key", "new", "our.key", "--no-passphrase")
    public = said("key", "show", "our.key").strip()
    said("pack", "north", "--key", "our.key", "--out", "north.zip")
    said("trust", "add", "The region", public)
    with zipfile.ZipFile("north.zip", "a") as archive:
        archive.writestr("more.rules", RULES.replace("OWN1", "OWN2"))
    for words in (("install", "north.zip"), ("verify", "north.zip"), ("check", "data", "-r", "north.zip")):
        assert "R470" in refused(*words)


def test_rules_that_fail_their_own_examples_are_not_packed() -> None:
    Path("north/own.rules").write_text(RULES.replace("| fails  | 2", "| passes | 2"), encoding="utf-8")
    assert "OWN1" in refused("pack", "north")
    assert not list(Path().glob("*.zip"))
    said("pack", "north", "--untested")


def test_a_folder_of_several_rulesets_asks_which_one() -> None:

    told = refused("install", ".")
    assert "north" in told and "rulesets/small/2025-26" in told


def test_trust_is_taken_back() -> None:
    said("key", "new", "our.key", "--no-passphrase")
    public = said("key", "show", "our.key").strip()
    said("pack", "north", "--key", "our.key", "--out", "north.zip")
    said("trust", "add", "The region", public)
    said("install", "north.zip")
    said("trust", "remove", "The region")
    assert "all packs are refused" in said("trust", "list")
    assert "R472" in refused("rules", "region/north")
    assert "cannot be used" in said("list")
    assert "R473" in refused("trust", "remove", "The region")


def test_nothing_to_install_is_said_so() -> None:
    assert "A907" in refused("install", "nowhere.zip")
    Path("empty").mkdir()
    assert "R460" in refused("install", "empty")


def test_a_version_is_refused_and_allowed_again() -> None:
    said("key", "new", "our.key", "--no-passphrase")
    public = said("key", "show", "our.key").strip()
    assert "R473" in refused("trust", "refuse", "region/north@1.0.0", "--because", "wrong")
    said("trust", "add", "The region", public)
    said("pack", "north", "--key", "our.key", "--out", "north.zip")
    said("install", "north.zip")
    for wrong in (("region/north",), ("region/north@1.0.0", "--before", "2.0.0"), ("region/north@spring",)):
        assert "R473" in refused("trust", "refuse", *wrong, "--because", "wrong")
    said("trust", "refuse", "region/north", "--before", "1.1.0", "--because", "it counted a day too many")
    assert "refused: region/north before 1.1.0, because it counted a day too many" in said("trust", "list")
    assert "it counted a day too many" in refused("rules", "region/north")
    assert "cannot be used" in said("list") and "a day too many" in said("list")
    said("trust", "remove", "The region")
    said("trust", "add", "The region", public)
    assert "a day too many" in refused("install", "north.zip"), "changing keys keeps what is refused"
    said("trust", "allow", "region/north")
    assert "OWN1" in said("rules", "region/north")


def test_where_an_administrator_decides_a_user_is_told() -> None:
    said("key", "new", "our.key", "--no-passphrase")
    public = said("key", "show", "our.key").strip()
    said("pack", "north", "--key", "our.key", "--out", "north.zip")
    said("trust", "add", "IT", public, "--for", "region/*", "--all-users")
    assert Path("site/trust.yaml").is_file() and not Path("home/trust.yaml").exists()
    assert "site/trust.yaml" in refused("trust", "add", "Me", public)
    assert "site/trust.yaml" in refused("trust", "remove", "IT")
    assert "IT" in said("trust", "list")
    assert "vouched for by  IT" in said("verify", "north.zip")
    said("trust", "remove", "IT", "--all-users")
    assert "R472" in refused("verify", "north.zip")


def test_nothing_is_fetched_from_anywhere() -> None:
    for address in ("https://example.org/north.zip", "git@example.org:north.git"):
        assert "fetches nothing" in refused("install", address)


def test_nothing_is_written_over_the_question_for_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    said("key", "new", "our.key", typed="secret\nsecret\n")
    going_on = []

    @contextmanager
    def progress(text: str) -> Iterator[object]:
        going_on.append(text)
        yield lambda _: None
        going_on.pop()

    def prompt(*_: object, **__: object) -> str:
        assert not going_on
        return "secret"

    monkeypatch.setattr("lacdsl.cli.packs.progress", progress)
    monkeypatch.setattr("lacdsl.cli.packs.typer.prompt", prompt)
    said("pack", "north", "--key", "our.key")


GROUP = """\
parameter gap = 6 months

codes looked_at = {1}

rule NR1 "Not of the sex that we look at"
  for each Header
  where    SEX is present
  must     SEX not in looked_at
  severity note
  flag     SEX

rule NR2 "Not born early enough"
  for each Header
  must     DOB + gap <= collection start
  flag     DOB
"""
OURS = """\
replace parameter gap = 8 months

replace codes looked_at = {1, 2}

treat rule NR1 as query because "we look at all"

remove rule NR2 because "we ask otherwise"
"""


def council(base: str = "region/north") -> None:
    Path("ours").mkdir(exist_ok=True)
    manifest = MANIFEST.replace("region/north", "local/ours").replace("small/2025-26", base)
    Path("ours/ruleset.yaml").write_text(
        manifest.replace("scope: regional", "scope: local"), encoding="utf-8"
    )
    Path("ours/own.rules").write_text(OURS, encoding="utf-8")


def region(version: str, rules: str) -> None:
    Path("north/own.rules").write_text(rules, encoding="utf-8")
    Path("north/ruleset.yaml").write_text(MANIFEST.replace("1.0.0", version), encoding="utf-8")
    said("install", "north")


def test_what_a_council_changed_is_said_with_before_and_after() -> None:
    region("1.0.0", GROUP)
    council()
    told = said("rules", "ours", "--origin")
    for line in (
        "replaces parameter gap of region/north: 8 months in place of 6 months",
        "replaces codes looked_at of region/north: {1, 2} in place of {1}",
        "treats rule NR1 of region/north as query: we look at all",
        "removes rule NR2 of region/north: we ask otherwise",
    ):
        assert line in told
    assert "changed      local/ours treats rule NR1 of region/north as query" in said("rules", "ours", "NR1")


def test_every_form_of_report_says_whose_a_rule_is() -> None:
    region("1.0.0", GROUP)
    council()
    told = said("check", "data", "-r", "ours", "--year", "2025-26")
    assert re.search(r"^NR1 .*Not of the sex.*  \[region/north\]", told, re.MULTILINE)
    said("check", "data", "-r", "ours", "--year", "2025-26", "--out", "report.csv")
    head, *rows = Path("report.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head.endswith(",message,layer")
    assert {row.rpartition(",")[2] for row in rows if ",NR1," in row} == {"region/north"}


def test_a_new_version_that_renames_and_drops_things_is_told_and_the_old_one_stays_to_be_had() -> None:
    region("1.0.0", GROUP)
    council()
    renamed = GROUP.replace("gap", "wait").replace("rule NR2", "rule NR7")
    region("2.0.0", renamed)
    told = refused("rules", "ours")
    assert "The parameter gap is not defined" in told and "Parameters of region/north are: wait." in told
    assert "Rule NR2 is not defined" in told and "If a new version of region/north renamed it" in told
    council("region/north@1.0.0")
    assert "NR1" in said("rules", "ours")
