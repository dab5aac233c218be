"""Finding one's way: uses of a name, outlines, folding, formatting a part, files that change on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .client import Client
from .ours import MANIFEST, OTHER, OWN, at, found

FAMILY = """\
define Episode.short = LS = V3

codes kinds = {U4, U6}

family "Dates in order"
  | rule | title | LIST  |
  | FAM1 | kinds | kinds |
  for each Episode
  where    PLACE in LIST and short
  must     DECOM <= DEC
  flag     DECOM, DEC
  message  "Began on {DECOM}"
"""
SHORT = """\
define Review.short = REVIEW_CODE = PN1

rule OUR7 "Two reviews"
  for each Review
  where    short
  must     any Episode where short and DEC is present
  flag     REVIEW
"""


DECLARED = {"context": {"includeDeclaration": True}}


def close(client: Client, uri: str) -> None:
    client.tell("textDocument/didClose", textDocument={"uri": uri})


def test_uses_are_found_in_all_files_of_the_ruleset(client: Client, own: str, folder: Path) -> None:
    place = at(OWN, "where    is_open", 10)
    uses = client.at("references", own, *place, context={"includeDeclaration": True})
    assert sorted((use["uri"].rsplit("/")[-1], use["range"]["start"]["line"]) for use in uses) == [
        ("other.rules", 2),
        ("own.rules", 0),
        ("own.rules", 6),
    ]
    marked = client.at("documentHighlight", own, *place)
    assert [each["range"]["start"]["line"] for each in marked] == [0, 6]
    uses = client.at("references", own, *at(OWN, "must     reason", 10), context={"includeDeclaration": True})
    assert sorted(use["range"]["start"]["line"] for use in uses) == [5, 7, 9]


def test_an_open_file_is_named_as_the_editor_names_it(client: Client, folder: Path) -> None:
    # As Visual Studio Code writes `c%3A`, or as a drive that stands for a folder of a server.
    uri = client.open(folder / "own.rules", uri=(folder / "own.rules").as_uri().replace("own.r", "%6Fwn.r"))
    try:
        place = at(OWN, "must     reason", 10)
        assert client.at("definition", uri, *place)["uri"] == uri
        assert {use["uri"] for use in client.at("references", uri, *place, **DECLARED)} == {uri}
        assert list(client.at("rename", uri, *place, newName="why")["changes"]) == [uri]
    finally:
        close(client, uri)


def test_a_name_that_stands_for_two_things_is_renamed_where_it_stands_for_the_one(
    client: Client, folder: Path
) -> None:
    uri = client.open(folder / "family.rules", FAMILY)
    other = client.open(folder / "short.rules", SHORT)
    found(client, other)
    edit = client.at("rename", uri, *at(FAMILY, "define Episode.short", 16), newName="brief")["changes"]
    lines = {
        name.rsplit("/")[-1]: [e["range"]["start"]["line"] for e in edits] for name, edits in edit.items()
    }
    assert lines == {"family.rules": [0, 8], "short.rules": [5]}
    edit = client.at("rename", uri, *at(FAMILY, "codes kinds", 7), newName="sorts")["changes"]
    assert [each["range"]["start"] for each in edit[uri]] == [
        {"line": 2, "character": 6},
        {"line": 6, "character": 19},
    ]
    for name in ("LIST", "reason"):  # a parameter of the family, a `let` of another file
        with pytest.raises(RuntimeError, match="already"):
            client.at("rename", uri, *at(FAMILY, "define Episode.short", 16), newName=name)
    close(client, other)
    close(client, uri)


def test_examples_are_added_to_a_member_of_a_family(client: Client, folder: Path) -> None:
    uri = client.open(folder / "family.rules", FAMILY)
    found(client, uri)
    line, column = at(FAMILY, "FAM1")
    place = {"line": line, "character": column}
    offered = client.ask(
        "textDocument/codeAction",
        textDocument={"uri": uri},
        range={"start": place, "end": place},
        context={"diagnostics": []},
    )
    (add,) = (each for each in offered if "examples" in each["title"])
    client.ask("workspace/executeCommand", **{key: add["command"][key] for key in ("command", "arguments")})
    (edit,) = client.wait("workspace/applyEdit")["edit"]["changes"][uri]
    assert '  example for FAM1 "' in edit["newText"]
    client.change(uri, FAMILY.rstrip("\n") + edit["newText"] + "\n")
    assert [each for each in found(client, uri) if each["severity"] == 1] == []
    close(client, uri)


def test_the_outline_and_what_can_be_folded(client: Client, own: str) -> None:
    outline = client.ask("textDocument/documentSymbol", textDocument={"uri": own})
    assert [each["name"] for each in outline] == ["Episode.is_open", "OUR1 Open, with a reason for its end"]
    folds = client.ask("textDocument/foldingRange", textDocument={"uri": own})
    assert [(each["startLine"], each["endLine"]) for each in folds] == [(3, 16), (12, 16)]


def test_rules_of_all_rulesets_are_found_by_their_titles(client: Client, own: str) -> None:
    names: dict[str, Any] = {
        each["name"]: each["location"]["uri"] for each in client.ask("workspace/symbol", query="18")
    }
    assert names["OUR2 Still open at the age of 18"].endswith("other.rules")
    assert len(names) > 3


def test_the_form_of_a_function_while_its_call_is_written(client: Client, own: str) -> None:
    text = f'{OWN}\nrule OUR3 "New"\n  for each Episode\n  must     left(PL_POST, '
    client.change(own, text)
    said = client.at("signatureHelp", own, text.count("\n"), len(text.split("\n")[-1]))
    assert (said["signatures"][0]["label"], said["activeParameter"]) == ("left(X, 3)", 1)
    assert client.at("signatureHelp", own, 0, 3) is None


def test_a_part_is_formatted_and_so_is_all_that_can_be_read(client: Client, own: str) -> None:
    bad = OWN.replace("where    is_open", "where is_open")
    text = f'{bad}\nrule OUR4 "Broken\n'
    client.change(own, text)
    options = {"tabSize": 2, "insertSpaces": True}
    (edit,) = client.ask("textDocument/formatting", textDocument={"uri": own}, options=options)
    lines = text.split("\n")
    first, last = edit["range"]["start"]["line"], edit["range"]["end"]["line"]
    made = "\n".join([*lines[:first], *edit["newText"].rstrip("\n").split("\n"), *lines[last:]])
    assert made == f'{OWN}\nrule OUR4 "Broken\n'
    top = {"start": {"line": 0, "character": 0}, "end": {"line": 1, "character": 0}}
    assert (
        client.ask("textDocument/rangeFormatting", textDocument={"uri": own}, range=top, options=options)
        == []
    )


def test_a_file_that_changes_on_the_disk_is_seen_in_open_ones(client: Client, own: str, folder: Path) -> None:
    found(client, own)
    other = folder / "other.rules"
    other.write_text(OTHER.replace("OUR2", "OUR1"))
    changed = [{"uri": other.as_uri(), "type": 2}]
    client.tell("workspace/didChangeWatchedFiles", changes=changed)
    assert "R467" in {each["code"] for each in found(client, own)}
    other.write_text(OTHER)
    client.tell("workspace/didChangeWatchedFiles", changes=changed)
    assert found(client, own) == []


def test_the_manifest_is_written_with_help(client: Client, folder: Path) -> None:
    def offered(text: str) -> dict[str, dict[str, Any]]:
        client.change(uri, text)
        line = text.count("\n")
        made = client.at("completion", uri, line, len(text.split("\n")[-1]))
        return {each["label"]: each for each in made["items"]}

    uri = client.open(folder / "ruleset.yaml", MANIFEST)
    keys = offered(f"{MANIFEST}l")
    assert list(keys) == ["licence"] and keys["licence"]["textEdit"]["newText"] == "licence: "
    assert "title" not in offered(MANIFEST)
    assert list(offered("name: local/ours\nscope: ")) == ["local", "regional", "official"]
    bases = offered("extends: dfe/l")
    assert bases["dfe/lac/2026-27"]["detail"] and "local/northern-group" not in bases
    assert bases["dfe/lac/2026-27"]["textEdit"]["range"]["start"]["character"] == len("extends: ")
    assert set(offered("rules: [own.rules, ")) == {"own.rules", "other.rules"}
    assert set(offered("rules:\n  - ot")) == {"other.rules"}
    client.change(uri, MANIFEST)
    said = client.at("hover", uri, *at(MANIFEST, "extends", 2))
    assert "builds on" in said["contents"]["value"]
    place = client.at("definition", uri, *at(MANIFEST, "dfe/lac", 3))
    assert place["uri"].endswith("dfe/lac/2026-27/ruleset.yaml")
    close(client, uri)


def test_other_files_of_the_kind_of_manifests_are_left_alone(client: Client, folder: Path) -> None:
    uri = client.open(folder / "model.yaml", "tables:\n  Header: {}\n")
    assert found(client, uri) == []
    assert client.at("completion", uri, 0, 0)["items"] == []
    close(client, uri)
