"""Why a row of a return has its verdict, in words that an analyst reads."""

from __future__ import annotations

from lacdsl.explaining.explainer import Explained, RowExplained, Target, explain_rule
from lacdsl.explaining.places import Places
from lacdsl.explaining.text import as_text, as_values
from lacdsl.explaining.wording import Tell

__all__ = ["Explained", "Places", "RowExplained", "Target", "Tell", "as_text", "as_values", "explain_rule"]
