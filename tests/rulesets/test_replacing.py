"""`replace`, `remove`, and what happens without them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.rulesets import Ruleset, load_ruleset
from tests.rulesets.conftest import local

BODY = "\n  for each Header\n  must     SEX is present\n  flag     SEX\n"


def loaded(home: Path, text: str) -> Ruleset:
    return load_ruleset(local(home, text))


def refused(home: Path, text: str) -> list[Diagnostic]:
    with pytest.raises(LacdslError) as error:
        load_ruleset(local(home, text))
    return list(error.value.diagnostics)


def test_defining_again_by_accident_names_both_places(home: Path) -> None:
    (found,) = refused(home, f'rule 101 "Mine"{BODY}')
    assert found.code == "R467"
    assert found.message == "Rule 101 is already defined by small/2025-26."
    assert found.span is not None and found.span.file.endswith("own.rules")
    assert found.related[0].span.file == "rulesets/small/2025-26/children.rules"
    assert found.related[0].span.line == 5


def test_twice_in_one_ruleset(home: Path) -> None:
    (found,) = refused(home, f'rule X1 "One"{BODY}\nrule X1 "Two"{BODY}')
    assert (found.code, found.message) == ("R467", "Rule X1 is defined twice.")
    assert found.related[0].span.line == 1


@pytest.mark.parametrize(
    "text",
    [
        "define Header.grown = DOB is present\n",
        "codes known_sexes = {1}\n",
        f'family "A column is blank"\n  | rule | title | ITEM |\n  | C1   | x     | SEX  |{BODY}'.replace(
            "SEX", "ITEM"
        ),
    ],
)
def test_shared_items_are_not_defined_again_by_accident(home: Path, text: str) -> None:
    assert [found.code for found in refused(home, text)] == ["R467"]
    again = loaded(home, f"replace {text}".replace("ITEM  |\n  for", "SEX  |\n  for"))
    assert again.rules


def test_a_replaced_definition_counts_for_the_rules_of_earlier_rulesets(home: Path) -> None:
    text = f'replace codes known_sexes = {{1, 2}}\nreplace define Header.grown = DOB is present\nrule N "N"{BODY}'
    rules = loaded(home, text.replace("SEX is present", "SEX is present or grown"))
    assert "N" in rules.rules


def test_replacing_a_member_takes_it_out_of_its_family(home: Path) -> None:
    rules = loaded(home, f'replace rule B1 "Own B1"{BODY}\nremove rule 102 because "not here"\n')
    assert rules.rules["B1"].family is None and rules.rules["B1"].title == "Own B1"
    assert rules.removed["102"] == "not here"
    assert "102" not in rules.rules


def test_removing_a_member_leaves_the_others(home: Path) -> None:
    folder = local(home, 'remove rule B2 because "why"\n', extends="small/2025-26", year="2025-26")
    rules = load_ruleset(folder)
    assert "B2" not in rules.rules and rules.rules["B1"].family == "A column is blank"


def test_a_rule_that_is_a_member_already_is_defined_twice(home: Path) -> None:
    (found,) = refused(home, f'rule B1 "Mine"{BODY}')
    assert found.code == "R467"
    assert found.related[0].span.line == 28


def test_a_family_with_a_code_that_is_taken(home: Path) -> None:
    text = (
        'family "More"\n  | rule | title | ITEM |\n  | 101  | x     | SEX  |\n  | C2   | y     | DOB  |'
        + BODY
    )
    (found,) = refused(
        home, text.replace("must     SEX", "must     ITEM").replace("flag     SEX", "flag     ITEM")
    )
    assert (found.code, found.span.line if found.span else 0) == ("R467", 3)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (f'replace rule 110 "x"{BODY}', "101"),
        ('remove rule 1O2 because "why"\n', "102"),
        ("replace define Header.grow = DOB is present\n", "Header.grown"),
        ("replace codes known_sex = {1}\n", "known_sexes"),
    ],
)
def test_replacing_what_is_not_there_suggests_what_is(home: Path, text: str, near: str) -> None:
    (found,) = refused(home, text)
    assert found.code == "R468"
    assert near in found.help


def test_what_is_already_removed_cannot_be_replaced(home: Path) -> None:
    (found,) = refused(home, f'replace rule 201 "x"{BODY}')
    assert found.code == "R468"


def test_replacing_within_one_ruleset_is_refused(home: Path) -> None:
    found = refused(home, f'rule X1 "One"{BODY}\nremove rule X1 because "why"\n')
    assert [each.code for each in found] == ["R468"]


def test_a_rule_is_treated_otherwise_than_it_says(home: Path) -> None:
    rules = loaded(home, 'treat rule 101 as query because "we know"\ntreat rule B1 as note because "why"\n')
    assert (rules.rules["101"].severity, rules.program.rules["101"].severity) == ("query", "query")
    assert rules.rules["B1"].severity == "note"
    assert rules.rules["101"].layer == "small/2025-26"
    changes = {
        (each.how, each.name, each.before, each.reason) for each in rules.changes if each.layer == "council"
    }
    assert changes == {
        ("treated", "101", "small/2025-26", "we know"),
        ("treated", "B1", "small/2025-26", "why"),
    }


def test_a_rule_that_is_replaced_later_has_its_own_severity_again(home: Path) -> None:
    region = local(
        home, 'treat rule 101 as note because "why"\n', name="region", extends="small/2025-26", year="2025-26"
    )
    region.rename(home.parent / "region")
    rules = loaded_on_region(home, f'replace rule 101 "Mine"{BODY}')
    assert rules.rules["101"].severity == "error"
    assert [(each.how, each.layer) for each in rules.changes] == [
        ("treated", "region"),
        ("replaced", "council"),
    ]


def loaded_on_region(home: Path, text: str) -> Ruleset:
    return load_ruleset(local(home, text, extends="../region", year="2025-26"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('treat rule 999 as query because "why"\n', "R468"),
        (f'rule X1 "X"{BODY}\ntreat rule X1 as query because "why"\n', "R468"),
        ('treat rule 101 as query because "why"\ntreat rule 101 as note because "why"\n', "R467"),
        ('remove rule 101 because "x"\ntreat rule 101 as note because "why"\n', "R468"),
        ('treat rule 101 as grave because "why"\n', "S114"),
    ],
)
def test_what_cannot_be_treated_is_refused(home: Path, text: str, code: str) -> None:
    assert [found.code for found in refused(home, text)] == [code]


def test_however_many_there_are_each_is_said(home: Path) -> None:
    found = refused(home, "\n".join(f'remove rule 10{n}1 because "gone"' for n in range(150)))
    assert [each.message for each in found] == [
        f"Rule 10{n}1 is not defined by any ruleset before this one." for n in range(150)
    ]
    assert "Did you mean `101`" in found[0].help and found[-1].help.startswith("Remove this line.")


@pytest.mark.parametrize(
    "line",
    [
        'remove rule 101 because "again"',
        'treat rule 101 as query because "less"',
        f'replace rule 101 "New"{BODY}',
    ],
)
def test_a_rule_that_is_removed_already_is_not_said_to_be_unknown(home: Path, line: str) -> None:
    found = refused(home, f'remove rule 101 because "not ours"\n{line}\n')
    assert [(each.code, each.message) for each in found] == [
        ("R468", "Rule 101 has been removed already, here or by a ruleset before this one.")
    ]


@pytest.mark.parametrize(
    ("start", "kind"), [(b"PK\x03\x04\xff", "a document of Word or Excel"), (b"%PDF-1.7\n\xff", "a PDF file")]
)
def test_a_document_saved_as_a_file_of_rules_is_told_from_text_in_another_encoding(
    home: Path, start: bytes, kind: str
) -> None:
    folder = local(home, "")
    next(Path(folder).glob("*.rules")).write_bytes(start)
    with pytest.raises(LacdslError) as error:
        load_ruleset(folder)
    assert kind in error.value.diagnostics[0].message
    assert "Notepad" in error.value.diagnostics[0].help
