"""XML files of a return as tables: the 903 and the census, each by nothing but its model."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lacdsl.diagnostics import LacdslError
from lacdsl.ingest import Kind, Tables, read_files
from lacdsl.model import Model, load_model
from lacdsl.resources import rulesets_folder

Read = Callable[[str | bytes], Tables]


def _model(name: str) -> Model:
    return load_model(rulesets_folder() / "dfe" / name / "model.yaml", validate=False)


@pytest.fixture(scope="module")
def cin_model() -> Model:
    return _model("cin/2026-27")


@pytest.fixture
def lac(tmp_path: Path) -> Read:
    return lambda content: _read(content, tmp_path, _model("lac/2026-27"))


@pytest.fixture
def cin(tmp_path: Path, cin_model: Model) -> Read:
    return lambda content: _read(content, tmp_path, cin_model)


def _read(content: str | bytes, folder: Path, model: Model) -> Tables:
    file = folder / "return.xml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_files([file], model)


def rows(frame: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table without their blank cells."""
    return [
        {name: cell for name, cell in row.items() if isinstance(cell, str)}
        for row in frame.astype(object).to_dict("records")
    ]


def kinds(tables: Tables) -> set[str]:
    return set(tables.issues["kind"])


LAC = """<?xml version="1.0" encoding="UTF-8"?>
<EXPSSDA903>
 <CHILD>
  <HEADER>
   <CHILDID>7</CHILDID><SEX>M</SEX>
   <DOB>01/06/2010</DOB>
   <UASC>1</UASC><DUC>01/06/2028</DUC>
   <IN_TOUCH></IN_TOUCH><ACTIV>F2</ACTIV>
   <AREVIEW><REVIEW>01/07/2026</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
   <AREVIEW><REVIEW>01/12/2026</REVIEW></AREVIEW>
  </HEADER>
  <EPISODE><DECOM>01/06/2026</DECOM><PL>U6</PL><DEC>01/07/2026</DEC><REC>X1</REC></EPISODE>
  <EPISODE><DECOM>01/07/2026</DECOM>
   <DEC/></EPISODE>
 </CHILD>
 <CHILD>
  <EPISODE><DECOM>02/06/2026</DECOM></EPISODE>
  <HEADER><CHILDID>8</CHILDID><UASC>0</UASC><DATE_INT>01/06/2026</DATE_INT></HEADER>
 </CHILD>
</EXPSSDA903>
"""


def test_a_tag_left_out_of_one_block_is_missing_there_and_nowhere_else(lac: Read) -> None:
    tables = lac(LAC)
    assert rows(tables["Episodes"]) == [
        {"CHILD": "7", "DECOM": "01/06/2026", "PLACE": "U6", "DEC": "01/07/2026", "REC": "X1"},
        {"CHILD": "7", "DECOM": "01/07/2026"},
        {"CHILD": "8", "DECOM": "02/06/2026"},
    ]
    assert rows(tables["Reviews"]) == [
        {"CHILD": "7", "DOB": "01/06/2010", "REVIEW": "01/07/2026", "REVIEW_CODE": "PN1"},
        {"CHILD": "7", "DOB": "01/06/2010", "REVIEW": "01/12/2026"},
    ]


def test_tables_that_are_fields_of_the_header_have_a_row_when_one_of_their_own_is_filled(lac: Read) -> None:
    tables = lac(LAC)
    assert rows(tables["UASC"]) == [{"CHILD": "7", "SEX": "M", "DOB": "01/06/2010", "DUC": "01/06/2028"}]
    assert rows(tables["OC3"]) == [{"CHILD": "7", "DOB": "01/06/2010", "ACTIV": "F2"}]
    assert rows(tables["AD1"]) == [{"CHILD": "8", "DATE_INT": "01/06/2026"}]


def test_tables_without_a_row_are_supplied_and_those_that_xml_does_not_have_are_not(lac: Read) -> None:
    tables = lac(LAC)
    assert len(tables["Missing"]) == 0 and "MIS_START" in tables["Missing"].columns
    assert "SWEpisodes" not in tables


def test_every_row_and_every_value_has_its_line(lac: Read) -> None:
    tables = lac(LAC)
    assert tables.lines["Episodes"].tolist() == [12, 13, 17]
    assert tables.cell_lines["Header"]["DOB"].tolist() == [6, 18]
    assert tables.cell_lines["Reviews"]["DOB"].tolist() == [6, 6]


CIN = """<Message>
<Header>
<CollectionDetails><Collection>CIN</Collection><Year>2027</Year><ReferenceDate>2027-03-31</ReferenceDate></CollectionDetails>
<Source><LEA>301</LEA></Source>
<Content><CBDSLevels><CBDSLevel>Child</CBDSLevel></CBDSLevels></Content>
</Header>
<Children>
<Child>
<ChildIdentifiers><LAchildID>A</LAchildID></ChildIdentifiers>
<ChildCharacteristics><Disabilities>
<Disability>MOB</Disability><Disability> </Disability><Disability>LD</Disability></Disabilities></ChildCharacteristics>
<CINdetails>
 <CINreferralDate>2026-05-01</CINreferralDate>
 <Assessments><AssessmentActualStartDate>2026-05-02</AssessmentActualStartDate></Assessments>
 <Assessments><FactorsIdentifiedAtAssessment>
  <AssessmentFactors>1A</AssessmentFactors><AssessmentFactors>21</AssessmentFactors></FactorsIdentifiedAtAssessment></Assessments>
 <ChildProtectionPlans><CPPstartDate>2026-06-01</CPPstartDate>
  <Reviews><CPPreviewDate>2026-07-01</CPPreviewDate></Reviews></ChildProtectionPlans>
</CINdetails>
<CINdetails>
 <DateOfInitialCPC>2026-06-02</DateOfInitialCPC>
 <Section47><DateOfInitialCPC>2026-06-03</DateOfInitialCPC></Section47>
 <Assessments/>
 <ChildProtectionPlans><Reviews/></ChildProtectionPlans>
 <ChildProtectionPlans><Reviews><CPPreviewDate>2026-08-01</CPPreviewDate>
  <CPPreviewDate>2026-09-01</CPPreviewDate></Reviews></ChildProtectionPlans>
</CINdetails>
</Child>
<Child><CINdetails/></Child>
</Children>
</Message>
"""


def test_keys_within_keys_are_counted_and_carried_down(cin: Read) -> None:
    tables = cin(CIN)
    assert rows(tables["CINdetails"]) == [
        {"LAchildID": "A", "CINdetailsID": "1", "CINreferralDate": "2026-05-01"},
        {"LAchildID": "A", "CINdetailsID": "2", "DateOfInitialCPC": "2026-06-02"},
        {"CINdetailsID": "1"},
    ]
    keys = ["LAchildID", "CINdetailsID", "AssessmentID"]
    assert tables["Assessments"][keys].astype(object).values.tolist() == [
        ["A", "1", "1"],
        ["A", "1", "2"],
        ["A", "2", "1"],
    ]
    assert rows(tables["Reviews"]) == [
        {"LAchildID": "A", "CINdetailsID": "1", "CPPID": "1", "CPPreviewDate": "2026-07-01"},
        {"LAchildID": "A", "CINdetailsID": "2", "CPPID": "1"},
        {"LAchildID": "A", "CINdetailsID": "2", "CPPID": "2", "CPPreviewDate": "2026-08-01"},
    ]


def test_values_of_one_name_in_two_blocks_do_not_mix(cin: Read) -> None:
    assert rows(cin(CIN)["Section47"]) == [
        {"LAchildID": "A", "CINdetailsID": "2", "DateOfInitialCPC": "2026-06-03"}
    ]


def test_a_column_of_several_codes_and_a_row_for_each(cin: Read) -> None:
    tables = cin(CIN)
    assert [row.get("AssessmentFactors") for row in rows(tables["Assessments"])] == [None, "1A,21", None]
    assert [row["AssessmentFactor"] for row in rows(tables["AssessmentFactorsList"])] == ["1A", "21"]
    assert rows(tables["Disabilities"]) == [
        {"LAchildID": "A", "Disability": "MOB"},
        {"LAchildID": "A"},
        {"LAchildID": "A", "Disability": "LD"},
    ]


def test_every_child_has_its_rows_even_without_the_blocks(cin: Read) -> None:
    tables = cin(CIN)
    assert rows(tables["ChildIdentifiers"]) == [{"LAchildID": "A"}, {}]
    assert rows(tables["ChildCharacteristics"]) == [{"LAchildID": "A"}, {}]


def test_a_second_value_where_one_is_expected_is_said(cin: Read) -> None:
    issues = cin(CIN).issues
    repeated = issues[issues["kind"] == "repeated element"]
    assert repeated["line"].tolist() == [26] and repeated["value"].tolist() == ["2026-09-01"]


def test_unknown_elements_are_counted_and_known_ones_that_hold_nothing_are_not(cin: Read) -> None:
    odd = CIN.replace("<Section47>", "<Section47><Colour>red</Colour>").replace("<Assessments/>", "<Colour/>")
    issues = cin(odd).issues
    unknown = issues[issues["kind"] == "unknown element"]
    assert unknown["line"].tolist() == [22, 23]
    assert "Children/Child/CINdetails/Section47/Colour" in unknown["message"].iloc[0]


def test_namespaces_do_not_matter(cin: Read) -> None:
    plain = cin(CIN)
    marked = CIN.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    marked = marked.replace("<x:Message>", '<x:Message xmlns:x="urn:census">', 1)
    spaced = CIN.replace("<Message>", '<Message xmlns="urn:census">')
    for other in (marked, spaced):
        tables = cin(other)
        assert all(rows(tables[name]) == rows(plain[name]) for name in plain)


@pytest.mark.parametrize(
    ("encoding", "stated"),
    [
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("windows-1252", "windows-1252"),
        ("iso-8859-1", "ISO-8859-1"),
    ],
)
def test_the_encoding_that_is_stated_is_used(cin: Read, encoding: str, stated: str) -> None:
    text = f'<?xml version="1.0" encoding="{stated}"?>\n' + CIN.replace(">A<", ">Zoé<")
    assert rows(cin(text.encode(encoding))["ChildIdentifiers"])[0] == {"LAchildID": "Zoé"}


def test_letters_that_are_not_what_the_file_says_are_read_and_said(cin: Read) -> None:
    text = '<?xml version="1.0" encoding="utf-8"?>\n' + CIN.replace(">A<", ">Zoé<")
    tables = cin(text.encode("windows-1252"))
    assert rows(tables["ChildIdentifiers"])[0] == {"LAchildID": "Zoé"}
    assert "encoding" in kinds(tables)


# ---------------------------------------------------------------- files that are not what they should be


def refused(read: Read, content: str | bytes) -> str:
    with pytest.raises(LacdslError) as raised:
        read(content)
    return " ".join(found.message for found in raised.value.diagnostics)


def test_a_file_that_breaks_off_is_read_up_to_there_and_the_place_is_named(cin: Read) -> None:
    tables = cin(CIN[: CIN.index("<Section47>") + 5])
    cut = tables.issues[tables.issues["kind"] == "cut off"].iloc[0]
    assert cut["line"] == 22 and "line 22, column" in cut["message"]
    assert len(tables["Header"]) == 1
    assert "left out 13 rows" in cut["message"] and len(tables["CINdetails"]) == 0


def test_rows_of_children_before_the_break_are_kept(lac: Read) -> None:
    tables = lac(LAC.replace("<EPISODE><DECOM>02", "<EPISODE & <DECOM>02"))
    assert len(tables["Episodes"]) == 2 and len(tables["Header"]) == 1
    assert "damaged" in kinds(tables)


@pytest.mark.parametrize(
    "content", ["", "   \n", "<Message>", "<Message/>", "<Message><Header", "no xml at all"]
)
def test_a_file_with_nothing_in_it_is_refused_with_the_reason(cin: Read, content: str) -> None:
    assert "return.xml" in refused(cin, content)


def test_the_file_of_another_return_is_recognised(cin: Read, lac: Read) -> None:
    assert "outermost element is Message, and that of" in refused(lac, CIN)
    assert "outermost element is EXPSSDA903" in refused(cin, LAC)
    other = CIN.replace("<Collection>CIN", "<Collection>School Census")
    assert "its Collection is School Census" in refused(cin, other)


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Message><Header>&b;</Header></Message>"""


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS,
        '<!DOCTYPE Message SYSTEM "file:///etc/passwd"><Message/>',
        '<!DOCTYPE m [<!ENTITY e SYSTEM "file:///etc/passwd">]><Message><Header>&e;</Header></Message>',
        '<!DOCTYPE m [<!ENTITY % p SYSTEM "http://localhost/x"> %p;]><Message/>',
    ],
)
def test_document_types_and_entities_are_refused(cin: Read, content: str) -> None:
    assert "document type" in refused(cin, content)


def test_an_entity_that_nobody_declared_is_plain_text(cin: Read) -> None:
    tables = cin(CIN.replace("<LEA>301</LEA>", "<LEA>&secret;</LEA>"))
    assert tables["Header"]["LEA"].tolist() == ["&secret;"]
    assert "characters" in kinds(tables)


def test_elements_inside_elements_without_end_are_refused(cin: Read) -> None:
    assert "deep" in refused(cin, "<Message>" + "<x>" * 5000)


def test_a_text_without_end_is_refused(cin: Read) -> None:
    assert "characters" in refused(cin, CIN.replace(">A<", f">{'A' * 1_000_001}<"))


def test_instructions_and_comments_mean_nothing(cin: Read) -> None:
    odd = CIN.replace("<Children>", "<?php echo 1 ?><!-- <Child/> --><Children>").replace(
        ">A<", "><![CDATA[A]]><"
    )
    tables = cin(odd)
    assert rows(tables["ChildIdentifiers"]) == [{"LAchildID": "A"}, {}]


def test_names_in_other_letters_and_blanks_before_the_declaration_are_read_and_said(lac: Read) -> None:
    plain = lac(LAC)
    other = lac("\n\n" + re.sub(r"<(/?)(\w+)>", lambda tag: f"<{tag[1]}{tag[2].lower()}>", LAC))
    assert {name: rows(other[name]) for name in other} == {name: rows(plain[name]) for name in plain}
    said = other.issues.set_index("kind")["message"]
    assert "header as HEADER" in said[Kind.HEADING]
    assert "Blanks stand before the first line" in said[Kind.BLANK_ROWS]
    assert other.lines["Header"].tolist() == [line + 2 for line in plain.lines["Header"].tolist()]


def children(*inner: str) -> str:
    blocks = [
        f"<CHILD>\n<HEADER><CHILDID>{number}</CHILDID>\n<UPN>{text}</UPN></HEADER>\n"
        "<EPISODE><DECOM>01/05/2026</DECOM></EPISODE>\n</CHILD>\n"
        for number, text in enumerate(inner, start=1)
    ]
    return f"<EXPSSDA903>\n{''.join(blocks)}</EXPSSDA903>"


def said(tables: Tables, kind: str) -> list[tuple[object, object]]:
    """Lines and counts of the issues of a kind."""
    found = tables.issues[tables.issues["kind"] == kind]
    return list(zip(found["line"], found["count"], strict=True))


def test_characters_that_cannot_stand_by_themselves_are_text(lac: Read) -> None:
    odd = "M & S &amp; R&D; &copy;&#163; under <5 <![CDATA[a & <b>]]> x\x0b\x00&#11;y"
    tables = lac(children("fine", odd, "fine"))
    assert tables["Header"]["UPN"].tolist()[1] == "M & S & R&D; \u00a9\u00a3 under <5 a & <b> xy"
    assert tables["Episodes"]["CHILD"].tolist() == ["1", "2", "3"]
    assert tables.lines["Episodes"].tolist() == [5, 10, 15]
    assert said(tables, "characters") == [(9, 7)]
    assert "cut off" not in kinds(tables)
    message = tables.issues.loc[tables.issues["kind"] == "characters", "message"].item()
    assert "& (3 times), < (1 time), a character of control (3 times)" in message


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-16"])
def test_a_raw_ampersand_in_any_encoding(lac: Read, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + children("\u00e9 & \u00e9", "b")
    tables = lac(text.encode(encoding))
    assert tables["Header"]["UPN"].tolist() == ["\u00e9 & \u00e9", "b"]
    assert "encoding" not in kinds(tables) and said(tables, "characters") == [(5, 1)]


@pytest.mark.parametrize(
    "spoilt",
    [
        ("<UPN>b</UPN>", "<UPN>b</UP>"),
        ("<UPN>b</UPN>", "<UPN>b"),
        ("b</UPN></HEADER>", "b</UPN>"),
        ("<UPN>b", "<UPN <>b"),
    ],
)
def test_a_child_whose_elements_do_not_fit_is_left_out_and_no_other(
    lac: Read, spoilt: tuple[str, str]
) -> None:
    tables = lac(children("a", "b", "c", "d").replace(*spoilt))
    assert tables["Header"]["CHILD"].tolist() == tables["Episodes"]["CHILD"].tolist() == ["1", "3", "4"]
    assert tables.lines["Episodes"].tolist() == [5, 15, 20]
    message = tables.issues.loc[tables.issues["kind"] == "damaged", "message"].item()
    assert "lines 7 to 11, was left out with all its rows" in message


def test_children_left_out_one_by_one(lac: Read) -> None:
    inner = [f"x{n}" for n in range(40)]
    text = children(*inner)
    for number in (3, 20, 39):
        text = text.replace(f"<UPN>x{number}</UPN>", f"<UPN>x{number}</UPM>")
    tables = lac(text)
    assert len(tables["Header"]) == 37 and len(said(tables, "damaged")) == 3


def test_letters_of_two_encodings_are_each_read_as_what_they_are(lac: Read) -> None:
    zoe, rene = "Zo\u00eb", "Ren\u00e9"
    before, after = children(zoe, rene).split(rene)
    tables = lac(before.encode() + rene.encode("cp1252") + after.encode())
    assert tables["Header"]["UPN"].tolist() == [zoe, rene]


def test_utf_16_that_says_it_is_utf_8(lac: Read) -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + children("a", "b")
    tables = lac(text.encode("utf-16"))
    assert len(tables["Header"]) == 2 and said(tables, "encoding") == [(1, 1)]


def test_files_one_behind_the_other_are_read_as_one(lac: Read) -> None:
    one = '<?xml version="1.0"?>\n' + children("a")
    tables = lac(one + "\n" + one.replace(">1<", ">2<"))
    assert tables["Header"]["CHILD"].tolist() == ["1", "2"]
    assert "several tables" in kinds(tables) and "cut off" not in kinds(tables)


def test_text_before_the_declaration_and_blanks_of_computers_behind_the_end(lac: Read) -> None:
    tables = lac("SSDA903 export\n" + '<?xml version="1.0"?>\n' + children("a") + "\x00\x00\x1a")
    assert tables.lines["Episodes"].tolist() == [7]
    assert {"titles", "characters"} <= kinds(tables) and "cut off" not in kinds(tables)


def test_attributes_and_stray_text_are_named(lac: Read) -> None:
    text = (
        children("a", "b")
        .replace("<CHILD>", '<CHILD SEX="M" xmlns:x="y" x="">')
        .replace("<EPISODE>", "stray<EPISODE>")
    )
    tables = lac(text)
    messages = " ".join(tables.issues["message"])
    assert "The attribute CHILD/@SEX is not looked at: 2 times" in messages
    assert "Text stands between the elements of CHILD and was passed over: 2 times" in messages


@pytest.mark.parametrize("opening", ["<!--", "<![CDATA[", "<?x ", "&", "<", "&a"])
def test_nothing_but_beginnings_does_not_take_for_ever(lac: Read, opening: str) -> None:
    with pytest.raises(LacdslError):
        lac("<EXPSSDA903>" + opening * 200_000)
