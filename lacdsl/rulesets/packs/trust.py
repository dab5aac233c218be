"""Whose signatures count. Where a trust file exists, a pack that nobody in it vouches for is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from lacdsl.diagnostics import Span
from lacdsl.model.diagnostics import shown
from lacdsl.model.nodes import Fields, Items, Node, Scalar, read_yaml
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.packs.keys import PublicKey, public_key
from lacdsl.rulesets.packs.listing import Listing
from lacdsl.rulesets.packs.places import trust_file
from lacdsl.rulesets.packs.refused import Refused
from lacdsl.rulesets.packs.signatures import Signature
from lacdsl.rulesets.packs.versions import VERSION

_PATTERN = re.compile(r"[A-Za-z0-9_.*/-]+")
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key, whose it is, and the rulesets that it may vouch for: names, in which * stands for anything."""

    owner: str
    key: PublicKey
    rulesets: tuple[str, ...] = ("*",)

    def covers(self, name: str) -> bool:
        """May this key vouch for the ruleset called `name`?"""
        return any(fnmatchcase(name, pattern) for pattern in self.rulesets)


@dataclass(frozen=True, slots=True)
class Trust:
    """A trust file as it was read."""

    path: Path
    keys: tuple[TrustedKey, ...]
    refused: tuple[Refused, ...] = ()


def read_trust(problems: Problems, path: Path | None = None) -> Trust | None:
    """The trust file that counts (or the one at `path`); None when there is none.

    LacdslError R473 when there is one that cannot be read in full: then nothing is trusted.
    """
    path = path or trust_file()
    if path is None:
        return None
    called = path.as_posix()
    try:
        if not path.is_file():
            raise ValueError("it is no file, or leads to none")
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise ValueError("it is larger than 1 MB")
        text = data.decode("utf-8-sig")
        if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
            raise ValueError("it says nothing")
    except (OSError, ValueError) as error:
        reason = (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
        if isinstance(error, UnicodeDecodeError):
            reason = "it is not UTF-8 text"
        message = f"The trust file {shown(called, 200)} cannot be read ({reason}), so no pack is trusted."
        raise problems.stop("R473", message, "Mend the file, or ask whoever keeps it.") from error
    tree = read_yaml(text, called, problems)
    problems.stop_if_any()
    listed = dict(tree.entries) if isinstance(tree, Fields) else {}
    entries, refused = listed.pop("keys", None), listed.pop("refused", Items((), _start(called)))
    if listed or not isinstance(entries, Items) or not isinstance(refused, Items):
        help = "Write `keys:` and below it one entry for each, or use `lacdsl trust add`."
        message = "A trust file is a list of `keys`, perhaps one of `refused` versions, and nothing else."
        raise problems.stop("R473", message, help, _start(called))
    keys = [_entry(item, problems) for item in entries.items]
    versions = [_refused(item, problems) for item in refused.items]
    problems.stop_if_any()
    return Trust(
        path,
        tuple(key for key in keys if key is not None),
        tuple(version for version in versions if version is not None),
    )


def _start(called: str) -> Span:
    return Span(called, 1, 1, 1, 2)


def written(keys: Iterable[TrustedKey], refused: Iterable[Refused] = ()) -> str:
    """A trust file with these keys, and these versions refused."""
    lines = [
        "# Whose packs of rules are trusted on this computer. While this file exists, all others are refused."
    ]
    lines.append("keys:")
    for each in keys:
        lines.append(f"  - owner: {_quoted(each.owner)}")
        lines.append(f"    key: {_quoted(each.key.text)}")
        lines.append(f"    rulesets: [{', '.join(_quoted(pattern) for pattern in each.rulesets)}]")
    if lines[-1] == "keys:":
        lines[-1] = "keys: []"
    for number, one in enumerate(refused):
        lines += ["refused:"] if number == 0 else []
        lines.append(f"  - ruleset: {_quoted(one.ruleset)}")
        lines.append(
            f"    version: {_quoted(one.version)}" if one.version else f"    before: {_quoted(one.before)}"
        )
        lines.append(f"    because: {_quoted(one.because)}")
    return "\n".join(lines) + "\n"


def vouched(
    listing: Listing, signatures: tuple[Signature, ...], trust: Trust | None, called: str, problems: Problems
) -> str | None:
    """Who vouches for a pack; None where there is no trust file. LacdslError R472 when nobody does who should."""
    if trust is None:
        return None
    wrong = next((each for each in trust.refused if each.covers(listing.name, listing.version)), None)
    if wrong is not None:
        message = f"{listing.name} {listing.version} is not to be used: {shown(wrong.because, 200)}."
        help = f"Use a later version. {trust.path.as_posix()} refuses {wrong.called}."
        raise problems.stop("R472", message, help)
    good: list[str] = []
    for each in signatures:
        trusted = next(
            (known for known in trust.keys if known.key == each.key and known.covers(listing.name)), None
        )
        if trusted is None:
            continue
        if not each.key.signed(listing.data, each.signature):
            message = f"The signature of {trusted.owner} on {called} does not fit: the pack has been altered."
            raise problems.stop("R472", message, "Do not use it. Ask the owner for the pack again.")
        good.append(trusted.owner)
    if good:
        return good[0]
    help = (
        "Ask the owner to sign it; or, if you are sure whose key it is, add it with `lacdsl trust add`. "
        f"The file {trust.path.as_posix()} decides."
    )
    if not signatures:
        raise problems.stop("R472", f"{called} is not signed, and the trust file asks for that.", help)
    message = f"{called} is signed, but by no key that is trusted for `{listing.name}`."
    raise problems.stop("R472", message, help)


def good_pattern(text: str) -> bool:
    """Can `text` say which rulesets a key may vouch for?"""
    return bool(_PATTERN.fullmatch(text))


def _entry(node: Node, problems: Problems) -> TrustedKey | None:
    if not isinstance(node, Fields) or not {"owner", "key"} <= set(node.entries) <= {
        "owner",
        "key",
        "rulesets",
    }:
        help = "Write `owner`, `key` and, if it is not for all, `rulesets`."
        problems.add("R473", "An entry of a trust file says whose key it is, and the key.", help, node.span)
        return None
    owner, text = _words(node.entries["owner"]), _words(node.entries["key"])
    key = public_key(text[0]) if len(text) == 1 else None
    patterns = _words(node.entries["rulesets"]) if "rulesets" in node.entries else ("*",)
    if (
        len(owner) != 1
        or not owner[0].isprintable()
        or key is None
        or not patterns
        or not all(good_pattern(each) for each in patterns)
    ):
        help = "A key is written `ed25519:` and 44 letters; rulesets are names, such as regional/*."
        problems.add("R473", "An entry of the trust file cannot be read.", help, node.span)
        return None
    return TrustedKey(owner[0], key, patterns)


def _refused(node: Node, problems: Problems) -> Refused | None:
    entries = node.entries if isinstance(node, Fields) else {}
    one = {"version", "before"} & set(entries)
    said = {name: words[0] for name, value in entries.items() if len(words := _words(value)) == 1}
    version = said.get("version", said.get("before", ""))
    if set(said) != {"ruleset", "because", *one} or len(said) != len(entries) or len(one) != 1:
        help = "Write `ruleset`, `because`, and either `version` or `before`, each as text between quotes."
        problems.add("R473", "An entry of `refused` cannot be read.", help, node.span)
        return None
    if not good_pattern(said["ruleset"]) or not VERSION.fullmatch(version):
        help = 'Write a name such as region/north, and a version such as "1.2.0".'
        problems.add("R473", "An entry of `refused` names no ruleset, or no version.", help, node.span)
        return None
    return Refused(said["ruleset"], said.get("version", ""), said.get("before", ""), said["because"])


def _words(node: Node) -> tuple[str, ...]:
    """The texts of a value or a list; nothing when it holds anything else."""
    if isinstance(node, Scalar):
        return (node.value,) if isinstance(node.value, str) and node.value.strip() else ()
    if isinstance(node, Items):
        found = [
            item.value for item in node.items if isinstance(item, Scalar) and isinstance(item.value, str)
        ]
        return tuple(found) if len(found) == len(node.items) else ()
    return ()


def _quoted(text: str) -> str:
    clean = "".join(sign if sign.isprintable() else " " for sign in text)
    return '"' + clean.replace("\\", "\\\\").replace('"', '\\"') + '"'
