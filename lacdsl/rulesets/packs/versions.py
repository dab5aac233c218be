"""Versions: how they are written, and which of two is the later one."""

from __future__ import annotations

import re

# One way to write a version, and none that a file system changes: no 01.0, and no dot at the end.
VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){0,3}([-+][A-Za-z0-9.]{0,29}[A-Za-z0-9])?")
_NUMBERS = re.compile(r"\d+|[A-Za-z]+")


def version_order(version: str) -> tuple[object, ...]:
    """What versions are sorted by: 1.10.0 after 1.9.0, and 2.0.0-draft before 2.0.0."""
    plain, mark, rest = version.partition("-")
    numbers = [int(part) for part in re.findall(r"\d+", plain.partition("+")[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    parts = tuple(
        (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in _NUMBERS.findall(rest)
    )
    return (tuple(numbers), not mark, parts, version)
