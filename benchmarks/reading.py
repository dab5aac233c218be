"""Reads the files of a return as `lacdsl check` does, and nothing else: `python -m benchmarks.reading [FOLDER RULESET]`.

Without a folder: only loads what reading needs.
"""

from __future__ import annotations

import sys
from pathlib import Path


def read(folder: Path | None, ruleset: str) -> None:
    """Both years, or this year where the folder holds no other."""
    import lacdsl.cli.main  # noqa: F401
    from lacdsl.cli.memory import prepare_memory

    prepare_memory()
    from lacdsl import api
    from lacdsl.cli.given import tables_of_both_years

    if folder is not None:
        last = folder / "last_year"
        tables_of_both_years(
            [folder / "this_year"], [last] if last.is_dir() else None, api.load_ruleset(ruleset).model
        )


if __name__ == "__main__":
    read(Path(sys.argv[1]), sys.argv[2]) if len(sys.argv) > 1 else read(None, "")
