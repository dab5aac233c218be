"""The manual, built and opened from a folder as a reader does: is a question answered by one of the first pages found?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent.parent
SHOWN = 3
QUESTIONS = {
    "last year": ("reading-a-report", "first-check"),
    "two files for one table": ("reading-files",),
    "excel opens": ("reading-a-report", "reading-files"),
    "leading zeros": ("reading-files",),
    "social worker": ("reading-a-report",),
    "pseudonym": ("privacy",),
    "data protection": ("privacy",),
    "compile error": ("errors", "tutorial"),
    "write a rule": ("tutorial", "cookbook"),
    "unknown": ("reading-a-report", "words"),
    "not run": ("reading-a-report",),
    "postcode": ("reading-files",),
    "install without internet": ("first-check",),
    "uninstall": ("first-check",),
    "why is this a finding": ("explaining",),
    "compare two reports": ("comparing",),
    "switch off an official rule": ("local-rules",),
    "change a limit": ("local-rules",),
    "missing column": ("reading-files",),
    "date format": ("reading-files",),
    "sign a pack": ("sharing",),
    "vs code": ("editors",),
    "N201": ("errors",),
    "rule 1015": ("rules/lac",),
    "8530Q": ("rules/cin",),
    "placement code": ("rules/lac/tables",),
    "how many days between two dates": ("cookbook",),
    "children without a review": ("local-rules",),
}
_FOUND = "[...document.querySelectorAll('.md-search-result__item')].map(each => each.querySelector('a').href)"


def build(folder: Path) -> Path:
    """The manual in a folder: its first page."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    return folder / "index.html"


def unanswered(browser: Browser, first: Path) -> list[str]:
    """The questions for which none of the first pages found is one that answers; and whatever the pages fetched."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    problems: list[str] = []
    page.on("request", lambda asked: problems.extend(_elsewhere(asked.url)))
    page.goto(first.as_uri())
    page.click(".md-search__input")
    page.keyboard.type("rule")
    page.wait_for_function(f"{_FOUND}.length")
    for question, wanted in QUESTIONS.items():
        page.fill(".md-search__input", "")
        page.keyboard.type(question, delay=5)
        page.wait_for_timeout(1000)
        found = [str(each).removeprefix(first.parent.as_uri() + "/") for each in page.evaluate(_FOUND)][
            :SHOWN
        ]
        if not any(each.startswith(wanted) for each in found):
            problems.append(
                f"manual: {question!r} finds {', '.join(each.partition('?')[0] for each in found)}"
            )
    if page.locator(".md-search-result .md-tags:visible").count():
        problems.append("manual: the words that pages are found by are shown")
    page.close()
    return problems


def _elsewhere(address: str) -> list[str]:
    return [] if address.startswith(("file:", "data:", "blob:")) else [f"the manual asks for {address}"]
