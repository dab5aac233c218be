"""The XML file of a return as a sheet for each of its tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import islice

from lacdsl.ingest.issues import Issue, Kind, listed, shown
from lacdsl.ingest.sheet import Sheet
from lacdsl.ingest.source import Refused
from lacdsl.ingest.xml_blocks import rows_in, without_damaged
from lacdsl.ingest.xml_found import Parsed
from lacdsl.ingest.xml_mend import (
    as_utf8,
    has_odd_declaration,
    is_utf8_in_disguise,
    message_inside,
    with_plain_characters,
    without_declarations,
    without_second_beginning,
)
from lacdsl.ingest.xml_parse import parse
from lacdsl.ingest.xml_plan import Node, Path, plan_of
from lacdsl.ingest.xml_report import characters, damage, report_odd, rows_passed_over, where
from lacdsl.model import Model

_JUNK_FIRST = re.compile(
    rb"(?!\xff\xfe|\xfe\xff)(\xef\xbb\xbf)?+([^<\0]{1,2000})(<\?xml[^>\r\n]{0,200}\?>|(?=<))"
)
_NOT_A_LINE_END = re.compile(rb"[^\r\n]")
_MOST_WRAPPERS = 100


def read_xml(data: bytes, file: str, name: str, model: Model, issues: list[Issue]) -> list[Sheet]:
    """The tables of a return in its XML file, those without rows as well; what was odd is added to `issues`.

    A file that breaks off or is ill-formed is read up to there; rows that were not complete are left out, and said so.
    Raises `Refused` for the file of another return, and where nothing can be read.
    """
    if model.xml is None:
        raise Refused(f"Is XML, and {model.title} has none; export it as CSV, a file for each table.")
    if not data.strip():
        raise Refused("Holds nothing at all. Export it again.")
    data = _declared_first(data, file, issues)
    found, encoding = _parsed(data, file, model, issues)
    count = sum(rows.count for rows in found.tables.values())
    if not count or found.root.casefold() != model.xml.name.casefold():
        inside = _read_inside(data, found, count, file, model)
        if inside is not None:
            found, encoding, said = inside
            count = sum(rows.count for rows in found.tables.values())
            issues += said
    _check_return(found, count, file, model, issues)
    passed_over = rows_passed_over(found, model)
    report_odd(found, passed_over, count, file, issues)
    left_out = {table: _left_out(found, table, passed_over[table]) for table in found.tables}
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


def _left_out(found: Parsed, table: str, passed_over: int) -> dict[Kind, int]:
    """The rows of a table that are in the file and were not read."""
    cut_off = found.unfinished.get(table, 0) + found.behind.get(table, 0)
    counts = {
        Kind.CUT_OFF: cut_off,
        Kind.DAMAGED: found.damaged.get(table, 0),
        Kind.UNKNOWN_ELEMENT: passed_over,
    }
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
    """The file; elements around others that stand where they belong but for them are read as if they were not there."""
    wrappers: dict[Path, int] = {}
    while True:
        said: list[Issue] = []
        found, encoding = _read_once(data, partial(plan_of, model, tuple(wrappers)), file, model, said)
        more = {path: line for path, line in found.wrappers.items() if path not in wrappers}
        if not more or len(wrappers) >= _MOST_WRAPPERS:
            break
        wrappers |= dict(islice(more.items(), _MOST_WRAPPERS))
    issues += said
    if wrappers:
        names = listed(["/".join(path) for path in wrappers])
        message = f"Elements that are not known stand around others, which were read as if they were alone: {names}."
        issues.append(
            Issue(file, Kind.UNKNOWN_ELEMENT, message, line=min(wrappers.values()), count=len(wrappers))
        )
    return found, encoding


def _read_once(
    data: bytes, plan: Callable[[], Node], file: str, model: Model, issues: list[Issue]
) -> tuple[Parsed, str]:
    """The file, read in the encoding that it states; where that does not go, mended as far as that is safe."""
    found = parse(data, plan())
    said = found.encoding or "UTF-8"
    if found.broken is None and not is_utf8_in_disguise(data, said):
        return found, said
    done: list[Issue] = []
    again, encoding = _mended(data, said, found, plan, file, model, done)
    if again is None:
        found.behind = rows_in(data[found.broken.place :], model) if found.broken else {}
        return found, said
    issues += done
    return again, encoding


def _read_inside(
    data: bytes, outer: Parsed, count: int, file: str, model: Model
) -> tuple[Parsed, str, list[Issue]] | None:
    """The return that stands inside something else (an envelope), where more rows are found so."""
    assert model.xml is not None
    inner = message_inside(data, model.xml.name)
    if inner is None:
        return None
    issues: list[Issue] = []
    found, encoding = _parsed(inner.data, file, model, issues)
    if sum(rows.count for rows in found.tables.values()) <= count:
        return None
    message = (
        f"The return stands inside another element, {shown(outer.root)}, and was read by itself. What stands around it was "
        "passed over. Give the return alone to be safe."
    )
    return found, encoding, [Issue(file, Kind.TITLES, message, line=inner.line, value=outer.root), *issues]


def _mended(
    data: bytes,
    said: str,
    found: Parsed,
    plan: Callable[[], Node],
    file: str,
    model: Model,
    done: list[Issue],
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
        done.append(characters(plain, text, file))
        text = plain.data
    again = parse(text, plan(), "utf-8")
    changed = is_other or bool(plain.counts)
    if again.broken is not None and has_odd_declaration(text, again.broken):
        text, changed = without_declarations(text), True
        again = parse(text, plan(), "utf-8")
        message = "Its first line, <?xml ... ?>, is not as XML wants it, and was passed over. Export it again to be safe."
        done.append(Issue(file, Kind.ENCODING, message, line=1))
    if again.broken is not None and again.root:
        whole = without_second_beginning(text, again.root)
        if whole is not None:
            text, changed = whole, True
            again = parse(text, plan(), "utf-8")
            message = "Holds several XML files, one behind the other; they were read as one. Give one file."
            done.append(Issue(file, Kind.SEVERAL, message))
    if again.broken is not None:
        rest, damaged = without_damaged(text, _blocks(model))
        if damaged:
            text, changed = rest, True
            again = parse(text, plan(), "utf-8")
            again.damaged = sum((rows_in(each.block, model) for each in damaged), Counter())
            done += damage(damaged, file)
    if again.broken is not None:
        again.behind = rows_in(text[again.broken.place :], model)
    return (again if changed or again.broken is None else None), encoding


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
        raise Refused(f"{where(found.broken)}, and nothing before that could be used. Export the file again.")
    begins = f" It begins: {', '.join(found.first)}." if found.first else ""
    if found.root != model.xml.name:
        raise Refused(
            f"Is the file of another return: its outermost element is {shown(found.root)}, and that of {model.title} "
            f"is {model.xml.name}, which stands nowhere in it.{begins}"
        )
    strange = [(path, seen.hint) for path, seen in found.unknown.items()]
    held = (
        f" It holds {listed([path for path, _ in strange], 4)}, not known there.{strange[0][1]}"
        if strange
        else ""
    )
    raise Refused(f"Holds nothing for any table of {model.title}.{begins}{held}")
