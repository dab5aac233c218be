"""From a name or a folder to rules that are ready."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets import available_rulesets, load_ruleset
from lacdsl.rulesets.files import LARGEST
from tests.rulesets.conftest import local

LONG = pytest.param("x" * 5000, id="long")


def codes(error: pytest.ExceptionInfo[LacdslError]) -> list[str]:
    return [found.code for found in error.value.diagnostics]


def test_a_named_ruleset_has_its_rules_in_the_order_of_its_files(home: Path) -> None:
    rules = load_ruleset("small/2025-26")
    assert list(rules.rules) == ["101", "102", "B1", "B2", "201", "202"]
    rule = rules.rules["101"]
    assert (rule.title, rule.severity) == ("Child is born after the collection", "error")
    assert rule.message == "Born on {DOB}"
    assert rule.source.startswith('rule 101 "Child is born') and "end + 1 day" in rule.source
    assert rule.location == "rulesets/small/2025-26/children.rules:5"
    assert rule.layer == "small/2025-26"
    assert rule.because and rule.fix
    assert rules.rules["B1"].family == "A column is blank"
    assert rules.rules["202"].derived == (("Episodes", "PL_LOCATION"),)
    assert rules.model.year == "2025-26"
    assert [example.title for example in rules.examples["101"]] == [
        "born on the last day and on the day after"
    ]
    assert rules.trees["101"].code == "101"


def test_what_a_later_year_replaces_and_removes(home: Path) -> None:
    rules = load_ruleset("small/2026-27")
    assert sorted(rules.rules) == ["101", "102", "202", "B1", "B2"]
    assert rules.rules["102"].title == "Sex is not known"
    assert rules.rules["102"].layer == "small/2026-27"
    assert rules.rules["B2"].family is None
    assert rules.rules["B1"].layer == "small/2025-26"
    assert rules.removed == {"201": "the reader of the form sees to it"}
    assert rules.model.year == "2026-27"
    assert [layer.name for layer in rules.layers] == ["small/2025-26", "small/2026-27"]


def test_the_available_rulesets_are_listed(home: Path) -> None:
    assert available_rulesets() == ("small/2025-26", "small/2026-27")


def test_a_folder_of_ones_own_builds_on_a_named_ruleset(home: Path) -> None:
    folder = local(home, 'rule OWN1 "Own"\n  for each Header\n  must DOB is present\n  flag DOB\n')
    for wanted in (folder, str(folder), folder / "ruleset.yaml"):
        rules = load_ruleset(wanted)
        assert rules.name == "council"
        assert rules.rules["OWN1"].location == f"{folder.as_posix()}/own.rules:1"
        assert "101" in rules.rules


def test_rulesets_can_be_used_together(home: Path) -> None:
    folder = local(
        home,
        'rule OWN1 "Own"\n  for each Header\n  must DOB is present\n  flag DOB\n',
        extends="",
        year="2025-26",
    )
    rules = load_ruleset("small/2026-27", folder)
    assert rules.name == "small/2026-27"
    assert {"OWN1", "101"} <= set(rules.rules)
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == ["R466"]


def test_rulesets_for_different_returns_are_not_mixed(home: Path) -> None:
    folder = local(home, "", extends="", return_="other")
    with pytest.raises(LacdslError) as error:
        load_ruleset("small/2026-27", folder)
    assert codes(error) == ["R469"]


@pytest.mark.parametrize(
    "name", ["small/2026-72", "../rulesets/small/2026-28", "/nowhere", "", "a\0b", LONG, "small/2025-26/.."]
)
def test_an_unknown_name_is_a_diagnostic(home: Path, name: str) -> None:
    with pytest.raises(LacdslError) as error:
        load_ruleset(name)
    assert codes(error) == ["R460"]
    if name == "small/2026-72":
        assert "small/2026-27" in error.value.diagnostics[0].help


def test_a_folder_without_a_manifest_is_a_diagnostic(home: Path, tmp_path: Path) -> None:
    with pytest.raises(LacdslError) as error:
        load_ruleset(tmp_path)
    assert codes(error) == ["R460"]


def test_faults_of_all_files_are_reported_at_once(home: Path) -> None:
    folder = local(
        home,
        'rule A "No must"\n  for each Header\n  flag DOB\n\n'
        'rule B "Unknown column"\n  for each Header\n  must DOX is present\n  flag DOB\n',
    )
    (folder / "second.rules").write_text('rul C "No such item"\n', encoding="utf-8")
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    found = error.value.diagnostics
    assert {Path(each.span.file).name for each in found if each.span} == {"own.rules", "second.rules"}
    assert any("DOX" in each.message for each in found)
    assert all(each.source_line for each in found)


def test_a_definition_that_cannot_be_read_hides_no_other_syntax_error_and_causes_none(home: Path) -> None:
    folder = local(
        home,
        "define Header.fine = DOB is is present\n\n"
        'rule A "Uses it"\n  for each Header\n  must fine\n  flag DOB\n\n'
        'rule B "Broken"\n  for each Header\n  must DOB >\n  flag DOB\n',
    )
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert [each.span.line for each in error.value.diagnostics if each.span] == [1, 11]


def test_a_year_taken_for_a_list_of_codes_is_told_once(home: Path) -> None:
    folder = local(
        home, 'rule A "Broken"\n  for each Header\n  must DOB in collection\n  flag DOB\n  message "x"\n'
    )
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == ["S129"]


def test_files_that_cannot_be_read_are_diagnostics(home: Path) -> None:
    folder = local(home, "", rules="[own.rules, gone.rules, big.rules, latin.rules]")
    (folder / "big.rules").write_bytes(b"#" * (LARGEST + 1))
    (folder / "latin.rules").write_bytes(b"# caf\xe9\n")
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == ["R461", "R461"]
    (folder / "gone.rules").write_text("")
    (folder / "big.rules").write_text("")
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == ["R461"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_out_of_the_folder_are_refused(home: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.rules"
    secret.write_text("secret words\n")
    folder = local(home, "")
    (folder / "link.rules").symlink_to(secret)
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == ["R464"]
    assert "secret words" not in str(error.value)


@pytest.mark.parametrize(
    ("extends", "code"),
    [("../../elsewhere", "R464"), ("../nothing", "R460"), ("small/1999-00", "R460"), ("../council", "R465")],
)
def test_extends_that_leads_nowhere_is_a_diagnostic(home: Path, extends: str, code: str) -> None:
    folder = local(home, "", extends=extends)
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == [code]
    assert error.value.diagnostics[0].span is not None


def test_a_shipped_name_cannot_be_taken(home: Path) -> None:
    with pytest.raises(LacdslError) as error:
        load_ruleset(local(home, "", name="small/2026-27"))
    assert codes(error) == ["R463"]


def test_a_model_that_is_wrong_is_reported_with_the_rules(home: Path) -> None:
    folder = local(home, "rule X\n", extends="", model="model.yaml")
    (folder / "model.yaml").write_text("name: small\n")
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert {code[0] for code in codes(error)} == {"S", "M"}
