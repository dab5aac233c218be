"""A lock: the same rules, lacdsl and reference data as before, or a refusal that says what is another one now."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.rulesets import load_ruleset
from lacdsl.rulesets.chain import read_chain
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.lock import lock_of, read_lock
from lacdsl.rulesets.packs.store import remove
from tests.rulesets.conftest import local
from tests.rulesets.test_installing import RULE, pack_of, put
from tests.rulesets.test_packs import codes

MADE_WITH = {"lacdsl": "0.1.0", "postcodes": "2026.1", "bank holidays": "0.83"}


def locked(wanted: Sequence[str], path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(lock_of(wanted, read_chain(wanted), path.parent, MADE_WITH), encoding="utf-8")
    return path


def used(path: Path) -> str:
    """The version of the ruleset that the lock leads to."""
    lock = read_lock(path)
    return load_ruleset(*lock.wanted, lock=lock).version


def refusal(path: Path, *instead: str) -> str:
    lock = read_lock(path)
    with pytest.raises(LacdslError) as error:
        load_ruleset(*(instead or lock.wanted), lock=lock)
    assert codes(error) == {"R475"}
    return str(error.value)


def test_a_lock_makes_a_run_repeatable(home: Path, tmp_path: Path) -> None:
    put(pack_of(home, "1.0.0"))
    path = locked(["council"], tmp_path / "lacdsl.lock")
    put(pack_of(home, "2.0.0"))
    assert load_ruleset("council").version == "2.0.0"
    assert used(path) == "1.0.0"
    assert "names council 1.0.0; there is 2.0.0" in refusal(path, "council@2.0.0")
    remove("council@1.0.0", Problems())
    assert "council 1.0.0, which the lock names, is not installed" in refusal(path)


def test_another_pack_of_the_same_version_is_noticed(home: Path, tmp_path: Path) -> None:
    put(pack_of(home))
    path = locked(["council"], tmp_path / "lacdsl.lock")
    put(pack_of(home, title="Changed"), again=True)
    assert "council 1.0.0 is not what it was" in refusal(path)


@pytest.mark.parametrize(
    "changed",
    ["council/own.rules", "rulesets/small/2025-26/model.yaml", "rulesets/small/2025-26/children.rules"],
)
def test_a_folder_or_a_base_or_a_model_that_changed_is_noticed(
    home: Path, tmp_path: Path, changed: str
) -> None:
    folder = local(home, RULE.format(n=1))
    path = locked([str(folder)], tmp_path / "lacdsl.lock")
    assert used(path) == "1.0.0"
    file = tmp_path / changed
    file.write_text(file.read_text() + "\n# a note\n")
    assert "is not what it was when lacdsl.lock was made" in refusal(path)


def test_a_base_that_was_upgraded_is_not_used(home: Path, tmp_path: Path) -> None:
    put(pack_of(home, "1.0.0", name="region/north"))
    ours = tmp_path / "ours"
    shutil.copytree(local(home, RULE.format(n=5), name="local/ours", extends="region/north"), ours)
    path = locked([str(ours)], tmp_path / "lacdsl.lock")
    put(pack_of(home, "1.1.0", name="region/north"))
    lock = read_lock(path)
    rules = load_ruleset(*lock.wanted, lock=lock)
    assert {layer.name: layer.version for layer in rules.layers}["region/north"] == "1.0.0"
    assert "OWN100" in rules.rules and "OWN110" in load_ruleset(ours).rules


@pytest.mark.parametrize("where", ["project", "elsewhere/below", "other machine"])
def test_a_lock_moves_with_the_folder_that_lies_beside_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    project = tmp_path / "project"
    shutil.copytree(local(home, RULE.format(n=1)), project / "rules" / "ours")
    monkeypatch.chdir(project)
    path = locked(["rules/ours"], Path("lock/lacdsl.lock")).absolute()
    assert "tmp" not in path.read_text() and "../rules/ours" in path.read_text()
    # On Windows the folder that somebody works in cannot be moved.
    monkeypatch.chdir(tmp_path)
    if where != "project":
        shutil.move(project, tmp_path / where)
        path = tmp_path / where / "lock" / "lacdsl.lock"
    assert used(path) == "1.0.0"


def test_a_lock_is_good_on_a_computer_that_has_the_same_packs(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = pack_of(home)
    put(pack)
    path = locked(["council"], tmp_path / "lacdsl.lock")
    monkeypatch.setenv("LACDSL_HOME", str(tmp_path / "another computer"))
    assert "is not installed" in refusal(path)
    put(pack)
    assert used(path) == "1.0.0"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({**MADE_WITH, "lacdsl": "0.2.0"}, "was made with lacdsl 0.1.0; here it is 0.2.0"),
        ({**MADE_WITH, "postcodes": "2027.1"}, "was made with postcodes 2026.1; here it is 2027.1"),
        ({"lacdsl": "0.1.0", "postcodes": "2026.1"}, "bank holidays 0.83; here it is none"),
        ({**MADE_WITH, "schools": "1"}, "schools none; here it is 1"),
    ],
)
def test_another_lacdsl_or_other_reference_data_is_noticed(
    home: Path, tmp_path: Path, now: dict[str, str], told: str
) -> None:
    lock = read_lock(locked([str(local(home, ""))], tmp_path / "lacdsl.lock"))
    lock.check_made_with(MADE_WITH)
    with pytest.raises(LacdslError) as error:
        lock.check_made_with(now)
    assert codes(error) == {"R475"} and told in str(error.value)


def _other_hash(said: dict[str, list[dict[str, str]]]) -> None:
    said["layers"][-1]["sha256"] = "0" * 64


def _other_version(said: dict[str, list[dict[str, str]]]) -> None:
    said["layers"][-1]["version"] = "1.0.1"


def _layer_less(said: dict[str, list[dict[str, str]]]) -> None:
    said["layers"].pop()


def _layer_more(said: dict[str, list[dict[str, str]]]) -> None:
    said["layers"].append({"name": "other", "version": "1.0.0", "sha256": "0" * 64})


@pytest.mark.parametrize("change", [_other_hash, _other_version, _layer_less, _layer_more])
def test_a_lock_that_was_changed_does_not_fit(
    home: Path, tmp_path: Path, change: Callable[[dict[str, list[dict[str, str]]]], None]
) -> None:
    path = locked([str(local(home, RULE.format(n=1)))], tmp_path / "lacdsl.lock")
    said = json.loads(path.read_text())
    change(said)
    path.write_text(json.dumps(said))
    assert refusal(path)


GOOD = '"format": 1, "rulesets": ["a"], "layers": [], "made_with": {}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "[" * 100_000,
        '{"format": 2}',
        "{" + GOOD.replace('["a"]', "[]") + "}",
        "{" + GOOD.replace('["a"]', "[1]") + "}",
        "{" + GOOD.replace("{}", "[]") + "}",
        "{" + GOOD.replace("{}", '{"lacdsl": 1}') + "}",
        "{" + GOOD.replace(', "made_with": {}', "") + "}",
    ],
)
def test_what_is_no_lock_is_said_to_be_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lacdsl.lock"
    path.write_text(text)
    with pytest.raises(LacdslError) as error:
        read_lock(path)
    assert codes(error) == {"R475"}
