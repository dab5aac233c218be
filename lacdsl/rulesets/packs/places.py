"""Where installed rulesets and the list of trusted keys lie on this computer."""

from __future__ import annotations

import os
from pathlib import Path

HOME = "LACDSL_HOME"
TRUST = "trust.yaml"


def home() -> Path:
    """The folder in which lacdsl keeps what was installed: LACDSL_HOME, or the usual place for a user's data."""
    chosen = os.environ.get(HOME, "")
    if chosen:
        return Path(chosen)
    from platformdirs import user_data_path

    return user_data_path("lacdsl", appauthor=False)


def store() -> Path:
    """The folder of installed rulesets, by name and version: `regional/north/@1.2.0/`."""
    return home() / "rulesets"


def unpacked() -> Path:
    """The folder of packs that were used without being installed, by hash."""
    return home() / "unpacked"


def own_trust_file() -> Path:
    """The user's own list of trusted keys, there or not."""
    return home() / TRUST


def trust_file() -> Path | None:
    """The list of trusted keys that counts: the computer's, else the user's; None when there is neither."""
    from platformdirs import site_config_path

    shared = site_config_path("lacdsl", appauthor=False) / TRUST
    for path in (shared, own_trust_file()):
        if _may_be_there(path):
            return path
    return None


def _may_be_there(path: Path) -> bool:
    """Is there something, or can nobody tell? A trust file that cannot be looked at must not count as none."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True
