"""`lacdsl new`: a ruleset, a rule or a return to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lacdsl.cli.guard import guarded
from lacdsl.cli.output import replaced, say
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError

app = typer.Typer(help="Begin a ruleset, a rule or a return.", no_args_is_help=True, rich_markup_mode=None)


def ruleset(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called, such as local/essex.")],
    folder: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="The folder to make; else the last part of the name."),
    ] = None,
    extends: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it builds on; else the latest official rules.")
    ] = None,
    owner: Annotated[str, typer.Option(metavar="TEXT", help="Who answers for the rules.")] = "Our council",
    title: Annotated[str, typer.Option(metavar="TEXT", help="What a reader calls it.")] = "",
) -> None:
    """Make the folder of a new ruleset, which runs at once.

    It holds a manifest, one rule with examples, and a README.
    """
    from lacdsl.cli.given import default_ruleset
    from lacdsl.rulesets import load_ruleset
    from lacdsl.rulesets.manifest import is_name
    from lacdsl.rulesets.starting import Start

    if not is_name(name):
        help = "Use letters, digits, `_`, `.` and `-`, in parts with `/` between them, such as local/essex."
        raise LacdslError([Diagnostic("A906", f"`{name}` cannot be the name of a ruleset.", help)])
    target = folder or Path(name.rsplit("/", 1)[-1])
    with progress("Reading the rules"):
        base = load_ruleset(extends or default_ruleset(None))
    start = Start(
        name, title or f"Rules of {owner}", owner, extends or base.name, base.return_name, base.year
    )
    _write(target, start.files(base.model))
    say(f"{target}: made. Try: lacdsl test {target}")


def rule(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of the rule.")],
    folder: Annotated[Path, typer.Argument(metavar="[FOLDER]", help="The folder of the ruleset.")] = Path(),
    table: Annotated[
        str | None, typer.Option(metavar="NAME", help="What it is about, as rules call it: Episode.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="Its title.")] = "",
    file: Annotated[str | None, typer.Option(metavar="NAME", help="The file of rules to add it to.")] = None,
) -> None:
    """Add a rule with examples to a ruleset.

    It runs as it is, and is to be changed into the one you want.
    """
    import re

    from lacdsl.diagnostics import suggest
    from lacdsl.rulesets import load_ruleset
    from lacdsl.rulesets.starting import RULES_FILE, rule_text, start_table

    with progress("Reading the rules"):
        held = load_ruleset(folder)
    model = held.model
    chosen = start_table(model) if table is None else model.by_singular(table)
    if chosen is None or chosen.name not in model.tables:
        words = [each.singular for each in model.tables.values()]
        near = [f"`{word}`" for word in suggest(str(table), words)]
        help = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(words)}."
        raise LacdslError([Diagnostic("A906", f"There is no table `{table}`.", help)])
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", code) or code in held.rules:
        taken = (
            f"There is a rule {code} already"
            if code in held.rules
            else f"`{code}` cannot be the code of a rule"
        )
        help = "Give it a code of letters, digits, `-` and `_` that no other rule has."
        raise LacdslError([Diagnostic("A906", f"{taken}.", help)])
    path = folder / (file or _file_of(folder, RULES_FILE))
    if path.suffix != ".rules" or path.resolve().parent != folder.resolve():
        raise LacdslError(
            [
                Diagnostic(
                    "A906", f"{file} is no file of rules in {folder}.", "Name a file that ends in .rules."
                )
            ]
        )
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    text = rule_text(model, code, chosen, title.replace('"', "'"))
    gap = "\n" if before.endswith("\n") else "\n\n"
    with replaced(path) as temporary:
        temporary.write_bytes(f"{before}{gap if before.strip() else ''}{text}".encode())
    say(f"{path.as_posix()}: rule {code} added. Change it, and try: lacdsl test {folder} {code}")


def new_return(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A word in small letters, such as housing.")],
    folder: Annotated[Path | None, typer.Option(metavar="FOLDER", help="The folder to make.")] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What a reader calls it.")] = "",
    year: Annotated[str, typer.Option(metavar="YEAR", help="The collection year.")] = "2026-27",
) -> None:
    """Begin another return.

    The folder holds a data model with two tables, a list of codes, and rules that run.
    """
    import re

    from lacdsl.rulesets.starting import return_files

    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not re.fullmatch(r"20\d\d-\d\d", year):
        help = "Write a name such as housing, and a year such as 2026-27."
        raise LacdslError([Diagnostic("A906", f"`{name}` of {year} cannot be a return.", help)])
    target = folder or Path(name)
    _write(target, return_files(name, title or name.capitalize(), year))
    say(f"{target}: made. Try: lacdsl test {target}; the manual says how to go on, under `Adding a return`.")


def _file_of(folder: Path, otherwise: str) -> str:
    """The file that a new rule goes to: the only one there is, or the usual one."""
    found = sorted(path.name for path in folder.glob("*.rules"))
    return found[0] if len(found) == 1 else otherwise


def _write(folder: Path, files: dict[str, str]) -> None:
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else [folder]):
        message = f"{folder} is there already, and not empty."
        raise LacdslError([Diagnostic("A905", message, "Give another folder with --folder.")])
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as temporary:
            temporary.write_bytes(text.encode())


app.command("ruleset")(guarded(ruleset))
app.command("rule")(guarded(rule))
app.command("return")(guarded(new_return))
