"""Where a search of the manual looks first: pages for people who have a question, then reference, then reasons.

Every rule stands on the pages of five collections. Without weights their titles come before the page that answers. And
people ask in words of their own: a page is also found by those that are listed for it here, which nobody sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

WEIGHTS = {
    "rules/lac/tables.md": 0.5,
    "rules/cin/tables.md": 0.5,
    "rules/lac/2026-27.md": 0.65,
    "rules/cin/2026-27.md": 0.65,
    "rules/": 0.6,
    "errors.md": 0.3,
    "local-rules.md": 0.7,
    "sharing.md": 0.7,
    "words.md": 0.4,
    "i-want-to.md": 0.4,
    "semantics.md": 0.5,
    "files.md": 0.5,
    "adding-a-return.md": 0.5,
    "lints/": 0.3,
    "contributing.md": 0.01,
    "decisions/": 0.01,
}
"""The first that fits counts; other pages have 1. Pages that say `rule` in every line would come first for anything."""

WORDS = {
    "first-check.md": (
        "install, no python, no admin rights, uninstall, remove, update, without internet, offline, "
        "proxy, authority code, check my return, start, slow, how long, minutes"
    ),
    "tutorial.md": "write, own, first, new, notepad, compile, start, error",
    "cookbook.md": (
        "example, copy, days between two dates, age, birthday, duplicate, how to, count, percentage, "
        "first placement, overlap"
    ),
    "local-rules.md": "change a limit, switch off, ignore, disable, turn off, postcode, late review, next year",
    "reading-files.md": (
        "excel opens, csv, xml, leading zeros, date format, american dates, password, duplicate rows, "
        "missing column, extra columns, wrong year, column names, file not recognised, which files, "
        "utf-8, encoding, postcode"
    ),
    "reading-a-report.md": (
        "open in excel, unknown, not run, could not be checked, social worker, team, provider list, "
        "ofsted, last year, which, print, authority code, exit code, power bi, results, colour, font, "
        "severity"
    ),
    "explaining.md": "why, which, wrong finding, false positive",
    "comparing.md": "compare two reports, last week, new findings, before and after",
    "privacy.md": (
        "data protection, gdpr, dpia, information governance, pseudonym, anonymous, safe, internet, "
        "send a report, network, share, hide names, cloud, encrypt, delete"
    ),
    "sharing.md": "sign, install, pack, trust, version",
    "editors.md": "vs code, visual studio code, red underline, autocomplete",
    "errors.md": "error, compile error, error message, does not compile",
    "testing-rules.md": "test, try, example",
    "rules/lac/changes.md": "changed, last year, dfe, new",
    "rules/cin/changes.md": "changed, last year, dfe, new",
    "words.md": "unknown, glossary, meaning",
    "rules/lac/tables.md": "placement code, list of codes, column names",
    "rules/cin/tables.md": "list of codes, column names",
}
"""What people may call that which a page is about."""


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Gives the page its weight and its words; what it says stays as it is."""
    name = page.file.src_uri
    weight = next((each for start, each in WEIGHTS.items() if name.startswith(start)), None)
    if weight is not None:
        page.meta.setdefault("search", {"boost": weight})
    if name in WORDS:
        page.meta.setdefault("tags", WORDS[name].split(", "))
    return markdown
