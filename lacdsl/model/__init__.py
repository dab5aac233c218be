"""The data model of a return: its types, and `load_model` that reads them from YAML and CSV."""

from __future__ import annotations

from lacdsl.model.add import Addition
from lacdsl.model.entity import CHILD, Entity
from lacdsl.model.load import load_model, model_files
from lacdsl.model.types import CodeList, Column, ColumnType, DateForm, Derive, LeapDay, Model, Required, Table

__all__ = [
    "CHILD",
    "Addition",
    "CodeList",
    "Column",
    "ColumnType",
    "DateForm",
    "Derive",
    "Entity",
    "LeapDay",
    "Model",
    "Required",
    "Table",
    "load_model",
    "model_files",
]
