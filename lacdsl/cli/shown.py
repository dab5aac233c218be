"""Examples below the help of every command; the manual's page of commands shows them as well."""

from __future__ import annotations

from collections.abc import Mapping

import typer

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "check": (
        "lacdsl check returns --last-year returns_last_year --authority E08000003",
        "lacdsl check returns --ruleset our-council --out report.html",
        "lacdsl check returns --only 142,387",
    ),
    "rules": ("lacdsl rules", "lacdsl rules dfe/lac/2026-27 387", "lacdsl rules our-council --origin"),
    "tables": (
        "lacdsl tables",
        "lacdsl tables Episode.LS",
        'lacdsl tables --find "legal status"',
        "lacdsl tables Visit --ruleset our-council",
    ),
    "compare": (
        "lacdsl compare monday.json friday.json",
        "lacdsl compare monday.json friday.json --out changes.xlsx",
    ),
    "explain": (
        "lacdsl explain 142 returns",
        "lacdsl explain 142 returns --child 123456",
        "lacdsl explain 8 returns --report report.json",
    ),
    "test": (
        "lacdsl test our-council",
        "lacdsl test our-council OUR1 --coverage",
        "lacdsl test our-council --mutants --at-least 90",
    ),
    "examples": (
        "lacdsl examples dfe/lac/2026-27 387",
        "lacdsl examples our-council OUR1 --suggest",
    ),
    "say": ("lacdsl say 387", "lacdsl say all --ruleset our-council"),
    "try": (
        "lacdsl try our-council returns --only OUR1",
        "lacdsl try mine.rules returns",
        'lacdsl try returns --condition "DEC < DECOM" --table Episode',
    ),
    "diff": (
        "lacdsl diff dfe/lac/2025-26 dfe/lac/2026-27",
        "lacdsl diff dfe/lac/2025-26 dfe/lac/2026-27 --data returns --last-year returns_last_year",
    ),
    "fmt": ("lacdsl fmt our-council", "lacdsl fmt our-council --check"),
    "lint": ("lacdsl lint our-council", "lacdsl lint our-council --only L807"),
    "lsp": ("lacdsl lsp",),
    "pack": ("lacdsl pack our-council", "lacdsl pack our-council --key our.key"),
    "verify": ("lacdsl verify region-north-1.0.0.zip",),
    "install": ("lacdsl install region-north-1.0.0.zip",),
    "remove": ("lacdsl remove region/north@1.0.0",),
    "list": ("lacdsl list",),
    "lock": ("lacdsl lock region/north", "lacdsl lock region/north --out june.lock"),
    "version": ("lacdsl version",),
    "sample lac": (
        "lacdsl sample lac sample",
        "lacdsl sample lac sample --children 2000 --year 2025-26 --errors 0 --seed 7",
    ),
    "sample cin": ("lacdsl sample cin sample", "lacdsl sample cin sample --format csv"),
    "new ruleset": (
        'lacdsl new ruleset local/our-council --owner "Our council"',
        "lacdsl new ruleset local/our-census --extends dfe/cin/2026-27",
    ),
    "new rule": ('lacdsl new rule OUR2 our-council --table Missing --title "Missing for a long time"',),
    "new return": ('lacdsl new return housing --title "Housing need" --year 2026-27',),
    "key new": ("lacdsl key new our.key",),
    "key show": ("lacdsl key show our.key",),
    "trust add": ('lacdsl trust add "Northern group" ed25519:YW20iXZhZBib... --for "region/*"',),
    "trust list": ("lacdsl trust list",),
    "trust refuse": (
        'lacdsl trust refuse region/north@1.0.0 --because "counts working days from the wrong day"',
        'lacdsl trust refuse region/north --before 1.2.0 --because "counts working days from the wrong day"',
    ),
    "trust allow": ("lacdsl trust allow region/north",),
    "trust remove": ('lacdsl trust remove "Northern group"',),
}


def show_examples(app: typer.Typer, before: str = "") -> None:
    """Put its examples below the help of every command, those of groups within as well."""
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        lines = EXAMPLES.get(f"{before}{name}", ())
        if lines:
            # \b keeps the lines as they are.
            head = "Examples:" if len(lines) > 1 else "Example:"
            command.epilog = "\b\n" + "\n".join([head, *(f"  {each}" for each in lines)])
    for group in app.registered_groups:
        if group.typer_instance is not None:
            show_examples(group.typer_instance, f"{before}{group.name} ")
