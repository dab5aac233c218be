"""Every message about a list that comes from outside a return: its code, and what it means in one line."""

from __future__ import annotations

from collections.abc import Mapping

LIST_CODES: Mapping[str, str] = {
    "F610": "The directory of postcodes is not installed.",
    "F611": "A file of postcodes cannot be read.",
    "F612": "A list of providers cannot be read.",
    "F613": "A list of providers has no column for the URN.",
    "F620": "An authority is not known.",
    "F622": "A list of workers cannot be read.",
    "F623": "A list of workers does not say who works with whom.",
}
