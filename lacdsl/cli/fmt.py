"""`lacdsl fmt`: files of rules in the one form that there is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from lacdsl.cli.output import many, say, show, written
from lacdsl.diagnostics import Diagnostic, LacdslError


def fmt(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files of rules, or folders that hold some.")
    ],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with status 1 if anything would change.")
    ] = False,
) -> None:
    """Put files of rules into the one form that there is, in place."""
    from lacdsl.rulesets.diagnostics import Problems
    from lacdsl.rulesets.files import read, text_of
    from lacdsl.syntax import parse
    from lacdsl.syntax.printer import print_file

    problems = Problems()
    changed = 0
    files = _files(paths)
    for path in files:
        source = read(path, path.as_posix(), problems)
        text = text_of(source, problems) if source is not None else None
        if source is None or text is None:
            continue
        parsed = parse(text, path.as_posix())
        problems.take(parsed.diagnostics)
        if parsed.diagnostics:
            continue
        printed = print_file(parsed.file).replace("\n", _line_end(source.data))
        if printed.encode() == source.data:
            continue
        changed += 1
        say(f"{'would change' if check else 'changed'}  {path.as_posix()}")
        if not check:
            _rewrite(path, printed)
    say(f"{many(len(files), 'file')}, {changed} {'to change' if check else 'changed'}")
    if problems.found:
        show(problems.found)
        raise typer.Exit(2)
    if check and changed:
        raise typer.Exit(1)


def _files(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    wrong: list[Diagnostic] = []
    for path in paths:
        held = sorted(path.rglob("*.rules")) if path.is_dir() else [path] if path.is_file() else []
        if not held:
            what = "holds no files *.rules" if path.is_dir() else "does not exist"
            wrong.append(
                Diagnostic("A907", f"{path} {what}.", "Give files of rules, or the folder of a ruleset.")
            )
        found.extend(held)
    if wrong:
        raise LacdslError(wrong)
    return list(dict.fromkeys(found))


def _line_end(data: bytes) -> str:
    """That of Windows where every line has it, as Notepad writes them; else that of all other systems."""
    ends = data.count(b"\r\n")
    return "\r\n" if ends and ends == data.count(b"\n") else "\n"


def _rewrite(path: Path, text: str) -> None:
    target = path.resolve()
    mode = target.stat().st_mode
    with written(target) as stream:
        stream.write(text)
    target.chmod(mode)
