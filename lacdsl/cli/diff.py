"""`lacdsl diff`: what is another between two rulesets, and what that does to data."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from lacdsl.cli.diff_model import as_json, show_model
from lacdsl.cli.given import provider_table, tables_of_both_years
from lacdsl.cli.options import Authority, ProviderList
from lacdsl.cli.output import say, show, unicode_output, written
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.differences import Change, Differences, Move
    from lacdsl.rulesets import Ruleset

_LONG = 160
_MOST = 12


class Form(StrEnum):
    """The forms of the answer."""

    TERMINAL = "terminal"
    JSON = "json"


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A ruleset's name or folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another one.")],
    data: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE|FOLDER|ZIP", help="A return to run both on; may be given again."),
    ] = None,
    last_year: Annotated[
        list[Path] | None, typer.Option(metavar="FILE|FOLDER|ZIP", help="Its files of the year before.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="CODE,...", help="These rules only.")] = None,
    year: Annotated[
        str | None, typer.Option(metavar="YEAR", help="The collection year of the data; none: that of OLD.")
    ] = None,
    authority: Authority = None,
    provider_list: ProviderList = None,
    rows: Annotated[int, typer.Option(metavar="N", help="Show so many rows of each move.", min=0)] = 3,
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.TERMINAL,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --format json: write to a file.")
    ] = None,
) -> None:
    """Compare two rulesets: rules, data model, verdicts on data.

    With --data both are run on the same return, with the dates of the same collection year: which verdicts moved.
    """
    if out is not None and form is Form.TERMINAL:
        raise LacdslError([Diagnostic("A906", "--out goes with --format json.", "Add --format json.")])
    with progress("Starting"):
        from lacdsl.differences import differences
        from lacdsl.rulesets import load_ruleset
    with progress("Reading the rules"):
        one, other = load_ruleset(old), load_ruleset(new)
        for each in (one, other):
            if each.own_warnings:
                show(each.own_warnings)
        codes = _codes(one, other, only)
        found = differences(one, other)
    moved = None
    silent: dict[str, str] = {}
    if data:
        with progress("Running both"):
            moved, silent = _moved(one, other, data, last_year, codes, year, authority, provider_list, rows)
    if form is Form.JSON:
        _write_json(one, other, found, moved, silent, codes, out)
        return
    _show(one, other, found, codes)
    if codes is None:
        show_model(found.model)
    if moved is not None:
        _show_moves(moved, found)
        _show_silent(silent)


def _codes(one: Ruleset, other: Ruleset, only: list[str] | None) -> set[str] | None:
    if only is None:
        return None
    from lacdsl.api.inputs import unknown_codes

    wanted = [code.strip() for listing in only for code in listing.split(",") if code.strip()]
    wrong = unknown_codes(other, [code for code in wanted if code not in one.rules])
    if wrong:
        raise LacdslError(list(wrong.values()))
    return set(wanted)


def _moved(
    one: Ruleset,
    other: Ruleset,
    data: list[Path],
    last_year: list[Path] | None,
    codes: set[str] | None,
    year: str | None,
    authority: str | None,
    provider_list: Path | None,
    rows: int,
) -> tuple[list[Move], dict[str, str]]:
    from lacdsl import api
    from lacdsl.api.verdicts import judged
    from lacdsl.differences import moves, unknown

    reference, _ = provider_table(provider_list)
    collection = api.Collection(year=year or one.model.year, authority=authority)
    verdicts = []
    for rules in (one, other):
        tables, before = tables_of_both_years(data, last_year, rules.model)
        wanted = [code for code in rules.rules if codes is None or code in codes]
        verdicts.append(judged(tables, rules, before, reference, collection, wanted))
    return moves(verdicts[0], verdicts[1], rows), unknown(verdicts[0], verdicts[1])


def _show(one: Ruleset, other: Ruleset, found: Differences, codes: set[str] | None) -> None:
    say(f"{one.name} ({len(one.rules)} rules) and {other.name} ({len(other.rules)} rules)")
    for word, listing in (("added", found.added), ("removed", found.removed)):
        shown = {code: title for code, title in listing.items() if codes is None or code in codes}
        if shown:
            say()
            say(f"{word}: {len(shown)}")
            for code, title in shown.items():
                reason = f"  ({found.reasons[code]})" if word == "removed" and code in found.reasons else ""
                say(f"  {code}  {title}{reason}")
    changed = {code: each for code, each in found.changed.items() if codes is None or code in codes}
    meaning = {code: each for code, each in changed.items() if any(one.meaning for one in each)}
    rest = {code: each for code, each in changed.items() if code not in meaning}
    for title, listed in (("changed in what they mean", meaning), ("changed in other ways", rest)):
        if listed:
            say()
            say(f"{title}: {len(listed)}")
            for code, changes in listed.items():
                say(f"  {code}  {found.titles[code]}")
                for change in changes:
                    _show_change(change)
    say()
    say(f"the same: {found.same}")


def _show_change(change: Change) -> None:
    if not change.before and not change.after:
        say(f"    rests on {change.what}, which is another")
        return
    say(f"    {change.what}:")
    say(f"      - {_cut(change.before)}" if change.before else "      - (nothing)")
    say(f"      + {_cut(change.after)}" if change.after else "      + (nothing)")


def _show_moves(moved: list[Move], found: Differences) -> None:
    rules = list(dict.fromkeys(each.rule for each in moved))
    say()
    say(f"on the data the verdicts of {len(rules)} rules moved" if rules else "on the data no verdict moved")
    for code in rules:
        say(f"  {code}  {found.titles.get(code) or found.removed.get(code, '')}")
        for move in (each for each in moved if each.rule == code):
            places = ", ".join(row.place for row in move.rows)
            more = (
                f" and {move.count - len(move.rows):,} more" if move.count > len(move.rows) and places else ""
            )
            say(
                f"    {move.before} -> {move.after}: {move.count:,}"
                + (f"  ({places}{more})" if places else "")
            )


def _show_silent(silent: dict[str, str]) -> None:
    """The rules that could not be run, by the reason: what they would say is not known."""
    if not silent:
        return
    reasons: dict[str, list[str]] = {}
    for code, reason in silent.items():
        reasons.setdefault(reason, []).append(code)
    say()
    say(f"not run on this data, so not compared: {len(silent)}")
    for reason, codes in reasons.items():
        rest = f" and {len(codes) - _MOST} more" if len(codes) > _MOST else ""
        say(f"  {reason}: {', '.join(codes[:_MOST])}{rest}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def _write_json(
    one: Ruleset,
    other: Ruleset,
    found: Differences,
    moved: list[Move] | None,
    silent: dict[str, str],
    codes: set[str] | None,
    out: Path | None,
) -> None:
    def wanted(listing: Any) -> list[Any]:
        return [pair for pair in listing.items() if codes is None or pair[0] in codes]

    made: dict[str, Any] = {
        "old": {"name": one.name, "version": one.version, "rules": len(one.rules)},
        "new": {"name": other.name, "version": other.version, "rules": len(other.rules)},
        "added": [{"rule": code, "title": title} for code, title in wanted(found.added)],
        "removed": [
            {"rule": code, "title": title, "reason": found.reasons.get(code, "")}
            for code, title in wanted(found.removed)
        ],
        "changed": [
            {
                "rule": code,
                "title": found.titles[code],
                "meaning": any(each.meaning for each in changes),
                "changes": [
                    {"what": each.what, "before": each.before, "after": each.after, "meaning": each.meaning}
                    for each in changes
                ],
            }
            for code, changes in wanted(found.changed)
        ],
        "same": found.same,
        "model": as_json(found.model) if codes is None else [],
    }
    if moved is not None:
        made["moves"] = [
            {
                "rule": each.rule,
                "before": each.before,
                "after": each.after,
                "count": each.count,
                "rows": [
                    {
                        "table": row.table,
                        "year": row.year,
                        "row": row.row,
                        "line": row.line,
                        "entity": row.entity,
                    }
                    for row in each.rows
                ],
            }
            for each in moved
        ]
        made["not_run"] = [{"rule": code, "reason": reason} for code, reason in silent.items()]
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    if out is not None:
        with written(out) as stream:
            stream.write(text)
        return
    stdout = unicode_output()
    stdout.write(text)
    stdout.flush()
