"""Where the grammar and the rulesets that come with lacdsl lie: inside the wheel, or in the checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "_data"


def _folder(name: str) -> Path:
    shipped = _SHIPPED / name
    return shipped if shipped.is_dir() else _PACKAGE.parent / name


def grammar_file() -> Path:
    """The one grammar of the rule language."""
    return _folder("grammar") / "lacdsl.lark"


def rulesets_folder() -> Path:
    """The folder that holds `dfe/` and `local/`."""
    return _folder("rulesets")
