"""Keys that sign packs: Ed25519, from the `cryptography` library. The private half is a PEM file that its owner keeps."""

from __future__ import annotations

import base64
import binascii
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.diagnostics import Problems

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PREFIX = "ed25519:"
_LENGTH = 32
# The curve's points of small order (y alone tells them), and the field in which a point is written in one way only.
_PRIME = 2**255 - 19
_ORDER_8 = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_WEAK = frozenset({0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8})
# What is signed begins with this, so that a signature of something else can never pass for one of a pack.
_PURPOSE = b"lacdsl pack, format 1\n"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half of a key that everybody may have. `text` is how it is written: `ed25519:` and 44 letters."""

    text: str

    @property
    def short(self) -> str:
        """A few letters to tell keys apart by."""
        return sha256(self.text.encode()).hexdigest()[:12]

    def signed(self, data: bytes, signature: bytes) -> bool:
        """Did the owner of the key sign `data`?"""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            raw = base64.b64decode(self.text.removeprefix(PREFIX), validate=True)
            Ed25519PublicKey.from_public_bytes(raw).verify(signature, _PURPOSE + data)
        except (InvalidSignature, ValueError):
            return False
        return True


def public_key(text: str) -> PublicKey | None:
    """The key written as `text`; None when it is none."""
    text = text.strip()
    if not text.startswith(PREFIX):
        return None
    try:
        raw = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    if (
        len(raw) != _LENGTH
        or not _is_strong(raw)
        or base64.b64encode(raw).decode() != text.removeprefix(PREFIX)
    ):
        return None
    return PublicKey(text)


def _is_strong(raw: bytes) -> bool:
    """Is this a point that one private key belongs to? For a few weak ones anybody can make signatures that fit."""
    y = int.from_bytes(raw, "little") & ((1 << 255) - 1)
    return y < _PRIME and y not in _WEAK


def make_key(path: Path, passphrase: str | None, problems: Problems) -> PublicKey:
    """A new key in a new file that only its owner may read. LacdslError R473 when there is a file already."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    data = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        help = "Choose another name: a key that is written over is lost."
        raise problems.stop("R473", f"There is a file {shown(path, 200)} already.", help) from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        message = f"{shown(path, 200)} cannot be written: {reason}."
        raise problems.stop("R473", message, "Check that the folder exists and may be written to.") from error
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
    return _public(key)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key, opened."""

    key: Ed25519PrivateKey
    public: PublicKey

    def sign(self, data: bytes) -> bytes:
        """The signature of `data`."""
        return self.key.sign(_PURPOSE + data)


def open_key(path: Path, passphrase: str | None, problems: Problems) -> SigningKey:
    """The private key in the file at `path`. LacdslError R473 when it is none, or the passphrase is wrong."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    called = shown(path, 200)
    try:
        with path.open("rb") as stream:
            data = stream.read(100_000)
        key = load_pem_private_key(data, passphrase.encode() if passphrase else None)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise problems.stop("R473", f"{called} cannot be read: {reason}.", "Check the name.") from error
    except TypeError as error:
        wanted = "needs no passphrase" if passphrase else "needs its passphrase"
        raise problems.stop("R473", f"The key in {called} {wanted}.", "See `lacdsl pack --help`.") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        message = f"{called} holds no private key, or the passphrase is not its own."
        raise problems.stop("R473", message, "Use a file that `lacdsl key new` has made.") from error
    if not isinstance(key, Ed25519PrivateKey):
        message = f"The key in {called} is not of the kind that signs packs (Ed25519)."
        raise problems.stop("R473", message, "Use a file that `lacdsl key new` has made.")
    return SigningKey(key, _public(key))


def _public(key: Ed25519PrivateKey) -> PublicKey:
    raw = key.public_key().public_bytes_raw()
    return PublicKey(PREFIX + base64.b64encode(raw).decode())
