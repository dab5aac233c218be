"""The XML file of a return as a sheet for each of its tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from lacdsl.ingest.issues import Issue, Kind, counted, lines_listed, listed, shown
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_blocks import Damage, rows_in, without_damaged
from lacdsl.ingest.xml_found import Broken, Parsed, Seen
from lacdsl.ingest.xml_mend import (
    Mended,
    as_utf8,
    is_utf8_in_disguise,
    with_plain_characters,
    without_declaration,
    without_second_beginning,
)
from lacdsl.ingest.xml_parse import parse
from lacdsl.ingest.xml_plan import plan_of
from lacdsl.model import Model

_MOST_NAMED = 20
_JUNK_FIRST = re.compile(rb"(\xef\xbb\xbf)?([^<\0]{1,2000})(<\?xml[^>\r\n]{0,200}\?>)")
_NOT_A_LINE_END = re.compile(rb"[^\r\n]")

_NO_DECLARATION = "XML declaration not well-formed"
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
    _report_seen(found.attributes, file, issues, Kind.UNKNOWN_ELEMENT, _ATTRIBUTE)
    _report_seen(found.stray, file, issues, Kind.UNKNOWN_ELEMENT, _STRAY)
    left_out = {table: _left_out(found, table) for table in found.tables}
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
            in_file=rows.count + sum(left_out[table].values()),
            left_out=left_out[table],
        )
        for table, rows in found.tables.items()
    ]


def _left_out(found: Parsed, table: str) -> dict[Kind, int]:
    """The rows of a table that are in the file and were not read."""
    cut_off = found.unfinished.get(table, 0) + found.behind.get(table, 0)
    counts = {Kind.CUT_OFF: cut_off, Kind.DAMAGED: found.damaged.get(table, 0)}
    return {kind: count for kind, count in counts.items() if count}


def _declared_first(data: bytes, file: str, issues: list[Issue]) -> bytes:
    """The file with its XML declaration in front of what it may not stand behind; lines stay as they are."""
    found = _JUNK_FIRST.match(data)
    if found is None:
        return data
    mark, before, declaration = found.groups(b"")
    if before.isspace():
        message = (
            "Blanks stand before the first line of the XML, and were passed over. Export it again to be safe."
        )
        issues.append(Issue(file, Kind.BLANK_ROWS, message, line=1))
    else:
        text = shown(before.decode("utf-8", "replace").strip())
        message = f"Text stands before the first line of the XML, and was passed over: {text}. Export it again to be safe."
        issues.append(Issue(file, Kind.TITLES, message, line=1, value=text))
    return mark + declaration + _NOT_A_LINE_END.sub(b"", before) + data[found.end() :]


def _parsed(data: bytes, file: str, model: Model, issues: list[Issue]) -> tuple[Parsed, str]:
    """The file, read in the encoding that it states; where that does not go, mended as far as that is safe."""
    found = parse(data, plan_of(model))
    said = found.encoding or "UTF-8"
    if found.broken is None and not is_utf8_in_disguise(data, said):
        return found, said
    done: list[Issue] = []
    again, encoding = _mended(data, said, found, file, model, done)
    if again is None:
        found.behind = rows_in(data[found.broken.place :], model) if found.broken else {}
        return found, said
    issues += done
    return again, encoding


def _mended(
    data: bytes, said: str, found: Parsed, file: str, model: Model, done: list[Issue]
) -> tuple[Parsed | None, str]:
    """The file read with what is wrong written otherwise or taken out, which is added to `done`; None when nothing helps."""
    text, encoding, is_other = as_utf8(data, said)
    if is_other:
        message = (
            f"Says that its letters are {shown(said)}, which they are not; they were read as {encoding}."
        )
        done.append(Issue(file, Kind.ENCODING, message, line=found.broken.line if found.broken else 1))
    plain = with_plain_characters(text)
    if plain.counts:
        done.append(_characters(plain, text, file))
        text = plain.data
    again = parse(text, plan_of(model), "utf-8")
    changed = is_other or bool(plain.counts)
    if again.broken is not None and again.broken.reason == _NO_DECLARATION:
        text = without_declaration(text)
        again = parse(text, plan_of(model), "utf-8")
        message = "Its first line, <?xml ... ?>, is not as XML wants it, and was passed over. Export it again to be safe."
        done.append(Issue(file, Kind.ENCODING, message, line=1))
    if again.broken is not None and again.root:
        whole = without_second_beginning(text, again.root)
        if whole is not None:
            text, changed = whole, True
            again = parse(text, plan_of(model), "utf-8")
            message = "Holds several XML files, one behind the other; they were read as one. Give one file."
            done.append(Issue(file, Kind.SEVERAL, message))
    if again.broken is not None:
        rest, damaged = without_damaged(text, _blocks(model))
        if damaged:
            text, changed = rest, True
            again = parse(text, plan_of(model), "utf-8")
            again.damaged = sum((rows_in(damage.block, model) for damage in damaged), Counter())
            done += _damage(damaged, file)
    if again.broken is not None:
        again.behind = rows_in(text[again.broken.place :], model)
    return (again if changed or again.broken is None else None), encoding


def _damage(damaged: Sequence[Damage], file: str) -> Iterator[Issue]:
    """Names the blocks that were left out, the first of them one by one."""
    for each in damaged[:_MOST_NAMED]:
        where = f"line {each.first}" if each.first == each.last else f"lines {each.first} to {each.last}"
        message = (
            f"{_where(each.broken)}. The block around that, {where}, was left out with all its rows, and all others were "
            "read. Mend it in the file, or export it again."
        )
        yield Issue(file, Kind.DAMAGED, message, line=each.broken.line)
    more = damaged[_MOST_NAMED:]
    if more:
        lines = lines_listed(each.first for each in more)
        message = f"The same with {counted(len(more), 'more block')}, which begin on {lines}."
        yield Issue(file, Kind.DAMAGED, message, line=more[0].broken.line, count=len(more))


def _characters(plain: Mended, text: bytes, file: str) -> Issue:
    what = listed([f"{name} ({counted(count, 'time')})" for name, count in plain.counts.items()])
    line = text.count(b"\n", 0, plain.first) + 1
    message = (
        f"Characters stand by themselves that XML does not allow: {what}, first on line {line}. & and < were read as text, "
        "the others left out. Other programs will refuse the file: tell whoever makes the program that wrote it."
    )
    return Issue(file, Kind.CHARACTERS, message, line=line, count=sum(plain.counts.values()))


def _blocks(model: Model) -> tuple[str, ...]:
    """Names of the elements around a child, the outermost first."""
    root = model.tables[model.root].xml
    return tuple(root.path) if root is not None else ()


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
    rows = sum(found.unfinished.values())
    left = f"; left out {counted(rows, 'row')} before that without an end" if rows else ""
    behind = sum(found.behind.values())
    left += f"; left out {counted(behind, 'row')} behind that" if behind else ""
    message = (
        f"{_where(broken)}. Only what stands before that was read, {counted(count, 'row')} in all{left}. Findings may be "
        "wrong for what is not there: export the file again."
    )
    issues.append(Issue(file, Kind.CUT_OFF, message, line=broken.line))


def _where(broken: Broken) -> str:
    reason = _REASONS.get(broken.reason, broken.reason)
    return f"Is not well-formed XML: line {broken.line}, column {broken.column}, {reason}"


_UNKNOWN = "The element {} is not known, and was passed over with all that is in it: {}. Rules look at nothing in it."
_ATTRIBUTE = "The attribute {} is not looked at: {}. The return has its values in elements."
_STRAY = "Text stands between the elements of {} and was passed over: {}. Rules look at nothing in it."
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
