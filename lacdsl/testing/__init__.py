"""The examples that rules carry: run them, show what differs."""

from __future__ import annotations

from lacdsl.testing.examples import ENGINES, ExampleResult, RowResult, run_examples
from lacdsl.testing.settings import Settings
from lacdsl.testing.show import show
from lacdsl.testing.tables import VERDICTS

__all__ = ["ENGINES", "VERDICTS", "ExampleResult", "RowResult", "Settings", "run_examples", "show"]
