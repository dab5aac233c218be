"""The server as an editor meets it: over standard input and output."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from lacdsl.resources import rulesets_folder

from .client import Client
from .ours import MANIFEST, OTHER, OWN, at, found


def test_what_it_can_do(client: Client) -> None:
    for able in ("completionProvider", "hoverProvider", "definitionProvider", "renameProvider"):
        assert client.able[able]
    for able in ("documentFormattingProvider", "codeActionProvider", "codeLensProvider"):
        assert client.able[able]


def test_mistakes_come_and_go_as_one_types(client: Client, own: str) -> None:
    assert found(client, own) == []
    client.change(own, OWN.replace("flag     REC", "flag     RECC"))
    (wrong,) = found(client, own)
    assert (wrong["code"], wrong["severity"], wrong["range"]["start"]["line"]) == ("N201", 1, 8)
    assert "Did you mean" in wrong["message"]
    client.change(own, OWN)
    assert found(client, own) == []


def test_a_mistake_is_underlined_behind_signs_of_two_units(client: Client, own: str) -> None:
    text = OWN.replace('"Open, with', '"🏠🏠 Open, with').replace(
        "define Episode.is_open", "define Episode.is_open"
    )
    text = text.replace('message  "Ends', 'message  "🏠 {DECC} Ends')
    client.change(own, text)
    (wrong,) = found(client, own)
    line, column = at(text, "DECC")
    assert wrong["range"] == {
        "start": {"line": line, "character": column},
        "end": {"line": line, "character": column + 4},
    }


def test_a_quick_fix_puts_in_what_was_meant(client: Client, own: str) -> None:
    text = OWN.replace("flag     REC", "flag     RECC")
    client.change(own, text)
    (wrong,) = found(client, own)
    fixes = client.ask(
        "textDocument/codeAction",
        textDocument={"uri": own},
        range=wrong["range"],
        context={"diagnostics": [wrong]},
    )
    edits = fixes[0]["edit"]["changes"][own]
    assert fixes[0]["title"].startswith("Write ") and edits[0]["range"] == wrong["range"]
    assert edits[0]["newText"].endswith("REC")


@pytest.mark.parametrize(
    ("written", "offered", "not_offered"),
    [
        ("for each Epi", {"Episode"}, {"REC", "where"}),
        ("for each Episode\n  must     Header.D", {"DOB"}, {"DEC", "DECOM"}),
        ("for each Episode\n  must     REC = X", {"X1"}, {"RNE"}),
        ("for each Episode\n  must     REC in {E", {"E11", "E48"}, {"Episode"}),
        ("for each Episode\n  wh", {"where"}, {"with"}),
        ("for each Episode\n  must     DEC is ", {"missing", "valid"}, {"DEC"}),
        ("for each Episode\n  must     any Review where REV", {"REVIEW", "REVIEW_CODE"}, set()),
        ("for each Episode\n  must     any Review where this.D", {"DEC", "DECOM"}, {"DOB"}),
        ("for each Episode\n  let      r = latest Review\n  must     r.", {"REVIEW"}, {"DEC"}),
        ("for each Episode\n  must     is_", {"is_open"}, set()),
        ("for each Episode\n  must     REC is missing\n  severity ", {"query", "note"}, {"REC"}),
        (
            'for each Episode\n  must     REC is missing\n\n  example "a"\n    | ',
            {"Header", "Episode"},
            {"passes"},
        ),
        ('for each Episode\n  example "a"\n    | Episode | CHILD |\n    | ', {"passes", "Header"}, {"DEC"}),
        (
            'for each Episode\n  must     REC is missing\n  message  "Began on {DECOM}, after {previous.',
            {"DEC"},
            {"DOB"},
        ),
        ('for each Episode\n  example "a"\n    | Episode | CHILD | D', {"DEC", "DECOM"}, {"DOB"}),
        ('for each Episode\n  example "a"\n    | Episode | CHILD | LS |\n    | fails | 1 | ', {"V2"}, set()),
    ],
)
def test_what_can_come_next(
    client: Client, own: str, written: str, offered: set[str], not_offered: set[str]
) -> None:
    text = f'{OWN}\nrule OUR3 "New"\n  {written}'
    client.change(own, text)
    line = text.count("\n")
    made = client.at("completion", own, line, len(text.split("\n")[-1]))
    labels = {item["label"] for item in made["items"]}
    assert offered <= labels and not labels & not_offered
    assert all(
        item["textEdit"]["range"]["end"]["character"] == len(text.split("\n")[-1]) for item in made["items"]
    )


def test_the_last_line_may_be_empty_and_line_ends_may_be_any(client: Client, own: str) -> None:
    """A line ends as the protocol says, with one of three signs: text from Word holds others."""
    text = OWN.replace('"Close it"', '"Close\u2028 it\x0b\x85"').replace("\n", "\r\n") + "\r\n"
    client.change(own, text)
    assert [each for each in found(client, own) if each["severity"] == 1] == []
    last = text.count("\n")
    assert {"rule", "define"} <= {each["label"] for each in client.at("completion", own, last, 0)["items"]}
    client.version += 1
    place = {"line": last, "character": 0}
    changes = [
        {"range": {"start": place, "end": place}, "text": "rule OUR9"},
        {"range": {"start": {"line": 3, "character": 5}, "end": {"line": 3, "character": 9}}, "text": "🏠1"},
        {"range": {"start": {"line": 3, "character": 5}, "end": {"line": 3, "character": 8}}, "text": "OUR8"},
    ]
    document = {"uri": own, "version": client.version}
    client.tell("textDocument/didChange", textDocument=document, contentChanges=changes)
    (wrong,) = (each for each in found(client, own) if each["severity"] == 1)
    assert wrong["range"]["start"]["line"] == last
    outline = client.ask("textDocument/documentSymbol", textDocument={"uri": own})
    assert [each["name"].split()[0] for each in outline] == ["Episode.is_open", "OUR8"]
    options = {"tabSize": 2, "insertSpaces": True}
    client.change(own, text.replace("where    ", "where "))
    (edit,) = client.ask("textDocument/formatting", textDocument={"uri": own}, options=options)
    assert edit["newText"].count("\n") == edit["newText"].count("\r\n") > 10


def test_codes_are_offered_with_what_they_mean(client: Client, own: str) -> None:
    text = f'{OWN}\nrule OUR3 "New"\n  for each Episode\n  must     LS = V'
    client.change(own, text)
    made = client.at("completion", own, text.count("\n"), len(text.split("\n")[-1]))
    (v2,) = [item for item in made["items"] if item["label"] == "V2"]
    assert "20" in v2["detail"]


def test_hovering_says_what_a_word_means(client: Client, own: str) -> None:
    def hover(words: str, after: int = 0) -> str:
        answer = client.at("hover", own, *at(OWN, words, after))
        return str(answer["contents"]["value"]) if answer else ""

    assert "Reason the episode ended" in hover("reason = REC", 10)
    assert "define Episode.is_open = DEC is missing" in hover("where    is_open", 10)
    assert "must" in hover("must     reason", 1)
    assert "let" in hover("must     reason", 10)
    assert hover('"Open, with', 3) == ""
    assert "as it should be" in hover("| passes", 3)
    assert "31/03/2027" in hover("| fails   | 1     | end", 21)
    assert "end of an episode" in hover("| fails   | 1     | end   |     | X1", 34)
    told = hover("rule OUR1", 6)
    assert "For each episode where" in told and "Close it" in told


def test_texts_of_a_ruleset_are_shown_as_they_stand(client: Client, own: str) -> None:
    text = OWN.replace(
        '"Open, with a reason', '"Open ![](https://example.invalid/seen.png) <b> *with* a reason'
    )
    text = text.replace("define Episode.is_open = DEC is missing", 'define Episode.is_open = LS <> "````"')
    client.change(own, text)
    told = str(client.at("hover", own, *at(text, "rule OUR1", 6))["contents"]["value"])
    assert r"!\[](https://example.invalid/seen.png) \<b> \*with\*" in told
    fenced = str(client.at("hover", own, *at(text, "where    is_open", 10))["contents"]["value"])
    assert fenced.startswith("`````lacdsl\n") and fenced.endswith("\n`````")


def test_going_to_where_a_name_is_defined(client: Client, own: str, folder: Path) -> None:
    place = client.at("definition", own, *at(OWN, "where    is_open", 10))
    assert place["uri"] == own and place["range"]["start"]["line"] == 0
    place = client.at("definition", own, *at(OWN, "flag     REC", 10))
    assert place["uri"].endswith("model.yaml")
    place = client.at("definition", own, *at(OWN, "must     reason", 10))
    assert place["range"]["start"]["line"] == 5


def test_a_definition_is_renamed_in_all_files(client: Client, own: str, folder: Path) -> None:
    edit = client.at("rename", own, *at(OWN, "define Episode.is_open", 16), newName="still_open")
    changes = edit["changes"]
    assert {uri.rsplit("/")[-1]: len(edits) for uri, edits in changes.items()} == {
        "own.rules": 2,
        "other.rules": 1,
    }
    assert all(change["newText"] == "still_open" for edits in changes.values() for change in edits)
    edit = client.at("rename", own, *at(OWN, "must     reason", 10), newName="why")
    assert sorted(change["range"]["start"]["line"] for change in edit["changes"][own]) == [5, 7, 9]
    for name in ("REC", "where", "two words"):
        with pytest.raises(RuntimeError):
            client.at("rename", own, *at(OWN, "define Episode.is_open", 16), newName=name)


def test_formatting(client: Client, own: str) -> None:
    client.change(own, OWN.replace("where    is_open", "where is_open"))
    options = {"tabSize": 2, "insertSpaces": True}
    (edit,) = client.ask("textDocument/formatting", textDocument={"uri": own}, options=options)
    assert edit["newText"] == OWN
    client.change(own, OWN)
    assert client.ask("textDocument/formatting", textDocument={"uri": own}, options=options) == []


def test_a_lens_tries_a_rule_on_its_examples_and_on_data(client: Client, own: str) -> None:
    shown = client.ask("workspace/executeCommand", command="lacdsl.try", arguments=[own, "OUR1"])
    assert shown == "1 example holds; fires on 1 of 2 rows"
    (lens,) = client.ask("textDocument/codeLens", textDocument={"uri": own})
    assert lens["command"]["title"] == f"OUR1: {shown}" and lens["range"]["start"]["line"] == 3
    client.change(
        own,
        OWN.replace("| passes  | 1     | start |     |     |", "| fails   | 1     | start |     |     |"),
    )
    shown = client.ask("workspace/executeCommand", command="lacdsl.try", arguments=[own, "OUR1"])
    assert shown.startswith("1 of 1 examples do not come out: open")


def test_a_row_that_comes_out_otherwise_is_underlined_until_its_rule_changes(
    client: Client, own: str
) -> None:
    text = "# a line above\n" + OWN.replace(
        "| passes  | 1     | start |     |     |", "| fails   | 1     | start | | |"
    )

    def rows(method_version: int) -> list[dict[str, Any]]:
        params = client.wait("textDocument/publishDiagnostics", uri=own, version=method_version)
        return [each for each in params["diagnostics"] if each["source"] == "lacdsl test"]

    client.change(own, text)
    client.ask("workspace/executeCommand", command="lacdsl.try", arguments=[own, "OUR1"])
    while not (shown := rows(client.version)):
        pass
    line, column = at(text, "| fails   | 1     | start")
    assert shown[0]["range"]["start"] == {"line": line, "character": column}
    assert shown[0]["message"].startswith("Expected fails, found passes")
    client.change(own, f"# and another\n{text}")
    assert rows(client.version)[0]["range"]["start"]["line"] == line + 1
    client.change(own, text.replace("reason is missing", "reason is present"))
    assert rows(client.version) == []


def test_nothing_is_called_unused_while_a_rule_cannot_be_read(client: Client, own: str) -> None:
    text = f'{OWN}\ndefine Episode.begun_in_time = DECOM > collection start\n\nrule OUR9 "Late"\n  where begun_in_time and\n'

    def told() -> set[str]:
        return {each["code"] for each in found(client, own) if each["source"] == "lacdsl"}

    client.change(own, text + "  must DEC is present")
    told()
    assert "L809" not in told()  # with the advice
    client.change(own, text.split("rule OUR9")[0])
    while "L809" not in told():
        pass


def test_advice_is_given_after_a_while(client: Client, own: str) -> None:
    client.change(own, OWN.replace('  fix      "Close it"\n', ""))
    while not (advice := [each for each in found(client, own) if each["code"] == "L811"]):
        pass
    assert advice[0]["severity"] == 3


def test_a_file_outside_any_ruleset_is_read_by_itself(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "alone.rules"
    path.write_text('rule 1 "A"\n  for each Episode\n  must REC == X1\n  flag REC\n')
    uri = client.open(path)
    assert [each["code"] for each in found(client, uri)][:1] == ["S123"]


def test_files_that_were_never_saved_are_kept_apart(client: Client) -> None:
    first, second = "untitled:Untitled-1", "untitled:Untitled-2"
    text = 'rule N1 "New"\n  for each Episode\n  must     REC {}\n  flag     REC\n'
    for uri, words in ((first, "is present"), (second, "= XX9")):
        document = {"uri": uri, "languageId": "lacdsl", "version": 1, "text": text.format(words)}
        client.tell("textDocument/didOpen", textDocument=document)
    kinds = {}
    for uri in (first, second):
        told = client.wait("textDocument/publishDiagnostics", uri=uri)["diagnostics"]
        kinds[uri] = [each["code"] for each in told if each["severity"] == 1]
    assert kinds == {first: [], second: ["N204"]}
    for uri in (first, second):
        client.tell("textDocument/didClose", textDocument={"uri": uri})


def test_nonsense_does_not_stop_it(client: Client, own: str) -> None:
    for text in ("", "\n", "rule", 'rule 1 "', "🏠" * 50, "| | |", "(" * 500, OWN[::-1], "\x00"):
        client.change(own, text)
        client.at("completion", own, 0, 3)
        client.at("hover", own, 0, 1)
        client.at("definition", own, 5, 99)
    client.change(own, OWN)
    assert found(client, own) == []


def test_the_official_rules_can_be_edited(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("official")
    shutil.copytree(rulesets_folder() / "dfe" / "lac" / "2022-23", folder / "2022-23")
    manifest = folder / "2022-23" / "ruleset.yaml"
    manifest.write_text(manifest.read_text().replace("name: dfe/lac/2022-23", "name: local/copy"))
    with Client(folder) as client:
        uri = client.open(folder / "2022-23" / "health.rules")
        assert [each for each in found(client, uri) if each["severity"] == 1] == []


def test_the_manifest_says_what_is_wrong_with_it(client: Client, folder: Path) -> None:
    uri = client.open(folder / "ruleset.yaml", MANIFEST.replace("scope: local", "scope: council"))
    (wrong,) = found(client, uri)
    assert (wrong["code"], wrong["range"]["start"]["line"]) == ("R463", 4)
    client.change(uri, MANIFEST.replace("2026-27\n", "2026-72\n"))
    assert {each["code"] for each in found(client, uri)} >= {"R460"}
    assert client.ask(
        "textDocument/formatting",
        textDocument={"uri": uri},
        options={"tabSize": 2, "insertSpaces": True},
    ) in ([], None)
    client.change(uri, "name: [\n")
    beside = client.open(folder / "other.rules")
    (wrong,) = found(client, beside)
    assert wrong["message"].startswith("ruleset.yaml, line 2: ")
    client.tell("textDocument/didClose", textDocument={"uri": beside})
    client.change(uri, MANIFEST)
    assert found(client, uri) == []
    client.tell("textDocument/didClose", textDocument={"uri": uri})


def test_a_change_in_a_ruleset_is_seen_in_those_that_build_on_it(
    client: Client, own: str, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    above = folder.parent / "above"
    above.mkdir()
    manifest = MANIFEST.replace("local/ours", "local/above").replace("dfe/lac/2026-27", f"../{folder.name}")
    (above / "ruleset.yaml").write_text(manifest)
    uri = client.open(above / "new.rules", OTHER.replace("OUR2", "NEW1"))
    assert found(client, uri) == []
    client.change(own, OWN.replace("is_open", "still_open"))
    codes: set[str] = set()
    while "N201" not in codes:
        codes = {
            each["code"] for each in client.wait("textDocument/publishDiagnostics", uri=uri)["diagnostics"]
        }
    client.tell("textDocument/didClose", textDocument={"uri": uri})


def test_advice_is_allowed_and_examples_are_added(client: Client, own: str) -> None:
    text = OWN.replace('  fix      "Close it"\n', "")
    client.change(own, text)
    while not any(each["code"] == "L811" for each in found(client, own)):
        pass
    line, column = at(text, "rule OUR1")
    place = {"line": line, "character": column}
    offered = client.ask(
        "textDocument/codeAction",
        textDocument={"uri": own},
        range={"start": place, "end": place},
        context={"diagnostics": []},
    )
    (allow,) = (each for each in offered if each["title"].startswith("Allow L811"))
    (edit,) = allow["edit"]["changes"][own]
    assert (edit["newText"], edit["range"]["start"]["line"]) == ("# allows L811: \n", line)
    (add,) = (each for each in offered if "examples" in each["title"])
    client.ask("workspace/executeCommand", **{key: add["command"][key] for key in ("command", "arguments")})
    asked = client.wait("workspace/applyEdit")["edit"]["changes"][own][0]
    assert '  example "' in asked["newText"] and "| fails " in asked["newText"]
    assert asked["range"]["start"]["line"] == len(text.split("\n")) - 2
