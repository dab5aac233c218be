"""The XML file of a return as a sheet for each of its tables."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lacdsl.ingest.issues import Issue, Kind, counted, listed, shown
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_parse import Broken, Parsed, Seen, parse
from lacdsl.ingest.xml_plan import plan_of
from lacdsl.model import Model

_MOST_NAMED = 20
_BLANKS_FIRST = re.compile(rb"(\xef\xbb\xbf)?(\s+)(<\?xml[^>\r\n]{0,200}\?>)")

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


def read_xml(data: bytes, file: str, name: str, model: Model, issues: list[Issue]) -> list[Sheet]:
    """The tables of a return in its XML file, those without rows as well; what was odd is added to `issues`.

    A file that breaks off or is ill-formed is read up to there; rows that were not complete are left out, and said so.
    Raises `Refused` for the file of another return, and where nothing can be read.
    """
    if model.xml is None:
        raise Refused(f"Is XML, and {model.title} has none; export it as CSV, a file for each table.")
    if not data.strip():
        raise Refused("Holds nothing at all. Export it again.")
    found, encoding = _parsed(_declared_first(data, file, issues), file, model, issues)
    count = sum(rows.count for rows in found.tables.values())
    _check_return(found, count, file, model, issues)
    if found.broken is not None:
        _report_break(found, found.broken, count, file, issues)
    if found.other_case:
        pairs = listed([f"{name} as {seen.value}" for name, seen in found.other_case.items()])
        message = f"Names of elements have capitals and small letters other than in the return, and were read: {pairs}."
        first = min(seen.line for seen in found.other_case.values())
        total = sum(seen.count for seen in found.other_case.values())
        issues.append(Issue(file, Kind.HEADING, message, line=first, count=total))
    _report_seen(found.unknown, file, issues, Kind.UNKNOWN_ELEMENT, _UNKNOWN)
    _report_seen(found.repeated, file, issues, Kind.REPEATED_ELEMENT, _REPEATED)
    return [
        Sheet(
            file,
            name,
            [column.name for column in rows.rows.columns],
            rows.columns(),
            rows.row_lines(),
            1,
            table=table,
            format="XML",
            encoding=encoding,
            cell_lines=rows.cell_lines(),
        )
        for table, rows in found.tables.items()
    ]


def _declared_first(data: bytes, file: str, issues: list[Issue]) -> bytes:
    """The file with its XML declaration in front of the blanks that it may not stand behind; lines stay as they are."""
    found = _BLANKS_FIRST.match(data)
    if found is None:
        return data
    message = (
        "Blanks stand before the first line of the XML, and were passed over. Export it again to be safe."
    )
    issues.append(Issue(file, Kind.BLANK_ROWS, message, line=1))
    mark, blanks, declaration = found.groups(b"")
    return mark + declaration + blanks + data[found.end() :]


def _parsed(data: bytes, file: str, model: Model, issues: list[Issue]) -> tuple[Parsed, str]:
    """The file, read in the encoding that it states or, where its bytes are of another, in that."""
    root = plan_of(model)
    found = parse(data, root)
    said = found.encoding or "UTF-8"
    if found.broken is None or not found.broken.encoding:
        return found, said
    other = "utf-8" if _is_utf8(data) else "windows-1252"
    if other == said.lower():
        return found, said
    again = parse(data, plan_of(model), other)
    if again.broken is not None and again.broken.line <= found.broken.line:
        return found, said
    message = f"Says that its letters are {shown(said)}, which they are not; they were read as {other}."
    issues.append(Issue(file, Kind.ENCODING, message, line=found.broken.line))
    return again, other


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_return(found: Parsed, count: int, file: str, model: Model, issues: list[Issue]) -> None:
    """Is it the file of this return? Its marks say so, or else that there is something in it for a table."""
    assert model.xml is not None
    for path, text in model.xml.marks.items():
        says = found.marks.get(path[-1])
        if says is not None and says.casefold() != text.casefold():
            raise Refused(
                f"Is the file of another return: its {path[-1]} is {shown(says)}, and that of {model.title} is {text}."
            )
    if count:
        if found.root.casefold() != model.xml.name.casefold():
            message = (
                f"The outermost element is {shown(found.root)}, and should be {model.xml.name}. The file was read all "
                "the same."
            )
            issues.append(Issue(file, Kind.UNKNOWN_ELEMENT, message, line=1, value=found.root))
        return
    if found.broken is not None:
        raise Refused(
            f"{_where(found.broken)}, and nothing before that could be used. Export the file again."
        )
    begins = f" It begins: {', '.join(found.first)}." if found.first else ""
    if found.root != model.xml.name:
        raise Refused(
            f"Is the file of another return: its outermost element is {shown(found.root)}, and that of {model.title} "
            f"is {model.xml.name}.{begins}"
        )
    raise Refused(f"Holds nothing for any table of {model.title}.{begins}")


def _report_break(found: Parsed, broken: Broken, count: int, file: str, issues: list[Issue]) -> None:
    left = (
        f"; left out {counted(found.unfinished, 'row')} before that without an end"
        if found.unfinished
        else ""
    )
    message = (
        f"{_where(broken)}. Only what stands before that was read, {counted(count, 'row')} in all{left}. Findings may be "
        "wrong for what is not there: export the file again."
    )
    issues.append(Issue(file, Kind.CUT_OFF, message, line=broken.line))


def _where(broken: Broken) -> str:
    reason = _REASONS.get(broken.reason, broken.reason)
    return f"Is not well-formed XML: line {broken.line}, column {broken.column}, {reason}"


_UNKNOWN = "The element {} is not known, and was passed over with all that is in it: {}. Rules look at nothing in it."
_REPEATED = "The element {} stands again where one is expected: {}. The first counts."


def _report_seen(seen: Mapping[str, Seen], file: str, issues: list[Issue], kind: Kind, text: str) -> None:
    for path, each in list(seen.items())[:_MOST_NAMED]:
        message = text.format(shown(path), counted(each.count, "time"))
        issues.append(Issue(file, kind, message, line=each.line, value=each.value, count=each.count))
    rest = list(seen.values())[_MOST_NAMED:]
    if rest:
        total = sum(each.count for each in rest)
        message = f"The same with {counted(len(rest), 'other element')}, {counted(total, 'time')} in all."
        issues.append(Issue(file, kind, message, line=rest[0].line, count=total))
