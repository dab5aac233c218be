"""The two places that colour rules know the words of the language."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pygments.lexers import get_lexer_by_name
from pygments.token import Error, Generic, Keyword, Name

from lacdsl.editing.highlight import LacdslLexer
from lacdsl.resources import rulesets_folder
from lacdsl.semantics.functions import FUNCTIONS
from lacdsl.syntax.parser import words
from lacdsl.syntax.place import CLAUSES, ITEMS

GRAMMAR = Path(__file__).parents[2] / "editors" / "vscode" / "syntaxes" / "lacdsl.tmLanguage.json"
# Of these the one word means nothing without the other.
PHRASES = {"listed": "listed in", "differs": "differs from", "same": "same as"}


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


def test_pages_and_the_editor_know_every_word_of_the_grammar() -> None:
    """A word that comes into the grammar gets a colour in both."""
    repository = json.loads(GRAMMAR.read_text(encoding="utf-8"))["repository"]
    patterns = [
        each["match"]
        for held in ("heading", "clause", "words", "function")
        for each in repository[held].get("patterns", [repository[held]])
    ]
    plain = {Name, Name.Class, Name.Attribute}
    inside = [f"  x {PHRASES.get(word, word)} y" for word in words().values()]
    clauses = [f"  {word} y" for word in CLAUSES.values()]
    functions = [f"  x {word}(y)" for word in FUNCTIONS]
    items = [f"{word} y" if word != "replace" else "replace rule y" for word in ITEMS.values()]
    for text in (*inside, *clauses, *functions, *items):
        wanted = set(re.findall(r"\w+", text)) - {"x", "y"}
        kinds = [kind for kind, value in LacdslLexer().get_tokens(text) if set(value.split()) & wanted]
        assert kinds and not set(kinds) & plain, f"no colour on pages: {text}"
        covered = {
            word for each in patterns for found in re.finditer(each, text) for word in found.group().split()
        }
        assert covered & wanted, f"no colour in the editor: {text}"


def test_the_extension_knows_the_schema_of_data_models() -> None:
    """The file that it names is made, when the extension is, from the one that lacdsl itself checks models with."""
    folder = GRAMMAR.parents[1]
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    (known,) = package["contributes"]["yamlValidation"]
    assert known == {"fileMatch": "model.yaml", "url": "./dist/model.schema.json"}
    assert "node schemas.js" in package["scripts"]["build"]
    script = (folder / "schemas.js").read_text(encoding="utf-8")
    (steps,) = re.findall(r"path\.join\(__dirname, (.*model\.schema\.json\")\);\n", script)
    source = folder.joinpath(*json.loads(f"[{steps}]"))
    assert json.loads(source.read_text(encoding="utf-8"))["title"] == "Data model of a return"
