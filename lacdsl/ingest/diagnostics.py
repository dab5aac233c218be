"""Every message that stops the reading of a return: its code, and what it means in one line."""

from __future__ import annotations

from collections.abc import Mapping

FILE_CODES: Mapping[str, str] = {
    "F601": "A file or folder is not there, or cannot be read.",
    "F602": "There is no table of the return in what was given.",
    "F603": "Several files hold the same table.",
    "F604": "A file is not there (only for programs that hand over single files).",
}
