"""What rules were not run for: each thing that was not supplied, with the rules that lack it."""

from __future__ import annotations

from collections import Counter

from lacdsl.report.result import Report, natural

NO_LAST_YEAR = "last year's return was not supplied"
OPTIONS = {
    NO_LAST_YEAR: "--last-year",
    "table Provider was not supplied": "--provider-list",
    "the code of the authority was not given": "--authority",
}
"""How the command line is told of what is lacking."""
_LAST, _NONE_OF = "last year's ", "none of these was supplied: "


def lacking(report: Report) -> list[tuple[str, list[str]]]:
    """Why rules were not run: each reason with the codes of its rules, the reason of most rules first.

    A rule that lacks several things stands under the one that most rules lack; `Report.rules` has all of them. Where there
    is nothing of last year at all, that is one reason, whichever of its tables a rule needs.
    """
    held = report.rules[report.rules["status"] != "ran"]
    has_last = any(year == "last" for year, _ in (*report.files, *report.tables))
    parts = {
        str(code): [part if has_last else _without_last(part) for part in str(reason).split("; ")]
        for code, reason in zip(held["rule"], held["reason"], strict=True)
    }
    counts = Counter(part for each in parts.values() for part in dict.fromkeys(each))
    found: dict[str, list[str]] = {}
    for code, each in parts.items():
        found.setdefault(max(each, key=lambda part: counts[part]), []).append(code)
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [(reason, natural(codes)) for reason, codes in ordered]


def _without_last(part: str) -> str:
    """The reason, where nothing of last year was supplied."""
    names = part.removeprefix(_NONE_OF).split(", ") if part.startswith(_NONE_OF) else [part]
    return NO_LAST_YEAR if all(name.startswith(_LAST) for name in names) else part
