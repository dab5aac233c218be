"""A pack, from its bytes to something that may be used: listed, whole, and vouched for where that is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lacdsl.model.diagnostics import shown
from lacdsl.rulesets.diagnostics import Problems
from lacdsl.rulesets.packs.files import LISTING, SIGNATURES, Files, read_pack
from lacdsl.rulesets.packs.listing import Listing, checked, covered
from lacdsl.rulesets.packs.signatures import Signature, signatures_of
from lacdsl.rulesets.packs.trust import Trust, vouched


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that was looked into. `owner`: who in the trust file vouches for it, None where there is no such file."""

    files: Files
    listing: Listing
    signatures: tuple[Signature, ...]
    owner: str | None

    @property
    def whole(self) -> dict[str, bytes]:
        """All its files, the listing and the signatures among them."""
        kept = {name: self.files[name] for name in covered(self.files)}
        kept[LISTING] = self.listing.data
        if SIGNATURES in self.files:
            kept[SIGNATURES] = self.files[SIGNATURES]
        return kept


def open_pack(path: Path, trust: Trust | None, problems: Problems, called: str | None = None) -> Pack:
    """The pack at `path`, a zip or a folder with a list of its files. `called` is what messages call it.

    LacdslError R470 (no pack), R471 (not what its list says), R472 (nobody vouches for it), R476 (unfit to travel).
    """
    called = called or shown(path.name, 100)
    return opened(read_pack(path, called, problems), called, trust, problems)


def opened(files: Files, called: str, trust: Trust | None, problems: Problems) -> Pack:
    """The pack that is made of these files."""
    if LISTING not in files:
        help = "Ask for a pack, made with `lacdsl pack FOLDER`; a plain zip or copy of a folder is none."
        raise problems.stop("R471", f"{called} has no list of its files ({LISTING}).", help)
    listing = checked(files, called, problems)
    signatures = signatures_of(files, called, problems)
    return Pack(files, listing, signatures, vouched(listing, signatures, trust, called, problems))
