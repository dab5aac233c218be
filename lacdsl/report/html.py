"""A report as one page of HTML: nothing is fetched, nothing is sent, and no value of the return becomes markup."""

from __future__ import annotations

from typing import TextIO

from lacdsl.report import page_parts as parts
from lacdsl.report import page_summary as top
from lacdsl.report.digest import Digest
from lacdsl.report.page_data import page_data
from lacdsl.report.page_files import files
from lacdsl.report.page_frame import contents, opening, part, section
from lacdsl.report.page_markup import text
from lacdsl.report.result import Report

_STYLE = ("page.css",)
_SCRIPTS = ("data.js", "child.js", "address.js", "list.js")
_SECTIONS = {
    "summary": "Summary",
    "coverage": "What was checked",
    "rules": "By rule",
    "workers": "By social worker",
    "children": "By {entity}",
    "files": "About the files",
}


def write_html(report: Report, out: TextIO, *, version: str) -> None:
    """Write the page to `out`. `version` is that of lacdsl.

    The page's policy lets run only the style and the script that are in it, by their hashes.
    """
    digest = Digest(report)
    found = bool(len(digest.findings))
    script = f'"use strict";\n{part(*_SCRIPTS)}' if found else ""
    title = f"Validation report {report.collection.year or ''} {report.collection.authority or ''}".strip()
    sections = {
        name: title.replace("{entity}", digest.entity.singular)
        for name, title in _SECTIONS.items()
        if name != "workers" or _has_contacts(digest)
    }
    out.write(opening(title, part(*_STYLE), script))
    out.write(f"<header>{top.heading(digest)}</header>\n{contents(sections)}")
    out.write(section("summary", sections["summary"], top.summary(digest)))
    out.write(section("coverage", sections["coverage"], top.coverage(digest)))
    out.write(section("rules", sections["rules"], parts.by_rule(digest)))
    if "workers" in sections:
        out.write(section("workers", sections["workers"], parts.by_contact(digest)))
    out.write(
        section(
            "children", sections["children"], _children(digest) if found else f"<p>{_no_children(digest)}</p>"
        )
    )
    out.write(section("files", sections["files"], files(digest)))
    out.write(f"</main>\n<footer><p>Made by lacdsl {text(version)}.</p></footer>\n")
    if found:
        out.write(
            f'<script type="application/json" id="data">{page_data(digest)}</script>\n<script>{script}</script>\n'
        )
    out.write("</body>\n</html>\n")


def _children(digest: Digest) -> str:
    return (
        f"<noscript>{parts.children(digest)}</noscript>\n<div data-needs-script hidden>"
        f'{parts.filters(digest)}\n<p id="status" role="status"></p>\n'
        '<div class="bar-of-buttons"><button type="button" id="open">Open all on this page</button>'
        '<button type="button" id="close">Close all</button>'
        '<label for="meanings"><input type="checkbox" id="meanings">Say what codes mean</label></div>\n'
        '<div id="list"></div>\n'
        f'<nav class="bar-of-buttons" aria-label="Pages of {text(digest.entity.plural)}">'
        '<button type="button" id="back">Previous page</button>'
        '<span id="page"></span><button type="button" id="on">Next page</button></nav></div>'
    )


def _no_children(digest: Digest) -> str:
    if digest.total:
        return "Findings are left out of this form of the report."
    return "Nothing was found." if digest.rules else "No rule was run."


def _has_contacts(digest: Digest) -> bool:
    return bool(len(digest.findings)) and (digest.has_workers or digest.has_teams)
