"""The page of commands says all about them, and every command that the manual shows is one that lacdsl knows."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from lacdsl.cli.main import app
from lacdsl.cli.shown import EXAMPLES

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_SPEC = importlib.util.spec_from_file_location("command_page", ROOT / "docs" / "tools" / "command_page.py")
assert _SPEC is not None and _SPEC.loader is not None
command_page = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = command_page
_SPEC.loader.exec_module(command_page)

COMMANDS = dict(command_page.commands(typer.main.get_command(app)))
TYPED = re.compile(
    r"^ *(?:> |\$ )?(?:\.venv[/\\](?:bin|Scripts)[/\\])?(?P<command>lacdsl [a-z].*)$", re.MULTILINE
)
_FENCE = re.compile(
    r"^ *```(?:sh|powershell|text|lacdsl-console)?\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL
)
_INLINE = re.compile(r"`(?P<command>lacdsl [a-zA-Z][^`\n]*)`")


def understood(command: object, words: list[str], above: object = None) -> None:
    """Read a command line as lacdsl does, and run nothing; a word that it does not know is an exception."""
    context = command.make_context(words[0], words[1:], parent=above)  # type: ignore[attr-defined]
    if isinstance(command, TyperGroup):
        name, within, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        understood(within, [str(name), *rest], context)


def shown_commands() -> list[tuple[str, str]]:
    """The commands in blocks of the manual, each with where it stands."""
    found = []
    for page in PAGES:
        for block in _FENCE.finditer(page.read_text(encoding="utf-8")):
            lines = TYPED.finditer(block["text"])
            found += [(page.relative_to(ROOT).as_posix(), each["command"]) for each in lines]
    return [*found, *(("lacdsl --help", each) for name in EXAMPLES for each in EXAMPLES[name])]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_says_all_about_a_command(name: str) -> None:
    section = command_page.page().partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    command = COMMANDS[name]
    assert command.help and EXAMPLES[name]
    for param in command.params:
        assert param.help, f"{name}: {param.name} is not explained"
        for written in param.opts if param.param_type_name == "option" else [str(param.metavar)]:
            assert written in section
    assert all(line in section for line in EXAMPLES[name])


def test_commands_in_sentences_have_the_options_that_they_are_shown_with() -> None:
    for page in PAGES:
        for found in _INLINE.finditer(page.read_text(encoding="utf-8")):
            words = found["command"].split()[1:]
            name = " ".join(words[:2]) if " ".join(words[:2]) in COMMANDS else words[0]
            groups = {known.split()[0] for known in COMMANDS}
            assert name in COMMANDS or name in groups or words[0].isupper(), (
                f"{page.name}: {found['command']}"
            )
            options = {each for each in words if each.startswith("-")} - {"--help", "-h"}
            known = {each for param in getattr(COMMANDS.get(name), "params", ()) for each in param.opts}
            assert options <= known, f"{page.name}: {found['command']}"


def test_every_command_in_the_manual_is_one_that_lacdsl_knows() -> None:
    shown = shown_commands()
    assert len(shown) > 100
    for page, command in shown:
        try:
            understood(typer.main.get_command(app), shlex.split(command.replace("\\", "/"), comments=True))
        except Exception as error:
            pytest.fail(f"{page}: {command}\n{getattr(error, 'message', error)}")


def test_every_setting_is_on_the_page() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "lacdsl").rglob("*.py"))
    used = set(re.findall(r'"(LACDSL_[A-Z_]+|NO_COLOR)"', source))
    settings = command_page.page().partition("\n## Settings\n")[2]
    assert used and used == set(re.findall(r"^\| `([A-Z_]+)` \|", settings, re.MULTILINE))
