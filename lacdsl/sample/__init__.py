"""Made-up returns of any size, for trying rules on and for measuring."""

from __future__ import annotations

from lacdsl.sample.cin import CensusSummary, census_tables, make_census
from lacdsl.sample.lac import SampleSummary, make_sample, sample_tables

__all__ = ["CensusSummary", "SampleSummary", "census_tables", "make_census", "make_sample", "sample_tables"]
