"""Made-up returns of any size, for trying rules on and for measuring."""

from __future__ import annotations

from lacdsl.sample.lac import SampleSummary, make_sample, sample_tables

__all__ = ["SampleSummary", "make_sample", "sample_tables"]
