"""Standard output and standard error: diagnostics, files, and text that any console can take."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TextIO

from lacdsl.diagnostics import Diagnostic, LacdslError, render_all

WINDOWS = os.name == "nt"
_TRIES, _PAUSE = 8, 0.25


def prepare_streams() -> None:
    """On Windows: UTF-8, so that what is sent to a file or another program reads the same everywhere."""
    if sys.platform == "win32":
        for stream in (sys.stdout, sys.stderr):
            _reconfigure(stream, encoding="utf-8", errors="replace")


def unicode_output() -> TextIO:
    """Standard output for other programs: UTF-8, and line ends as they are written."""
    _reconfigure(sys.stdout, encoding="utf-8", errors="backslashreplace", newline="")
    return sys.stdout


def say(text: str = "") -> None:
    """Write a line to standard output; characters that its encoding lacks become question marks."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def many(count: int, word: str) -> str:
    """A number of things: `1 rule`, `2,500 rules`."""
    return f"{count:,} {word if count == 1 else word + 's'}"


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Write diagnostics to standard error, with colour where somebody is looking."""
    live = is_live(sys.stderr)
    text = render_all(diagnostics, colour=live)
    if live:
        from rich.console import Console
        from rich.text import Text

        console = Console(file=sys.stderr, highlight=False, markup=False, emoji=False)
        console.print(Text.from_ansi(text), soft_wrap=True)
        return
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    sys.stderr.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def is_live(stream: TextIO) -> bool:
    """Is somebody looking, who has not asked for plain text?"""
    return stream.isatty() and "NO_COLOR" not in os.environ


@contextmanager
def written(path: Path, *, mark: bool = False, keep: bool = False) -> Iterator[TextIO]:
    """A text file (UTF-8) that takes the place of `path` once it is whole.

    `mark` puts a byte order mark in front, by which Excel knows UTF-8. `keep` and LacdslError A905 as for `replaced`.
    """
    encoding = "utf-8-sig" if mark else "utf-8"
    with (
        replaced(path, keep=keep) as temporary,
        temporary.open("w", encoding=encoding, errors="backslashreplace", newline="") as stream,
    ):
        yield stream


@contextmanager
def replaced(path: Path, *, keep: bool = False) -> Iterator[Path]:
    """A path to write a file to, that takes the place of `path` once all is well.

    LacdslError A905 when it cannot be written. With `keep`, what was made is then left under a name beside it.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        _take_place(temporary, path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{path} cannot be written: {reason}."
        help = "Check that the folder exists and may be written to, and that the file is not open elsewhere."
        spare = _put_beside(temporary, path) if keep and isinstance(error, PermissionError) else None
        if spare is not None:
            message += f" What was made is in {spare}."
            help = f"Close {path.name} in the program that has it open, Excel perhaps; or go on with {spare.name}."
        raise LacdslError([Diagnostic("A905", message, help)]) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _take_place(made: Path, path: Path) -> None:
    """Windows refuses while another program has either file open: scanners and OneDrive do so for a moment."""
    for _ in range(_TRIES - 1 if WINDOWS else 0):
        with suppress(PermissionError):
            made.replace(path)
            return
        time.sleep(_PAUSE)
    made.replace(path)


def _put_beside(made: Path, path: Path) -> Path | None:
    spare = next(
        name for n in count(2) if not (name := path.with_name(f"{path.stem} ({n}){path.suffix}")).exists()
    )
    try:
        made.rename(spare)
    except OSError:
        return None
    return spare


def _reconfigure(stream: TextIO, **settings: str) -> None:
    change = getattr(stream, "reconfigure", None)
    if change is not None:
        change(**settings)
