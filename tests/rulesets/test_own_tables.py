"""Tables and columns that a ruleset adds to the model it builds on: nothing of the return's own changes by them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import lacdsl
from lacdsl.diagnostics import LacdslError
from lacdsl.report import Report
from lacdsl.rulesets import Ruleset, load_ruleset
from lacdsl.rulesets.chain import read_chain
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.lock import lock_of, read_lock
from lacdsl.rulesets.packs.keys import SigningKey
from lacdsl.rulesets.packs.make import make_pack
from lacdsl.rulesets.packs.trust import TrustedKey
from tests.agreement.test_agreement import by_engine, by_interpreter
from tests.rulesets.conftest import local
from tests.rulesets.test_installing import key, put, trust
from tests.rulesets.test_packs import codes

__all__ = ["key"]

MODEL = """\
tables:
  Visits:
    singular: Visit
    title: Visits
    key: [CHILD, SEEN]
    parent: Header
    parent_key: [CHILD]
    order: [SEEN]
    columns:
      CHILD: {type: identifier, title: Child's number}
      SEEN: {type: date, title: Day of the visit, personal: false}
      WAY: {type: code, title: Where it was, codes: ways}
  Episodes:
    columns:
      TEAM: {type: code, title: Team, codes: teams, personal: false}
      WHO: {type: text, title: Worker}
"""
RULES = """\
rule OWN1 "Visits are far apart"
  for each Visit
  must     is first or SEEN <= previous.SEEN + 42 days
  flag     SEEN, WAY

rule OWN2 "No team"
  for each Episode
  must     TEAM is present
  flag     TEAM

rule OWN3 "Nobody visited"
  for each Child
  where    Header exists
  must     any Visit
  flag     Header.CHILD
"""
LISTS = {"ways": "code,label\nH,At home\nP,By phone\n", "teams": "code,label\nT1,Team one\n"}


def council(home: Path, model: str = MODEL, rules: str = RULES, **manifest: str) -> Path:
    folder = local(home, rules, **{"model_": "model.yaml", **manifest})
    (folder / "codes").mkdir(exist_ok=True)
    (folder / "model.yaml").write_text(model, encoding="utf-8")
    for name, text in LISTS.items():
        (folder / "codes" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def header() -> pd.DataFrame:
    return pd.DataFrame({"CHILD": ["1", "2"], "DOB": ["01/01/2020", None], "SEX": ["1", "x"]})


def episodes(**more: object) -> pd.DataFrame:
    base = {"CHILD": ["1", "2"], "DECOM": ["01/05/2026", "01/06/2026"], "DEC": [None, "01/05/2026"]}
    return pd.DataFrame({**base, "HOME_POST": None, "PL_POST": None, **more})


def visits() -> pd.DataFrame:
    """The first child is visited twice, far apart; the third child is in no table of the return."""
    days = ["01/05/2026", "01/08/2026", "01/05/2026", "01/06/2026"]
    return pd.DataFrame({"CHILD": ["1", "1", "3", "3"], "SEEN": days, "WAY": ["H", "P", "H", "H"]})


def official(report: Report, rules: Ruleset) -> list[list[object]]:
    """What the rules of the return say, and find."""
    own = [code for code, info in rules.rules.items() if info.layer == "council"]
    said = report.rules[~report.rules["rule"].isin(own)]
    found = report.findings[~report.findings["rule"].isin(own)]
    counted = said[["rule", "status", "reason", "passes", "fails", "not_applicable", "unknown"]]
    return [
        *counted.fillna("").to_numpy().tolist(),
        *found[["rule", "table", "entity", "row", "value"]].astype(str).to_numpy().tolist(),
    ]


def status(report: Report, code: str) -> tuple[str, str]:
    row = report.rules[report.rules["rule"] == code].iloc[0]
    return row["status"], str(row["reason"])


def fails(report: Report, code: str) -> list[str]:
    found = report.findings[report.findings["rule"] == code]
    return sorted(set(found["entity"]))


def test_tables_and_columns_are_added_to_what_the_ruleset_extends(home: Path) -> None:
    base, own = load_ruleset("small/2026-27").model, load_ruleset(council(home)).model
    assert [*own.tables] == [*base.tables, "Visits"]
    assert [*own.tables["Episodes"].columns] == [*base.tables["Episodes"].columns, "TEAM", "WHO"]
    assert (own.year, own.start, own.root, own.reference) == (
        base.year,
        base.start,
        base.root,
        base.reference,
    )
    assert own.tables["Header"] == base.tables["Header"]
    visits = own.tables["Visits"]
    assert (visits.added_by, own.tables["Episodes"].added_by) == ("council", "")
    assert own.tables["Episodes"].columns["TEAM"].added_by == "council"
    assert [*own.code_lists] == sorted([*base.code_lists, "ways", "teams"])


def test_what_is_added_is_personal_unless_it_says_that_it_is_not(home: Path) -> None:
    model = load_ruleset(council(home)).model
    marks = {name: column.personal for name, column in model.tables["Visits"].columns.items()}
    assert marks == {"CHILD": True, "SEEN": False, "WAY": True}
    assert model.tables["Episodes"].columns["WHO"].personal
    assert not model.tables["Episodes"].columns["DECOM"].personal


def test_without_the_data_the_rules_that_need_it_are_not_run_and_all_others_are(home: Path) -> None:
    rules = load_ruleset(council(home))
    report = lacdsl.check({"Header": header(), "Episodes": episodes()}, rules)
    assert status(report, "OWN1") == ("not run", "table Visits was not supplied")
    assert status(report, "OWN2") == ("not run", "column TEAM of Episodes is missing from the files")
    base = load_ruleset("small/2026-27")
    before = lacdsl.check({"Header": header(), "Episodes": episodes()}, base)
    assert official(report, rules) == official(before, base) != []


def test_the_rules_of_the_return_find_the_same_with_the_data(home: Path) -> None:
    everybody = (
        'rule 300 "Nobody without a header"\n  for each Child\n  must Header exists\n  flag Header.CHILD\n'
    )
    (home / "small" / "2026-27" / "changes.rules").write_text(everybody)
    rules, base = load_ruleset(council(home)), load_ruleset("small/2026-27")
    more = episodes(TEAM=["T1", None], WHO=["A", "B"])
    before = lacdsl.check({"Header": header(), "Episodes": episodes()}, base)
    after = lacdsl.check({"Header": header(), "Episodes": more, "Visits": visits()}, rules)
    assert official(after, rules) == official(before, base)
    assert (fails(after, "OWN1"), fails(after, "OWN2"), fails(after, "OWN3")) == (["1"], ["2"], ["2"])


def test_the_interpreter_says_the_same_of_added_tables(home: Path) -> None:
    rule = 'rule OWN4 "No header"\n  for each Visit\n  must Header exists\n  flag SEEN\n'
    program = load_ruleset(council(home, rules=f"{RULES}\n{rule}")).program
    data = {"Header": header(), "Episodes": episodes(TEAM=["T1", None]), "Visits": visits()}
    assert by_engine(program, data, None, {}) == by_interpreter(program, data, None, {})


def test_files_are_known_by_their_headings_and_no_column_is_strange(home: Path, tmp_path: Path) -> None:
    rules = load_ruleset(council(home))
    data = tmp_path / "data"
    data.mkdir()
    header().to_csv(data / "children.csv", index=False)
    episodes(TEAM="T1").to_csv(data / "stays.csv", index=False)
    visits().to_csv(data / "contacts.csv", index=False)
    tables = lacdsl.read_folder(data, rules.model)
    assert sorted(tables) == ["Episodes", "Header", "Visits"]
    reports = {each.table: each for each in tables.file_reports}
    assert all(not each.unknown_columns and not each.missing_columns for each in reports.values())
    assert not tables.issues["message"].str.contains("WHO").any()


def test_a_file_of_the_return_stays_what_it_is_whatever_is_added(home: Path, tmp_path: Path) -> None:
    greedy = """\
tables:
  Header2:
    singular: Header2
    title: Date of birth
    key: [CHILD, DOB]
    parent: Header
    parent_key: [CHILD]
    file_names: [header]
    columns:
      CHILD: {type: identifier}
      DOB: {type: date}
      SEX: {type: text}
  Header:
    columns:
      DateOfBirth: {type: text, title: Born}
"""
    folder = council(home, greedy, 'rule OWN1 "A"\n  for each Header\n  must DOB is present\n  flag DOB\n')
    rules = load_ruleset(folder)
    (tmp_path / "data").mkdir()
    header().rename(columns={"DOB": "Date of birth"}).to_csv(tmp_path / "data" / "header.csv", index=False)
    tables = lacdsl.read_folder(tmp_path / "data", rules.model)
    assert [*tables] == ["Header"] and "DOB" in tables["Header"].columns


def test_a_report_to_pass_on_leaves_out_what_nobody_said_is_harmless(home: Path) -> None:
    rules = load_ruleset(council(home))
    data = {"Header": header(), "Episodes": episodes(TEAM=["T1", None], WHO=["A", "B"]), "Visits": visits()}
    report = lacdsl.check(data, rules).pseudonymised()
    shown = report.findings[report.findings["rule"] == "OWN1"]
    values = dict(zip(shown["column"], shown["value"], strict=True))
    assert values["SEEN"] == "01/08/2026" and values["WAY"] != "P"


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("tables:\n  Episodes:\n    columns:\n      DECOM: {type: text}\n", "M534"),
        ("tables:\n  Episodes:\n    order: [DEC]\n", "M534"),
        ("tables:\n  Episodes:\n    columns:\n      NEW: {type: text, aliases: [decom]}\n", "M526"),
        ("tables:\n  Postcode:\n    columns:\n      NEW: {type: text}\n", "M534"),
        ("remove: [Episodes]\n", "M535"),
        ("root: Visits\ntables: {}\n", "M535"),
        ("tables:\n  Episode:\n    columns:\n      NEW: {type: text}\n", "M506"),
        ("tables: [Visits]\n", "M507"),
        ("tables:\n  Episodes: {columns: [TEAM]}\n", "M507"),
        ("tables: 3\ncode_lists: 4\n", "M507"),
        (MODEL.replace("parent: Header", "parent: Nobody"), "M513"),
        (MODEL.replace("    parent: Header\n    parent_key: [CHILD]\n", ""), "M515"),
        (MODEL.replace("singular: Visit", "singular: Episode"), "M520"),
    ],
)
def test_what_is_there_cannot_be_changed_or_removed(home: Path, model: str, told: str) -> None:
    folder = council(home, model, "# Nothing yet.\n")
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert told in codes(error)
    first = error.value.diagnostics[0]
    assert first.span is not None and first.span.file.endswith("council/model.yaml")


def test_a_code_list_of_the_base_cannot_be_changed(home: Path) -> None:
    folder = council(home)
    (folder / "codes" / "sex_codes.csv").write_text("code,label\nZ,Any\n")
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert codes(error) == {"M534"}


def test_a_model_that_the_manifest_does_not_name_is_not_passed_over(home: Path) -> None:
    with pytest.raises(LacdslError) as error:
        load_ruleset(council(home, rules="# Nothing yet.\n", model_=""))
    assert codes(error) == {"R466"}


def test_a_council_builds_on_what_its_group_adds(home: Path) -> None:
    group = council(home, name="group")
    group.rename(home.parent / "group")
    more = "tables:\n  Visits:\n    columns:\n      LATE: {type: flag}\n"
    rule = 'rule OWN9 "Late"\n  for each Visit\n  must LATE = 0\n  flag LATE\n'
    folder = council(home, more, rule, extends="../group")
    for path in (folder / "codes").iterdir():
        path.unlink()
    rules = load_ruleset(folder)
    assert [*rules.model.tables["Visits"].columns] == ["CHILD", "SEEN", "WAY", "LATE"]
    assert rules.model.tables["Visits"].added_by == "group"
    assert rules.model.tables["Visits"].columns["LATE"].added_by == "council"


def test_rulesets_that_are_used_together_each_add_their_own(home: Path) -> None:
    rules = load_ruleset("small/2026-27", council(home))
    assert "Visits" in rules.model.tables and "OWN1" in rules.rules
    other = council(home)
    other.rename(home.parent / "other")
    (home.parent / "other" / "ruleset.yaml").write_text(
        (home.parent / "other" / "ruleset.yaml").read_text().replace("name: council", "name: other")
    )
    (home.parent / "other" / "own.rules").write_text("# Nothing yet.\n")
    with pytest.raises(LacdslError) as error:
        load_ruleset(council(home), home.parent / "other")
    assert codes(error) == {"M534"} and "council/model.yaml" in str(error.value.diagnostics)


def test_a_signed_pack_takes_the_model_along_and_a_lock_holds_it(
    home: Path, key: SigningKey, tmp_path: Path
) -> None:
    folder = council(home)
    trust(TrustedKey("Group", key.public))
    made = make_pack(folder, key, Problems())
    assert {"model.yaml", "codes/ways.csv", "codes/teams.csv"} <= set(made.files)
    path = tmp_path / "council.zip"
    path.write_bytes(made.zipped())
    put(path)
    assert load_ruleset("council").model.tables == load_ruleset(folder).model.tables
    locked = tmp_path / "lacdsl.lock"
    locked.write_text(lock_of(["council"], read_chain(["council"]), tmp_path, {}), encoding="utf-8")
    lock = read_lock(locked)
    assert "Visits" in load_ruleset(*lock.wanted, lock=lock).model.tables
    said = json.loads(locked.read_text())
    (folder / "model.yaml").write_text(MODEL.replace("title: Visits", "title: Calls"))
    (layer,) = [each for each in read_chain([folder]).layers if each.manifest.name == "council"]
    assert layer.digest not in {each["sha256"] for each in said["layers"]}


@pytest.mark.parametrize("name", ["model.yaml", "codes/ways.csv"])
def test_a_model_that_was_changed_where_it_is_installed_is_refused(
    home: Path, name: str, tmp_path: Path
) -> None:
    path = tmp_path / "council.zip"
    path.write_bytes(make_pack(council(home), None, Problems()).zipped())
    place = put(path).folder / name
    place.write_bytes(
        place.read_bytes().replace(b"title: Visits", b"title: Others").replace(b"phone", b"post")
    )
    with pytest.raises(LacdslError) as error:
        load_ruleset("council")
    assert codes(error) == {"R471"}


def test_what_was_verified_is_used_when_the_model_changes_after_that(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "council.zip"
    path.write_bytes(make_pack(council(home), None, Problems()).zipped())
    place = put(path).folder
    chain = read_chain(["council"])
    (place / "model.yaml").write_text("tables: {}\n")
    (place / "codes" / "ways.csv").write_text("code,label\nZ,Evil\n")
    (place / "codes" / "more.csv").write_text("code,label\nZ,Evil\n")
    model = chain.model()
    assert "Visits" in model.tables and [*model.code_lists["ways"].codes] == ["H", "P"]
    assert "more" not in model.code_lists


def test_a_changed_model_is_compiled_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("LACDSL_NO_CACHE")
    monkeypatch.setattr("lacdsl.rulesets.cache.cache_folder", lambda: tmp_path / "cache")
    folder = council(home)
    assert load_ruleset(folder).model.tables["Visits"].title == "Visits"
    (folder / "model.yaml").write_text(MODEL.replace("title: Visits", "title: Calls"))
    assert load_ruleset(folder).model.tables["Visits"].title == "Calls"
    (folder / "codes" / "ways.csv").write_text("code,label\nX,Else\n")
    assert [*load_ruleset(folder).model.code_lists["ways"].codes] == ["X"]
