"""Reports that were saved earlier, read again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.report.jsonform import schema

_HELP = "Give a report that was made with `lacdsl check ... --format json --out FILE`."


def read_json_report(path: Path) -> dict[str, Any]:
    """A report in the JSON form; LacdslError A912 when the file is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, "it is no JSON") from error
    _check(data, path)
    found: dict[str, Any] = data
    return found


def _check(data: Any, path: Path) -> None:
    """The frame of the report and a few of its findings are as described; the rest is alike."""
    if not isinstance(data, dict):
        raise _unreadable(path, "it is no report of lacdsl")
    parts = {name: data.get(name) for name in ("rules", "findings", "load_issues")}
    few = {name: part[:50] if isinstance(part, list) else part for name, part in parts.items()}
    wrong = next(Draft202012Validator(schema()).iter_errors({**data, **few}), None)
    if wrong is not None:
        where = "/".join(str(step) for step in wrong.absolute_path)
        raise _unreadable(path, f"it is no report of lacdsl{f', by what stands at {where}' if where else ''}")


def _unreadable(path: Path, why: str) -> LacdslError:
    return LacdslError([Diagnostic("A912", f"{path} cannot be read as a report: {why}.", _HELP)])
