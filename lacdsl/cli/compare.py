"""`lacdsl compare`: what has become of the findings of an earlier report."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lacdsl.cli.check import FailOn
from lacdsl.cli.output import replaced, say, unicode_output, written
from lacdsl.cli.progress import progress
from lacdsl.cli.reporting import Form, check_out, form_of

if TYPE_CHECKING:
    from lacdsl.report.compare import Comparison

_WIDTH_IN_PIPE = 100


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier report: JSON, or CSV.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later report: JSON, or CSV.")],
    form: Annotated[
        Form | None,
        typer.Option("--format", help="What to write: that of --out, or terminal. xlsx and html need --out."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it to a file, and a summary to the screen.")
    ] = None,
    fail_on: Annotated[
        FailOn,
        typer.Option(help="Exit with status 1 when there are new findings of this severity or a graver one."),
    ] = FailOn.NEVER,
) -> None:
    """Compare two reports of a return: what is new, what is fixed.

    A finding is known again by its rule, child and the key of its row, wherever the row stands now. One that is gone
    counts as fixed only where the later report ran the same rule. Exit status: 0, 1 see --fail-on, 2 not compared.
    """
    form = form_of(form, out)
    check_out(out, [old, new])
    from lacdsl.report.compare import compare_reports

    with progress("Comparing"):
        found = compare_reports(old, new)
    _write(found, form, out)
    if fail_on is not FailOn.NEVER and found.new_at_least(fail_on):
        raise typer.Exit(1)


def _write(found: Comparison, form: Form, out: Path | None) -> None:
    import lacdsl
    from lacdsl.report import compare_forms as forms

    size = shutil.get_terminal_size((_WIDTH_IN_PIPE, 40))
    text = forms.as_text(found, size.columns, size.lines if sys.stdout.isatty() else 40)
    if out is not None:
        with progress("Writing the comparison"):
            _to_file(found, text, form, out)
    elif form is not Form.TERMINAL:
        stream = unicode_output()
        if form is Form.JSON:
            forms.write_json(found, stream, version=lacdsl.__version__)
        else:
            forms.write_csv(found, stream)
        stream.flush()
        return
    for line in text.splitlines():
        say(line)
    if out is not None:
        say()
        say(f"Written to {out}")
        sys.stdout.flush()


def _to_file(found: Comparison, text: str, form: Form, out: Path) -> None:
    import lacdsl
    from lacdsl.report import compare_forms as forms

    if form is Form.XLSX:
        with replaced(out, keep=True) as made:
            forms.write_excel(found, made, version=lacdsl.__version__)
    else:
        with written(out, mark=form is Form.CSV, keep=True) as file:
            if form is Form.JSON:
                forms.write_json(found, file, version=lacdsl.__version__)
            elif form is Form.CSV:
                forms.write_csv(found, file)
            elif form is Form.HTML:
                from lacdsl.report.compare_page import write_html

                write_html(found, file, version=lacdsl.__version__)
            else:
                file.write(text)
