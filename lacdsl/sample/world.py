"""The places that children live in: real postcodes and made-up providers."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pandas as pd

from lacdsl.sample.arrays import Ints, ints
from lacdsl.sample.calendar import Window
from lacdsl.sample.codes import PR, supported
from lacdsl.sample.dice import Dice

AUTHORITY = "E08000003"  # Manchester, which submits every sample
NO_URN, NOT_INSPECTED = 0, 1  # positions in World.urns

_NEIGHBOURS = {
    "E08000001", "E08000002", "E08000004", "E08000005", "E08000006", "E08000007", "E08000008", "E08000009",
    "E08000010", "E06000049", "E10000017",
}  # fmt: skip
_ABROAD = {"SCO", "WAL"}


@dataclass(frozen=True, slots=True)
class World:
    """Postcodes and providers. Position 0 of `postcodes` and of `urns` stands for none.

    `homes`, `near`, `far` and `abroad` are positions in `postcodes`; `homes` lie inside the authority and
    hold no provider. Of the provider list, `urn`, `post` and `provider` have one entry a row, and `groups`
    gives the rows of each kind: a place code, `fostering PR1` and so on, or `adoption`.
    """

    postcodes: tuple[str, ...]
    homes: Ints
    near: Ints
    far: Ints
    abroad: Ints
    urns: tuple[str, ...]
    urn: Ints
    post: Ints
    provider: Ints
    groups: Mapping[str, Ints]
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Kind:
    """Some providers of one kind: how many in the authority, near it and far from it, and sites of each."""

    group: str
    codes: str
    provider: str
    own: int = 0
    near: int = 0
    far: int = 0
    sites: int = 1


_FOSTERING = "U1,U2,U3,U4,U5,U6"
_ADOPTION = "A3,A4,A5,A6"
_KINDS = (
    _Kind("K2", "K2", "PR1", own=12),
    _Kind("K2", "K2", "PR2", near=6),
    _Kind("K2", "K2", "PR4", own=14, near=16, far=10),
    _Kind("K2", "K2", "PR5", own=2, near=4, far=2),
    _Kind("K1", "K1", "PR2", near=2, far=1),
    _Kind("K1", "K1", "PR4", far=3),
    _Kind("SUP", "SUP", "PR1", own=2, sites=3),
    _Kind("SUP", "SUP", "PR4", own=9, near=7, far=2, sites=2),
    _Kind("SUP", "SUP", "PR5", own=3, near=1, sites=2),
    _Kind("R3", "R3", "PR4", near=3, far=2),
    _Kind("R3", "R3", "PR5", near=1),
    _Kind("S1", "S1", "PR4", near=3, far=5),
    _Kind("S1", "S1", "PR5", far=2),
    _Kind("fostering PR1", _FOSTERING, "PR1", own=1),
    _Kind("fostering PR2", _FOSTERING, "PR2", near=7, far=2),
    _Kind("fostering PR4", _FOSTERING, "PR4", own=3, near=10, far=7),
    _Kind("fostering PR5", _FOSTERING, "PR5", near=3, far=3),
    _Kind("adoption", _ADOPTION, "PR5", near=3, far=3),
    _Kind("closed", "K2", "PR4", own=3, near=3),
)


@cache
def _postcodes() -> tuple[tuple[str, str], ...]:
    text = files("lacdsl.sample").joinpath("data/postcodes.csv").read_text(encoding="utf-8")
    return tuple((row["POSTCODE"], row["LA_CODE"]) for row in csv.DictReader(text.splitlines()))


@cache
def make_world(this: Window) -> World:
    """Postcodes, and the provider list as it stood in that collection year. The same for every seed."""
    postcodes = ("", *(postcode for postcode, _ in _postcodes()))
    areas = ("", *(area for _, area in _postcodes()))
    own = [i for i, area in enumerate(areas) if area == AUTHORITY]
    near = [i for i, area in enumerate(areas) if area in _NEIGHBOURS]
    abroad = [i for i, area in enumerate(areas) if area in _ABROAD]
    far = [i for i, area in enumerate(areas) if area and i not in {*own, *near, *abroad}]
    sites = own[::7]  # of the authority's postcodes, those that providers may have

    rows: list[dict[str, str]] = []
    groups: dict[str, list[int]] = {}
    urns, urn, post, provider = ["", "XXXXXXX"], [], [], []
    dice = Dice(903, "providers")
    for kind in _KINDS:
        for pool, count in ((sites, kind.own), (near, kind.near), (far, kind.far)):
            for _ in range(count):
                urns.append(_urn(len(urns)))
                for place in _some(dice, pool, kind.sites):
                    groups.setdefault(kind.group, []).append(len(rows))
                    urn.append(len(urns) - 1)
                    post.append(place)
                    provider.append(PR[kind.provider])
                    rows.append(
                        {
                            "URN": urns[-1],
                            "PLACE_CODES": kind.codes.replace("SUP", supported(this.name)),
                            "PROVIDER_CODES": kind.provider,
                            "REG_END": f"30/09/{this.opens - 1}" if kind.group == "closed" else "",
                            "POSTCODE": postcodes[place].replace(" ", ""),
                            "LA_CODE": areas[place],
                        }
                    )
    frame = pd.DataFrame(rows, dtype="str")
    frame["REG_END"] = frame["REG_END"].where(frame["REG_END"] != "")
    home = sorted(set(own) - set(sites))
    return World(
        postcodes=postcodes,
        homes=ints(home),
        near=ints(near),
        far=ints(far),
        abroad=ints(abroad),
        urns=tuple(urns),
        urn=ints(urn),
        post=ints(post),
        provider=ints(provider),
        groups={name: ints(members) for name, members in groups.items()},
        frame=frame,
    )


def _urn(number: int) -> str:
    """Ofsted's numbers have two forms; these are made up in both."""
    return f"SC9{number * 137 % 100_000:05}" if number % 3 else f"29{number * 151 % 100_000:05}"


def _some(dice: Dice, pool: Sequence[int], count: int) -> list[int]:
    """That many different members of the pool."""
    start = int(dice.below(1, len(pool))[0])
    return [pool[(start + 11 * i) % len(pool)] for i in range(count)]
