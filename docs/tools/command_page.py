"""The page of all commands, made from the commands themselves when the manual is built.

mkdocs runs this as a hook.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer.main
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from lacdsl.cli.main import app
from lacdsl.cli.shown import EXAMPLES

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

PAGE = "commands.md"
TASKS = {
    "Checking a return": ("check", "explain", "compare", "sample lac", "sample cin"),
    "Reading rules": ("rules", "say", "tables"),
    "Writing rules": ("new ruleset", "new rule", "fmt", "lint", "try", "lsp", "new return"),
    "Proving rules": ("test", "examples", "diff"),
    "Sharing rules": (
        *("pack", "verify", "install", "list", "remove", "lock"),
        *("key new", "key show", "trust add", "trust list", "trust remove", "trust refuse", "trust allow"),
    ),
    "lacdsl itself": ("version",),
}
_INTRODUCTION = """\
# All commands

`lacdsl COMMAND --help` says the same on the screen. A word in capitals stands for one of yours: `FOLDER` for the name of a
folder. What stands in brackets may be left out, and `...` means that more of the same may follow.

Where a command asks for a ruleset, give its name (`dfe/lac/2026-27`) or its folder (`our-council`). A return may be given as
[files, folders or zips](reading-files.md).
"""

_SETTINGS = """\
## Settings

lacdsl needs none. These variables of the environment change a little; in PowerShell `$env:LACDSL_NO_CACHE = "1"` sets one
until the window is closed.

| variable | does |
|---|---|
| `LACDSL_HOME` | the folder in which installed rulesets and your trust file lie |
| `LACDSL_NO_CACHE` | `1`: nothing is kept between runs, and each starts a little later |
| `LACDSL_KEY_PASSPHRASE` | the passphrase of a key, for scripts that sign packs |
| `NO_COLOR` | set to anything: no colours on the screen |
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds the page to those that are written."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, PAGE, content=page()))
    return files


def page() -> str:
    """All commands by what they are for."""
    known = dict(commands(typer.main.get_command(app)))
    lines = [_INTRODUCTION]
    for task, names in TASKS.items():
        lines += [f"## {task}", ""]
        for name in names:
            lines += section(name, known.pop(name))
    if known:
        lines += ["## More", "", *(line for name in known for line in section(name, known[name]))]
    return "\n".join([*lines, _SETTINGS])


def commands(group: object, before: str = "") -> Iterator[tuple[str, TyperCommand]]:
    """The commands, those of groups within as well, each by the words that call it."""
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        if isinstance(command, TyperCommand):
            yield before + name, command
        else:
            yield from commands(command, f"{before}{name} ")


def section(name: str, command: TyperCommand) -> list[str]:
    """One command: what it does, how it is called, what may be said with it."""
    arguments = [each for each in command.params if isinstance(each, TyperArgument)]
    options = [each for each in command.params if isinstance(each, TyperOption) and not each.hidden]
    words = " ".join(
        ["lacdsl", name, *(_word(each) for each in arguments), *(["[OPTIONS]"] if options else [])]
    )
    about = [" ".join(each.split()) for each in (command.help or "").split("\n\n")]
    lines = [f"### {name}", "", *(line for each in about for line in (each, "")), "```text", words, "```", ""]
    if arguments or options:
        lines += ["| you write | it means |", "|---|---|"]
        lines += [f"| `{_word(each)}` | {_cell(each.help or '')} |" for each in arguments]
        lines += [f"| `{_option(each)}` | {_cell(_meaning(each))} |" for each in options]
        lines.append("")
    return [*lines, "```sh", *EXAMPLES.get(name, (f"lacdsl {name} --help",)), "```", ""]


def _word(argument: TyperArgument) -> str:
    word = str(argument.metavar or argument.name)
    return word if argument.required or word.startswith("[") else f"[{word}]"


def _option(option: TyperOption) -> str:
    names = ", ".join([*option.opts[::-1], *option.secondary_opts])
    return names if option.is_flag else f"{names} {_values(option)}"


def _values(option: TyperOption) -> str:
    choices = getattr(option.type, "choices", None)
    return "|".join(str(each) for each in choices) if choices else str(option.metavar or "TEXT")


def _meaning(option: TyperOption) -> str:
    usual = getattr(option.default, "value", option.default)
    if usual in (None, "", 0) or isinstance(usual, bool):
        return option.help or ""
    return f"{option.help} Without it: `{usual}`."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
