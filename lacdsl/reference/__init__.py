"""Reference tables that come from outside a return: postcodes, authorities, providers."""

from __future__ import annotations

from lacdsl.reference.authorities import (
    authority_table,
    codes_inside,
    resolve_authority,
    same_authority,
    successor,
    upper_tier,
    upper_tier_of,
)
from lacdsl.reference.postcodes import normalised_postcode, postcode_table
from lacdsl.reference.providers import read_providers
from lacdsl.reference.workers import read_workers

__all__ = [
    "authority_table",
    "codes_inside",
    "normalised_postcode",
    "postcode_table",
    "read_providers",
    "read_workers",
    "resolve_authority",
    "same_authority",
    "successor",
    "upper_tier",
    "upper_tier_of",
]
