"""What a new ruleset, a new rule or a new return begins with: texts that can be used at once, and changed from there."""

from __future__ import annotations

from dataclasses import dataclass

from lacdsl.model import Column, ColumnType, Model, Table
from lacdsl.syntax import parse_strict, print_file

RULES_FILE = "own.rules"
_NEXT_DAY = {ColumnType.DATE}


@dataclass(frozen=True, slots=True)
class Start:
    """A new ruleset: what its manifest says."""

    name: str
    title: str
    owner: str
    extends: str
    return_name: str
    year: str

    def files(self, model: Model) -> dict[str, str]:
        """The files of the folder, by name."""
        code = "OUR1"
        return {
            "ruleset.yaml": self._manifest(),
            RULES_FILE: _commented(rule_text(model, code, start_table(model))),
            "README.md": _README.format(
                title=self.title, owner=self.owner, name=self.name, extends=self.extends
            ),
            "CHANGELOG.md": "# What changed\n\n## 1.0.0\n\n- The first rules.\n",
        }

    def _manifest(self) -> str:
        scope = "regional" if self.name.startswith(("region/", "regional/")) else "local"
        lines = {
            "name": self.name,
            "title": _quoted(self.title),
            "version": "1.0.0",
            "owner": _quoted(self.owner),
            "scope": scope,
            "licence": "MIT",
            "return": self.return_name,
            "year": self.year,
            "extends": self.extends,
        }
        return "".join(f"{name}: {value}\n" for name, value in lines.items())


def start_table(model: Model) -> Table:
    """The table that a first rule is about: the first one whose rows have a start and an end, else the root."""
    return next(
        (table for table in model.tables.values() if table.period is not None), model.tables[model.root]
    )


def rule_text(model: Model, code: str, table: Table, title: str = "") -> str:
    """A rule about rows of `table` that runs at once, with examples of every verdict."""
    body = _about_period(table, title) if table.period is not None else _about_blank(model, table, title)
    text = f"rule {code} {body}"
    return print_file(parse_strict(text, RULES_FILE))


def _about_period(table: Table, title: str) -> str:
    assert table.period is not None
    start, end = table.period
    keys = [name for name in table.parent_key if name not in (start, end)]
    head = "".join(f"| {name} " for name in keys)
    rows = [
        ("passes", "end - 2 years + 1 day", ""),
        ("fails", "end - 2 years", ""),
        ("n/a", "end - 3 years", "end"),
        ("unknown", "", ""),
    ]
    lines = [
        f"    | {verdict} " + "".join(f"| {number} " for _ in keys) + f"| {first} | {last} |"
        for number, (verdict, first, last) in enumerate(rows, 1)
    ]
    return "\n".join(
        [
            f'"{title or f"{table.singular} that has been open for two years"}"',
            f"  for each {table.singular}",
            f"  where {end} is missing",
            f"  must {start} > collection end - 2 years",
            "  severity query",
            f"  flag {start}, {end}",
            f'  message "Open since {{{start}}}"',
            '  fix "Ask whether it still is, and enter the end if it is not"',
            "",
            '  example "a day less than two years, two years, ended, and no start"',
            f"    | {table.singular} {head}| {start} | {end} |",
            *lines,
        ]
    )


def _about_blank(model: Model, table: Table, title: str) -> str:
    column = _column(table)
    keys = [name for name in table.key if name != column.name] or [
        name for name in table.columns if name != column.name
    ][:1]
    value = _value(column, model)
    head = "".join(f"| {name} " for name in keys)
    cells = "".join("| 1 " for _ in keys)
    return "\n".join(
        [
            f'"{title or f"{column.title or column.name} is blank"}"',
            f"  for each {table.singular}",
            f"  must {column.name} is present",
            f"  flag {column.name}",
            f'  message "{column.name} is blank"',
            '  fix "Enter it"',
            "",
            '  example "filled and blank"',
            f"    | {table.singular} {head}| {column.name} |",
            f"    | passes {cells}| {value} |",
            f"    | fails {cells}| |",
        ]
    )


def _column(table: Table) -> Column:
    plain = [column for name, column in table.columns.items() if name not in (*table.key, *table.parent_key)]
    return plain[0] if plain else next(iter(table.columns.values()))


def _value(column: Column, model: Model) -> str:
    if column.codes is not None:
        return next(iter(model.code_lists[column.codes].codes), "1")
    return "start" if column.type in _NEXT_DAY else "1"


def _commented(rule: str) -> str:
    return f"{_COMMENT}\n{rule}"


def _quoted(text: str) -> str:
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'


_COMMENT = """\
# Rules of our own. A line that begins with # is a note to readers.
#
# Read the rule below aloud: for each row of the table for which `where` holds, `must` has to hold. Where it does not, the
# cells named after `flag` are shown. The rows under `example` prove it: run `lacdsl test` on this folder.
"""
_README = """\
# {title}

Rules of {owner}, on top of `{extends}`.

```sh
lacdsl test .                          # the examples of the rules
lacdsl lint .                          # what could be better
lacdsl check DATA --ruleset .          # a return against these rules and those they build on
lacdsl pack .                          # one file to hand on, as {name}
```
"""


def return_files(name: str, title: str, year: str) -> dict[str, str]:
    """The files of a new return with two small tables, as a ruleset of its own."""
    first = int(year[:4])
    return {
        "ruleset.yaml": "".join(
            f"{key}: {value}\n"
            for key, value in {
                "name": f"own/{name}/{year}",
                "title": _quoted(title),
                "version": "0.1.0",
                "owner": _quoted("Our council"),
                "scope": "local",
                "licence": "MIT",
                "return": name,
                "year": year,
                "model": "model.yaml",
            }.items()
        ),
        "model.yaml": _MODEL.format(name=name, title=_quoted(title), year=year, first=first, last=first + 1),
        "codes/outcome_codes.csv": "code,label\n1,Moved on\n2,Closed\n",
        "own.rules": _RETURN_RULES,
        "README.md": f"# {title}\n\n`model.yaml` says what its tables hold, `own.rules` what has to be right.\n",
    }


_MODEL = """\
name: {name}
title: {title}
year: {year}
start: {first}-04-01
end: {last}-03-31
leap_day: 28 February
root: People
# What is counted: reports and messages use this word.
entity: {{singular: person}}

# What a code stands for is in codes/NAME.csv.
code_lists:
  outcome_codes: How it ended

tables:
  # One row for each person. Everything else belongs to a person by the columns of `key`.
  People:
    singular: Person
    title: The people that the return is about
    key: [ID]
    one: true
    required: true
    file_names: [people]
    columns:
      ID: {{type: identifier, title: Number of the person, required: always, personal: true}}
      BORN: {{type: date, title: Date of birth, required: always, personal: true}}

  # Many rows for a person, in the order of their start.
  Services:
    singular: Service
    title: What the people were given
    key: [ID, START]
    parent: People
    parent_key: [ID]
    order: [START]
    period: [START, END]
    file_names: [services]
    columns:
      ID: {{type: identifier, title: Number of the person, required: always, personal: true}}
      START: {{type: date, title: First day, required: always}}
      END: {{type: date, title: Last day, required: conditional}}
      OUTCOME: {{type: code, title: How it ended, required: conditional, codes: outcome_codes}}
"""
_RETURN_RULES = """\
# The first rules of the return. Change them, and add your own.

rule A1 "A service that ends before it begins"
  for each Service
  where    END is present
  must     END >= START
  flag     START, END
  message  "Begins on {START} and ends on {END}"
  fix      "Look up both dates"

  example "a day later, the same day, a day too early, open, and no start"
    | Service | ID | START         | END            |
    | passes  | 1  | start + 1 day | start + 2 days |
    | passes  | 2  | start + 1 day | start + 1 day  |
    | fails   | 3  | start + 1 day | start          |
    | n/a     | 4  | start + 1 day |                |
    | unknown | 5  |               | start + 1 day  |

rule A2 "A service that ended without an outcome"
  for each Service
  where    END is present
  must     OUTCOME in outcome_codes
  flag     END, OUTCOME
  message  "Ended on {END} with the outcome {OUTCOME}"
  fix      "Enter how it ended"

  example "a code, another text, and open"
    | Service | ID | START | END | OUTCOME |
    | passes  | 1  | start | end | 1       |
    | fails   | 2  | start | end | 9       |
    | n/a     | 3  | start |     |         |
    | unknown | 4  | start | end |         |
"""
