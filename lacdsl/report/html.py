"""A report as one page of HTML: nothing is fetched, nothing is sent, and no value of the return becomes markup."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from typing import TextIO

from lacdsl.report import page_parts as parts
from lacdsl.report import page_summary as top
from lacdsl.report.digest import Digest
from lacdsl.report.page_data import page_data
from lacdsl.report.page_files import files
from lacdsl.report.page_markup import text
from lacdsl.report.result import Report

_FOLDER = Path(__file__).with_name("page")
_STYLE = ("page.css",)
_SCRIPTS = ("data.js", "child.js", "list.js")
_SECTIONS = {
    "summary": "Summary",
    "coverage": "What was checked",
    "rules": "By rule",
    "workers": "By social worker",
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
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">Skip to the report</a>\n'
    )
    out.write(f"<header>{top.heading(digest)}</header>\n")
    sections = {
        name: title for name, title in _SECTIONS.items() if name != "workers" or _has_contacts(digest)
    }
    links = "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in sections.items())
    out.write(
        f'<nav class="contents" aria-label="Contents"><ul>{links}</ul></nav>\n<main id="main" tabindex="-1">\n'
    )
    _section(out, "summary", top.summary(digest))
    _section(out, "coverage", top.coverage(digest))
    _section(out, "rules", parts.by_rule(digest))
    if "workers" in sections:
        _section(out, "workers", parts.by_contact(digest))
    _section(out, "children", _children(digest) if found else f"<p>{_no_children(digest)}</p>")
    _section(out, "files", files(digest))
    out.write(f"</main>\n<footer><p>Made by lacdsl {text(version)}.</p></footer>\n")
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
        '<button type="button" id="close">Close all</button>'
        '<label for="meanings"><input type="checkbox" id="meanings">Say what codes mean</label></div>\n'
        '<div id="list"></div>\n'
        '<nav class="bar-of-buttons" aria-label="Pages of children"><button type="button" id="back">Previous page</button>'
        '<span id="page"></span><button type="button" id="on">Next page</button></nav></div>'
    )


def _no_children(digest: Digest) -> str:
    if digest.total:
        return "Findings are left out of this form of the report."
    return "Nothing was found." if digest.rules else "No rule was run."


def _has_contacts(digest: Digest) -> bool:
    return bool(len(digest.findings)) and (digest.has_workers or digest.has_teams)


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
