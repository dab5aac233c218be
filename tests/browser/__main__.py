"""Opens the page of a report in a real browser and tries it out: `make check-pages`, or `python -m tests.browser [PAGE]`.

Without a page a report on made-up children is made. What is tried: axe at several widths, light and dark; use by keyboard
alone; sizes of what can be pressed; nothing fetched, nothing logged; script in a value; the page without scripts; printing.
This is no part of the test suite, which needs no browser. CHROMIUM may name one; else one on the path is taken, else
that of `playwright install chromium`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from typer.testing import CliRunner

from lacdsl.cli.main import app

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
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
SCREENS = ((320, "light"), (375, "light"), (375, "dark"), (1280, "light"), (1280, "dark"))
SMALLEST = 24
"""Pixels that WCAG 2.2 (2.5.8) asks of what can be pressed."""

OPEN_CHILD = "document.querySelector('#list > details > summary').click()"
VIEWS = {
    "as it opens": "0",
    "a child": OPEN_CHILD,
    "the commands that say why": "document.querySelectorAll('#list details.more').forEach((each) => { each.open = true; })",
    "with meanings": "document.getElementById('meanings').click()",
    "nothing fits": "const f = document.getElementById('f-child'); f.value = 'no such child';"
    "f.dispatchEvent(new Event('input', {bubbles: true}))",
    "all rules": "document.getElementById('filters').reset(); document.querySelectorAll('#rules details')"
    ".forEach((each) => { each.open = true; })",
}
TOO_SMALL = """(smallest) => [...document.querySelectorAll('button, select, input, summary, nav a')]
  .filter((each) => each.checkVisibility()).map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width && (box.height < smallest || box.width < smallest))
  .map(([each, box]) => `${each.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)"""
FOCUS = """() => { const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {what: at.tagName.toLowerCase(), id: at.id, text: (at.textContent || '').slice(0, 40), end: at === document.body,
    seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth}; }"""


def main() -> int:
    """Tries everything, and says what failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("page", nargs="?", type=Path, help="a page that lacdsl has made")
    given = parser.parse_args().page
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = given.resolve() if given is not None else made_up(Path(folder))
        found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
        browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        for name, trial in trials(browser, path.as_uri()):
            problems = trial()
            print(f"{'FAILS' if problems else 'fine ':<6} {name}", *problems, sep="\n         ")
            failures += problems
        browser.close()
    print(f"{len(failures)} problems" if failures else "The page is fine.")
    return 1 if failures else 0


def made_up(folder: Path) -> Path:
    """A report on made-up children, one of whom has script for an ethnic group."""
    runner, page = CliRunner(), folder / "report.html"
    options = ("--children", "60", "--year", "2026-27", "--errors", "0.1", "--seed", "1")
    runner.invoke(app, ["sample", "lac", str(folder / "made"), *options], catch_exceptions=False)
    header = folder / "made" / "this_year" / "header.csv"
    lines = header.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[lines[0].split(",").index("ETHNIC")] = HOSTILE
    header.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
    words = ["check", str(header.parent), "--year", "2026-27", "--out", str(page)]
    print(runner.invoke(app, words, catch_exceptions=False).output.splitlines()[-1])
    return page


def trials(browser: Browser, address: str) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    """What is tried, each with what finds its problems."""
    for width, scheme in SCREENS:
        yield f"axe, {scheme}, {width} px", lambda w=width, s=scheme: with_axe(browser, address, w, s)
    yield "keyboard alone", lambda: by_keyboard(browser, address)
    yield "without scripts", lambda: without_scripts(browser, address)
    yield "on paper", lambda: on_paper(browser, address)


def opened(browser: Browser, address: str, problems: list[str], width: int, scheme: str = "light") -> Page:
    """The page; whatever it logs, asks or fetches is a problem."""
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.on("console", lambda message: problems.append(f"logged: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (problems.append(f"asked: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda each: None if each.url == address else problems.append(f"fetched: {each.url}"))
    page.goto(address)
    page.wait_for_selector("#list > details")
    return page


def with_axe(browser: Browser, address: str, width: int, scheme: str) -> list[str]:
    """Every view with axe; nothing wider than the screen, nothing too small to be pressed."""
    problems: list[str] = []
    page = opened(browser, address, problems, width, scheme)
    for view, script in VIEWS.items():
        page.evaluate(f"() => {{ {script} }}")
        page.wait_for_timeout(300)
        found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response
        for each in found["violations"]:
            problems.append(
                f"{view}: {each['id']}, {len(each['nodes'])} times: {each['nodes'][0]['html'][:100]}"
            )
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            problems.append(f"{view}: the page is {wide} px wide")
        problems += [f"{view}: too small: {each}" for each in page.evaluate(TOO_SMALL, SMALLEST)]
    if page.locator("#list img, main script").count():
        problems.append("a value became markup")
    page.close()
    return problems


def by_keyboard(browser: Browser, address: str) -> list[str]:
    """From the top to the end by the tabulator alone, every stop in sight; then from a rule to a child's rows."""
    problems: list[str] = []
    page = opened(browser, address, problems, 1280)
    page.keyboard.press("Tab")
    if page.evaluate(FOCUS)["text"] != "Skip to the report":
        problems.append("the first stop is not the way past the contents")
    page.keyboard.press("Enter")
    if page.evaluate(FOCUS)["id"] != "main":
        problems.append("the way past the contents does not lead to the report")
    stops = 0
    while stops < 2_000:
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["end"]:
            break
        stops += 1
        if not at["seen"] or not at["inside"]:
            problems.append(f"the focus cannot be seen: {at}")
    else:
        problems.append("the end of the page is not reached")
    before = page.inner_text("#status")
    page.locator("button[data-filter=rule]").first.focus()
    page.keyboard.press("Enter")
    if page.inner_text("#status") == before or page.evaluate(FOCUS)["id"] != "children-heading":
        problems.append("the button of a rule does not lead to its children")
    while (at := page.evaluate(FOCUS))["what"] != "summary" and stops < 4_000:
        page.keyboard.press("Tab")
        stops += 1
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    if not page.locator("#list > details[open] td.flagged mark").count():
        problems.append("a child opened by keyboard shows no flagged cell")
    page.close()
    return problems


def without_scripts(browser: Browser, address: str) -> list[str]:
    """Where scripts are not run there is a plain list of children."""
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    seen = page.locator("#children noscript table tbody tr").count()
    hidden = page.locator("#filters").is_visible()
    page.close()
    return [] if seen and not hidden else ["no list of children, or filters that do nothing"]


def on_paper(browser: Browser, address: str) -> list[str]:
    """Printed with its first children open, the page leaves out what can only be pressed."""
    problems: list[str] = []
    page = opened(browser, address, problems, 1280)
    page.evaluate(OPEN_CHILD)
    page.emulate_media(media="print")
    for name in ("#filters", ".contents", ".bar-of-buttons", "#rules button"):
        if page.locator(name).first.is_visible():
            problems.append(f"{name} is printed")
    if not page.locator("#list td.flagged").first.is_visible() or len(page.pdf()) < 10_000:
        problems.append("the open child is not printed")
    page.close()
    return problems


if __name__ == "__main__":
    sys.exit(main())
