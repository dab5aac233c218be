"""What a command does with errors: a diagnostic and exit status 2, never a traceback for a user's mistake."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from lacdsl.cli.output import prepare_streams, show
from lacdsl.diagnostics import Diagnostic, LacdslError

UNUSABLE = 2
_INTERRUPTED = 130
_CLOSED = 141

P = ParamSpec("P")
R = TypeVar("R")


class Settings:
    """What was said before the command."""

    debug = False


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose errors become diagnostics on standard error and an exit status."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        prepare_streams()
        try:
            return command(*args, **kwargs)
        except (typer.Exit, typer.Abort):
            raise
        except LacdslError as error:
            if Settings.debug:
                traceback.print_exc()
            show(error.diagnostics)
            raise typer.Exit(UNUSABLE) from None
        except KeyboardInterrupt:
            sys.stderr.write("\nStopped.\n")
            raise typer.Exit(_INTERRUPTED) from None
        except BrokenPipeError:
            # Whoever read the output wants no more of it; Python would complain once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(_CLOSED) from None
        except OSError as error:
            if Settings.debug:
                traceback.print_exc()
            _show_refusal(error)
            raise typer.Exit(UNUSABLE) from None
        except ImportError as error:
            if Settings.debug or (error.name or "lacdsl").partition(".")[0] == "lacdsl":
                _show_fault(error)
            else:
                _show_not_loaded(error)
            raise typer.Exit(UNUSABLE) from None
        except Exception as error:
            _show_fault(error)
            raise typer.Exit(UNUSABLE) from None

    return run


def _show_refusal(error: OSError) -> None:
    """The computer did not let a file be read or written."""
    name = f"{error.filename}: " if error.filename else ""
    message = f"A file cannot be read or written: {name}{(error.strerror or str(error)).lower()}."
    show([Diagnostic("A905", message, "Check the name, the rights and the room on the disk.")])


def _show_not_loaded(error: ImportError) -> None:
    """A library is not there, or the computer does not let it run."""
    message = f"A part that lacdsl needs cannot be loaded: {str(error).rstrip('.')}."
    help = (
        "Install lacdsl again. If that does not help, a policy of your organisation may block files in the folder "
        "where it is installed: ask for that folder to be allowed."
    )
    show([Diagnostic("A908", message, help)])


def _show_fault(error: Exception) -> None:
    if Settings.debug:
        traceback.print_exception(error)
    message = f"This is a fault of lacdsl, not of the data: {type(error).__name__}: {error}"
    help = "Run it again with `lacdsl --debug ...`, and send what that prints to the makers of lacdsl."
    if Settings.debug:
        help = (
            "Send what stands above to the makers of lacdsl. It may hold values from your files: look first."
        )
    show([Diagnostic("A909", message.rstrip(".") + ".", help)])
