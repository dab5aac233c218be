"""What is said of an XML file that is odd: broken off, with damaged blocks, with elements that nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, listed, shown
from lacdsl.ingest.xml_blocks import Damage, rows_in
from lacdsl.ingest.xml_found import Broken, Parsed, Seen
from lacdsl.ingest.xml_mend import Mended, as_utf8
from lacdsl.model import Model

_MOST_NAMED = 20
_REASONS = {
    "no element found": "the file ends before its outermost element does",
    "unclosed token": "the file ends in the middle of an element",
    "mismatched tag": "an element ends that is not the one that is open",
    "not well-formed (invalid token)": "a character stands here that cannot, such as & or < by itself",
    "undefined entity": "a name between & and ; that XML does not know",
    "duplicate attribute": "an attribute is given twice",
    "junk after document element": "something follows after the outermost element has ended",
    "unclosed CDATA section": "the file ends in the middle of a text",
}


def report_odd(found: Parsed, passed_over: Counter[str], count: int, file: str, issues: list[Issue]) -> None:
    """Adds all that was odd to `issues`. `passed_over` are the rows in elements that nobody knows, `count` those read."""
    if found.broken is not None:
        _report_break(found, found.broken, count, file, issues)
    if found.other_case:
        pairs = listed([f"{name} as {seen.value}" for name, seen in found.other_case.items()])
        message = f"Names of elements have capitals and small letters other than in the return, and were read: {pairs}."
        first = min(seen.line for seen in found.other_case.values())
        total = sum(seen.count for seen in found.other_case.values())
        issues.append(Issue(file, Kind.HEADING, message, line=first, count=total))
    _report_seen(found.unknown, file, issues, Kind.UNKNOWN_ELEMENT, _UNKNOWN)
    if passed_over:
        rows = listed([f"{number} of {table}" for table, number in passed_over.items()])
        total = passed_over.total()
        message = (
            f"Left out with the elements that were passed over: {counted(total, 'row')} of the return ({rows}). Put them "
            "where they belong, and export the file again."
        )
        line = min(seen.line for seen in found.unknown.values())
        issues.append(Issue(file, Kind.UNKNOWN_ELEMENT, message, line=line, count=total))
    _report_seen(found.nested, file, issues, Kind.REPEATED_ELEMENT, _NESTED)
    _report_seen(found.repeated, file, issues, Kind.REPEATED_ELEMENT, _REPEATED)
    _report_seen(found.attributes, file, issues, Kind.UNKNOWN_ELEMENT, _ATTRIBUTE)
    _report_seen(found.stray, file, issues, Kind.UNKNOWN_ELEMENT, _STRAY)


def rows_passed_over(found: Parsed, model: Model) -> Counter[str]:
    """The rows of each table that stand in elements which were passed over."""
    pieces = (as_utf8(piece, "utf-16")[0] if b"\0" in piece[:4] else piece for piece in found.passed_over)
    return +sum((rows_in(piece, model) for piece in pieces), Counter[str]())


def damage(damaged: Sequence[Damage], file: str) -> Iterator[Issue]:
    """Names the blocks that were left out, the first of them one by one."""
    for each in damaged[:_MOST_NAMED]:
        lines = f"line {each.first}" if each.first == each.last else f"lines {each.first} to {each.last}"
        message = (
            f"{where(each.broken)}. The block around that, {lines}, was left out with all its rows, and all others were "
            "read. Mend it in the file, or export it again."
        )
        yield Issue(file, Kind.DAMAGED, message, line=each.broken.line)
    more = damaged[_MOST_NAMED:]
    if more:
        lines = lines_listed(each.first for each in more)
        message = f"The same with {counted(len(more), 'more block')}, which begin on {lines}."
        yield Issue(file, Kind.DAMAGED, message, line=more[0].broken.line, count=len(more))


def characters(plain: Mended, text: bytes, file: str) -> Issue:
    what = listed([f"{name} ({counted(count, 'time')})" for name, count in plain.counts.items()])
    line = text.count(b"\n", 0, plain.first) + 1
    message = (
        f"Characters stand by themselves that XML does not allow: {what}, first on line {line}. & and < were read as text, "
        "the others left out. Other programs will refuse the file: tell whoever makes the program that wrote it."
    )
    return Issue(file, Kind.CHARACTERS, message, line=line, count=sum(plain.counts.values()))


def _report_break(found: Parsed, broken: Broken, count: int, file: str, issues: list[Issue]) -> None:
    rows = sum(found.unfinished.values())
    left = f"; left out {counted(rows, 'row')} before that without an end" if rows else ""
    behind = sum(found.behind.values())
    left += f"; left out {counted(behind, 'row')} behind that" if behind else ""
    message = (
        f"{where(broken)}. Only what stands before that was read, {counted(count, 'row')} in all{left}. Findings may be "
        "wrong for what is not there: export the file again."
    )
    issues.append(Issue(file, Kind.CUT_OFF, message, line=broken.line))


def where(broken: Broken) -> str:
    reason = _REASONS.get(broken.reason, broken.reason)
    return f"Is not well-formed XML: line {broken.line}, column {broken.column}, {reason}"


_UNKNOWN = "The element {} is not known, and was passed over with all that is in it: {}.{} Rules look at nothing in it."
_NESTED = "{0} stands inside another {0}: {1}. Each was read by itself, with what is in it. Check what belongs to which."
_ATTRIBUTE = "The attribute {} is not looked at: {}. The return has its values in elements."
_STRAY = "Text stands between the elements of {} and was passed over: {}. Rules look at nothing in it."
_REPEATED = "The element {} stands again where one is expected: {}. The first counts."


def _report_seen(seen: Mapping[str, Seen], file: str, issues: list[Issue], kind: Kind, text: str) -> None:
    for path, each in list(seen.items())[:_MOST_NAMED]:
        message = text.format(shown(path), counted(each.count, "time"), each.hint)
        issues.append(Issue(file, kind, message, line=each.line, value=each.value, count=each.count))
    rest = list(seen.values())[_MOST_NAMED:]
    if rest:
        total = sum(each.count for each in rest)
        message = f"The same with {counted(len(rest), 'other element')}, {counted(total, 'time')} in all."
        issues.append(Issue(file, kind, message, line=rest[0].line, count=total))
