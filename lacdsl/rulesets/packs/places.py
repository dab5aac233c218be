"""Where installed rulesets and the list of trusted keys lie on this computer."""

from __future__ import annotations

import os
import sys
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


def shared_folder() -> Path:
    """The folder for all users of this computer, which only an administrator should be able to write to.

    No environment variable moves it: it is not for the user to say where the computer's trust file lies.
    """
    if sys.platform == "win32":
        return Path(_program_data()) / "lacdsl"
    if sys.platform == "darwin":
        return Path("/Library/Application Support/lacdsl")
    return Path("/etc/lacdsl")


def shared_trust_file() -> Path:
    """The computer's list of trusted keys, there or not."""
    return shared_folder() / TRUST


def trust_file() -> Path | None:
    """The list of trusted keys that counts: the computer's, else the user's; None when there is neither."""
    return next((path for path in (shared_trust_file(), own_trust_file()) if _may_be_there(path)), None)


def _program_data() -> str:
    """Where Windows says that the data of all users lies: in a part of the registry that users cannot write to."""
    if sys.platform == "win32":
        import winreg

        key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as folders:
                return str(winreg.QueryValueEx(folders, "Common AppData")[0])
        except OSError:
            pass
    return r"C:\ProgramData"


def _may_be_there(path: Path) -> bool:
    """Is there something, or can nobody tell? A trust file that cannot be looked at must not count as none."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError):
        return True
    return True
