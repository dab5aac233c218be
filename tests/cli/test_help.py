"""The help of every command ends with examples, and what commands are for is not cut off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import typer.main
from typer.core import TyperCommand, TyperGroup
from typer.testing import CliRunner

from lacdsl.cli.main import app
from lacdsl.cli.shown import EXAMPLES


def commands(group: object, before: str = "") -> Iterator[str]:
    """The commands, those of groups within as well, by the words that call them."""
    assert isinstance(group, TyperGroup)
    for name, command in group.commands.items():
        if isinstance(command, TyperCommand):
            yield before + name
        else:
            yield from commands(command, f"{before}{name} ")


def help_of(*words: str) -> str:
    return CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "80"}).output


@pytest.mark.parametrize("name", list(commands(typer.main.get_command(app))))
def test_it_ends_with_examples(name: str) -> None:
    assert EXAMPLES.get(name), f"lacdsl/cli/shown.py has no example for {name}"
    said = help_of(*name.split())
    for line in EXAMPLES[name]:
        assert line.startswith(f"lacdsl {name}") and f"    {line}\n" in said


@pytest.mark.parametrize("group", ["", "sample", "new", "key", "trust"])
def test_what_commands_are_for_is_said_in_one_line(group: str) -> None:
    listed = help_of(*group.split()).partition("Commands:\n")[2].splitlines()
    cut_off = [line for line in listed if line.endswith("...")]
    assert len(listed) >= 2 and not cut_off, "the first sentence of the docstring is too long"
