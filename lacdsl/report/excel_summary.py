"""The first sheet of the workbook: what was checked, what was found, where to look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lacdsl.report.digest import Digest, counted, listed
from lacdsl.report.excel_sheets import Column, Sheet
from lacdsl.report.words import confidential, day, plural, sheet_of

_MOST = 10
_Row = tuple[Any, Any, Any]


def summary_sheet(digest: Digest, version: str) -> Sheet:
    """The summary: parts of rows, each under a heading."""
    rows: list[_Row] = []
    heads = []
    for title, part in _parts(digest, version).items():
        if part:
            heads.append(len(rows))
            rows += [(title, None, None), *part]
    columns = (Column("What", 62, wrap=True), Column("How many", 12), Column("More", 70, wrap=True))
    notes = ("Validation report", confidential("workbook", digest.report.privacy, digest.entity))
    return Sheet("Summary", columns, rows, notes, frozen=0, parts=frozenset(heads))


def _parts(digest: Digest, version: str) -> dict[str, list[_Row]]:
    report, entity = digest.report, digest.entity
    about, collection, rules = report.ruleset, report.collection, report.rules
    unknown = rules[rules["unknown"] > 0]
    titles = {rule["rule"]: f"{rule['rule']}  {rule['title']}" for rule in digest.rules}
    found = [rule for rule in digest.rules if rule["fails"]]
    children = digest.by_child[digest.by_child["child"] != ""]
    most = children[children["findings"] > 1].head(_MOST)
    return {
        "What was checked": [
            ("Rules", None, f"{about.title} ({about.name}, version {about.version})"),
            ("Collection", None, f"{collection.year}: {day(collection.start)} to {day(collection.end)}"),
            ("Authority", None, collection.authority or "(not stated)"),
            ("Made by", None, f"lacdsl {version}"),
        ],
        "How much of it was checked": [
            ("Rules that were run", len(digest.rules), "Sheet By rule"),
            ("Rules that were not run", len(digest.not_run), "Sheet Not run says why"),
            (
                "Times that a row could not be checked",
                int(unknown["unknown"].sum()),
                f"by {counted(len(unknown), 'rule')}, because a value is blank or no proper value"
                if len(unknown)
                else "",
            ),
            *_files(digest),
            ("Remarks about the files", len(report.load_issues), "Sheet File report"),
        ],
        "Rules that were not run, by reason": [
            (reason, len(codes), listed(codes)) for reason, codes in digest.reasons[:_MOST]
        ],
        "Findings": [
            *((plural(name).capitalize(), count, "") for name, count in digest.by_severity.items()),
            (
                "Findings in all",
                digest.total,
                "Sheet Findings, one row each, with a column for your notes",
            ),
            *_unlisted(digest),
            *_notes(digest),
            ("Rules that found something", len(found), ""),
            (f"{entity.titles} with findings", digest.children, f"Sheet {sheet_of(entity)}"),
        ],
        "Findings by table": [(name, count, "") for name, count in digest.by_table.items()],
        "Rules with the most findings": [
            (
                titles[rule["rule"]],
                int(rule["fails"]),
                f"{rule['severity']}, {digest.counted(digest.children_by_rule.get(rule['rule'], 0))}",
            )
            for rule in sorted(found, key=lambda rule: -rule["fails"])[:_MOST]
        ],
        f"{entity.titles} with the most findings": [
            (child or digest.nobody, findings, f"{worker}, rules {codes}" if worker else f"Rules {codes}")
            for child, worker, findings, codes in zip(
                *(most[name].tolist() for name in ("child", "worker", "findings", "rules")), strict=True
            )
        ],
        "How findings are put to social workers": [
            (
                f"By the list of workers, else by the latest row for the {entity.singular} "
                "in this year's table of social workers",
                None,
                "Sheets By social worker and By team",
            )
        ]
        if digest.has_workers
        else [],
    }


def _files(digest: Digest) -> list[_Row]:
    files = digest.report.file_reports
    if not files:
        return []
    read = [file for file in files if file.status == "read"]
    return [
        ("Files, or sheets, that were read", len(read), "Sheet Files"),
        ("Files, or sheets, that were set aside", len(files) - len(read), "Sheet Files says why"),
        ("Rows that were read", sum(file.rows for file in read), ""),
    ]


def _notes(digest: Digest) -> Iterator[_Row]:
    if digest.report.notes:
        left = len(digest.notes[2])
        yield (
            "Notes taken over from an earlier workbook",
            len(digest.report.notes) - left,
            f"Sheets Findings and {sheet_of(digest.entity)}",
        )
        yield "Notes whose finding is not there any more", left, "Sheet Earlier notes" if left else ""


def _unlisted(digest: Digest) -> Iterator[_Row]:
    if left := digest.report.unlisted():
        which = ", ".join(list(left)[:_MOST])
        yield (
            "of these in no list",
            sum(left.values()),
            f"About the return as a whole, with no row to point at: {which}",
        )
