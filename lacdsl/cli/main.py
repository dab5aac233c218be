"""The `lacdsl` command. Everything heavy is imported by the commands themselves, so that --help is quick."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

import lacdsl
from lacdsl.cli import (
    check,
    compare,
    diff,
    english,
    examples,
    explain,
    fmt,
    keys,
    lint,
    locking,
    lsp,
    new,
    packs,
    rules,
    sample,
    tables,
    trying,
)
from lacdsl.cli.guard import Settings, guarded
from lacdsl.cli.memory import prepare_memory
from lacdsl.cli.output import say
from lacdsl.cli.shown import show_examples

_OBJECTS_BEFORE_CIRCLES = 50_000

app = typer.Typer(
    name="lacdsl",
    help="Checks councils' data returns against rules that analysts can read.",
    epilog="`lacdsl COMMAND --help` says all about a command, with examples.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _say_version(wanted: bool) -> None:
    if wanted:
        say(f"lacdsl {lacdsl.__version__}")
        raise typer.Exit


@app.callback()
def common(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help="Say which version this is.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Checks councils' data returns against rules that analysts can read."""
    Settings.debug = debug
    prepare_memory()
    # A command makes a great many objects and drops next to none: to look for circles so often takes a tenth of it.
    gc.set_threshold(_OBJECTS_BEFORE_CIRCLES, 20, 20)


app.command("check")(guarded(check.check))
app.command("rules")(guarded(rules.rules))
app.command("tables")(guarded(tables.tables))
app.command("compare")(guarded(compare.compare))
app.command("explain")(guarded(explain.explain))
app.command("test")(guarded(examples.test))
app.command("examples")(guarded(examples.examples))
app.command("say")(guarded(english.say_rules))
app.command("try")(guarded(trying.try_rules))
app.command("diff")(guarded(diff.diff))
app.command("fmt")(guarded(fmt.fmt))
app.add_typer(sample.app, name="sample")
app.add_typer(new.app, name="new")
app.command("lsp")(guarded(lsp.lsp))
app.command("lint")(guarded(lint.lint))
app.command("pack")(guarded(packs.pack))
app.command("verify")(guarded(packs.verify))
app.command("install")(guarded(packs.install))
app.command("remove")(guarded(packs.remove))
app.command("list")(guarded(packs.list_installed))
app.command("lock")(guarded(locking.lock))
app.add_typer(keys.key_app, name="key")
app.add_typer(keys.trust_app, name="trust")


@app.command()
def version() -> None:
    """Say which version of lacdsl this is."""
    _say_version(True)


show_examples(app)
