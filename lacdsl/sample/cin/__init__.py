"""Made-up children in need censuses."""

from __future__ import annotations

from lacdsl.sample.cin.make import CensusSummary, census_tables, make_census

__all__ = ["CensusSummary", "census_tables", "make_census"]
