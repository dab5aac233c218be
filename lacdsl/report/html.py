"""A report as one page of HTML: nothing is fetched, nothing is sent, and no value of the return becomes markup."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from typing import TextIO

from lacdsl.report import page_parts as parts
from lacdsl.report.digest import Digest
from lacdsl.report.page_data import page_data
from lacdsl.report.result import Report

_FOLDER = Path(__file__).with_name("page")
_STYLE = ("page.css",)
_SCRIPTS = ("data.js", "child.js", "list.js")
_SECTIONS = {
    "summary": "Summary",
    "coverage": "What was checked",
    "rules": "By rule",
    "children": "By child",
    "files": "About the files",
}


def write_html(report: Report, out: TextIO, *, version: str) -> None:
    """Write the page to `out`. `version` is that of lacdsl.

    The page's policy lets run only the style and the script that are in it, by their hashes.
    """
    digest = Digest(report)
    style, script = _joined(_STYLE), f'"use strict";\n{_joined(_SCRIPTS)}'
    found = bool(len(digest.findings))
    policy = f"default-src 'none'; style-src '{_hash(style)}'; base-uri 'none'; form-action 'none'"
    if found:
        policy += f"; script-src '{_hash(script)}'"
    title = f"Validation report {report.collection.year or ''} {report.collection.authority or ''}".strip()
    out.write(
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">\n'
        f"<title>{parts.text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the report</a>\n'
    )
    out.write(f"<header>{parts.heading(digest)}</header>\n")
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in _SECTIONS.items())
    out.write(
        f'<nav class="contents" aria-label="Contents"><ul>{links}</ul></nav>\n<main id="main" tabindex="-1">\n'
    )
    _section(out, "summary", parts.summary(digest))
    _section(out, "coverage", parts.coverage(digest))
    _section(out, "rules", parts.by_rule(digest))
    _section(out, "children", _children(digest) if found else "<p>There are no findings to list.</p>")
    _section(out, "files", parts.files(digest))
    out.write(f"</main>\n<footer><p>Made by lacdsl {parts.text(version)}.</p></footer>\n")
    if found:
        out.write(
            f'<script type="application/json" id="data">{page_data(digest)}</script>\n<script>{script}</script>\n'
        )
    out.write("</body>\n</html>\n")


def _section(out: TextIO, name: str, body: str) -> None:
    out.write(
        f'<section id="{name}" aria-labelledby="{name}-heading">\n'
        f'<h2 id="{name}-heading" tabindex="-1">{_SECTIONS[name]}</h2>\n{body}\n</section>\n'
    )


def _children(digest: Digest) -> str:
    return (
        f"<noscript>{parts.children(digest)}</noscript>\n<div data-needs-script hidden>"
        f'{parts.filters(digest)}\n<p id="status" role="status"></p>\n'
        '<div class="bar-of-buttons"><button type="button" id="open">Open all on this page</button>'
        '<button type="button" id="close">Close all</button></div>\n<div id="list"></div>\n'
        '<div class="bar-of-buttons"><button type="button" id="back">Previous page</button><span id="page"></span>'
        '<button type="button" id="on">Next page</button></div></div>'
    )


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
