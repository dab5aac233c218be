"""`lacdsl lsp`: the language server, for an editor to start."""

from __future__ import annotations

from lacdsl.diagnostics import Diagnostic, LacdslError


def lsp() -> None:
    """Help an editor with files of rules.

    The editor starts this command, and talks to it on standard input and output.
    """
    try:
        from lacdsl.lsp.server import make_server
    except ImportError as error:
        message = f"The language server needs a package that is not installed ({error.name})."
        help = 'Install it with: pip install "lacdsl[lsp]"'
        raise LacdslError([Diagnostic("A908", message, help)]) from error
    make_server().start_io()
