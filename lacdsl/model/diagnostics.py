"""Every message about a data model: its code, and what it means in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lacdsl.diagnostics import Diagnostic, LacdslError, Related, Span, suggest

EXPLANATIONS: Mapping[str, str] = {
    "M501": "A file of the model cannot be read: it is not there, too large, or not UTF-8 text.",
    "M502": "A model file is not valid YAML.",
    "M503": "A key is written twice in one place, so one of the two would be lost.",
    "M504": "Model files use plain YAML only: no aliases, tags, second documents or deep nesting.",
    "M505": "A key that a model file does not know, usually misspelt.",
    "M506": "Something that has to be stated is left out.",
    "M507": "A value is of the wrong kind: a list where one word belongs, text where a number belongs.",
    "M508": "A value is not one of the words allowed there, such as an unknown column type.",
    "M509": "`extends` points outside the folder that holds all years, or not at a model.yaml.",
    "M510": "Model files extend each other in a circle.",
    "M511": "A date does not exist, or the year, its start and its end do not agree.",
    "M512": "`remove` names a table or column that the extended model does not have.",
    "M513": "A table's parent is not a table of the model.",
    "M514": "Tables are each other's parents in a circle.",
    "M515": "The root is unknown or has a parent, or another table has no parent.",
    "M516": "A key column is not among the table's columns.",
    "M517": "An order column is not among the table's columns.",
    "M518": "A period column is not among the table's columns, or is not a date.",
    "M519": "A parent key column is missing from the table or from its parent.",
    "M520": "Two tables have the same name in rules, so a rule could not say which it means.",
    "M521": "A column names a code list that the model does not have.",
    "M522": "The type of a column and its `codes` do not go together.",
    "M523": "The limits of a column contradict each other or its type.",
    "M524": "`derive` lacks an option of its kind, or has one that the kind does not take.",
    "M525": "`derive` names a table or column that does not exist, or that comes later.",
    "M526": "Two columns of a table answer to the same heading.",
    "M527": "Two tables claim the same file name.",
    "M528": "A code list is not a CSV file of two columns headed code and label.",
    "M529": "A code in a code list is blank, repeated, or not in capitals.",
    "M530": "A code list has a title but no CSV file.",
    "M531": "A table with one row for the whole return has a key, a parent or an order.",
    "M532": "`stated` names what is no column of a table with one row for the whole return, or no date.",
    "M533": "What a table or column says of XML does not fit the table, or the model says nothing of XML.",
    "M534": "A model that adds to another one changes or repeats what that one has.",
    "M535": "A model that adds to another one states what belongs to the return as a whole.",
}


def shown(text: object, limit: int = 60) -> str:
    """`text` fit for a message: control characters made visible, shortened to `limit` characters."""
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(text))
    return clean if len(clean) <= limit else clean[: limit - 3] + "..."


def near(name: str, candidates: Iterable[str], otherwise: str) -> str:
    """Help that suggests near names, or `otherwise` when there is none."""
    found = [f"`{shown(candidate)}`" for candidate in suggest(name, candidates)]
    return f"did you mean {' or '.join(found)}?" if found else otherwise


class Problems:
    """Collects diagnostics, so that everything wrong is reported at once."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self._lines: dict[str, list[str]] = {}

    def know_text(self, file: str, text: str) -> None:
        """Remember the text of a file, to show its lines in diagnostics."""
        self._lines[file] = text.split("\n")

    def add(
        self,
        code: str,
        message: str,
        help: str,
        span: Span | None,
        related: tuple[Related, ...] = (),
    ) -> None:
        """Collect one error. `code` has to be one of `EXPLANATIONS`."""
        if code not in EXPLANATIONS:
            raise KeyError(code)
        line = self._source_line(span)
        self.found.append(Diagnostic(code, message, help, span, related=related, source_line=line))

    def stop_if_any(self) -> None:
        """Raise `LacdslError` with all that was collected, in the order of file and line."""
        if self.found:
            raise LacdslError(sorted(self.found, key=_place))

    def _source_line(self, span: Span | None) -> str | None:
        if span is None:
            return None
        lines = self._lines.get(span.file, [])
        if not 1 <= span.line <= len(lines):
            return None
        return shown(lines[span.line - 1].rstrip("\r").expandtabs(1), 400)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return (span.file, span.line, span.column, diagnostic.code) if span else ("", 0, 0, diagnostic.code)
