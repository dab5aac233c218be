"""A council's own ruleset, as the tests open it, and what they ask of the client."""

from __future__ import annotations

from typing import Any

from .client import Client

MANIFEST = """\
name: local/ours
title: Our own
version: 1.0.0
owner: Our council
scope: local
return: lac
year: 2026-27
extends: dfe/lac/2026-27
"""
OWN = """\
define Episode.is_open = DEC is missing

# 🏠 where they live
rule OUR1 "Open, with a reason for its end"
  for each Episode
  let      reason = REC
  where    is_open
  must     reason is missing
  flag     REC
  message  "Ends for {reason}, and began on {DECOM}"
  fix      "Close it"

  example "open"
    | Episode | CHILD | DECOM | DEC | REC |
    | passes  | 1     | start |     |     |
    | fails   | 1     | end   |     | X1  |
    | n/a     | 2     | start | end | X1  |
"""
OTHER = """\
rule OUR2 "Still open at the age of 18"
  for each Episode
  where    is_open
  must     Header.DOB + 18 years > collection end
  flag     DEC
"""


def found(client: Client, uri: str) -> list[dict[str, Any]]:
    """What is wrong with the text that was sent last."""
    return list(
        client.wait("textDocument/publishDiagnostics", uri=uri, version=client.version)["diagnostics"]
    )


def at(text: str, words: str, after: int = 0) -> tuple[int, int]:
    """Line and character (in UTF-16 units) of words in a text."""
    line = next(number for number, row in enumerate(text.split("\n")) if words in row)
    before = text.split("\n")[line].split(words)[0]
    return line, len(before.encode("utf-16-le")) // 2 + after
