"""SIGNATURES.json: who vouches for a pack. A signature covers PACK.json, and so every file that it lists."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.packs.files import SIGNATURES, Files
from lacdsl.rulesets.packs.keys import PublicKey, SigningKey, public_key
from lacdsl.rulesets.packs.listing import strict_json

_MOST = 20
_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature, and the key that it says it was made with."""

    key: PublicKey
    signature: bytes


def signatures_of(files: Files, called: str, problems: Problems) -> tuple[Signature, ...]:
    """The signatures that came with a pack, not yet looked into. LacdslError R472 when they cannot be read."""
    if SIGNATURES not in files:
        return ()
    try:
        said = strict_json(files[SIGNATURES])
        listed = said["signatures"]
        if set(said) != {"signatures"} or not isinstance(listed, list) or not 0 < len(listed) <= _MOST:
            raise ValueError
        found = tuple(_signature(each) for each in listed)
        if len({each.key for each in found}) != len(found):
            raise ValueError
        return found
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError, binascii.Error) as error:
        message = f"The signatures of {called} ({SIGNATURES}) cannot be read."
        raise problems.stop("R472", message, "Ask the owner for the pack again.") from error


def with_signature(data: bytes, before: tuple[Signature, ...], key: SigningKey) -> bytes:
    """SIGNATURES.json with one by `key` over the listing `data`, and those `before` it by other keys."""
    kept = [each for each in before if each.key != key.public]
    made = [*kept, Signature(key.public, key.sign(data))]
    content = [
        {"key": each.key.text, "signature": base64.b64encode(each.signature).decode()}
        for each in sorted(made, key=lambda each: each.key.text)
    ]
    return (json.dumps({"signatures": content}, indent=1) + "\n").encode()


def _signature(said: dict[str, str]) -> Signature:
    """One signature, written as `with_signature` writes it and in no other way."""
    if set(said) != {"key", "signature"}:
        raise ValueError
    known = public_key(said["key"])
    signature = base64.b64decode(said["signature"], validate=True)
    if known is None or known.text != said["key"] or len(signature) != _LENGTH:
        raise ValueError
    if base64.b64encode(signature).decode() != said["signature"]:
        raise ValueError
    return Signature(known, signature)
