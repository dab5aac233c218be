"""`lacdsl lsp`: the language server, for an editor to start."""

from __future__ import annotations

import logging

from lacdsl.diagnostics import Diagnostic, LacdslError


def lsp() -> None:
    """Help an editor with files of rules.

    The editor starts this command, and talks to it on standard input and output.
    """
    try:
        from lacdsl.lsp.server import make_server
    except ImportError as error:
        message = f"The language server needs a package that is not installed ({error.name})."
        help = 'In the lacdsl folder, run: python -m pip install ".[lsp]", with the Python of its .venv'
        raise LacdslError([Diagnostic("A908", message, help)]) from error
    # Editors show what is written here as the words of the server: a question taken back too late is none.
    logging.getLogger("pygls").setLevel(logging.ERROR)
    make_server().start_io()
