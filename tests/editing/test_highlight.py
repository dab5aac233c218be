"""The two places that colour rules know the words of the language."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pygments.lexers import get_lexer_by_name
from pygments.token import Error, Generic, Keyword, Name

from lacdsl.editing.highlight import ConsoleLexer, LacdslLexer
from lacdsl.resources import rulesets_folder
from lacdsl.syntax.parser import words
from lacdsl.syntax.place import CLAUSES, ITEMS

GRAMMAR = Path(__file__).parents[2] / "editors" / "vscode" / "syntaxes" / "lacdsl.tmLanguage.json"


def test_every_official_rule_can_be_coloured_and_is_not_changed() -> None:
    lexer = LacdslLexer(ensurenl=False, stripnl=False)
    for path in sorted((rulesets_folder() / "dfe" / "lac" / "2022-23").glob("*.rules")):
        text = path.read_text(encoding="utf-8")
        made = list(lexer.get_tokens(text))
        assert "".join(value for _, value in made) == text
        assert not [value for kind, value in made if kind is Error]


def test_a_rule_is_coloured_by_what_its_words_are() -> None:
    text = 'rule 387 "Too early"\n  for each Episode\n  must     DEC is missing\n\n  example "a"\n    | fails | 1 |\n'
    made = [(kind, value.strip()) for kind, value in LacdslLexer().get_tokens(text) if value.strip()]
    assert (
        (Name.Function, "387") in made and (Name.Attribute, "DEC") in made and (Name.Class, "Episode") in made
    )
    assert (Generic.Deleted, "fails") in made
    assert [value for kind, value in made if kind is Keyword] == ["for each", "must", "example"]


def test_pages_find_it_by_its_name() -> None:
    assert isinstance(get_lexer_by_name("lacdsl"), LacdslLexer)


def test_the_editor_knows_every_word_of_the_grammar() -> None:
    grammar = json.loads(GRAMMAR.read_text(encoding="utf-8"))
    patterns = re.sub(r"\\s\+|\\\\s\+", " ", json.dumps(grammar["repository"]))
    known = set(re.findall(r"[a-z][a-z/ ]*[a-z]", patterns))
    wanted = {*words().values(), *CLAUSES.values(), *(word.split()[0] for word in ITEMS.values())}
    assert {
        word
        for word in wanted
        if not any(word in each.split("|") or word in each.split() or word == each for each in known)
    } == set()


def test_of_a_console_the_mark_and_the_answers_can_be_left_out() -> None:
    text = "> lacdsl test rules\n  > | fails | 1 |\nfound passes\n"
    made = list(get_lexer_by_name("lacdsl-console").get_tokens(text))
    assert isinstance(get_lexer_by_name("lacdsl-console"), ConsoleLexer)
    typed = "".join(value for kind, value in made if kind not in (Generic.Prompt, Generic.Output))
    assert typed == "lacdsl test rules\n" and "".join(value for _, value in made) == text
