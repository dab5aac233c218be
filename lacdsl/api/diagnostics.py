"""Every message about how lacdsl was called: its code, and what it means in one line."""

from __future__ import annotations

from collections.abc import Mapping

CALL_CODES: Mapping[str, str] = {
    "A901": "A rule, a table or a column was asked for that the ruleset does not have.",
    "A902": "The year or a date of the collection does not exist.",
    "A903": "The tables are not DataFrames by their names.",
    "A904": "A form of report that needs a file to be written to, and none was named.",
    "A905": "A file cannot be written (or read) where it should be.",
    "A906": "Options that do not go together, or an option with a value that it does not take.",
    "A907": "A path leads to nothing that can be used.",
    "A910": "No rows could be made for a rule.",
    "A911": "A row, a line or a finding that is not there was asked about.",
    "A912": "A saved report cannot be read.",
    "A913": "The file of a key for pseudonyms cannot be used.",
    "A914": "Two reports cannot be compared.",
    "A908": "A part of lacdsl that is not installed, or cannot be loaded.",
    "A909": "A fault of lacdsl itself.",
}
