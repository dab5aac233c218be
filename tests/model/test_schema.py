"""The published schema: editors complete from it, so it has to be sound and to explain itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from jsonschema import Draft202012Validator

from lacdsl.model import ColumnType, LeapDay, Required
from lacdsl.model.check_columns import OPTIONS
from lacdsl.model.shape import schema
from lacdsl.resources import rulesets_folder


def properties(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property that the schema declares, with the path to it."""
    if isinstance(part, list):
        for item in part:
            yield from properties(item, path)
    if not isinstance(part, dict):
        return
    for name, value in part.items():
        if name == "properties" and "else" not in path:
            yield from ((f"{path}/{key}", described) for key, described in value.items())
        yield from properties(value, f"{path}/{name}")


def test_it_is_a_sound_schema() -> None:
    Draft202012Validator.check_schema(schema())


def test_every_property_is_described() -> None:
    found = dict(properties(schema()))
    assert len(found) > 35
    defined = schema()["$defs"]
    for path, described in found.items():
        target = defined.get(str(described.get("$ref", "")).rpartition("/")[2], {})
        assert described.get("description") or target.get("description"), path


def test_it_allows_the_words_that_the_types_know() -> None:
    defined = schema()["$defs"]["column"]["properties"]
    assert defined["type"]["enum"] == [str(member) for member in ColumnType]
    assert defined["required"]["enum"] == list(get_args(Required))
    assert schema()["properties"]["leap_day"]["enum"] == list(get_args(LeapDay))
    assert defined["derive"]["properties"]["kind"]["enum"] == list(OPTIONS)
    options = {option for takes in OPTIONS.values() for option in takes}
    assert set(defined["derive"]["properties"]) == {"kind", *options}


def test_it_says_how_rows_are_ordered() -> None:
    text = schema()["$defs"]["table"]["properties"]["order"]["description"]
    assert "missing values come last" in text
    assert "first order column is missing or invalid takes no part" in text


def test_every_model_names_it_for_editors() -> None:
    models = sorted(rulesets_folder().glob("dfe/lac/*/model.yaml"))
    assert len(models) >= 5
    for model in models:
        name = model.read_text(encoding="utf-8").partition("\n")[0].rpartition("$schema=")[2]
        assert (model.parent / name).name == "model.schema.json"
