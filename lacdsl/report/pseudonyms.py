"""Names that stand for children, stable for as long as one key is used; and the file that keeps such a key."""

from __future__ import annotations

import base64
import hmac
import os
import re
import secrets
import stat
from pathlib import Path

from lacdsl.diagnostics import Diagnostic, LacdslError
from lacdsl.values import fold

_HEAD = (
    "lacdsl key for pseudonyms, version 1: keep it secret, keep it safe, never send it along with a report"
)
_KEY = re.compile(r"[0-9a-f]{64}")
_LENGTH = 12
PSEUDONYM = re.compile(rf"P-[A-Z2-7]{{{_LENGTH}}}")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Pseudonyms:
    """Turns keys into pseudonyms by a keyed hash, from which nobody without the key can tell whose they are."""

    def __init__(self, key: bytes | None = None) -> None:
        """Without a `key`: a new one, that is forgotten along with this object."""
        self._key = key or secrets.token_bytes(32)
        self._known: dict[str, str] = {}

    @property
    def key_name(self) -> str:
        """What tells one key from another, and nothing about it."""
        return base64.b32encode(hmac.digest(self._key, b"name of the key", "sha256")).decode()[:_LENGTH]

    def child(self, text: str) -> str:
        """The pseudonym of a child's key; keys that rules take for the same have the same one."""
        found = self._known.get(text)
        if found is None:
            folded = fold(text)
            digest = hmac.new(
                self._key, b"child\0" + folded.encode("utf-8", "surrogatepass"), "sha256"
            ).digest()
            found = self._known[text] = f"P-{base64.b32encode(digest).decode()[:_LENGTH]}"
        return found


def pseudonyms_of(key_file: Path | None) -> Pseudonyms:
    """Pseudonyms by the key in a file, which is made when it is not there and never written to when it is.

    LacdslError A913 when the file is no such key, others may read it, or it cannot be made.
    """
    if key_file is None:
        return Pseudonyms()
    try:
        return Pseudonyms(_made(key_file))
    except FileExistsError:
        return Pseudonyms(_read(key_file))
    except OSError as error:
        raise _wrong(key_file, f"cannot be made: {(error.strerror or str(error)).lower()}") from error


def _made(path: Path) -> bytes:
    """A new key in a new file that nobody but its owner may read. FileExistsError when there is a file."""
    key = secrets.token_bytes(32)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as stream:
        stream.write(f"{_HEAD}\n{key.hex()}\n")
    return key


def _read(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _wrong(path, "is no file")
        with path.open(encoding="ascii") as stream:
            lines = stream.read(1_000).split("\n")
    except OSError as error:
        raise _wrong(path, f"cannot be read: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise _wrong(path, "is no key of lacdsl") from error
    if len(lines) < 2 or lines[0].strip() != _HEAD or not _KEY.fullmatch(lines[1].strip()):
        raise _wrong(path, "is no key of lacdsl")
    if os.name == "posix" and about.st_mode & _OTHERS:
        help = f"Take that right away (chmod 600 {path.name}), or make a new key under another name."
        raise _wrong(path, "may be read by others", help)
    return bytes.fromhex(lines[1].strip())


def _wrong(path: Path, why: str, help: str = "") -> LacdslError:
    help = help or "Name a key that lacdsl has made, or a file that does not exist yet: the key is put there."
    return LacdslError([Diagnostic("A913", f"The key file {path} {why}.", help)])
