"""`python -m lacdsl`."""

from __future__ import annotations

from lacdsl.cli.main import app

if __name__ == "__main__":
    app()
