"""Folders of rules: what belongs to a ruleset, what it builds on, and the rules that come out."""

from __future__ import annotations

from lacdsl.rulesets.diagnostics import RULESET_CODES
from lacdsl.rulesets.files import available_rulesets
from lacdsl.rulesets.load import load_ruleset
from lacdsl.rulesets.ruleset import LayerInfo, RuleInfo, Ruleset

__all__ = ["RULESET_CODES", "LayerInfo", "RuleInfo", "Ruleset", "available_rulesets", "load_ruleset"]
