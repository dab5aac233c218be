"""What the page's script works with: the findings and the rows of the children concerned, column by column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from lacdsl.report.digest import Digest
from lacdsl.report.page_tables import Names, numbered_texts, tables_of
from lacdsl.report.words import asking_help

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page_data(digest: Digest) -> str:
    """The data as JSON that can stand inside a script element: no character in it ends or begins markup."""
    text = json.dumps(_data(digest), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escape in _UNSAFE.items():
        text = text.replace(character, escape)
    return text


def rules_found(digest: Digest) -> list[dict[str, Any]]:
    """The rules that have findings, in the order in which `rule` of the data counts them."""
    found = set(digest.findings["rule"].unique())
    return [rule for rule in digest.rules if rule["rule"] in found]


def contact_names(digest: Digest, kind: str) -> list[str]:
    """The workers or teams of children with findings, "" among them when some are not known, in the data's order."""
    return sorted(digest.by_child[kind].unique())


def _data(digest: Digest) -> dict[str, Any]:
    findings, cells = digest.findings, digest.report.findings
    children = digest.by_child["child"].tolist()
    by_child = {child: number for number, child in enumerate(children)}
    rules = rules_found(digest)
    messages, message_texts = numbered_texts(findings["message"])
    columns, column_names = numbered_texts(cells["column"].fillna(""))
    values, value_texts = numbered_texts(cells["value"])
    table_names, names_of_tables = numbered_texts(cells["table"])
    names = Names(column_names)
    tables, held_in, row_in, codes = tables_of(digest, by_child, names)
    return {
        "rules": [_rule(digest, rule) for rule in rules],
        "children": [child or digest.nobody for child in children],
        **_contacts(digest, "worker"),
        **_contacts(digest, "team"),
        "messages": message_texts,
        "names": list(names),
        "values": value_texts,
        "tableNames": names_of_tables,
        "entity": [digest.entity.singular, digest.entity.plural],
        "askedWith": digest.asked_with,
        "askedHow": asking_help(digest.report.privacy),
        "codes": codes,
        "tables": tables,
        "findings": {
            "rule": _coded(findings["rule"], {rule["rule"]: number for number, rule in enumerate(rules)}),
            "child": _coded(findings["child"], by_child),
            "message": messages,
            "start": [*digest.starts.tolist(), len(cells)],
        },
        "cells": {
            "table": held_in.tolist(),
            "row": row_in.tolist(),
            "column": columns,
            "value": values,
            "tableName": table_names,
        },
    }


def _rule(digest: Digest, rule: dict[str, Any]) -> dict[str, str]:
    about = digest.rule_text(rule["rule"])
    return {
        "code": rule["rule"],
        "severity": rule["severity"],
        "title": rule["title"],
        "because": about.because,
        "fix": about.fix,
        "layer": rule["layer"] if rule["layer"] in digest.own_layers else "",
    }


def _contacts(digest: Digest, kind: str) -> dict[str, Any]:
    """For every child the number of its worker or team, and their names."""
    names = contact_names(digest, kind)
    return {
        f"{kind}s": _coded(digest.by_child[kind], {name: at for at, name in enumerate(names)}),
        f"{kind}Names": names,
    }


def _coded(column: Sequence[str] | pd.Series[Any], numbers: dict[str, int]) -> list[int]:
    values: Sequence[str] = column.tolist() if isinstance(column, pd.Series) else column
    return [numbers[name] for name in values]
