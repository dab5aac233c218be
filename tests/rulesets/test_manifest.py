"""The check in Python and the published schema say the same about a manifest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import lacdsl.rulesets
from lacdsl.rulesets.diagnostics import RULESET_CODES, Problems
from lacdsl.rulesets.manifest import Manifest, read_manifest

SCHEMA = json.loads((Path(lacdsl.rulesets.__file__).parent / "ruleset.schema.json").read_text())

WHOLE = """\
name: local/essex
title: Our own checks
version: 1.0.0
owner: Essex
scope: local
licence: MIT
return: lac
year: 2026-27
extends: dfe/lac/2026-27
model: model.yaml
rules: [ours.rules, more/theirs.rules]
"""


def read(text: str) -> tuple[Manifest | None, list[str]]:
    problems = Problems()
    manifest = read_manifest(text, "ruleset.yaml", problems)
    return manifest, [f"{found.code} {found.span.line if found.span else 0}" for found in problems.found]


def test_a_whole_manifest_is_read() -> None:
    manifest, problems = read(WHOLE)
    assert not problems and manifest is not None
    assert (manifest.name, manifest.return_name, manifest.extends) == (
        "local/essex",
        "lac",
        "dfe/lac/2026-27",
    )
    assert manifest.rules == ("ours.rules", "more/theirs.rules")


def test_everything_wrong_is_said_at_once_with_its_place() -> None:
    manifest, problems = read("name: ../x\ntitel: Ours\nversion: 1.0\nowner: We\nscope: ours\nreturn: lac\n")
    assert manifest is None
    assert sorted(problems) == ["R463 1", "R463 1", "R463 2", "R463 3", "R463 5"]


def changed(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new)


BAD = [
    "",
    "- a\n- b\n",
    changed("name: local/essex", "name: local/../essex"),
    changed("name: local/essex", "name: /etc"),
    changed("name: local/essex", "name: .hidden"),
    changed("name: local/essex", "name: a b"),
    changed("title: Our own checks", "title: ''"),
    changed("title: Our own checks", "title: [a]"),
    changed("version: 1.0.0", "version: 1.0"),
    changed("scope: local", "scope: Local"),
    changed("return: lac", "return: LAC"),
    changed("year: 2026-27", "year: 2026/27"),
    changed("year: 2026-27\n", ""),
    changed("owner: Essex", "owners: Essex"),
    changed("rules: [ours.rules, more/theirs.rules]", "rules: ours.rules"),
    changed("more/theirs.rules", "more.txt"),
    changed("more/theirs.rules", "ours.rules"),
    changed("more/theirs.rules", "/etc/x.rules"),
    changed("more/theirs.rules", "C:\\\\x.rules"),
]


@pytest.mark.parametrize("text", BAD)
def test_schema_and_check_refuse_the_same(text: str) -> None:
    manifest, problems = read(text)
    assert manifest is None and problems
    assert not Draft202012Validator(SCHEMA).is_valid(yaml.load(text, yaml.BaseLoader) if text else None) or (
        "version: 1.0\n" in text
    )


GOOD = [
    WHOLE,
    changed("licence: MIT\n", ""),
    changed("extends: dfe/lac/2026-27\n", ""),
    changed("rules: [ours.rules, more/theirs.rules]\n", ""),
    changed("scope: local", "scope: official"),
    changed("version: 1.0.0", 'version: "1.0"'),
]


@pytest.mark.parametrize("text", GOOD)
def test_schema_and_check_take_the_same(text: str) -> None:
    assert read(text)[0] is not None
    assert Draft202012Validator(SCHEMA).is_valid(yaml.load(text, yaml.BaseLoader))


@pytest.mark.parametrize("path", ["../x.rules", "a/../../x.rules", "..\\x.rules"])
def test_paths_out_of_the_folder_are_refused(path: str) -> None:
    assert read(changed("more/theirs.rules", path))[1] == ["R464 11"]


@pytest.mark.parametrize(
    "text", ["name: &a x\ntitle: *a\n", "name: a\nname: b\n", "name: !!python/object:os.system x\n", "a: [\n"]
)
def test_yaml_with_tricks_or_mistakes_is_refused(text: str) -> None:
    manifest, problems = read(text)
    assert manifest is None
    assert any(found.startswith("R462") for found in problems)


def test_every_code_says_what_it_means() -> None:
    assert all(code.startswith(("R46", "R47")) and text.endswith(".") for code, text in RULESET_CODES.items())
