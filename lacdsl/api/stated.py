"""What to tell of the collection that the files themselves speak of."""

from __future__ import annotations

from collections.abc import Iterator

from lacdsl.engine import Says
from lacdsl.ingest.issues import Issue, Kind
from lacdsl.model import Model
from lacdsl.report.collection import Collection


def stated_issues(found: Says, given: Collection, model: Model) -> Iterator[Issue]:
    """Where the files speak of another year than the rules, say several things, or nothing that can be read."""
    for name, text in found.unread:
        table, _, column = name.partition(".")
        message = f"{name} cannot be read, so it says nothing about the collection."
        yield Issue("", Kind.OTHER_YEAR, message, table=table, column=column, value=text)
    for name in found.several:
        table, _, column = name.partition(".")
        message = f"{name} holds several values; the first one counts."
        yield Issue("", Kind.OTHER_YEAR, message, table=table, column=column)
    stated = model.stated.end or model.stated.year
    if stated is None or given.start is not None or given.end is not None:
        return
    if found.end is None:
        message = (
            f"The files do not say when the collection ends ({'.'.join(stated)}), so it is taken to be "
            f"{model.year}, up to {model.end:%d/%m/%Y}."
        )
        yield Issue("", Kind.OTHER_YEAR, message, table=stated[0], column=stated[1])
    elif found.end != model.end:
        message = (
            f"{'.'.join(stated)} says that the collection ends on {found.end:%d/%m/%Y}, and the rules are those of "
            f"{model.year}. The period from {found.start:%d/%m/%Y} to {found.end:%d/%m/%Y} is checked."
        )
        yield Issue("", Kind.OTHER_YEAR, message, table=stated[0], column=stated[1])
