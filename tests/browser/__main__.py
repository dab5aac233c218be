"""Opens pages of reports in a real browser and tries them out: `make check-pages`, or `python -m tests.browser [PAGE]`.

Without a page reports of every kind are made, on made-up children. What is tried: axe at several widths, light, dark, in the
reader's own colours and with large letters; use by keyboard alone; sizes of what can be pressed; nothing fetched, nothing
logged; script in a value; the page without scripts; tables on a phone; printing; 20,000 and 100,000 findings. At the end the
manual is built and searched.
This is no part of the test suite, which needs no browser. CHROMIUM may name one; else one on the path is taken, else
that of `playwright install chromium`. `--shots FOLDER` keeps pictures of every page, to look at.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import manual, trials
from tests.browser.reports import SIZES, large, pages

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]


def main() -> int:
    """Tries everything, and says what failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("page", nargs="?", type=Path, help="a page that lacdsl has made")
    parser.add_argument("--shots", type=Path, help="a folder for pictures of every page")
    given = parser.parse_args()
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = pages(Path(folder)) if given.page is None else {"the page": given.page.resolve()}
        found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        for name, trial in _all_trials(browser, made):
            problems = trial()
            print(f"{'FAILS' if problems else 'fine ':<6} {name}", *problems, sep="\n         ", flush=True)
            failures += problems
        if given.page is None:
            for findings in SIZES:
                failures += trials.of_a_large_one(browser, large(Path(folder), findings), findings)
        if given.page is None:
            failures += (asked := manual.unanswered(browser, manual.build(Path(folder) / "manual")))
            print(f"{'FAILS' if asked else 'fine ':<6} the manual, searched", *asked, sep="\n         ")
        if given.shots is not None:
            _pictures(browser, made, given.shots)
        browser.close()
    print("", *failures, f"{len(failures)} problems" if failures else "The pages are fine.", sep="\n")
    return 1 if failures else 0


def _all_trials(browser: Browser, made: dict[str, Path]) -> Iterator[tuple[str, trials.Trial]]:
    for place, (kind, page) in enumerate(made.items()):
        listed = 'id="filters"' in page.read_text(encoding="utf-8")
        for name, trial in trials.of_any_page(browser, page, thorough=not place):
            yield f"{kind}: {name}", trial
        for name, trial in trials.of_a_list(browser, page) if listed and not place else ():
            yield f"{kind}: {name}", trial


def _pictures(browser: Browser, made: dict[str, Path], folder: Path) -> None:
    """Every page with a child open, at the widths of a phone and a desktop, and on paper."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, path in made.items():
        for width, scheme in ((375, "light"), (1280, "light"), (1280, "dark")):
            page = trials.opened(browser, path.as_uri(), [], width, scheme)
            page.evaluate(f"() => {{ {trials.OPEN_CHILD} }}")
            page.wait_for_timeout(200)
            page.screenshot(path=folder / f"{kind} {width} {scheme}.png", full_page=True)
            if (width, scheme) == (1280, "light"):
                page.pdf(path=folder / f"{kind}.pdf", prefer_css_page_size=True)
            page.close()


if __name__ == "__main__":
    sys.exit(main())
