"""Where a report goes, and in which form."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from lacdsl.cli import output
from lacdsl.cli.output import replaced, unicode_output, written
from lacdsl.cli.progress import progress
from lacdsl.diagnostics import Diagnostic, LacdslError

if TYPE_CHECKING:
    from lacdsl.api import Report


class Form(StrEnum):
    """The forms that a report can have."""

    TERMINAL = "terminal"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


_ENDINGS = {".json": Form.JSON, ".csv": Form.CSV, ".xlsx": Form.XLSX, ".html": Form.HTML, ".htm": Form.HTML}


def form_of(form: Form | None, out: Path | None) -> Form:
    """The form that is asked for, by name or by the ending of the file.

    LacdslError A904 for a form that needs a file and has none, A906 when name and ending disagree.
    """
    ending = _ENDINGS.get(out.suffix.lower()) if out is not None else None
    form = form or ending or Form.TERMINAL
    if form in (Form.XLSX, Form.HTML) and out is None:
        help = f"Say where it is to go: --format {form} --out report.{form}"
        raise LacdslError([Diagnostic("A904", f"A report as {form} needs a file to be written to.", help)])
    if out is not None and ending not in (None, form):
        message = f"The report is to be {form}, but {out.name} has the ending of another form."
        help = "Leave --format out, or give the file another ending."
        raise LacdslError([Diagnostic("A906", message, help)])
    return form


def check_out(out: Path | None, sources: Sequence[Path]) -> None:
    """Files that were handed over to be read are never written to: LacdslError A905."""
    if out is None:
        return
    if out.is_dir():
        message, help = f"{out} is a folder.", "Give the name of a file, such as report.json."
    elif any(source.is_file() and source.resolve() == out.resolve() for source in sources):
        message, help = f"{out} is one of the files to check.", "Give the report a name of its own."
    elif _is_held(out):
        message = f"{out} is open in another program, Excel perhaps, or may not be written to."
        help = "Close it there, or give the report another name."
    else:
        return
    raise LacdslError([Diagnostic("A905", message, help)])


def _is_held(out: Path) -> bool:
    """Windows will not let the file be replaced: better said before the work than after it."""
    if not output.WINDOWS or not out.is_file():
        return False
    try:
        out.open("r+b").close()
    except OSError:
        return True
    return False


def write_report(report: Report, form: Form, out: Path | None) -> None:
    """Write the report to the file, and then a summary with the file's name to standard output; or there at once."""
    from lacdsl.report import terminal

    if out is not None:
        with progress("Writing the report"):
            _to_file(report, form, out)
        terminal.write_terminal(report, sys.stdout, out)
    elif form is Form.TERMINAL:
        terminal.write_terminal(report, sys.stdout)
    elif sys.stdout.isatty():
        _to_pipe(report, form)
    else:
        with progress("Writing the report"):
            _to_pipe(report, form)


def _to_pipe(report: Report, form: Form) -> None:
    import lacdsl
    from lacdsl.report import write_csv, write_json

    stream = unicode_output()
    if form is Form.JSON:
        write_json(report, stream, version=lacdsl.__version__)
    else:
        write_csv(report, stream)
    stream.flush()


def _to_file(report: Report, form: Form, out: Path) -> None:
    import lacdsl
    from lacdsl.report import write_csv, write_json

    if form is Form.XLSX:
        from lacdsl.report.excel import write_excel

        with replaced(out, keep=True) as made:
            write_excel(report, made, version=lacdsl.__version__)
        return
    with written(out, mark=form is Form.CSV, keep=True) as stream:
        if form is Form.HTML:
            from lacdsl.report.html import write_html

            write_html(report, stream, version=lacdsl.__version__)
        elif form is Form.JSON:
            write_json(report, stream, version=lacdsl.__version__)
        elif form is Form.CSV:
            write_csv(report, stream)
        else:
            from lacdsl.report.terminal import summary

            stream.write(summary(report))
