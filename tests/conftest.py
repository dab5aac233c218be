"""Settings for all tests: how long the tests that generate their own data may search."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# `ci` tries the same few examples on every run, so that a red run is the fault of the change that it tests.
settings.register_profile("ci", max_examples=30, deadline=None, derandomize=True)

# `fuzz` looks for what nobody has seen yet; what it finds is kept in .hypothesis and tried first next time.
settings.register_profile(
    "fuzz",
    max_examples=5_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
