"""Typed trees of all rules to one graph of distinct nodes."""

from __future__ import annotations

from lacdsl.plan.graph import Graph, build_graph

__all__ = ["Graph", "build_graph"]
